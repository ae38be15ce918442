"""News of a delivery as some 100 mail systems write it: what each mail of tests/parse/bounces is read as."""

import base64
import html

import pytest

from mailbot.model.limits import Limits
from mailbot.parse import message, report
from mailbot.parse.bounce_signs import News
from tests.parse.sample_texts import Sample, samples

SAMPLES = samples("bounces")
KINDS = {News.FAILED: "bounce", News.DELAYED: "delay", News.NONE: "none"}
# Those that are one text, so that it may travel in another form.
TEXTS = [each for each in SAMPLES if b"multipart/" not in each.raw and b"\nContent-T" not in each.raw]


def told(raw: bytes) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The kind of news and the recipients that a mail is read as."""
    found = report.read(message.read(raw, Limits()))
    return KINDS[found.news], tuple((each.address, each.action, each.status) for each in found.recipients)


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_each_system_is_read(sample: Sample) -> None:
    assert told(sample.raw) == (sample.kind, sample.recipients)


def test_there_are_many() -> None:
    assert len(SAMPLES) >= 170
    assert len({each.name for each in SAMPLES}) == len(SAMPLES)


def _as_base64(head: str, body: str) -> str:
    text = base64.encodebytes(body.encode()).decode()
    return f"{head}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{text}"


def _as_html(head: str, body: str) -> str:
    page = html.escape(body).replace("\n", "<br>\n")
    return f"{head}\nContent-Type: text/html; charset=utf-8\n\n<html><body>{page}</body></html>"


def _in_mixed(head: str, body: str) -> str:
    letter = "From: alerts@secas.example\nTo: x@y.example, z@y.example\nSubject: hello\n\nhello\n"
    parts = (
        f"--zz\nContent-Type: text/plain\n\n{body}\n--zz\nContent-Type: message/rfc822\n\n{letter}\n--zz--\n"
    )
    return f"{head}\nContent-Type: multipart/mixed; boundary=zz\n\n{parts}"


def _attached(head: str, body: str) -> str:
    outer = "From: joel@tamar.example\nTo: alerts@secas.example\nSubject: Fwd: see below"
    inner = f"--zz\nContent-Type: message/rfc822\n\n{head}\n\n{body}\n--zz--\n"
    return f"{outer}\nContent-Type: multipart/mixed; boundary=zz\n\n{inner}"


def _with_crlf(head: str, body: str) -> str:
    return f"{head}\n\n{body}".replace("\n", "\r\n")


@pytest.mark.parametrize("form", [_as_base64, _as_html, _in_mixed, _attached, _with_crlf])
def test_each_text_is_read_in_another_form(form: object) -> None:
    assert callable(form)
    missed = []
    for sample in TEXTS:
        head, _, body = sample.raw.decode().partition("\n\n")
        kind, found = told(form(head, body).encode())
        if kind == "none" or {each[0] for each in found} != {each[0] for each in sample.recipients}:
            missed.append((sample.name, kind, found))
    # One asks nothing but what its indented lines tell; every other form says the same.
    assert len(missed) <= 1, missed


def test_most_are_known_by_their_subject_and_words_alone() -> None:
    known = 0
    for sample in TEXTS:
        head, _, body = sample.raw.decode().partition("\n\n")
        subject = next((line for line in head.split("\n") if line.startswith("Subject:")), "Subject:")
        known += told(f"{subject}\n\n{body}".encode())[0] != "none"
    assert known >= 0.85 * len(TEXTS)
