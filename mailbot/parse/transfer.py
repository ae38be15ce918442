"""Content-Transfer-Encodings undone, the damaged ones as far as they go (RFC 2045, section 6).

Takes the bytes of a body as they travelled; gives its octets, and in words what was wrong. base64 may have lost
characters, padding or line ends, gained noise, or go on behind its padding; a list's footer behind it is left out.
What says base64 and is not is given as it stands. With `most`, only so much is decoded as makes that many octets, and
`cut` is true when something was left. Never raises; linear.
"""

import re
from binascii import Error as BinasciiError
from binascii import a2b_base64, a2b_qp, a2b_uu
from dataclasses import dataclass
from typing import Final

View = bytes | memoryview

DAMAGED_BASE64: Final = "the base64 of a part is damaged"
UNREADABLE_BASE64: Final = "the base64 of a part cannot be read"
NO_BASE64: Final = "a part says base64 and is not"
TEXT_BEHIND: Final = "text stands behind the base64 of a part"
DAMAGED_UU: Final = "a uuencoded part is damaged"

_PADDING: Final = re.compile(rb"=")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=]+")
_END_OF_BASE64: Final = re.compile(rb"={1,3}[ \t]{0,20}(?=[\r\n]|\Z)")
_BASE64_LINE: Final = re.compile(rb"[A-Za-z0-9+/]{60,76}")
_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_STRETCH: Final = re.compile(rb"([^=]+)(=*)")
_PADDED_BREAK: Final = re.compile(rb"=[ \t]{1,20}(?=\r?\n)")
_NO_LETTER: Final = re.compile(r"[^a-z0-9]+")
_PLAIN: Final = frozenset({"", "7bit", "7bits", "8bit", "8bits", "binary", "none"})
_UU: Final = frozenset({"uuencode", "xuuencode", "uue", "xuue", "uu"})
_MOST_LINES: Final = 200_000
_SAMPLE: Final = 2000
_FEW: Final = 16  # characters of which noise may be a large part


@dataclass(frozen=True, slots=True)
class Decoded:
    """Octets; what was wrong, or an empty string; whether there were more."""

    octets: bytes
    defect: str = ""
    cut: bool = False


def decoded(body: View, encoding: str, most: int | None = None) -> Decoded:
    """The octets behind a Content-Transfer-Encoding, at most `most` of them."""
    name = _NO_LETTER.sub("", encoding.casefold())
    taken = body if most is None else _beginning(body, name, most)
    octets, defect = _octets(taken, name, encoding)
    cut = len(taken) < len(body) or (most is not None and len(octets) > most)
    return Decoded(_whole_characters(octets[:most]) if cut else octets, defect, cut)


def is_plain(encoding: str) -> bool:
    """Whether content in this encoding travels as it is."""
    return _NO_LETTER.sub("", encoding.casefold()) in _PLAIN


def from_base64(data: View) -> tuple[bytes, str]:
    """The octets behind base64, read as far as it goes (RFC 2045, section 6.8)."""
    sample = _before_padding(bytes(data[:_SAMPLE]))
    if len(sample) >= _FEW and _is_words(sample):
        return bytes(data), NO_BASE64
    first = _PADDING.search(data)
    end = first.start() if first else len(data)
    if len(data) - end < 200 and not bytes(data[end:]).strip(b"= \t\r\n"):
        try:
            return a2b_base64(data), ""
        except (BinasciiError, ValueError):
            pass
    return _mended(bytes(data))


def unannounced(body: View) -> bool:
    """Whether a text that names no encoding is base64 all the same: long lines of it, and words when it is decoded."""
    sample = bytes(body[:_SAMPLE]).strip()
    lines = sample.split()[:_FEW]
    if len(lines) < 2 or not all(_BASE64_LINE.fullmatch(line) for line in lines[:-1]):
        return False
    octets = from_base64(sample[: len(sample) // 4 * 4] if len(body) > _SAMPLE else sample)[0]
    return b" " in octets and not _NO_TEXT.search(octets)


def _beginning(body: View, name: str, most: int) -> View:
    """Bytes enough to make so many octets, whatever the line length, and of base64 whole lines or quanta of 4."""
    if name.startswith("quoted"):
        return body[: most * 3]
    length = most * 3 // 2 // 4 * 4 + 4
    taken = body[:length]
    if len(body) <= length or not name.startswith("base64"):
        return taken
    tail = bytes(taken[-_SAMPLE:])
    return taken[: length - len(tail) + tail.rfind(b"\n") + 1] if b"\n" in tail else taken


def _before_padding(sample: bytes) -> bytes:
    end = _END_OF_BASE64.search(sample)
    return sample[: end.start()] if end else sample


def _octets(body: View, name: str, encoding: str) -> tuple[bytes, str]:
    if name.startswith("base64"):
        return from_base64(body)
    if name.startswith("quoted"):
        return _from_quoted_printable(bytes(body)), ""
    if name in _UU:
        return from_uuencode(bytes(body))
    known = name in _PLAIN
    return bytes(body), "" if known else f"a part has the unknown transfer encoding {encoding[:40]!r}"


def _whole_characters(octets: bytes) -> bytes:
    """Without the last bytes that may be half of a character."""
    tail = octets[-3:]
    kept = len(tail.rstrip(bytes(range(0x80, 0x100))))
    return octets[: len(octets) - len(tail) + kept]


def _from_quoted_printable(data: bytes) -> bytes:
    """Soft line breaks may have blanks behind the = and end in a bare CR (RFC 2045, section 6.7)."""
    if data.count(b"\r") != data.count(b"\r\n"):
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"= " in data or b"=\t" in data:
        data = _PADDED_BREAK.sub(b"=", data)
    return a2b_qp(data)


def from_uuencode(data: bytes) -> tuple[bytes, str]:
    """The octets of uuencoded lines, without the lines that begin and end them."""
    out: list[bytes] = []
    defect = ""
    for line in data.split(b"\n", _MOST_LINES)[:_MOST_LINES]:
        line = line.rstrip(b"\r")
        if not line or line == b"end" or line.startswith(b"begin "):
            continue
        try:
            out.append(a2b_uu(line))
        except (BinasciiError, ValueError):
            defect = DAMAGED_UU
    return b"".join(out), defect


def _mended(data: bytes) -> tuple[bytes, str]:
    end = _END_OF_BASE64.search(data)
    coded, rest = (data[: end.end()], data[end.end() :]) if end else (data, b"")
    if rest.strip() and not _is_words(rest[:_SAMPLE]):
        coded, rest = data, b""
    octets = _by_lines(coded)
    if not octets:
        return b"", UNREADABLE_BASE64
    return octets, TEXT_BEHIND if rest.strip() else DAMAGED_BASE64


def _is_words(data: bytes) -> bool:
    """Whether these bytes are a text and no base64: blanks and punctuation, more than noise on a line leaves."""
    shown = data.replace(b"\r", b"").replace(b"\n", b"").strip()
    strange = sum(map(len, _NOT_BASE64.findall(shown)))
    return strange > 2 and strange * 12 > len(shown)


def _by_lines(coded: bytes) -> bytes:
    """Each line alone, where few have lost a character: so the others are read aright; else all as one."""
    lines = [_NOT_BASE64.sub(b"", line) for line in coded.split(b"\n", _MOST_LINES)]
    lines = [line for line in lines if line]
    odd = sum(len(line) % 4 != 0 for line in lines[:-1])
    if 0 < odd <= len(lines) // 4:
        return b"".join(_stretches(line) for line in lines)
    return _stretches(b"".join(lines))


def _stretches(clean: bytes) -> bytes:
    """Base64 that may go on behind its padding; an = where no padding can stand is noise."""
    out: list[bytes] = []
    open_ = b""
    for match in _STRETCH.finditer(clean):
        open_ += match[1]
        padding = len(match[2])
        if len(open_) % 4 == 0 or (padding < 3 and (len(open_) + padding) % 4 == 0):
            out.append(_quanta(open_))
            open_ = b""
    return b"".join((*out, _quanta(open_)))


def _quanta(text: bytes) -> bytes:
    """Characters of the alphabet alone; a single one left over says nothing."""
    text = text[: len(text) - 1] if len(text) % 4 == 1 else text
    return a2b_base64(text + b"=" * (-len(text) % 4))
