"""A look over an .xls workbook ([MS-XLS], section 2.4) before a library reads it.

Takes bytes; gives its sheets with their hidden rows and columns, read from the records BOUNDSHEET, ROW and COLINFO.
A workbook with a password (FILEPASS), or what is none, raises CannotOpen; never another exception. A sheet of this
kind has at most 65,536 rows and 256 columns. Linear in the bytes.
"""

import io
import struct
from collections.abc import Iterator
from typing import Final

from mailbot.parse.opening import COMMENTS, DAMAGED, PROTECTED, CannotOpen, Opening
from mailbot.parse.sheet import Sheet, reaches

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_ROW, _COLINFO, _NOTE = 0x0208, 0x007D, 0x001C
# FORMULA, MULRK, RSTRING, LABELSST, NUMBER, LABEL, BOOLERR, RK
_CELLS: Final = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_ROW_HIDDEN: Final = 0x20
_COLUMN_HIDDEN: Final = 0x01
_WORKSHEET: Final = 0


def survey(octets: bytes, opening: Opening) -> tuple[Sheet, ...]:
    """The sheets of the workbook."""
    stream = _stream(octets)
    names = dict(_names(stream))
    return tuple(_sheet(name, stream, start, opening) for start, name in names.items())


def _stream(octets: bytes) -> bytes:
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(octets)) as file:
            name = next((each for each in ("Workbook", "Book") if file.exists(each)), "")
            stream: bytes = file.openstream(name).read() if name else b""
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError) as error:
        raise CannotOpen(DAMAGED) from error
    if not stream:
        raise CannotOpen("it is no workbook of a kind that is read")
    return stream


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, up to its end."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        at += 4 + length
        if depth <= 0:
            return


def _names(stream: bytes) -> Iterator[tuple[int, str]]:
    """Where each worksheet starts, and its name."""
    for kind, data in _records(stream, 0):
        if kind == _FILEPASS:
            raise CannotOpen(PROTECTED)
        if kind == _BOUNDSHEET and len(data) >= 8 and data[5] == _WORKSHEET:
            start, length, wide = struct.unpack_from("<I", data)[0], data[6], data[7] & 1
            yield (
                start,
                data[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace"),
            )


def _sheet(name: str, stream: bytes, start: int, opening: Opening) -> Sheet:
    sheet = Sheet(name)
    bottom = right = 0
    for kind, data in _records(stream, start):
        if kind in _CELLS and len(data) >= 4:
            row, column = struct.unpack_from("<HH", data)
            bottom, right = max(bottom, row + 1), max(right, column + 1)
        elif kind == _ROW and len(data) >= 16 and data[12] & _ROW_HIDDEN:
            sheet.rows.add(struct.unpack_from("<H", data)[0])
        elif kind == _COLINFO and len(data) >= 10 and (data[8] & _COLUMN_HIDDEN or data[4:6] == b"\0\0"):
            first, last = struct.unpack_from("<HH", data)
            sheet.columns.update(range(first, min(last, 255) + 1))
        elif kind == _NOTE:
            opening.doubt(COMMENTS)
    reaches(bottom, right, opening)
    return sheet
