"""Sorting more lines than memory holds: sorted runs in files without a name, merged on the way out.

Takes lines of ASCII that end in a line feed, in any order; gives them once, in the order of their bytes. What
comes in nearly sorted costs next to nothing. The files have no name (O_TMPFILE where the system can), so a kill
leaves none behind, and nobody else can open them. TemporaryFailure when the disk is full.
"""

import errno
import heapq
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

from mailbot.model.errors import PermanentFailure, TemporaryFailure

RUN = 200_000  # lines held in memory: about 30 MB


class Sorter:
    """Lines go in by `add` and come out of `lines`; then the files are gone."""

    def __init__(self, folder: Path, run: int = RUN) -> None:
        self._folder, self._run = folder, run
        self._held: list[str] = []
        self._files: list[IO[str]] = []
        self.taken = 0  # lines that came in

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of memory and disk."""
        self._held.clear()
        while self._files:
            with suppress(OSError):  # a full disk fails the last flush again; the file is closed all the same
                self._files.pop().close()

    def add(self, line: str) -> None:
        """Take a line. TemporaryFailure when it does not fit on the disk."""
        self._held.append(line)
        self.taken += 1
        if len(self._held) >= self._run:
            self._spill()

    def lines(self) -> Iterator[str]:
        """Every line, sorted."""
        self._held.sort()
        try:
            yield from heapq.merge(*self._files, self._held) if self._files else self._held
        except OSError as error:
            raise self._failed(error) from None
        self.close()

    def _spill(self) -> None:
        self._held.sort()
        try:
            file = TemporaryFile("w+", dir=self._folder, encoding="ascii", newline="\n")  # noqa: SIM115  kept open
            self._files.append(file)
            file.writelines(self._held)
            file.seek(0)  # flushes too
        except OSError as error:
            raise self._failed(error) from None
        self._held.clear()

    def _failed(self, error: OSError) -> TemporaryFailure | PermanentFailure:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return TemporaryFailure(f"The disk of {self._folder} is full. Free space on it, then try again.")
        return PermanentFailure(
            f"No file can be written in {self._folder}, or read again ({error.strerror})."
        )
