"""The Message-ID of a letter: the same for the same letter, and for no other."""

import re

import pytest

from mailbot.compose.identity import message_id
from mailbot.model.letter import LetterKind

KEY = b"k" * 32
GIVEN = ("cause", "priya@brightwater.example", LetterKind.RELAYED_ALERT, "secas.example")


def test_shape() -> None:
    assert re.fullmatch(r"<mailbot\.[0-9a-f]{32}@secas\.example>", message_id(KEY, *GIVEN))


def test_known_value() -> None:
    """Letters that have left are recognised only as long as this value stays."""
    assert message_id(KEY, *GIVEN) == "<mailbot.086e91f14ef64e1c140d7317c210701c@secas.example>"


def test_the_case_of_the_recipient_does_not_matter() -> None:
    cause, _, kind, domain = GIVEN
    assert message_id(KEY, cause, " Priya@Brightwater.EXAMPLE", kind, domain) == message_id(KEY, *GIVEN)


@pytest.mark.parametrize(
    "other",
    [
        (b"x" * 32, *GIVEN),
        (KEY, "Cause", *GIVEN[1:]),
        (KEY, "cause", "tom@brightwater.example", *GIVEN[2:]),
        (KEY, *GIVEN[:2], LetterKind.RECEIPT, "secas.example"),
        (KEY, "causep", "riya@brightwater.example", *GIVEN[2:]),
        (KEY, "caus", "epriya@brightwater.example", *GIVEN[2:]),
    ],
)
def test_another_letter_has_another_one(other: tuple[bytes, str, str, LetterKind, str]) -> None:
    assert message_id(*other) != message_id(KEY, *GIVEN)


def test_a_cause_of_any_characters_is_taken() -> None:
    assert message_id(KEY, "é\udcff\x00", *GIVEN[1:]).startswith("<mailbot.")


def test_no_key_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        message_id(b"", *GIVEN)
