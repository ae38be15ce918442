"""docs/faults.md is what the rows of the fault matrix say, no more and no less."""

from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.fault_rows import ROWS, page

PAGE = Path(__file__).parent.parent / "docs" / "faults.md"


def test_the_page_is_what_the_rows_say():
    assert PAGE.read_text() == page(), "python -m tests.end_to_end.fault_rows > docs/faults.md"


def test_every_row_has_an_id_of_its_own():
    assert [id_ for id_, times in Counter(row.id for row in ROWS).items() if times > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_cell_is_a_sentence_that_fits_into_a_table(row):
    for cell in (row.fault, row.made, row.does):
        assert cell[0].isupper() or cell[0] == "`"
        assert "|" not in cell
        assert cell.isprintable()
    assert row.made.endswith(".")
    assert row.does.endswith(".")
