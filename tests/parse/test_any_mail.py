"""The reader never raises: any bytes, and the sample mails with a piece damaged, go through all of it."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.parse import (
    absence,
    authentic,
    automatic,
    bounce_text,
    forward,
    message,
    reply,
    report,
    signature,
    trace,
)

SAMPLES = tuple(file.read_bytes() for file in sorted((Path(__file__).parent.parent / "mail").glob("*/*.eml")))
LIMITS = Limits(depth=4, parts=20, headers=40, text_characters=50_000, lines=2_000)
TROUBLE = [
    b"\r\n\r\n",
    b"\r",
    b"\0",
    b"\xff\xfe",
    b"=?utf-8?b?",
    b"<",
    b'"',
    b"(",
    b"charset=idna;",
    b"boundary=",
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n",
    b"name*0*=utf-7''x;",
    b"<table><tr><td>",
    b"<blockquote>",
    b"> ",
    b"From: ",
    b"-----Original Message-----\n",
    b"begin 644 a.csv\n!80\n`\nend\n",
    b"=ybegin line=128 size=1 name=a\n",
    b"\x1b$B",
    b"\xef\xbb\xbf",
    b"Content-Type: multipart/\n",
    b'Content-Type: text/html; charset=3D"utf-16\n',
    b"--b--",
    b"YWJj=\n",
]


def through_everything(raw: bytes) -> Mail:
    mail = message.read(raw, LIMITS)
    found = forward.layers(mail, LIMITS)
    other = forward.alternative_layers(mail, LIMITS)
    assert found[0].depth == 0
    for layer in (*found, *other):
        assert signature.split(layer.text)[0] in layer.text
        assert "\0" not in layer.text
        assert "\r" not in layer.text
    forward.original(found)
    forward.original(other)
    reply.read(mail, (), found, other)
    automatic.machine(mail)
    automatic.auto_reply(mail)
    absence.away(mail.subject, mail.text)
    bounce_text.recipients(mail.text, frozenset(), "failed")
    report.recipients(mail)
    report.is_bounce(mail)
    report.is_disposition_notification(mail)
    trace.letters(raw)
    trace.answered(mail)
    trace.own(mail)
    trace.traces(mail, raw, mail.text, everywhere=True)
    authentic.verdict(mail, "mx.secas.example")
    authentic.verdict(mail, "exchange-online")
    return mail


@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    through_everything(raw)


@given(st.lists(st.sampled_from([*TROUBLE, b"words", b"\n"]), max_size=30).map(b"".join))
def test_any_pieces_of_trouble(raw: bytes) -> None:
    through_everything(raw)


@given(
    st.text(max_size=200),
    st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "utf-7", "iso2022_jp", "cp037"]),
)
def test_any_text_in_a_charset_that_nothing_tells(text: str, charset: str) -> None:
    through_everything(f"Subject: {text}\r\n\r\n{text}".encode(charset, "replace"))


@given(st.data())
def test_any_sample_with_a_piece_damaged(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(SAMPLES))
    at = data.draw(st.integers(0, len(raw)))
    gone = data.draw(st.integers(0, 200))
    put = data.draw(st.sampled_from(TROUBLE) | st.binary(max_size=20))
    through_everything(raw[:at] + put + raw[at + gone :])


def test_every_sample_is_read_without_a_cap() -> None:
    assert SAMPLES
    for raw in SAMPLES:
        mail = message.read(raw, Limits())
        assert mail.over == ()
        assert mail.headers
