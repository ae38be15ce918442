"""Quote marks and the lines that introduce a quote ('On .. wrote:').

Takes lines; gives the stretch that is quoted, its marks taken off (RFC 3676, section 4.5, for the marks), and
who is named as its author. Never raises; an introduction is at most four lines long.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.model.mail import Address
from mailbot.parse import forward_block, forward_forms

_MARKS = re.compile(r"(?:> ?){0,60}")
_LONGEST_INTRODUCTION = 400
_MOST_LINES = 4
_DIGIT = re.compile(r"[0-9]")


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

    Without quote marks below it, all that follows is quoted: so webmail writes it.
    """
    first = lines[at].strip()
    if not first or first[:1] == ">":
        return None
    text = ""
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        if not lines[end].strip():
            return None
        text = f"{text} {lines[end].strip()}".strip()
        if len(text) > _LONGEST_INTRODUCTION:
            return None
        if text.endswith(":") and _introduces(text.casefold()):
            return Introduced(_author(text), _behind(lines, end + 1))
    return None


def _introduces(text: str) -> bool:
    if not _DIGIT.search(text):
        return text.endswith(("> wrote:", "> schrieb:")) and "@" in text
    return any(text.startswith(word) and verb in text for word, verb in forward_forms.ATTRIBUTIONS)


def _behind(lines: Sequence[str], start: int) -> Stretch:
    at = start
    while at < len(lines) and not lines[at].strip():
        at += 1
    return region(lines, at, 1 if at < len(lines) and depth_of(lines[at]) else 0)


def _author(text: str) -> Address | None:
    """The mailbox in an introduction; its name stands after the time, so it is left out."""
    words = [word for word in text.replace("<", " ").replace(">", " ").split() if "@" in word]
    return Address(forward_block.mailbox(words[0].removesuffix(":")).address) if words else None


def _marks_end(line: str) -> int:
    match = _MARKS.match(line)
    return match.end() if match else 0
