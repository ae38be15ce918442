"""One pass over a CSV file of millions of rows, in the memory of one row.

Takes a path and the columns; gives (line number, cells in the order of the columns), one a line of the file.
RFC 4180, save that no cell runs over the end of its line: a quotation mark that is never closed spoils its own
row and swallows none behind it. UTF-8 with or without a byte order mark. CallError with a sentence, and the
line where there is one, when the file itself cannot be used: NUL bytes, another encoding, a line without end,
or a file that is written while it is read. Never reads a file twice, never holds more than one line of it.
"""

import csv
import os
import stat
from collections.abc import Iterator, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from mailbot.imports.table import checked_header, delimiter_of
from mailbot.model.errors import CallError

LONGEST_LINE = 10_000  # bytes; a registration has about seventy


class Stream:
    """The open file. `size`: its bytes when it was opened; `read`: those read so far."""

    def __init__(self, path: Path, required: Sequence[str], optional: Sequence[str]) -> None:
        """Open the file and read its header. CallError when that cannot be."""
        self.path, self.read = path, 0
        try:
            if not path.is_file() and path.exists():  # a pipe would keep us waiting for ever
                raise CallError(f"{path} is not a file on a disk; save what it gives into one first.")
            self._file = path.open("rb")
        except FileNotFoundError:
            raise CallError(f"There is no file {path}.") from None
        except OSError as error:
            raise CallError(f"{path} cannot be read: {error.strerror}.") from None
        try:
            self._opened = os.fstat(self._file.fileno())
            if not stat.S_ISREG(self._opened.st_mode):
                raise CallError(f"{path} is not a file on a disk; save what it gives into one first.")
            self.size = self._opened.st_size
            self._columns(required, optional)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()

    def _columns(self, required: Sequence[str], optional: Sequence[str]) -> None:
        line = self._text(1, self._file.readline(LONGEST_LINE + 1)).lstrip("\ufeff").rstrip("\r\n")
        if "\r" in line:
            raise CallError(
                f"{self.path} has the line ends of old Macs. Save it as 'CSV UTF-8' and try again."
            )
        self._delimiter = delimiter_of(line)
        header = checked_header(self.path, self._split(line) or [], required, optional)
        self._width, self._least = len(header), 1 + max(header.index(name) for name in required)
        # An empty cell is put behind each row: there stand the optional columns that the file does not have.
        places = [header.index(name) if name in header else -1 for name in (*required, *optional)]
        self._in_order = itemgetter(*places)

    def rows(self) -> Iterator[tuple[int, tuple[str, ...] | str]]:
        """Every row that is not empty: its line, and its cells as written, or as a sentence what is wrong with it."""
        try:
            yield from self._rows()
        except OSError as error:
            raise CallError(f"{self.path} could not be read to its end: {error.strerror}.") from None
        self._check_unchanged()

    def _rows(self) -> Iterator[tuple[int, tuple[str, ...] | str]]:
        for line, raw in enumerate(iter(partial(self._file.readline, LONGEST_LINE + 1), b""), start=2):
            text = self._text(line, raw).rstrip("\r\n")
            values = text.split(self._delimiter) if '"' not in text else self._split(text)
            if values is None:
                yield line, "a quotation mark in it is not closed on its line, or stands in the wrong place"
            elif len(values) == self._width and (values[0].strip() or any(value.strip() for value in values)):
                values.append("")
                yield line, self._in_order(values)
            elif any(value.strip() for value in values):
                yield line, self._fitted(values)

    def _text(self, line: int, raw: bytes) -> str:
        self.read += len(raw)
        if b"\0" in raw:
            raise self._unusable(line, "it has NUL bytes, so this is no CSV file or a damaged one")
        if len(raw) > LONGEST_LINE:
            raise self._unusable(line, f"it is longer than {LONGEST_LINE} bytes, so this is no file of rows")
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            raise self._unusable(
                line, f"it is not UTF-8 (byte {raw[error.start]:02X} at place {error.start + 1})"
            ) from None

    def _unusable(self, line: int, why: str) -> CallError:
        return CallError(f"{self.path}: line {line}: {why}. Save the file as 'CSV UTF-8' and try again.")

    def _split(self, text: str) -> list[str] | None:
        try:
            return next(csv.reader((text,), delimiter=self._delimiter, strict=True), [])
        except csv.Error:
            return None

    def _fitted(self, values: list[str]) -> tuple[str, ...] | str:
        """A row that has more or fewer cells than the header; what only lacks optional ones at its end is whole."""
        if extra := "".join(values[self._width :]).strip():
            return f"the row has more cells than the header has columns ('{extra[:40]}'); is a comma not in quotes?"
        if len(values) < self._least:
            return f"the row ends after {len(values)} of {self._width} cells"
        padded = values[: self._width] + [""] * (self._width - len(values) + 1)
        cells: tuple[str, ...] = self._in_order(padded)
        return cells

    def _check_unchanged(self) -> None:
        now = os.fstat(self._file.fileno())
        opened = (self._opened.st_size, self._opened.st_mtime_ns)
        if self.read != self.size or (now.st_size, now.st_mtime_ns) != opened:
            raise CallError(
                f"{self.path} was changed while it was read ({self.size} bytes before, {now.st_size} now). "
                "Try again when it is written to the end."
            )
