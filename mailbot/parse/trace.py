"""Our own letters in other people's mail (RFC 5322, section 3.6.4).

Takes raw bytes or a Mail; gives the Message-IDs of ours in it (`<mailbot.{32 hex digits}@{domain}>`) or the
reference of an alert (`CA-26-004217`). A Message-ID found here is only shaped like ours: whether we sent it, the
store knows. Never raises; every expression is bounded.
"""

import re
from binascii import a2b_base64

from mailbot.model.classified import Traces
from mailbot.model.mail import Mail
from mailbot.parse import addresses, subject

_OURS = re.compile(rb"mailbot\.[0-9a-f]{32}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_OWN = re.compile(r"<mailbot\.[0-9a-f]{32}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}>")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])CA-[0-9]{2}-[0-9]{4,9}(?![A-Za-z0-9-])", re.IGNORECASE)
_SOFT_BREAK = re.compile(rb"=[ \t]{0,20}\r?\n(?:> ?){0,5}")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{20,1000}={0,2}\r?")
_SENT_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "Resent-To")
_WORDS = 20_000  # characters of somebody's own words in which references are looked for
_MOST = 50


def letters(raw: bytes) -> tuple[str, ...]:
    """Message-IDs of ours anywhere in the bytes, each once, in the order they stand.

    They are looked for as they are, across the soft line breaks of quoted-printable, and inside base64.
    """
    places = [raw]
    if b"=\n" in raw or b"=\r\n" in raw or b"=40" in raw:
        places.append(_SOFT_BREAK.sub(b"", raw).replace(b"=40", b"@"))
    if b"base64" in raw.lower():
        places.append(_base64_texts(raw))
    found = dict.fromkeys(match for place in places for match in _found(place))
    return tuple(found)[:_MOST]


def traces(mail: Mail, raw: bytes, own_words: str) -> Traces:
    """All that points at a letter of ours, the surest first. own_words: what the writer wrote, without quotes."""
    named = (*mail.in_reply_to, *reversed(mail.references))
    ids = (*(each for each in named if _OWN.fullmatch(each)), *letters(raw))
    texts = (mail.subject[:1000], own_words[:_WORDS])
    references = (found for text in texts for found in _REFERENCE.findall(text))
    return Traces(
        message_ids=tuple(dict.fromkeys(ids))[:_MOST],
        plus=tuple(dict.fromkeys(_plus(mail)))[:_MOST],
        references=tuple(dict.fromkeys(each.upper() for each in references))[:_MOST],
    )


def _plus(mail: Mail) -> list[str]:
    """References in the addresses it was sent to: alerts+CA-26-004217@ (RFC 5233)."""
    values = (value for name in _SENT_TO for value in mail.all(name)[:_MOST])
    tags = (
        each.address.rpartition("@")[0].partition("+")[2]
        for value in values
        for each in addresses.mailboxes(value)
    )
    return [tag.upper() for tag in tags if _REFERENCE.fullmatch(tag)]


def own(mail: Mail) -> str:
    """The mail's own Message-ID when it is one of ours, else an empty string.

    Anybody can write an identifier of our shape: the one From address must lie in the domain that it names.
    """
    if not _OWN.fullmatch(mail.message_id) or len(mail.from_) != 1:
        return ""
    domain = mail.message_id[:-1].rpartition("@")[2].casefold()
    return mail.message_id if mail.from_[0].domain == domain else ""


def answered(mail: Mail) -> str:
    """The letter that the mail answers: our Message-ID, else the plus-address, else the reference behind 'RE:'."""
    named = (*mail.in_reply_to, *reversed(mail.references))
    found = next((each for each in named if _OWN.fullmatch(each)), "") or next(iter(_plus(mail)), "")
    if found or not subject.is_reply(mail.subject):
        return found
    reference = _REFERENCE.search(mail.subject[:1000])
    return reference[0].upper() if reference else ""


def _found(place: bytes) -> list[str]:
    return [f"<{match.decode('ascii').rstrip('.-')}>" for match in _OURS.findall(place)]


def _base64_texts(raw: bytes) -> bytes:
    """Every stretch of base64 lines, decoded as far as it goes, one after the other."""
    out: list[bytes] = []
    run: list[bytes] = []
    for line in (*raw.split(b"\n"), b""):
        if _BASE64_LINE.fullmatch(line) or (run and line.strip(b"\r=").isalnum()):
            run.append(line.strip(b"\r="))
        elif run:
            out.append(_decoded(b"".join(run)))
            run = []
    return b"\n".join(out)


def _decoded(run: bytes) -> bytes:
    whole = run[: len(run) - len(run) % 4]
    try:
        return a2b_base64(whole)
    except ValueError:
        return b""
