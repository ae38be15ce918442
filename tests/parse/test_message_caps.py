"""Caps on one mail: what is too much is not read, and is named in words."""

import base64

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.parse import addresses, budget, message

HEAD = b"From: joel@tamarvalley.example\nSubject: Alert\n"
PART = b"--b\nContent-Type: text/plain\n\nwords\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"


def read(raw: bytes, limits: Limits | None = None) -> Mail:
    return message.read(raw, limits or Limits())


def test_more_headers_than_may_be_read() -> None:
    mail = read(HEAD + b"X-A: 1\n" * 10 + b"To: a@b.example\n\nwords", Limits(headers=5))
    assert (mail.over, mail.subject, mail.to, mail.plain) == (("more than 5 headers",), "Alert", (), "words")


@pytest.mark.parametrize("end", [b"\n\n", b"\r\n\r\n"])
def test_headers_longer_than_may_be_read(end: bytes) -> None:
    raw = HEAD + b"X-A: " + b"x" * 300 + end + b"words"
    mail = read(raw, Limits(header_bytes=200))
    assert (mail.over, mail.subject, mail.plain) == (("headers longer than 200 bytes",), "Alert", "words")
    assert read(raw.partition(end)[0], Limits(header_bytes=200)).plain == ""
    assert read(raw, Limits(header_bytes=raw.index(end))).over == ()
    assert read(raw, Limits(header_bytes=raw.index(end) - 1)).over


def test_a_long_text_without_headers_is_no_long_header() -> None:
    mail = read(b"Dear all,\n" + b"words\n" * 100, Limits(header_bytes=200))
    assert (mail.over, mail.plain.count("words")) == ((), 100)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a@b.example, " * (addresses.MOST_MAILBOXES + 5), addresses.MOST_MAILBOXES),
        ("x" * addresses.MOST_CHARACTERS + ", a@b.example", 0),
    ],
)
def test_addresses_past_the_cap_are_named(value: str, found: int) -> None:
    mail = read(b"From: " + value.encode() + b"\n\nwords")
    assert (len(mail.from_), mail.over) == (found, ("more than 2000 addresses in one header",))


@pytest.mark.parametrize(
    ("encoding", "read_too"), [(b"base64", False), (b"quoted-printable", False), (b"8bit", True)]
)
def test_attachments_past_the_cap_stay_empty_and_are_named(
    encoding: bytes, read_too: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What travels as it is takes no more room than the mail, and is not counted."""
    monkeypatch.setattr(budget, "MOST_DECODED", 100)
    head = b"--b\nContent-Type: application/x-data\nContent-Transfer-Encoding: " + encoding + b"\n\n"
    mail = read(MIXED + PART + head + b"QUJD" * 15 + b"\n" + head + b"QUJD" * 15 + b"\n--b--")
    assert [bool(part.payload) for part in mail.parts] == [True, read_too]
    assert mail.over == (() if read_too else ("more than 100 bytes of attachments",))


def test_texts_share_what_may_be_decoded() -> None:
    limits = Limits(text_characters=10)
    part = PART.replace(b"words", b"x" * 45)
    mail = read(MIXED + part * 3 + b"--b--", limits)
    assert mail.over == ("a text longer than 10 characters",)
    assert mail.plain == "x" * 10


@pytest.mark.parametrize("content_type", ["text/plain", "text/html"])
@pytest.mark.parametrize("encoding", ["base64", "8bit", "quoted-printable"])
def test_of_a_long_body_only_the_beginning_is_decoded(content_type: str, encoding: str) -> None:
    words = b"words of a text " * 5_000
    head = HEAD + f"Content-Type: {content_type}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    body = base64.encodebytes(words) if encoding == "base64" else words
    mail = read(head + body, Limits(text_characters=10_000, html_bytes=10_000))
    assert len(mail.text) == pytest.approx(10_000, abs=20)
    assert len(mail.over) == 1


def test_a_part_too_many_is_named() -> None:
    mail = read(MIXED + PART * 5 + b"--b--", Limits(parts=3))
    assert (mail.plain, mail.over) == ("words\nwords\nwords", ("more than 3 parts",))


def test_pages_share_what_may_be_read_of_html() -> None:
    page = b"--b\nContent-Type: text/html\n\n<p>0123456789</p>\n"
    mail = read(MIXED + page * 3 + b"--b--", Limits(html_bytes=40))
    assert mail.html_text == "0123456789\n0123456789\n012"
    assert mail.over == ("HTML longer than 40 bytes",)


@pytest.mark.parametrize("line", [b"X-A: 1\rX-B: 2\n", b"X-A: \x00\n"])
def test_broken_lines_above_the_results_are_named(line: bytes) -> None:
    results = b"Authentication-Results: mx.secas.example; dmarc=pass\n"
    assert read(line + results + HEAD).defects == (budget.BROKEN_LINES,)
    assert read(results + line + HEAD).defects == ()
