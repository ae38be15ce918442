"""One instance a store: an flock on `<store>.lock`.

Never on the database file itself: closing any descriptor of that file would drop SQLite's own locks.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from mailbot.model.errors import PermanentFailure


@contextmanager
def sole_instance(store: Path) -> Generator[None, None, None]:
    """Hold the lock of this store; PermanentFailure naming the process that has it."""
    path = store.with_name(store.name + ".lock")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
            raise PermanentFailure(
                f"Another mailbot (process {holder}) is working on {store}. Stop that one first, or leave it to it."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
