"""The letter that something changed: the parts of a receipt, only the changed alerts, the worst first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.compose import letters
from mailbot.model.alert import CriticalAlert
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

NOW = datetime(2026, 11, 24, 10, 45, tzinfo=UTC)
ID = f"<mailbot.{'c' * 32}@secas.example>"
THEIRS = "<5f21@larkfield.example>"
EMPTY = letters.ReceiptFacts(
    Address("hannah.reid@larkfield.example"), "Larkfield Energy Ltd", "FW: MPAN 1012345678903", NOW
)


def write(facts: letters.ReceiptFacts, head: letters.Letterhead) -> Letter:
    return letters.receipt_update(facts, head, ID, NOW, THEIRS, (THEIRS,))


def subjects(alert: CriticalAlert) -> list[tuple[letters.ReceiptFacts, str]]:
    act = letters.PleaseAct("CA-1", alert, ("x.",), "Please reply.")
    wait = letters.Waiting("CA-2", alert, ("x.",))
    no = letters.NotForPassingOn("CA-3", alert, ("x.",))
    sent = letters.PassedOn("CA-4", alert, "Brightwater", NOW)
    under_way = letters.PassedOn("CA-5", alert, "Brightwater")
    again = letters.AlreadyPassedOn("CA-6", alert, "CA-4", NOW)
    return [
        (replace(EMPTY, please_act=(act,)), "Please act: what became of your alerts: 1 alert not passed on"),
        (
            replace(EMPTY, waiting=(wait, wait)),
            "What became of your alerts: 2 alerts waiting for a person at SECAS",
        ),
        (replace(EMPTY, passed_on=(sent,)), "What became of your alerts: 1 alert passed on"),
        (
            replace(EMPTY, passed_on=(sent, under_way)),
            "What became of your alerts: 2 alerts being passed on",
        ),
        (
            replace(EMPTY, waiting=(wait,), not_for_passing_on=(no,), passed_on=(sent,), already=(again,)),
            "What became of your alerts: 4 alerts (1 waiting for a person at SECAS, 1 not for passing on, "
            "2 passed on)",
        ),
    ]


def test_the_subject_says_what_became_of_them(
    alert: CriticalAlert, head: letters.Letterhead, assert_says_the_same: Callable[[Letter], None]
) -> None:
    for facts, expected in subjects(alert):
        letter = write(facts, head)
        assert letter.subject == expected
        assert_says_the_same(letter)


def test_it_is_a_machines_answer_in_the_thread_of_their_mail(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    facts = replace(EMPTY, waiting=(letters.Waiting("CA-2", alert, ("x.",)),))
    letter = write(facts, replace(head, plus_addressing=True))
    assert (letter.kind, letter.auto_submitted) == (LetterKind.RECEIPT_UPDATE, "auto-replied")
    assert (letter.in_reply_to, letter.references) == (THEIRS, (THEIRS, ID))
    assert letter.reply_to.address == "alerts+CA-2@secas.example"


def test_it_names_the_mail_and_takes_the_place_of_what_was_said(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    wait = letters.Waiting("CA-2", alert, ("Its contact changed.",))
    text = write(replace(EMPTY, waiting=(wait,)), head).text
    assert text.startswith(
        'Something has changed for 1 alert of the mail "FW: MPAN ..8903" from Larkfield Energy Ltd, '
        "received at 10:45 on 24 November 2026."
    )
    assert "It takes the place of anything we wrote about it before." in text
    assert "anything we wrote about them before." in write(replace(EMPTY, waiting=(wait, wait)), head).text


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        (False, "A waiting alert has reached nobody yet."),
        (True, "A waiting alert has not reached the right supplier yet."),
    ],
)
def test_what_a_wrong_supplier_has_is_not_said_to_have_reached_nobody(
    reached: bool, said: str, alert: CriticalAlert, head: letters.Letterhead
) -> None:
    wait = letters.Waiting("CA-2", alert, ("x.",), reached=reached)
    assert said in write(replace(EMPTY, waiting=(wait,)), head).text
