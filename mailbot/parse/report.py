"""Delivery status and disposition notifications (RFC 3464, RFC 3798, RFC 6522; status codes RFC 3463).

Takes a Mail; gives its recipients and their fate, and says whether it is a bounce, a delay notice or a
disposition notification. A success report counts as a bounce here: each recipient's action says what it is. Mail
of a mailer daemon that follows no RFC is known by its sender and its Subject, or by what it says of a recipient;
`bounce_text` reads its words. A report that somebody forwarded as an attached mail is read as well. Never raises.
"""

import re
from collections.abc import Iterator

from mailbot.model.mail import Mail
from mailbot.model.report import ReportedRecipient
from mailbot.parse import addresses, automatic, bounce_text
from mailbot.parse.charset import guessed

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_DISPOSITION_TYPES = frozenset(
    {"message/disposition-notification", "message/global-disposition-notification"}
)
_STATUS = re.compile(r"(?<![0-9.])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
_GOOD = frozenset({"delivered", "relayed", "expanded"})
_ACTIONS = frozenset({"failed", "delayed"}) | _GOOD
# What a status means where the action is left out, or is a word of the program's own.
_BY_STATUS = {"2": "delivered", "4": "delayed", "5": "failed"}
_BOUNCE_SUBJECTS = (
    "undeliverable",
    "undelivered mail",
    "mail delivery failed",
    "mail delivery failure",
    "delivery failure",
    "delivery has failed",
    "failure notice",
    "returned mail",
    "delivery status notification",
    "message undeliverable",
    "message delivery failure",
    "message delivery failed",
    "message could not be delivered",
    "mail could not be delivered",
    "your message could not be delivered",
    "mail system error - returned mail",
    "delivery notification: delivery has failed",
    "non-delivery",
    "non delivery",
    "nondeliverable mail",
    "unzustellbar",
    "nicht zustellbar",
    "non remis",
    "onbestelbaar",
)
_DELAY_SUBJECTS = (
    "delayed mail",
    "delivery delayed",
    "delivery delay",
    "warning: message",
    "warning: could not send message",
    "delivery status notification (delay)",
    "delivery status notification (mail delivery delayed)",
    "mail delivery delayed",
    "message delayed",
    "message delivery delayed",
    "delayed:",
    "delivery incomplete",
)
_BLANK_LINE = re.compile(r"\n[ \t]{0,100}\n")
_LONGEST_STATUS = 200_000
_MOST = 200


def recipients(mail: Mail) -> tuple[ReportedRecipient, ...]:
    """Each recipient that the report names, and its fate; none when the mail is no report that can be read."""
    return tuple(_recipients(mail))[:_MOST]


def is_bounce(mail: Mail) -> bool:
    """Whether the mail reports on a delivery and is no mere delay notice."""
    if is_delay(mail):
        return False
    return _is_status_report(mail) or _is_daemons(mail, _BOUNCE_SUBJECTS) or _tells_of_failure(mail)


def is_delay(mail: Mail) -> bool:
    """Whether the report says only that delivery is delayed: to some recipient, and it has failed to nobody."""
    several = recipients(mail)
    if several:
        fates = {each.action for each in several}
        return "delayed" in fates and fates <= _GOOD | {"delayed"}
    return _is_daemons(mail, _DELAY_SUBJECTS)


def is_disposition_notification(mail: Mail) -> bool:
    """Whether the mail tells that a letter was read, or deleted unread (RFC 3798)."""
    return mail.report_type == "disposition-notification" or _has_part(mail, _DISPOSITION_TYPES)


def _is_status_report(mail: Mail) -> bool:
    inside = mail.report_type == "delivery-status" or _has_part(mail, _STATUS_TYPES)
    return inside or any(_is_status_report(each) for each in mail.enclosed)


def _has_part(mail: Mail, types: frozenset[str]) -> bool:
    return any(part.content_type in types for part in mail.parts)


def _is_daemons(mail: Mail, subjects: tuple[str, ...]) -> bool:
    """Whether a mail daemon wrote it, under one of these Subjects."""
    subject = " ".join(mail.subject[:300].casefold().split())
    return (automatic.is_daemon(mail) or automatic.has_null_path(mail)) and subject.startswith(subjects)


def _tells_of_failure(mail: Mail) -> bool:
    """Whether a mail daemon gives a recipient a failing status under a Subject that we do not know."""
    return automatic.is_daemon(mail) and any(each.status.startswith("5") for each in _of_daemon(mail))


def _recipients(mail: Mail) -> Iterator[ReportedRecipient]:
    for part in mail.parts:
        if part.content_type in _STATUS_TYPES:
            yield from _of_status(guessed(part.payload))
    if not _has_part(mail, _STATUS_TYPES):
        yield from _of_daemon(mail)
    for inner in mail.enclosed:
        yield from _recipients(inner)


def _of_status(payload: str) -> Iterator[ReportedRecipient]:
    """One recipient a block of fields; the block about the whole message names none (RFC 3464, section 2)."""
    for block in _BLANK_LINE.split(payload[:_LONGEST_STATUS].replace("\r\n", "\n").replace("\r", "\n")):
        yield from _of_block(_fields(block))


def _fields(block: str) -> dict[str, str]:
    """The fields of one block by name in lower case, unfolded; the first of a name counts."""
    found: dict[str, list[str]] = {}
    last: list[str] = []
    for line in block.split("\n"):
        if line[:1] in (" ", "\t"):
            last.append(line.strip())
            continue
        name, colon, value = line.partition(":")
        last = [value.strip()]
        if colon:
            found.setdefault(name.strip().casefold(), last)
    return {name: " ".join(lines) for name, lines in found.items()}


def _of_block(block: dict[str, str]) -> Iterator[ReportedRecipient]:
    address = _address(block.get("original-recipient", "")) or _address(block.get("final-recipient", ""))
    if not address and "action" not in block:
        return
    diagnostic = _typed(block.get("diagnostic-code", ""))
    found = _STATUS.search(block.get("status", "")) or _STATUS.search(diagnostic)
    status = found[0] if found else ""
    action = block.get("action", "").partition("(")[0].strip().casefold()
    if action not in _ACTIONS:
        action = _BY_STATUS.get(status[:1], action)
    yield ReportedRecipient(address, action, status, diagnostic[:2000])


def _of_daemon(mail: Mail) -> Iterator[ReportedRecipient]:
    """The recipients that a daemon's words tell of; Exim names them in a header of its own as well."""
    action = "delayed" if _is_daemons(mail, _DELAY_SUBJECTS) else "failed"
    header = [each for value in mail.all("X-Failed-Recipients") for each in addresses.mailboxes(value)]
    told: dict[str, ReportedRecipient] = {}
    if automatic.is_daemon(mail) or automatic.has_null_path(mail):
        others = frozenset(each.key for each in (*mail.to, *mail.from_))
        told = {each.address.casefold(): each for each in bounce_text.recipients(mail.text, others, action)}
    for each in header:
        yield told.get(each.key, ReportedRecipient(each.address, action, _any_status(mail), ""))
    if not header:
        yield from told.values()


def _any_status(mail: Mail) -> str:
    status = _STATUS.search(mail.text[:20_000])
    return status[0] if status else ""


def _address(value: str) -> str:
    """The address of `rfc822; someone@example`; a + or = left in xtext is undone (RFC 3461, section 4)."""
    kind, _, rest = value.partition(";")
    address = (rest if rest else kind).strip().strip("<>").strip()
    if "@" not in address or len(address) > 1000:
        return ""
    return address.replace("+2B", "+").replace("+3D", "=")


def _typed(value: str) -> str:
    """The diagnostic without the type before it ('smtp; 550 5.1.1 ..')."""
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and " " not in kind.strip() else value.strip()
