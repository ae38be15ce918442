"""An alert in the making, and the sheet on which the facts of one block are gathered.

Takes what the readers of single facts found; gives the Draft, and the sentences for what is wrong. No sentence
contains a whole meter point number: of a long number only its last four digits are told. Never raises.
"""

import re
from dataclasses import dataclass, field

from mailbot.model.alert import CriticalAlert, Fault, Problem
from mailbot.model.mail import TABLE
from mailbot.parse import identifiers
from mailbot.parse.identifiers import Identifier
from mailbot.parse.tables import Item

_FIGURES = re.compile(r"\d(?:[ \-/.]?\d){5,40}")
_EXPONENT = re.compile(r"\d[.,]?\d{0,15}[eE]\+?\d{1,3}")  # what a spreadsheet leaves of a long number
_LONG_FIGURES = re.compile(r"\d{5,40}(?=\d{4})")
_ROW_OF = re.compile(r"\Arow \d{1,9} of ")
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """An alert in the making. `signs`: what makes it one besides its values. `rules`: those that hit.

    `layer` is the place of its layer in the mail, `outer` the places of the layers around that one.
    """

    alert: CriticalAlert
    signs: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    layer: int = 0
    outer: frozenset[int] = frozenset()
    apart: bool = True


@dataclass(slots=True)
class Sheet:
    """The facts of one block while they are gathered. `where` and `form` are those of its layer."""

    where: str
    form: str = ""
    provenance: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, item: Item) -> str:
        """Where an item stood, for a person."""
        return f"{self.line(item)}, {item.place}"

    def line(self, item: Item) -> str:
        """The line in which an item stood, of a table that is attached its row."""
        if self.form == TABLE and "column " in item.place:
            return f"row {item.line} of {self.where}"
        return f"{self.where}, line {item.line}"

    def stood(self, name: str, item: Item) -> None:
        """Note where the value of a field stood."""
        self.provenance.append((name, self.place(item)))

    def not_understood(self, name: str, item: Item) -> None:
        """Note that what follows a value has no label, and may belong to it."""
        text = f"What stands after {self.place(item)} is not understood: {shown(item.rest)}."
        self.fault(Fault.DOUBTED, name, text)

    def fault(self, fault: Fault, name: str, text: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(fault, name, text))


def stands_in(place: str, where: str) -> bool:
    """Whether a place, as Sheet names it, lies in the layer called `where`."""
    return _ROW_OF.sub("", place, count=1).startswith(f"{where}, ")


def of_fields(said: tuple[Item, ...], *fields: str) -> tuple[Item, ...]:
    """The items of some fields, in their order."""
    return tuple(item for item in said if item.field in fields)


def distinct(read: list[tuple[Identifier, Item]]) -> list[tuple[Identifier, Item]]:
    """The readable ones, each value once."""
    first: dict[str, tuple[Identifier, Item]] = {}
    for each, item in read:
        if each.value:
            first.setdefault(each.value, (each, item))
    return list(first.values())


def shown(value: str) -> str:
    """A value as it may be quoted to people: cut, and of a long number the last four digits only."""
    cut = " ".join(value.split())
    if _EXPONENT.fullmatch(cut):
        return f"'{cut}'"
    cut = _FIGURES.sub(lambda figures: identifiers.ending("".join(filter(str.isdigit, figures[0]))), cut)
    return f"'{cut[:_QUOTED]}'" if not cut.startswith("ending ") else cut[:_QUOTED]


def shown_time(value: str) -> str:
    """What stands where a time should: as written, unless it is a long number."""
    return f"'{_LONG_FIGURES.sub('..', ' '.join(value.split()))[:_QUOTED]}'"


def unreadable(
    read: list[tuple[Identifier, Item]], sheet: Sheet, fault: Fault, name: str, words: str
) -> None:
    """The first value that is labelled and cannot be read."""
    for each, item in read[:1]:
        text = f"The {words} {shown(item.value)} ({sheet.place(item)}) cannot be read: {each.wrong}."
        sheet.fault(fault, name, text)


def two(found: list[tuple[str, Item]], sheet: Sheet, name: str, words: str) -> None:
    """Two values for one fact, both quoted with where they stood."""
    if len(found) < 2:
        return
    told = " and ".join(f"{value} ({sheet.place(item)})" for value, item in found[:4])
    sheet.fault(Fault.TWO_VALUES, name, f"The mail gives {len(found)} {words} for this alert: {told}.")
