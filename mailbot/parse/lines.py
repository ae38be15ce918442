"""A text as numbered lines, without the marks that quoting and listing put in front of them.

Takes a Layer's text; gives its own lines (RFC 3676 quote marks, bullets and numbering removed, drawn boxes made
bars, line numbers as in the layer), what the layer's signature holds being left out, and the caps that were passed.
Of an attached table every row is a line as it stands: there nothing is quoted, listed or signed. Never raises; what
stands behind a cap is not read, and the cap is named.
"""

import csv
import re
from dataclasses import dataclass, replace

from mailbot.model.limits import Limits
from mailbot.model.mail import TABLE, Layer
from mailbot.parse import signature

LONGEST_LINE = 20_000
_QUOTE_MARKS = re.compile(r"(?:>[ \t]?){1,40}")
# 'L.', 'O.' and 'P.' may stand for losing, old and previous.
_BULLET = re.compile(r"[*•·▪◦‣o\-–—+][ \t]{1,3}(?=\S)|\(?(?:\d{1,3}|[a-kmnq-z])[.)][ \t]{1,3}(?=\S)")
# Outlook's plain text repeats a link behind its words: 1012345678903<tel:1012345678903>.
_LINK = re.compile(r"<(?:tel|mailto|https?):[^<>]{0,400}>", re.IGNORECASE)
# Box drawing (U+2500 to U+257F): what stands upright parts two cells, everything else is a rule.
_UPRIGHT = "\u2502\u2503\u2506\u2507\u250a\u250b\u2551\u254e\u254f\uff5c"
_BOX = {**dict.fromkeys(range(0x2500, 0x2580), "-"), **dict.fromkeys(map(ord, _UPRIGHT), "|")}
_TWO_BLANKS = re.compile(r"[ \u00a0]{2,}")
_MAIL_HEADER = re.compile(r"\*{0,2}(?:from|to|cc|bcc|subject|sent|reply-to)\*{0,2}[ \t]?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the layer (from 1), its text, the cells it falls into; blank when it has none."""

    number: int
    text: str
    cells: tuple[str, ...]
    blank: bool


NO_LINE = Line(0, "", (), True)


def lines_of(layer: Layer, limits: Limits) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The layer's own lines and, in words, the caps that it passed."""
    text, over = _within(layer, limits)
    own = text if layer.form == TABLE else signature.split(text)[0]
    skipped = text.count("\n", 0, max(text.find(own), 0)) if own else 0
    rows = own.split("\n")
    if any(len(row) > LONGEST_LINE for row in rows):
        over.append(f"a line of more than {LONGEST_LINE} characters in {layer.where}")
    numbered = [(number, row[:LONGEST_LINE]) for number, row in enumerate(rows, start=skipped + 1)]
    if layer.form == TABLE:
        return tuple(_row(number, row) for number, row in numbered), tuple(over)
    return tuple(_without_mail_headers([_line(number, row) for number, row in numbered])), tuple(over)


def split_cells(text: str, separator: str = "") -> tuple[str, ...]:
    """The cells of a row: at TABs, else at bars, else at runs of blanks; or at the separator given."""
    if separator:
        cells = _separated(text, separator)
    elif "\t" in text:
        cells = text.split("\t")
    elif "|" in text:
        cells = _barred(text.strip())
    else:
        cells = _TWO_BLANKS.split(text.strip())
    return tuple(cell.strip(' \u00a0*"') for cell in cells)


def _separated(text: str, separator: str) -> list[str]:
    """The cells between separators (RFC 4180): in quote marks a separator is a part of its cell."""
    if '"' not in text:
        return text.split(separator)
    return next(csv.reader([text.replace("\r", " ")], delimiter=separator, skipinitialspace=True))


def _barred(text: str) -> list[str]:
    """The cells between bars. Wikis double the bars of a header row: ||MPAN||Alert Code||."""
    bars = text.count("|")
    if text.startswith("||") and bars > 4 and text.count("||") * 2 == bars:
        text = text.replace("||", "|")
    return text.strip("|").split("|")


def _within(layer: Layer, limits: Limits) -> tuple[str, list[str]]:
    """The text up to the caps, and those that it passes."""
    text, over = layer.text, []
    if len(text) > limits.text_characters:
        over.append(f"more than {limits.text_characters} characters in {layer.where}")
        text = text[: limits.text_characters]
    if text.count("\n") >= limits.lines:
        over.append(f"more than {limits.lines} lines in {layer.where}")
        text = "\n".join(text.split("\n", limits.lines)[: limits.lines])
    return text, over


def _row(number: int, row: str) -> Line:
    """A row of an attached table as it stands."""
    whole = row.rstrip(" \r\u00a0")
    text = whole.rstrip()
    empty = whole[len(text) :].count("\t")  # cells at the end of a row that hold nothing
    return Line(number, text, (*split_cells(text), *("",) * empty), not text)


def _line(number: int, row: str) -> Line:
    whole = (_LINK.sub("", row) if "<" in row else row).rstrip(" \r\u00a0")
    whole = whole if whole.isascii() else whole.translate(_BOX)
    text = whole.rstrip()
    empty = whole[len(text) :].count("\t")  # as in _row
    stripped = text.lstrip(" ")
    if marks := _QUOTE_MARKS.match(stripped):
        text = stripped = stripped[marks.end() :].rstrip()
    bare = stripped.lstrip()
    bullet = _BULLET.match(bare)
    if bullet and not _is_cell(bare, bullet.end()):
        text = bare[bullet.end() :]
    return Line(number, text, (*split_cells(text), *("",) * empty), not text.strip())


def _is_cell(row: str, end: int) -> bool:
    """Whether what looks like a bullet is the first cell of a row, such as a number or a dash for 'none'."""
    return row[end - 1] == "\t" and "\t" in row[end:]


def _without_mail_headers(lines: list[Line]) -> list[Line]:
    """The lines, those of a leftover header block (From, Sent, To, Subject) made blank.

    Its Date is that of a mail, never that of an alert.
    """
    kept = list(lines)
    first = last = -1
    for place, line in enumerate([*lines, NO_LINE]):
        if line.blank:
            if last > first >= 0:
                kept[first : last + 1] = [
                    replace(NO_LINE, number=each.number) for each in lines[first : last + 1]
                ]
            first = last = -1
        elif _MAIL_HEADER.match(line.text):
            first = place if first < 0 else first
            last = place
    return kept
