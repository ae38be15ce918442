"""Files that stand in the text of a mail itself, as mail had them before MIME: uuencode (POSIX) and yEnc.

Takes the text of a body; gives it without such files, and the files as attachments. A uuencoded one is decoded, and
damaged lines in it are left out; yEnc does not survive the way through a charset, so it is only named. What begins like
one and does not go on so stays in the text. Never raises; one pass over the lines of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mailbot.model.mail import Part
from mailbot.parse.transfer import from_uuencode

YENC: Final = "it is in yEnc, which is not read: please attach it"

_BEGIN: Final = re.compile(r"begin [0-7]{3,4} (\S[^\n]{0,200})")
_YENC: Final = re.compile(r"=ybegin [^\n]{0,200}name=([^\n]{1,200})")
_TYPE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class _File:
    """A file in the text, and the first line behind it."""

    part: Part
    end: int


def taken_out(text: str) -> tuple[str, tuple[Part, ...]]:
    """The text without the files in it, and the files."""
    if "begin " not in text:
        return text, ()
    lines = text.split("\n")
    kept: list[str] = []
    parts: list[Part] = []
    at = 0
    for found in _files(lines):
        kept += lines[at : found[0]]
        parts.append(found[1].part)
        at = found[1].end
    return "\n".join((*kept, *lines[at:])), tuple(parts)


def _files(lines: list[str]) -> Iterator[tuple[int, _File]]:
    end = 0
    for at, line in enumerate(lines):
        if at < end or not line.startswith(("begin ", "=ybegin ")):
            continue
        found = _uuencoded(lines, at) or _yenc(lines, at)
        if found:
            end = found.end
            yield at, found


def _uuencoded(lines: list[str], at: int) -> _File | None:
    """The file that begins at this line: a whole line of data must follow, and an `end` or the end of the text."""
    name = _BEGIN.fullmatch(lines[at])
    if name is None or at + 1 >= len(lines) or not _is_data(lines[at + 1], exact=True):
        return None
    end = at + 2
    while end < len(lines) and _is_data(lines[end]):
        end += 1
    behind = next((place for place in range(end, min(end + 2, len(lines))) if lines[place].strip()), end)
    if lines[behind : behind + 1] and lines[behind].strip() not in ("", "end"):
        return None
    payload, _ = from_uuencode("\n".join(lines[at + 1 : end]).encode("ascii", "replace"))
    return _File(Part(_TYPE, name[1].strip(), payload=payload), behind + 1)


def _is_data(line: str, *, exact: bool = False) -> bool:
    """Whether a line is uuencoded: its first character tells how many octets; blanks at its end may be lost."""
    if not line or not " " < line[0] <= "`" or line.strip() == "end":
        return False
    characters = ((ord(line[0]) - 32 & 63) + 2) // 3 * 4
    whole = len(line) - 1 == characters
    return whole if exact else len(line) - 1 <= characters + 2


def _yenc(lines: list[str], at: int) -> _File | None:
    name = _YENC.fullmatch(lines[at])
    if name is None:
        return None
    end = next((place for place in range(at, len(lines)) if lines[place].startswith("=yend")), len(lines))
    data = "\n".join(lines[at:end]).encode("utf-8", "replace")
    return _File(Part(_TYPE, name[1].strip(), payload=data, why=YENC), end + 1)
