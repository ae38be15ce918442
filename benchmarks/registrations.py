"""How an import of ROWS registrations behaves: `python benchmarks/registrations.py ROWS [FOLDER]`.

Writes a file of ROWS rows in no order into a temporary folder (of FOLDER, else of the system) and imports it twice:
into an empty store, and over itself, so that the data replaced is swept. Beside it another process looks meter
points up without a pause, and a third writes ten times a second, as the daemon does. Prints for both: seconds of
each stage, resident memory, disk, the longest transaction, and how long look-ups and writers took. Asserts nothing.
"""

import contextlib
import json
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from mailbot.adapters.store import database, facts, registrations
from mailbot.imports.registrations import Progress, import_registrations
from mailbot.parse.identifiers import mpan_check_digit

STEP = 387_420_489  # prime to 10^11, so that each row gets a meter point of its own, in no order
HEADER = "mpxn,fuel,mpid,effective_from,effective_to,device_id\n"


def row(number: int) -> str:
    """One row; a tenth of them gas, one in a thousand with a wrong check digit."""
    scattered = number * STEP % 10**11
    device = f"{(number * 6_364_136_223_846_793_005 + 1) % 2**64:016X}"
    eui = "-".join(device[at : at + 2] for at in range(0, 16, 2))
    if number % 10 == 0:
        return f"{scattered % 10**10:010d},gas,BWG,2026-02-01,,{eui}\n"
    body = f"1{scattered:011d}"
    check = mpan_check_digit(body) if number % 1000 != 1 else "x"
    return f"{body}{check},electricity,BRWA,20{number % 20 + 10}-02-01,,{eui}\n"


def write_file(path: Path, rows: int) -> list[str]:
    """The file, and a thousand of its meter points."""
    known = []
    with path.open("w") as file:
        file.write(HEADER)
        for number in range(rows):
            text = row(number)
            file.write(text)
            if number % max(rows // 1000, 1) == 2:
                known.append(text.partition(",")[0])
    return known


def look_up(path: Path, points: list[str], stop: Event, told: Path) -> None:
    """Look up as fast as it goes; the milliseconds each took go into `told`."""
    took: list[float] = []
    store = database.open_store(path, datetime.now(UTC))
    while not stop.is_set():
        began = time.perf_counter()
        registrations.data_for(store, random.choice(points), "")  # noqa: S311
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(0.002)
    told.write_text(json.dumps(took))


def write(path: Path, stop: Event, told: Path) -> None:
    """Write ten times a second; the milliseconds each took go into `told`."""
    took: list[float] = []
    store = database.open_store(path, datetime.now(UTC))
    while not stop.is_set():
        began = time.perf_counter()
        with store.transaction("benchmark"):
            facts.put(store, "benchmark", str(len(took)), datetime.now(UTC))
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(0.1)
    told.write_text(json.dumps(took))


class Watch:
    """Samples what the disk lost, how long the WAL is, and which stage is under way."""

    def __init__(self, store: Path) -> None:
        self._wal, self._folder = Path(f"{store}-wal"), store.parent
        self._free = shutil.disk_usage(self._folder).free
        self.stages: dict[str, float] = {}
        self.longest: dict[str, float] = {}
        self.disk = self.wal = 0
        self._at, self._ended = time.monotonic(), threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def tell(self, progress: Progress) -> None:
        """As the import calls it."""
        now = time.monotonic()
        self.stages[progress.stage.value] = self.stages.get(progress.stage.value, 0.0) + now - self._at
        self._at = now

    def _sample(self) -> None:
        while not self._ended.wait(0.2):
            self.disk = max(self.disk, self._free - shutil.disk_usage(self._folder).free)
            with contextlib.suppress(FileNotFoundError):
                self.wal = max(self.wal, self._wal.stat().st_size)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """While this is open, it samples; and each transaction of this process is timed."""
        original = database.Store.transaction

        @contextmanager
        def timed(store: database.Store, name: str) -> Iterator[None]:
            with original(store, name):
                began = time.monotonic()
                yield
            self.longest[name] = max(self.longest.get(name, 0.0), time.monotonic() - began)

        database.Store.transaction = timed  # type: ignore[assignment,method-assign]
        self._thread.start()
        try:
            yield
        finally:
            database.Store.transaction = original  # type: ignore[method-assign]
            self._ended.set()
            self._thread.join()


def measure(store: database.Store, file: Path, points: list[str], title: str) -> None:
    """One import with its neighbours, told."""
    stop = multiprocessing.get_context("spawn").Event()
    reads, writes = file.with_name("reads.json"), file.with_name("writes.json")
    neighbours = [
        multiprocessing.get_context("spawn").Process(target=look_up, args=(store.path, points, stop, reads)),
        multiprocessing.get_context("spawn").Process(target=write, args=(store.path, stop, writes)),
    ]
    for each in neighbours:
        each.start()
    watch = Watch(store.path)
    began = time.monotonic()
    with watch.looking():
        report = import_registrations(store, file, datetime.now(UTC), watch.tell)
    seconds = time.monotonic() - began
    stop.set()
    for each in neighbours:
        each.join()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{title}: {report.taken} taken, {report.refused_rows} refused, {seconds:.1f} s")
    print("  stages, s:", {name: round(value, 1) for name, value in watch.stages.items()})
    print(
        f"  resident at the most {peak:.0f} MB; file {file.stat().st_size / 1e6:.0f} MB; disk at the most",
        end=" ",
    )
    print(
        f"+{watch.disk / 1e6:.0f} MB, WAL {watch.wal / 1e6:.0f} MB; store {store.path.stat().st_size / 1e6:.0f} MB"
    )
    print("  longest transaction, ms:", {name: round(value * 1000) for name, value in watch.longest.items()})
    for name, told in (("look-ups", reads), ("writers", writes)):
        print(f"  {name}: {spread(json.loads(told.read_text()))}")


def spread(took: list[float]) -> str:
    """Median, 99th percentile and the longest, in ms."""
    took.sort()
    middle, slow = took[len(took) // 2], took[len(took) * 99 // 100]
    return f"{len(took)}, p50 {middle:.2f} ms, p99 {slow:.2f} ms, max {took[-1]:.1f} ms"


def main() -> None:
    """Write the file, import it twice, look at what a person waits for."""
    rows = int(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as name:
        file = Path(name) / "registrations.csv"
        points = write_file(file, rows)
        store = database.create(Path(name) / "mailbot.db", datetime.now(UTC))
        measure(store, file, points, "into an empty store")
        measure(store, file, points, "over itself")
        began = time.monotonic()
        registrations.devices_at(store, points[0])
        print(f"the devices at one meter point: {(time.monotonic() - began) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
