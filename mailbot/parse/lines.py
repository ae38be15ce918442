"""A text as numbered lines, without the marks that quoting and listing put in front of them.

Takes a Layer's text; gives its own lines (RFC 3676 quote marks, bullets and numbering removed, line numbers
as in the layer), what the layer's signature holds being left out, and the caps that were passed. Never raises;
what stands behind a cap is not read, and the cap is named.
"""

import re
from dataclasses import dataclass, replace

from mailbot.model.limits import Limits
from mailbot.model.mail import Layer
from mailbot.parse import signature

LONGEST_LINE = 20_000
_QUOTE_MARKS = re.compile(r"(?:>[ \t]?){1,40}")
# 'L.', 'O.' and 'P.' may stand for losing, old and previous.
_BULLET = re.compile(r"[*•·▪◦‣o\-–—+][ \t]{1,3}(?=\S)|\(?(?:\d{1,3}|[a-kmnq-z])[.)][ \t]{1,3}(?=\S)")
# Outlook's plain text repeats a link behind its words: 1012345678903<tel:1012345678903>.
_LINK = re.compile(r"<(?:tel|mailto|https?):[^<>]{0,400}>", re.IGNORECASE)
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
    own, over = _own_text(layer, limits)
    skipped = layer.text.count("\n", 0, max(layer.text.find(own), 0)) if own else 0
    rows = own.split("\n")
    if len(rows) > limits.lines:
        over.append(f"more than {limits.lines} lines in {layer.where}")
        rows = rows[: limits.lines]
    if any(len(row) > LONGEST_LINE for row in rows):
        over.append(f"a line of more than {LONGEST_LINE} characters in {layer.where}")
    lines = [_line(number, row[:LONGEST_LINE]) for number, row in enumerate(rows, start=skipped + 1)]
    return tuple(_without_mail_headers(lines)), tuple(over)


def split_cells(text: str, separator: str = "") -> tuple[str, ...]:
    """The cells of a row: at TABs, else at bars, else at runs of blanks; or at the separator given."""
    if separator:
        cells = text.split(separator)
    elif "\t" in text:
        cells = text.split("\t")
    elif "|" in text:
        cells = text.strip().strip("|").split("|")
    else:
        cells = _TWO_BLANKS.split(text.strip())
    return tuple(cell.strip(' \u00a0*"') for cell in cells)


def _own_text(layer: Layer, limits: Limits) -> tuple[str, list[str]]:
    if len(layer.text) <= limits.text_characters:
        return signature.split(layer.text)[0], []
    cap = f"more than {limits.text_characters} characters in {layer.where}"
    return signature.split(layer.text[: limits.text_characters])[0], [cap]


def _line(number: int, row: str) -> Line:
    whole = (_LINK.sub("", row) if "<" in row else row).rstrip(" \r\u00a0")
    text = whole.rstrip()
    empty = whole[len(text) :].count("\t")  # cells at the end of a row that hold nothing
    stripped = text.lstrip(" ")
    if marks := _QUOTE_MARKS.match(stripped):
        text = stripped = stripped[marks.end() :].rstrip()
    if bullet := _BULLET.match(stripped.lstrip()):
        text = stripped.lstrip()[bullet.end() :]
    return Line(number, text, (*split_cells(text), *("",) * empty), not text.strip())


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
