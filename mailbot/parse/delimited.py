"""An attached text file: rows whose cells a comma, semicolon, TAB or bar parts (RFC 4180), or just lines.

Takes an Attached; gives its rows as a table, else its text as it stands. Read are UTF-8, UTF-16 with a byte order
mark or without, and Windows-1252. Which mark parts the cells is taken from the rows themselves; a first line 'sep=;'
says it. A file that is no text, or whose quotation marks do not match, raises CannotOpen; never another exception.
"""

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from mailbot.parse import attached_table, doubts
from mailbot.parse.charset import guessed, tidy
from mailbot.parse.opening import Attached, CannotOpen, Contents, Opening

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 200  # lines from which it is told which mark parts the cells,
_BEGIN = 100_000  # and characters
_SAYS = re.compile(r"\ufeff?sep=(.)\r?\n?", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NAMES = (".csv", ".tsv", ".tab")
_TYPES = frozenset(
    {"text/csv", "application/csv", "text/comma-separated-values", "text/x-csv", "text/tab-separated-values"}
)


def read(item: Attached, opening: Opening) -> Contents:
    """The table, or the text, as one layer."""
    written = decoded(item.part.payload)
    if written is None:
        raise CannotOpen("it is no text")
    opening.text_of(len(written))
    name = item.part.filename.casefold()
    surely = name.endswith(_NAMES) or item.part.content_type in _TYPES
    delimiter, text = _delimiter(written, surely)
    if not delimiter:
        opening.more_rows(text.count("\n") + 1)
        opening.doubt(doubts.reordering(text))
        return Contents(tables=(attached_table.text(tidy(text), item.where),))
    rows = _rows(text, delimiter, opening.limits.rows + 1)
    opening.more_rows(len(rows))
    return Contents(tables=attached_table.layer(rows, item.where, opening))


def decoded(octets: bytes) -> str | None:
    """The text of a file, None when it is none."""
    if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = octets.decode("utf-16", "replace")
    elif codec := _wide(octets[:400]):
        text = octets.decode(codec, "replace")
    else:
        text = guessed(octets.removeprefix(codecs.BOM_UTF8))
    return None if _CONTROLS.search(text) else text


def _wide(begin: bytes) -> str:
    """The form of UTF-16 in which Latin letters have a NUL on one side; empty when it is not that."""
    half = len(begin) // 2
    if half and begin[1::2].count(0) > half * 0.8:
        return "utf-16-le"
    return "utf-16-be" if half and begin[0::2].count(0) > half * 0.8 else ""


def _delimiter(text: str, surely: bool) -> tuple[str, str]:
    """What parts the cells (empty: nothing does), and the text without what says so."""
    if said := _SAYS.match(text):
        return said[1], "\n" + text[said.end() :]
    lines = [each for each in text[:_BEGIN].splitlines()[:_LOOKED_AT] if each.strip()]
    best = max(_DELIMITERS, key=lambda mark: _agreement(lines, mark))
    agreeing, count = _agreement(lines, best)
    if count < 2 or not (surely or (agreeing == len(lines) and agreeing > 1)):
        return "", text
    return best, text


def _agreement(lines: list[str], mark: str) -> tuple[int, int]:
    """How many of the lines fall into the same number of cells at this mark, and that number."""
    counts = Counter(len(next(csv.reader([line], delimiter=mark), ())) for line in lines)
    several = [(lines_with, cells) for cells, lines_with in counts.items() if cells > 1]
    return max(several, default=(0, 0))


def _rows(text: str, delimiter: str, most: int) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), most))
    except csv.Error as error:
        raise CannotOpen("its quotation marks do not match") from error
