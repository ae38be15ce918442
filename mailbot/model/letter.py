"""A letter: any mail we write. One row, one recipient, one Message-ID."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.model.mail import Address


class LetterKind(StrEnum):
    """What a letter is for; the names are those of compose/templates/."""

    RELAYED_ALERT = "relayed_alert"
    RECEIPT = "receipt"
    RECEIPTS_HELD_BACK = "receipts_held_back"
    TEST = "test"


class LetterState(StrEnum):
    """Where a letter stands in its ledger (docs/queue.md)."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    NOT_SENT = "not_sent"  # written in shadow: shown, never sent


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along; never active content."""

    filename: str
    content_type: str
    payload: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything needed to write the RFC 5322 bytes, now or again later: same Letter, same bytes.

    date: aware, UTC. message_id: with angle brackets. auto_submitted: RFC 3834 keyword.
    """

    kind: LetterKind
    message_id: str
    date: datetime
    sender: Address
    recipient: Address
    reply_to: Address
    subject: str
    text: str
    html: str
    auto_submitted: str = "auto-generated"
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reference: str = ""  # CA-26-004217, for the X-Mailbot-Reference header
