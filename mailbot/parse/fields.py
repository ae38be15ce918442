"""Header fields: a header block to (name, value) pairs, and single values to words, dates and Message-IDs.

Takes bytes or raw values; gives text. RFC 5322 sections 2.2, 3.3 and 3.6.4, RFC 2047 for encoded words.
A line that is no header is skipped and named as a defect; 8-bit characters are read as UTF-8, else as
Windows-1252. Fields that a mail host or a signer wrote for machines are never decoded as RFC 2047, because a
sender can place an encoded word inside them. Never raises; every expression here is linear.
"""

import re
from binascii import Error as BinasciiError
from binascii import a2b_qp
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.parse.charset import from_base64, guessed, named

_HEADER = re.compile(rb"([!-9;-~]{1,200}[ \t]{0,20}):")
_BREAK = re.compile(rb"\r\n|\r|\n")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_VERBATIM = (
    "authentication-results",
    "arc-",
    "dkim-",
    "domainkey-",
    "received",
    "x-received",
    "content-",
    "mime-",
)
_VERBATIM_WHOLE = frozenset(
    {"message-id", "in-reply-to", "references", "return-path", "date", "resent-message-id"}
)

Fields = tuple[tuple[str, str], ...]


def split(block: bytes) -> tuple[Fields, bytes, bool]:
    """Raw fields (unfolded, not decoded) of a header block, the lines that turned out to be body, a defect.

    A stray line between two headers is skipped (the defect is true); from a stray line with no header
    behind it the body begins. The envelope line of an mbox ('From ') is skipped without a defect.
    """
    found: list[tuple[str, list[str]]] = []
    lines = _BREAK.split(block)
    stray = False
    for number, line in enumerate(lines):
        match = _HEADER.match(line)
        if match:
            found.append((_name(match[1]), [guessed(line[match.end() :])]))
        elif line[:1] in (b" ", b"\t"):
            if found:
                found[-1][1].append(guessed(line))
        elif line and not (number == 0 and line.startswith((b"From ", b">From "))):
            following = lines[number + 1] if number + 1 < len(lines) else b""
            if not _HEADER.match(following):
                return _joined(found), b"\n".join(lines[number:]), stray
            stray = True
    return _joined(found), b"", stray


def decoded(fields: Fields) -> Fields:
    """The same fields with encoded words read, except those written by machines for machines."""
    return tuple((name, value if is_verbatim(name) else words(value)) for name, value in fields)


def is_verbatim(name: str) -> bool:
    """Whether a field of this name is left as it was written."""
    lower = name.casefold()
    return lower in _VERBATIM_WHOLE or lower.startswith(_VERBATIM)


def words(value: str) -> str:
    """The value with its encoded words decoded (RFC 2047); neighbours of one charset are joined first."""
    if "=?" not in value:
        return value
    out: list[str] = []
    run = b""
    charset = ""
    end = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[end : match.start()]
        if between.strip() or not run or charset != match[1].casefold():
            out.append(_read(run, charset))
            out.append(between if between.strip() or not run else "")
            run = b""
        charset = match[1].casefold()
        run += _octets(match[2], match[3])
        end = match.end()
    return _printable("".join((*out, _read(run, charset), value[end:])))


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


def _joined(found: list[tuple[str, list[str]]]) -> Fields:
    return tuple((name, _printable(" ".join(map(str.strip, lines))).strip()) for name, lines in found)


def _printable(value: str) -> str:
    """Tabs as blanks, other controls gone: one that became a blank could cut an address in two."""
    return _CONTROLS.sub("", value.replace("\t", " "))


def _octets(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return from_base64(data)[0]
    try:
        return a2b_qp(data, header=True)
    except (BinasciiError, ValueError):
        return data


def _read(run: bytes, charset: str) -> str:
    return named(run, charset.partition("*")[0])[0] if run else ""
