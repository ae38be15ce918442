"""Attached text files: rows whose cells a mark parts, or lines."""

import codecs

import pytest

from mailbot.parse import delimited, doubts
from tests.parse.attached import CSV, HEAD, ROW, TABLE, item, opening, why

TEXT = CSV.decode()


def table(content: bytes, name: str = "a.csv", content_type: str = "application/octet-stream") -> str:
    (layer,) = delimited.read(item(name, content, content_type), opening()).tables
    assert layer.where == name
    return layer.text


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_parts_the_cells_is_found(mark: str) -> None:
    assert table(TEXT.replace(",", mark).encode()) == TABLE


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.replace("\r\n", "\n").encode(),
    ],
)
def test_every_form_of_text_is_read(content: bytes) -> None:
    assert table(content) == TABLE


def test_windows_1252_is_read() -> None:
    assert table("A,B\nCafé – bar,2\n".encode("cp1252")) == "A\tB\nCafé – bar\t2"


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", "\ufeffsep=;"])
def test_a_first_line_says_what_parts_the_cells(first: str) -> None:
    assert table(f"{first}\r\na,1;b,2\r\n".encode()) == "\na,1\tb,2"


def test_the_head_need_not_stand_first() -> None:
    lines = table(f"Report, week 46\n\n{HEAD}\n{ROW}\n{ROW}\n".encode()).split("\n")
    assert lines[0] == "Report\tweek 46"
    assert lines[2:] == [TABLE.split("\n")[0], *[TABLE.split("\n")[1]] * 2]


def test_quoted_cells_may_hold_anything_and_rows_keep_their_numbers() -> None:
    assert (
        table(b'A,B\n"one\nline, with ""quotes""",2\n\n3,4\n') == 'A\tB\none line, with "quotes"\t2\n\n3\t4'
    )


def test_a_number_that_was_rounded_stays_as_it_is() -> None:
    assert table(b"MPAN,Code\n1.01235E+12,8F3F\n") == "MPAN\tCode\n1.01235E+12\t8F3F"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"Hello, this is, well, a note\nMPAN: 1012345678903\n", "text/plain"),
        (b"One line, no table\n", "text/plain"),
        (b"MPAN\n1012345678903\n", "text/csv"),
    ],
)
def test_what_is_no_table_is_text(content: bytes, content_type: str) -> None:
    assert table(content, "a.txt", content_type) == content.decode().strip()


def test_a_text_whose_lines_all_fall_into_cells_is_a_table() -> None:
    assert table(TEXT.encode(), "a.txt", "text/plain") == TABLE


@pytest.mark.parametrize("content", [b"\x00\x01\x02binary", b"a,b\x07\n", b"MZ\x90\x00\x03"])
def test_what_is_no_text_is_not_read(content: bytes) -> None:
    assert why(delimited.read, content, "a.csv") == "it is no text"


def test_quotation_marks_that_do_not_match_are_not_guessed_at() -> None:
    told = why(delimited.read, b'A,B\n"never closed,2\n3,4\n', "a.csv")
    assert told == "its quotation marks do not match"


@pytest.mark.parametrize("content", [b"a,b\n1,2\n3,4\n", b"one\ntwo\nthree\n"])
def test_rows_are_capped(content: bytes) -> None:
    assert why(delimited.read, content, "a.csv", rows=2) == "it has more than 2 rows"


@pytest.mark.parametrize("content", [CSV, b"a text\n" * 10])
def test_a_text_is_capped(content: bytes) -> None:
    assert why(delimited.read, content, "a.csv", text_characters=60) == "it has more than 60 characters"


def test_marks_that_turn_the_order_round_are_doubtful() -> None:
    doubted = opening()
    delimited.read(item("a.txt", "MPAN: \u202e3098".encode()), doubted)
    assert list(doubted.defects) == [doubts.REORDERED]
