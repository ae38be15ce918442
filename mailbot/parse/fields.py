"""Header fields: a header block to (name, value) pairs, and single values to words, dates and Message-IDs.

Takes bytes or raw values; gives text. RFC 5322 sections 2.2, 3.3 and 3.6.4. A line that is no header is skipped and
named as a defect; where no header follows it, the body has begun, and so it has at a line that only looks like a
header ("MPAN: 10..") when no line above or below is one. 8-bit characters are read as UTF-8, else as Windows-1252.
Fields that a mail host or a signer wrote for machines are never decoded as RFC 2047, because a sender can place an
encoded word inside them. Never raises; every expression here is linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from mailbot.parse import encoded_words
from mailbot.parse.charset import guessed

_HEADER: Final = re.compile(rb"([!-9;-~]{1,200}[ \t]{0,20}):")
_LINE: Final = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
# Fields that mail hosts and programs write, and no person in a text.
_BY_HOSTS: Final = re.compile(
    rb"^(?:received|return-path|delivered-to|message-id|mime-version|content-type|x-[a-z-]{2,40}):",
    re.IGNORECASE | re.MULTILINE,
)
_ENVELOPE: Final = (b"From ", b">From ")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,900}>")
# A field that is no other is known by these names or by a hyphen; a text may have such lines too, but not alone.
_KNOWN: Final = frozenset(
    {
        "from",
        "to",
        "cc",
        "bcc",
        "subject",
        "date",
        "sender",
        "received",
        "references",
        "keywords",
        "comments",
        "organization",
        "organisation",
        "importance",
        "priority",
        "precedence",
        "sensitivity",
        "encoding",
        "status",
        "lines",
        "path",
        "newsgroups",
        "approved",
        "supersedes",
        "expires",
        "distribution",
        "errors",
        "mailer",
        "envelope",
    }
)
_HYPHENATED: Final = re.compile(rb"[A-Za-z][A-Za-z0-9_.]{0,60}-[A-Za-z0-9_.-]{1,120}[ \t]{0,20}")
_VERBATIM: Final = (
    "authentication-results",
    "arc-",
    "dkim-",
    "domainkey-",
    "received",
    "x-received",
    "content-",
    "mime-",
)
_VERBATIM_WHOLE: Final = frozenset(
    {"message-id", "in-reply-to", "references", "return-path", "date", "resent-message-id"}
)

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A header block that was read.

    fields: raw, that is unfolded and not decoded. end: where in the bytes the body begins, their length when all are
    headers. stray: a line among them is no header. full: there were more than may be read.
    """

    fields: Fields
    end: int
    stray: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    """One field, its lines still bytes, and where it begins."""

    start: int
    name: bytes
    lines: list[bytes]

    @property
    def known(self) -> bool:
        return _is_known(self.name)


def split(block: bytes, most: int = 20_000) -> Block:
    """The fields of a header block, at most so many.

    A stray line between two headers is skipped. From one with no header behind it, or that may be a boundary line, the
    body begins; so it does at the very first line, where no field below is one that only programs write. The envelope
    line of an mbox ('From ') is skipped without a defect.
    """
    found: list[_Raw] = []
    stray = False
    for start, end, line in _lines(block):
        match = _HEADER.match(line)
        if match:
            if len(found) >= most:
                return Block(_joined(found), len(block), stray, full=True)
            found.append(_Raw(start, match[1], [line[match.end() :]]))
        elif found and line[:1] in (b" ", b"\t"):
            found[-1].lines.append(line)
        elif line.strip() and not (start == 0 and line.startswith(_ENVELOPE)):
            following = _HEADER.match(block, end)
            first = not found and not _BY_HOSTS.search(block)
            if first or line.startswith(b"--") or not following or not _is_known(following[1]):
                return _with_body(found, start, stray)
            stray = True
    if found and not any(each.known for each in found):
        return Block((), 0)
    return Block(_joined(found), len(block), stray)


def _lines(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each line, where it begins and where the next one does."""
    for match in _LINE.finditer(block):
        yield match.start(), match.end(), match[1]


def _with_body(found: list[_Raw], start: int, stray: bool) -> Block:
    """The block when the body begins at a line; what looks like a header right above it, and is none, belongs to it."""
    while found and not found[-1].known:
        start = found.pop().start
    return Block(_joined(found), start, stray)


def _is_known(name: bytes) -> bool:
    return bool(_HYPHENATED.fullmatch(name)) or name.decode("ascii").strip().casefold() in _KNOWN


def decoded(fields: Fields) -> Fields:
    """The same fields with encoded words read, except those written by machines for machines."""
    return tuple((name, value if is_verbatim(name) else words(value)) for name, value in fields)


def is_verbatim(name: str) -> bool:
    """Whether a field of this name is left as it was written."""
    lower = name.casefold()
    return lower in _VERBATIM_WHOLE or lower.startswith(_VERBATIM)


def words(value: str) -> str:
    """The value with its encoded words decoded (RFC 2047), without control characters."""
    return _printable(encoded_words.decoded(value)) if "=?" in value else value


def first(fields: Fields, name: str) -> str:
    """The first value of that name, or an empty string."""
    return next((value for key, value in fields if key.casefold() == name), "")


def every(fields: Fields, name: str) -> tuple[str, ...]:
    """All values of that name, topmost first."""
    return tuple(value for key, value in fields if key.casefold() == name)


def message_ids(value: str) -> tuple[str, ...]:
    """The Message-IDs in a value, with their angle brackets; a bare one without brackets gets them."""
    found = tuple(_MESSAGE_ID.findall(value))
    bare = value.strip()
    if not found and "@" in bare and len(bare) < 900 and not re.search(r"[\s<>]", bare):
        return (f"<{bare}>",)
    return found


def date(value: str) -> datetime | None:
    """The Date with its own offset; UTC where none is given; None when it cannot be read."""
    try:
        read = parsedate_to_datetime(value[:200])
        read = read if read.tzinfo else read.replace(tzinfo=UTC)
        read.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, KeyError):
        return None
    return read


def _name(raw: bytes) -> str:
    """The field's name. A blank before the colon stays with a machine's field: that is no such field."""
    name = raw.decode("ascii", "replace")
    return name if is_verbatim(name) else name.rstrip()


def _joined(found: list[_Raw]) -> Fields:
    return tuple((_name(each.name), _unfolded(each.lines)) for each in found)


def _unfolded(lines: list[bytes]) -> str:
    """One value; lines that hold only blanks say nothing. Its bytes are put together first: one guess for all."""
    value = guessed(b" ".join(filter(None, map(bytes.strip, lines))))
    return _printable(value).strip()


def _printable(value: str) -> str:
    """Tabs as blanks, other controls gone: one that became a blank could cut an address in two."""
    return _CONTROLS.sub("", value.replace("\t", " "))
