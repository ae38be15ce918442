"""Where the copy of the letter begins."""

import pytest

from mailbot.model.mail import Address
from mailbot.parse import bounce_copy

HEADERS = "From: alerts@secas.example\nTo: Priya <priya@b.example>\nMessage-ID: <1@secas.example>\nSubject: x"


@pytest.mark.parametrize(
    "mark",
    [
        "--- Below this line is a copy of the message.",
        "------ This is a copy of the message, including all the headers. ------",
        "   ----- Original message follows -----",
        "   ----- Unsent message follows -----",
        "Original message headers:",
        "Ursprüngliche Nachrichtenkopfzeilen:",
        "En-têtes de message d'origine :",
        "|------------------------- Message text follows: ------------------------|",
        "Received: from x",
        "Return-Path: <a@b.example>",
    ],
)
def test_marks(mark: str) -> None:
    notice = bounce_copy.parted(f"It failed.\n\n{mark}\n\nTo: x@y.example")
    assert notice.own == ("It failed.", "")
    assert notice.copy[0] == mark.rstrip()


@pytest.mark.parametrize(
    "text",
    [
        "The original message was received at Mon, 23 Nov 2026",
        "The message that you sent could not be delivered to x@y.example",
        ">>> RCPT To:<x@y.example>",
        "To: x@y.example\nMessage-ID: two headers are no block",
        "",
    ],
)
def test_no_copy(text: str) -> None:
    assert bounce_copy.parted(text).copy == ()


def test_header_fields_that_are_told_of_are_no_copy() -> None:
    told = f"A message you sent with the following header fields:\n\n{HEADERS}\n\ncannot be delivered"
    assert bounce_copy.parted(told).copy == ()
    preface = "Your message\n\nTo: x@y.example\nSubject: Hello\nSent: Monday\n\ndid not reach it"
    assert bounce_copy.parted(preface).copy == ()
    glued = f"It failed\n{HEADERS}"
    assert bounce_copy.parted(glued).copy == ()


def test_a_header_block_is_a_copy() -> None:
    notice = bounce_copy.parted(f"It failed.\n\n{HEADERS}\n\nHello")
    assert notice.own == ("It failed.", "")
    to, writers = bounce_copy.addressed(notice)
    assert to == (Address("priya@b.example", "Priya"),)
    assert writers == (Address("alerts@secas.example"),)
    assert bounce_copy.addressed(bounce_copy.parted("It failed.")) == ((), ())


def test_a_block_runs_to_the_empty_line_with_its_folds() -> None:
    folded = "From: a@b.example\nSubject: x\n y\nMessage-ID: <1@b.example>"
    assert bounce_copy.parted(f"It failed.\n\n{folded}").copy[0] == "From: a@b.example"
    long = "\n".join(f"X-{number}: y" for number in range(60))
    assert bounce_copy.parted(f"It failed.\n\n{long}").copy == ()
