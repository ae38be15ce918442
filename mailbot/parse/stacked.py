"""Tables that fell apart into one cell a line, as Outlook's plain text writes them, with blank lines between.

Takes the lines of a mail's text and a place in them; gives the alerts of the table that starts there and the place
behind it, or None where none starts: a run of labels and then their values row by row, or each label with its values
below it. A cell that reads like a label ('ESME' under 'Device Type') is a value where its column holds words. No cell
is ever moved. Never raises.
"""

from collections.abc import Iterator

from mailbot.parse.labels import Label, Labels
from mailbot.parse.lines import Line
from mailbot.parse.tables import TYPED, Item, Record, Table, is_total, shifted
from mailbot.parse.values import fits, strictly

_MOST_LABELS = 20  # of one table that has its labels one below the other
_WORDS = frozenset({"ignored", "name", "fuel"})  # columns whose cells may read like a label
_MOST_STACKED = 400  # lines that one table may fall apart into behind one label


def stacked(lines: tuple[Line, ...], start: int, labels: Labels) -> Table | None:
    """A table that fell apart into one cell a line: a run of labels, then their values, row by row."""
    heads, place = _run_of_labels(lines, start, labels)
    if len(heads) < 2 or len({label.field for label, _ in heads}) < 2:
        return None
    values = _cells(lines, place, [label for label, _ in heads], labels)
    records = []
    for first in range(0, len(values) - len(heads) + 1, len(heads)):
        row = values[first : first + len(heads)]
        if not any(fits(label.field, line.text) for (label, _), (line, _) in zip(heads, row, strict=True)):
            break
        items = tuple(_stacked_row(heads, row))
        records.append(Record(items, shifted(items)))
        place = row[-1][1] + 1
    return Table(tuple(records), place) if records else None


def _cells(lines: tuple[Line, ...], start: int, heads: list[Label], labels: Labels) -> list[tuple[Line, int]]:
    """The lines behind the heads that may be cells, up to one that labels something itself."""
    found: list[tuple[Line, int]] = []
    for place in range(start, len(lines)):
        line = lines[place]
        if line.blank or (len(found) % len(heads) == 0 and is_total(line.text)):
            continue
        words = heads[len(found) % len(heads)].field in _WORDS and not line.text.rstrip().endswith(":")
        label = labels.whole(line.text) is not None
        if (label and not words) or labels.in_line(line.text) or len(found) >= _MOST_STACKED:
            break
        found.append((line, place))
    return found


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
        if heads[0][0].field in TYPED and _leading(heads[0][0], values) < 2:
            break
        runs.append((heads[0][0], values))
    count = max((_leading(label, values) for label, values in runs if label.field in TYPED), default=0)
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
            label = labels.head(line.text)
            if label is None:
                break
            heads.append((label, place))
            end = place + 1
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
