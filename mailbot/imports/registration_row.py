"""One row of registrations.csv -> the line that is sorted and loaded, or a CallError with its first mistake. Pure.

Takes the cells as written, in the order of REQUIRED and OPTIONAL. A well-formed cell is known by its look, which
costs a microsecond; every other one goes the long way of mailbot.parse.identifiers, which says what is wrong. Days,
MPIDs and fuels repeat from row to row and are remembered. A sentence never holds a whole meter point.
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from mailbot.imports.table import MAX_CELL
from mailbot.model.alert import Fuel
from mailbot.model.errors import CallError
from mailbot.parse import identifiers

REQUIRED = ("mpxn", "fuel", "mpid", "effective_from", "effective_to")
OPTIONAL = ("device_id",)
_MPID = re.compile(r"[A-Z0-9]{3,4}")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DEVICE = re.compile(r"[0-9A-F]{2}(?:-[0-9A-F]{2}){7}")


class Sorted(NamedTuple):
    """A valid row as it comes out of the sort: by meter point, then by line. Days are ISO 8601, `ends` may be empty."""

    mpxn: str
    line: str  # ten digits
    starts: str
    ends: str
    fuel: str
    mpid: str
    device: str


def sortable(line: int, cells: tuple[str, ...]) -> str:
    """A valid row as a line that sorts by meter point and then by where it stood; CallError with its first mistake."""
    point, fuel_as_written, mpid_as_written, starts_as_written, ends_as_written, device = cells
    fuel = _fuel(fuel_as_written)
    mpxn = _mpxn(point, fuel)
    mpid = _mpid(mpid_as_written)
    starts = _day("effective_from", starts_as_written)
    ends = _day("effective_to", ends_as_written) if ends_as_written else ""
    if ends and ends < starts:
        raise CallError("effective_to: it lies before effective_from")
    if device and not _DEVICE.fullmatch(device):
        device = _device(device)
    return f"{mpxn}\t{line:010d}\t{starts}\t{ends}\t{fuel}\t{mpid}\t{device}\n"


def sorted_row(text: str) -> Sorted:
    """The row of such a line."""
    return Sorted._make(text[:-1].split("\t"))


def overlap(one: Sorted, other: Sorted) -> bool:
    """Whether both hold on a day other than the day of change, which may end the one and begin the other."""
    earlier, later = (one, other) if one.starts <= other.starts else (other, one)
    return earlier.starts == later.starts or not earlier.ends or earlier.ends > later.starts


def _bare(text: str) -> str:
    """The cell without the apostrophe in front, which keeps a spreadsheet from calculating."""
    return text.strip().removeprefix("'")[:MAX_CELL]


def _mpxn(text: str, fuel: str) -> str:
    """The meter point's digits. An MPRN that fails its check digits is taken: the rule has a weak source."""
    plain = text.isascii() and text.isdigit()
    if fuel == Fuel.GAS:
        return text if plain and 6 <= len(text) <= 10 else _by_reading(text, fuel)
    if (
        plain
        and len(text) == 13
        and identifiers.mpan_check_digit(text[:12]) == text[12]
        and text != text[0] * 13
    ):
        return text
    return _by_reading(text, fuel)


def _by_reading(text: str, fuel: str) -> str:
    bare = _bare(text)
    found = identifiers.mprn(bare) if fuel == Fuel.GAS else identifiers.mpan_core(bare)
    if not found.value or (found.wrong and fuel == Fuel.ELECTRICITY):
        raise CallError(f"mpxn: {found.wrong.rstrip('.') or 'no meter point is given'}")
    return found.value


@lru_cache(maxsize=64)
def _fuel(text: str) -> str:
    bare = _bare(text)
    if bare.casefold() not in {Fuel.ELECTRICITY, Fuel.GAS}:
        raise CallError(f"fuel: '{bare[:40]}' is neither electricity nor gas")
    return Fuel(bare.casefold()).value


@lru_cache(maxsize=4096)
def _mpid(text: str) -> str:
    bare = _bare(text)
    if not _MPID.fullmatch(bare):
        raise CallError(f"mpid: '{bare[:40]}' is no MPID (three or four capital letters or digits)")
    return bare


@lru_cache(maxsize=65536)
def _day(column: str, text: str) -> str:
    """The day as ISO 8601; empty where the cell is, which only effective_to may be."""
    bare = _bare(text)
    if not bare and column == "effective_to":
        return ""
    try:
        if british := _DAY_FIRST.fullmatch(bare):
            day, month, year = (int(each) for each in british.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(bare).isoformat()
    except ValueError:
        raise CallError(f"{column}: '{bare[:40]}' is no date; write it as 2026-11-24") from None


def _device(text: str) -> str:
    bare = _bare(text)
    found = identifiers.device(bare).value if bare else ""
    if bare and not found:
        raise CallError(f"device_id: '{bare[:40]}' is no EUI-64 (eight pairs of hex digits)")
    return found
