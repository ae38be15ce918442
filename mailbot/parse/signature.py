"""Where a person's own words end: signatures, device lines, disclaimers, warning banners (RFC 3676, section 4.3).

Takes the text of one author; gives the own words, a stretch of the text as it stands, and everything cut away.
What names a meter point, a device or an alert is never cut away. Never raises; one pass over the lines.
"""

import re
from itertools import islice

from mailbot.parse.forward_forms import is_rule

_MOST_SIGNATURE_LINES = 25
_LONGEST_SIGNATURE_LINE = 160
_CLOSINGS = frozenset(
    {
        "kind regards",
        "kindest regards",
        "best regards",
        "warm regards",
        "warmest regards",
        "with kind regards",
        "with regards",
        "many regards",
        "regards",
        "best wishes",
        "with best wishes",
        "all the best",
        "best",
        "kr",
        "br",
        "rgds",
        "many thanks and kind regards",
        "thanks and regards",
        "thanks and kind regards",
        "thanks & regards",
        "many thanks & kind regards",
        "yours sincerely",
        "yours faithfully",
        "sincerely",
        "yours truly",
        "yours",
        "cheers",
        "thanks",
        "thank you",
        "many thanks",
        "thanks in advance",
        "thanks again",
        "with thanks",
        "ta",
        "cofion cynnes",
        "cofion gorau",
        "mit freundlichen grüßen",
        "mit freundlichen grüssen",
        "freundliche grüße",
        "viele grüße",
        "beste grüße",
        "cordialement",
        "bien cordialement",
        "sincères salutations",
    }
)
_DEVICE_LINES = (
    "sent from my ",
    "sent from outlook",
    "sent from mail for windows",
    "sent from yahoo mail",
    "sent from samsung",
    "sent from proton",
    "sent via ",
    "get outlook for ",
    "sent with ",
    "von meinem iphone gesendet",
    "gesendet von ",
    "envoyé de mon ",
    "envoyé depuis ",
)
_DISCLAIMERS = (
    "this email is confidential",
    "this e-mail is confidential",
    "this message is confidential",
    "this email and any",
    "this e-mail and any",
    "this message and any",
    "this email, including",
    "this e-mail, including",
    "this email (including",
    "this e-mail (including",
    "this message (including",
    "this email may contain",
    "this e-mail may contain",
    "this message may contain",
    "this email message",
    "this communication is",
    "this email is intended",
    "this e-mail is intended",
    "this message is intended",
    "this email has been scanned",
    "this message has been scanned",
    "this mail was sent",
    "the information in this email",
    "the information in this e-mail",
    "the information contained in this",
    "the contents of this email",
    "the contents of this e-mail",
    "if you are not the intended recipient",
    "if you have received this email in error",
    "if you have received this e-mail in error",
    "confidentiality notice",
    "confidentiality:",
    "disclaimer",
    "legal notice",
    "important notice",
    "privileged and confidential",
    "private and confidential",
    "please consider the environment",
    "think before you print",
    "registered in england",
    "registered office",
    "registered address",
    "registered number",
    "company registration",
)
_BANNERS = (
    "caution:",
    "caution -",
    "[caution",
    "external email",
    "external e-mail",
    "external sender",
    "[external",
    "external:",
    "*external",
    "warning: this email",
    "warning: this message",
    "warning: external",
    "this email originated from outside",
    "this message originated from outside",
    "this email came from outside",
    "this email was sent from outside",
    "this message was sent from outside",
    "this is an external email",
    "you don't often get email from",
    "you don’t often get email from",
    "some people who received this message don't often get",
    "some people who received this message don’t often get",
    "be careful with this message",
    "do not click links",
)
_FACTS = re.compile(
    r"\b(?:mpan|mprn|mpxn|meter point|alert code|event code|alert description|device id|guid|eui)\b[^\n:=\t]{0,20}[:=\t]|"
    r"(?<![0-9])[0-9]{13}(?![0-9])|(?:[0-9a-f]{2}[-:]){7}[0-9a-f]{2}|\b(?:0x)?8f[0-9a-f]{2}\b",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """The author's own words, and what stands around them: banner, signature, device line, disclaimer."""
    lines = text.split("\n")
    begin = _after_banner(lines)
    end = _before_signature(lines, begin)
    while end > begin and (not lines[end - 1].strip() or is_rule(lines[end - 1])):
        end -= 1
    while begin < end and not lines[begin].strip():
        begin += 1
    return "\n".join(lines[begin:end]), "\n".join((*lines[:begin], *lines[end:])).strip("\n")


def _after_banner(lines: list[str]) -> int:
    """The first line behind warning banners that a mail host put on top; each ends with an empty line."""
    at = begin = 0
    while at < len(lines) and at < 40:
        line = _plain(lines[at])
        if not line:
            at += 1
        elif line.startswith(_BANNERS):
            begin = at = _paragraph_end(lines, at)
        else:
            break
    return begin


def _paragraph_end(lines: list[str], at: int) -> int:
    """Behind the paragraph, or before the first line of it that states a fact; a greeting ends it too."""
    first = at
    while at < len(lines) and lines[at].strip() and at - first < 8:
        if _FACTS.search(lines[at][:2000]) or (at > first and _greets(lines[at])):
            break
        at += 1
    return max(at, first) if at > first else first + (not _FACTS.search(lines[first][:2000]))


def _greets(line: str) -> bool:
    return _plain(line).startswith(
        ("hi", "hello", "dear ", "good morning", "good afternoon", "morning", "afternoon")
    )


def _before_signature(lines: list[str], begin: int) -> int:
    """The first line that is no longer the author's: nothing from there on states a fact."""
    last_fact = max((at for at in range(begin, len(lines)) if _FACTS.search(lines[at][:5000])), default=-1)
    for at in range(max(begin, last_fact + 1), len(lines)):
        if _ends_here(lines, at, begin):
            return at
    return len(lines)


def _ends_here(lines: list[str], at: int, begin: int) -> bool:
    line = _plain(lines[at])
    if not line:
        return False
    if lines[at].rstrip("\r") in ("-- ", "--") or line.startswith((*_DEVICE_LINES, *_DISCLAIMERS)):
        return True
    return at > begin and _is_closing(line) and _is_short(lines, at + 1)


def _is_closing(line: str) -> bool:
    return line.rstrip(" ,.!-–—") in _CLOSINGS


def _is_short(lines: list[str], at: int) -> bool:
    """Whether what follows a closing can be a signature: few lines, none long, up to a disclaimer."""
    seen = 0
    for line in islice(lines, at, None):
        plain = _plain(line)
        if plain.startswith((*_DISCLAIMERS, *_DEVICE_LINES)) or line.rstrip() == "--":
            return True
        seen += bool(plain)
        if seen > _MOST_SIGNATURE_LINES or len(plain) > _LONGEST_SIGNATURE_LINE:
            return False
    return True


def _plain(line: str) -> str:
    """The line to compare: lower case, without emphasis, bullets and runs of blanks."""
    return " ".join(line[:400].casefold().strip(" \t*_|>•").split())
