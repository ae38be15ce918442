"""Our own letters in other people's mail."""

import base64
import quopri

import pytest

from mailbot.compose.identity import message_id
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address, Mail
from mailbot.parse import trace

ID = "<mailbot.3f9c1e77a0b24d58c6e1f0927b5a4d13@secas.example>"
OTHER = "<mailbot.00000000000000000000000000000000@secas.example>"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (f"Message-ID: {ID}\r\n".encode(), (ID,)),
        (f"a {OTHER} b {ID} c {OTHER}".encode(), (OTHER, ID)),
        (f"&lt;{ID[1:-1]}&gt;".encode(), (ID,)),
        (f"see {ID[1:-1]}.".encode(), (ID,)),
        (f"> {ID[:30]}=\r\n{ID[30:]}".encode(), (ID,)),
        (f"> {ID[:30]}=\n> {ID[30:]}".encode(), (ID,)),
        (quopri.encodestring(f"=== {'x' * 60} {ID}".encode()), (ID,)),
        (ID.replace("@", "=40").encode(), (ID,)),
        (
            b"Content-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(f"{'long ' * 30}Message-ID: {ID}\r\n".encode()).replace(b"\n", b"\r\n"),
            (ID,),
        ),
        (ID.replace("3f9c", "3F9C").encode(), ()),
        (ID.replace("3f9c", "3f9").encode(), ()),
        (ID.replace("mailbot", "mailbox").encode(), ()),
        (b"", ()),
        (b"base64\n" + b"A" * 73, ()),
    ],
)
def test_letters(raw: bytes, found: tuple[str, ...]) -> None:
    assert trace.letters(raw) == found


def test_a_letter_that_we_write_is_known_again() -> None:
    written = message_id(b"key", "cause", "a@b.example", LetterKind.RELAYED_ALERT, "secas.example")
    assert trace.letters(f"Message-ID: {written}".encode()) == (written,)
    assert trace.own(Mail(message_id=written, from_=(Address("alerts@secas.example"),))) == written


@pytest.mark.parametrize(
    ("message_id", "own"),
    [(ID, ID), ("<x@y.example>", ""), (f"x{ID}", ""), (ID.upper(), ""), ("", "")],
)
def test_own(message_id: str, own: str) -> None:
    assert trace.own(Mail(message_id=message_id, from_=(Address("alerts@SECAS.example"),))) == own


@pytest.mark.parametrize(
    "addresses",
    [
        (),
        ("alerts@other.example",),
        ("alerts@mail.secas.example",),
        ("secas.example",),
        ("alerts@secas.example", "x@other.example"),
    ],
)
def test_an_identifier_of_our_shape_from_elsewhere_is_not_ours(addresses: tuple[str, ...]) -> None:
    assert trace.own(Mail(message_id=ID, from_=tuple(map(Address, addresses)))) == ""


@pytest.mark.parametrize(
    ("mail", "answered"),
    [
        (Mail(in_reply_to=(ID,)), ID),
        (Mail(references=("<x@y.example>", ID)), ID),
        (Mail(references=(OTHER, ID)), ID),
        (Mail(in_reply_to=("<x@y.example>",), references=(OTHER,)), OTHER),
        (Mail(subject="RE: Critical Alert CA-26-004217: 8F3F"), "CA-26-004217"),
        (Mail(subject="Re: [EXT] ca-26-004217"), "CA-26-004217"),
        (Mail(subject="AW: CA-26-004217"), "CA-26-004217"),
        (Mail(subject="Critical Alert CA-26-004217"), ""),
        (Mail(subject="FW: Critical Alert CA-26-004217"), ""),
        (Mail(subject="RE: XCA-26-004217"), ""),
        (Mail(subject="RE: CA-26-42"), ""),
        (Mail(subject="RE: hello", in_reply_to=("<x@y.example>",)), ""),
        (Mail(), ""),
    ],
)
def test_answered(mail: Mail, answered: str) -> None:
    assert trace.answered(mail) == answered
