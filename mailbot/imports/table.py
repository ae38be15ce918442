"""Reading a CSV file row by row, so that each mistake can name its line.

Takes a path and the columns; gives (line number, row) pairs, values stripped. UTF-8 with or without a byte
order mark; what is not UTF-8 is read as Windows-1252, which is what Excel writes. CallError with a sentence
when the file itself cannot be used.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mailbot.model.errors import CallError

Cells = dict[str, str]
MAX_CELL = 10_000
TOO_MANY = ""  # no column is called so: holds what stands behind the last one


@dataclass(slots=True)
class Report:
    """What an import did: rows taken, and sentences about the others, each with its line."""

    file: str
    taken: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)
    refused_rows: int = 0  # registrations only: how many, where `refused` tells of the first thousand
    conflicts: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    activated: bool = True

    @property
    def clean(self) -> bool:
        """True when every row was taken and nothing was left as it was on purpose."""
        return not self.refused and not self.conflicts and self.activated


def rows(path: Path, required: Sequence[str], optional: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    """Every data row with its line number (the header is line 1); empty rows are skipped."""
    encoding = _encoding(path)
    with path.open(newline="", encoding=encoding, errors="replace") as file:
        reader = csv.reader(file, delimiter=delimiter_of(file.readline()))
        file.seek(0)
        try:
            header = checked_header(path, next(reader, []), required, optional)
            for values in reader:
                if any(value.strip() for value in values):
                    yield reader.line_num, _cells(header, values)
        except csv.Error as error:
            raise CallError(f"{path}: line {reader.line_num}: this is not CSV ({error}).") from None


def _encoding(path: Path) -> str:
    try:
        with path.open("rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                if b"\x00" in block:
                    raise CallError(
                        f"{path} is not a CSV file (it has NUL bytes). Save it as 'CSV UTF-8' and try again."
                    )
        with path.open(encoding="utf-8-sig") as text:
            while text.read(1 << 20):
                pass
    except FileNotFoundError:
        raise CallError(f"There is no file {path}.") from None
    except (PermissionError, IsADirectoryError) as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def delimiter_of(first_line: str) -> str:
    """Comma, or the semicolon that a spreadsheet writes where the comma is the decimal mark."""
    return ";" if first_line.count(";") > first_line.count(",") else ","


def checked_header(
    path: Path, cells: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> list[str]:
    """The column names; CallError when one is missing, unknown or there twice."""
    header = [name.strip().casefold().lstrip("\ufeff") for name in cells]
    if not header:
        raise CallError(f"{path} is empty. Its first line must be: {','.join(required)}")
    if missing := [name for name in required if name not in header]:
        raise CallError(
            f"{path}: line 1: the column {', '.join(missing)} is missing. Expected: {','.join(required)}"
        )
    if unknown := [name for name in header if name and name not in (*required, *optional)]:
        raise CallError(f"{path}: line 1: the column {', '.join(unknown)} is not known; remove or rename it.")
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise CallError(f"{path}: line 1: the column {', '.join(twice)} stands there twice; remove one.")
    return header


def _cells(header: list[str], values: list[str]) -> Cells:
    """The row by column name. An apostrophe in front is how a spreadsheet is kept from calculating."""
    padded = [*values, *[""] * (len(header) - len(values))]
    cells = {
        name: value.strip().removeprefix("'")[:MAX_CELL] for name, value in zip(header, padded, strict=False)
    }
    cells[TOO_MANY] = "".join(padded[len(header) :]).strip()[:40]
    return cells


def too_many(cells: Cells) -> str:
    """The mistake of a row with more cells than its header has columns; empty when it has not."""
    extra = cells[TOO_MANY]
    return (
        f"the row has more cells than the header has columns ('{extra}'); is a comma not in quotes?"
        if extra
        else ""
    )


def several(cell: str) -> list[str]:
    """The entries of a list cell, separated by semicolons."""
    return [entry.strip() for entry in cell.split(";") if entry.strip()]
