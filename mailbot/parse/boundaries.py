"""The parts of a multipart body, between its boundary lines (RFC 2046, section 5.1.1).

Takes the bytes of the body and its boundary; gives the bytes of each part. Without a closing line the last part runs
to the end. A boundary that is missing, or that no line of the body has, is looked for: the first line that can be one
and has a Content- field below it. So are the parts of a body whose headers were lost (`undeclared`). Never raises;
linear: a fixed expression goes over the bytes once.
"""

import re
from itertools import islice
from typing import Final

from mailbot.parse.budget import Budget
from mailbot.parse.transfer import View

CUT_OFF: Final = "the last part of a multipart is cut off"
NO_PARTS: Final = "a multipart has no parts that can be told apart"
GUESSED: Final = "the parts of a multipart stand between other lines than it says"
BEHIND: Final = "more parts stand behind the end of a multipart"

_LONGEST: Final = 500
_LOOKED_AT: Final = 100_000
_PREAMBLE: Final = 500
_MIME: Final = re.compile(rb"\bmime\b|multi-?part", re.IGNORECASE)
_LIKE_A_BOUNDARY: Final = re.compile(
    rb"(?:\A|[\r\n])--(-{0,60}[a-z0-9=_'.][^\r\n]{0,200})(?:\r\n|\r|\n)(?=content-[a-z-]{2,40}:)",
    re.IGNORECASE,
)


def pieces(boundary: str, body: View, budget: Budget) -> list[View]:
    """The bytes between the boundary lines; none when there are no such lines."""
    found = _between(_line(boundary), body, budget) if 0 < len(boundary) <= _LONGEST else []
    if found:
        return found
    guess = _LIKE_A_BOUNDARY.search(bytes(body[:_LOOKED_AT]))
    if guess is None:
        budget.defect(NO_PARTS)
        return []
    budget.defect(GUESSED)
    return _between(_compiled(guess[1].rstrip(b" \t")), body, budget)


def undeclared(body: View) -> str:
    """The boundary of a body that is a multipart although its headers, which are lost, do not say so; else nothing.

    Nothing but a preamble that speaks of MIME stands above its first boundary line, and that line comes again.
    """
    sample = bytes(body[:_LOOKED_AT])
    guess = _LIKE_A_BOUNDARY.search(sample)
    if guess is None:
        return ""
    boundary = guess[1].rstrip(b" \t")
    lines = list(islice(_compiled(boundary).finditer(body), 2))
    preamble = sample[: lines[0].start()].strip()
    speaks = not preamble or (len(preamble) < _PREAMBLE and bool(_MIME.search(preamble)))
    return boundary.decode("utf-8", "replace") if len(lines) > 1 and speaks else ""


def _line(boundary: str) -> re.Pattern[bytes]:
    return _compiled(boundary.encode("utf-8", "replace"))


def _compiled(boundary: bytes) -> re.Pattern[bytes]:
    """A boundary at the beginning of a line. The literal stands first: so the search for it is fast."""
    literal = re.escape(b"--" + boundary)
    return re.compile(literal + rb"(?<![^\r\n]" + literal + rb")(--)?[ \t]{0,200}(?=[\r\n]|\Z)")


def _between(line: re.Pattern[bytes], body: View, budget: Budget) -> list[View]:
    found: list[View] = []
    start = -1
    for match in line.finditer(body):
        if start >= 0:
            found.append(_without_line_end(_from_next_line(body[start : match.start()])))
        start = -1 if match[1] else match.end()
        if match[1]:
            _look_behind(line, body, match.end(), budget)
            return found
        if not budget.another_part():
            return found
    if start >= 0:
        budget.defect(CUT_OFF)
        found.append(_from_next_line(body[start:]))
    return found


def _look_behind(line: re.Pattern[bytes], body: View, at: int, budget: Budget) -> None:
    """Names parts behind the closing line: what stands there is no part of the mail (RFC 2046), and is not read."""
    match = line.search(body, at)
    if match and not match[1] and bytes(body[match.end() : match.end() + 2000]).strip():
        budget.defect(BEHIND)


def _from_next_line(piece: View) -> View:
    return piece[2:] if piece[:2] == b"\r\n" else piece[1:]


def _without_line_end(piece: View) -> View:
    """The line end before a boundary belongs to the boundary (RFC 2046, section 5.1.1)."""
    if piece[-2:] == b"\r\n":
        return piece[:-2]
    return piece[:-1] if piece[-1:] in (b"\n", b"\r") else piece
