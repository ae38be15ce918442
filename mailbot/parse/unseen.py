"""What an HTML tree does not show, taken out of it (HTML Living Standard, sections 4.5 and 15.3.1; CSS 2.2).

Takes the elements of a parsed document, in its order; takes out of the tree what is hidden, struck out or written
in a colour or size that nobody can read; gives the defects of doubts.py. Ordinary mail hides a preview line or a
spacer: that is taken out and no defect. A defect is noted when what is hidden states facts of an alert, or says that
something is not theirs, and for whatever is struck out. Only the tree is changed; never raises for a well-formed one;
each element is looked at once, and of what may be hidden no more than the beginning.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from mailbot.parse import doubts, style

# Program text and the head say nothing to anybody; what the others hold some mail programs show and some do not.
_SILENT: Final = frozenset({"script", "style", "head", "title", "meta", "link"})
_UNSURE: Final = frozenset(
    {"template", "noscript", "object", "applet", "iframe", "svg", "textarea", "select", "datalist"}
)
_STRUCK: Final = frozenset({"s", "strike", "del"})
_MOST_PIECES: Final = 500
_MOST_PIECES_IN_ALL: Final = 200_000
_LONGEST_CLASS: Final = 1000
_MOST_CHARACTERS: Final = 5000
# 'Received', and out of sight that it is not theirs: no preview line says that.
_DENIES: Final = re.compile(
    r"\bours\b|\bour (?:meter|customer|site|suppl)|\bbelongs? to\b|\bwrong (?:supplier|mpan|meter|company|people)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Face:
    """How words directly in an element look: what it is given and what it inherits."""

    colour: str = ""
    background: str = ""
    tiny: bool = False
    invisible: bool = False

    def inside(self, look: style.Look) -> "_Face":
        """The face of an element with this look inside an element with this face."""
        return _Face(
            look.colour or self.colour,
            look.background or self.background,
            self.tiny if look.tiny is None else look.tiny,
            self.invisible if look.invisible is None else look.invisible,
        )

    @property
    def unseen(self) -> bool:
        return self.tiny or self.invisible or style.faint(self.colour, self.background)


@dataclass(slots=True)
class _Findings:
    """What is to be taken out, and what was doubtful about it; `inside` are elements of what is taken out."""

    sheet: style.Sheet
    faces: dict[Any, _Face] = field(default_factory=dict)
    out: list[Any] = field(default_factory=list)
    inside: set[Any] = field(default_factory=set)
    muted: list[Any] = field(default_factory=list)
    doubts: dict[str, None] = field(default_factory=dict)
    styles: dict[str, style.Look] = field(default_factory=dict)
    ruled: dict[tuple[str, frozenset[str]], style.Look] = field(default_factory=dict)

    looked_at: int = 0  # pieces of text that are perhaps hidden, elements inside each other counted each time

    def hidden(self, pieces: Iterable[str]) -> None:
        """Notes text that is out of sight, if it states facts or is longer than any preview line."""
        if doubts.HIDDEN in self.doubts:
            return
        several = list(islice(pieces, _MOST_PIECES + 1))
        self.looked_at += len(several)
        text = "".join(several)
        long = len(several) > _MOST_PIECES or len(text) > _MOST_CHARACTERS
        told = (long and text.strip()) or _matters(text[:_MOST_CHARACTERS])
        if told or self.looked_at > _MOST_PIECES_IN_ALL:
            self.doubts[doubts.HIDDEN] = None

    def styled(self, text: str) -> style.Look:
        """What a style attribute says; most elements of a mail share a few."""
        if text not in self.styles:
            self.styles[text] = style.look(text)
        return self.styles[text]

    def by_rule(self, tag: str, names: frozenset[str]) -> style.Look:
        """What the sheet says of elements with this tag and these names."""
        if (tag, names) not in self.ruled:
            self.ruled[tag, names] = self.sheet.look(tag, names)
        return self.ruled[tag, names]


def _matters(text: str) -> bool:
    return doubts.states_facts(text) or _DENIES.search(text) is not None


def take_out(elements: list[Any]) -> tuple[str, ...]:
    """Takes what is not shown out of the tree these elements make up; gives the defects, each once."""
    css = "\n".join("".join(each.itertext()) for each in elements if each.tag == "style")
    found = _Findings(style.sheet(css))
    if found.sheet.full:
        found.doubts[doubts.HIDDEN] = None
    for element in elements:
        _judge(element, found)
    for element in found.muted:
        _mute(element)
    for element in found.out:
        element.clear(keep_tail=True)
        element.tag = "span"
    return tuple(found.doubts)


def _judge(element: Any, found: _Findings) -> None:
    parent = element.getparent()
    if parent in found.inside:
        found.inside.add(element)
        return
    look = _look(element, found)
    struck = look.strikes or element.tag in _STRUCK
    if element.tag in _SILENT:
        _remove(element, found)
    elif look.hides or element.tag in _UNSURE or element.get("hidden") is not None:
        found.hidden(element.itertext())
        _remove(element, found)
    elif struck:
        if any(piece.strip() for piece in element.itertext()):
            found.doubts[doubts.STRUCK] = None
        _remove(element, found)
    else:
        _judge_words(element, look, parent, found)


def _judge_words(element: Any, look: style.Look, parent: Any, found: _Findings) -> None:
    """An element that is shown: whether the words directly in it can be read, and in which order."""
    face = found.faces.get(parent, _Face()).inside(look)
    found.faces[element] = face
    folded = element.tag == "details" and element.get("open") is None
    if look.perhaps or folded:
        found.hidden(element.itertext())
    if look.reorders or (element.tag == "bdo" and element.get("dir") is not None):
        found.doubts[doubts.REORDERED] = None
    if face.unseen and any(piece.strip() for piece in _own_words(element)):
        found.hidden(_own_words(element))
        found.muted.append(element)


def _remove(element: Any, found: _Findings) -> None:
    found.out.append(element)
    found.inside.add(element)


def _look(element: Any, found: _Findings) -> style.Look:
    """The rules of the sheet, the attribute over them, and what plain HTML says of colours under both."""
    written = (
        element.get("color")
        if element.tag == "font"
        else element.get("text")
        if element.tag == "body"
        else ""
    )
    look = style.Look(
        colour=style.colour(written or ""), background=style.colour(element.get("bgcolor") or "")
    )
    if found.sheet.rules:
        look = found.by_rule(element.tag, _names(element)).over(look)
        if len(element.get("class") or "") > _LONGEST_CLASS:
            look = style.Look(perhaps=True).over(look)
    own = element.get("style")
    return found.styled(own).over(look) if own else look


def _names(element: Any) -> frozenset[str]:
    """The names by which a selector calls an element: `.class` and `#id`, in lower case."""
    classes = (element.get("class") or "")[:_LONGEST_CLASS].casefold().split()
    own = (element.get("id") or "").strip().casefold()
    return frozenset([*(f".{each}" for each in classes), *([f"#{own}"] if own else [])])


def _own_words(element: Any) -> Iterator[str]:
    """The words directly in an element, between its children too."""
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _mute(element: Any) -> None:
    """Takes out the words directly in an element, and leaves its children."""
    element.text = None
    for child in element:
        child.tail = None
