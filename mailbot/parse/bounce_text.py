"""The recipients of a bounce that is in words alone, as mail systems of all ages write them.

Takes the text of a mail system's mail and the addresses that are no recipients (the sender of the letter, to whom it
came back, and the system itself); gives each address that the text tells of, with the status (RFC 3463) and the words
behind it. Only what stands above the copy of the letter is read. `bounce_places` knows where such texts name a
recipient. Where no words stand behind the only recipient, the whole notice is about it. Never raises; linear.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from mailbot.model.report import ReportedRecipient
from mailbot.parse import bounce_copy, bounce_status
from mailbot.parse.bounce_places import Place, at_start, places

_REMARKS = 14  # lines behind an address that may be about it
_DIAGNOSTIC = 500
_MOST = 50
_ADVICE = ("please ", "if you ", "for further ", "this is an automat")  # no words about what happened


def recipients(text: str, others: frozenset[str], action: str) -> tuple[ReportedRecipient, ...]:
    """Each address the text tells of, once, in its order. others: lower case; action: 'failed' or 'delayed'."""
    lines = [line.strip() for line in bounce_copy.parted(text).own]
    first: dict[str, Place] = {}
    told: dict[str, list[str]] = {}
    for place in places(lines, others):
        key = place.address.casefold()
        if key in first or len(first) < _MOST:
            first.setdefault(key, place)
            told.setdefault(key, []).extend(_remarks(lines, place, others))
    only = lines if len(first) == 1 else []
    return tuple(_recipient(place, told[key], place.action or action, only) for key, place in first.items())


def _remarks(lines: list[str], place: Place, others: frozenset[str]) -> list[str]:
    """What stands behind the address in its line and in the lines below, up to another recipient."""
    ahead, _, behind = lines[place.line].partition(place.address)
    ahead = ahead.removesuffix("rfc822;").strip("<'\"#: ")
    found = [behind.lstrip(">'\": ") or (ahead if ahead.casefold() not in ("mailto", "smtp") else "")]
    for line in lines[place.line + 1 : place.line + 1 + _REMARKS]:
        another = at_start(line)
        if another and another.casefold() not in {place.address.casefold(), *others}:
            break
        found.append(line)
    return found


def _recipient(place: Place, said: list[str], action: str, only: Sequence[str]) -> ReportedRecipient:
    """only: the whole notice, where it has this recipient alone."""
    if only and not any(map(_telling, said)) and any(map(_telling, only)):
        said = [*said, "", *dropwhile(lambda line: not _telling(line), only)]
    diagnostic = _paragraph(said, next((at for at, line in enumerate(said) if _telling(line)), 0))
    if diagnostic.casefold().startswith(_ADVICE):
        diagnostic = _paragraph(only, next((at for at, line in enumerate(only) if _is_cause(line)), 0))
    status = bounce_status.derived("\n".join(said), action) or bounce_status.derived("\n".join(only), action)
    return ReportedRecipient(place.address, action, status, diagnostic)


def _paragraph(lines: Sequence[str], start: int) -> str:
    """The first lines of the paragraph at this line or below it."""
    found = list(takewhile(bool, dropwhile(lambda line: not line, lines[start:])))
    return " ".join(found[:3])[:_DIAGNOSTIC]


def _is_cause(line: str) -> bool:
    return bool(bounce_status.derived(line, "failed")) and not line.casefold().startswith(_ADVICE)


_CODE = re.compile(r"(?<![0-9.:-])[45][0-5][0-9](?=[ :\-])|(?<![0-9.])[45]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")


def _telling(line: str) -> bool:
    """Whether a line gives a status or a reply code."""
    return bool(_CODE.search(line))
