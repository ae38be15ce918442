"""The bytes of a letter: what a mail system and a mail client make of them."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.compose.preview import names, sample
from mailbot.compose.render import render
from mailbot.model.letter import Attachment, Letter, LetterKind
from mailbot.model.mail import Address

LETTER = sample("relayed_alert")
XML = Attachment("alert.xml", "text/xml", b"<?xml version='1.0'?>\r\n<sr:Response/>\r\n")


def parsed(letter: Letter, redirect_to: str = "") -> EmailMessage:
    message = email.message_from_bytes(render(letter, redirect_to), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def bodies(message: EmailMessage) -> tuple[str, str]:
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content().replace("\r\n", "\n"), html.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize("name", names())
def test_every_letter_is_sound(name: str) -> None:
    raw = render(sample(name))
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 100
    message = parsed(sample(name))
    assert message.defects == []
    kind = "multipart/mixed" if sample(name).attachments else "multipart/alternative"
    assert message.get_content_type() == kind
    assert bodies(message) == (sample(name).text, sample(name).html)


def test_headers() -> None:
    message = parsed(LETTER)
    assert {name: message[name] for name in message.keys() if name != "Content-Type"} == {  # noqa: SIM118
        "MIME-Version": "1.0",
        "Date": "Tue, 24 Nov 2026 10:45:00 +0000",
        "From": "SECAS Critical Alerts <alerts@secas.example>",
        "To": "Priya Nair <priya.nair@brightwater.example>",
        "Reply-To": "SECAS Critical Alerts <alerts+CA-26-004217@secas.example>",
        "Message-ID": f"<mailbot.{'0' * 32}@secas.example>",
        "References": f"<mailbot.{'0' * 32}@secas.example>",
        "Subject": "Critical Alert CA-26-004217: 8F3F, electricity meter point ending 8903",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "DR, RN, NRN, AutoReply",
        "X-Mailbot-Reference": "CA-26-004217",
    }


@pytest.mark.parametrize(
    ("name", "out_of_office_wanted"),
    [("relayed_alert", True), ("test", True), ("receipt", False), ("receipts_held_back", False)],
)
def test_bounces_are_never_suppressed(name: str, out_of_office_wanted: bool) -> None:
    suppressed = parsed(sample(name))["X-Auto-Response-Suppress"].split(", ")
    assert not {"All", "NDR"} & set(suppressed)
    assert ("OOF" not in suppressed) is out_of_office_wanted


def test_same_letter_same_bytes() -> None:
    letter = replace(LETTER, attachments=(XML,))
    assert render(letter) == render(replace(letter)) == render(letter)


def test_another_message_id_has_other_boundaries() -> None:
    other = replace(LETTER, message_id=f"<mailbot.{'1' * 32}@secas.example>")
    assert parsed(LETTER).get_boundary() != parsed(other).get_boundary()


def test_the_date_is_utc_whatever_its_zone() -> None:
    moment = datetime(2026, 11, 24, 12, 45, tzinfo=timezone(timedelta(hours=2)))
    assert render(replace(LETTER, date=moment)) == render(replace(LETTER, date=moment.astimezone(UTC)))


INJECTED = "x\r\nBcc: thief@evil.example\r\n\r\nbody\u2028\u0085\x0b\x0cBcc: thief@evil.example"


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, subject=INJECTED),
        replace(LETTER, recipient=Address("priya@brightwater.example", INJECTED)),
        replace(LETTER, recipient=Address(f"priya@brightwater.example{INJECTED}")),
        replace(LETTER, recipient=Address("priya@brightwater.example, thief@evil.example")),
        replace(LETTER, recipient=Address("priya@brightwater.example>, <thief@evil.example")),
        replace(LETTER, sender=Address("alerts@secas.example", INJECTED)),
        replace(LETTER, reply_to=Address(f"a@b.example{INJECTED}", INJECTED)),
        replace(LETTER, message_id=f"<a@b>{INJECTED}"),
        replace(LETTER, in_reply_to=f"<a@b>{INJECTED}"),
        replace(LETTER, references=("<a@b>", INJECTED, f"<c@d>{INJECTED}")),
        replace(LETTER, reference=INJECTED),
        replace(LETTER, auto_submitted=f"no{INJECTED}"),
        replace(LETTER, attachments=(Attachment(INJECTED, INJECTED, b"x"),)),
        replace(LETTER, attachments=(Attachment('x"; evil="1', "text/xml; charset=x", b"x"),)),
    ],
)
def test_no_value_adds_a_header_or_a_recipient(letter: Letter) -> None:
    message = parsed(letter)
    assert message["Bcc"] is None
    assert {"evil.example"}.isdisjoint(a.domain for a in message["To"].addresses if "thief" in a.username)
    assert bodies(message) == (letter.text, letter.html)
    assert set(message.keys()) <= {*parsed(LETTER).keys(), "In-Reply-To"}


def test_text_beyond_ascii_comes_through() -> None:
    name, subject = "Zoë 'Q' \"Łukasz\" 日本 – " + "é" * 60, "Récépissé – " + "日本語 " * 30
    letter = replace(
        LETTER,
        recipient=Address("zoe@brightwater.example", name),
        subject=subject.strip(),
        text="Ω – £5\n",
        html="<p>Ω\n",
    )
    raw = render(letter)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    message = parsed(letter)
    assert message["To"].addresses[0].display_name == f"{name[:97].rstrip()} .." if len(name) > 100 else name
    assert message["Subject"] == subject.strip()
    assert bodies(message) == ("Ω – £5\n", "<p>Ω\n")


@pytest.mark.parametrize(
    ("mailbox", "expected"),
    [
        (Address("a@b.example"), "a@b.example"),
        (Address("a@b.example", 'Nair, "P"'), '"Nair, \\"P\\"" <a@b.example>'),
        (Address("a@bücher.example", "B"), '"B" <a@xn--bcher-kva.example>'),
        (Address("jörg@b.example", "J"), "=?utf-8?q?j=C3=B6rg=40b=2Eexample?=:;"),
        (Address("no address at all"), '"no address at all":;'),
        (
            Address("a@b.example", "=?utf-8?q?evil?="),
            "=?utf-8?q?=3D=3Futf-8=3Fq=3Fevil=3F=3D?= <a@b.example>",
        ),
    ],
)
def test_recipient_header(mailbox: Address, expected: str) -> None:
    message = email.message_from_bytes(render(replace(LETTER, recipient=mailbox)))
    assert message["To"] == expected


def test_long_identifiers_stay_whole() -> None:
    theirs = f"<{'A' * 180}@{'b' * 60}.prod.exchangelabs.com>"
    message = email.message_from_bytes(
        render(replace(LETTER, in_reply_to=theirs, references=(theirs, theirs)))
    )
    assert message["In-Reply-To"].split() == [theirs]
    assert message["References"].split() == [theirs, theirs]


@pytest.mark.parametrize(
    "bad", ["", "<>", "no brackets", "<a b@c>", "<é@c>", "<a@b> <c@d>", f"<{'x' * 2000}@y>"]
)
def test_a_malformed_identifier_is_left_out(bad: str) -> None:
    message = parsed(replace(LETTER, in_reply_to=bad, references=("<ok@x.example>", bad)))
    assert message["In-Reply-To"] is None
    assert message["References"].split() == ["<ok@x.example>"]


def test_of_many_references_the_first_and_the_newest_stay() -> None:
    many = tuple(f"<{number}@larkfield.example>" for number in range(500))
    found = parsed(replace(LETTER, references=many))["References"].split()
    assert (found[0], found[1], found[-1], len(found)) == (many[0], many[-29], many[-1], 30)


def test_attachments() -> None:
    message = parsed(
        replace(LETTER, attachments=(XML, Attachment("Zählerstand – 1.csv", "text/csv", b"\x00\xff\r\n")))
    )
    assert message.get_content_type() == "multipart/mixed"
    assert bodies(message) == (LETTER.text, LETTER.html)
    first, second = message.iter_attachments()
    assert (first.get_filename(), first.get_content_type()) == ("alert.xml", "text/xml")
    assert first.get_payload(decode=True) == XML.payload
    assert second.get_filename() == "Zählerstand – 1.csv"
    assert second.get_payload(decode=True) == b"\x00\xff\r\n"


@pytest.mark.parametrize(
    ("given_type", "expected"),
    [
        ("text/csv", "text/csv"),
        ("Application/XML", "application/xml"),
        ("message/rfc822", "application/octet-stream"),
        ("multipart/mixed", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("text", "application/octet-stream"),
        ("text/xml; charset=utf-8", "application/octet-stream"),
    ],
)
def test_content_type_of_an_attachment(given_type: str, expected: str) -> None:
    [attachment] = parsed(
        replace(LETTER, attachments=(Attachment("a.bin", given_type, b"x"),))
    ).iter_attachments()
    assert attachment.get_content_type() == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x\\a.xml", "C__x_a.xml"),
        ("", "attachment"),
        ("...", "attachment"),
        ("a\r\nb.xml", "a b.xml"),
        ("x" * 300 + ".xml", "x" * 50 + ".xml"),
        ("y" * 300, "y" * 50),
        ("日" * 300 + ".xml", "日" * 50 + ".xml"),
        ("a.b-is-no-extension-at-all-but-long", "a.b-is-no-extension-at-all-but-long"),
    ],
)
def test_filename_of_an_attachment(name: str, expected: str) -> None:
    raw = render(replace(LETTER, attachments=(Attachment(name, "text/xml", b"x"),)))
    [attachment] = parsed(
        replace(LETTER, attachments=(Attachment(name, "text/xml", b"x"),))
    ).iter_attachments()
    assert attachment.get_filename() == expected
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_redirected() -> None:
    message = parsed(LETTER, "pilot@secas.example")
    assert message["To"] == "pilot@secas.example"
    assert message["Subject"] == f"[REDIRECTED] {LETTER.subject}"
    assert message["Message-ID"] == LETTER.message_id
    plain, html = bodies(message)
    banner = (
        "[REDIRECTED] This letter was written for Priya Nair <priya.nair@brightwater.example>. "
        "It was sent to you alone, as a trial."
    )
    assert plain == f"{banner}\n\n{LETTER.text}"
    body = html[html.index("<body") :]
    assert body.index("Priya Nair &lt;priya.nair@brightwater.example&gt;") < body.index("<table")


def test_redirected_html_is_escaped_and_needs_no_body() -> None:
    letter = replace(LETTER, recipient=Address("p@b.example", "<b>P</b>"), html="<p>plain</p>")
    html = bodies(parsed(letter, "pilot@secas.example"))[1]
    assert "&lt;b&gt;P&lt;/b&gt; &lt;p@b.example&gt;" in html
    assert html.endswith("<p>plain</p>")


ANY_TEXT = st.text(max_size=200)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.binary(max_size=200))
def test_any_letter_is_sound(subject: str, name: str, identifier: str, body: str, payload: bytes) -> None:
    letter = replace(
        LETTER,
        kind=LetterKind.RECEIPT,
        subject=subject,
        recipient=Address(identifier, name),
        in_reply_to=identifier,
        text=body,
        attachments=(Attachment(name, identifier, payload),),
    )
    raw = render(letter)
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    message = email.message_from_bytes(raw)
    assert [part.get_content_type() for part in message.walk()][:4] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert [part for part in message.walk()][-1].get_payload(decode=True) == payload
