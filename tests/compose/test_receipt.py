"""The receipt: what became of each alert, the worst first, and nothing claimed that is not known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailbot.compose import letters
from mailbot.model.alert import CriticalAlert
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

NOW = datetime(2026, 11, 24, 10, 45, tzinfo=UTC)
ID = f"<mailbot.{'b' * 32}@secas.example>"
THEIRS = "<5f21@larkfield.example>"
HANNAH = Address("hannah.reid@larkfield.example", "Hannah Reid")
DEVICE = CriticalAlert(device="00-1D-24-02-01-A0-0B-11", code="8F3F")
EMPTY = letters.ReceiptFacts(HANNAH, "Larkfield Energy Ltd", "FW: MPAN 1012345678903", NOW)
ASKED = "please reply with the meter point (MPAN or MPRN)."


def write(facts: letters.ReceiptFacts, head: letters.Letterhead) -> Letter:
    return letters.receipt(facts, head, ID, NOW, THEIRS, ("<first@larkfield.example>",))


def full(alert: CriticalAlert) -> letters.ReceiptFacts:
    return replace(
        EMPTY,
        please_act=(
            letters.PleaseAct("CA-26-000001", alert, ("The MPAN is wrong.",), "Please send it again."),
        ),
        waiting=(letters.Waiting("CA-26-000002", alert, ("Two suppliers fit.",)),),
        not_for_passing_on=(letters.NotForPassingOn("CA-26-000003", alert, ("It is yours.",)),),
        passed_on=(
            letters.PassedOn(
                "CA-26-000004",
                alert,
                "Brightwater Business Energy Ltd",
                datetime(2026, 11, 24, 10, 42, tzinfo=UTC),
            ),
            letters.PassedOn("CA-26-000005", alert, "Cobalt Commercial Power Ltd"),
        ),
        already=(
            letters.AlreadyPassedOn(
                "CA-26-000006", alert, "CA-26-000000", datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
            ),
        ),
        notes=("One attachment could not be read.",),
    )


@pytest.mark.parametrize(
    "line",
    [
        'We have read the mail "FW: MPAN ..8903" from Larkfield Energy Ltd, received at 10:45 on 24 November 2026. '
        "We found 6 alerts in it.",
        "One attachment could not be read.",
        "- CA-26-000001 (8F3F, electricity meter point ending 8903): The MPAN is wrong. Please send it again.",
        "A waiting alert has reached nobody yet. Until you hear that it was passed on, treat it as not passed on.",
        "- CA-26-000002 (8F3F, electricity meter point ending 8903): Two suppliers fit.",
        "- CA-26-000003 (8F3F, electricity meter point ending 8903): It is yours.",
        "- CA-26-000004 (8F3F, electricity meter point ending 8903): sent to Brightwater Business Energy Ltd; "
        "their mail server accepted it at 10:42 on 24 November 2026.",
        "- CA-26-000005 (8F3F, electricity meter point ending 8903): being sent to Cobalt Commercial Power Ltd; "
        "their mail server has not accepted it yet.",
        "- CA-26-000006 (8F3F, electricity meter point ending 8903): already passed on as CA-26-000000 on "
        "23 November 2026; nothing more was sent.",
    ],
)
def test_body(line: str, alert: CriticalAlert, head: letters.Letterhead) -> None:
    assert line in write(full(alert), head).text.splitlines()


def test_a_repeat_of_an_alert_that_is_still_being_sent(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    again = letters.AlreadyPassedOn("CA-26-000006", alert, "CA-26-000000")
    letter = write(replace(EMPTY, already=(again,)), head)
    assert "the same alert is already being sent as CA-26-000000; nothing more was sent." in letter.text
    assert letter.subject == "Receipt: 1 alert already being passed on"


def test_a_forwarder_without_a_name_is_you(head: letters.Letterhead) -> None:
    assert '" from you, received at' in write(replace(EMPTY, forwarder=""), head).text


def test_the_parts_come_in_order(alert: CriticalAlert, head: letters.Letterhead) -> None:
    lines = write(full(alert), head).text.splitlines()
    parts = ["Not passed on: please act", "Waiting for a person at SECAS", "Not for passing on", "Passed on"]
    assert [line for line in lines if line in parts] == parts


def test_an_empty_part_has_no_heading(alert: CriticalAlert, head: letters.Letterhead) -> None:
    text = write(
        replace(EMPTY, passed_on=(letters.PassedOn("CA-26-000004", alert, "Brightwater"),)), head
    ).text
    assert "please act" not in text.casefold()
    assert "Waiting" not in text


def test_the_meter_point_is_never_whole(alert: CriticalAlert, head: letters.Letterhead) -> None:
    letter = write(full(alert), head)
    assert all("1012345678903" not in part for part in (letter.subject, letter.text, letter.html))


@pytest.mark.parametrize("claim", ["delivered", "has read", "was read by"])
def test_nothing_is_claimed_that_is_not_known(
    claim: str, alert: CriticalAlert, head: letters.Letterhead
) -> None:
    assert claim not in write(full(alert), head).text


def test_the_meter_point_is_asked_for_where_only_the_device_was_given(head: letters.Letterhead) -> None:
    act = letters.PleaseAct("CA-1", DEVICE, ("No supplier is named.",), "Please reply with its name.")
    for facts in (
        replace(EMPTY, please_act=(act,)),
        replace(EMPTY, waiting=(letters.Waiting("CA-1", DEVICE, ("Two suppliers fit.",)),)),
        replace(EMPTY, passed_on=(letters.PassedOn("CA-1", DEVICE, "Brightwater"),)),
    ):
        assert ASKED in write(facts, head).text


def test_the_meter_point_is_asked_for_once_and_only_where_it_is_wanted(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    already_asked = letters.PleaseAct("CA-1", DEVICE, ("No.",), "Please reply with the meter point.")
    assert ASKED not in write(replace(EMPTY, please_act=(already_asked,)), head).text
    assert ASKED not in write(full(alert), head).text
    declined = letters.NotForPassingOn("CA-1", DEVICE, ("It is yours.",))
    assert ASKED not in write(replace(EMPTY, not_for_passing_on=(declined,)), head).text


def test_thread_and_machine_headers(alert: CriticalAlert, head: letters.Letterhead) -> None:
    letter = write(full(alert), head)
    assert letter.kind is LetterKind.RECEIPT
    assert letter.auto_submitted == "auto-replied"
    assert letter.in_reply_to == THEIRS
    assert letter.references == ("<first@larkfield.example>", THEIRS, ID)
    assert letter.recipient == HANNAH


def test_a_mail_without_message_id_has_no_thread(head: letters.Letterhead) -> None:
    letter = letters.receipt(EMPTY, head, ID, NOW, "", ())
    assert (letter.in_reply_to, letter.references) == ("", (ID,))


def test_a_receipt_about_one_alert_carries_its_reference(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    plus = replace(head, plus_addressing=True)
    one = write(replace(EMPTY, waiting=(letters.Waiting("CA-26-000002", alert, ("x.",)),)), plus)
    assert (one.reference, one.reply_to.address) == ("CA-26-000002", "alerts+CA-26-000002@secas.example")
    many = write(full(alert), plus)
    assert (many.reference, many.reply_to.address) == ("", "alerts@secas.example")


def subjects(alert: CriticalAlert) -> list[tuple[letters.ReceiptFacts, str]]:
    act = letters.PleaseAct("CA-1", alert, ("x.",))
    wait = letters.Waiting("CA-2", alert, ("x.",))
    no = letters.NotForPassingOn("CA-3", alert, ("x.",))
    sent = letters.PassedOn("CA-4", alert, "Brightwater", NOW)
    under_way = letters.PassedOn("CA-5", alert, "Brightwater")
    again = letters.AlreadyPassedOn("CA-6", alert, "CA-4", NOW)
    return [
        (EMPTY, "Receipt: your mail is waiting for a person at SECAS"),
        (replace(EMPTY, please_act=(act,)), "Please act: 1 alert not passed on"),
        (
            replace(EMPTY, please_act=(act,), passed_on=(sent, sent)),
            "Please act: 1 of 3 alerts not passed on",
        ),
        (
            replace(EMPTY, waiting=(wait,), passed_on=(sent,)),
            "Receipt: 1 of 2 alerts waiting for a person at SECAS",
        ),
        (
            replace(EMPTY, not_for_passing_on=(no,), passed_on=(sent,)),
            "Receipt: 1 of 2 alerts not for passing on",
        ),
        (replace(EMPTY, passed_on=(sent, sent)), "Receipt: 2 alerts passed on"),
        (replace(EMPTY, passed_on=(sent, under_way)), "Receipt: 2 alerts being passed on"),
        (replace(EMPTY, already=(again,)), "Receipt: 1 alert already passed on"),
        (replace(EMPTY, passed_on=(sent,), already=(again,)), "Receipt: 2 alerts passed on"),
    ]


def test_subject_says_the_worst_first(alert: CriticalAlert, head: letters.Letterhead) -> None:
    for facts, expected in subjects(alert):
        assert write(facts, head).subject == expected


def test_text_and_html_say_the_same(
    alert: CriticalAlert, head: letters.Letterhead, assert_says_the_same: Callable[[Letter], None]
) -> None:
    for facts in (full(alert), EMPTY, *(facts for facts, _ in subjects(alert))):
        letter = write(facts, head)
        assert_says_the_same(letter)


def test_the_subject_of_their_mail_is_quoted_harmlessly(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    letter = write(replace(full(alert), subject="<img src=x>\r\nPassed on\r\n" + "x" * 500), head)
    assert '"<img src=x> Passed on xxx' in letter.text
    assert "<img" not in letter.html
    assert max(map(len, letter.text.splitlines())) < 400
    assert 'mail "(no subject)" from' in write(replace(full(alert), subject=" "), head).text


def test_receipts_held_back(head: letters.Letterhead, assert_says_the_same: Callable[[Letter], None]) -> None:
    facts = letters.HeldBackFacts(HANNAH, "Larkfield Energy Ltd", 50, date(2026, 11, 24))
    letter = letters.receipts_held_back(facts, head, ID, NOW, THEIRS, ())
    assert letter.kind is LetterKind.RECEIPTS_HELD_BACK
    assert (
        letter.subject == "No more receipts today (24 November 2026): your alerts are still being processed"
    )
    assert "We go on processing your mail, but do not answer each one any more today." in letter.text
    assert "with 50 letters on 24 November 2026" in letter.text
    assert (letter.auto_submitted, letter.in_reply_to) == ("auto-replied", THEIRS)
    assert_says_the_same(letter)


def test_the_test_letter(head: letters.Letterhead, assert_says_the_same: Callable[[Letter], None]) -> None:
    letter = letters.test_letter(HANNAH, head, ID, NOW)
    assert letter.kind is LetterKind.TEST
    assert letter.auto_submitted == "auto-generated"
    assert f"Message-ID {ID}." in letter.text
    assert_says_the_same(letter)
