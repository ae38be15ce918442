"""Which cell styles of an .xlsx workbook show nothing, or strike out (ECMA-376, part 1, section 18.8).

Takes styles.xml; gives the numbers of the cell formats in which a value cannot be seen or does not count: letters in
the colour of what is behind them, letters that are struck out, or a number format of empty sections (;;;). What a
conditional format does is not looked at. XML that cannot be read raises CannotOpen; never another exception.
"""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from mailbot.parse.xml_tree import Element, local, tree

_T = TypeVar("_T")
_NO_FILL: Final = frozenset({"", "0"})
_WHITE, _BLACK = "FFFFFF", "000000"
_WHITE_THEME: Final = "0"  # the background of the window
_THEME: Final = {"0": _WHITE, "1": _BLACK}
_PALETTE: Final = (_BLACK, _WHITE, "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_NOT: Final = frozenset({"0", "false"})


def unseen(styles: bytes) -> frozenset[bytes]:
    """The formats, by the number with which a cell names them."""
    if not styles:
        return frozenset()
    root = tree(styles)
    blank = {each.get("numFmtId", "") for each in root.iter() if _is_blank(each)}
    lost = [_strikes(font) for font in _listed(root, "fonts")]
    letters = [_letters(font) for font in _listed(root, "fonts")]
    fills = [_behind(fill) for fill in _listed(root, "fills")]
    formats = enumerate(_listed(root, "cellXfs"))
    return frozenset(
        str(place).encode()
        for place, each in formats
        if each.get("numFmtId", "") in blank
        or _at(lost, each.get("fontId", ""))
        or _is_lost(each, letters, fills)
    )


def _is_lost(cell: Element, letters: list[frozenset[str]], fills: list[str]) -> bool:
    """Whether the letters have the colour of what is behind them."""
    fill = cell.get("fillId", "")
    behind = _WHITE if fill in _NO_FILL else _at(fills, fill)
    return bool(behind) and behind in (_at(letters, cell.get("fontId", "")) or ())


def _at(listed: Sequence[_T], place: str) -> _T | None:
    """The member of a list that a format names."""
    return listed[int(place)] if place.isdecimal() and int(place) < len(listed) else None


def _is_blank(element: Element) -> bool:
    """A number format that writes nothing for whatever stands in the cell."""
    return local(element) == "numFmt" and not element.get("formatCode", "x").replace('""', "").strip("; ")


def _strikes(font: Element) -> bool:
    return any(local(each) == "strike" and each.get("val", "1") not in _NOT for each in font)


def _letters(font: Element) -> frozenset[str]:
    """The colour of the letters; a shade of the window's background may be as good as white."""
    colour = next((each for each in font if local(each) == "color"), None)
    if colour is None:
        return frozenset({_BLACK})
    white = {_WHITE} if colour.get("theme", "") == _WHITE_THEME else set()
    return frozenset({_colour(colour), *white})


def _behind(fill: Element) -> str:
    """The colour of a fill; empty when it is a pattern."""
    for each in fill.iter():
        if local(each) == "patternFill" and each.get("patternType", "none") == "none":
            return _WHITE
        if local(each) == "patternFill" and each.get("patternType") != "solid":
            return ""
        if local(each) == "fgColor":
            return _colour(each)
    return ""


def _colour(element: Element) -> str:
    """A colour in one spelling: six figures where they are known, else how the workbook calls it."""
    if rgb := element.get("rgb", ""):
        return rgb.upper()[-6:]
    tint = element.get("tint", "0")
    if (theme := element.get("theme", "")) and tint != "0":
        return f"theme {theme} {tint}"
    if theme:
        return _THEME.get(theme, f"theme {theme}")
    index = element.get("indexed", "")
    return _PALETTE[int(index) % 8] if index.isdecimal() and int(index) < 16 else f"index {index}"


def _listed(root: Element, name: str) -> Iterator[Element]:
    """The members of a list."""
    for each in root:
        if local(each) == name:
            yield from each
