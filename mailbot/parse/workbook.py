"""An attached workbook: .xlsx, .xlsm, .xls and .ods -> one table a sheet.

Takes an Attached; gives a layer for every sheet that shows anything, rows where they are. What a person does not see
(a hidden sheet, row or column, white letters) or what is struck out is left out, and if it states facts the mail is
doubtful; so it is when cells have comments. Formulas give the value that the spreadsheet program stored; macros are
never looked at. A number that a spreadsheet has rounded (more than 15 digits) is written so that nobody takes it for a
whole one. What is no workbook, is protected by a password, or
has its cells too far apart raises CannotOpen; never another exception. How large the sheets are is found out before the
library is given a byte.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mailbot.model.mail import Layer
from mailbot.model.template import EXAMPLE_ROWS, EXAMPLE_SHEET
from mailbot.parse import attached_table, doubts, workbook_ods, workbook_xls, workbook_xlsx
from mailbot.parse.opening import DAMAGED, Attached, CannotOpen, Contents, Opening
from mailbot.parse.sheet import Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_WHOLE = 10**15  # from here on a spreadsheet has rounded a number
_LONGEST_HIDDEN = 5000  # characters of what is hidden that are looked at
_OLE = b"\xd0\xcf\x11\xe0"
_Value = int | float | str | bool | time | date | datetime | timedelta


def read(item: Attached, opening: Opening) -> Contents:
    """The visible sheets as tables."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = _surveyed(item.part.payload, opening)
    surveyed = {sheet.name: sheet for sheet in sheets}
    tables: list[Layer] = []
    hides = False
    book = _opened(item.part.payload)
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = surveyed.get(about.name)
        if sheet is None or len(surveyed) < len(sheets):
            raise CannotOpen("its sheets cannot be told apart")
        visible = about.visible == SheetVisibleEnum.Visible and not sheet.hidden
        page = _Page(book.get_sheet_by_index(number), sheet, visible)
        opening.more_rows(page.height)
        tables.extend(attached_table.layer(page.rows(), f'sheet "{about.name}" of {item.where}', opening))
        hides = hides or doubts.states_facts(" ".join(page.hidden))
    if hides:
        what = "sheets, rows, columns or cells"
        opening.doubt(f"{doubts.PREFIX}the workbook {item.where} hides or strikes out {what}")
    return Contents(tables=tuple(tables))


class _Page:
    """One sheet while it is read: `hidden` gathers what nobody sees of it."""

    def __init__(self, cells: "CalamineSheet", sheet: Sheet, visible: bool) -> None:
        self._cells, self._sheet, self._visible = cells, sheet, visible
        self.height = cells.end[0] + 1 if cells.end else 0
        self.hidden: list[str] = []
        self._room = _LONGEST_HIDDEN

    def rows(self) -> Iterator[list[str]]:
        """The rows; what is hidden is empty, and so is the example of our own template."""
        for number, row in enumerate(self._cells.iter_rows()):
            shown = self._visible and number not in self._sheet.rows
            cells = [
                self._shown(_text(value), number, column, row_shown=shown) for column, value in enumerate(row)
            ]
            ours = self._sheet.name == EXAMPLE_SHEET and tuple(filter(None, cells)) in EXAMPLE_ROWS
            yield [] if ours else cells

    def _shown(self, text: str, row: int, column: int, *, row_shown: bool) -> str:
        if row_shown and column not in self._sheet.columns and (row, column) not in self._sheet.cells:
            return text
        if text and self._room > 0:
            self.hidden.append(text[: self._room])
            self._room -= len(text)
        return ""


def _surveyed(octets: bytes, opening: Opening) -> tuple[Sheet, ...]:
    """Which rows and columns of each sheet are hidden; raises CannotOpen for what no library should be given."""
    if octets.startswith(_OLE):
        return workbook_xls.survey(octets, opening)
    if workbook_ods.is_ods(octets):
        return workbook_ods.survey(octets, opening)
    return workbook_xlsx.survey(octets, opening)


def _opened(octets: bytes) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(octets))
    except CalamineError as error:
        raise CannotOpen(DAMAGED) from error


def _text(value: _Value) -> str:
    """A cell as it would be written by hand, a time without a zone."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return _number(value)
        case datetime():
            return (value + timedelta(microseconds=500_000)).isoformat(" ", _exactness(value))
        case time():
            return value.isoformat(_exactness(value))
        case _:
            return str(value)


def _exactness(value: datetime | time) -> str:
    """Down to what a time is written: whole minutes were probably entered so, and claim no second."""
    return "seconds" if value.second or value.microsecond else "minutes"


def _number(value: int | float) -> str:
    if abs(value) >= _WHOLE:
        return f"{value:.6E}"
    return str(int(value)) if value == int(value) else str(value)
