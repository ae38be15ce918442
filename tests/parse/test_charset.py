"""Transfer encodings, charsets that lie, flowed lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import charset


@pytest.mark.parametrize(
    ("flowed", "delete_space", "text"),
    [
        ("a \nb", False, "a b"),
        ("a \nb", True, "ab"),
        ("a\nb", False, "a\nb"),
        ("a \n b", False, "a b"),
        (" From x", False, "From x"),
        ("-- \nme", False, "-- \nme"),
        ("a \n-- \nme", False, "a \n-- \nme"),
        ("> a \n> b\nc", False, "> a b\nc"),
        ("> a \n>> b", False, "> a \n>> b"),
        ("", False, ""),
    ],
)
def test_flowed(flowed: str, delete_space: bool, text: str) -> None:
    assert charset.unflowed(flowed, delete_space) == text


def test_tidy() -> None:
    assert charset.tidy("a\r\nb\rc\u00a0d\u200be\ufefff\u202eg\0h") == "a\nb\nc defgh"


@pytest.mark.parametrize(
    "name", ["idna", "punycode", "unicode_escape", "rot13", "zlib", "x" * 500, "a\0b", "../x", ""]
)
def test_what_is_no_charset_is_never_asked_for(name: str) -> None:
    assert charset.named(b"words", name)[0] == "words"


@given(
    st.binary(max_size=100),
    st.text(max_size=12) | st.sampled_from(["utf-8", "utf-16", "utf-7", "hz", "gb2312"]),
)
def test_any_octets_in_any_charset_are_text(octets: bytes, name: str) -> None:
    text = charset.tidy(charset.named(octets, name)[0])
    assert "\0" not in text
    assert "\r" not in text


@pytest.mark.parametrize(
    ("octets", "charset_", "text", "fits"),
    [
        (b"words", "", "words", True),
        (b"words", " ", "words", True),
        (b"words", "utf-8", "words", True),
        (b"words", "no-such", "words", False),
        (b"words", "utf-16", "words", False),
        ("é".encode(), "", "é", False),
        ("é".encode(), "us-ascii", "é", True),
        ("é".encode(), "iso-8859-1", "é", False),
        (b"\xe9", "iso-8859-1", "é", True),
        (b"\xe9", "utf-8", "é", False),
        (b"\xef\xbb\xbf\xc3\xa9", "iso-8859-1", "é", True),
        ("éa, words".encode("utf-16"), "", "éa, words", True),
        ("éa, words".encode("utf-16"), "utf-8", "éa, words", False),
        ("éa, words".encode("utf-16-be"), "utf-16be", "éa, words", True),
        (b"\xff\xfea", "koi8-r", "ЪЧa", True),
        (b"\x1b$B%a\x1b(B", "", "メ", True),
        (b"\x1b$B%a\x1b(B", "utf-8", "メ", False),
        (b"\x1b$B%a\x1b(B", "iso-2022-jp", "メ", True),
        (b"\x1b$B!", "", "\x1b$B!", True),
        (b"ab\x81cd", "windows-1252", "ab\ufffdcd", False),
        (b"\x81" * 9, "windows-1252", "\ufffd" * 9, False),
        (b"ab\xff\xff\xff", "euc-kr", "abÿÿÿ", False),
        ("é".encode() + b"\xe9", "utf-8", "éé", False),
        ("é".encode() + b"\xe9" * 30_000, "", "Ã©" + "é" * 30_000, False),
        (b"a", "hex", "a", False),
        (b"a", "-", "a", False),
    ],
)
def test_named(octets: bytes, charset_: str, text: str, fits: bool) -> None:
    found, defect = charset.named(octets, charset_)
    assert (found, not defect) == (text, fits)


def test_the_codec_machinery_is_asked_to_mend_what_it_cannot_decode_alone() -> None:
    with pytest.raises(UnicodeEncodeError):
        "é".encode("ascii", "mailbot.windows-1252")
