"""Every effect in a sentence, and where an alert is said to go."""

from dataclasses import replace

import pytest

from mailbot import reading
from mailbot.explaining import as_json, as_text
from mailbot.model.alert import AlertState
from mailbot.model.classified import UnknownMail
from mailbot.model.decision import (
    Because,
    CompleteAlert,
    Decision,
    DeclineAlert,
    Disposition,
    Earlier,
    Effect,
    Heard,
    HeardOf,
    HoldAlert,
    HoldMail,
    JoinAlert,
    OpenAlert,
    OweReceipt,
    Reason,
    RelayAlert,
    SenderFacts,
    Trace,
    TracedLetter,
    TwinAlert,
)
from mailbot.model.letter import LetterKind
from mailbot.model.limits import Limits
from mailbot.model.mail import Address
from mailbot.reading import Explained
from tests.coming_back import report
from tests.end_to_end.mails import good
from tests.people import BRIGHTWATER, LARKFIELD, NOW, alert
from tests.runners.stage import RULES

WHY = (Because(Reason.CODE_UNKNOWN, "Nobody knows."),)
EARLIER = Earlier(
    7, "CA-26-000007", AlertState.RELAYED, alert(), BRIGHTWATER.id, BRIGHTWATER.name, True, NOW, NOW
)
LETTER = TracedLetter(9, LetterKind.RELAYED_ALERT, Trace.MESSAGE_ID, "a@b.example", 3)
SENT = "send the alert to Brightwater Business Energy Ltd (main contact)"
RELAY = RelayAlert(alert(), BRIGHTWATER, BRIGHTWATER.main, WHY)


def told(*effects: Effect) -> dict[str, object]:
    mail = reading.read(good(1, "Brightwater").raw, RULES, Limits())
    sender = SenderFacts(Address("mark.ellis@larkfield.example"), "proved", "It is.", LARKFIELD)
    return as_json("a.eml", Explained(mail, Decision(Disposition.HOLD, sender, WHY, (), effects)), RULES)


@pytest.mark.parametrize(
    ("effect", "sentence"),
    [
        (RELAY, SENT),
        (HoldAlert(alert(), WHY), "hold the alert: Nobody knows."),
        (DeclineAlert(alert(), WHY), "not relay the alert: Nobody knows."),
        (JoinAlert(alert(), EARLIER, WHY), "join the alert to CA-26-000007"),
        (TwinAlert(alert(), 0, WHY), "send the alert once, as alert 1 of this mail"),
        (HoldMail(WHY), "hold the mail: Nobody knows."),
        (OweReceipt(Address("a@b.example")), "send a receipt to a@b.example"),
        (HeardOf(LETTER, Heard.NOT_OURS, ""), "note about the letter L-9: not ours"),
        (
            CompleteAlert(OpenAlert(7, "CA-26-000007", alert(), 1), RELAY),
            f"complete CA-26-000007 and decide it again: {SENT}",
        ),
    ],
)
def test_every_effect_is_a_sentence(effect: Effect, sentence: str) -> None:
    found = told(effect)
    assert found["effects"] == [sentence]
    assert f"  Would    {sentence}" in as_text(found)


def test_where_an_alert_goes() -> None:
    found = told(
        RELAY,
        JoinAlert(alert(), EARLIER, WHY),
        HoldAlert(alert(), WHY, BRIGHTWATER),
        TwinAlert(alert(), 0, WHY),
    )
    assert [each["supplier"] for each in found["alerts"]] == [BRIGHTWATER.name, BRIGHTWATER.name, "", ""]
    assert as_text(found).count(f"goes to {BRIGHTWATER.name}") == 2


def test_alerts_of_a_mail_held_whole_are_told_as_they_were_read() -> None:
    (found,) = told(HoldMail(WHY))["alerts"]
    assert (found["code"], found["supplier"]) == ("8F3F", "")


def test_a_bounce_names_its_recipients() -> None:
    mail = reading.read(report("", "a@b.example"), RULES, Limits())
    sender = SenderFacts(mail.from_, "unproved", "A daemon.", None)
    found = as_json("-", Explained(mail, Decision(Disposition.HOLD, sender, WHY, (), ())), RULES)
    (one,) = found["bounce"]["recipients"]
    assert (one["address"], one["action"], one["status"]) == ("a@b.example", "failed", "5.1.1")
    assert one["diagnostic"]


def test_a_mail_of_nothing() -> None:
    mail = reading.read(b"", RULES, Limits())
    nobody = SenderFacts(Address(""), "unproved", "No sender.", None)
    bare = replace(mail, facts=UnknownMail(), reply=None, original=None, defects=())
    found = as_json("-", Explained(bare, Decision(Disposition.HOLD, nobody, WHY, (), ())), RULES)
    assert (found["original"], found["reply"], found["alerts"], found["bounce"]) == (None, None, [], None)
    assert as_text(found).splitlines() == [
        f"-: {mail.kind.value} -> hold",
        "  From     (no sender) (no organisation on the list), unproved: No sender.",
        "  Because  code-unknown: Nobody knows.",
    ]
