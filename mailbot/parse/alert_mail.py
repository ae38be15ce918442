"""All that one mail says of Critical Alerts: what its text tells, what its HTML tells, and whether they agree.

Takes a Mail, its layers, and the same layers from its HTML where it has both; gives an AlertStory. When text and HTML
tell different alerts, each is marked for a person. Never raises.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mailbot.model.alert import CriticalAlert, Fault, Problem
from mailbot.model.limits import Limits
from mailbot.model.mail import Layer, Mail
from mailbot.model.rulebook import Rulebook
from mailbot.parse.alert import AlertReading, alerts
from mailbot.parse.alert_strays import strays

# The reference of an alert, as it stands in every letter of ours that somebody quotes.
_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])CA-[0-9]{2}-[0-9]{6,9}(?![A-Za-z0-9-])")
WORDS = 400_000  # characters in which other suppliers are looked for


@dataclass(frozen=True, slots=True)
class AlertStory:
    """The alerts of a mail. `fresh`: how many are not quoted from a letter of ours; the rest as in AlertMail.

    rules: names of the label rules that hit; over: the caps that were passed.
    """

    alerts: tuple[CriticalAlert, ...]
    fresh: int
    strays: tuple[str, ...]
    words: str
    rules: tuple[str, ...]
    over: tuple[str, ...]


def story(
    mail: Mail, layers: tuple[Layer, ...], others: tuple[Layer, ...], rulebook: Rulebook, limits: Limits
) -> AlertStory:
    """What the mail says of alerts, in all its layers."""
    shown = alerts(layers, rulebook, limits)
    other = alerts(others, rulebook, limits) if others else AlertReading((), (), ())
    found = _one_story(shown.alerts, other.alerts) if others else shown.alerts
    return AlertStory(
        alerts=found,
        fresh=_fresh((*layers, *others), found, rulebook, limits),
        strays=tuple(dict.fromkeys((*shown.strays, *other.strays, *_in_subject(mail, shown, rulebook)))),
        words=_words(mail, (*layers, *others), rulebook),
        rules=tuple(dict.fromkeys((*shown.rules, *other.rules))),
        over=tuple(dict.fromkeys((*shown.over, *other.over))),
    )


def _fresh(
    layers: tuple[Layer, ...], found: tuple[CriticalAlert, ...], rulebook: Rulebook, limits: Limits
) -> int:
    """How many alerts stand in layers that quote no letter of ours; read again only where some do and some do not."""
    fresh = tuple(layer for layer in layers if not _REFERENCE.search(layer.whole or layer.text))
    return len(found if len(fresh) == len(layers) else alerts(fresh, rulebook, limits).alerts)


def _in_subject(mail: Mail, shown: AlertReading, rulebook: Rulebook) -> tuple[str, ...]:
    """What the mail's own Subject names and no alert is about: a correction, or another meter point."""
    line = Layer("the subject", mail.subject)
    return strays((line,), shown.alerts, rulebook.codes, WORDS) if shown.alerts else ()


def _words(mail: Mail, layers: tuple[Layer, ...], rulebook: Rulebook) -> str:
    """All that the mail says, save what stands plainly labelled as the losing supplier."""
    losing = frozenset(label for rule in rulebook.labels if rule.field == "ignored" for label in rule.labels)
    lines = (line for layer in layers for line in layer.text.splitlines() if not _labelled(line, losing))
    return "\n".join((mail.subject, *lines))[:WORDS]


def _labelled(line: str, labels: frozenset[str]) -> bool:
    """Whether the line is one of these labels, a colon or TAB, and a value."""
    label, _, value = line.replace("\t", ":", 1).partition(":")
    return bool(value) and label.strip(" *>•-").casefold() in labels


def _one_story(
    plain: tuple[CriticalAlert, ...], html: tuple[CriticalAlert, ...]
) -> tuple[CriticalAlert, ...]:
    """The alerts of the richer body; when text and HTML tell different ones, each is marked for a person.

    A text part that only says 'this mail is in HTML' tells none, and contradicts nothing.
    """
    richer, poorer = sorted((plain, html), key=_richness, reverse=True)
    if not plain:
        return html
    if len(richer) == len(poorer) and all(map(_agrees, richer, poorer)):
        return tuple(map(_with_doubts, richer, poorer))
    text = "The text and the HTML of this mail tell different alerts: look at both before passing it on."
    doubt = Problem(Fault.TWO_VALUES, "mpxn", text)
    return tuple(replace(each, problems=(*each.problems, doubt)) for each in richer)


def _with_doubts(rich: CriticalAlert, poor: CriticalAlert) -> CriticalAlert:
    """The alert with what either body doubts of it: a note may stand in one alone. Places differ, faults count once."""
    known = {(each.fault, each.field) for each in rich.problems}
    more = tuple(each for each in poor.problems if (each.fault, each.field) not in known)
    return replace(rich, problems=(*rich.problems, *more)) if more else rich


def _richness(found: tuple[CriticalAlert, ...]) -> int:
    return sum(len(each.provenance) for each in found)


def _agrees(rich: CriticalAlert, poor: CriticalAlert) -> bool:
    """Whether two readings are of one alert. A description may be cut and a time left out; what decides may not."""
    if rich.raised_at and poor.raised_at and _minute(rich.raised_at) != _minute(poor.raised_at):
        return False
    return all(
        getattr(rich, name) == getattr(poor, name)
        for name in ("mpxn", "device", "code", "counter", "named_supplier")
    )


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
