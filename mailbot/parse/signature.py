"""Where a person's own words end: signatures, device lines, disclaimers, warning banners (RFC 3676, section 4.3).

Takes the text of one author; gives the own words, a stretch of the text as it stands, and everything cut away.
What names a meter point, a device or an alert is never cut away. Never raises; one pass over the lines.
"""

import re

from mailbot.parse.forward_forms import is_rule
from mailbot.parse.signature_words import (
    BANNERS,
    CLOSINGS,
    DEVICE_ENDINGS,
    DEVICE_LINES,
    DEVICES,
    DISCLAIMERS,
    GREETINGS,
    SENT_BY,
    SPOKEN,
)

_MOST_SIGNATURE_LINES = 25
_LONGEST_SIGNATURE_LINE = 160
_LONGEST_DEVICE_LINE = 160  # with the link behind it
_LONGEST_ENDING = 50
_MOST_BANNER_LINES = 8
_LONGEST_LOOK = 5_000
_MOST_BANNER_LOOK = 60
_MOST_LOOKED_AT = 5_000  # lines at the end in which a signature is looked for
_FACTS = re.compile(
    r"\b(?:mpan|mprn|mpxn|meter point|alert code|event code|alert description|device id|guid|eui)\b"
    r"[^\n:=\t]{0,20}[:=\t]|(?<![0-9])[0-9]{13}(?![0-9])|(?:[0-9a-f]{2}[-:]){7}[0-9a-f]{2}|"
    r"\b(?:0x)?8f[0-9a-f]{2}\b",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """The author's own words, and what stands around them: banner, signature, device line, disclaimer."""
    lines = text.split("\n")
    last = _without_empty_end(lines, len(lines))
    begin = _banner_end(lines[: min(last, _MOST_BANNER_LOOK)])
    start = max(begin, last - _MOST_LOOKED_AT)
    end = start + _before_signature(lines[start:last], 0 if start == begin else -1)
    while end > begin and (not plain_line(lines[end - 1]) or is_rule(lines[end - 1])):
        end -= 1
    while begin < end and not plain_line(lines[begin]):
        begin += 1
    return "\n".join(lines[begin:end]), "\n".join((*lines[:begin], *lines[end:])).strip("\n")


def _without_empty_end(lines: list[str], last: int) -> int:
    while last and not lines[last - 1].strip():
        last -= 1
    return last


def _banner_end(top: list[str]) -> int:
    return after_banner([plain_line(line) for line in top], [states_fact(line) for line in top])


def states_fact(line: str) -> bool:
    """Whether the line names a meter point, a device or an alert: then it is never cut away."""
    return bool(_FACTS.search(line[:_LONGEST_LOOK]))


def after_banner(plain: list[str], facts: list[bool]) -> int:
    """The first line behind warning banners that a mail host put on top; each ends with an empty line."""
    at = begin = 0
    while at < min(len(plain), 40):
        if not plain[at]:
            at += 1
        elif plain[at].startswith(BANNERS) and not facts[at]:
            begin = at = _paragraph_end(plain, facts, at)
        else:
            break
    return begin


def _paragraph_end(plain: list[str], facts: list[bool], first: int) -> int:
    """Behind the banner: at an empty line, a greeting, or a line that states a fact."""
    at = first + 1
    while at < min(len(plain), first + _MOST_BANNER_LINES):
        if not plain[at] or facts[at] or plain[at].startswith(GREETINGS):
            break
        at += 1
    return at


def _before_signature(lines: list[str], begin: int) -> int:
    """The first line that is no longer the author's: nothing from there on states a fact."""
    plain = [plain_line(line) for line in lines]
    first = max((at + 1 for at, line in enumerate(lines) if states_fact(line)), default=0)
    footers = [_is_footer(line, each) for line, each in zip(lines, plain, strict=True)]
    for at in range(first, len(lines)):
        closing = at > begin and plain[at].rstrip(" ,.!-–—") in CLOSINGS
        signed = closing and not is_sentence(_next_words(lines, at + 1))
        if footers[at] or (signed and _is_short(plain, footers, at + 1)):
            return at
    return len(lines)


def _next_words(lines: list[str], start: int) -> str:
    return next((lines[at] for at in range(start, len(lines)) if lines[at].strip()), "")


def is_sentence(line: str) -> bool:
    """Whether the line behind a closing goes on speaking: several words, most of them in lower case."""
    words = [each for each in line[:400].split() if each[0].isalpha()]
    return len(words) > 3 and sum(each[0].islower() for each in words) * 2 > len(words)


def is_device_line(plain: str) -> bool:
    """Whether a mail program wrote the line of itself: 'Sent from my iPhone'."""
    if len(plain) > _LONGEST_DEVICE_LINE:
        return False
    words = plain.partition("<")[0].split()
    advertised = len(words) <= 4 and "outlook" in words and bool({"ios", "android"} & set(words))
    told = len(plain) <= _LONGEST_ENDING and plain.rstrip(" .!)").endswith(DEVICE_ENDINGS)
    bare = plain.lstrip("([<-–—~ ")
    named = bare.startswith(SENT_BY) and any(word.startswith(DEVICES) for word in bare.split())
    return advertised or told or named or bare.startswith(DEVICE_LINES)


def _is_footer(line: str, plain: str) -> bool:
    """Whether a line begins a signature, a device line or a disclaimer by itself."""
    return line.rstrip("\r") in ("-- ", "--") or is_device_line(plain) or plain.startswith(DISCLAIMERS)


def _is_short(plain: list[str], footers: list[bool], at: int) -> bool:
    """Whether what follows a closing can be a signature: few lines, none long or spoken, up to a footer."""
    seen = 0
    for number in range(at, len(plain)):
        if footers[number]:
            return True
        seen += bool(plain[number])
        if "?" in plain[number] or plain[number].partition(" ")[0].strip(",.:") in SPOKEN:
            return False
        if seen > _MOST_SIGNATURE_LINES or len(plain[number]) > _LONGEST_SIGNATURE_LINE:
            return False
    return True


def plain_line(line: str) -> str:
    """The line to compare: lower case, without emphasis, bullets and runs of blanks."""
    return " ".join(line[:400].casefold().strip(" \t*_|>•").split())
