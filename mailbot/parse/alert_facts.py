"""The items of one block -> the facts of one alert, each with where it stood and what is wrong with it.

Takes items and the name of the layer they stand in; gives a Draft. A value that cannot be read, fails its check
digit, or contradicts another of the same block becomes a Problem with a sentence that quotes it; no
sentence contains a whole meter point number. The first value is kept. Never raises.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailbot.model.alert import CriticalAlert, Fault, Fuel
from mailbot.model.mail import TABLE
from mailbot.model.rulebook import AlertCode
from mailbot.parse import alert_note, dates, identifiers, values
from mailbot.parse.alert_codes import code_and_name
from mailbot.parse.alert_draft import Draft, Sheet, distinct, of_fields, shown, two, unreadable
from mailbot.parse.alert_supplier import named_supplier
from mailbot.parse.alert_times import form_in_doubt, raised, raised_on
from mailbot.parse.tables import Item

_METER_POINTS = ("mpan", "mprn", "mpxn")
_FEWEST_FIGURES = 4
_BEGINS = frozenset(
    (
        "supply start date", "ssd", "churn date", "cos date", "change of supplier date", "registration date",
        "date of loss", "loss date", "gain date", "date of gain", "switch date", "transfer date", "effective from",
        "supply from", "supply start", "new supply start date", "date of change of supplier",
    )
)  # fmt: skip


_REMARKS = ("note", "comment", "remark", "status")


def draft(
    items: Iterable[Item],
    where: str,
    broken: str = "",
    codes: dict[str, AlertCode] | None = None,
    form: str = "",
) -> Draft:
    """The facts of one block of the layer called `where`; `broken` says why a table row fell apart.

    `codes` is the alert catalogue, against which a code and its description are held; `form` is that of the layer.
    """
    # Of a row that fell apart no cell is trusted to be the supplier.
    items = tuple(_with_core(item) for item in items if not broken or item.field != "supplier")
    said = tuple(item for item in items if not values.says_nothing(item.value))
    sheet = Sheet(where, form)
    mpxn, fuel = _meter_point(said, sheet)
    device, counter = _device(said, sheet)
    code, name = code_and_name(said, sheet, codes or {})
    raised_at, precision = raised(said, sheet)
    day = None if raised_at else raised_on(said, sheet)
    form_in_doubt(said, sheet)
    supplier = named_supplier(items, fuel, sheet)
    _not_yet(said, raised_at, sheet)
    _questioned(said, sheet)
    _remarked(said, sheet)
    if broken:
        told = broken.replace("line ", "row ", 1) if form == TABLE else broken
        text = f"In {where}, {told}, so its values cannot be told apart."
        sheet.fault(Fault.MPXN_UNREADABLE, "mpxn", text)
    alert = CriticalAlert(
        mpxn, fuel, device, code, name, raised_at, precision, counter, supplier,
        tuple(sheet.provenance), tuple(sheet.problems), day,
    )  # fmt: skip
    return Draft(alert, _signs(said, alert, broken), frozenset(item.label.rule.name for item in items))


def _with_core(item: Item) -> Item:
    """A meter point with the line after it, where a bill's box has the top line first and the core below."""
    whole = item.field in {"mpan", "mpxn"} and bool(item.rest) and identifiers.is_top_line(item.value)
    if not whole or not values.strictly("mpan", item.rest):
        return item
    return replace(item, value=f"{item.value} {item.rest}", rest="")


def _not_yet(said: tuple[Item, ...], raised_at: datetime | None, sheet: Sheet) -> None:
    """A supplier whose supply begins only after the alert was raised."""
    for item in of_fields(said, "ignored"):
        begins = dates.day(item.value) if item.label.written.casefold() in _BEGINS else None
        if begins and raised_at and begins > raised_at.date():
            text = f"The supply of the new supplier begins on {begins:%d %B %Y} ({sheet.place(item)}), after the alert."
            sheet.fault(Fault.DOUBTED, "named_supplier", text)


def _questioned(said: tuple[Item, ...], sheet: Sheet) -> None:
    """A meter point, device or code that is written with a question mark."""
    for name, fields in (("mpxn", _METER_POINTS), ("device", ("device",)), ("code", ("code",))):
        for item in of_fields(said, *fields):
            if "?" in item.value:
                text = f"The value {shown(item.value)} ({sheet.place(item)}) is written with a question mark."
                sheet.fault(Fault.DOUBTED, name, text)


def _remarked(said: tuple[Item, ...], sheet: Sheet) -> None:
    """What a note, comment or status beside the facts says of them, in a block or in a column of a table."""
    for item in of_fields(said, "ignored"):
        if item.label.written.casefold().startswith(_REMARKS) and alert_note.speaks(item.value):
            text = f"The mail notes {shown(item.value)} ({sheet.place(item)}): read it before this goes on."
            sheet.fault(Fault.DOUBTED, "mail", text)


def _meter_point(said: tuple[Item, ...], sheet: Sheet) -> tuple[str, Fuel]:
    told = _fuel(said, sheet)
    read = [(values.meter_point(item.field, item.value), item) for item in of_fields(said, *_METER_POINTS)]
    found = distinct(read)
    if told and len({identifiers.fuel_of(each.value) for each, _ in found}) > 1:
        found = [each for each in found if identifiers.fuel_of(each[0].value) is told[0]]
    if not found:
        unreadable(read, sheet, Fault.MPXN_UNREADABLE, "mpxn", "meter point")
        return "", _told_fuel(told, sheet)
    chosen, item = found[0]
    sheet.stood("mpxn", item)
    _rest_of_meter_point(said, sheet)
    figures = [pair for pair in read if not pair[0].value and _figures(pair[1]) >= _FEWEST_FIGURES]
    unreadable(figures, sheet, Fault.MPXN_UNREADABLE, "mpxn", "meter point")
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


def _figures(item: Item) -> int:
    return sum(each.isdigit() for each in item.value)


def _fuel(said: tuple[Item, ...], sheet: Sheet) -> tuple[Fuel, Item] | None:
    """The fuel that a label of its own names; two that differ are told."""
    told: dict[Fuel, Item] = {}
    for item in of_fields(said, "fuel"):
        if fuel := values.fuel(item.value):
            told.setdefault(fuel, item)
    two([(fuel.value, item) for fuel, item in told.items()], sheet, "fuel", "fuels")
    return next(iter(told.items()), None)


def _rest_of_meter_point(said: tuple[Item, ...], sheet: Sheet) -> None:
    """What stands after a meter point without a label: another one, or something that is not understood."""
    for item in of_fields(said, *_METER_POINTS):
        if not item.rest:
            continue
        read = values.meter_point(item.field, item.rest)
        if read.value and read.value != values.meter_point(item.field, item.value).value:
            text = f"Another meter point ({identifiers.ending(read.value)}) stands with that of {sheet.place(item)}."
            sheet.fault(Fault.TWO_VALUES, "mpxn", text)
        else:
            sheet.not_understood("mpxn", item)


def _told_fuel(told: tuple[Fuel, Item] | None, sheet: Sheet) -> Fuel:
    if told is None:
        return Fuel.NONE
    sheet.stood("fuel", told[1])
    return told[0]


def _device(said: tuple[Item, ...], sheet: Sheet) -> tuple[str, str]:
    items = of_fields(said, "device")
    read = [(identifiers.device(item.value), item) for item in items]
    found = distinct(read)
    if not found:
        unreadable(read, sheet, Fault.DEVICE_UNREADABLE, "device", "device")
    else:
        sheet.stood("device", found[0][1])
        within = [(each, item) for item in items for each in identifiers.devices(f"{item.value} {item.rest}")]
        every = dict(reversed([*((each.value, item) for each, item in found), *within]))
        two(list(reversed(every.items())), sheet, "device", "devices")
        cut = [pair for pair in read if pair[0].wrong.startswith(identifiers.TOO_FEW_OR_MANY)]
        unreadable(cut, sheet, Fault.DEVICE_UNREADABLE, "device", "device")
        for item in items:
            if item.rest and not identifiers.devices(item.rest):
                sheet.not_understood("device", item)
    value = found[0][0].value if found else ""
    return value, _counter(said, tuple(item for item in items if ":" in item.value), sheet)


def _counter(said: tuple[Item, ...], devices: tuple[Item, ...], sheet: Sheet) -> str:
    """The originator counter, labelled or as the third part of a DUIS identifier."""
    duis = tuple(item for item in devices if item.value.count("-") >= 14 or item.value.count(":") == 2)
    found = distinct(
        [(identifiers.counter(item.value), item) for item in (*of_fields(said, "counter"), *duis)]
    )
    for each, item in found[:1]:
        sheet.stood("counter", item)
        two([(each.value, at) for each, at in found], sheet, "counter", "counters")
        return each.value
    return ""


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
