"""The letter to the person on duty: what a telephone shows, and what is to be done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.compose.letters import DutyFacts, DutyItem, Grave, Letterhead, duty
from mailbot.model.alert import CriticalAlert
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

NOW = datetime(2026, 11, 24, 10, 45, tzinfo=UTC)
ID = f"<mailbot.{'b' * 32}@secas.example>"
TO = Address("duty@secas.example")


@pytest.fixture
def item(alert: CriticalAlert) -> DutyItem:
    named = ("H-12", "CA-26-004217", alert, "", "hannah.reid@larkfield.example", "Larkfield Energy Ltd")
    return DutyItem(*named, "Brightwater Business Energy Ltd", "Its code is not known.", NOW)


@pytest.fixture
def mail(item: DutyItem) -> DutyItem:
    nobody = replace(item, number="H-13", reference="", alert=None, forwarder="", would_go_to="")
    return replace(nobody, subject="FW: MPAN 1012345678903\r\nBcc: x@y.example")


def write(head: Letterhead, *items: DutyItem, notice: str = "") -> Letter:
    return duty(DutyFacts(TO, items, notice), head, ID, NOW)


def test_the_subject_says_how_many_and_names_the_gravest_first(
    item: DutyItem, mail: DutyItem, head: Letterhead
) -> None:
    nobody = replace(item, number="H-20", grave=Grave.REACHED_NOBODY)
    disputed = replace(item, number="H-19", grave=Grave.DISPUTED)
    assert write(head, item).subject == "Waiting for you: 1 alert: H-12"
    assert write(head, mail).subject == "Waiting for you: 1 mail: H-13"
    assert write(head, item, mail, disputed, nobody).subject == (
        "Waiting for you: 3 alerts and 1 mail (1 reached nobody, 1 disputed): H-20, H-19, H-12, H-13"
    )
    many = tuple(replace(item, number=f"H-{number}") for number in range(100, 200))
    assert write(head, *many, nobody).subject == (
        "Waiting for you: 101 alerts (1 reached nobody): H-20, H-100, H-101, H-102, H-103 .."
    )


def test_it_is_a_letter_of_the_house(item: DutyItem, head: Letterhead) -> None:
    letter = write(head, item)
    assert (letter.kind, letter.recipient, letter.message_id) == (LetterKind.DUTY, TO, ID)
    assert letter.kind.house
    assert letter.auto_submitted == "auto-generated"


def test_each_item_in_full(item: DutyItem, head: Letterhead) -> None:
    text = write(head, replace(item, told=2, grave=Grave.REACHED_NOBODY)).text
    assert text.startswith("1 alert waits for a person at SECAS. Nothing happens until somebody acts.\n")
    assert (
        "- H-12: CA-26-004217 (8F3F, electricity meter point ending 8903), reached nobody\n"
        "From Larkfield Energy Ltd; would go to Brightwater Business Energy Ltd.\n"
        "Why: Its code is not known.\n"
        "Waiting since 10:45 on 24 November 2026, told 2 times before.\n"
    ) in text
    assert "mailbot held claim H-12\n" in text
    assert "mailbot held show H-12\n" in text
    assert "repeated every two hours until each is claimed" in text


def test_a_claim_that_came_to_nothing(item: DutyItem, head: Letterhead) -> None:
    text = write(head, replace(item, claimed_by="Jo Marsh", claimed_at=NOW)).text
    assert "Claimed by Jo Marsh at 10:45 on 24 November 2026, and still open." in text


def test_what_came_from_a_mail_is_masked_and_on_one_line(mail: DutyItem, head: Letterhead) -> None:
    told = replace(mail, why="It says 10 1234 5678 903\nand more.")
    text = write(head, told).text
    assert '- H-13: a mail that may hold an alert: "FW: MPAN ..8903 Bcc: x@y.example"\n' in text
    assert "From hannah.reid@larkfield.example.\n" in text
    assert "Why: It says ..8903 and more.\n" in text


def test_nothing_known_is_said(item: DutyItem, mail: DutyItem, head: Letterhead) -> None:
    text = write(head, replace(item, forwarder="", sender="", would_go_to=""), replace(mail, subject="")).text
    assert "From an unknown sender; no supplier is known.\n" in text
    assert '"(no subject)"' in text


def test_text_and_html_say_the_same(
    item: DutyItem, mail: DutyItem, head: Letterhead, assert_says_the_same: Callable[[Letter], None]
) -> None:
    many = (replace(item, claimed_by="<b>Jo</b>", claimed_at=NOW, told=1), *(mail,) * 60)
    letter = write(head, *many, notice="Sending is paused.")
    assert_says_the_same(letter)
    assert "Sending is paused." in letter.text
    assert "And 11 more" in letter.text
    assert "<b>Jo" not in letter.html
