"""Where a person's own words end: signatures, device lines, disclaimers, warning banners (RFC 3676, section 4.3).

Takes the text of one author; gives the own words, a stretch of the text as it stands, and everything cut away.
What names a meter point, a device or an alert is never cut away. Never raises; one pass over the lines.
"""

import re

from mailbot.parse.forward_forms import is_rule

_MOST_SIGNATURE_LINES = 25
_LONGEST_SIGNATURE_LINE = 160
CLOSINGS = frozenset(
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
_GREETINGS = ("hi", "hello", "dear ", "good morning", "good afternoon", "morning", "afternoon")
# A line that begins like this is said, not signed: what follows 'Thanks' may take back what stands before it.
_SPOKEN = frozenset(
    {
        "but",
        "however",
        "also",
        "except",
        "although",
        "unfortunately",
        "not",
        "no",
        "this",
        "that",
        "these",
        "it",
    }
    | {"we", "i", "i'm", "i’m", "you", "they", "is", "are", "do", "does", "can", "could", "would", "will"}
    | {
        "please",
        "ps",
        "p.s",
        "nb",
        "n.b",
        "who",
        "what",
        "when",
        "where",
        "why",
        "how",
        "and",
        "so",
        "if",
        "only",
    }
)
_MOST_BANNER_LINES = 8
_FACTS = re.compile(
    r"\b(?:mpan|mprn|mpxn|meter point|alert code|event code|alert description|device id|guid|eui)\b"
    r"[^\n:=\t]{0,20}[:=\t]|(?<![0-9])[0-9]{13}(?![0-9])|(?:[0-9a-f]{2}[-:]){7}[0-9a-f]{2}|"
    r"\b(?:0x)?8f[0-9a-f]{2}\b",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """The author's own words, and what stands around them: banner, signature, device line, disclaimer."""
    lines = text.split("\n")
    plain = [_plain(line) for line in lines]
    facts = [bool(_FACTS.search(line[:5000])) for line in lines]
    begin = _after_banner(plain, facts)
    end = _before_signature(lines, plain, facts, begin)
    while end > begin and (not plain[end - 1] or is_rule(lines[end - 1])):
        end -= 1
    while begin < end and not plain[begin]:
        begin += 1
    return "\n".join(lines[begin:end]), "\n".join((*lines[:begin], *lines[end:])).strip("\n")


def _after_banner(plain: list[str], facts: list[bool]) -> int:
    """The first line behind warning banners that a mail host put on top; each ends with an empty line."""
    at = begin = 0
    while at < min(len(plain), 40):
        if not plain[at]:
            at += 1
        elif plain[at].startswith(_BANNERS) and not facts[at]:
            begin = at = _paragraph_end(plain, facts, at)
        else:
            break
    return begin


def _paragraph_end(plain: list[str], facts: list[bool], first: int) -> int:
    """Behind the banner: at an empty line, a greeting, or a line that states a fact."""
    at = first + 1
    while at < min(len(plain), first + _MOST_BANNER_LINES):
        if not plain[at] or facts[at] or plain[at].startswith(_GREETINGS):
            break
        at += 1
    return at


def _before_signature(lines: list[str], plain: list[str], facts: list[bool], begin: int) -> int:
    """The first line that is no longer the author's: nothing from there on states a fact."""
    last_fact = max((at for at in range(begin, len(lines)) if facts[at]), default=-1)
    first = max(begin, last_fact + 1)
    footers = [_is_footer(lines[at], plain[at]) for at in range(first, len(lines))]
    for at in range(first, len(lines)):
        closing = at > begin and plain[at].rstrip(" ,.!-–—") in CLOSINGS
        signed = closing and not _is_sentence(next((each for each in lines[at + 1 :] if each.strip()), ""))
        if footers[at - first] or (signed and _is_short(plain, footers, at + 1, first)):
            return at
    return len(lines)


def _is_sentence(line: str) -> bool:
    """Whether the line behind a closing goes on speaking: several words, most of them in lower case."""
    words = [each for each in line[:400].split() if each[0].isalpha()]
    return len(words) > 3 and sum(each[0].islower() for each in words) * 2 > len(words)


def _is_footer(line: str, plain: str) -> bool:
    """Whether a line begins a signature, a device line or a disclaimer by itself."""
    return line.rstrip("\r") in ("-- ", "--") or plain.startswith((*_DEVICE_LINES, *_DISCLAIMERS))


def _is_short(plain: list[str], footers: list[bool], at: int, first: int) -> bool:
    """Whether what follows a closing can be a signature: few lines, none long or spoken, up to a footer."""
    seen = 0
    for number in range(at, len(plain)):
        if footers[number - first]:
            return True
        seen += bool(plain[number])
        if "?" in plain[number] or plain[number].partition(" ")[0].strip(",.:") in _SPOKEN:
            return False
        if seen > _MOST_SIGNATURE_LINES or len(plain[number]) > _LONGEST_SIGNATURE_LINE:
            return False
    return True


def _plain(line: str) -> str:
    """The line to compare: lower case, without emphasis, bullets and runs of blanks."""
    return " ".join(line[:400].casefold().strip(" \t*_|>•").split())
