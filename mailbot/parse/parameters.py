"""Content-Type and Content-Disposition: a value and its parameters (RFC 2045 section 5.1, RFC 2183, RFC 2231).

Takes an unfolded value; gives the type or disposition and a dictionary of parameters, names in lower case. Read too:
missing and doubled semicolons, quotes that never close, comments, encoded words, a type without a subtype, and
parameters in pieces (RFC 2231) in any order, with pieces missing or half of them encoded. The first of two parameters
of one name counts, the extended one (`filename*`) before the plain. Never raises; only the first MOST characters are
looked at.
"""

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from mailbot.parse import encoded_words
from mailbot.parse.charset import guessed, named

MOST: Final = 8000

_TYPE: Final = re.compile(
    r"[ \"']{0,9}([a-z0-9.+_-]{1,100})(?:[ ]{0,9}/[ ]{0,9}([a-z0-9.+_-]{0,100}))?", re.IGNORECASE
)
_PARAMETER: Final = re.compile(
    r"([a-z0-9_.-]{1,60})(\*[0-9]{1,4})?(\*)?[ ]{0,9}=[ ]{0,9}(?:\"((?:[^\"\\]|\\.){0,4000})\"?|([^;]{0,4000}))",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r" {1,9}\([^()]{0,200}\)$")
_BARE: Final = {"text": "text/plain", "multipart": "multipart/mixed", "html": "text/html"}
_WHOLE: Final = -1  # stands for the number of a parameter that is in one piece

Pieces = dict[int, tuple[str, bool]]


def content_type(value: str, default: str) -> str:
    """The media type in lower case; what is no type is a text (RFC 2045, section 5.2)."""
    if not value.strip():
        return default
    match = _TYPE.match(value[:MOST])
    if match is None:
        return "text/plain"
    main, sub = match[1].casefold(), (match[2] or "").casefold()
    return f"{main}/{sub}" if sub else _BARE.get(main, "text/plain")


def disposition(value: str) -> str:
    """`attachment`, `inline` or what else is written, in lower case."""
    match = _TYPE.match(value[:MOST])
    return match[1].casefold() if match else ""


def parameters(value: str) -> dict[str, str]:
    """The parameters of a value by their names."""
    several: dict[str, tuple[Pieces, Pieces]] = {}
    for match in _PARAMETER.finditer(value[:MOST]):
        quoted, bare = match[4], match[5]
        text = _unquoted(quoted) if quoted is not None else _COMMENT.sub("", bare.strip())
        plain, extended = several.setdefault(match[1].casefold(), ({}, {}))
        number = int(match[2][1:]) if match[2] else _WHOLE
        kind = extended if match[2] or match[3] else plain
        kind.setdefault(number, (text, bool(match[3])))
    return {name: _joined(*pieces) for name, pieces in several.items()}


def _unquoted(text: str) -> str:
    """Without the escapes of a quoted string; a lone backslash is part of a path, as Windows programs write it."""
    return text.replace('\\"', '"').replace("\\\\", "\\")


def _joined(plain: Pieces, extended: Pieces) -> str:
    if not extended:
        return encoded_words.decoded(plain[_WHOLE][0]).strip()
    text = _extended(extended)
    return text if text or not plain else plain[_WHOLE][0]


def _extended(pieces: Pieces) -> str:
    """RFC 2231, sections 3 and 4: charset'language'text, in pieces; without the first, the charset is guessed."""
    charset = ""
    octets: list[bytes] = []
    for place, number in enumerate(sorted(pieces)):
        text, encoded = pieces[number]
        if encoded and place == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        octets.append(unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace"))
    whole = b"".join(octets)
    return (named(whole, charset)[0] if charset else guessed(whole)).strip()
