"""Which cell styles of an .xlsx workbook show nothing (ECMA-376, part 1, section 18.8).

Takes styles.xml; gives the numbers of the cell formats in which a value cannot be seen: white letters on no fill, or a
number format of empty sections (;;;). What a conditional format does is not looked at. XML that cannot be read raises
CannotOpen; never another exception.
"""

from collections.abc import Iterator
from typing import Final

from mailbot.parse.xml_tree import Element, local, tree

_NO_FILL: Final = ("", "0")
_WHITE_THEME: Final = "0"  # the background of the window
_WHITE_INDEX: Final = frozenset({"1", "9"})


def unseen(styles: bytes) -> frozenset[bytes]:
    """The formats, by the number with which a cell names them."""
    if not styles:
        return frozenset()
    root = tree(styles)
    blank = {each.get("numFmtId", "") for each in root.iter() if _is_blank(each)}
    white = [any(map(_is_white, font)) for font in _listed(root, "fonts")]
    formats = enumerate(_listed(root, "cellXfs"))
    return frozenset(str(place).encode() for place, each in formats if _shows_nothing(each, blank, white))


def _shows_nothing(cell: Element, blank: set[str], white: list[bool]) -> bool:
    if cell.get("numFmtId", "") in blank:
        return True
    font = cell.get("fontId", "")
    is_white = font.isdecimal() and int(font) < len(white) and white[int(font)]
    return is_white and cell.get("fillId", "") in _NO_FILL


def _is_blank(element: Element) -> bool:
    """A number format that writes nothing for whatever stands in the cell."""
    return local(element) == "numFmt" and not element.get("formatCode", "x").replace('""', "").strip("; ")


def _is_white(element: Element) -> bool:
    if local(element) != "color":
        return False
    rgb, theme, index = (element.get(name, "") for name in ("rgb", "theme", "indexed"))
    return rgb.upper().endswith("FFFFFF") or theme == _WHITE_THEME or index in _WHITE_INDEX


def _listed(root: Element, name: str) -> Iterator[Element]:
    """The members of a list."""
    for each in root:
        if local(each) == name:
            yield from each
