"""Lines: marks taken off, boxes made bars, rows of an attached table left as they stand."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import TABLE, Layer
from mailbot.parse.lines import lines_of, split_cells


def texts(text: str, form: str = "") -> list[str]:
    lines, over = lines_of(Layer("the body", text, form=form), Limits())
    assert over == ()
    return [line.text for line in lines]


def cells(text: str, form: str = "") -> tuple[str, ...]:
    lines, _ = lines_of(Layer("the body", text, form=form), Limits())
    return lines[0].cells


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("> > MPAN: 1", "MPAN: 1"),
        ("* MPAN: 1", "MPAN: 1"),
        ("  1. MPAN: 1", "MPAN: 1"),
        ("1.\tMPAN: 1", "MPAN: 1"),
        ("1.\t1012\t8F3F", "1.\t1012\t8F3F"),
        ("-\t1012\t8F3F", "-\t1012\t8F3F"),
        ("1012<tel:1012> x", "1012 x"),
        ("\u2502 MPAN \u2502 Code \u2502", "| MPAN | Code |"),
        ("\u250c\u2500\u2500\u252c\u2500\u2510", "------"),
        ("\u2551 MPAN \u2551", "| MPAN |"),
        ("Caf\u00e9: 1", "Caf\u00e9: 1"),
    ],
)
def test_what_is_taken_off_a_line(row: str, expected: str) -> None:
    assert texts(f"{row}\nend")[0] == expected


@pytest.mark.parametrize("row", ["> x\ty", "* x", "1. x", "From: a@b.example", "1.\tMPAN: 1", "\u2502 x"])
def test_a_row_of_an_attached_table_stays_as_it_is(row: str) -> None:
    assert texts(f"{row}\nend", TABLE)[0] == row


def test_an_attached_table_has_no_signature() -> None:
    text = "MPAN\tCode\n\nKind regards\n\n-- \nTotal\t2"
    assert texts(text) == ["MPAN\tCode"]
    assert texts(text, TABLE) == ["MPAN\tCode", "", "Kind regards", "", "--", "Total\t2"]


def test_line_numbers_are_those_of_the_layer() -> None:
    lines, _ = lines_of(Layer("the body", "CAUTION: external email\n\nMPAN: 1\n"), Limits())
    assert [(line.number, line.text) for line in lines if not line.blank] == [(3, "MPAN: 1")]


def test_leftover_mail_headers_are_no_lines() -> None:
    assert texts("x\n\nFrom: a\nDate: 1/1/2026\nTo: b\n\ny") == ["x", "", "", "", "", "", "y"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a\tb\t\t", ("a", "b", "", "")),
        ("\ta\tb", ("", "a", "b")),
        ("a  b   c d", ("a", "b", "c d")),
        ("| a | b | |", ("a", "b", "")),
        ("||a||b||c||", ("a", "b", "c")),
        ("||a|b|", ("a", "b")),
    ],
)
def test_the_cells_of_a_row(row: str, expected: tuple[str, ...]) -> None:
    assert cells(row) == expected
    assert cells(row, TABLE) == expected


@pytest.mark.parametrize(
    ("row", "separator", "expected"),
    [
        ("a,b,c", ",", ("a", "b", "c")),
        ('a,"b, Ltd",c', ",", ("a", "b, Ltd", "c")),
        ('a; "b; ""x"""; c', ";", ("a", 'b; "x', "c")),
        ('"open,b', ",", ("open,b",)),
        ('a,"b\rc"', ",", ("a", "b c")),
        ('""', ",", ("",)),
    ],
)
def test_separated_cells_may_be_quoted(row: str, separator: str, expected: tuple[str, ...]) -> None:
    assert split_cells(row, separator) == expected


def test_what_lies_behind_a_cap_is_not_read_and_the_cap_is_named() -> None:
    limits = Limits(lines=3, text_characters=20)
    lines, over = lines_of(Layer("the body", "a\nb\nc\nd"), limits)
    assert [line.text for line in lines] == ["a", "b", "c"]
    assert over == ("more than 3 lines in the body",)
    lines, over = lines_of(Layer("the body", "x" * 20_001), Limits())
    assert len(lines[0].text) == 20_000
    assert over == ("a line of more than 20000 characters in the body",)
    lines, over = lines_of(Layer("the body", "x" * 21), limits)
    assert lines[0].text == "x" * 20
    assert over == ("more than 20 characters in the body",)
