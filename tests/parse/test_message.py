"""RFC 5322 and MIME: structure, bodies, enclosed mail, caps."""

import base64
from datetime import timedelta

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Mail
from mailbot.parse import doubts, message

LIMITS = Limits()
HEAD = b"From: Joel Kerr <joel@tamarvalley.example>\r\nTo: alerts@secas.example\r\nSubject: Alert\r\n"


def read(raw: bytes, limits: Limits = LIMITS) -> Mail:
    return message.read(raw, limits)


def multipart(kind: str, *parts: bytes, boundary: str = "b1") -> bytes:
    """A mail of several parts, each given with its own headers."""
    line = boundary.encode()
    head = HEAD + b"Content-Type: " + kind.encode() + b'; boundary="' + line + b'"\r\n\r\n'
    return (
        head + b"".join(b"--" + line + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + line + b"--\r\n"
    )


TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nthe text"
PAGE = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>the page</p>"
PDF = b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment\r\n\r\n%PDF'
LOGO = b"Content-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\n\r\npng"
INNER = b"From: dcc@tamarvalley.example\r\nSubject: Inner\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\ninner words"


def test_the_headers_of_a_mail() -> None:
    mail = read(
        b"Message-ID: <1@a.example>\r\nIn-Reply-To: <0@a.example>\r\nReferences: <x@a.example>\r\n <0@a.example>\r\n"
        b"Sender: team@a.example\r\nReply-To: desk@a.example\r\nCc: b@c.example, d@e.example\r\n"
        b"Subject: =?utf-8?q?Caf=C3=A9?= alert\r\nDate: Tue, 24 Nov 2026 09:05:33 +0100\r\n"
        + HEAD
        + b"\r\nwords\r\n"
    )
    assert mail.message_id == "<1@a.example>"
    assert mail.in_reply_to == ("<0@a.example>",)
    assert mail.references == ("<x@a.example>", "<0@a.example>")
    assert mail.from_ == (Address("joel@tamarvalley.example", "Joel Kerr"),)
    assert mail.sender == Address("team@a.example")
    assert mail.reply_to == (Address("desk@a.example"),)
    assert [each.address for each in mail.cc] == ["b@c.example", "d@e.example"]
    assert mail.subject == "Café alert"
    assert mail.date is not None
    assert mail.date.utcoffset() == timedelta(hours=1)
    assert mail.plain == "words\n"
    assert (mail.defects, mail.over) == ((), ())


@pytest.mark.parametrize(
    ("parts", "kind", "plain", "html", "names"),
    [
        ((TEXT, PAGE), "multipart/alternative", "the text", "the page", []),
        ((TEXT, PDF), "multipart/mixed", "the text", "", ["a.pdf"]),
        ((TEXT, PDF, TEXT), "multipart/mixed", "the text\nthe text", "", ["a.pdf"]),
        ((PAGE, LOGO), "multipart/related", "", "the page", ["logo.png"]),
        ((TEXT, TEXT), "multipart/alternative", "the text", "", [""]),
        ((b"\r\nbare", PDF), "multipart/mixed", "bare", "", ["a.pdf"]),
        ((TEXT + b"\r\n", PAGE), "multipart/unheard-of", "the text\r\n".replace("\r", ""), "the page", []),
    ],
)
def test_which_parts_are_the_body(
    parts: tuple[bytes, ...], kind: str, plain: str, html: str, names: list[str]
) -> None:
    mail = read(multipart(kind, *parts))
    assert (mail.plain, mail.html_text) == (plain, html)
    assert [part.filename for part in mail.parts] == names


@pytest.mark.parametrize(
    ("headers", "inline"),
    [
        (b"Content-Type: image/png; name=logo.png\r\nContent-ID: <logo>", True),
        (b"Content-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline", True),
        (b"Content-Type: image/png\r\nContent-ID: <f_1>\r\nContent-Disposition: attachment", False),
        (b"Content-Type: image/jpeg; name=IMG_1.jpg\r\nContent-Disposition: inline", False),
        (b"Content-Type: image/png", False),
        (b"Content-Type: application/pdf\r\nContent-ID: <a>", False),
    ],
)
def test_a_picture_is_inline_when_the_body_shows_it(headers: bytes, inline: bool) -> None:
    (part,) = read(multipart("multipart/mixed", TEXT, headers + b"\r\n\r\npng")).parts
    assert (part.inline, part.payload) == (inline, b"png")


@pytest.mark.parametrize("kind", ["partial", "external-body"])
def test_what_stands_elsewhere_says_so(kind: str) -> None:
    (part,) = read(HEAD + f"Content-Type: message/{kind}; number=2\r\n\r\npiece".encode()).parts
    assert (part.content_type, part.why.partition(" ")[0]) == (
        f"message/{kind}",
        "a" if kind == "partial" else "only",
    )


def test_a_named_text_is_an_attachment_unless_it_is_all_there_is() -> None:
    named = b"Content-Type: text/plain; name=alert.txt\r\n\r\nMPAN"
    assert [part.filename for part in read(multipart("multipart/mixed", TEXT, named)).parts] == ["alert.txt"]
    alone = read(multipart("multipart/mixed", named))
    assert (alone.plain, alone.parts) == ("MPAN", ())


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Type: message/rfc822\r\n\r\n%s",
        b"Content-Type: application/octet-stream; name=alert.eml\r\nContent-Disposition: attachment\r\n\r\n%s",
        b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=ALERT.EML\r\n\r\n%s",
    ],
)
def test_a_mail_inside_is_read(headers: bytes) -> None:
    (inner,) = read(multipart("multipart/mixed", TEXT, headers % INNER)).enclosed
    assert (inner.subject, inner.plain) == ("Inner", "inner words")
    assert inner.from_ == (Address("dcc@tamarvalley.example"),)


def test_a_mail_inside_may_be_in_base64() -> None:
    coded = base64.encodebytes(INNER)
    part = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded
    assert read(multipart("multipart/mixed", TEXT, part)).enclosed[0].subject == "Inner"


def test_a_file_that_is_only_named_like_a_mail_stays_a_part() -> None:
    part = b"Content-Type: application/octet-stream; name=x.eml\r\n\r\nno mail at all"
    mail = read(multipart("multipart/mixed", TEXT, part))
    assert ([each.filename for each in mail.parts], mail.enclosed) == (["x.eml"], ())


def test_a_digest_holds_mails() -> None:
    assert [m.subject for m in read(multipart("multipart/digest", b"\r\n" + INNER)).enclosed] == ["Inner"]


def test_a_report_keeps_its_machine_part_raw() -> None:
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed"
    headers = b"Content-Type: text/rfc822-headers\r\n\r\nSubject: Ours\r\nFrom: a@b.example"
    mail = read(multipart("multipart/report; report-type=Delivery-Status", TEXT, status, headers))
    assert mail.report_type == "delivery-status"
    assert mail.parts[0].payload == b"Reporting-MTA: dns; mx\r\n\r\nAction: failed"
    assert mail.enclosed[0].subject == "Ours"


@pytest.mark.parametrize(
    ("headers", "body", "text", "defective"),
    [
        (b"", "plain £".encode(), "plain £", True),
        (b"Content-Type: text/plain; charset=utf-8\r\n", "£ –".encode(), "£ –", False),
        (b"Content-Type: text/plain; charset=utf-8\r\n", "£ –".encode("cp1252"), "£ –", True),
        (b"Content-Type: text/plain; charset=iso-8859-1\r\n", "£ –".encode("cp1252"), "£ –", False),
        (b"Content-Type: text/plain; charset=us-ascii\r\n", "£ –".encode("cp1252"), "£ –", True),
        (b"Content-Type: text/plain; charset=us-ascii\r\n", "£ –".encode(), "£ –", False),
        (b"Content-Type: text/plain; charset=no-such\r\n", b"words", "words", True),
        (b"Content-Type: text/plain; charset=rot13\r\n", b"words", "words", True),
        (b"Content-Type: text/plain; charset=punycode\r\n", b"a-b", "a-b", True),
        (b'Content-Type: text/plain; charset="u\x00tf-8"\r\n', b"words", "words", False),
        (b"Content-Type: text/plain; charset=utf-16\r\n", "words".encode("utf-16"), "words", False),
        (b"Content-Transfer-Encoding: quoted-printable\r\n", b"a=C2=A3b=\r\nc", "a£bc", True),
        (b"Content-Transfer-Encoding: base64\r\n", b"d29yZHM=", "words", False),
        (b"Content-Transfer-Encoding: base64\r\n", b"d29y*ZHM", "words", True),
        (b"Content-Transfer-Encoding: x-strange\r\n", b"words", "words", True),
        (
            b"Content-Type: text/plain; format=flowed\r\n",
            b"one \r\ntwo\r\n-- \r\nme",
            "one two\n-- \nme",
            False,
        ),
        (b"", b"nul\x00l\r\nzero\xe2\x80\x8bwidth\rand", "null\nzerowidth\nand", True),
    ],
)
def test_texts_are_decoded_with_care(headers: bytes, body: bytes, text: str, defective: bool) -> None:
    mail = read(HEAD + headers + b"\r\n" + body)
    assert mail.plain == text
    assert bool(mail.defects) is defective


@pytest.mark.parametrize(
    ("raw", "subject", "plain"),
    [
        (b"", "", ""),
        (b"\r\n", "", ""),
        (b"only words", "", "only words"),
        (b"\nbody without headers", "", "body without headers"),
        (b"From joel Tue Nov 24\nSubject: mbox\n\nwords", "mbox", "words"),
        (b"Subject: stray\nno header here\nTo: a@b.example\n\nwords", "stray", "words"),
        (b"Subject: run on\nwords at once", "run on", "words at once"),
        (b"Subject: old Mac\r\rwords", "old Mac", "words"),
        (b"Subject: =?bad?q?x?= =?utf-8?b?!!!?=\n\nwords", "x", "words"),
        (b"Subject: no boundary\nContent-Type: multipart/mixed\n\nwords", "no boundary", "words"),
        (b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ncut off", "x", "cut off"),
        (b"Subject: x\nContent-Type: ;;;=\n\nwords", "x", "words"),
    ],
)
def test_damaged_mail_is_read_as_far_as_it_goes(raw: bytes, subject: str, plain: str) -> None:
    mail = read(raw)
    assert (mail.subject, mail.plain) == (subject, plain)


def test_authentication_results_are_not_decoded() -> None:
    mail = read(b"Authentication-Results: mx; a==?utf-8?q?=3B_dmarc=3Dpass?=\n" + HEAD + b"\n")
    assert mail.header("authentication-results") == "mx; a==?utf-8?q?=3B_dmarc=3Dpass?="


@pytest.mark.parametrize(
    ("limits", "raw", "over"),
    [
        (Limits(parts=3), multipart("multipart/mixed", TEXT, PDF, PDF, PDF), "more than 3 parts"),
        (Limits(header_bytes=60), HEAD + b"\r\nwords", "headers longer than 60 bytes"),
        (Limits(text_characters=4), HEAD + b"\r\nwords", "a text longer than 4 characters"),
        (Limits(lines=2), HEAD + b"\r\n1\n2\n3\n", "a text of more than 2 lines"),
        (Limits(html_bytes=9), multipart("multipart/mixed", PAGE), "HTML longer than 9 bytes"),
    ],
)
def test_what_is_too_much_is_named(limits: Limits, raw: bytes, over: str) -> None:
    assert read(raw, limits).over == (over,)


def test_nesting_is_capped() -> None:
    raw = INNER
    for _ in range(20):
        raw = b"Subject: outer\r\nContent-Type: message/rfc822\r\n\r\n" + raw
    mail = read(raw)
    depth = 0
    while mail.enclosed:
        mail, depth = mail.enclosed[0], depth + 1
    assert depth == LIMITS.depth
    assert [part.content_type for part in mail.parts] == ["message/rfc822"]
    assert read(raw).over == ("mails and parts nested more than 12 deep",)


@pytest.mark.parametrize("mark", ["\u202a", "\u202e", "\u2066", "\u2069"])
@pytest.mark.parametrize("content_type", ["text/plain", "text/html"])
def test_marks_that_change_the_order_are_a_defect(mark: str, content_type: str) -> None:
    head = f"Content-Type: {content_type}; charset=utf-8\r\n\r\n"
    marked = message.read(f"{head}MPAN: 1{mark}2".encode(), Limits())
    assert marked.text == "MPAN: 12"
    assert marked.defects == (doubts.REORDERED,)
    assert message.read(f"{head}MPAN: 1\u200e2".encode(), Limits()).defects == ()


def test_many_small_defects_do_not_crowd_out_a_grave_one() -> None:
    parts = [f"--b\r\nContent-Type: text/plain; charset=no-{number}\r\n\r\nx" for number in range(80)]
    parts.append("--b\r\nContent-Type: text/html\r\n\r\n<s>struck</s>")
    raw = "\r\n".join(("Content-Type: multipart/mixed; boundary=b", "", *parts, "--b--"))
    found = message.read(raw.encode(), Limits()).defects
    assert len(found) == 51
    assert found[-1] == doubts.STRUCK
