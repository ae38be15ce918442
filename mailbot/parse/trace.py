"""Our own letters in other people's mail (RFC 5322, section 3.6.4).

Takes raw bytes or a Mail; gives the Message-IDs of ours in it (`<mailbot.{32 hex digits}@{domain}>`) and the
references of alerts (`CA-26-004217`), also as plus-addresses (RFC 5233). What is found here is only shaped like ours:
whether we sent it, the store knows. Never raises; every expression is bounded.
"""

import re
from binascii import a2b_base64

from mailbot.model.classified import Traces
from mailbot.model.mail import Mail
from mailbot.parse import addresses, subject

_OURS = re.compile(rb"mailbot\.[0-9a-f]{32}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_OWN = re.compile(r"<mailbot\.[0-9a-f]{32}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}>")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])CA-[0-9]{2}-[0-9]{4,9}(?![A-Za-z0-9-])", re.IGNORECASE)
_SOFT_BREAKS = re.compile(rb"(?:=[ \t]{0,20}\r?\n(?:> ?){0,5})++")
# Possessive, and only from the start of a line: each byte is looked at once.
_BASE64_LINES = re.compile(
    rb"^(?:[A-Za-z0-9+/]{20,1000}+={0,2}+(?:\r?\n|\r?\Z))++(?:[A-Za-z0-9+/]{1,19}+={0,2}+\r?$)?", re.MULTILINE
)
_SENT_TO = (
    "To",
    "Cc",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Forwarded-To",
    "Resent-To",
    "Original-Recipient",  # RFC 3798, section 2.3; `rfc822;` stands before the address
    "Final-Recipient",
)
_BASE64 = re.compile(rb"base64", re.IGNORECASE)
_BYTES = 4_000_000  # of a mail in which Message-IDs are looked for
# An @ in quoted-printable, in HTML, in a link, and in xtext (RFC 3461, section 4).
_AT_SIGNS = (b"=40", b"&#64;", b"%40", b"+40")
_OUR_HEADER = "X-Mailbot-Reference"
_WORDS = 20_000  # characters of one text in which references are looked for
_TEXTS = 20
_MOST = 50


def letters(raw: bytes) -> tuple[str, ...]:
    """Message-IDs of ours anywhere in the bytes, each once, in the order they stand.

    They are looked for as they are, across the soft line breaks of quoted-printable, and inside base64: so in quoted
    text, in enclosed mails and in enclosed headers (RFC 6522) alike. What stands behind the first megabytes is an
    attachment of somebody else's: our letters are small.
    """
    looked_at = raw[:_BYTES]
    places = [looked_at]
    if _BASE64.search(looked_at):
        places.append(_base64_texts(looked_at))
    places += [_unbroken(place) for place in places if _is_encoded(place)]
    found = dict.fromkeys(match for place in places for match in _found(place))
    return tuple(found)[:_MOST]


def traces(mail: Mail, raw: bytes, own_words: str, *, everywhere: bool = False) -> Traces:
    """All that points at a letter of ours, the surest first. own_words: what the writer wrote, without quotes.

    everywhere: references count wherever they stand, quotes and enclosed mails too; right for a machine's mail alone,
    which says itself nothing, and of whose quotes each is about the letter that it answers.
    """
    ids = (*_named(mail), *letters(raw))
    texts = (mail.subject[:1000], own_words[:_WORDS], *(_texts(mail) if everywhere else ()))
    references = (found for text in texts for found in _REFERENCE.findall(text))
    return Traces(
        message_ids=tuple(dict.fromkeys(ids))[:_MOST],
        plus=tuple(dict.fromkeys(_plus(mail)))[:_MOST],
        references=tuple(dict.fromkeys(each.upper() for each in references))[:_MOST],
    )


def _named(mail: Mail) -> tuple[str, ...]:
    """Ours among In-Reply-To and References: what it answers first, then the latest of the thread."""
    several = (*mail.in_reply_to, *reversed(mail.references))
    return tuple(each for each in several if _OWN.fullmatch(each))


def _texts(mail: Mail) -> tuple[str, ...]:
    """Every text of a mail: its own, then the Subjects and texts of the mails in it."""
    pending = [mail]
    found: list[str] = []
    while pending and len(found) < _TEXTS:
        each = pending.pop(0)
        found += [each.subject[:1000], each.plain[:_WORDS], each.html_text[:_WORDS]]
        pending += each.enclosed[:_TEXTS]
    return tuple(found)


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
    """The mail's own Message-ID when it is a letter of ours, else an empty string.

    Anybody can write an identifier of our shape: the one From address must lie in the domain that it names. Some mail
    hosts give every mail a Message-ID of theirs; then our own header and a From address in the domain that the mail
    was sent to tell it.
    """
    if len(mail.from_) != 1 or not mail.from_[0].domain:
        return ""
    domain = mail.from_[0].domain
    if _OWN.fullmatch(mail.message_id):
        return mail.message_id if mail.message_id[:-1].rpartition("@")[2].casefold() == domain else ""
    return mail.message_id if has_our_header(mail) and domain in _sent_to_domains(mail) else ""


def has_our_header(mail: Mail) -> bool:
    """Whether it has the header that every letter of ours has: no mail program copies it into an answer."""
    return bool(mail.header(_OUR_HEADER).strip())


def _sent_to_domains(mail: Mail) -> set[str]:
    several = (*mail.all("Delivered-To"), *mail.all("X-Original-To"), *mail.all("To"))[:_MOST]
    return {each.domain for value in several for each in addresses.mailboxes(value)}


def answered(mail: Mail) -> str:
    """The letter that the mail answers: our Message-ID, else the plus-address, else the reference behind 'RE:'."""
    found = next(iter((*_named(mail), *_plus(mail))), "")
    if found or not subject.is_reply(mail.subject):
        return found
    reference = _REFERENCE.search(mail.subject[:1000])
    return reference[0].upper() if reference else ""


def answered_by_address_alone(mail: Mail) -> bool:
    """Whether the plus-address alone says that it answers us: no thread of any kind and no 'RE:'.

    So it is with a reply from a poor client, and with a new mail for which the address book filled in an old address.
    """
    threaded = mail.in_reply_to or mail.references or subject.is_reply(mail.subject)
    return not threaded and bool(_plus(mail))


def _is_encoded(place: bytes) -> bool:
    return any(sign in place for sign in (b"=\n", b"=\r\n", *_AT_SIGNS))


def _unbroken(place: bytes) -> bytes:
    """Quoted-printable lines put together again, as far as a Message-ID needs it, and the @ as it was."""
    whole = _SOFT_BREAKS.sub(b"", place)
    for sign in _AT_SIGNS:
        whole = whole.replace(sign, b"@")
    return whole


def _found(place: bytes) -> list[str]:
    return [f"<{match.decode('ascii').rstrip('.-')}>" for match in _OURS.findall(place)]


def _base64_texts(raw: bytes) -> bytes:
    """Every stretch of base64 lines, decoded as far as it goes, one after the other."""
    return b"\n".join(_decoded(run[0].translate(None, b"\r\n=")) for run in _BASE64_LINES.finditer(raw))


def _decoded(run: bytes) -> bytes:
    return a2b_base64(run[: len(run) - len(run) % 4])
