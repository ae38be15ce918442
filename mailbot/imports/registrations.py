"""registrations.csv -> the registration data. The file replaces the one before.

Rows are read one after another and loaded in short transactions under a new generation, which one short
transaction then activates: look-ups see the old data until then, and a file of millions of rows never stops
the daemon. Rows that overlap one taken before are refused, save that the day of change may stand in both.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from mailbot.adapters.store import journal, registrations
from mailbot.adapters.store.database import Store
from mailbot.adapters.store.registrations import NewRow
from mailbot.imports.table import Cells, Report, rows, too_many
from mailbot.model.alert import Fuel
from mailbot.model.errors import CallError
from mailbot.model.supplier import Registration
from mailbot.parse import identifiers

REQUIRED = ("mpxn", "fuel", "mpid", "effective_from", "effective_to")
OPTIONAL = ("device_id",)
BATCH = 2000
MAX_TOLD = 1000  # refused rows told one by one; beyond, they are counted
_MPID = re.compile(r"[A-Z0-9]{3,4}")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def import_registrations(
    store: Store, path: Path, now: datetime, progress: Callable[[int], None] = lambda _: None
) -> Report:
    """Import the file; `progress` is called with the number of rows read so far. CallError for a bad file."""
    report = Report(str(path))
    with store.transaction("import"):
        registrations.abandon_loading(store)
        generation = registrations.begin_load(store, path.name, now)
    source = rows(path, REQUIRED, OPTIONAL)
    read = refused = 0
    while batch := list(islice(source, BATCH)):
        with store.transaction("import"):
            refused += sum(not _take(store, generation, line, cells, report) for line, cells in batch)
        read += len(batch)
        progress(read)
    report.taken = read - refused
    _finish(store, generation, report, refused, path, now)
    return report


def _finish(store: Store, generation: int, report: Report, refused: int, path: Path, now: datetime) -> None:
    report.activated = report.taken > 0 and report.taken >= refused  # a file mostly refused is the wrong file
    with store.transaction("import"):
        if report.activated:
            registrations.activate(store, generation, report.taken, refused, now)
        else:
            registrations.abandon_loading(store)
        detail = {"taken": report.taken, "refused": refused, "activated": report.activated}
        journal.append(store, now, "registrations.imported", path.name, detail)
    more = True
    while more:
        with store.transaction("import"):
            more = registrations.sweep(store) > 0


def _take(store: Store, generation: int, line: int, cells: Cells, report: Report) -> bool:
    try:
        row = _row(cells)
        known = registrations.overlapping(store, generation, row.registration)
        if known:
            raise CallError(
                f"mpxn: the meter point ending {known.mpxn[-4:]} already has {known.mpid} from "
                f"{known.effective_from.isoformat()} in this file, and the periods overlap"
            )
    except CallError as mistake:
        if len(report.refused) < MAX_TOLD:
            report.refused.append(f"{report.file}: line {line}: {mistake}.")
        elif len(report.refused) == MAX_TOLD:
            report.refused.append(f"{report.file}: more rows were refused; the first {MAX_TOLD} are listed.")
        return False
    registrations.load(store, generation, [row])
    return True


def _row(cells: Cells) -> NewRow:
    """A valid row; CallError with its first mistake."""
    if mistake := too_many(cells):
        raise CallError(mistake)
    fuel = _fuel(cells["fuel"])
    mpxn = _mpxn(cells["mpxn"], fuel)
    if not _MPID.fullmatch(cells["mpid"]):
        raise CallError(f"mpid: '{cells['mpid'][:40]}' is no MPID (three or four capital letters or digits)")
    starts = _day("effective_from", cells["effective_from"])
    ends = _day("effective_to", cells["effective_to"]) if cells["effective_to"] else None
    if ends and ends < starts:
        raise CallError("effective_to: it lies before effective_from")
    device = identifiers.device(cells.get("device_id", "")).value if cells.get("device_id") else ""
    if cells.get("device_id") and not device:
        raise CallError(f"device_id: '{cells['device_id'][:40]}' is no EUI-64 (eight pairs of hex digits)")
    return NewRow(Registration(mpxn, fuel, cells["mpid"], starts, ends), device)


def _mpxn(text: str, fuel: Fuel) -> str:
    """The meter point's digits. An MPRN that fails its check digits is taken: the rule has a weak source."""
    found = identifiers.mpan_core(text) if fuel is Fuel.ELECTRICITY else identifiers.mprn(text)
    if not found.value or (found.wrong and fuel is Fuel.ELECTRICITY):
        raise CallError(f"mpxn: {found.wrong.rstrip('.') or 'no meter point is given'}")
    return found.value


def _fuel(text: str) -> Fuel:
    if text.casefold() not in {Fuel.ELECTRICITY, Fuel.GAS}:
        raise CallError(f"fuel: '{text[:40]}' is neither electricity nor gas")
    return Fuel(text.casefold())


def _day(column: str, text: str) -> date:
    try:
        if british := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(each) for each in british.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise CallError(f"{column}: '{text[:40]}' is no date; write it as 2026-11-24") from None
