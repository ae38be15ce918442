"""An HTML body as the text a person reads (RFC 1866 as mail clients write it today).

Takes a document, already cut to a cap; gives text with LF line ends, and the defects in words.
One row of a table is one line, its cells separated by a TAB; quoted stretches (blockquote) carry '> ' as they
do in plain text; a linked address that the text hides is written behind its name. Scripts, styles, what is
styled not to be seen and what is struck out are left out. Nested tables are layout: their cells are blocks.
Never raises, never follows a link. Where the parser fails or the nesting is absurd, the tags are cut away crudely.
"""

import re
from itertools import islice
from typing import Any, Final

from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree, html

from mailbot.parse import crude, doubts, unseen
from mailbot.parse.charset import tidy

# The layout engine gets no table (it pads every cell to its column's width, which a hostile table turns
# into gigabytes) and no attribute (a margin of 99999em is as many empty lines).
_CONFIG: Final = ParserConfig(css=STRICT_CSS_PROFILE.copy(), table_cell_separator="\t")
_OPEN, _CLOSE, _CELL, _EMPTY = (
    "\ue0f0",
    "\ue0f1",
    "\ue0f2",
    "\ue0f3",
)  # private-use marks, taken out of the input first
_MARKS: Final = re.compile(f"[{_OPEN}{_CLOSE}{_CELL}{_EMPTY}]")
_DEEPEST: Final = 200
_MOST_ELEMENTS: Final = 100_000
_LONGEST_CELL: Final = 2000
_BLOCKS: Final = frozenset(
    {
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "colgroup",
        "center",
        "form",
        "fieldset",
        "section",
        "dl",
        "dt",
        "dd",
        "hr",
        "details",
        "summary",
    }
)
_LINES: Final = frozenset(
    {
        "p",
        "div",
        "br",
        "li",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "hr",
    }
)
_NO_MARGIN: Final = re.compile(r"(?:^|;)margin(?:-bottom)?:0")


def text(document: str) -> tuple[str, tuple[str, ...]]:
    """The text of an HTML document, and what was wrong with it."""
    reordered = doubts.reordering(document)
    document = _MARKS.sub("", tidy(document))
    if not document.strip():
        return "", ()
    try:
        rendered, found = _rendered(document)
    except Exception:  # noqa: BLE001  # whatever two parsers make of hostile bytes, the mail is read
        rendered, found = crude.words(document, _CELL), (doubts.DAMAGED,)
    reordered = reordered or doubts.reordering(rendered)
    shown = _readable(rendered)
    told = (*found, _told_to_outlook(document, shown), reordered)
    return shown, tuple(each for each in dict.fromkeys(told) if each)


def _told_to_outlook(document: str, shown: str) -> str:
    """The defect when Outlook alone shows facts that nobody else sees, else an empty string."""
    lines = crude.for_outlook(document).split("\n")
    facts = {"".join(each.split()) for each in lines if doubts.states_facts(each)}
    seen = "".join(shown.split()) if facts else ""
    return doubts.HIDDEN if any(each not in seen for each in islice(facts, 20)) else ""


def _rendered(document: str) -> tuple[str, tuple[str, ...]]:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = html.document_fromstring(document.encode("utf-8", "replace"), parser=parser)
    elements = list(_elements(root))
    found = unseen.take_out(elements)
    for element in elements:
        if element.tag == "a":
            _show_address(element)
        elif element.tag == "table" and _holds_data(element):
            _to_lines(element)
    for element in root.iter():
        _simplify(element)
    return str(Inscriptis(root, _CONFIG).get_text()), found


def _elements(root: Any) -> list[Any]:
    """Every element in the order of the document; a ValueError when they are too deep or too many."""
    found: list[Any] = []
    pending = [(root, 0)]
    while pending:
        element, depth = pending.pop()
        if depth > _DEEPEST or len(found) > _MOST_ELEMENTS:
            raise ValueError("nested too deep, or too many elements")
        found.append(element)
        pending.extend((child, depth + 1) for child in reversed(element))
    return found


def _squeezed(style: str) -> str:
    return "".join(style[:2000].casefold().split())


def _show_address(element: Any) -> None:
    """Behind the name of a mailto link its address, where the text does not show it."""
    address = (element.get("href") or "")[:300].strip()
    if not address.casefold().startswith("mailto:"):
        return
    address = address[7:].partition("?")[0]
    if "@" in address and "@" not in "".join(element.itertext())[:2000]:
        tail = f" <{address}>"
        if len(element):
            element[-1].tail = (element[-1].tail or "") + tail
        else:
            element.text = (element.text or "") + tail


def _holds_data(table: Any) -> bool:
    """Whether a table is one of facts: no table inside it, and a row of several short cells."""
    rows = table.iter("tr")
    if any(each is not table for each in table.iter("table")):
        return False
    cells = [[each for each in row if each.tag in ("td", "th")] for row in rows]
    if not any(len(row) > 1 for row in cells):
        return False
    return all(_length(cell) <= _LONGEST_CELL for row in cells for cell in row)


def _length(cell: Any) -> int:
    return sum(len(piece) for piece in cell.itertext())


def _to_lines(table: Any) -> None:
    """Each row becomes a block of one line, its cells joined by a mark that later becomes a TAB."""
    rows = list(table.iter("tr"))
    lines = [_CELL.join(_one_line(cell) for cell in row if cell.tag in ("td", "th")) for row in rows]
    caption = " ".join("".join(each.itertext()) for each in table.iter("caption"))
    table.clear(keep_tail=True)
    table.tag = "div"
    for line in (caption, *lines):
        if line.strip():
            block = table.makeelement("div")
            block.text = line
            table.append(block)


def _one_line(cell: Any) -> str:
    """The words of a cell; where a line or a block ends inside it, a blank."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element.tag in _LINES:
            pieces.append(" ")
        if event == "start":
            pieces.append(element.text or "")
        elif element is not cell:
            pieces.append(element.tail or "")
    return " ".join("".join(pieces).split())


def _simplify(element: Any) -> None:
    """Leaves the layout engine only blocks and words; ampersands are doubled since it unescapes again."""
    if element.tag == "blockquote":
        _mark_quote(element)
    elif element.tag in _BLOCKS or (element.tag == "p" and _is_tight(element)):
        _keep_empty_line(element)
        element.tag = "div"
    element.attrib.clear()
    if element.text and "&" in element.text:
        element.text = element.text.replace("&", "&amp;")
    if element.tail and "&" in element.tail:
        element.tail = element.tail.replace("&", "&amp;")


def _is_tight(element: Any) -> bool:
    """Whether a paragraph has no empty line behind it: Word's own class, or a margin of nothing."""
    if (element.get("class") or "").startswith("Mso"):
        return True
    return bool(_NO_MARGIN.search(_squeezed(element.get("style") or "")))


def _keep_empty_line(element: Any) -> None:
    """A tight paragraph without words is how Word writes an empty line; the layout engine would drop it."""
    if element.tag == "p" and not any(piece.strip() for piece in element.itertext()):
        element.text = _EMPTY


def _mark_quote(element: Any) -> None:
    """Marks where a quoted stretch begins and ends, each on a line of its own."""
    element.tag = "div"
    begins, ends = element.makeelement("div"), element.makeelement("div")
    begins.text, begins.tail, element.text = _OPEN, element.text, None
    ends.text = _CLOSE
    element.insert(0, begins)
    element.append(ends)


def _readable(rendered: str) -> str:
    """The marks turned into TABs and '> ' prefixes; no blanks at line ends, no stretch of empty lines."""
    out: list[str] = []
    depth = 0
    for line in tidy(rendered).replace(_EMPTY, "").split("\n"):
        if _OPEN in line or _CLOSE in line:
            depth = max(0, depth + line.count(_OPEN) - line.count(_CLOSE))
            line = line.replace(_OPEN, "").replace(_CLOSE, "")
            if not line.strip():
                continue
        words = "\t".join(map(str.strip, line.split(_CELL))) if _CELL in line else line.rstrip()
        quote = ">" * min(depth, 50)
        shown = f"{quote} {words}".rstrip(" ") if quote else words
        if shown.strip("> ") or (out and out[-1].strip("> ")):
            out.append(shown)
    return "\n".join(out).strip("\n")
