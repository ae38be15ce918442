"""Rows of an attached table, as a layer of text."""

import pytest

from mailbot.model.mail import TABLE
from mailbot.parse import attached_table, doubts
from mailbot.parse.opening import CannotOpen
from tests.parse.attached import opening


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1012345678903", "1012345678903"),
        ('="1012345678903"', "1012345678903"),
        ("'1012345678903", "1012345678903"),
        ("'", "'"),
        ("' x", "' x"),
        ("two\r\nlines\tand a TAB", "two lines and a TAB"),
        ("  wide\u00a0blank ", "wide blank"),
        ("10\u200b12", "1012"),
        ("line\u2028separator\x0b", "line separator"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("", ""),
    ],
)
def test_a_cell_is_one_line_without_what_keeps_it_text(written: str, read: str) -> None:
    assert attached_table.cell(written) == read


def test_a_row_is_a_line_and_an_empty_row_an_empty_line() -> None:
    rows = (("Title", "", ""), ("", "", ""), (), ("MPAN", "Code", ""), ("1", "", ""))
    (layer,) = attached_table.layer(rows, "a.csv", opening())
    assert layer.text == "Title\t\n\n\nMPAN\tCode\n1\t"
    assert (layer.where, layer.form, layer.depth) == ("a.csv", TABLE, 1)


@pytest.mark.parametrize("rows", [(), (("", " "), ("",))])
def test_an_empty_table_is_no_layer(rows) -> None:
    assert attached_table.layer(rows, "a.csv", opening()) == ()


def test_a_table_may_be_as_wide_as_the_reader_takes() -> None:
    assert attached_table.layer((["x"] * 60,), "a.csv", opening())
    with pytest.raises(CannotOpen, match="it has 61 columns, and at most 60 are read"):
        attached_table.layer((["x"] * 61,), "a.csv", opening())
    assert attached_table.layer((["x", *[""] * 16000],), "a.csv", opening())
    with pytest.raises(CannotOpen, match="it has 16385 columns"):
        attached_table.layer(([""] * 16385,), "a.csv", opening())


def test_a_table_may_be_as_long_as_a_text() -> None:
    capped = opening(text_characters=10)
    with pytest.raises(CannotOpen, match="it has more than 10 characters"):
        attached_table.layer((["x" * 11],), "a.csv", capped)
    assert list(capped.over) == ["what is attached has more than 10 characters"]


def test_marks_that_turn_the_order_round_are_doubtful() -> None:
    doubted = opening()
    attached_table.layer((["MPAN", "\u202e3098"],), "a.csv", doubted)
    assert list(doubted.defects) == [doubts.REORDERED]
