"""The recipients of a bounce that is in words alone: Exchange, Exim, Gmail, Postfix, qmail, Sendmail, Yahoo.

Takes the text of a mail daemon's mail and the addresses that are no recipients (the sender of the letter, to whom it
came back, and the daemon); gives each address that the text tells of, with the status (RFC 3463) and the words behind
it. Only what stands above the copy of the letter is read. An address counts where these programs put it: at the start
of a line, or behind 'delivered to' and the like. Never raises; one pass over the lines.
"""

import re
from itertools import dropwhile, takewhile

from mailbot.model.report import ReportedRecipient

_ADDRESS = r"[^\s<>\"'()\[\],;:@]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?"
_AT_START = re.compile(rf"[<'\"]?({_ADDRESS})[>'\"]?(?=[\s:,(.]|\Z)")
_TOLD = re.compile(
    rf"(?:\b(?:to|for|reach|recipient|user|address)[: ] {{0,3}}|\brfc822; ?)[<'\"]?({_ADDRESS})[>'\"]?",
    re.IGNORECASE,
)
_DELIVERY = ("deliver", "reach", "reject", "fail", "bounce", "undeliver", "couldn't", "could not", "problem")
_STATUS = re.compile(r"(?<![0-9.])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
_CODE = re.compile(r"(?<![0-9.-])[45][0-5][0-9](?=[ -])")
# What comes behind is the letter that bounced, or its headers. Lower case, without dashes around.
_COPY = (
    "below this line is a copy of the message",
    "this is a copy of",
    "a copy of the original message",
    "original message",
    "original message headers",
    "forwarded message",
    "message header follows",
    "message headers follow",
    "message follows",
    "your message is attached",
    "returned message",
    "the header of the original message is following",
    "the original message headers",
    "undelivered message",
)
_HEADERS = ("return-path:", "received:", "mime-version:", "message-id:", "x-mailbot-reference:")
_MOST_LINES = 400
_LONGEST_LINE = 1_000
_REMARKS = 14  # lines behind an address that may be about it
_DIAGNOSTIC = 500
_MOST = 50


def recipients(text: str, others: frozenset[str], action: str) -> tuple[ReportedRecipient, ...]:
    """Each address the text tells of, once, in its order. others: lower case; action: 'failed' or 'delayed'."""
    lines = _above_the_copy(text)
    first: dict[str, int] = {}
    told: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        address = _address(line, " ".join(lines[max(0, number - 4) : number]))
        if address and address.casefold() not in others and len(first) < _MOST:
            first.setdefault(address.casefold(), number)
            told.setdefault(address.casefold(), [address]).extend(_remarks(lines, number, address, others))
    return tuple(_recipient(told[key], action) for key in sorted(first, key=first.__getitem__))


def _above_the_copy(text: str) -> list[str]:
    lines = [line[:_LONGEST_LINE].strip() for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]
    for number, line in enumerate(lines):
        words = line.strip("-=_* .:#").casefold()
        if words.startswith(_COPY) and len(words) < 120:
            return lines[:number]
        if line.casefold().startswith(_HEADERS):
            return lines[:number]
    return lines


def _address(line: str, before: str) -> str:
    """The address that the line is about, or an empty string. before: the lines above, for a sentence that goes on."""
    if match := _AT_START.match(line):
        return match[1]
    sentence = f"{before} {line}".casefold()
    match = _TOLD.search(line)
    return match[1] if match and any(word in sentence for word in _DELIVERY) else ""


def _remarks(lines: list[str], number: int, address: str, others: frozenset[str]) -> list[str]:
    """What stands behind the address in its line and in the lines below, up to another recipient."""
    ahead, _, behind = lines[number].partition(address)
    found = [behind.lstrip(">'\": ") or ahead.removesuffix("rfc822;").strip("<'\"#: ")]
    for line in lines[number + 1 : number + 1 + _REMARKS]:
        match = _AT_START.match(line)
        if match and match[1].casefold() not in {address.casefold(), *others}:
            break
        found.append(line)
    return found


def _recipient(told: list[str], action: str) -> ReportedRecipient:
    address, *said = told
    telling = next((at for at, line in enumerate(said) if _STATUS.search(line) or _CODE.search(line)), 0)
    paragraph = list(takewhile(bool, dropwhile(lambda line: not line, said[telling:])))
    status = _STATUS.search(" ".join(said))
    diagnostic = " ".join(paragraph[:3])[:_DIAGNOSTIC]
    return ReportedRecipient(address, action, status[0] if status else "", diagnostic)
