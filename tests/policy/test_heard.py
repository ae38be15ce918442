"""What reports, automatic answers and people's answers come to."""

import pytest

from mailbot.model.classified import AnswerMail, AutomaticMail, Classified, ReportMail
from mailbot.model.decision import Disposition, Heard, HeardOf, Reason, SenderFacts, Trace, TracedLetter
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.model.report import Meaning, Reply, ReportedRecipient
from mailbot.model.rulebook import Kind
from mailbot.policy import heard
from tests.people import BRIGHTWATER, COBALT

MAIN = BRIGHTWATER.main.email
HOLD, RECORD = Disposition.HOLD, Disposition.RECORD


def letter(trace=Trace.MESSAGE_ID, kind=LetterKind.RELAYED_ALERT, alerts=((7, "CA-26-000007"),), **more):
    return TracedLetter(3, kind, trace, MAIN, BRIGHTWATER.id, alerts, **more)


def told(*several):
    return tuple(ReportedRecipient(MAIN, action, status, "no such user") for action, status in several)


def mail(facts, sender=MAIN):
    return Classified(Kind.UNKNOWN, facts, Address(sender), "Subject", "<1@brightwater.example>")


def by(sender=MAIN, organisation=BRIGHTWATER):
    return SenderFacts(Address(sender), "likely", "SPF", organisation)


def outcome(decision):
    effects = [each.heard for each in decision.effects if isinstance(each, HeardOf)]
    return decision.disposition, decision.because[0].reason, effects


FAILED, DELAYED, GOOD = ("failed", "5.1.1"), ("delayed", "4.4.1"), ("delivered", "2.0.0")


@pytest.mark.parametrize(
    ("facts", "traced", "expected"),
    [
        (ReportMail(False, told(FAILED), ""), letter(), (RECORD, Reason.BOUNCE, [Heard.FAILED])),
        (ReportMail(False, (), ""), letter(), (RECORD, Reason.BOUNCE, [Heard.FAILED])),
        (ReportMail(False, told(FAILED, GOOD), ""), letter(), (RECORD, Reason.BOUNCE, [Heard.FAILED])),
        (ReportMail(True, told(DELAYED), ""), letter(), (RECORD, Reason.DELAYED, [Heard.DELAYED])),
        (ReportMail(False, told(GOOD), ""), letter(), (RECORD, Reason.DELIVERED, [Heard.DELIVERED])),
        (ReportMail(False, told(("relayed", "2.0.0")), ""), letter(), (RECORD, Reason.DELIVERED, [])),
        (ReportMail(False, told(FAILED), ""), None, (RECORD, Reason.REPORT_OF_NOTHING, [])),
        *(
            (ReportMail(False, told(FAILED), ""), letter(trace), (HOLD, Reason.REPORT_UNTRACED, []))
            for trace in (Trace.PLUS_ADDRESS, Trace.REFERENCE, Trace.RECIPIENT)
        ),
        (
            ReportMail(True, told(DELAYED), ""),
            letter(Trace.REFERENCE),
            (HOLD, Reason.REPORT_UNTRACED, []),
        ),
        (ReportMail(False, told(GOOD), ""), letter(Trace.REFERENCE), (RECORD, Reason.DELIVERED, [])),
        (ReportMail(False, told(FAILED), "", 1), letter(), (HOLD, Reason.MACHINE_WITH_ALERTS, [])),
    ],
)
def test_a_report(facts, traced, expected):
    assert outcome(heard.report(mail(facts), facts, by(), traced)) == expected


@pytest.mark.parametrize(
    ("facts", "sender", "traced", "effects"),
    [
        (AutomaticMail("", 0, away=True), MAIN, letter(), [Heard.AWAY]),
        (AutomaticMail("", 0, away=True), MAIN.upper(), letter(Trace.REFERENCE), [Heard.AWAY]),
        (AutomaticMail("", 0, away=True), "team@brightwater.example", letter(), [Heard.AWAY]),
        (AutomaticMail("", 0, away=True), "team@brightwater.example", letter(Trace.REFERENCE), []),
        (AutomaticMail("", 0, away=True), "x@elsewhere.example", letter(), []),
        (AutomaticMail("", 0, away=True), MAIN, letter(kind=LetterKind.RECEIPT), []),
        (AutomaticMail("", 0, away=True), MAIN, None, []),
        (AutomaticMail("", 0), MAIN, letter(), []),
    ],
)
def test_an_absence(facts, sender, traced, effects):
    decision = heard.automatic(mail(facts, sender), facts, by(sender), traced)
    assert (decision.disposition, [each.heard for each in decision.effects]) == (RECORD, effects)


TWO = ((7, "CA-26-000007"), (8, "CA-26-000008"))


@pytest.mark.parametrize(
    ("meaning", "traced", "more", "effects"),
    [
        (Meaning.RECEIVED, letter(), {}, [Heard.RECEIVED]),
        (Meaning.NOT_OURS, letter(), {}, [Heard.NOT_OURS]),
        (Meaning.NOT_OURS, letter(Trace.REFERENCE), {}, [Heard.NOT_OURS]),
        (Meaning.RESEND, letter(), {}, [Heard.RESEND]),
        (Meaning.CONFIRMS, letter(kind=LetterKind.RECALL), {}, [Heard.DELETED]),
        (Meaning.RECEIVED, letter(kind=LetterKind.RECEIPT, alerts=()), {}, [Heard.RECEIVED]),
        (Meaning.CONFIRMS, letter(kind=LetterKind.RECEIPT, alerts=()), {}, []),
        (Meaning.NOT_OURS, letter(kind=LetterKind.RECALL), {}, []),
        (Meaning.NOT_OURS, letter(alerts=TWO), {}, []),
        (Meaning.RECEIVED, letter(alerts=TWO), {}, [Heard.RECEIVED]),
        (Meaning.CONFIRMS, letter(), {}, []),
        (Meaning.UNCLEAR, letter(), {}, []),
        (Meaning.NOT_OURS, None, {}, []),
        (Meaning.RESEND, letter(), {"is_contact": False}, []),
        (Meaning.NOT_OURS, letter(), {"is_contact": False}, [Heard.NOT_OURS]),
        (Meaning.NOT_OURS, letter(), {"believed": False}, []),
        (Meaning.NOT_OURS, letter(), {"organisation": COBALT}, []),
        (Meaning.NOT_OURS, letter(), {"organisation": None}, []),
        (Meaning.NOT_OURS, letter(), {"alerts": 1}, []),
    ],
)
def test_an_answer(meaning, traced, more, effects):
    facts = AnswerMail(Reply("words", meaning), "", more.pop("alerts", 0))
    sender = by(organisation=more.pop("organisation", BRIGHTWATER))
    asked = {"believed": True, "is_contact": True, **more}
    decision = heard.answer(mail(facts), facts, sender, traced, (), **asked)
    assert [each.heard for each in decision.effects if isinstance(each, HeardOf)] == effects
    assert decision.disposition is (RECORD if effects else HOLD)
