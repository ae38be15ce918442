"""When the alert of one block was raised, and what in the block speaks against it.

Takes the items of a block; gives an aware time and its precision. A date and a time of day that stand apart are
joined; a spreadsheet's midnight under a label that says 'date' is a day without a time. Two times, a day or a time
of day that does not fit, and every time that is written and cannot be read are a Problem. Never raises.
"""

import re
from datetime import UTC, date, datetime

from mailbot.model.alert import Fault, Precision
from mailbot.parse import dates
from mailbot.parse.alert_draft import Sheet, of_fields, shown_time, two
from mailbot.parse.dates import Moment
from mailbot.parse.identifiers import plain
from mailbot.parse.tables import Item

_FEWEST_FIGURES = 4
# What a label may say of how its time is written: the month first, or a clock that is not ours.
_MONTH_FIRST = re.compile(
    r"(?<!y[/. -])\bmm?[/. -]?dd?\b|\byyyy[/. -]?dd|\bus\b|\busa\b|\bamerican|\bmonth first"
)
_FOREIGN_CLOCK = re.compile(
    r"\b(?:[ecmp][sd]?t|ces?t|ees?t|wes?t|ist|msk|jst|aes?t|eastern|pacific|european?|paris|berlin|new york)\b"
    r"|[+-][0-9]"
)

Read = tuple[Moment, Item]


def raised(said: tuple[Item, ...], sheet: Sheet) -> tuple[datetime | None, Precision]:
    """The time of raising, or (None, NONE) when the block gives none that can be read."""
    items = of_fields(said, "raised_at", "date", "time")
    full = [(moment, item) for item in items if (moment := _moment(item)).when and _day(item) is None]
    if full:
        _against(full, items, sheet)
    else:
        full = _joined(items, sheet)
    if not full:
        return None, Precision.NONE
    moment, item = full[0]
    sheet.stood("raised_at", item)
    told = _distinct(full)
    two([(f"{each.when:%d %B %Y %H:%M:%S}", at) for each, at in told], sheet, "raised_at", "times")
    best = told[0][0] if len(told) == 1 else moment
    return best.when, best.precision


def raised_on(said: tuple[Item, ...], sheet: Sheet) -> date | None:
    """The latest day that the block gives, for a block that gives no time."""
    items = of_fields(said, "raised_at", "date")
    days = {day: item for item in items if (day := _day(item))}
    two([(f"{day:%d %B %Y}", item) for day, item in days.items()], sheet, "raised_at", "days")
    return max(days, default=None)


def form_in_doubt(said: tuple[Item, ...], sheet: Sheet) -> None:
    """A label that says how its time is written, otherwise than times here are: month first, or in a foreign zone."""
    for item in of_fields(said, "raised_at", "date", "time"):
        remark = item.label.remark.casefold()
        if _MONTH_FIRST.search(remark) or (_FOREIGN_CLOCK.search(remark) and not dates.is_zone(remark)):
            text = f"'{item.label.written}' ({sheet.place(item)}) says that its time is not written as times are here."
            sheet.fault(Fault.TIME_UNREADABLE, "raised_at", text)


def _moment(item: Item) -> Moment:
    """The value with the zone that its label names: 'Time (UTC)'."""
    return dates.interpret(_zoned(item))


def _zoned(item: Item) -> str:
    zone = item.label.remark
    return (
        f"{plain(item.value)} {zone}"
        if dates.is_zone(zone) and not dates.has_zone(item.value)
        else item.value
    )


def _day(item: Item) -> date | None:
    """The day of an item that states no time: a date alone, or midnight under a label that says 'date'."""
    moment = dates.interpret(item.value)
    midnight = moment.when and moment.when.strftime("%H%M%S") == "000000"
    if moment == Moment() or (midnight and item.field == "date" and not dates.has_zone(item.value)):
        return dates.day(item.value)
    return None


def _distinct(full: list[Read]) -> list[Read]:
    """Each time once; one given to the minute is that given to the second within it."""
    exact: dict[datetime, Read] = {}
    coarse: dict[datetime, Read] = {}
    for each in full:
        instant = _instant(each)
        (exact if each[0].precision is Precision.SECOND else coarse).setdefault(instant, each)
    minutes = {instant.replace(second=0) for instant in exact}
    told = {**exact, **{instant: each for instant, each in coarse.items() if instant not in minutes}}
    return [each for instant, each in sorted(told.items(), key=lambda pair: full.index(pair[1]))]


def _instant(read: Read) -> datetime:
    when = read[0].when or datetime.max.replace(tzinfo=UTC)
    return when.astimezone(UTC)


def _joined(items: tuple[Item, ...], sheet: Sheet) -> list[Read]:
    """A date and a time of day that stand apart; what is neither, nor both, is unreadable."""
    days = {day: item for item in reversed(items) if (day := _day(item))}
    times = {item.value: item for item in reversed(items) if dates.is_time_alone(item.value)}
    neither = [item for item in items if not _day(item) and not dates.is_time_alone(item.value)]
    for item in neither[:1]:
        _no_time(item, dates.interpret(item.value).wrong, sheet)
    if neither or not times:
        return []
    if not days:
        _no_time(next(reversed(times.values())), "it is a time of day without a day", sheet)
        return []
    return _each_joined(days, times, sheet)


def _each_joined(days: dict[date, Item], times: dict[str, Item], sheet: Sheet) -> list[Read]:
    """Every day with every time of day: more than one are then told as two times."""
    found: list[Read] = []
    for day in reversed(days):
        for item in reversed(times.values()):
            moment = dates.joined(day.isoformat(), _zoned(item))
            if moment.when:
                found.append((moment, item))
            else:
                _no_time(item, moment.wrong, sheet)
    return found


def _against(full: list[Read], items: tuple[Item, ...], sheet: Sheet) -> None:
    """What stands beside a whole time: another day, another time of day, or figures that cannot be read."""
    for item in items:
        if _moment(item).when and _day(item) is None:
            continue
        if (day := _day(item)) or dates.is_time_alone(item.value):
            if not any(_on_day(each, day) if day else _at_time(each, item) for each in full):
                told = f"{shown_time(item.value)} ({sheet.place(item)})"
                stood = sheet.place(full[0][1])
                text = f"The mail gives two times for this alert: {told} does not fit that of {stood}."
                sheet.fault(Fault.TWO_VALUES, "raised_at", text)
        elif sum(each.isdigit() for each in item.value) >= _FEWEST_FIGURES:
            _no_time(item, dates.interpret(item.value).wrong, sheet)


def _on_day(read: Read, day: date) -> bool:
    """Whether a time lies on a day, by the clock that wrote it, in London or in UTC."""
    when = _instant(read)
    written = read[0].when or when
    return day in {written.date(), when.date(), when.astimezone(dates.LONDON).date()}


def _at_time(read: Read, item: Item) -> bool:
    """Whether a time of day is that of a whole time: the same instant, or the same figures on the clock."""
    written = read[0].when or _instant(read)
    other = dates.joined(written.date().isoformat(), _zoned(item)).when
    if other is None:
        return False
    same_clock = other.strftime("%H:%M") == written.strftime("%H:%M") and not dates.has_zone(item.value)
    return same_clock or _instant(read).strftime("%H:%M") == other.astimezone(UTC).strftime("%H:%M")


def _no_time(item: Item, wrong: str, sheet: Sheet) -> None:
    text = f"The time {shown_time(item.value)} ({sheet.place(item)}) cannot be read: {wrong}."
    sheet.fault(Fault.TIME_UNREADABLE, "raised_at", text)
