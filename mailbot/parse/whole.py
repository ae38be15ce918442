"""The bytes of a whole mail before they are read: UTF-16 undone, a byte order mark and empty lines above it dropped.

Takes the bytes of one mail; gives the bytes to be read, and in words what was undone. What a program saved as
"Unicode text" is a mail all the same. Empty lines stand above the headers only where behind them come fields that a
mail host writes: a text may begin with an empty line and words that look like headers. Never raises; linear.
"""

import codecs
import re
from typing import Final

from mailbot.parse import fields
from mailbot.parse.transfer import View

UTF_16: Final = "the whole mail is written in UTF-16"
EMPTY_LINES: Final = "empty lines stand above the headers"

_EMPTY_LINES: Final = re.compile(rb"[\r\n]{1,1000}")
_BY_HOSTS: Final = frozenset(
    {"received", "return-path", "delivered-to", "message-id", "mime-version", "content-type", "x-received"}
)


def prepared(raw: bytes) -> tuple[View, str]:
    """The bytes that the reader takes, and what was undone, or an empty string."""
    wide = _wide(raw)
    if wide:
        return raw.decode(wide, "replace").lstrip("\ufeff").encode("utf-8", "replace"), UTF_16
    view = memoryview(raw)
    view = view[3:] if raw.startswith(codecs.BOM_UTF8) else view
    empty = _EMPTY_LINES.match(view)
    if empty and _is_head(bytes(view[empty.end() : empty.end() + 8192])):
        return view[empty.end() :], EMPTY_LINES
    return view, ""


def _wide(raw: bytes) -> str:
    """UTF-16 by its byte order mark, or by the NULs that every second byte of a header is."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = raw[:40]
    if len(head) < 8 or 2 * head.count(0) != len(head):
        return ""
    if not any(head[::2]):
        return "utf-16-be"
    return "" if any(head[1::2]) else "utf-16-le"


def _is_head(block: bytes) -> bool:
    return any(name.casefold() in _BY_HOSTS for name, _ in fields.split(block).fields)
