"""The alert code of one block and what the mail calls the alert.

Takes the items of a block and the alert catalogue; gives the code and the name. Two codes in one value, under
two labels or on two lines, and a description that is the catalogue's name of another code, are a Problem; the
one kept is then one that would be relayed, so that none is filed away unseen. Never raises.
"""

from functools import lru_cache

from mailbot.model.alert import Fault
from mailbot.model.rulebook import AlertCode, Handling
from mailbot.parse import identifiers, values
from mailbot.parse.alert_draft import Sheet, distinct, of_fields, two, unreadable
from mailbot.parse.identifiers import Identifier
from mailbot.parse.tables import Item

_NAME = 300
_EDGES = " \t\u00a0*_\"'`.,;:"


def code_and_name(said: tuple[Item, ...], sheet: Sheet, codes: dict[str, AlertCode]) -> tuple[str, str]:
    """The code, empty when there is none to be had, and the name as the mail words it."""
    code, name = _code(said, sheet, codes), _name(said, sheet)
    _compare(code, name, sheet, codes)
    return code, name


def _code(said: tuple[Item, ...], sheet: Sheet, codes: dict[str, AlertCode]) -> str:
    labelled = _labelled(said)
    # A description often begins with the code; only what is surely one counts there.
    within = [
        pair
        for item in of_fields(said, "name")
        for pair in _read(item)
        if pair[0].value.startswith(values.FAMILIES)
    ]
    found = distinct([*labelled, *within])
    if not found:
        unreadable(labelled, sheet, Fault.CODE_UNREADABLE, "code", "alert code")
        return ""
    told = [(each.value, item) for each, item in found]
    two(told, sheet, "code", "alert codes")
    cut = [pair for pair in labelled if not pair[0].value and _says_code(pair[1]) and _has_figure(pair[1])]
    unreadable(cut, sheet, Fault.CODE_UNREADABLE, "code", "alert code")
    graver = [
        pair for pair in told if pair[0] not in codes or codes[pair[0]].relay is not Handling.DO_NOT_RELAY
    ]
    code, item = (graver or told)[0]
    sheet.stood("code", item)
    return code


def _labelled(said: tuple[Item, ...]) -> list[tuple[Identifier, Item]]:
    """What stands under a code's label. Beside one that says 'code', the 4711 of an 'Alert ID' is a number."""
    read = [pair for item in of_fields(said, "code") for pair in _read(item)]
    if not any(_says_code(item) and each.value.startswith(values.FAMILIES) for each, item in read):
        return read
    return [pair for pair in read if _says_code(pair[1]) or pair[0].value.startswith(values.FAMILIES)]


def _says_code(item: Item) -> bool:
    return "code" in item.label.written.casefold()


def _has_figure(item: Item) -> bool:
    return any(each.isdigit() for each in item.value)


def _read(item: Item) -> list[tuple[Identifier, Item]]:
    """Each code of one value and of the line after it."""
    several = identifiers.alert_codes(f"{item.value} {item.rest}")
    if len(several) > 1:
        return [(Identifier(each), item) for each in several]
    return [(identifiers.alert_code(item.value), item)]


def _name(said: tuple[Item, ...], sheet: Sheet) -> str:
    for item in of_fields(said, "name"):
        read = identifiers.alert_code(item.value)
        name = identifiers.code_remark(item.value) if read.value.startswith(values.FAMILIES) else item.value
        if name.strip(_EDGES):
            sheet.stood("name", item)
            return " ".join(name.split()).strip(_EDGES)[:_NAME]
    for item in of_fields(said, "code"):
        if remark := identifiers.code_remark(item.value):
            sheet.stood("name", item)
            return remark[:_NAME]
    return ""


def _compare(code: str, name: str, sheet: Sheet, codes: dict[str, AlertCode]) -> None:
    """A description that the catalogue gives to other codes, and not to this one."""
    worded = _letters(name)
    if not code or not worded:
        return
    bearers = [each for each in codes.values() if _letters(each.name) == worded]
    if bearers and code not in {each.code for each in bearers}:
        told = ", ".join(each.code for each in bearers[:4])
        text = f"The mail gives the code {code}, but what it calls the alert is the name of {told}."
        sheet.fault(Fault.TWO_VALUES, "code", text)


@lru_cache(maxsize=4096)  # the names of the catalogue, asked for again with each alert
def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())
