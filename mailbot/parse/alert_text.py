"""One layer's text -> blocks: the labelled facts that belong to one alert, or to several in common.

Takes the lines of a layer; gives blocks in reading order. A label that comes again opens the next block; what
stands in one paragraph with it goes along. A block that would be none by itself stays with the one before it,
so that two values for one fact are seen. Every line is looked at a bounded number of times. Never raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.parse import alert_sections
from mailbot.parse.labels import Labels
from mailbot.parse.lines import Line
from mailbot.parse.stacked import stacked, stacked_sideways
from mailbot.parse.supply_number import boxed
from mailbot.parse.tables import Item, Record, Table, sideways, upright
from mailbot.parse.values import meter_point, says_nothing

_METER_POINTS = frozenset({"mpan", "mprn", "mpxn"})
_SUBJECTS = _METER_POINTS | {"device"}
_SIGNS = frozenset({"code", "name", "raised_at"})
# What a paragraph above, or below, a list of alerts may say for all of them.
_ABOVE = frozenset({"supplier", "code", "name", "fuel"})
_BELOW = frozenset({"supplier"})
_VALUE_WITHIN = 4  # lines below a label in which its value may stand
_MOST_BEFORE_HEADS = 3  # lines of a label alone, the first of a table's heads included


@dataclass(frozen=True, slots=True)
class Block:
    """The items of one alert. `apart` when a blank line parts it from the block before; `broken`: see Record."""

    items: tuple[Item, ...]
    apart: bool = True
    broken: str = ""


def blocks(lines: tuple[Line, ...], labels: Labels, most: int) -> tuple[Block, ...]:
    """The blocks of one text, in reading order; `most` at the most."""
    found: list[Block] = []
    flow: list[Item] = []
    place, paragraph, alone = 0, 0, 0
    section = alert_sections.Section()
    while place < len(lines) and len(found) < most:
        line = lines[place]
        paragraph += line.blank
        section = alert_sections.entered(section, line, paragraph, labels)
        if line.blank:
            place += 1
            continue
        alone = alone + 1 if labels.whole(line.text) else 0
        if table := _table(lines, place, labels, most, fallen_apart=alone <= _MOST_BEFORE_HEADS):
            found.extend(_split(flow))
            found.extend(_of_record(record) for record in table.records)
            flow, place = [], table.end
        else:
            items, place = _items(lines, place, labels, paragraph)
            items = alert_sections.with_rest(items, lines, place, labels)
            flow.extend(alert_sections.placed(section, items, labels))
    found.extend(_split(flow))
    return tuple(found[:most])


def _table(
    lines: tuple[Line, ...], place: int, labels: Labels, most: int, *, fallen_apart: bool
) -> Table | None:
    """The table that starts here. fallen_apart: also one of a cell a line."""
    line = lines[place]
    if len(line.cells) < 2 and not fallen_apart and not _listed(line.text):
        return None
    found = upright(lines, place, labels, most) or sideways(lines, place, labels)
    if found or not fallen_apart or labels.head(line.text) is None:
        return found
    return stacked(lines, place, labels) or stacked_sideways(lines, place, labels)


def _listed(text: str) -> bool:
    return "," in text or ";" in text


def _of_record(record: Record) -> Block:
    return Block(record.items, broken=record.broken)


def _items(lines: tuple[Line, ...], place: int, labels: Labels, paragraph: int) -> tuple[list[Item], int]:
    """The labelled values of one line, the last of which may stand on a line below."""
    line = lines[place]
    alone = labels.whole(line.text)
    found = [(alone, "")] if alone else [(each.label, each.value) for each in labels.in_line(line.text)]
    behind = place + 1
    items = [Item(label, value, line.number, f"label '{label.written}'", paragraph) for label, value in found]
    if len(items) == 1 and (rest := alert_sections.beside(line, labels)):
        items = [replace(items[0], rest=rest)]
    if items and not items[-1].value:
        box = boxed(lines, place + 1) if items[-1].field in _METER_POINTS else None
        below = _below(lines, place, labels)
        if box:
            value, behind = box
            items[-1] = replace(items[-1], value=value, line=lines[behind - 1].number)
        elif below is not None:
            items[-1] = replace(items[-1], value=lines[below].text.strip(), line=lines[below].number)
            behind = below + 1
    return items, behind


def _below(lines: tuple[Line, ...], place: int, labels: Labels) -> int | None:
    """The index of the line that holds the value of a label which ends its own line."""
    for below in range(place + 1, min(place + 1 + _VALUE_WITHIN, len(lines))):
        line = lines[below]
        if not line.blank:
            return None if labels.whole(line.text) or labels.in_line(line.text) else below
    return None


def _split(items: list[Item]) -> Iterator[Block]:
    """Running text into blocks, at labels that come again."""
    parts: list[list[Item]] = []
    current: list[Item] = []
    for item in items:
        if _opens(item, current):
            cut = _cut(current, item)
            parts.append(current[:cut])
            current = current[cut:]
        current.append(item)
    if current:
        parts.append(current)
    yield from _rejoined(parts, double_spaced=_double_spaced(items))


def _opens(item: Item, current: list[Item]) -> bool:
    """Whether an item starts the next block: its kind was there, as the same label or with another value."""
    if item.field == "ignored":
        return False
    same = [each for each in current if _kind(each) == _kind(item)]
    if not same:
        return False
    if any(_label_key(each) == _label_key(item) for each in same):
        return True
    if item.field not in _SUBJECTS | {"code"} or current[-1] in same:
        return False
    other = item.paragraph != same[-1].paragraph or _kind(item) == "meter point"
    return other and all(_value_key(each) != _value_key(item) for each in same)


def _kind(item: Item) -> str:
    if item.field in _METER_POINTS:
        return "meter point"
    return item.label.rule.name if item.field == "supplier" else item.field


def _label_key(item: Item) -> str:
    return item.label.written.casefold()


def _value_key(item: Item) -> str:
    if item.field in _METER_POINTS:
        return meter_point(item.field, item.value).value or item.value
    return item.value.casefold()


def _cut(current: list[Item], item: Item) -> int:
    """Where the next block starts: at `item`, or where its paragraph does when the block began before that."""
    if current[0].paragraph == item.paragraph:
        return len(current)
    return next(
        (place for place, each in enumerate(current) if each.paragraph == item.paragraph), len(current)
    )


def _double_spaced(items: list[Item]) -> bool:
    """True when every labelled line is a paragraph of its own: blank lines then part nothing."""
    lines = {item.line for item in items}
    return len(lines) > 1 and len({item.paragraph for item in items}) == len(lines)


def _rejoined(parts: list[list[Item]], double_spaced: bool) -> Iterator[Block]:
    """The parts, those that are no alert by themselves put back where nothing parts them."""
    joined: list[list[Item]] = []
    complete = False
    for part in parts if double_spaced else _peeled(parts):
        near = bool(joined) and (double_spaced or joined[-1][-1].paragraph == part[0].paragraph)
        if near and not (complete and _complete(part)):
            joined[-1].extend(part)
            complete = complete or _complete(part)
        else:
            joined.append(list(part))
            complete = _complete(part)
    for place, part in enumerate(joined):
        apart = not double_spaced and (place == 0 or joined[place - 1][-1].paragraph != part[0].paragraph)
        yield Block(tuple(part), apart=apart)


def _peeled(parts: list[list[Item]]) -> list[list[Item]]:
    """Several alerts, and above or below them a paragraph that speaks of all: it becomes a part by itself."""
    if len(parts) < 2:
        return parts
    first = [item for item in parts[0] if item.paragraph == parts[0][0].paragraph]
    last = [item for item in parts[-1] if item.paragraph == parts[-1][-1].paragraph]
    head = len(first) if _for_all(first, _ABOVE) else 0
    tail = len(last) if _for_all(last, _BELOW) else 0
    body = [parts[0][head:], *parts[1:-1], parts[-1][: len(parts[-1]) - tail]]
    return [part for part in (first if head else [], *body, last if tail else []) if part]


def _for_all(paragraph: list[Item], fields: frozenset[str]) -> bool:
    said = {item.field for item in paragraph} - {"ignored"}
    return bool(said) and said <= fields


def _complete(part: list[Item]) -> bool:
    """Whether a part says of which meter and which alert it speaks."""
    fields = {item.field for item in part if not says_nothing(item.value)}
    return bool(fields & _SUBJECTS) and bool(fields & _SIGNS)
