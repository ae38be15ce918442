"""Conditions on a mail, and the order of the rules."""

import pytest

from mailbot import rulebook
from mailbot.model.mail import Address, Mail
from mailbot.model.rulebook import ClassifyRule, Condition, Kind
from mailbot.policy.classify import NOTHING_HIT, first_hit, holds

MAIL = Mail(
    headers=(
        ("X-Mailer", "Outlook 16"),
        ("Received", "by mx.secas.example"),
        ("received", "by relay.example"),
    ),
    content_type="multipart/report",
    report_type="delivery-status",
    from_=(Address("Analyst@Larkfield.example", "Megan"), Address("other@larkfield.example")),
    subject="FW: Critical Alert",
)
FACTS = frozenset({"alerts", "has-words"})


def check(subject: str, operator: str, *values: str) -> Condition:
    return Condition(subject, operator, values)


YES = check("fact:alerts", "true")
NO = check("fact:bounce", "true")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, True),
        (NO, False),
        (check("header:x-mailer", "present"), True),
        (check("header:X-Other", "present"), False),
        (check("header:X-Mailer", "is", "outlook 16"), True),
        (check("header:X-Mailer", "is", "outlook"), False),
        (check("header:X-Mailer", "contains", "thunderbird", "LOOK"), True),
        (check("header:X-Mailer", "starts", "out"), True),
        (check("header:X-Mailer", "starts", "look"), False),
        (check("header:Received", "contains", "relay.example"), True),
        (check("subject", "starts", "fw:", "fwd:"), True),
        (check("subject", "is", "critical alert"), False),
        (check("from", "is", "analyst@larkfield.example"), True),
        (check("from", "contains", "OTHER@"), True),
        (check("content-type", "is", "multipart/report"), True),
        (check("report-type", "is", "disposition-notification"), False),
        (check("report-type", "present"), True),
        (check("subject", "true"), False),
        (check("unheard-of", "present"), False),
        (Condition(), False),
        (Condition(all=(YES, YES)), True),
        (Condition(all=(YES, NO)), False),
        (Condition(any=(NO, YES)), True),
        (Condition(any=(NO, NO)), False),
        (Condition(none=(NO,)), True),
        (Condition(none=(NO, YES)), False),
        (Condition(all=(YES,), none=(NO,)), True),
        (Condition(all=(YES,), any=(NO,), none=(NO,)), False),
        (Condition(all=(Condition(any=(NO, Condition(none=(NO,)))),)), True),
    ],
)
def test_a_condition_holds(condition: Condition, expected: bool) -> None:
    assert holds(condition, MAIL, FACTS) is expected


def test_the_first_rule_that_hits_decides() -> None:
    def rule(name: str, when: Condition) -> ClassifyRule:
        return ClassifyRule(name, Kind.ALERT, "", when, (), ())

    rules = (rule("one", NO), rule("two", YES), rule("three", YES))
    assert first_hit(MAIL, FACTS, rules).name == "two"


def test_a_mail_that_no_rule_hits_is_unknown() -> None:
    assert first_hit(MAIL, FACTS, ()) is NOTHING_HIT
    assert NOTHING_HIT.kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ("own-letter answers-ours alerts has-words", Kind.AUTOMATIC),
        ("bounce auto-reply machine alerts has-words", Kind.BOUNCE),
        ("bounce delay machine alerts has-words", Kind.DELAY),
        ("delay machine", Kind.DELAY),
        ("disposition-notification answers-ours machine", Kind.DISPOSITION_NOTIFICATION),
        ("answers-ours alerts has-words", Kind.ANSWER),
        ("answers-ours auto-reply machine has-words", Kind.AUTOMATIC),
        ("auto-reply machine alerts has-words", Kind.AUTOMATIC),
        ("alerts has-words", Kind.ALERT),
        ("alerts machine has-words", Kind.ALERT),
        ("machine has-words", Kind.AUTOMATIC),
        ("has-words", Kind.UNKNOWN),
        ("", Kind.UNKNOWN),
    ],
)
def test_the_shipped_rules_tell_mail_apart_in_this_order(facts: str, kind: Kind) -> None:
    rules = rulebook.load_default().classify
    assert first_hit(Mail(), frozenset(facts.split()), rules).kind is kind
