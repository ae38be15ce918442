"""A look over an .xlsx or .xlsm workbook (ECMA-376, part 1, section 18.3) before a library reads it.

Takes bytes; gives its sheets with their hidden rows and columns. Every file in it is unpacked once, so that none
unpacks to more than the archive's directory says; how far the cells reach and what their shared texts come to is
counted. What would take too much, or is no such workbook, raises CannotOpen. Linear in the unpacked bytes.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from mailbot.parse import archive, workbook_styles
from mailbot.parse.opening import COMMENTS, CannotOpen, Opening
from mailbot.parse.sheet import Sheet, reaches
from mailbot.parse.xml_tree import Element, local, tree

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedstrings.xml"
_STYLES: Final = "xl/styles.xml"
# Place, style and kind of a cell as nearly all programs write them, else its attributes as they are; then its value.
_CELL: Final = re.compile(
    rb'<(?:\w{1,20}:)?c(?: r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,10})")?(/?)'
    rb"|[ \t\r\n]([^<>]{0,400})|)>(?:<(?:\w{1,20}:)?v>([0-9]{1,9})<)?"
)
_ROW: Final = re.compile(rb"<(?:\w{1,20}:)?row[ \t\r\n]([^<>]{0,600})>")
_COLUMN: Final = re.compile(rb"<(?:\w{1,20}:)?col[ \t\r\n]([^<>]{0,600})>")
_FORMAT: Final = re.compile(rb"<(?:\w{1,20}:)?sheetFormatPr[ \t\r\n]([^<>]{0,600})>")
_ATTRIBUTE: Final = re.compile(
    rb"([A-Za-z:]{1,40})[ \t\r\n]{0,9}=[ \t\r\n]{0,9}(?:\"([^\"<>]{0,80})\"|'([^'<>]{0,80})')"
)
_PLACE: Final = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_TEXT: Final = re.compile(rb"<(?:\w{1,20}:)?si[ \t\r\n>/]")
_COMMENT: Final = re.compile(rb"<(?:\w{1,20}:)?(?:c|threadedC)omment[ \t\r\n/>]")
_MOST_COLUMNS: Final = 16384
# Below that nobody reads a row (in points) or a column (in characters).
_LOWEST_ROW, _NARROWEST_COLUMN = 3.0, 0.5


@dataclass(frozen=True, slots=True)
class _Known:
    """What holds for all sheets: how long each shared text is, and in which styles nothing is seen."""

    lengths: list[int]
    unseen: frozenset[bytes]


def survey(octets: bytes, opening: Opening) -> tuple[Sheet, ...]:
    """The sheets of the workbook."""
    book = archive.directory(octets, opening)
    files = {archive.key(each): archive.unpacked(book, each) for each in book.infolist() if _is_read(each)}
    if _BOOK not in files:
        raise CannotOpen("it is no workbook of a kind that is read")
    if any(b"\x00" in each[:200] for name, each in files.items() if name.endswith((".xml", ".rels"))):
        raise CannotOpen("it is written in a way that is not read")
    if any("comment" in name and _COMMENT.search(each) for name, each in files.items()):
        opening.doubt(COMMENTS)
    known = _Known(_lengths(files.get(_STRINGS, b"")), workbook_styles.unseen(files.get(_STYLES, b"")))
    return tuple(_sheet(name, files[path], known, opening) for name, path in _sheets(files))


def _is_read(entry: zipfile.ZipInfo) -> bool:
    """Pictures, macros and what else the workbook holds is never unpacked, here or by the library."""
    return archive.key(entry).endswith((".xml", ".rels"))


def _sheets(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """The name of each sheet and the file that holds it."""
    targets = {each.get("Id", ""): each.get("Target", "") for each in tree(files.get(_RELATIONS, b"<none/>"))}
    sheets = [each for each in tree(files[_BOOK]).iter() if local(each) == "sheet"]
    return [(each.get("name", ""), _path(targets.get(_relation(each), ""), files)) for each in sheets]


def _path(target: str, files: dict[str, bytes]) -> str:
    """The file of a sheet. Some programs write its path from the top and leave out the slash."""
    relative = posixpath.normpath(posixpath.join("/xl", target))
    for path in (relative.lstrip("/").casefold(), target.casefold()):
        if path in files:
            return path
    raise CannotOpen("its sheets cannot be told apart")


def _relation(sheet: Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _lengths(strings: bytes) -> list[int]:
    """How long each shared text is, with its tags."""
    starts = [each.start() for each in _TEXT.finditer(strings)]
    return [end - start for start, end in pairwise((*starts, len(strings)))]


def _sheet(name: str, xml: bytes, known: _Known, opening: Opening) -> Sheet:
    sheet = Sheet(name)
    bottom = right = shared = 0
    for letters, digits, style, kind, value in _cells(xml):
        row, column = int(digits), _number(letters)
        bottom, right = max(bottom, row), max(right, column)
        if style in known.unseen:
            sheet.cells.add((row - 1, column - 1))
            sheet.hidden = sheet.hidden or not row  # a cell that does not say where it is
        if kind == b"s" and value and int(value) < len(known.lengths):
            shared += known.lengths[int(value)]
    reaches(bottom, right, opening)
    opening.repeated(shared)
    _hidden(sheet, xml)
    return sheet


def _cells(xml: bytes) -> Iterator[tuple[bytes, bytes, bytes, bytes, bytes]]:
    """The cells that hold anything: column, row (0: not told), style, kind and the number that stands in it."""
    for letters, digits, style, kind, closed, written, value in _CELL.findall(xml):
        if not digits:
            attributes = _attributes(written)
            place = _PLACE.fullmatch(attributes.get(b"r", b""))
            letters, digits = place.groups() if place else (b"", b"0")
            style, kind = attributes.get(b"s", b""), attributes.get(b"t", b"")
        if not closed and not written.endswith(b"/"):
            yield letters, digits, style or b"0", kind, value


def _hidden(sheet: Sheet, xml: bytes) -> None:
    """Notes the rows and columns that are hidden, or so small that they are not seen."""
    sheet.hidden = sheet.hidden or any(
        _attributes(each[1]).get(b"zeroHeight", b"0") not in (b"0", b"false")
        for each in _FORMAT.finditer(xml)
    )
    number = 0
    for row in _ROW.finditer(xml):
        attributes = _attributes(row[1])
        number = _whole(attributes.get(b"r", b"")) or number + 1
        if _is_hidden(attributes, b"ht", _LOWEST_ROW):
            sheet.rows.add(number - 1)
    for column in _COLUMN.finditer(xml):
        attributes = _attributes(column[1])
        if _is_hidden(attributes, b"width", _NARROWEST_COLUMN):
            first, last = _whole(attributes.get(b"min", b"")), _whole(attributes.get(b"max", b""))
            sheet.columns.update(range(first - 1, min(last, _MOST_COLUMNS)))


def _is_hidden(attributes: dict[bytes, bytes], size: bytes, least: float) -> bool:
    if attributes.get(b"hidden", b"0") not in (b"0", b"false"):
        return True
    try:
        return float(attributes.get(size, b"99")) < least
    except ValueError:
        return True


def _attributes(written: bytes) -> dict[bytes, bytes]:
    return {each[1]: each[2] or each[3] or b"" for each in _ATTRIBUTE.finditer(written)}


def _whole(digits: bytes) -> int:
    return int(digits) if digits.isdigit() else 0


@cache
def _number(letters: bytes) -> int:
    """The number of a column by its letters: A is 1, XFD 16384."""
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value
