"""Exactly what a person wrote in this mail: the own lines as written, without anything that others or programs wrote.

Takes a body, its Subject and the words of the writer's name; gives the text. Left out are what is quoted (RFC 3676,
section 4.5, and every client's own way), the lines that introduce it, signatures, device lines, disclaimers, banners
and the footers of lists and scanners. Pieces between quoted stretches stay in their order, so that answers written
into a quote, above or below it all count. Never raises; each line is looked at a bounded number of times, and what
stands behind the first 10,000 lines is not read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mailbot.parse import attribution_line, footers, forward, sign_off
from mailbot.parse.signature import after_banner, is_device_line, plain_line, states_fact

# From this length on a client may have wrapped a quoted line into a second one without its mark.
_LONG_LINE: Final = 60
_LONGEST_WRAP: Final = 40
_MARKED: Final = re.compile(r"[ \t]{0,3}>")
# 'PN> ', as some clients put the writer's initials before the mark.
_INITIALS: Final = re.compile(r"[ ]{0,2}([A-Za-z][\w.-]{0,14})>{1,5}(?: |$)")
_MIDDLE: Final = re.compile(
    r"(?<=[^\s>|]) {1,3}(?=(?:On|Am|Le|El|Op|Il|Em|Den) (?:[^\W\d_]{2,9}[.,]{0,2} ){0,2}[0-9])"
)
_LONGEST_PARTED: Final = 600
_MOST_BANNER_LOOK: Final = 60
_MOST_LINES: Final = 10_000
_DRAWN: Final = " \t-_=*~—–·"


def text(body: str, subject: str, names: frozenset[str]) -> str:
    """What the person wrote: outer empty lines off, inner ones kept, one between pieces."""
    lines = [line.rstrip("\r") for line in body.split("\n", _MOST_LINES)[:_MOST_LINES]]
    lines = [part for line in _above_marker(lines) for part in _parted(line)]
    pieces = [piece for piece in _pieces(lines, subject) if any(map(str.strip, piece))]
    pieces[:1] = [_without_banner(piece) for piece in pieces[:1]]
    told = [piece[: sign_off.end(piece, names, False)] for piece in pieces]
    if not any(map(_has_words, told)):
        told = [piece[: sign_off.end(piece, names, True)] for piece in pieces]
    return "\n\n".join("\n".join(_without_empty_ends(piece)) for piece in told if _has_words(piece))


def _without_empty_ends(piece: Sequence[str]) -> Sequence[str]:
    told = [at for at, line in enumerate(piece) if line.strip()]
    return piece[told[0] : told[-1] + 1]


def _has_words(piece: Sequence[str]) -> bool:
    return any(line.strip(_DRAWN) for line in piece)


def _parted(line: str) -> Sequence[str]:
    """A line in two, where a client without line ends put its attribution behind a person's words."""
    match = _MIDDLE.search(line) if len(line) < _LONGEST_PARTED and line.rstrip().endswith(":") else None
    if match and attribution_line.introduces(line[match.end() :], False):
        return line[: match.start()], line[match.end() :]
    return (line,)


def _above_marker(lines: list[str]) -> list[str]:
    """The lines above 'Reply above this line', where any are; without such a line else."""
    marker = next(
        (at for at, line in enumerate(lines) if line[:1] != ">" and footers.is_marker(line)), len(lines)
    )
    above = lines[:marker]
    return above if any(map(str.strip, above)) else lines[marker + 1 :]


def _pieces(lines: Sequence[str], subject: str) -> Iterator[list[str]]:
    """The stretches between what is quoted or forwarded."""
    marked = _otherwise_marked(lines)
    at = 0
    for start, end in (*forward.foreign(lines, subject), (len(lines), len(lines))):
        own: list[str] = []
        for number in range(at, start):
            if number in marked or _is_overflow(lines, number):
                yield own
                own = []
            else:
                own.append(lines[number])
        yield own
        at = end


def _otherwise_marked(lines: Sequence[str]) -> frozenset[int]:
    """The lines quoted by a mark behind blanks, or by initials that stand before two lines at least."""
    found = {at for at, line in enumerate(lines) if _MARKED.match(line)}
    by_initials: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if match := _INITIALS.match(line):
            by_initials.setdefault(match[1], []).append(at)
    return frozenset(found.union(*(several for several in by_initials.values() if len(several) > 1)))


def _is_overflow(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the end of the long quoted line above it, which a client wrapped without a mark."""
    if not 0 < at < len(lines) - 1 or len(lines[at]) > _LONGEST_WRAP or not lines[at].strip():
        return False
    above, below = lines[at - 1], lines[at + 1]
    return above[:1] == ">" and below[:1] == ">" and len(above) >= _LONG_LINE and not lines[at][:1].isupper()


def _without_banner(piece: list[str]) -> list[str]:
    """The first piece without the warning of a mail host, and without a device line that words stand below."""
    top = piece[:_MOST_BANNER_LOOK]
    plain = [plain_line(line) for line in top]
    facts = [states_fact(line) for line in top]
    begin = after_banner(plain, facts)
    while begin < len(top) and not facts[begin] and (not plain[begin] or is_device_line(plain[begin])):
        begin += 1
    rest = piece[begin:]
    return rest if any(map(str.strip, rest)) else piece
