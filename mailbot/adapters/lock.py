"""One instance a store: an flock on `<store>.lock`; and the like for other work that must be done by one alone.

Never on the database file itself: closing any descriptor of that file would drop SQLite's own locks.
"""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mailbot.model.errors import MailbotError, PermanentFailure


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
def exclusive(path: Path, taken: Callable[[str], MailbotError]) -> Generator[Lock, None, None]:
    """Hold an flock on `path`, and write our process number into it.

    Raises what `taken` makes of the number of the process that has it; PermanentFailure when the file cannot be made.
    """
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
            raise taken(holder) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield Lock(path, descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def sole_instance(store: Path) -> Generator[Lock, None, None]:
    """Hold the lock of this store; PermanentFailure naming the process that has it."""

    def taken(holder: str) -> MailbotError:
        return PermanentFailure(
            f"Another mailbot (process {holder}) is working on {store}. Stop that one first, or leave it to it."
        )

    with exclusive(store.with_name(store.name + ".lock"), taken) as lock:
        yield lock
