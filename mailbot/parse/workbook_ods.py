"""A look over an .ods workbook (OpenDocument 1.3, part 3, section 9) before a library reads it.

Takes bytes; gives its sheets with their hidden rows and columns. A repeated row or cell stands once in the file and is
as many in the sheet: how far the filled ones reach is counted first. What would take too much, or is no such workbook,
raises CannotOpen. Linear in the unpacked bytes.
"""

import re
from dataclasses import dataclass
from typing import Final

from mailbot.parse import archive
from mailbot.parse.opening import COMMENTS, PROTECTED, CannotOpen, Opening
from mailbot.parse.sheet import Sheet, reaches
from mailbot.parse.xml_tree import Element, local, tree

_MIMETYPE: Final = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_HIDDEN: Final = frozenset({"collapse", "filter"})
_DIGITS: Final = re.compile(r"[0-9]{1,9}")
_WIDEST: Final = 16384


def is_ods(octets: bytes) -> bool:
    """Whether these bytes call themselves an OpenDocument workbook."""
    return _MIMETYPE in octets[:200]


def survey(octets: bytes, opening: Opening) -> tuple[Sheet, ...]:
    """The sheets of the workbook."""
    book = archive.directory(octets, opening)
    files = {each.filename: archive.unpacked(book, each) for each in book.infolist()}
    if "content.xml" not in files:
        raise CannotOpen("it is no workbook of a kind that is read")
    if b"encryption-data" in files.get("META-INF/manifest.xml", b""):
        raise CannotOpen(PROTECTED)
    content = tree(files["content.xml"])
    unseen = frozenset(_unseen_styles(content))
    return tuple(_sheet(each, unseen, opening) for each in content.iter() if each.tag == f"{_TABLE}table")


def _unseen_styles(content: Element) -> "list[str]":
    """The names of the styles that hide a sheet."""
    return [
        style.get(f"{_STYLE}name", "")
        for style in content.iter()
        if style.tag == f"{_STYLE}style"
        and any(each.get(f"{_TABLE}display", "") == "false" for each in style)
    ]


@dataclass(slots=True)
class _Walk:
    """How far a sheet was walked: the next row and column, and the furthest that hold anything."""

    sheet: Sheet
    opening: Opening
    row: int = 0
    column: int = 0
    right: int = 0


def _sheet(table: Element, unseen: frozenset[str], opening: Opening) -> Sheet:
    name = table.get(f"{_TABLE}name", "")
    walk = _Walk(Sheet(name, hidden=table.get(f"{_TABLE}style-name", "") in unseen), opening)
    for each in table.iter():
        if local(each) == "table-column":
            _column(each, walk)
        elif local(each) == "table-row":
            _row(each, walk)
        elif local(each) == "annotation":
            opening.doubt(COMMENTS)
    return walk.sheet


def _column(column: Element, walk: _Walk) -> None:
    count = min(_repeated(column, "number-columns-repeated"), _WIDEST)
    if column.get(f"{_TABLE}visibility", "") in _HIDDEN:
        walk.sheet.columns.update(range(walk.column, min(walk.column + count, _WIDEST)))
    walk.column = min(walk.column + count, _WIDEST)


def _row(row: Element, walk: _Walk) -> None:
    count = _repeated(row, "number-rows-repeated")
    width = filled = 0
    for cell in row:
        width += _repeated(cell, "number-columns-repeated")
        filled = width if len(list(cell.iter())) > 1 else filled
    if filled:
        walk.right = max(walk.right, filled)
        reaches(walk.row + count, walk.right, walk.opening)
        if row.get(f"{_TABLE}visibility", "") in _HIDDEN:
            walk.sheet.rows.update(range(walk.row, walk.row + count))
    walk.row += count


def _repeated(element: Element, attribute: str) -> int:
    written = element.get(f"{_TABLE}{attribute}", "1")
    return max(int(written), 1) if _DIGITS.fullmatch(written) else 1
