"""Header fields: the block, encoded words, dates and Message-IDs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import fields


@pytest.mark.parametrize(
    ("block", "found", "rest", "stray"),
    [
        (b"X-A: 1\r\nTo: 2", (("X-A", "1"), ("To", "2")), b"", False),
        (b"X-A: 1\r\n\t2\r\n  3", (("X-A", "1 2 3"),), b"", False),
        (b"X-A:\r\n 1\r\n \r\n\t\r\n 2", (("X-A", "1 2"),), b"", False),
        (b"X-A : 1", (("X-A", "1"),), b"", False),
        (b"Authentication-Results : x", (("Authentication-Results ", "x"),), b"", False),
        (b"X-A: 1\nstray\nTo: 2", (("X-A", "1"), ("To", "2")), b"", True),
        (b"X-A: 1\nbody\nmore", (("X-A", "1"),), b"body\nmore", False),
        (b"X-A: 1\nbody\nMPAN: 2\nTo: 3", (("X-A", "1"),), b"body\nMPAN: 2\nTo: 3", False),
        (b"X-A: 1\nMPAN: 2\nFuel: 3\nbody", (("X-A", "1"),), b"MPAN: 2\nFuel: 3\nbody", False),
        (b"MPAN: 2\nFuel: 3", (), b"MPAN: 2\nFuel: 3", False),
        (b"MPAN: 2\nTo: 3", (("MPAN", "2"), ("To", "3")), b"", False),
        (b"words", (), b"words", False),
        (b"---- Forwarded ----\nFrom: a\nDate: b", (), b"---- Forwarded ----\nFrom: a\nDate: b", False),
        (b"see below\nFrom: a\nDate: b", (), b"see below\nFrom: a\nDate: b", False),
        (b"noise\nFrom: a\nMessage-ID: b", (("From", "a"), ("Message-ID", "b")), b"", True),
        (b"X-A: 1\n--b\nContent-Type: 2", (("X-A", "1"),), b"--b\nContent-Type: 2", False),
        (b" lost\nX-Abc: 1", (("X-Abc", "1"),), b"", True),
        (b" \t\nX-A: 1", (("X-A", "1"),), b"", False),
        (b"  Dear all,\nFrom: me", (), b"  Dear all,\nFrom: me", False),
        (b"From me\nX-A: 1", (("X-A", "1"),), b"", False),
        (b">From me\nX-A: 1", (("X-A", "1"),), b"", False),
        (b"X-A: 1\nFrom me", (("X-A", "1"),), b"From me", False),
        ("X-A: café £".encode(), (("X-A", "café £"),), b"", False),
        ("X-A: café £".encode("cp1252"), (("X-A", "café £"),), b"", False),
        (b"X-A: x\x00y\tz", (("X-A", "xy z"),), b"", False),
        (b"", (), b"", False),
    ],
)
def test_split(block: bytes, found: fields.Fields, rest: bytes, stray: bool) -> None:
    read = fields.split(block)
    assert (read.fields, block[read.end :], read.stray, read.full) == (found, rest, stray, False)


def test_no_more_fields_than_may_be_read() -> None:
    read = fields.split(b"To: 1\nCc: 2\nBcc: 3\n", most=2)
    assert (read.fields, read.end, read.full) == ((("To", "1"), ("Cc", "2")), 19, True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?caf=C3=A9?=", "café"),
        ("=?UTF-8?Q?a_b?= c", "a b c"),
        ("=?utf-8?b?Y2Fmw6k=?=", "café"),
        ("=?utf-8?b?Y2Fmw6k?=", "café"),
        ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a?=\t=?iso-8859-1?q?=E9?=", "aé"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é"),
        ("=?utf-8?q?a?= and =?utf-8?q?b?=", "a and b"),
        ("=?utf-8*en?q?a?=", "a"),
        ("=?windows-1252?q?=80?=", "€"),
        ("=?no-such?q?a?=", "a"),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-8?q?a b", "=?utf-8?q?a b"),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "aBcc: x"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert fields.words(value) == text


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@b>", ("<a@b>",)),
        ("<a@b> <c@d>", ("<a@b>", "<c@d>")),
        ("<a@b><c@d>", ("<a@b>", "<c@d>")),
        ("a@b", ("<a@b>",)),
        ("Your mail of Monday <a@b>", ("<a@b>",)),
        ("nothing", ()),
        ("", ()),
        ("<a b@c>", ()),
    ],
)
def test_message_ids(value: str, ids: tuple[str, ...]) -> None:
    assert fields.message_ids(value) == ids


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("Tue, 24 Nov 2026 09:05:33 +0000", "2026-11-24T09:05:33+00:00"),
        ("24 Nov 2026 09:05 +0100", "2026-11-24T09:05:00+01:00"),
        ("Tue, 24 Nov 2026 09:05:33 -0000", "2026-11-24T09:05:33+00:00"),
        ("Tue, 24 Nov 2026 09:05:33 GMT (comment)", "2026-11-24T09:05:33+00:00"),
        ("Tue, 24 Nov 2026 09:05:33", "2026-11-24T09:05:33+00:00"),
        ("Tue, 99 Nov 2026 09:05:33 +0000", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_date(value: str, iso: str) -> None:
    read = fields.date(value)
    assert (read.isoformat() if read else "") == iso


@given(st.binary(max_size=200))
def test_any_block_is_read(block: bytes) -> None:
    read = fields.split(block)
    assert 0 <= read.end <= len(block)
    assert all("\n" not in value and "\x00" not in value for _, value in read.fields)


@given(st.text(alphabet="=?utf8qbB_ -AC9\x00", max_size=80))
def test_any_value_is_decoded(value: str) -> None:
    assert isinstance(fields.words(value), str)


@given(st.text(max_size=60))
def test_any_date_is_aware_or_none(value: str) -> None:
    read = fields.date(value)
    assert read is None or read.utcoffset() is not None
