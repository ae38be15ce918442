"""Tables in a mail's text or in an attached file: one alert a row, or one alert a column.

Takes the lines of a layer and a place in them; gives the alerts of the table that starts there, each as a
tuple of items, and the place behind it; or None where none starts. Cells are separated by TABs (HTML
made text, attached sheets), bars, runs of blanks, semicolons or commas. Blank rows, rules and totals are passed
over. A row whose cells cannot be told apart, or stand under the wrong heads, is kept with what is wrong; no cell is
ever moved. Never raises.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.parse import alert_words
from mailbot.parse.labels import Label, Labels
from mailbot.parse.lines import Line, split_cells
from mailbot.parse.values import fits, strictly

_SEPARATORS = ("", ";", ",")
_SUBJECTS = frozenset({"mpan", "mprn", "mpxn", "device"})
TYPED = frozenset({"mpan", "mprn", "mpxn", "device", "code"})
_SURE = ("mpxn", "device", "code", "raised_at", "date", "time")  # what a cell can surely be told to be
_ALIKE = {"mpan": "mpxn", "mprn": "mpxn"}
_WORDS = frozenset({"supplier", "name"})  # columns in which no figure or time belongs
_MOST_COLUMNS = 60
_FEWEST_FIGURES = 6
_TOTAL = re.compile(
    r"(?:grand |sub[ -]?)?totals?(?: (?:alerts|rows|number|count|of alerts))?[ :=]{0,3}\d{0,5}", re.ASCII
)
_MOST_LABELS = 20  # of one table that has its labels one below the other


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled value. `place` says for a person how it was labelled, `paragraph` what stands together.

    `rest` is what stands beside the value or on the line after it and has no label of its own.
    """

    label: Label
    value: str
    line: int
    place: str
    paragraph: int = 0
    rest: str = ""

    @property
    def field(self) -> str:
        """The field of its label."""
        return self.label.field


@dataclass(frozen=True, slots=True)
class Record:
    """One alert of a table. `broken` says in words why its cells could not be told apart."""

    items: tuple[Item, ...]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The alerts of a table, and the index of the line behind it."""

    records: tuple[Record, ...]
    end: int


def upright(lines: tuple[Line, ...], start: int, labels: Labels, most: int) -> Table | None:
    """A header row of labels, then one alert a row; `most` rows at the most."""
    for separator in _SEPARATORS:
        if separator not in lines[start].text:
            continue
        header = split_cells(lines[start].text, separator) if separator else lines[start].cells
        columns = _header(header, labels)
        if columns is None:
            continue
        records: list[Record] = []
        end = start + 1
        for place in range(start + 1, len(lines)):
            line = lines[place]
            if line.blank or not any(line.cells) or _rule_off(line) or _totals(line):
                continue
            record = _row(line, separator, columns, labels)
            if record is None or len(records) >= most:
                break
            records.append(record)
            end = place + 1
        if records:
            return Table(tuple(records), end)
    return None


def _header(cells: tuple[str, ...], labels: Labels) -> tuple[Label | None, ...] | None:
    """The label of each column (None: unknown), or None when this is no header row."""
    filled = sum(1 for cell in cells if cell)
    if filled < 2 or len(cells) > _MOST_COLUMNS:
        return None
    columns = tuple(labels.whole(cell) if cell else None for cell in cells)
    known = [column for column in columns if column]
    kinds = {column.field for column in known}
    enough = len(known) * 2 >= filled or ("code" in kinds and not kinds.isdisjoint(_SUBJECTS))
    if len(known) < 2 or not enough or len(kinds) < 2:
        return None
    pairs = any(
        column and place + 1 < len(cells) and not columns[place + 1] and fits(column.field, cells[place + 1])
        for place, column in enumerate(columns)
    )
    return None if pairs else columns


def _row(line: Line, separator: str, columns: tuple[Label | None, ...], labels: Labels) -> Record | None:
    """The alert of one row; None when the table has ended."""
    cells = split_cells(line.text, separator) if separator else line.cells
    if len([cell for cell in cells if cell]) < 2 or _header(cells, labels):
        return None
    if len(cells) != len(columns):
        return None if labels.whole(cells[0]) else _broken(line, cells, len(columns))
    items = tuple(
        Item(column, cell, line.number, f"column '{column.written}'")
        for column, cell in zip(columns, cells, strict=False)
        if column and cell
    )
    if labels.whole(cells[0]) and not any(
        item.field in TYPED and strictly(item.field, item.value) for item in items
    ):
        return None
    if not any(fits(item.field, item.value) for item in items) and not _has_digits(items):
        return None
    return Record(items, shifted(items))


def shifted(items: tuple[Item, ...]) -> str:
    """In words, which cell of a row stands under another one's head; empty when none does."""
    for item in items:
        field = _ALIKE.get(item.field, item.field)
        if not any(map(str.isdigit, item.value)):
            continue
        if field in _WORDS or (field in _SURE and not fits(item.field, item.value)):
            others = [each for each in _SURE if each != field and strictly(each, item.value)]
            if others and not {field, *others} <= {"raised_at", "date", "time"}:
                return f"in line {item.line} the {item.place} holds what belongs into another"
    return ""


def _has_digits(items: tuple[Item, ...]) -> bool:
    """Whether a row without one readable cell is a row all the same: figures under a column of figures."""
    return any(item.field in TYPED and _figures(item.value) >= _FEWEST_FIGURES for item in items)


def _broken(line: Line, cells: tuple[str, ...], columns: int) -> Record | None:
    """A row with too few or too many cells: an alert stands there when one of its cells is a fact of one."""
    if not any(strictly(field, cell) for cell in cells for field in ("mpxn", "device")):
        return None
    return Record((), f"line {line.number} has {len(cells)} cells where the table has {columns} columns")


def _rule_off(line: Line) -> bool:
    """A line drawn under a header: ----+----."""
    return not line.text.strip().strip("-+=|_: \t")


def _totals(line: Line) -> bool:
    """A row that counts the others, above more of them or below."""
    return is_total(next((cell for cell in line.cells if cell), "")) and _figures(line.text) < _FEWEST_FIGURES


def is_total(cell: str) -> bool:
    """Whether a cell begins a row that counts the others."""
    return bool(_TOTAL.fullmatch(cell.casefold().strip()))


def _figures(text: str) -> int:
    return sum(map(str.isdigit, text))


def sideways(lines: tuple[Line, ...], start: int, labels: Labels) -> Table | None:
    """The label in the first column, then one alert a column: two columns of values at the least."""
    if len(lines[start].cells) < 3:
        return None
    rows: list[tuple[Line, Label, tuple[str, ...]]] = []
    end = start
    for place in range(start, min(start + _MOST_LABELS, len(lines))):
        line = lines[place]
        if line.blank:
            continue
        label = labels.whole(line.cells[0]) if len(line.cells) > 1 and line.cells[0] else None
        if label is None or any(labels.whole(cell) for cell in line.cells[1:] if cell):
            break
        rows.append((line, label, _filled(line.cells[1 : _MOST_COLUMNS + 1])))
        end = place + 1
    count = max((len(values) for _, label, values in rows if _all_fit(label, values)), default=0)
    if count < 2:
        return None
    broken = _before_and_after(lines, start)
    records = tuple(Record(tuple(_column(rows, column)), broken) for column in range(count))
    return Table(records, end)


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells without the empty ones at the end: a sheet is as wide as its widest row."""
    return cells[: next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)]


def _before_and_after(lines: tuple[Line, ...], start: int) -> str:
    """In words, that the columns are one alert before and after a change; empty when no head above says so."""
    above = lines[start - 1] if start else None
    heads = above.cells if above and len(above.cells) > 1 else ()
    if above is None or not any(alert_words.losing(each) for each in heads):
        return ""
    return f"line {above.number} heads the columns as old and new"


def _all_fit(label: Label, values: tuple[str, ...]) -> bool:
    """True for a row of facts that can be checked: only such a row tells that each column is an alert."""
    return label.field in TYPED and len(values) > 1 and all(fits(label.field, each) for each in values)


def _column(rows: list[tuple[Line, Label, tuple[str, ...]]], column: int) -> Iterator[Item]:
    for line, label, values in rows:
        if column < len(values) and values[column]:
            place = f"label '{label.written}', column {column + 1}"
            yield Item(label, values[column], line.number, place)
