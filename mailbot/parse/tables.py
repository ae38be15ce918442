"""Tables in a mail's text: one alert a row, one alert a column, and tables that fell apart into lines.

Takes the lines of a layer and a place in them; gives the alerts of the table that starts there, each as a
tuple of items, and the place behind it; or None where none starts. Cells are separated by TABs (HTML
made text), bars, runs of blanks, semicolons or commas; Outlook's plain text puts each cell on its own line,
with blank lines between. A row whose cells cannot be told apart, or stand under the wrong heads, is kept
with what is wrong; no cell is ever moved. Never raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.parse import alert_words
from mailbot.parse.labels import Label, Labels
from mailbot.parse.lines import Line, split_cells
from mailbot.parse.values import fits, strictly

_SEPARATORS = ("", ";", ",")
_TYPED = frozenset({"mpan", "mprn", "mpxn", "device", "code"})
_SURE = ("mpxn", "device", "code", "raised_at", "date", "time")  # what a cell can surely be told to be
_ALIKE = {"mpan": "mpxn", "mprn": "mpxn"}
_WORDS = frozenset({"supplier", "name"})  # columns in which no figure or time belongs
_MOST_COLUMNS = 60
_FEWEST_FIGURES = 6
_MOST_LABELS = 20  # of one table that has its labels one below the other
_MOST_STACKED = 400  # lines that one table may fall apart into behind one label


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


def upright(lines: tuple[Line, ...], start: int, labels: Labels) -> Table | None:
    """A header row of labels, then one alert a row."""
    for separator in _SEPARATORS:
        header = split_cells(lines[start].text, separator) if separator else lines[start].cells
        columns = _header(header, labels)
        if columns is None:
            continue
        records, end = [], start + 1
        for place in range(start + 1, len(lines)):
            line = lines[place]
            if line.blank or not any(line.cells) or _rule_off(line):
                continue
            record = _row(line, separator, columns, labels)
            if record is None:
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
    if len(known) < 2 or len(known) * 2 < filled or len(kinds) < 2:
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
    if labels.whole(cells[0]) and not fits(columns[0].field if columns[0] else "", cells[0]):
        return None
    if len(cells) != len(columns):
        return _broken(line, cells, len(columns))
    items = tuple(
        Item(column, cell, line.number, f"column '{column.written}'")
        for column, cell in zip(columns, cells, strict=False)
        if column and cell
    )
    if not any(fits(item.field, item.value) for item in items) and not _has_digits(items):
        return None
    return Record(items, shifted(items))


def shifted(items: tuple[Item, ...]) -> str:
    """In words, which cell of a row stands under another one's head; empty when none does."""
    for item in items:
        field = _ALIKE.get(item.field, item.field)
        if field in _WORDS or (field in _SURE and not fits(item.field, item.value)):
            others = [each for each in _SURE if each != field and strictly(each, item.value)]
            if others and not {field, *others} <= {"raised_at", "date", "time"}:
                return f"in line {item.line} the {item.place} holds what belongs into another"
    return ""


def _has_digits(items: tuple[Item, ...]) -> bool:
    """Whether a row without one readable cell is a row all the same: figures under a column of figures."""
    return any(
        item.field in _TYPED and sum(each.isdigit() for each in item.value) >= _FEWEST_FIGURES
        for item in items
    )


def _broken(line: Line, cells: tuple[str, ...], columns: int) -> Record | None:
    """A row with too few or too many cells: an alert stands there when one of its cells is a fact of one."""
    if not any(strictly(field, cell) for cell in cells for field in ("mpxn", "device")):
        return None
    return Record((), f"line {line.number} has {len(cells)} cells where the table has {columns} columns")


def _rule_off(line: Line) -> bool:
    """A line drawn under a header: ----+----."""
    return not line.text.strip().strip("-+=|_: \t")


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
        rows.append((line, label, line.cells[1 : _MOST_COLUMNS + 1]))
        end = place + 1
    count = max((len(values) for _, label, values in rows if _all_fit(label, values)), default=0)
    if count < 2:
        return None
    broken = _before_and_after(lines, start)
    records = tuple(Record(tuple(_column(rows, column)), broken) for column in range(count))
    return Table(records, end)


def _before_and_after(lines: tuple[Line, ...], start: int) -> str:
    """In words, that the columns are one alert before and after a change; empty when no head above says so."""
    above = lines[start - 1] if start else None
    heads = above.cells if above and len(above.cells) > 1 else ()
    if above is None or not any(alert_words.losing(each) for each in heads):
        return ""
    return f"line {above.number} heads the columns as old and new"


def _all_fit(label: Label, values: tuple[str, ...]) -> bool:
    """True for a row of facts that can be checked: only such a row tells that each column is an alert."""
    return label.field in _TYPED and len(values) > 1 and all(fits(label.field, each) for each in values)


def _column(rows: list[tuple[Line, Label, tuple[str, ...]]], column: int) -> Iterator[Item]:
    for line, label, values in rows:
        if column < len(values) and values[column]:
            place = f"label '{label.written}', column {column + 1}"
            yield Item(label, values[column], line.number, place)


def stacked(lines: tuple[Line, ...], start: int, labels: Labels) -> Table | None:
    """A table that fell apart into one cell a line: a run of labels, then their values, row by row."""
    heads, place = _run_of_labels(lines, start, labels)
    if len(heads) < 2 or len({label.field for label, _ in heads}) < 2:
        return None
    values, _ = _values(lines, place, labels)
    records = []
    for first in range(0, len(values) - len(heads) + 1, len(heads)):
        row = values[first : first + len(heads)]
        if not any(fits(label.field, line.text) for (label, _), (line, _) in zip(heads, row, strict=True)):
            break
        items = tuple(_stacked_row(heads, row))
        records.append(Record(items, shifted(items)))
        place = row[-1][1] + 1
    return Table(tuple(records), place) if records else None


def _stacked_row(heads: list[tuple[Label, int]], row: list[tuple[Line, int]]) -> Iterator[Item]:
    for (label, _), (line, _) in zip(heads, row, strict=True):
        yield Item(label, line.text.strip(), line.number, f"column '{label.written}'")


def stacked_sideways(lines: tuple[Line, ...], start: int, labels: Labels) -> Table | None:
    """The same of a sideways table: a label, its values one a line, the next label, its values."""
    runs: list[tuple[Label, list[tuple[Line, int]]]] = []
    place = start
    while place < len(lines) and len(runs) < _MOST_LABELS:
        heads, place = _run_of_labels(lines, place, labels, most=1)
        if not heads:
            break
        values, place = _values(lines, place, labels)
        if heads[0][0].field in _TYPED and _leading(heads[0][0], values) < 2:
            break
        runs.append((heads[0][0], values))
    count = max((_leading(label, values) for label, values in runs if label.field in _TYPED), default=0)
    if count < 2 or len(runs) < 2:
        return None
    records = []
    for column in range(count):
        items = [_beneath(label, values[column][0], column) for label, values in runs if column < len(values)]
        records.append(Record(tuple(items)))
    return Table(tuple(records), runs[-1][1][:count][-1][1] + 1 if runs[-1][1] else place)


def _beneath(label: Label, line: Line, column: int) -> Item:
    return Item(label, line.text.strip(), line.number, f"label '{label.written}', value {column + 1}")


def _leading(label: Label, values: list[tuple[Line, int]]) -> int:
    """How many of the lines behind a label are good values of its field, from the first on."""
    count = 0
    for line, _ in values:
        if not strictly(label.field, line.text):
            break
        count += 1
    return count


def _run_of_labels(
    lines: tuple[Line, ...], start: int, labels: Labels, most: int = _MOST_LABELS
) -> tuple[list[tuple[Label, int]], int]:
    """Labels that stand alone on their lines, one after the other, and the index of the line behind them."""
    heads: list[tuple[Label, int]] = []
    place = end = start
    while place < len(lines) and len(heads) < most:
        line = lines[place]
        if not line.blank:
            label = labels.whole(line.text)
            if label is None:
                break
            heads.append((label, place))
            end = place + 1
        elif not heads:
            break
        place += 1
    return heads, end


def _values(lines: tuple[Line, ...], start: int, labels: Labels) -> tuple[list[tuple[Line, int]], int]:
    """The lines that hold values: all that are neither blank nor a label, up to the next label."""
    found: list[tuple[Line, int]] = []
    for place in range(start, len(lines)):
        line = lines[place]
        if line.blank:
            continue
        if labels.whole(line.text) or labels.in_line(line.text) or len(found) >= _MOST_STACKED:
            return found, place
        found.append((line, place))
    return found, len(lines)
