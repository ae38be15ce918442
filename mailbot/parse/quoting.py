"""Quote marks and the stretch that they mark (RFC 3676, section 4.5).

Takes lines; gives the stretch that is quoted, its marks taken off, and who the attribution above it ('On .. wrote:')
names as its author. Never raises; one look at each line, and an attribution is at most four lines long.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.model.mail import Address
from mailbot.parse import attribution_line, forward_forms

_MARKS = re.compile(r"(?:> ?){0,60}")
_LONGEST_INTRODUCTION = 400
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines without their quote marks, and the place behind them."""

    lines: tuple[str, ...]
    end: int


@dataclass(frozen=True, slots=True)
class Introduced:
    """A quote with its introduction: who is named there, and the stretch."""

    author: Address | None
    stretch: Stretch


def depth_of(line: str) -> int:
    """How many quote marks stand before the line."""
    return line.count(">", 0, _marks_end(line)) if line[:1] == ">" else 0


def unquoted(line: str, most: int = 60) -> tuple[int, str]:
    """How many marks were taken off (at most `most`), and the rest of the line."""
    taken = 0
    at = 0
    while taken < most and line[at : at + 1] == ">":
        at += 2 if line[at + 1 : at + 2] == " " else 1
        taken += 1
    return taken, line[at:]


def region(lines: Sequence[str], start: int, depth: int) -> Stretch:
    """From `start` on, the lines quoted at least `depth` deep; at depth 0 up to an ending line or the end.

    Empty lines without marks belong to the stretch when a quoted line follows them.
    """
    taken: list[str] = []
    at = start
    blank_since = start
    while at < len(lines):
        line = lines[at]
        if depth == 0 and forward_forms.is_ending(line):
            return Stretch(tuple(taken), at + 1)
        if depth and line.strip() and depth_of(line) < depth:
            break
        taken.append(unquoted(line, depth)[1])
        at += 1
        if line.strip():
            blank_since = at
    if depth == 0:
        return Stretch(tuple(taken), at)
    return Stretch(tuple(taken[: blank_since - start]), max(blank_since, start))


def attribution(lines: Sequence[str], at: int) -> Introduced | None:
    """The quote that is introduced at this line, or None.

    Without quote marks below it, all that follows is quoted: so webmail writes it. Then the attribution must say
    more: see `attribution_line.introduces`.
    """
    if attribution_line.is_groupwise(lines[at]):
        return Introduced(attribution_line.author(lines[at]), _behind(lines, at + 1))
    if not attribution_line.may_begin(lines[at]):
        return None
    text = ""
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        line = lines[end].strip()
        if not line or line[0] == ">" or len(text) + len(line) >= _LONGEST_INTRODUCTION:
            return None
        text = f"{text} {line}".strip()
        if _ends_here(text) and _introduces(lines, at, end, text):
            return Introduced(attribution_line.author(text), _behind(lines, end + 1))
        if line[-1] in ":：" or not attribution_line.may_go_on(text):
            return None
    return None


def _ends_here(text: str) -> bool:
    """Whether an attribution may end like this: a colon, a bracket, or the dashes around all of it."""
    return text[-1] in ":：*-_>›]"


def _introduces(lines: Sequence[str], at: int, end: int, text: str) -> bool:
    """Whether the lines are one attribution, not a sentence with one below it."""
    marked = _is_marked_below(lines, end + 1)
    if not attribution_line.introduces(text, marked):
        return False
    rests = (" ".join(each.strip() for each in lines[start : end + 1]) for start in range(at + 1, end + 1))
    return not any(attribution_line.begins_anew(rest, text) for rest in rests)


def _is_marked_below(lines: Sequence[str], start: int) -> bool:
    """Whether the first line with words below is quoted by its mark."""
    below = next((each for each in lines[start : start + 6] if each.strip()), "")
    return below.lstrip()[:1] in (">", "|", "›")


def _behind(lines: Sequence[str], start: int) -> Stretch:
    at = start
    while at < len(lines) and not lines[at].strip():
        at += 1
    return region(lines, at, 1 if at < len(lines) and depth_of(lines[at]) else 0)


def _marks_end(line: str) -> int:
    match = _MARKS.match(line)
    return match.end() if match else 0
