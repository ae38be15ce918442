"""What people and their programs really write: the own words of odd replies, exactly.

tests/parse/replies/*.txt hold the bodies, each with the own words below it; the bodies of kept*.txt are own words
alone. Where a name is known, the writer is Priya Nair.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import reply_text

SAMPLES = Path(__file__).parent / "replies"
PRIYA = frozenset({"priya", "nair", "p", "n"})
NOBODY: frozenset[str] = frozenset()
ON = "On Mon, 23 Nov 2026 at 10:05, SECAS <alerts@secas.example> wrote:"
LETTER = "> A meter has sent an alert.\n> Is it yours?"


def records(name: str) -> list[str]:
    """The records of one file, each without the mark at its end."""
    text = (SAMPLES / f"{name}.txt").read_bytes().decode()
    return [each for each in text.split("\n<<<< next >>>>\n") if each]


def cases(*names: str) -> list[tuple[str, str]]:
    """The body and the own words of every record of these files."""
    pairs = [each.split("\n<<<< own >>>>\n") for name in names for each in records(name)]
    return [(body, own) for body, own in pairs]


@pytest.mark.parametrize(("body", "own"), cases("signed", "quoted"))
def test_signatures_and_what_others_wrote_are_left_out(body: str, own: str) -> None:
    assert reply_text.text(body, "Re: Alert", PRIYA) == own


@pytest.mark.parametrize(("body", "own"), cases("nameless", "places"))
def test_without_a_name(body: str, own: str) -> None:
    assert reply_text.text(body, "Re: Alert", NOBODY) == own


@pytest.mark.parametrize("names", [PRIYA, NOBODY])
@pytest.mark.parametrize("body", [*records("kept"), *records("kept_nameless")])
def test_what_a_person_says_stays(body: str, names: frozenset[str]) -> None:
    assert reply_text.text(body, "Re: Alert", names) == body
    assert reply_text.text(f"{body}\n\n{ON}\n{LETTER}", "Re: Alert", names) == body


@pytest.mark.parametrize(
    ("body", "own"),
    [
        (LETTER, ""),
        ("", ""),
        ("\n\n", ""),
        (">", ""),
        ("It is ours.\r\n\r\nOn 23 Nov 2026, at 10:05, SECAS wrote:\r\n> Is it yours?\r\n", "It is ours."),
        ("##- Please type your reply above this line -##", ""),
        ("[EXTERNAL]", "[EXTERNAL]"),
        ("-- \nPriya", "-- \nPriya"),
        ("--", ""),
    ],
)
def test_hardly_any_words(body: str, own: str) -> None:
    assert reply_text.text(body, "Re: Alert", PRIYA) == own


PIECES = [
    "Thanks\n", "-- \n", "words\n", "MPAN: 1\n", "CAUTION: x\n", "\n", "Sent from my iPad\n", "Priya\n", "-Priya\n",
    "> quoted\n", ON + "\n", "_____\n", "T: 0113 496 0201\n", "Kind regards\n", "PN> quoted\nPN> quoted\n",
    "reply above this line\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_own_words_are_lines_of_the_body_in_their_order(body: str) -> None:
    rest = iter(body.split("\n"))
    own = reply_text.text(body, "Re: Alert", PRIYA)
    assert all(line in rest for line in own.split("\n") if line)
    assert "quoted" not in own
