"""Where the words of one person end, for a reader: before the closing, the name, the contact details, the footers.

Takes the lines of one author and the words of the author's name; gives how many of them are the author's own. This
cut is for what people read; `signature.split`, which is warier, is for what is decided on. What names a meter point,
a device or an alert is never cut away, and a closing that thanks stays when nobody's name is below it. Never raises;
looks a bounded number of lines ahead of each line.
"""

from collections.abc import Sequence
from typing import Final

from mailbot.parse import closing, contact_block, footers
from mailbot.parse.signature import is_device_line, plain_line, states_fact
from mailbot.parse.signature_words import DISCLAIMERS, GRATITUDE, GREETINGS

_MOST_LINES: Final = 14
_MOST_BLOCK_LINES: Final = 12
_MOST_ROUNDS: Final = 4
_RULES: Final = ("--", "---", "__", "___", "—", "–", "***", "* * *", "~~~", "===", "-- -", "- -", "_", "·")
_POSTSCRIPT: Final = frozenset(
    {"ps", "p.s", "nb", "n.b", "also", "but", "however", "please", "can", "could", "we"}
)
_MOST_MOTTO_LINES: Final = 25
_DASHES: Final = ("-", "–", "—", "~", "/")
_LONGEST_DASHED: Final = 30
_END_OF_SENTENCE: Final = (".", "!", "?", ")", "…", "。")
# What stands before these details is about them: they are told, not signed.
_TELLS: Final = frozenset(
    {"contact", "new", "update", "replace", "change", "instead", "details", "address", "number", "use"}
)


def end(lines: Sequence[str], names: frozenset[str], alone: bool) -> int:
    """How many of the lines are the author's own words. alone: nothing else of the mail is, so that some must stay."""
    plain = [plain_line(line) for line in lines]
    first = max((at for at, line in enumerate(lines) if states_fact(line)), default=-1) + 1
    stop = _footer(lines, plain, first)
    begin = next((at for at in range(stop) if plain[at]), stop)
    stop = _closing(lines[:stop], plain, max(first, begin + alone), names)
    for _ in range(_MOST_ROUNDS):
        stop = _trimmed(lines, plain, stop, first)
        stop = _shorter(lines[:stop], plain, max(first, begin + alone), names)
    return _trimmed(lines, plain, stop, first)


def _footer(lines: Sequence[str], plain: Sequence[str], first: int) -> int:
    """The line where a program's footer, a disclaimer or a marked signature begins."""
    for at in range(first, len(lines)):
        if _is_signature_mark(lines, plain, at):
            return at
        if plain[at].startswith(DISCLAIMERS) or is_device_line(plain[at]) or footers.begins(lines, plain, at):
            return at
    return len(lines)


def _is_signature_mark(lines: Sequence[str], plain: Sequence[str], at: int) -> bool:
    """Whether a line of marks parts the signature from the words (RFC 3676, section 4.3, and its imitations)."""
    if lines[at].rstrip("\r") in ("-- ", "--"):
        return any(plain[:at])
    bare = lines[at].strip()
    if not _is_drawn(bare):
        return False
    below = [line for line in lines[at + 1 :] if line.strip()] if at + 60 > len(lines) else []
    few = 0 < len(below) <= _MOST_LINES and any(plain[:at])
    return few and not any(contact_block.speaks(line) for line in below)


def _is_drawn(line: str) -> bool:
    return line.strip() in _RULES or footers.is_rule(line)


def _closing(lines: Sequence[str], plain: Sequence[str], first: int, names: frozenset[str]) -> int:
    """The line of the closing below which only a signature stands; behind a mere 'Thanks' that nobody signs."""
    for at in range(first, len(lines)):
        shaped = closing.is_valediction(lines, plain, at, names)
        if not shaped and not closing.is_closing(lines[at], plain[at], names):
            continue
        below = [line for line in lines[at + 1 : at + 1 + 4 * _MOST_LINES] if line.strip()]
        if _is_signature(below) or (
            not closing.is_in(GRATITUDE, plain[at]) and _begins_signature(below, names)
        ):
            return at + 1 if _stays(plain, at, bool(below)) else at
    return len(lines)


def _is_signature(below: Sequence[str]) -> bool:
    """Whether the lines below a closing are few and none of them tells anything."""
    return len(below) <= _MOST_LINES and not any(contact_block.speaks(line) for line in below)


def _begins_signature(below: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a name stands first below a closing: then even a motto or the hours of work belong to the signature."""
    name = contact_block.is_names_line(below[0], names) or contact_block.looks_like_name(below[0])
    asks = any(line.rstrip().endswith("?") or _first_word(line) in _POSTSCRIPT for line in below)
    return name and not asks and len(below) <= _MOST_MOTTO_LINES


def _first_word(line: str) -> str:
    return plain_line(line).partition(" ")[0].strip(".:,")


def _stays(plain: Sequence[str], at: int, signed: bool) -> bool:
    """Whether a closing is said: it thanks, and nobody signs, or nothing but a greeting stands above it."""
    thanks = closing.is_in(GRATITUDE, plain[at])
    above = [each for each in plain[:at] if each]
    return thanks and (
        not signed or (len(above) == 1 and above[0].startswith(GREETINGS) and len(above[0]) < 40)
    )


def _trimmed(lines: Sequence[str], plain: Sequence[str], stop: int, first: int) -> int:
    """The end without empty lines, drawn rules and pictures."""
    while stop > first and (not plain[stop - 1] or _is_drawn(lines[stop - 1])):
        stop -= 1
    return stop


def _shorter(lines: Sequence[str], plain: Sequence[str], first: int, names: frozenset[str]) -> int:
    """The end without the author's name below the words, and without contact details."""
    stop = len(lines)
    if stop <= first:
        return stop
    if _is_dashed_name(lines, stop - 1, names):
        return stop - 1
    return _before_block(lines, plain, first, names)


def _is_dashed_name(lines: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """Whether the line is a name behind a dash, '-Tom', and no entry of a list."""
    line = lines[at].strip()
    words = line.lstrip("-–—~/ ").split()
    if line[:1] not in _DASHES or len(line) >= _LONGEST_DASHED or not 0 < len(words) <= 2:
        return False
    capital = all(word[0].isupper() and word.replace(".", "").isalpha() for word in words)
    above = next((lines[n].strip() for n in range(at - 1, -1, -1) if lines[n].strip()), "")
    return (capital or set(map(str.casefold, words)) <= names) and above[:1] not in _DASHES


def _before_block(lines: Sequence[str], plain: Sequence[str], first: int, names: frozenset[str]) -> int:
    """The line where contact details without a closing begin; the end when there are none."""
    begin = start = len(lines)
    found = 0
    while start > first and len(lines) - start < _MOST_BLOCK_LINES:
        start -= 1
        if plain[start]:
            if not _belongs(lines[start], names):
                break
            found += contact_block.features(lines[start])
            begin = start if _is_signed(lines, plain, start, found, names) else begin
    return begin


def _belongs(line: str, names: frozenset[str]) -> bool:
    return (
        bool(contact_block.features(line))
        or contact_block.is_names_line(line, names)
        or contact_block.looks_like_name(contact_block.name_in(line))
        or contact_block.is_in_capitals(line)
    )


def _is_signed(
    lines: Sequence[str], plain: Sequence[str], start: int, found: int, names: frozenset[str]
) -> bool:
    """Whether the details are the author's own: the name on top, and no sentence above that tells of them."""
    rows = [line for line in lines[start:] if line.strip() and not contact_block.is_picture(line)]
    above = next((plain[n] for n in range(start - 1, -1, -1) if plain[n]), "")
    if not rows or not found or not above or (len(rows) < 2 and "|" not in rows[0]):
        return False
    name = contact_block.name_in(rows[0])
    if contact_block.is_names_line(name, names):
        return True
    if found < 2:
        return False
    told = above.endswith((":", ",")) or bool(_TELLS & set(above.strip(".!?").split()))
    named = contact_block.looks_like_name(name) and not plain[start - 1]
    return named and not told and above.endswith(_END_OF_SENTENCE)
