"""The supplier that one block names, and what in the block speaks against it.

Takes the items of a block and the fuel of its meter; gives the name as written, not looked up. A name that is
doubted, followed by something that is not understood, meant for the other fuel, the same as the old supplier's, or
standing beside a new supplier that nobody knows is a Problem: no supplier is ever guessed. Never raises.
"""

from mailbot.model.alert import Fault, Fuel
from mailbot.parse import alert_words, identifiers, values
from mailbot.parse.alert_draft import Sheet, of_fields, shown, two
from mailbot.parse.tables import Item

_SUPPLIER = 200
_EDGES = " \t\u00a0*_\"'`.,;:{}[]"
_FUELS = {
    "gas": Fuel.GAS,
    "elec": Fuel.ELECTRICITY,
    "electric": Fuel.ELECTRICITY,
    "electricity": Fuel.ELECTRICITY,
}


def named_supplier(items: tuple[Item, ...], fuel: Fuel, sheet: Sheet) -> str:
    """The supplier as named. A name and an MPID are put together; of two names the plainer label's yields."""
    named = sorted(of_fields(items, "supplier"), key=lambda item: item.label.rank)
    if not named or _nobody_knows(named, sheet):
        return ""
    said = [item for item in named if not values.says_nothing(item.value)]
    meant = [item for item in said if _label_fuel(item) in {Fuel.NONE, fuel}]
    if not meant:
        _other_fuel(said, sheet)
        return ""
    names = [item for item in meant if not _is_mpid(item)]
    mpids = [item for item in meant if _is_mpid(item)]
    best = [*_best(names, sheet), *_best(mpids, sheet)]
    sheet.stood("named_supplier", best[0])
    _doubts(best, items, sheet)
    written = [_text(item) for item in best]
    written = written[:1] if len(written) == 2 and written[1] in written[0] else written
    return written[0] if len(written) == 1 else f"{written[0]} ({written[1]})"


def _nobody_knows(named: list[Item], sheet: Sheet) -> bool:
    """Whether the new supplier is said to be unknown; a plainer label then names the old one, or a guess."""
    sure = [item for item in named if item.label.sure]
    others = [item for item in named if not values.says_nothing(item.value)]
    if not sure or not others or any(not values.says_nothing(item.value) for item in sure):
        return False
    if not any(item.value for item in sure):
        told = "is empty"
    else:
        told = f"says {shown(next(item.value for item in sure if item.value))}"
    label = f"The label '{sure[0].label.written}' ({sheet.line(sure[0])})"
    text = f"{label} {told}, so {shown(others[0].value)} is not taken for the new supplier."
    sheet.fault(Fault.DOUBTED, "named_supplier", text)
    return True


def _label_fuel(item: Item) -> Fuel:
    words = item.label.written.casefold().split()
    return next((fuel for word, fuel in _FUELS.items() if word in words), Fuel.NONE)


def _other_fuel(said: list[Item], sheet: Sheet) -> None:
    for item in said[:1]:
        text = f"{shown(item.value)} ({sheet.place(item)}) is named for one fuel, and the meter is not of it."
        sheet.fault(Fault.DOUBTED, "named_supplier", text)


def _doubts(best: list[Item], items: tuple[Item, ...], sheet: Sheet) -> None:
    """What the block itself says against the supplier it names."""
    for item in best:
        if item.label.doubt:
            told = f"It is not sure that {shown(item.value)} ({sheet.place(item)}) is the supplier"
            text = f"{told}: it {item.label.doubt}."
            sheet.fault(Fault.DOUBTED, "named_supplier", text)
        if item.rest:
            sheet.not_understood("named_supplier", item)
        if alert_words.value_doubted(item.value):
            text = f"The supplier is written with a doubt: {shown(item.value)} ({sheet.place(item)})."
            sheet.fault(Fault.DOUBTED, "named_supplier", text)
    names = {_text(item).casefold() for item in best}
    for item in of_fields(items, "ignored"):
        if "supplier" in item.label.written.casefold() and _text(item).casefold() in names:
            text = f"The old and the new supplier are the same: {shown(item.value)} ({sheet.place(item)})."
            sheet.fault(Fault.DOUBTED, "named_supplier", text)


def _text(item: Item) -> str:
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
    told = {_text(item).casefold(): item for item in reversed(level)}
    found = [(shown(item.value), item) for item in reversed(told.values())]
    two(found, sheet, "named_supplier", "suppliers")
    return items[:1]
