"""The recall: what it names, what it asks for, and what never stands in it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mailbot.compose.letters import Letterhead, RecallFacts, recall
from mailbot.compose.render import render
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

TO = Address("priya.nair@brightwater.example", "Priya Nair")
SUBJECT = "Critical Alert CA-26-004217: 8F3F, electricity meter point ending 8903"
WRITTEN = datetime(2026, 7, 1, 9, 5, tzinfo=UTC)
NOW = datetime(2026, 7, 2, 9, 5, tzinfo=UTC)
ID = f"<mailbot.{'1' * 32}@secas.example>"


def made(head: Letterhead, others: int = 0) -> Letter:
    return recall(RecallFacts(TO, "CA-26-004217", SUBJECT, WRITTEN, others), head, ID, NOW)


@pytest.mark.parametrize("others", [0, 1, 499])
def test_text_and_html_say_the_same(
    head: Letterhead, assert_says_the_same: Callable[[Letter], None], others: int
) -> None:
    assert_says_the_same(made(head, others))


def test_it_names_the_mail_and_asks_for_one_word(head: Letterhead) -> None:
    letter = made(head)
    assert letter.subject == "Please delete Critical Alert CA-26-004217: it should not have gone to you"
    assert f"Subject of our mail: {SUBJECT}\n" in letter.text
    assert "Date of our mail: 10:05 on 1 July 2026 (UK time)\n" in letter.text
    assert "Please delete that mail and every copy of it, and do not use the data in it." in letter.text
    assert "reply to this mail with the word DELETED" in letter.text
    assert (letter.kind, letter.recipient, letter.reference) == (LetterKind.RECALL, TO, "CA-26-004217")


def test_of_a_mail_with_many_alerts_only_one_is_recalled(head: Letterhead) -> None:
    text = made(head, 6).text
    assert "That mail holds 6 other alerts as well; only CA-26-004217 is recalled." in text
    assert "delete that mail and every copy" not in text
    assert "That mail holds 1 other alert as well" in made(head, 1).text


def test_it_leads_back_to_itself_and_to_no_letter_before_it(head: Letterhead) -> None:
    raw = render(made(head)).decode()
    assert f"References: {ID}\r\n" in raw
    assert "In-Reply-To" not in raw
    assert "OOF" not in raw, "an absence is the only sign that nobody reads it"
