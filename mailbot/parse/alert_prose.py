"""An alert told in a sentence: the last resort, when nothing in the whole mail is labelled.

Takes the lines of a layer; gives drafts. Strict: a paragraph must hold an alert code and, beside it, an MPAN
whose check digit is right, an MPRN that is called one and whose check digits are right, or an EUI-64. Ten
digits by themselves are a telephone number, and what is called an order or an account is no meter point. The
provenance says that it was prose. Never raises.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.alert import CriticalAlert, Fault, Fuel, Precision, Problem
from mailbot.model.rulebook import Rulebook
from mailbot.parse import dates, identifiers
from mailbot.parse.alert_draft import Draft
from mailbot.parse.lines import NO_LINE, Line
from mailbot.parse.values import FAMILIES

_CODE = re.compile(r"(?<![\w-])(?:0[xX] ?)?(8[01fF][0-9A-Fa-f]{2})(?![\w-])")
_NUMBER = re.compile(r"(?<![\w+.,:/-])\d(?:[ -]?\d){12,26}(?![\w-])", re.ASCII)
_MPRN = re.compile(
    r"\b(?:MPRN?|gas (?:meter point|supply point|supply|meter)):? ?(?:is|of|number|no\.?|ref|reference)? ?"
    r"(\d(?: ?\d){5,9})(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
# What stands before a number that is no meter point, whatever its check digit says.
_OTHER_NUMBER = re.compile(
    r"\b(?:order|account|acct|a/c|reference|ref|invoice|ticket|incident|case|customer|contract|tel|telephone|phone"
    r"|mobile|card|serial|company|vat|licence)\b(?: (?:number|no|id|ref|reference))?[.:#]?(?: is)? ?$",
    re.IGNORECASE,
)
_BEFORE = 40  # characters before a number in which its name may stand
_EUI = re.compile(
    r"(?<![\w:-])[0-9A-Fa-f]{2}(?:[-:][0-9A-Fa-f]{2}){7}(?![\w:-])|(?<![\w-])[0-9A-Fa-f]{16}(?![\w-])"
)
_LEADS = (
    "now supplied by",
    "new supplier is",
    "gaining supplier is",
    "supplier is now",
    "is now with",
    "are now with",
)
_NAME_END = re.compile(r"[.;,\n](?:\s|$)|\s(?:since|from|as of|who|which|and|with effect)\s")
_LONGEST_PARAGRAPH = 4_000
_ONE = ([1, 0], [0, 1], [1, 1])  # meter points and devices of one alert
_EDGES = " .,;:*_\"'\u2018\u2019\u201c\u201d"


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines that stand together. `number` is that of the first; `text` joins them with blanks."""

    number: int
    text: str


def drafts(where: str, lines: tuple[Line, ...], rulebook: Rulebook) -> Iterator[Draft]:
    """The alerts that a layer's paragraphs tell in prose."""
    for paragraph in _paragraphs(lines):
        yield from _told(paragraph, f"{where}, line {paragraph.number}, prose", rulebook)


def _paragraphs(lines: tuple[Line, ...]) -> Iterator[_Paragraph]:
    gathered: list[Line] = []
    for line in (*lines, NO_LINE):
        if not line.blank:
            gathered.append(line)
        elif gathered:
            together = [[each] for each in gathered] if _one_a_line(gathered) else [gathered]
            for part in together:
                text = " ".join(each.text.strip() for each in part)
                yield _Paragraph(part[0].number, text[:_LONGEST_PARAGRAPH])
            gathered = []


def _one_a_line(lines: list[Line]) -> bool:
    """Whether every line tells one alert by itself: one code, and one meter point or device."""
    return len(lines) > 1 and all(
        len(_codes(each.text)) == 1 and [len(_meter_points(each.text)), len(_devices(each.text))] in _ONE
        for each in lines
    )


def _codes(text: str) -> tuple[str, ...]:
    return _distinct(found[1].upper() for found in _CODE.finditer(text))


def _told(paragraph: _Paragraph, where: str, rulebook: Rulebook) -> Iterator[Draft]:
    text = paragraph.text
    codes = tuple(each for each in _codes(text) if each in rulebook.codes or each.startswith(FAMILIES))
    if not codes:
        return
    points, devices = _meter_points(text), _devices(text)
    if not points and not devices:
        return
    if len(codes) > 1 and max(len(points), len(devices)) > 1:
        yield _draft(text, codes[0], points[:1], devices[:1], where, _unclear(codes, where))
        return
    for code in codes:
        if len(points) < 2 and len(devices) < 2:
            yield _draft(text, code, points, devices, where)
        else:
            yield from _one_each(text, code, points, devices, where)


def _one_each(
    text: str, code: str, points: tuple[str, ...], devices: tuple[str, ...], where: str
) -> Iterator[Draft]:
    """One code said of several meters. Which device is at which meter point, prose does not say."""
    for point in points:
        yield _draft(text, code, (point,), (), where)
    if not points:
        for device in devices:
            yield _draft(text, code, (), (device,), where)


def _unclear(codes: tuple[str, ...], where: str) -> tuple[Problem, ...]:
    told = f"Several codes ({', '.join(codes[:6])}) and several meters stand in one paragraph ({where})"
    text = f"{told}: it is not clear which belong together."
    return (Problem(Fault.TWO_VALUES, "code", text),)


def _draft(
    text: str,
    code: str,
    points: tuple[str, ...],
    devices: tuple[str, ...],
    where: str,
    problems: tuple[Problem, ...] = (),
) -> Draft:
    point, device = next(iter(points), ""), next(iter(devices), "")
    raised_at, precision = _time(text)
    named = supplier(text)
    told = (
        ("mpxn", point),
        ("device", device),
        ("code", code),
        ("raised_at", raised_at),
        ("named_supplier", named),
    )
    alert = CriticalAlert(
        mpxn=point,
        fuel=identifiers.fuel_of(point) if point else Fuel.NONE,
        device=device,
        code=code,
        raised_at=raised_at,
        precision=precision,
        named_supplier=named,
        provenance=tuple((name, where) for name, value in told if value),
        problems=problems,
    )
    return Draft(alert, frozenset({"code", "sure code", "subject"}))


def _meter_points(text: str) -> tuple[str, ...]:
    found = [identifiers.mpan_core(each[0]) for each in _NUMBER.finditer(text) if not _called_other(each)]
    found += [identifiers.mprn(each[1]) for each in _MPRN.finditer(text)]
    return _distinct(each.value for each in found if each.good)


def _called_other(number: re.Match[str]) -> bool:
    return bool(_OTHER_NUMBER.search(number.string[max(0, number.start() - _BEFORE) : number.start()]))


def _devices(text: str) -> tuple[str, ...]:
    """EUI-64s. Sixteen decimal digits without separators are more likely the number of a bank card."""
    found = (each[0] for each in _EUI.finditer(text))
    return _distinct(identifiers.device(each).value for each in found if not each.isdigit())


def _time(text: str) -> tuple[datetime | None, Precision]:
    """The time, when the paragraph holds exactly one."""
    read = {dates.read(each) for _, each in dates.find(text)}
    full = [each for each in read if each[0]]
    return full[0] if len(full) == 1 else (None, Precision.NONE)


def lead(text: str) -> tuple[int, int] | None:
    """Where the first of the words that name a supplier start and end; None when there are none."""
    lower = text.casefold()
    places = [(place, place + len(each)) for each in _LEADS if (place := lower.find(each)) >= 0]
    return min(places, default=None)


def supplier(text: str) -> str:
    """The name behind 'now supplied by' and the like, when there is exactly one."""
    lower, names = text.casefold(), set()
    for lead in _LEADS:
        start = lower.find(lead)
        if start >= 0 and not lower[max(0, start - 6) : start].rstrip().endswith(("not", "n't")):
            rest = text[start + len(lead) : start + len(lead) + 120].strip(" :")
            names.add(_NAME_END.split(rest, maxsplit=1)[0].strip(_EDGES))
    return names.pop() if len(names) == 1 else ""


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
