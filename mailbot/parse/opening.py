"""What is passed about while the attachments of one mail are opened: the caps, what was found, why it failed.

Takes Limits; `Opening` counts bytes unpacked, rows and parts over the whole mail, and gathers in words what was over a
cap and what was doubtful. An opener takes an Attached and the Opening and gives Contents, or raises CannotOpen with
the reason a person reads; `attachments` alone catches that. Nothing here is done to a file or a network.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from mailbot.model.limits import Limits
from mailbot.model.mail import Layer, Mail, Part
from mailbot.parse.doubts import PREFIX

PROTECTED: Final = "it is protected by a password"
# All but the last four of 21, 13 or 10 digits; the dates and times that stand in names have 8, 12 or 14.
_METER_POINT: Final = re.compile(r"(?<!\d)(?:\d{17}|\d{9}|\d{6})(?=\d{4}(?!\d))", re.ASCII)
DAMAGED: Final = "it is damaged"
COMMENTS: Final = f"{PREFIX}the workbook has cell comments, which are not read"


class CannotOpen(Exception):
    """Why an attachment is not read, in words that go behind its name."""


def masked(name: str) -> str:
    """A name as it may stand in a sentence: of what has the length of a meter point number, the last four digits."""
    return _METER_POINT.sub("..", name)


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment and where it is, for a person: 'alerts.csv in july.zip'."""

    part: Part
    where: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What an attachment held: rows and facts, mails, further attachments.

    body and rich: of a winmail.dat, the body of the mail around it, in plain text or HTML, and in compressed rich text.
    """

    tables: tuple[Layer, ...] = ()
    mails: tuple[Mail, ...] = ()
    attached: tuple[Attached, ...] = ()
    body: Mail | None = None
    rich: bytes = field(default=b"", repr=False)


@dataclass(slots=True)
class Opening:
    """What is left of the caps while one mail is opened; `over` and `defects` are in words, each once.

    `packed`: how many bytes its attachments had as they came, to which unpacked_ratio is held.
    """

    limits: Limits
    packed: int = 0
    unpacked: int = 0
    rows: int = 0
    parts: int = 0
    over: dict[str, None] = field(default_factory=dict)
    defects: dict[str, None] = field(default_factory=dict)

    def unpack(self, size: int) -> None:
        """Counts bytes that are about to be unpacked."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked_bytes:
            self._stop(f"unpacks to more than {self.limits.unpacked_bytes} bytes")
        if self.unpacked > self.limits.unpacked_ratio * max(self.packed, 1):
            self._stop(f"unpacks to more than {self.limits.unpacked_ratio} times its size")

    def doubt(self, defect: str) -> None:
        """Notes a defect; an empty text is nothing."""
        if defect:
            self.defects[defect] = None

    def repeated(self, size: int) -> None:
        """Looks at bytes that stand once in a packed file and are shown many times."""
        if size > self.limits.unpacked_bytes:
            self._stop(f"unpacks to more than {self.limits.unpacked_bytes} bytes")

    def more_rows(self, count: int) -> None:
        """Counts rows that are about to be read."""
        self.rows += count
        if self.rows > self.limits.rows:
            self._stop(f"has more than {self.limits.rows} rows")

    def text_of(self, count: int) -> None:
        """Looks at how many characters one text or table has."""
        if count > self.limits.text_characters:
            self._stop(f"has more than {self.limits.text_characters} characters")

    def another_part(self) -> None:
        """Counts an attachment inside another."""
        self.parts += 1
        if self.parts > self.limits.parts:
            self._stop(f"has more than {self.limits.parts} parts")

    def deeper(self, depth: int) -> None:
        """Looks whether something this deep inside may be opened."""
        if depth > self.limits.depth:
            self._stop(f"is nested more than {self.limits.depth} deep")

    def _stop(self, cap: str) -> None:
        self.over[f"what is attached {cap}"] = None
        raise CannotOpen(f"it {cap}")
