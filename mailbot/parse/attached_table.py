"""Rows of an attached table -> a Layer that the alert reader reads like a table in the mail's text.

Takes rows of cells as text; gives a layer in which a line is a row and a TAB parts the cells, so that a row's number
is its line's and an empty row an empty line. A cell's own TABs and line ends become blanks. What spreadsheet users
write so that a number stays text (="1012345678903", '1012345678903) is taken off. A table that is wider than the
reader takes raises CannotOpen; never another exception.
"""

import re
from collections.abc import Iterable, Sequence

from mailbot.model.mail import TABLE, Layer
from mailbot.parse import doubts
from mailbot.parse.charset import tidy
from mailbot.parse.opening import CannotOpen, Opening, masked

MOST_COLUMNS = 60
_WIDEST = 16384  # columns that a sheet can have; more are not even looked at
_TOO_WIDE = f"it has {{}} columns, and at most {MOST_COLUMNS} are read"
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")
_AS_TEXT = re.compile(r'="([^"]{0,200})"')


def cell(text: str) -> str:
    """A cell in one line, without what only keeps a spreadsheet from taking it for a number."""
    shown = _BLANKS.sub(" ", tidy(text)).strip()
    if kept := _AS_TEXT.fullmatch(shown):
        shown = kept[1].strip()
    return shown[1:] if shown[:1] == "'" and shown[1:2].isalnum() else shown


def layer(rows: Iterable[Sequence[str]], where: str, opening: Opening) -> tuple[Layer, ...]:
    """The table as a layer; none when nothing stands in it. All rows are as wide as the widest, if they were before."""
    kept: list[list[str]] = []
    size = 0
    for row in rows:
        if len(row) > _WIDEST:
            raise CannotOpen(_TOO_WIDE.format(len(row)))
        opening.doubt(doubts.reordering("".join(row)))
        kept.append([cell(each) for each in row])
        size += sum(map(len, kept[-1]))
        opening.text_of(size)
    width = max((_width(row) for row in kept), default=0)
    if width > MOST_COLUMNS:
        raise CannotOpen(_TOO_WIDE.format(width))
    lines = ["\t".join(row[:width]) if any(row) else "" for row in kept]
    return (text("\n".join(lines), where),) if width else ()


def text(words: str, where: str) -> Layer:
    """What an attachment says, as a layer."""
    return Layer(where=masked(where), text=words.rstrip("\n"), depth=1, form=TABLE)


def _width(row: list[str]) -> int:
    """The number of cells up to the last that holds anything."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)
