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
        (ID.replace("@", "&#64;").encode(), (ID,)),
        (ID.replace("@", "%40").encode(), (ID,)),
        (ID.replace("@", "+40").encode(), (ID,)),
        (
            b"base64\r\n\r\n" + base64.encodebytes(f"{'long ' * 30}{ID[:30]}=\r\n{ID[30:]}\r\n".encode()),
            (ID,),
        ),
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
    ("header", "message_id", "sender", "own"),
    [
        ("CA-26-004217", "<x@host.example>", "alerts@secas.example", "<x@host.example>"),
        ("CA-26-004217", "<x@host.example>", "joel@other.example", ""),
        (" ", "<x@host.example>", "alerts@secas.example", ""),
    ],
)
def test_a_letter_of_ours_to_which_a_host_gave_another_message_id(
    header: str, message_id: str, sender: str, own: str
) -> None:
    headers = (("X-Mailbot-Reference", header), ("Delivered-To", "alerts@secas.example"))
    mail = Mail(headers=headers, message_id=message_id, from_=(Address(sender),))
    assert trace.own(mail) == own
    assert trace.has_our_header(mail) is bool(header.strip())


THIRD = "<mailbot.11111111111111111111111111111111@secas.example>"


def test_traces_come_with_the_surest_first() -> None:
    mail = Mail(in_reply_to=(ID,), references=("<x@y.example>", OTHER, ID))
    found = trace.traces(mail, f"References: {OTHER} {ID}\r\n\r\n> {THIRD} {OTHER}".encode(), "")
    assert found.message_ids == (ID, OTHER, THIRD)


@pytest.mark.parametrize(
    "header",
    [
        "To",
        "cc",
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Forwarded-To",
        "Original-Recipient",
        "Final-Recipient",
    ],
)
@pytest.mark.parametrize(
    ("value", "plus"),
    [
        ("alerts+CA-26-004217@secas.example", ("CA-26-004217",)),
        ("SECAS <alerts+ca-26-004217@secas.example>, x@y.example", ("CA-26-004217",)),
        ("rfc822;alerts+CA-26-004217@secas.example", ("CA-26-004217",)),
        ("a+CA-26-004217@s.example, a+CA-26-004218@s.example", ("CA-26-004217", "CA-26-004218")),
        ("alerts@secas.example", ()),
        ("alerts+later@secas.example", ()),
        ("alerts+CA-26-004217-x@secas.example", ()),
        ("CA-26-004217@secas.example", ()),
    ],
)
def test_plus_addresses(header: str, value: str, plus: tuple[str, ...]) -> None:
    mail = Mail(headers=((header, value),))
    assert trace.traces(mail, b"", "").plus == plus
    assert trace.answered(mail) == next(iter(plus), "")
    assert trace.answered_by_address_alone(mail) is bool(plus)


@pytest.mark.parametrize(
    "threaded",
    [{"subject": "RE: hello"}, {"in_reply_to": ("<x@y.example>",)}, {"references": ("<x@y.example>",)}],
)
def test_a_plus_address_in_a_thread_does_not_stand_alone(threaded: dict[str, object]) -> None:
    mail = Mail(headers=(("To", "alerts+CA-26-004217@secas.example"),), **threaded)  # type: ignore[arg-type]
    assert trace.answered(mail) == "CA-26-004217"
    assert not trace.answered_by_address_alone(mail)


def test_references_of_the_subject_come_before_those_of_the_words() -> None:
    mail = Mail(subject="Re: ca-26-000002", plain="CA-26-000003", enclosed=(Mail(subject="CA-26-000004"),))
    words = "CA-26-000001 and CA-26-000002"
    assert trace.traces(mail, b"", words).references == ("CA-26-000002", "CA-26-000001")
    everywhere = trace.traces(mail, b"", words, everywhere=True).references
    assert everywhere == ("CA-26-000002", "CA-26-000001", "CA-26-000003", "CA-26-000004")


def test_traces_are_bounded() -> None:
    several = " ".join(f"<mailbot.{number:032x}@secas.example> CA-26-{number:06}" for number in range(200))
    found = trace.traces(Mail(subject="x"), several.encode(), several)
    assert (len(found.message_ids), len(found.references)) == (50, 50)


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
