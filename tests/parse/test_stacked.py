"""Tables that fell apart into one cell a line."""

import pytest

from tests.parse.alert_texts import A, B, C, reading, told

BOTH = [
    {"mpxn": A, "code": "8F3F", "supplier": "Brightwater"},
    {"mpxn": B, "code": "8F3E", "supplier": "Cobalt"},
]
HEADS = ("MPAN", "Alert Code", "New Supplier")
CELLS = (A, "8F3F", "Brightwater", B, "8F3E", "Cobalt")


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n\n"])
@pytest.mark.parametrize("above", ["", "Dear all,\n\n", "Critical Alert\n\n", "Date:\n\nSee below\n\n"])
@pytest.mark.parametrize("below", ["", "\n\nKind regards\nMegan", "\n\nNote: two of them"])
def test_row_by_row(between: str, above: str, below: str) -> None:
    assert told(above + between.join((*HEADS, *CELLS)) + below)[-2:] == BOTH


@pytest.mark.parametrize("word", ["ESME", "Critical Alert", "Gas", "Status"])
def test_a_cell_that_reads_like_a_label(word: str) -> None:
    heads = ("MPAN", "Device Type", *HEADS[1:])
    cells = (A, word, *CELLS[1:4], word, *CELLS[4:])
    assert told("\n\n".join((*heads, *cells))) == BOTH


def test_numbers_and_totals_between_the_rows() -> None:
    cells = ("1.", *CELLS[:3], "Sub-total: 1", "2.", *CELLS[3:], "Total: 2")
    assert told("\n\n".join(("Alerts, week 47", "No.", *HEADS, *cells))) == BOTH


def test_a_label_with_a_colon_ends_the_table() -> None:
    found = told("\n".join(("MPAN", "Device Type", *HEADS[1:], A, "Status:", "open", B)))
    assert all(each.get("mpxn") != B for each in found)


def test_label_by_label() -> None:
    text = f"MPAN\n{A}\n{B}\nAlert Code\n8F3F\n8F3E\nNew Supplier\nBrightwater\nCobalt\nThanks"
    assert told(text) == BOTH


def test_label_by_label_with_fewer_words_than_alerts() -> None:
    text = f"MPAN\n{A}\n{B}\n{C}\nAlert Code\n8F3F\n8F3E\n8F3F\nNew Supplier\nBrightwater"
    assert [each.get("supplier") for each in told(text)] == ["Brightwater", None, None]


@pytest.mark.parametrize(
    "text",
    [
        "MPAN\nAlert Code\nfoo\nbar",
        f"MPAN\n{A}\nAlert Code\nfoo",
        f"MPAN\n{A}\n{B}",
        "MPAN\nAlert Code",
        "MPAN\nMPAN\nMPAN\nMPAN\nAlert Code\nfoo",
    ],
)
def test_what_is_no_such_table(text: str) -> None:
    assert all(each.problems for each in reading(text).alerts)


def test_rows_end_where_nothing_fits() -> None:
    text = "\n".join((*HEADS, *CELLS, "and", "that", "is all"))
    assert told(text) == BOTH
