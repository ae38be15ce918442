"""registrations.csv -> the registration data. The file replaces the one before.

The file is read once and sorted by meter point beside the store; the sorted rows are loaded in short transactions
under a new generation, which one short transaction then activates: look-ups see the old data until then, and a
file of millions of rows never stops the daemon. Rows that overlap one that stands before them in the file are
refused, save that the day of change may stand in both. Whatever ends an import before it is activated leaves the
data loaded before in use; what it had loaded is swept away, at the latest by the next import. Memory is bounded,
whatever the number of rows. A file of which most rows are refused is the wrong file, and replaces nothing.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

from mailbot.adapters.store import journal, registrations
from mailbot.adapters.store.database import Store
from mailbot.imports import room
from mailbot.imports.registration_row import OPTIONAL, REQUIRED, Sorted, overlap, sortable, sorted_row
from mailbot.imports.sorting import Sorter
from mailbot.imports.stream import Stream
from mailbot.imports.table import Report
from mailbot.model.errors import CallError, MailbotError

BATCH = 5000  # rows a transaction
MAX_TOLD = 1000  # refused rows told one by one; beyond, they are counted
MAX_PERIODS = (
    1000  # rows of one meter point: no supply changes hands oftener, and each is looked at by a look-up
)
T = TypeVar("T")


class Stage(StrEnum):
    """What an import is doing."""

    CLEARING = "clearing"  # what an import that was cut short has left
    READING = "reading"
    LOADING = "loading"
    DEVICES = "devices"
    SWEEPING = "sweeping"  # the data that was replaced


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: rows so far, and `done` of `total` (bytes when reading, else rows; 0 when not known)."""

    stage: Stage
    rows: int
    done: int
    total: int


def import_registrations(
    store: Store, path: Path, now: datetime, progress: Callable[[Progress], None] = lambda _: None
) -> Report:
    """Import the file; `progress` is called between two batches.

    CallError for a file that cannot be used, TemporaryFailure when another import is under way, the disk is too
    full or the store stays locked; the data loaded before then stays in use.
    """
    with room.sole_import(store.path), Stream(path, REQUIRED, OPTIONAL) as source:
        importing = _Import(store, source, now, progress)
        importing.run()
        return importing.report


class _Import:
    """One import under way."""

    def __init__(
        self, store: Store, source: Stream, now: datetime, progress: Callable[[Progress], None]
    ) -> None:
        self._store, self._source, self._now, self._progress = store, source, now, progress
        self.report = Report(str(source.path), activated=False)
        self._told: list[tuple[int, str]] = []
        self._generation = 0
        self._pace = room.Pace(store)

    def run(self) -> None:
        """All of it. What fails before the activation is undone, as far as the store lets us."""
        self._abandon()
        self._sweep(Stage.CLEARING)
        room.ask(self._store, self._source.size)
        folder = self._store.path.parent
        try:
            with Sorter(folder) as rows, Sorter(folder) as devices:
                self._read(rows)
                if self._worth_loading:
                    self._load(rows, devices)
            self._finish()
        except Exception:
            with suppress(MailbotError):
                self._abandon()
                self._sweep(Stage.SWEEPING)
            raise
        self._tidy()

    def _tidy(self) -> None:
        """After the import has done its work: what fails here is for the next one to clear."""
        try:
            self._sweep(Stage.SWEEPING)
            registrations.truncate(self._store)
        except MailbotError as failure:
            self.report.warnings.append(
                f"What is no longer in use could not all be cleared; the next import does it. ({failure})"
            )

    @property
    def _worth_loading(self) -> bool:
        return self.report.taken > 0 and self.report.taken >= self.report.refused_rows

    def _read(self, rows: Sorter) -> None:
        report, source = self.report, self._source
        for batch in _batches(source.rows()):
            for line, cells in batch:
                try:
                    if isinstance(cells, str):
                        raise CallError(cells)
                    rows.add(sortable(line, cells))
                except CallError as mistake:
                    self._refuse(line, str(mistake))
                else:
                    report.taken += 1
            room.still(self._store)
            self._progress(
                Progress(Stage.READING, report.taken + report.refused_rows, source.read, source.size)
            )

    def _refuse(self, line: int, mistake: str) -> None:
        self.report.refused_rows += 1
        if len(self._told) < MAX_TOLD:
            self._told.append((line, f"{self.report.file}: line {line}: {mistake}."))

    def _load(self, rows: Sorter, devices: Sorter) -> None:
        read = self.report.taken
        with self._store.transaction("import"):
            self._generation = registrations.begin_load(self._store, self._source.path.name, self._now)
        loaded = 0
        for batch in _batches(self._kept(rows.lines())):
            for row in batch:
                if row.device:
                    devices.add(f"{row.device}\t{row.mpxn}\n")
            values = [(row.mpxn, row.starts, row.ends or None, row.fuel, row.mpid) for row in batch]
            with self._pace.transaction("import"):
                registrations.load(self._store, self._generation, values)
            room.still(self._store)
            loaded += len(batch)
            self._progress(Progress(Stage.LOADING, loaded, loaded, read))
        self._load_devices(devices)

    def _load_devices(self, devices: Sorter) -> None:
        loaded = 0
        for batch in _batches(line for line, _ in groupby(devices.lines())):
            values = [(device, mpxn) for device, _, mpxn in (line[:-1].partition("\t") for line in batch)]
            with self._pace.transaction("import"):
                registrations.load_devices(self._store, self._generation, values)
            room.still(self._store)
            loaded += len(batch)
            self._progress(Progress(Stage.DEVICES, loaded, loaded, devices.taken))

    def _kept(self, lines: Iterable[str]) -> Iterator[Sorted]:
        """The rows to load, ascending. Of rows of one supplier that overlap, the one that stands first in the file;
        of rows that give one day to two suppliers, none: which is right is nothing to guess (they are refused rows)."""
        for _, rows in groupby(map(sorted_row, lines), key=lambda row: row.mpxn):
            kept: list[Sorted] = []
            against: dict[str, str] = {}  # line of a row kept -> line of the row that contradicts it
            for row in rows:
                place = bisect_left(kept, row.starts, key=lambda known: known.starts)
                mistake = _clash(row, kept, place)
                if mistake:
                    self.report.taken -= 1
                    self._refuse(int(row.line), mistake)
                    near = kept[max(place - 1, 0) : place + 1]
                    others = [known for known in near if known.mpid != row.mpid and overlap(known, row)]
                    against |= {known.line: row.line for known in others}
                else:
                    kept.insert(place, row)
            yield from self._uncontradicted(kept, against)

    def _uncontradicted(self, kept: list[Sorted], against: dict[str, str]) -> Iterator[Sorted]:
        for row in kept:
            if row.line not in against:
                yield row
                continue
            self.report.taken -= 1
            other = int(against[row.line])
            told = (
                f"mpxn: the meter point ending {row.mpxn[-4:]} is given to another supplier for the same days"
            )
            self._refuse(int(row.line), f"{told} in line {other}, so neither is taken")

    def _finish(self) -> None:
        report = self.report
        report.refused += [sentence for _, sentence in sorted(self._told)]
        if beyond := report.refused_rows - len(self._told):
            report.refused.append(
                f"{report.file}: {beyond} more rows were refused; the {MAX_TOLD} above are all that are listed."
            )
        report.activated = self._worth_loading and self._generation > 0
        with self._store.transaction("activate"):
            if report.activated:
                registrations.activate(
                    self._store, self._generation, report.taken, report.refused_rows, self._now
                )
            else:
                registrations.abandon_loading(self._store)
            detail = {
                "taken": report.taken,
                "refused": report.refused_rows,
                "activated": report.activated,
            }
            journal.append(self._store, self._now, "registrations.imported", self._source.path.name, detail)

    def _abandon(self) -> None:
        """Retire what an import left half loaded, this one or one that was killed."""
        with self._store.transaction("abandon"):
            if registrations.abandon_loading(self._store):
                journal.append(self._store, self._now, "registrations.abandoned", self._source.path.name)

    def _sweep(self, stage: Stage) -> None:
        swept, gone = 0, 1
        while gone:
            with self._pace.transaction("sweep"):
                gone = registrations.sweep(self._store, BATCH)
            swept += gone
            self._progress(Progress(stage, swept, swept, 0))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    """What a generator gives, in lists of BATCH: made outside the transaction that takes them."""
    each = iter(items)
    while batch := list(islice(each, BATCH)):
        yield batch


def _clash(row: Sorted, kept: list[Sorted], place: int) -> str:
    """Why the row cannot stand beside those kept, in between which it would be at `place`; empty when it can.

    Those kept overlap nowhere, so only its two neighbours can overlap it.
    """
    if len(kept) >= MAX_PERIODS:
        return f"mpxn: the meter point ending {row.mpxn[-4:]} has more than {MAX_PERIODS} rows in this file"
    for known in kept[max(place - 1, 0) : place + 1]:
        if overlap(known, row):
            return (
                f"mpxn: the meter point ending {known.mpxn[-4:]} already has {known.mpid} from {known.starts} in "
                f"this file (line {int(known.line)}), and the periods overlap"
            )
    return ""
