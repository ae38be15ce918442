"""Reads the tables of sample mails: each begins with `=== what it is => kind recipient action status; ..`.

A status of `-` stands for none. The lines below are the mail, as a system writes it, with LF line ends.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail of a table and what is in it."""

    name: str
    raw: bytes
    kind: str  # bounce, delay, or another word
    recipients: tuple[tuple[str, str, str], ...]  # address, action, status

    def __str__(self) -> str:
        return self.name


def samples(folder: str) -> list[Sample]:
    """Every sample of every table in the folder, in order."""
    return [one for file in sorted((FOLDER / folder).glob("*.txt")) for one in _of_file(file)]


def _of_file(file: Path) -> list[Sample]:
    pieces = f"\n{file.read_text(encoding='utf-8')}".split("\n=== ")[1:]
    return [_sample(file.stem, *piece.split("\n", 1)) for piece in pieces]


def _sample(file: str, title: str, mail: str) -> Sample:
    name, _, wanted = title.partition(" => ")
    kind, _, several = wanted.partition(" ")
    recipients = tuple(_recipient(each.split()) for each in several.split(";") if each.strip())
    return Sample(f"{file}: {name}", mail.encode("utf-8"), kind, recipients)


def _recipient(words: list[str]) -> tuple[str, str, str]:
    address, action, status = words
    return address, action, "" if status == "-" else status
