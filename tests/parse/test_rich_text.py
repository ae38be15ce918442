"""Bodies in compressed rich text."""

import struct

import pytest

from mailbot.parse import rich_text
from mailbot.parse.opening import CannotOpen
from tests.parse.attached import opening
from tests.parse.outlook_files import rich

BEGIN = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Calibri;}}{\colortbl;\red0\green0\blue0;}"
PAGE = BEGIN.replace(r"\ansi\a", r"\ansi\fromhtml1\a")


def plain(text: str, begin: str = BEGIN) -> str:
    return rich_text.read(rich(f"{begin}{text}}}"), opening()).plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\pard\plain\f0 MPAN: 1012345678903\par Code: 8F3F\par", "MPAN: 1012345678903\nCode: 8F3F\n"),
        ("one\r\n two", "one two"),
        (r"caf\'e9 \u8211? bar\~x\_y", "café – bar\u00a0x-y"),
        (r"\uc2\u8364 ab|\uc0\u8364 c|\uc1\u8364\'80d", "€|€c|€d"),
        (r"{\uc0\u8364 }\u8364 ?x", "€€x"),
        (r"\u-10179?\u7?.", "  ."),
        (r"a\tab b\cell c\row \{\\\}\|", "a\tb\tc\n{\\}"),
        (r"{\*\generator Riched20}{\*\xyz {deep}}shown", "shown"),
        (r"{\pict 0102}{\object{\result x}}{\info{\author Jo}}shown", "shown"),
        (r"{\*\htmltag64 <p>}{\ldblquote x\rdblquote}", "<p>\u201cx\u201d"),
        (r"\'e9 {\pict\'e9}", "é "),
        ("one}}} two", "one two"),
    ],
)
def test_the_text_is_what_a_reader_would_show(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    ("codepage", "read"), [("1251", "Ж"), ("65001", "\ufffd"), ("99999", "Æ"), ("1252", "Æ")]
)
def test_octets_are_read_in_the_code_page(codepage: str, read: str) -> None:
    assert plain(r"\'c6", BEGIN.replace("ansicpg1252", f"ansicpg{codepage}")) == read


@pytest.mark.parametrize(
    ("written", "read", "defects"),
    [
        (r"a{\v MPAN 1012345678903\'e9}b", "ab", ["doubtful: the rich text hides text"]),
        (r"a\v x\v0 b", "ab", []),
        (r"a{\strike old supplier}b\strike \strike0 c", "abc", ["doubtful: the rich text strikes out text"]),
        (r"a\v MPAN\striked1 \plain b", "ab", ["doubtful: the rich text hides text"]),
    ],
)
def test_what_is_hidden_or_struck_out_is_doubtful(written: str, read: str, defects: list[str]) -> None:
    doubted = opening()
    assert rich_text.read(rich(f"{BEGIN}{written}}}"), doubted).plain == read
    assert list(doubted.defects) == defects


def test_html_that_the_rich_text_carries() -> None:
    text = (
        r"{\*\htmltag64 <html>}{\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 MPAN: 1012345678903"
        r"\htmlrtf \par not shown}\htmlrtf0 {\*\htmltag72 </p>}{\*\mhtmltag64 <old>}{\*\htmltag84 &#163;}"
    )
    found = rich_text.read(rich(f"{PAGE}{text}}}"), opening())
    assert (found.plain, found.page) == ("", "<html><p>MPAN: 1012345678903</p>&#163;")


def test_uncompressed_rich_text() -> None:
    assert rich_text.read(rich(f"{BEGIN}Hello}}", "MELA"), opening()).plain == "Hello"


def test_the_mark_at_the_end_ends_it() -> None:
    assert (
        rich_text.read(rich(f"{BEGIN}Hello}}", size=len(BEGIN) + 100) + b"more", opening()).plain == "Hello"
    )


def test_stretches_of_the_window_are_copied() -> None:
    # {\rtf1\ansi from what every compressor begins with; then 'ab', and a copy that runs into itself.
    at = 207 + 11
    tokens = [struct.pack(">H", 0 << 4 | 9), b" ", b"a", b"b", struct.pack(">H", (at + 1) << 4 | 4), b"}"]
    data = struct.pack("<II4sI", 0, 21, b"LZFu", 0) + bytes([0b010001]) + b"".join(tokens)
    assert rich_text.read(data, opening()).plain == "abababab"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_what_is_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    assert plain("Hello") == "Hello"
    assert rich_text.read(rich(f"{BEGIN}Hello}}")[:-cut], opening()).plain.startswith("Hell")


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (b"", "its rich text is damaged"),
        (rich(BEGIN, "ZZZZ"), "its rich text is damaged"),
        (rich("no rich text"), "its rich text is damaged"),
        (rich(BEGIN + "{" * 600), "its rich text is nested too deep"),
        (rich(BEGIN, size=2**31), "it unpacks to more than 30000000 bytes"),
    ],
)
def test_what_is_none_says_why(octets: bytes, told: str) -> None:
    with pytest.raises(CannotOpen) as raised:
        rich_text.read(octets, opening())
    assert str(raised.value) == told


def test_a_reference_before_the_beginning_is_a_blank() -> None:
    data = struct.pack("<II4sI", 0, 4, b"MELA", 0) + b"{\\rt"
    with pytest.raises(CannotOpen):
        rich_text.read(data, opening())
    far = struct.pack("<II4sI", 0, 13, b"LZFu", 0) + bytes([0b11]) + struct.pack(">HH", 9, 3000 << 4)
    assert rich_text.read(far, opening()).plain == " "
