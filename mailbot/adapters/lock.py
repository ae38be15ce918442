"""One instance a store: an flock on `<store>.lock`.

Never on the database file itself: closing any descriptor of that file would drop SQLite's own locks.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mailbot.model.errors import PermanentFailure


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that this process holds."""

    path: Path
    descriptor: int

    @property
    def held(self) -> bool:
        """Whether the file that is locked is still the one that another process would try to lock."""
        mine = os.fstat(self.descriptor)
        try:
            there = self.path.stat()
        except OSError:
            return False
        return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


@contextmanager
def sole_instance(store: Path) -> Generator[Lock, None, None]:
    """Hold the lock of this store; PermanentFailure naming the process that has it."""
    path = store.with_name(store.name + ".lock")
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise PermanentFailure(
            f"The lock {path} cannot be made ({error.strerror}). The folder must be writable for mailbot's account."
        ) from None
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
        yield Lock(path, descriptor)
    finally:
        os.close(descriptor)
