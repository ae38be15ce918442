"""An HTML document without its tags, where it is too deep, too large or too damaged for a parser.

Takes a document; gives its words, one table row a line, cells separated by the mark given. Comments, scripts and
style sheets are left out; what a style hides is not known here, so the text is never to be relied on: see
doubts.DAMAGED. A few passes that each look at a character once. Never raises.
"""

import re
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<[a-zA-Z/!?][^<>]{0,5000}>")
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_CELL: Final = re.compile(r"</t[dh]>[ \t\n]{0,50}(?=<t[dh]\b)", re.IGNORECASE)
_UNSHOWN: Final = re.compile(r"<(/?)(script|style)\b[^<>]{0,2000}>", re.IGNORECASE)


def words(document: str, cell: str) -> str:
    """The words of a document; `cell` is set between the cells of a table row."""
    lines = _BREAK.sub("\n", _without_programs(_without_comments(document)))
    return unescape(_TAG.sub("", _CELL.sub(cell, lines)))


def for_outlook(document: str) -> str:
    """The words in conditional comments (`<!--[if mso]>..<![endif]-->`), which Outlook alone shows."""
    pieces = (each.partition("-->")[0] for each in document.split("<!--[if")[1:])
    shown = (each.partition("]>")[2].partition("<![endif]")[0] for each in pieces)
    return "\n".join(unescape(_TAG.sub("", _without_programs(each))) for each in shown)


def _without_comments(document: str) -> str:
    first, *others = document.split("<!--")
    return "".join((first, *(each.partition("-->")[2] for each in others)))


def _without_programs(document: str) -> str:
    """The document without script and style; one that is never closed runs to the end."""
    kept: list[str] = []
    at = 0
    shown = True
    for match in _UNSHOWN.finditer(document):
        kept.append(document[at : match.start()] if shown else "")
        shown = bool(match[1])
        at = match.end()
    kept.append(document[at:] if shown else "")
    return "".join(kept)
