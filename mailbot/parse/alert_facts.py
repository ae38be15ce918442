"""The items of one block -> the facts of one alert, each with where it stood and what is wrong with it.

Takes items and the name of the layer they stand in; gives a Draft. A value that cannot be read, fails its check
digit, or contradicts another of the same block becomes a Problem with a sentence that quotes it; no
sentence contains a whole meter point number. The first value is kept. Never raises.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from mailbot.model.alert import CriticalAlert, Fault, Fuel, Precision
from mailbot.parse import dates, identifiers, values
from mailbot.parse.alert_draft import Draft, Sheet, shown, shown_time, two, unreadable
from mailbot.parse.identifiers import Identifier
from mailbot.parse.tables import Item

_METER_POINTS = ("mpan", "mprn", "mpxn")
_LONG_QUOTED = 60
_NAME = 300
_SUPPLIER = 200
_EDGES = " \t\u00a0*_\"'`.,;:"


def draft(items: Iterable[Item], where: str, broken: str = "") -> Draft:
    """The facts of one block of the layer called `where`; `broken` says why a table row fell apart."""
    said = tuple(item for item in items if not values.says_nothing(item.value))
    sheet = Sheet(where)
    mpxn, fuel = _meter_point(said, sheet)
    device, counter = _device(said, sheet)
    code = _code(said, sheet)
    name = _name(said, sheet)
    raised_at, precision = _raised(said, sheet)
    supplier = _supplier(said, sheet)
    if broken:
        sheet.fault(
            Fault.MPXN_UNREADABLE, "mpxn", f"In {where}, {broken}, so its values cannot be told apart."
        )
    alert = CriticalAlert(
        mpxn, fuel, device, code, name, raised_at, precision, counter, supplier,
        tuple(sheet.provenance), tuple(sheet.problems),
    )  # fmt: skip
    return Draft(alert, _signs(said, alert, broken), frozenset(item.label.rule.name for item in items))


def _of(said: tuple[Item, ...], *fields: str) -> tuple[Item, ...]:
    return tuple(item for item in said if item.field in fields)


def _meter_point(said: tuple[Item, ...], sheet: Sheet) -> tuple[str, Fuel]:
    told = next(
        ((values.fuel(item.value), item) for item in _of(said, "fuel") if values.fuel(item.value)), None
    )
    read = [(values.meter_point(item.field, item.value), item) for item in _of(said, *_METER_POINTS)]
    found = _distinct(read)
    if told and len({identifiers.fuel_of(each.value) for each, _ in found}) > 1:
        found = [each for each in found if identifiers.fuel_of(each[0].value) is told[0]]
    if not found:
        unreadable(read, sheet, Fault.MPXN_UNREADABLE, "mpxn", "meter point")
        return "", _told_fuel(told, sheet)
    chosen, item = found[0]
    sheet.stood("mpxn", item)
    two([(identifiers.ending(each.value), at) for each, at in found], sheet, "mpxn", "meter points")
    fuel = identifiers.fuel_of(chosen.value)
    if chosen.wrong:
        fault, kind = (
            (Fault.MPAN_CHECK_DIGIT, "MPAN") if fuel is Fuel.ELECTRICITY else (Fault.MPRN_WARNING, "MPRN")
        )
        text = f"The {kind} {identifiers.ending(chosen.value)} ({sheet.place(item)}) is not right: {chosen.wrong}."
        sheet.fault(fault, "mpxn", text)
    if told and told[0] is not fuel:
        point = f"the meter point {identifiers.ending(chosen.value)} is for {fuel.value}"
        text = f"The mail says the fuel is {told[0].value}, but {point}."
        sheet.fault(Fault.TWO_VALUES, "fuel", text)
    return chosen.value, fuel


def _told_fuel(told: tuple[Fuel, Item] | None, sheet: Sheet) -> Fuel:
    if told is None:
        return Fuel.NONE
    sheet.stood("fuel", told[1])
    return told[0]


def _distinct(read: list[tuple[Identifier, Item]]) -> list[tuple[Identifier, Item]]:
    """The readable ones, each value once."""
    first: dict[str, tuple[Identifier, Item]] = {}
    for each, item in read:
        if each.value:
            first.setdefault(each.value, (each, item))
    return list(first.values())


def _device(said: tuple[Item, ...], sheet: Sheet) -> tuple[str, str]:
    items = _of(said, "device")
    read = [(identifiers.device(item.value), item) for item in items]
    found = _distinct(read)
    if not found:
        unreadable(read, sheet, Fault.DEVICE_UNREADABLE, "device", "device")
    else:
        sheet.stood("device", found[0][1])
        two([(each.value, item) for each, item in found], sheet, "device", "devices")
    value = found[0][0].value if found else ""
    return value, _counter(said, tuple(item for item in items if ":" in item.value), sheet)


def _counter(said: tuple[Item, ...], devices: tuple[Item, ...], sheet: Sheet) -> str:
    """The originator counter, labelled or as the third part of a DUIS identifier."""
    duis = tuple(item for item in devices if item.value.count("-") >= 14 or item.value.count(":") == 2)
    for item in (*_of(said, "counter"), *duis):
        read = identifiers.counter(item.value)
        if read.good:
            sheet.stood("counter", item)
            return read.value
    return ""


def _code(said: tuple[Item, ...], sheet: Sheet) -> str:
    labelled = [(identifiers.alert_code(item.value), item) for item in _of(said, "code")]
    # A description often begins with the code; only what is surely one counts there.
    within = [
        (read, item)
        for item in _of(said, "name")
        if (read := identifiers.alert_code(item.value)).value.startswith(values.FAMILIES)
    ]
    found = _distinct([*labelled, *within])
    if not found or not (labelled or within):
        unreadable(labelled, sheet, Fault.CODE_UNREADABLE, "code", "alert code")
        return ""
    sheet.stood("code", found[0][1])
    two([(each.value, item) for each, item in found], sheet, "code", "alert codes")
    return found[0][0].value


def _name(said: tuple[Item, ...], sheet: Sheet) -> str:
    for item in _of(said, "name"):
        read = identifiers.alert_code(item.value)
        name = identifiers.code_remark(item.value) if read.value.startswith(values.FAMILIES) else item.value
        if name.strip(_EDGES):
            sheet.stood("name", item)
            return " ".join(name.split()).strip(_EDGES)[:_NAME]
    for item in _of(said, "code"):
        if remark := identifiers.code_remark(item.value):
            sheet.stood("name", item)
            return remark[:_NAME]
    return ""


def _raised(said: tuple[Item, ...], sheet: Sheet) -> tuple[datetime | None, Precision]:
    items = _of(said, "raised_at", "date", "time")
    whole = [(dates.interpret(text), item) for item in items for text in (_zoned(item),)]
    full = [(moment, item) for moment, item in whole if moment.when]
    if not full:
        full = _joined(items, sheet)
    if not full:
        return None, Precision.NONE
    moment, item = full[0]
    sheet.stood("raised_at", item)
    told = {
        each.when.astimezone(UTC).replace(second=0): (each, at) for each, at in reversed(full) if each.when
    }
    two([(f"{each.when:%d %B %Y %H:%M:%S}", at) for each, at in told.values()], sheet, "raised_at", "times")
    best = next((each for each, _ in full if each.precision is Precision.SECOND), moment)
    return (best.when, best.precision) if len(told) == 1 else (moment.when, moment.precision)


def _zoned(item: Item) -> str:
    """The value with the zone that its label names in brackets: 'Time (UTC)'."""
    remark = item.label.remark
    return (
        f"{item.value} {remark}" if dates.is_zone(remark) and not dates.has_zone(item.value) else item.value
    )


def _joined(items: tuple[Item, ...], sheet: Sheet) -> list[tuple[dates.Moment, Item]]:
    """A date and a time of day that stand apart; what is neither, nor both, is unreadable."""
    days = [item for item in items if dates.is_date_alone(item.value)]
    times = [item for item in items if dates.is_time_alone(item.value)]
    if days and times:
        moment = dates.joined(days[0].value, _zoned(times[0]))
        if moment.when:
            return [(moment, times[0])]
        _no_time(times[0], moment.wrong, sheet)
        return []
    neither = [item for item in items if item not in days and item not in times]
    if neither:
        _no_time(neither[0], dates.interpret(neither[0].value).wrong, sheet)
    elif times:
        _no_time(times[0], "it is a time of day without a day", sheet)
    return []


def _no_time(item: Item, wrong: str, sheet: Sheet) -> None:
    text = f"The time {shown_time(item.value)} ({sheet.place(item)}) cannot be read: {wrong}."
    sheet.fault(Fault.TIME_UNREADABLE, "raised_at", text)


def _supplier(said: tuple[Item, ...], sheet: Sheet) -> str:
    """The supplier as named. A name and an MPID are put together; of two names the plainer label's yields."""
    items = sorted(_of(said, "supplier"), key=lambda item: item.label.rank)
    if not items:
        return ""
    names = [item for item in items if not _is_mpid(item)]
    mpids = [item for item in items if _is_mpid(item)]
    best = [*_best(names, sheet), *_best(mpids, sheet)]
    sheet.stood("named_supplier", best[0])
    written = [_supplier_text(item) for item in best]
    written = written[:1] if len(written) == 2 and written[1] in written[0] else written
    return written[0] if len(written) == 1 else f"{written[0]} ({written[1]})"


def _supplier_text(item: Item) -> str:
    """A supplier's name as written, with single blanks; an MPID in upper case."""
    if _is_mpid(item):
        return identifiers.mpid(item.value).value
    return " ".join(item.value.split()).strip(_EDGES.replace(".", ""))[:_SUPPLIER]


def _is_mpid(item: Item) -> bool:
    read = identifiers.mpid(item.value)
    written = item.label.written.casefold()
    return read.good and (read.value == item.value.strip() or written.endswith(("mpid", " id")))


def _best(items: list[Item], sheet: Sheet) -> list[Item]:
    """The first item of the rule that stands furthest up; two values of that rule are told."""
    level = [item for item in items if item.label.rank == items[0].label.rank]
    told = {_supplier_text(item).casefold(): item for item in reversed(level)}
    found = [(shown(item.value), item) for item in reversed(told.values())]
    two(found, sheet, "named_supplier", "suppliers")
    return items[:1]


def _signs(said: tuple[Item, ...], alert: CriticalAlert, broken: str) -> frozenset[str]:
    """What makes a block an alert besides its values: how strong its labels are."""
    signs = {"broken"} if broken else set()
    for item in said:
        written = item.label.written.casefold()
        plainly = "alert" in written or "event" in written or "gbcs" in written
        if item.field == "code":
            signs.add("code")
            signs |= {"sure code"} if plainly or alert.code.startswith(values.FAMILIES) else set()
        if (item.field == "name" and plainly) or item.field == "raised_at":
            signs.add("alert label")
        if item.field in {"device", *_METER_POINTS}:
            signs.add("subject")
        if item.field in {"raised_at", "date", "time", "supplier"}:
            signs.add("context")
    return frozenset(signs)
