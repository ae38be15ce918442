"""What an import needs of the machine: to be the only one, and room on the disk of the store.

One import at a time holds an flock on `<store>.import.lock`; the daemon holds another file and goes on. Both
checks answer with a TemporaryFailure that says what to do. And the pace of its transactions: each is followed by a
rest, in which the writers beside it get their turn, and the WAL is kept short.
"""

import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from mailbot.adapters.lock import exclusive
from mailbot.adapters.store import registrations
from mailbot.adapters.store.database import Store
from mailbot.model.errors import MailbotError, TemporaryFailure

RESERVE = 200 * 1024 * 1024  # bytes left free: an import stops long before pickup has to
TIMES_THE_FILE = 3  # rows, devices and the files they are sorted in, measured in sizes of the file
LONGEST_WAL = 16_384  # pages: 64 MB
PATIENCE = 600.0  # seconds that a reader may keep the WAL from shrinking
_CHECK_EVERY = 10  # transactions
_REST = 0.5  # of the time the transaction took
_LONGEST_REST = 0.25  # seconds
_MB = 1_048_576


@contextmanager
def sole_import(store: Path) -> Generator[None, None, None]:
    """Hold the import lock of this store; TemporaryFailure naming the process that has it."""

    def taken(holder: str) -> MailbotError:
        return TemporaryFailure(
            f"Another import (process {holder}) is loading registration data into {store}. Wait until it is "
            "done, then start this one again; nothing of this file was loaded."
        )

    with exclusive(store.with_name(store.name + ".import.lock"), taken):
        yield


def ask(store: Store, size: int) -> None:
    """Before a file of `size` bytes is read: TemporaryFailure when it would fill the disk."""
    needed = TIMES_THE_FILE * size + RESERVE
    there = _free(store) + registrations.free_bytes(store)
    if there < needed:
        raise TemporaryFailure(
            f"The import needs about {needed // _MB} MB on the disk of {store.path} and {there // _MB} MB are free. "
            "Free space, then try again; the data loaded before stays in use."
        )


def still(store: Store) -> None:
    """Between two batches: TemporaryFailure when something else is filling the disk."""
    if (free := _free(store)) < RESERVE:
        raise TemporaryFailure(
            f"Only {free // _MB} MB are left on the disk of {store.path}, so the import was stopped. Free space, "
            "then try again; the data loaded before stays in use."
        )


class Pace:
    """Short transactions one after another. SQLite has no queue of writers: one that waits asks again every 0.1 s."""

    def __init__(self, store: Store) -> None:
        self._store, self._count = store, 0

    @contextmanager
    def transaction(self, name: str) -> Generator[None, None, None]:
        """A transaction of the store, then a rest. TemporaryFailure also when a reader lets the WAL grow too long."""
        began = time.monotonic()
        with self._store.transaction(name):
            yield
        time.sleep(min((time.monotonic() - began) * _REST, _LONGEST_REST))
        self._count += 1
        if self._count % _CHECK_EVERY == 0:
            self._keep_wal_short()

    def _keep_wal_short(self) -> None:
        ends = time.monotonic() + PATIENCE
        while not registrations.checkpoint(self._store, LONGEST_WAL):
            if time.monotonic() > ends:
                raise TemporaryFailure(
                    f"Another program has been reading the store {self._store.path} for {PATIENCE / 60:.0f} minutes "
                    "without a pause, such as a copy of it, and the import cannot go on beside it. Try again when "
                    "it is done; the data loaded before stays in use."
                )
            time.sleep(1.0)


def _free(store: Store) -> int:
    return shutil.disk_usage(store.path.parent).free
