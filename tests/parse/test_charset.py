"""Transfer encodings, charsets that lie, flowed lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import charset


@pytest.mark.parametrize(
    ("data", "octets", "damaged"),
    [
        (b"d29yZHM=", b"words", False),
        (b"d29y\r\nZHM=\r\n", b"words", False),
        (b"d29yZHM", b"words", True),
        (b"d29yZHMx=", b"words1", False),
        (b"d29yZHM=\r\n\r\n-- \r\nlist footer", b"words", False),
        (b"d", b"", True),
        (b"", b"", False),
    ],
)
def test_base64(data: bytes, octets: bytes, damaged: bool) -> None:
    found, defect = charset.from_base64(data)
    assert (found, bool(defect)) == (octets, damaged)


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


@given(st.binary(max_size=100))
def test_any_base64_is_octets(data: bytes) -> None:
    assert isinstance(charset.from_base64(data)[0], bytes)
