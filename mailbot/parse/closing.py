"""Whether a line closes a letter: 'Kind regards', 'Thanks and best wishes,', 'Mit freundlichen Grüßen aus Leeds'.

Takes a line and the words of the author's name; the closings themselves are in `signature_words`. A closing of no
table is known by its shape: a paragraph of few words with a comma behind it, and a name below. Never raises; every
expression is bounded.
"""

import re
from collections.abc import Sequence
from typing import Final

from mailbot.parse import contact_block
from mailbot.parse.signature import plain_line
from mailbot.parse.signature_words import CLOSING_SENTENCES, CLOSINGS, GRATITUDE, GREETINGS

_POINTS: Final = " ,.!-–—;:)"
# Closings that begin a sentence as well: 'Thanks Owen', 'Best Western is the one'.
_ALSO_SAID: Final = GRATITUDE | {"best", "yours", "regards", "sincerely", "salutations", "att"}
_JOINED: Final = re.compile(r" (?:and|und|et|y|e|i|en|og|och|ja|&|/|\||-|–) |, |/|\. ")
_FROM_A_PLACE: Final = (" aus ", " from ", " vom ", " von ", " de ", " uit ", " från ", " fra ")
_MOST_WORDS: Final = 4
_MOST_JOINED_WORDS: Final = 8
_LONGEST: Final = 160


def is_closing(line: str, plain: str, names: frozenset[str]) -> bool:
    """Whether the line is a closing, alone or with the author's name behind it: 'Thanks, Priya'."""
    if len(plain) > _LONGEST:
        return False
    if is_in(CLOSINGS, plain) or plain.startswith(CLOSING_SENTENCES):
        return True
    words = line.strip(_POINTS + "*_").split()
    if not 2 <= len(words) <= 7:
        return False
    return any(_closes(words[:-count], words[-count:], names) for count in range(1, min(len(words), 5)))


def is_in(closings: frozenset[str], plain: str) -> bool:
    """Whether a line to compare is one of these closings, or several of them joined."""
    bare = plain.rstrip(_POINTS)
    if bare in closings or len(bare.split()) > _MOST_JOINED_WORDS:
        return bare in closings
    at_home = next((bare.partition(each)[0] for each in _FROM_A_PLACE if each in bare), bare)
    return at_home in closings or all(each.strip(_POINTS) in closings for each in _JOINED.split(bare))


def is_valediction(lines: Sequence[str], plain: Sequence[str], at: int, names: frozenset[str]) -> bool:
    """Whether a line is a closing of no table: a paragraph of few words with a comma behind, then a name."""
    words = lines[at].split()
    few = 0 < len(words) <= _MOST_WORDS and words[-1].endswith(",") and words[0][0].isupper()
    if not few or not any(plain[:at]) or plain[at - 1] or plain[at].startswith(GREETINGS):
        return False
    name = next((line for line in lines[at + 1 : at + 4] if line.strip()), "").strip()
    one = name.isalpha() and name.istitle()
    return one or contact_block.is_names_line(name, names) or contact_block.looks_like_name(name)


def _closes(closing: Sequence[str], name: Sequence[str], names: frozenset[str]) -> bool:
    """Whether words are a closing and a name behind it; without a From name, a capital behind a comma is one."""
    words = " ".join(closing)
    if not is_in(CLOSINGS, plain_line(words)):
        return False
    if names:
        return contact_block.is_names_line(" ".join(name), names)
    parted = words.endswith((",", "-", "–", ".")) or not is_in(_ALSO_SAID, plain_line(words))
    return parted and all(word[0].isupper() for word in name)
