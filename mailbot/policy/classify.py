"""What kind of mail it is: the first rule of rules/classify.yaml that hits decides.

Takes a Mail, the names of the facts that hold for it, and the rules in their order; gives the rule. A mail
that no rule hits gets the built-in rule `nothing-hit`, kind unknown. Text is compared without regard to
case; there are no regular expressions, so no mail can make a rule slow. Never raises.
"""

from mailbot.model.mail import Mail
from mailbot.model.rulebook import ClassifyRule, Condition, Kind

NOTHING_HIT = ClassifyRule(
    name="nothing-hit",
    kind=Kind.UNKNOWN,
    why="No rule of rules/classify.yaml says what this mail is, so a person looks at it.",
    when=Condition(),
    must_hit=(),
    must_miss=(),
)


def first_hit(mail: Mail, facts: frozenset[str], rules: tuple[ClassifyRule, ...]) -> ClassifyRule:
    """The first of `rules` whose condition holds; NOTHING_HIT when none does."""
    return next((rule for rule in rules if holds(rule.when, mail, facts)), NOTHING_HIT)


def holds(condition: Condition, mail: Mail, facts: frozenset[str]) -> bool:
    """Whether a condition is true of this mail. An empty condition is true of none."""
    if condition.operator:
        return _test(condition, mail, facts)
    if not (condition.all or condition.any or condition.none):
        return False
    return (
        all(holds(each, mail, facts) for each in condition.all)
        and (not condition.any or any(holds(each, mail, facts) for each in condition.any))
        and not any(holds(each, mail, facts) for each in condition.none)
    )


def _test(condition: Condition, mail: Mail, facts: frozenset[str]) -> bool:
    about, _, name = condition.subject.partition(":")
    if condition.operator == "true":
        return about == "fact" and name in facts
    texts = tuple(text.strip().casefold() for text in _texts(about, name, mail))
    wanted = tuple(value.casefold() for value in condition.values)
    match condition.operator:
        case "present":
            return any(texts)
        case "is":
            return any(text in wanted for text in texts)
        case "contains":
            return any(value in text for text in texts for value in wanted)
        case "starts":
            return any(text.startswith(wanted) for text in texts)
        case _:
            return False


def _texts(about: str, name: str, mail: Mail) -> tuple[str, ...]:
    """The texts a condition is about: every header of the name, or every address of From."""
    match about:
        case "header":
            return mail.all(name)
        case "subject":
            return (mail.subject,)
        case "from":
            return tuple(each.address for each in mail.from_)
        case "content-type":
            return (mail.content_type,)
        case "report-type":
            return (mail.report_type,)
        case _:
            return ()
