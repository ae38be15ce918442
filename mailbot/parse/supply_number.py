"""The box on a bill that holds the full supply number, when it fell apart into one cell a line.

Takes the lines below the label of a meter point; gives the number and the place behind it, or None. The cells are
S, the groups of the top line and those of the MPAN core below it; only 13 or 21 digits whose check digit is right
are put together, so that no other figures can be. Never raises; looks at a bounded number of lines.
"""

import re

from mailbot.parse import identifiers
from mailbot.parse.lines import Line

_GROUP = re.compile(r"[0-9]{2,4}")
_MOST_LINES = 24  # eight groups and the letter, with blank lines between


def boxed(lines: tuple[Line, ...], start: int) -> tuple[str, int] | None:
    """The number whose groups stand one a line from `start` on, and the index of the line behind the last."""
    groups: list[str] = []
    for place in range(start, min(start + _MOST_LINES, len(lines))):
        text = lines[place].text.strip()
        if lines[place].blank or (not groups and text in {"S", "s"}):
            continue
        if not _GROUP.fullmatch(text):
            return None
        groups.append(text)
        digits = "".join(groups)
        whole = len(digits) == 21 or (len(digits) == 13 and len(groups) > 1)
        if whole and identifiers.is_mpan_core(digits[-13:]):
            return " ".join(groups), place + 1
    return None
