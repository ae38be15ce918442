"""The CSV and the workbook that forwarders may always send, empty.

Takes a folder; writes two files into it and gives their paths. The cells of the workbook are text, so that a
spreadsheet program keeps every digit of a number; its example stands in a sheet of its own, so that nobody sends it by
mistake. A file that is there already is overwritten only when that is asked for: else CallError, and nothing is
written.
"""

import csv
import io
from pathlib import Path

from mailbot.model.errors import CallError
from mailbot.model.template import COLUMNS, EXAMPLE, EXAMPLE_SHEET, REMARKS, SHEET

NAMES = ("critical-alerts.csv", "critical-alerts.xlsx")
_TEXT = 49  # the number format that spreadsheet programs call Text
_WIDTHS = (18, 26, 12, 32, 22, 36)


def write(folder: Path, *, force: bool) -> tuple[Path, ...]:
    """Both templates, in `folder`, which is made when it is not there. Raises CallError."""
    paths = tuple(folder / name for name in NAMES)
    there = [str(path) for path in paths if path.exists()]
    if there and not force:
        raise CallError(
            f"{' and '.join(there)} would be overwritten: give --force, or another folder with --to."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, (as_csv(), as_workbook()), strict=True):
            path.write_bytes(content)
    except OSError as error:
        raise CallError(f"The templates cannot be written into {folder} ({error.strerror}).") from None
    return paths


def as_csv() -> bytes:
    """The columns alone, with a byte order mark, by which Excel knows UTF-8."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(COLUMNS)
    return file.getvalue().encode("utf-8-sig")


def as_workbook() -> bytes:
    """The columns in a sheet of text cells, and the example in another."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "num_format": _TEXT, "bottom": 1})
        text = book.add_format({"num_format": _TEXT})
        sheets = [book.add_worksheet(name) for name in (SHEET, EXAMPLE_SHEET)]
        for sheet in sheets:
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(column, column, width, text)
                sheet.write_string(0, column, COLUMNS[column], head)
            sheet.freeze_panes(1, 0)
        for column, example in enumerate(EXAMPLE):
            sheets[1].write_string(1, column, example, text)
        for row, remark in enumerate(REMARKS, start=3):
            sheets[1].write_string(row, 0, remark)
    return file.getvalue()
