"""What a forwarder is told of reasons: of the last decision only, and no word that is meant for SECAS."""

import pytest

from mailbot.compose import reasons
from mailbot.model.decision import Because, Reason

UNKNOWN = Because(Reason.CODE_UNKNOWN, "Alert code 8FEE is not in the catalogue (rules/alerts.yaml).")
NO_EVIDENCE = Because(Reason.NO_EVIDENCE, "Nothing says which supplier it is for.")
WRONG = Because(Reason.FACT_UNREADABLE, "The MPAN ending 8904 fails its check.")
NAMED = Because(Reason.NAMED, "The mail names Brightwater.")
COMPLETED = Because(Reason.COMPLETED, "Its sender's answer M-12 completed it.")
PERSON = Because(Reason.BY_A_PERSON, "Released by A Person: a note.")
NOWHERE = Because(Reason.UNDELIVERABLE, "It reached nobody: the contacts were refused. Ring the supplier.")
NOT_OURS = Because(Reason.NOT_OURS, "The receiver says that it is not theirs (M-9).")


@pytest.mark.parametrize(
    ("because", "sentence"),
    [
        ((NO_EVIDENCE, NAMED), "Nothing says which supplier it is for."),
        ((UNKNOWN,), "Whether an alert with this code is passed on is decided by a person."),
        (
            (NAMED, NOWHERE),
            "The mail server of the supplier did not take it; a person at SECAS acts.",
        ),
        (
            (NAMED, NOWHERE, PERSON, NOT_OURS),
            "The supplier says that it does not serve this meter point; please check whom you named.",
        ),
        ((WRONG, COMPLETED, NO_EVIDENCE), "Nothing says which supplier it is for."),
        ((NAMED, PERSON), "A person at SECAS stopped it, and decides what becomes of it."),
        (
            (Because(Reason.METER_POINT_DISPUTED, "CA-26-000009 is disputed."), NAMED),
            "A supplier says that it does not serve this meter point; until that is settled nothing more is passed on.",
        ),
        (
            (NAMED, Because(Reason.NO_LONGER_CURRENT, "Release it to send it on.")),
            "The supplier or its contact changed before it could be sent.",
        ),
        ((Because(Reason.AWAY, "x"),), "The contact of the supplier is away; a person at SECAS acts."),
    ],
)
def test_what_waits(because: tuple[Because, ...], sentence: str) -> None:
    assert reasons.told(because) == sentence


def test_what_was_declined_by_a_rule_or_by_a_person() -> None:
    by_rule = Because(Reason.CODE_NOT_RELAYED, "8F35 is not passed on: for the network operator only.")
    assert reasons.declined((by_rule,)) == by_rule.text
    assert reasons.declined((UNKNOWN, PERSON)) == (
        "A person at SECAS looked at it and decided that it is not passed on."
    )


def test_only_what_is_still_missing_is_asked_for() -> None:
    why, to_do = reasons.asked((WRONG, NO_EVIDENCE, COMPLETED, NO_EVIDENCE, NAMED))
    assert why == (NO_EVIDENCE.text,)
    assert to_do.startswith("Please reply with a line 'Supplier: '")
    why, to_do = reasons.asked((WRONG, NO_EVIDENCE))
    assert (why, to_do.count("Please")) == ((WRONG.text, NO_EVIDENCE.text), 2)


@pytest.mark.parametrize(
    ("because", "alone"),
    [
        ((NO_EVIDENCE,), False),
        ((NO_EVIDENCE, COMPLETED, NO_EVIDENCE), False),
        ((NO_EVIDENCE, PERSON), True),
        ((NO_EVIDENCE, PERSON, NOWHERE), True),
        ((NAMED, NOT_OURS), True),
    ],
)
def test_who_can_do_something_about_it(because: tuple[Because, ...], alone: bool) -> None:
    assert reasons.for_secas_alone(because) is alone


def test_of_another_ones_mail_only_general_words_are_told() -> None:
    assert reasons.of_the_one_it_repeats((WRONG,)) == ""
    assert reasons.of_the_one_it_repeats((WRONG, NOWHERE)).startswith("The mail server of the supplier")
