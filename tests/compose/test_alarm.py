"""The alarm and the recovery: what a person on duty reads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.compose.alarm import (
    _PARTS,
    AlarmFacts,
    alarm,
    alarm_in_words,
    lasting,
    recovery,
    recovery_in_words,
)
from mailbot.compose.letterhead import Letterhead
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address
from mailbot.model.trouble import Trouble

SINCE = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
RAISED = SINCE + timedelta(minutes=16)
DUTY = Address("duty@secas.example")
ID = "<mailbot.1@secas.example>"


@pytest.mark.parametrize("part", [*_PARTS, "report", "some-new_part"])
def test_every_part_is_told_in_whole_sentences(
    part: str, head: Letterhead, assert_says_the_same: Callable[[Letter], None]
) -> None:
    told = AlarmFacts(DUTY, (Trouble(part, "The host did not answer.", SINCE),), RAISED)
    letter = alarm(told, head, ID, RAISED)
    assert_says_the_same(letter)
    assert letter.kind is LetterKind.ALARM
    assert letter.subject.startswith("mailbot alarm: ")
    assert "What was seen: The host did not answer." in letter.text
    assert "Since: 17:05 on 20 November 2026." in letter.text
    assert "What to do: " in letter.text
    over = recovery(AlarmFacts(DUTY, told.troubles, RAISED, SINCE + timedelta(hours=2)), head, ID, RAISED)
    assert_says_the_same(over)
    assert over.kind is LetterKind.RECOVERY
    assert over.subject.endswith(", after 2 hours")
    assert "It lasted 2 hours: from 17:05 on 20 November 2026 to 19:05 on 20 November 2026." in over.text
    assert "You were told of it at 17:21 on 20 November 2026." in over.text


def test_an_unknown_part_is_named() -> None:
    assert alarm_in_words(Trouble("alarm-command", "It failed.", SINCE)) == (
        "mailbot alarm: alarm command is in trouble. It failed."
    )


def test_several_troubles_stand_in_one_letter(head: Letterhead) -> None:
    both = (Trouble("silence", "Nothing was heard.", SINCE), Trouble("store", "It is damaged.", RAISED))
    letter = alarm(AlarmFacts(DUTY, both, RAISED, outside=True), head, ID, RAISED)
    assert letter.subject == "mailbot alarm: mailbot is silent, and 1 other trouble"
    assert "Nothing was heard." in letter.text
    assert "It is damaged." in letter.text
    assert "This comes from `mailbot watch`" in letter.text
    over = recovery(AlarmFacts(DUTY, both, RAISED, outside=True), head, ID, SINCE + timedelta(minutes=30))
    assert "Mailbot is heard of again." in over.text
    assert "The store can be used again." in over.text
    assert "It lasted 30 minutes" in over.text


def test_a_sentence_cannot_become_markup_or_a_line_of_its_own(head: Letterhead) -> None:
    trouble = Trouble("mailbox", "It said <b>no</b>\r\nBcc: all@secas.example", SINCE)
    letter = alarm(AlarmFacts(DUTY, (trouble,), RAISED), head, ID, RAISED)
    assert "<b>" not in letter.html
    assert "\nBcc" not in letter.text
    assert "\n" not in alarm_in_words(trouble)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "less than a minute"),
        (59, "less than a minute"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (7500, "2 hours 5 minutes"),
        (86_400 + 3_600, "1 day 1 hour"),
        (3 * 86_400 + 120, "3 days 2 minutes"),
        (3 * 86_400 + 2 * 3_600 + 120, "3 days 2 hours"),
    ],
)
def test_how_long_it_lasted(seconds: int, told: str) -> None:
    assert lasting(timedelta(seconds=seconds)) == told


def test_the_recovery_in_words() -> None:
    words = recovery_in_words(Trouble("poll", "", SINCE), SINCE + timedelta(minutes=20))
    assert words == "mailbot recovered: the mailbox is looked at again, after 20 minutes."
