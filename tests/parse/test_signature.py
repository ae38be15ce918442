"""Where a person's own words end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import signature

ALERT = "MPAN: 1012345678903\nAlert Code: 8F3F"
DISCLAIMER = (
    "This email and any attachments are confidential. If you are not the intended recipient, delete it."
)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Received.", "Received."),
        ("Received.\n-- \nPriya", "Received."),
        ("Received.\n--\nPriya", "Received."),
        ("Received.\n\nKind regards\n\nPriya Nair\nBrightwater\nT: 0113 496 0201", "Received."),
        ("Received.\n\nKind regards,\nPriya", "Received."),
        ("Received.\n\n*Best wishes*\nPriya", "Received."),
        ("Received.\nThanks", "Received."),
        ("Received.\nMany thanks!\nPriya", "Received."),
        ("Received.\n\nSent from my iPhone", "Received."),
        ("Received.\n\nGet Outlook for iOS<https://aka.example>", "Received."),
        (f"Received.\n\n{DISCLAIMER}", "Received."),
        (f"Received.\n\nPriya\n______________________\n{DISCLAIMER}", "Received.\n\nPriya"),
        (f"Received.\nRegards\nPriya\n\n{DISCLAIMER}\nRegistered in England", "Received."),
        ("Received.\nThanks\n\n" + "\n".join(f"Supplier: {n}" for n in range(5)), "Received."),
        # banners on top
        (
            "CAUTION: This email originated from outside the organisation.\nDo not click.\n\nReceived.",
            "Received.",
        ),
        ("[EXTERNAL]\n\nReceived.", "Received."),
        ("You don't often get email from a@b.example. Learn why\n\nReceived.", "Received."),
        ("EXTERNAL EMAIL: think\nHi,\nReceived.", "Hi,\nReceived."),
        ("Received.\nOutlook für Android herunterladen", "Received."),
        ("Received.\n\nCofion cynnes\nPriya\nSent from my iPad", "Received."),
        # what must stay
        ("Received.\nSent via post to Cobalt as well", "Received.\nSent via post to Cobalt as well"),
        ("Received.\nGesendet von Cobalt", "Received.\nGesendet von Cobalt"),
        ("Sent via" + " many hands" * 20, "Sent via" + " many hands" * 20),
        (
            "Hi\nThanks\n" + "\n".join(f"Line {n}" for n in range(30)),
            "Hi\nThanks\n" + "\n".join(f"Line {n}" for n in range(30)),
        ),
        (f"Hi,\n{ALERT}", f"Hi,\n{ALERT}"),
        (f"Thanks\n\n{ALERT}", f"Thanks\n\n{ALERT}"),
        (
            f"Please pass on.\n\nKind regards\nMegan\n\n{ALERT}",
            f"Please pass on.\n\nKind regards\nMegan\n\n{ALERT}",
        ),
        (f"Regards\nMegan\n\n{ALERT}\n\nKind regards\nMegan", f"Regards\nMegan\n\n{ALERT}"),
        (f"-- \nMegan\n{ALERT}", f"-- \nMegan\n{ALERT}"),
        (f"{DISCLAIMER}\n\n{ALERT}", f"{DISCLAIMER}\n\n{ALERT}"),
        ("CAUTION: the alert 8F3F came twice", "CAUTION: the alert 8F3F came twice"),
        (f"External email\n{ALERT}", ALERT),
        (
            "Received.\nThanks\nBut this is not our customer.",
            "Received.\nThanks\nBut this is not our customer.",
        ),
        ("Received.\nThanks\nIs that all?", "Received.\nThanks\nIs that all?"),
        ("Thanks", "Thanks"),
        ("Thanks\n" + "a long story " * 30, ("Thanks\n" + "a long story " * 30)),
        ("", ""),
        ("\n\n  \n", ""),
    ],
)
def test_own_words(text: str, own: str) -> None:
    assert signature.split(text)[0] == own


def test_what_is_cut_away_is_given_back() -> None:
    own, rest = signature.split("[EXTERNAL]\n\nReceived.\n\nKind regards\nPriya")
    assert (own, rest) == ("Received.", "[EXTERNAL]\n\n\nKind regards\nPriya")


PIECES = [
    "Thanks\n",
    "-- \n",
    "words\n",
    "MPAN: 1\n",
    "CAUTION: x\n",
    "\n",
    "Sent from my iPad\n",
    "Dear all\n",
    "-----\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_own_words_are_a_stretch_of_the_text_with_every_fact(text: str) -> None:
    own, rest = signature.split(text)
    assert own in text
    assert own.count("MPAN") == text.count("MPAN")
    assert own.count("words") + rest.count("words") == text.count("words")
