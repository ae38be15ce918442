"""Files in the text of a mail."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.limits import Limits
from mailbot.model.mail import Part
from mailbot.parse import message, uuencoded

DATA = b"MPAN,Alert Code\n1012345678903,8F3F\n" * 3


def coded(data: bytes = DATA, name: str = "alerts.csv", end: str = "`\nend\n") -> str:
    lines = (binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45))
    return f"begin 644 {name}\n" + "".join(lines) + end


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (coded(), ""),
        ("see below\n\n" + coded() + "\nJoel", "see below\n\n\nJoel"),
        (coded(end="end"), ""),
        (coded(end=" \nend\n"), ""),
        (coded(end="").rstrip("\n"), ""),
        (coded(end=""), ""),
    ],
)
def test_a_uuencoded_file_is_an_attachment(text: str, left: str) -> None:
    found, parts = uuencoded.taken_out(text)
    assert found == left
    assert parts == (Part("application/octet-stream", "alerts.csv", payload=DATA),)


def test_two_files_in_a_mail() -> None:
    raw = b"Subject: files\n\nboth:\n" + coded().encode() + coded(b"x", "x.txt").encode() + b"bye"
    mail = message.read(raw, Limits())
    assert mail.plain == "both:\nbye"
    assert [(part.filename, part.payload) for part in mail.parts] == [("alerts.csv", DATA), ("x.txt", b"x")]


@pytest.mark.parametrize(
    "text",
    [
        "no file",
        "begin ",
        "begin 644 x",
        "begin the day",
        "begin 644 x\nwords of a text",
        "begin 644 x\n",
        "we begin 644 x\n" + coded().partition("\n")[2],
        coded(end="and more words than a line of data may have\n"),
        "=ybegin line=128 size=3",
    ],
)
def test_what_only_begins_like_a_file_stays(text: str) -> None:
    assert uuencoded.taken_out(text) == (text, ())


@pytest.mark.parametrize("end", ["\n=yend size=3\nbye", "", "\n\nbye"])
def test_yenc_is_named_and_not_read(end: str) -> None:
    found, (part,) = uuencoded.taken_out(f"hello\n=ybegin line=128 size=3 name=a.bin\n\u2039\u0152{end}")
    assert found == ("hello\nbye" if "yend" in end else "hello")
    assert (part.filename, part.why) == ("a.bin", uuencoded.YENC)
    assert part.payload


@given(st.text(alphabet="begin 644x\n`!M=y", max_size=120))
def test_any_text(text: str) -> None:
    left, parts = uuencoded.taken_out(text)
    assert len(left) <= len(text)
    assert parts or left == text
