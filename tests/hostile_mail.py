"""Mail that is written to be slow, to fill the memory or to break a reader; made afresh, for nobody stores 36 MB.

`MAIL` names each and makes its bytes. None is larger than the 36 MB that max_message_bytes lets in.
"""

import base64
from collections.abc import Callable
from typing import Final

LARGEST: Final = 36_700_160
HEAD: Final = b"From: a@b.example\r\nTo: alerts@secas.example\r\nSubject: FW: Alert\r\n"
TEXT: Final = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML: Final = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED: Final = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def _filled(head: bytes, piece: bytes, size: int = LARGEST) -> bytes:
    return head + piece * ((size - len(head)) // len(piece))


def _encoded(encoding: bytes, content: bytes) -> bytes:
    return HEAD + b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + content


def _nested_mails(levels: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * levels + TEXT + b"words"


def _nested_in_base64() -> bytes:
    raw = TEXT + b"words " * 500_000
    while len(raw) < LARGEST // 2:
        raw = HEAD + (
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(raw)
        )
    return raw


def _nested_parts(levels: int, filling: bytes = b"") -> bytes:
    heads = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels))
    return HEAD + b"".join(heads) + b"\r\nwords" + filling


def _parts(number: int, content: bytes) -> bytes:
    return MIXED + (b"--b\r\n" + content + b"\r\n") * number + b"--b--\r\n"


def _attached(content_type: bytes, size: int) -> bytes:
    head = b"Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n" % content_type
    return MIXED + b"--b\r\n\r\nwords\r\n--b\r\n" + head + base64.encodebytes(b"\x00junk123" * (size // 8))


def _parameters(number: int) -> bytes:
    return (
        b"Content-Type: text/plain"
        + b"".join(b";\r\n name*%d*=a" % n for n in range(number))
        + b"\r\n"
        + TEXT
    )


MAIL: Final[dict[str, Callable[[], bytes]]] = {
    "nothing": lambda: b"",
    "36 MB of NUL": lambda: b"\x00" * LARGEST,
    "36 MB of one line": lambda: _filled(TEXT, b"x"),
    "36 MB of short lines": lambda: _filled(TEXT, b"ab\r\n"),
    "36 MB of empty lines": lambda: _filled(TEXT, b"\n"),
    "36 MB of bare carriage returns": lambda: _filled(b"", b"\r"),
    "36 MB of headers": lambda: _filled(b"", b"X-A: b\r\n"),
    "36 MB of boundary lines": lambda: _filled(MIXED, b"--b\r\n"),
    "36 MB of what is nearly a boundary line": lambda: _filled(MIXED, b"\n--b -"),
    "36 MB of base64": lambda: _encoded(b"base64", base64.encodebytes(b"words \n" * (LARGEST // 10))),
    "36 MB of damaged base64": lambda: _filled(_encoded(b"base64", b""), b"d29*yZH-M=\r\n"),
    "36 MB of = signs": lambda: _filled(_encoded(b"quoted-printable", b""), b"="),
    "36 MB of soft line breaks": lambda: _filled(_encoded(b"quoted-printable", b""), b"=\r\n"),
    "36 MB of quoted-printable": lambda: _filled(_encoded(b"quoted-printable", b""), b"=C3=A9 word=\r\n"),
    "36 MB of HTML": lambda: _filled(HTML, b"<p>word</p>\n"),
    "36 MB of UTF-7": lambda: _filled(HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n", b"+AGE-"),
    "36 MB of UTF-16": lambda: ("Subject: x\r\n\r\n" + "ab \r\n" * (LARGEST // 12)).encode("utf-16"),
    "36 MB attached": lambda: _attached(b"application/octet-stream; name=a.bin", 26_000_000),
    "36 MB of a workbook": lambda: _attached(b"application/octet-stream; name=a.xlsx", 26_000_000),
    "36 MB of a table": lambda: (
        MIXED + b"--b\r\nContent-Type: text/csv; name=a.csv\r\n\r\n" + b"1,2,3\r\n" * 5_000_000
    ),
    "36 MB in 12 multiparts": lambda: _nested_parts(12, b"y" * 36_000_000),
    "100,000 headers": lambda: b"X-Filler: x\r\n" * 100_000 + TEXT + b"words",
    "10,000 short headers": lambda: b"X-A: b\r\n" * 10_000 + TEXT + b"words",
    "a header of 30 MB": lambda: b"Subject: " + b"x" * 30_000_000 + b"\r\n\r\nwords",
    "a folded header of 30 MB": lambda: b"Subject: x\r\n" + b" x\r\n" * 7_500_000 + b"\r\nwords",
    "10,000 parts": lambda: _parts(10_000, b"\r\nwords"),
    "10,000 mails": lambda: _parts(10_000, b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nwords"),
    "10,000 attachments": lambda: _parts(
        10_000, b"Content-Disposition: attachment; filename=a.csv\r\n\r\n1,2"
    ),
    "1,000 mails in each other": lambda: _nested_mails(1_000),
    "mails in each other in base64": _nested_in_base64,
    "1,000 multiparts in each other": lambda: _nested_parts(1_000),
    "10,000 parameters": lambda: _parameters(10_000),
    "100,000 addresses": lambda: b"To: " + b"a@b.example, " * 100_000 + b"c@d.example\r\n" + TEXT + b"words",
    "2,000 fields of 100 addresses": lambda: (b"To: " + b"a@b.example," * 100 + b"\r\n") * 2_000 + TEXT,
    "200,000 opening brackets in From": lambda: b"From: " + b"(" * 200_000 + b" a@b.example\r\n" + TEXT,
    "200,000 angle brackets in From": lambda: b"From: " + b"<" * 200_000 + b" a@b.example\r\n" + TEXT,
    "200,000 quotation marks in From": lambda: b"From: " + b'"\\' * 100_000 + b" a@b.example\r\n" + TEXT,
    "1 MB of encoded words": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 71_000 + b"\r\n" + TEXT,
    "1 MB of encoded words folded": lambda: b"Subject: x" + b"\r\n =?utf-8?q?a?=" * 71_000 + b"\r\n" + TEXT,
    "1 MB of broken encoded words": lambda: b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\r\n" + TEXT,
    "1 MB of results": lambda: b"Authentication-Results: mx;" + b" dkim=pass (" * 83_000 + b"\r\n" + TEXT,
    "1 MB of Received": lambda: b"Received: from (by " * 1 + b"(by a.b " * 125_000 + b"\r\n" + TEXT,
    "1 MB of References": lambda: b"References: " + b"<a@b> " * 170_000 + b"\r\n" + TEXT,
    "2 MB of <div>": lambda: _filled(HTML, b"<div>", 2_000_000),
    "2 MB of <table>": lambda: _filled(HTML, b"<table><tr><td>", 2_000_000),
    "2 MB of cells": lambda: _filled(HTML + b"<table>", b"<tr><td>1</td><td>2</td></tr>", 2_000_000),
    "2 MB of <blockquote>": lambda: _filled(HTML, b"<blockquote>a", 2_000_000),
    "2 MB of style attributes": lambda: _filled(HTML, b"<b style='color:red;font-size:1px'>a</b>", 2_000_000),
    "2 MB of one style attribute": lambda: (
        _filled(HTML + b"<b style='", b"color:red;", 2_000_000) + b"'>a</b>"
    ),
    "2 MB of rules": lambda: _filled(HTML + b"<style>", b"p.a>b{color:red}\n", 2_000_000) + b"</style>a",
    "2 MB of rules that hide": lambda: (
        _filled(HTML + b"<style>", b".aa,#b{display:none}\n", 1_000_000)
        + b"</style>"
        + b"<p class=a id=c>w" * 60_000
    ),
    "2 MB of one selector": lambda: (
        _filled(HTML + b"<style>", b"p.a ", 2_000_000) + b"{display:none}</style>a"
    ),
    "2 MB of comments": lambda: _filled(HTML, b"<!--", 2_000_000),
    "2 MB of < signs": lambda: _filled(HTML, b"<", 2_000_000),
    "2 MB of &amp;": lambda: _filled(HTML, b"&amp;", 2_000_000),
    "2 MB of links": lambda: _filled(HTML, b"<a href=mailto:a@b.example>w</a>", 2_000_000),
    "2 MB of lists": lambda: _filled(HTML, b"<ul><li>a", 2_000_000),
    "1 MB of > > >": lambda: _filled(TEXT, b"> ", 1_000_000),
    "1 MB of quoted lines": lambda: _filled(TEXT, b"> a\r\n>> b\r\n", 1_000_000),
    "1 MB of deeper and deeper quotes": lambda: TEXT + b"".join(b">" * n + b" a\r\n" for n in range(1_400)),
    "1 MB of From:": lambda: _filled(TEXT, b"From: a <a@b.example>\r\n", 1_000_000),
    "200 KB of header blocks": lambda: _filled(
        TEXT, b"From: a\r\nSent: 1 May 2026\r\nTo: b\r\nSubject: c\r\n\r\nw\r\n", 200_000
    ),
    "200 KB of From: in one line": lambda: _filled(TEXT, b"From: ", 200_000),
    "1 MB of On .. wrote:": lambda: _filled(TEXT, b"On 1 May 2026, a wrote:\r\n", 1_000_000),
    "200 KB of On .. wrote: in one line": lambda: _filled(TEXT, b"On 1 May a wrote ", 200_000),
    "200 KB of On": lambda: _filled(TEXT, b"On \r\n", 200_000),
    "1 MB of original messages": lambda: _filled(TEXT, b"-----Original Message-----\r\n", 1_000_000),
    "200 KB of forwarded messages": lambda: _filled(
        TEXT, b"---------- Forwarded message ---------\r\nFrom: a <a@b.example>\r\n\r\n", 200_000
    ),
    "1 MB of digits": lambda: _filled(TEXT, b"1012345678903", 1_000_000),
    "200 KB of digits in lines": lambda: _filled(TEXT, b"1012345678903\r\n", 200_000),
    "200 KB of digits and blanks": lambda: _filled(TEXT, b"1 0 ", 200_000),
    "1 MB of codes": lambda: _filled(TEXT, b"8F3F ", 1_000_000),
    "200 KB of codes in lines": lambda: _filled(TEXT, b"Alert Code: 8F3F\r\n", 200_000),
    "200 KB of codes without blanks": lambda: _filled(TEXT, b"8F3F", 200_000),
    "1 MB of alerts": lambda: _filled(
        TEXT,
        b"MPAN: 1012345678903\r\nAlert Code: 8F3F\r\nDate/Time: 23/11/2026 11:12:41\r\nNew Supplier: A\r\n\r\n",
        1_000_000,
    ),
    "200 KB of labels": lambda: _filled(TEXT, b"New Supplier: ", 200_000),
    "200 KB of dates": lambda: _filled(TEXT, b"24/11/2026 09:05:33\r\n", 200_000),
    "200 KB of device identifiers": lambda: _filled(TEXT, b"00-1D-24-", 200_000),
    "1 MB of dashes": lambda: _filled(TEXT, b"-", 1_000_000),
    "200 KB of signature marks": lambda: _filled(TEXT, b"-- \r\n", 200_000),
    "200 KB of rules of dashes": lambda: _filled(TEXT, b"----------\r\n", 200_000),
    "200 KB of TABs": lambda: _filled(TEXT, b"\t", 200_000),
    "1 MB of rows": lambda: _filled(TEXT, b"a\tb\tc\td\r\n", 1_000_000),
    "200 KB of pipes": lambda: _filled(TEXT, b"|", 200_000),
    "200 KB of commas": lambda: _filled(TEXT, b"MPAN,Alert Code\r\n", 200_000),
    "200 KB of blanks": lambda: _filled(TEXT, b" ", 200_000) + b"x",
    "200 KB of addresses": lambda: _filled(TEXT, b"<a@b.example>: 550 5.1.1 unknown\r\n", 200_000),
    "200 KB of @ signs": lambda: _filled(TEXT, b"@a.", 200_000),
    "200 KB of colons": lambda: _filled(TEXT, b":", 200_000),
    "200 KB of stars": lambda: _filled(TEXT, b"*", 200_000),
    "200 KB of flowed lines": lambda: _filled(
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n", b"a \r\n", 200_000
    ),
    "a report of 1 MB": lambda: (
        HEAD
        + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nw\r\n--b\r\n"
        + b"Content-Type: message/delivery-status\r\n\r\n"
        + b"\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n" * 13_000
    ),
}
