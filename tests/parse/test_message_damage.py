"""What a person could still read of a damaged mail is read: its headers, its parts and their names."""

from email import message_from_bytes

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.parse import doubts, message

HEAD = b"From: Joel Kerr <joel@tamarvalley.example>\nTo: alerts@secas.example\nSubject: FW: Alert\n"
WORDS = "MPAN: 1012345678903\nAlert Code: 8F3F\nSupplier: Café Energy – Ltd"
UTF8 = WORDS.encode()


def read(raw: bytes) -> Mail:
    return message.read(raw, Limits())


def multipart(content_type: bytes, body: bytes) -> Mail:
    return read(HEAD + b"MIME-Version: 1.0\nContent-Type: " + content_type + b"\n\n" + body)


def part(content: bytes, boundary: bytes = b"b1") -> bytes:
    return b"--" + boundary + b"\nContent-Type: text/plain; charset=utf-8\n\n" + content + b"\n"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (b'multipart/mixed; boundary="b1"', part(UTF8) + b"--b1--\n"),
        (b"multipart/mixed; boundary=b1", part(UTF8)),
        (b"multipart/mixed; boundary=b1", part(UTF8).rstrip()),
        (b'multipart/mixed; boundary="b1', part(UTF8) + b"--b1--"),
        (b"multipart/mixed;; boundary=b1;", part(UTF8) + b"--b1--"),
        (b"multipart/mixed boundary=b1", part(UTF8) + b"--b1--"),
        (b"multipart/mixed; boundary = b1 (a comment)", part(UTF8) + b"--b1--"),
        (b"multipart; boundary=b1", part(UTF8) + b"--b1--"),
        (b"multipart/; boundary=b1", part(UTF8) + b"--b1--"),
        (b'multipart/mixed; boundary="b1 "', part(UTF8, b"b1 \t") + b"--b1--  "),
        (b'multipart/mixed; boundary="never-used"', part(UTF8) + b"--b1--"),
        (b'multipart/mixed; boundary=""', part(UTF8) + b"--b1--"),
        (b"multipart/mixed", part(UTF8) + b"--b1--"),
        (b"multipart/mixed; boundary=" + b"x" * 600, part(UTF8) + b"--b1--"),
        (b"multipart/mixed; boundary*0=b; boundary*1=1", part(UTF8) + b"--b1--"),
        (b"multipart/mixed; boundary*=us-ascii''b1", part(UTF8) + b"--b1--"),
        (b"multipart/mixed; boundary=b1", b"preamble\n--b1\n--b1\n" + part(UTF8) + b"--b1--\nepilogue"),
        (
            b"multipart/mixed; boundary=b",
            b"--b\nContent-Type: multipart/alternative; boundary=b1\n\n" + part(UTF8),
        ),
        (
            b"multipart/mixed; boundary=b1",
            b"--b1\nContent-Type: multipart/alternative; boundary=b\n\n"
            + part(UTF8, b"b")
            + b"--b--\n--b1--",
        ),
        (
            b"multipart/mixed; boundary=b1",
            b"--b1\nContent-Type: multipart/alternative; boundary=b1\n\n" + part(UTF8) + b"--b1--\n--b1--",
        ),
        (b"multipart/mixed; boundary=b1", part(UTF8).replace(b"\n", b"\r\n")),
        (b"multipart/mixed; boundary=b1", part(UTF8).replace(b"\n", b"\r")),
        (b"multipart/mixed; boundary=b1", part(UTF8).replace(b"--b1\n", b"--b1\r\n")),
        (b"multipart/alternative; boundary=nothing", UTF8),
        (b"text; charset=utf-8", UTF8),
        (b"text/; charset=utf-8", UTF8),
        (b"text/plain; charset", UTF8),
        (b"text/plain;;charset=utf-8;;", UTF8),
        (b"text/plain charset=utf-8", UTF8),
        (b"TEXT / PLAIN ; CHARSET = UTF-8", UTF8),
        (b'"text/plain"; charset=utf-8', UTF8),
        (b"=?utf-8?q?text/plain?=", UTF8),
        (b"plain", UTF8),
        (b";", UTF8),
        (b"", UTF8),
        (b"text/plain; charset=utf-8\nContent-Type: text/html", UTF8),
    ],
)
def test_broken_structure(content_type: bytes, body: bytes) -> None:
    assert multipart(content_type, body).plain.strip("\n") == WORDS


REPORT = b"--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nAction: failed\n"
PAGE = b"--b1\nContent-Type: text/html\n\n<p>page</p>\n"


@pytest.mark.parametrize("head", [b"", b"Content-Type: text/plain; charset=utf-8\n"])
@pytest.mark.parametrize(
    ("body", "content_type", "report_type"),
    [
        (part(UTF8) + b"--b1--", "multipart/mixed", ""),
        (b"\n\n" + part(UTF8) + PAGE, "multipart/alternative", ""),
        (
            b"This is a MIME-encapsulated message\n\n" + part(UTF8) + REPORT,
            "multipart/report",
            "delivery-status",
        ),
        (b"--b1\n\n" + UTF8 + b"\n" + REPORT + b"--b1--", "multipart/report", "delivery-status"),
    ],
)
def test_parts_whose_headers_are_lost(head: bytes, body: bytes, content_type: str, report_type: str) -> None:
    mail = read(b"Subject: x\n" + head + b"\n" + body)
    assert (mail.content_type, mail.report_type) == (content_type, report_type)
    assert mail.plain.strip() == WORDS
    assert doubts.PARTS_IN_TEXT in mail.defects


@pytest.mark.parametrize(
    "body",
    [
        b"Your mail was returned:\n\n" + part(UTF8) + b"--b1--",
        part(UTF8),
        b"words\n" * 200 + b"MIME\n" + part(UTF8) + b"--b1--",
        b"--\nJoel\n--\n",
    ],
)
def test_a_text_that_quotes_parts_stays_a_text(body: bytes) -> None:
    mail = read(b"Subject: x\n\n" + body)
    assert (mail.content_type, mail.plain) == ("text/plain", body.decode())


def test_html_in_a_multipart_without_parts() -> None:
    mail = multipart(b"multipart/alternative; boundary=gone", b"<html><body><p>MPAN 10</p></body></html>")
    assert mail.text == "MPAN 10"


def test_parts_behind_the_end_are_named_and_not_read() -> None:
    mail = multipart(b"multipart/mixed; boundary=b1", part(b"one") + b"--b1--\n" + part(b"two"))
    assert mail.plain == "one"
    assert mail.defects == ("more parts stand behind the end of a multipart",)


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        (b"\xef\xbb\xbf" + HEAD + b"\nwords", "FW: Alert", "words"),
        (b"\r\n\n" + HEAD + b"MIME-Version: 1.0\n\nwords", "FW: Alert", "words"),
        (b"\nFrom: Joel\nSubject: inside\n\nwords", "", "From: Joel\nSubject: inside\n\nwords"),
        ((HEAD.decode() + "\nCafé – words").encode("utf-16"), "FW: Alert", "Café – words"),
        ((HEAD.decode() + "\nCafé – words").encode("utf-16-le"), "FW: Alert", "Café – words"),
        ((HEAD.decode() + "\nCafé – words").encode("utf-16-be"), "FW: Alert", "Café – words"),
        (b"From joel@a.example Tue Nov 24 09:05:33 2026\n" + HEAD + b"\nwords", "FW: Alert", "words"),
        (b">From joel@a.example Tue Nov 24 09:05:33 2026\n" + HEAD + b"\nwords", "FW: Alert", "words"),
        (HEAD.replace(b"\n", b"\r") + b"\rwords\rmore", "FW: Alert", "words\nmore"),
        (HEAD.replace(b"\n", b"\r\n", 1) + b"\r\nwords\rmore\nend", "FW: Alert", "words\nmore\nend"),
        (HEAD.strip(), "FW: Alert", ""),
        (HEAD, "FW: Alert", ""),
        (b"Dear all,\nMPAN: 10\n\nAlert Code: 8F3F", "", "Dear all,\nMPAN: 10\n\nAlert Code: 8F3F"),
        (b"MPAN: 10\nCode: 8F3F\n\nSupplier: A", "", "MPAN: 10\nCode: 8F3F\n\nSupplier: A"),
        (b"Subject: x\nMPAN: 10\nAlert Code: 8F3F\n\nmore", "x", "MPAN: 10\nAlert Code: 8F3F\n\nmore"),
        (b"Subject: x\nHello\nMPAN: 10\nTo: b@c.example", "x", "Hello\nMPAN: 10\nTo: b@c.example"),
        (b"Subject: x\n" + HEAD + b"\nwords", "x", "words"),
        (b"Subject:\n\n", "", ""),
        (b"Subject: a\n \n\t\n b\nTo: c@d.example\n\nwords", "a b", "words"),
        (b"Subject : spaced\n\nwords", "spaced", "words"),
        (b"subject: lower\n\nwords", "lower", "words"),
        ("Subject: Café – alert\n\nwords".encode(), "Café – alert", "words"),
        ("Subject: Café – alert\n\nwords".encode("cp1252"), "Café – alert", "words"),
        ("Subject: メーター\n\nwords".encode("iso2022_jp"), "メーター", "words"),
        (b"Subject: " + b"x" * 100_000 + b"\n\nwords", "x" * 100_000, "words"),
    ],
)
def test_broken_heads(raw: bytes, subject: str, text: str) -> None:
    mail = read(raw)
    assert (mail.subject, mail.text) == (subject, text)


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("filename=a.csv", "a.csv"),
        ('filename="a b.csv"', "a b.csv"),
        ("filename=a b.csv", "a b.csv"),
        ('filename="a.csv', "a.csv"),
        ('filename="C:\\Users\\ann\\a.csv"', "a.csv"),
        ('filename="../../a.csv"', "a.csv"),
        ("filename*=utf-8''caf%C3%A9.csv", "café.csv"),
        ("filename*=''caf%C3%A9.csv", "café.csv"),
        ("filename*=iso-8859-1'en'caf%E9.csv", "café.csv"),
        ("filename*=caf%C3%A9.csv", "café.csv"),
        ("filename*0=a; filename*1=b.csv", "ab.csv"),
        ("filename*1=b.csv; filename*0=a", "ab.csv"),
        ("filename*0*=utf-8''caf%C3; filename*1*=%A9.csv", "café.csv"),
        ("filename*0*=utf-8''caf%C3%A9; filename*1=%20.csv", "café%20.csv"),
        ("filename*1*=b%20.csv; filename*3=c", "b .csvc"),
        ("filename*0=; filename=plain.csv", "plain.csv"),
        ("filename=plain.csv; filename*=utf-8''better.csv", "better.csv"),
        ("filename=first.csv; filename=second.csv", "first.csv"),
        ('filename="=?utf-8?q?caf=C3=A9.csv?="', "café.csv"),
        ("filename==?utf-8?b?Y2Fmw6kuY3N2?=", "café.csv"),
        ("filename*=utf-8''%ZZ%0a.csv", "%ZZ.csv"),
        ("filename*=no-such''a%E9.csv", "aé.csv"),
        ('filename="x\\"y.csv"', 'x"y.csv'),
        ("filename", ""),
        ("filename=", ""),
    ],
)
def test_names_of_attachments(parameter: str, name: str) -> None:
    body = (
        part(b"words") + b"--b1\nContent-Disposition: attachment; " + parameter.encode() + b"\n\n1,2\n--b1--"
    )
    mail = multipart(b"multipart/mixed; boundary=b1", body)
    assert [each.filename for each in mail.parts] == [name]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("=?utf-8?q?caf=C3=A9 au lait?=", "café au lait"),
        ("=?utf-8?q?what?_really??=", "what? really?"),
        ("=?utf-8?Q?caf=c3=a9?=x", "caféx"),
        ("=?UTF-8?B?Y2Fmw6k?=", "café"),
        ("=?utf-8?b?Y2Fmw?= =?utf-8?b?6kgYXU=?=", "café au"),
        ("=?utf-8?b?Y2F?==?utf-8?b?mw6k=?=", "café"),
        ("=?utf-8?q?caf=C3?=\n =?utf-8?b?qQ==?=", "café"),
        ("=?utf-8?q?caf=C3=A9", "café"),
        ("FW: =?utf-8?b?Y2Fmw6k", "FW: café"),
        ("=?utf-8?q?cut =?utf-8?q?off?=", "cutoff"),
        ("=?utf-8?q?cut=?utf-8?q?off?=", "cutoff"),
        ("=? utf-8 ? q ?a?=", "a"),
        ("=?x-unknown?q?caf=E9?=", "café"),
        ("=?iso-8859-1?q?caf=C3=A9?=", "café"),
        ("=?shift_jis?b?g4E=?=", "メ"),
        ("=?utf-8?q??=", ""),
        ("y =?utf-8?b??= x", "y  x"),
        ("=?utf-8?b?*?=", ""),
        ("=?utf-8?q?=ZZ?=", "=ZZ"),
        ("=??q?a?=", "=??q?a?="),
        ('"=?utf-8?q?caf=C3=A9?="', '"café"'),
    ],
)
def test_broken_encoded_words(subject: str, text: str) -> None:
    assert read(b"Subject: " + subject.encode() + b"\nTo: a@b.example\n\nwords").subject == text.strip()


@pytest.mark.parametrize(
    "raw", [b"\x1f\x8b\x08\x00" + bytes(range(256)), b"PK\x03\x04" + b"\x00" * 90, b"\x01" * 30]
)
def test_a_file_that_is_no_mail_is_an_attachment(raw: bytes) -> None:
    mail = read(raw)
    assert (mail.text, [each.content_type for each in mail.parts]) == ("", ["application/octet-stream"])
    assert mail.defects == ("these bytes are no text",)


def test_never_less_than_the_standard_library_reads() -> None:
    """Where the email package finds the words in a damaged mail, they are found here too."""
    heads = (
        b"",
        b"Content-Type: text/plain; charset=utf-8\n",
        b"Content-Type: multipart/mixed; boundary=b1\n",
    )
    bodies = (
        UTF8,
        part(UTF8),
        part(UTF8) + b"--b1--",
        b"--b1\n\n" + UTF8,
        b"--b1 \n\n" + UTF8 + b"\n--b1--\nx",
    )
    for raw in (HEAD + head + b"\n" + body for head in heads for body in bodies):
        for damaged in (raw, raw.replace(b"\n", b"\r\n"), b"\n" + raw, raw[40:], raw.replace(b": ", b":")):
            found = b"".join(
                each.get_payload(decode=True)
                for each in message_from_bytes(damaged).walk()
                if not each.is_multipart()
            )
            assert UTF8.replace(b"\n", b"\r\n") not in found.replace(b"\r\n", b"\n").replace(
                b"\n", b"\r\n"
            ) or (WORDS in read(damaged).text)
