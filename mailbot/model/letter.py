"""A letter: any mail we write. One row, one recipient, one Message-ID."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.model.mail import Address


class LetterKind(StrEnum):
    """What a letter is for; the names are those of compose/templates/."""

    RELAYED_ALERT = "relayed_alert"
    RELAYED_ALERTS = "relayed_alerts"  # many at once, in a storm
    RECALL = "recall"
    RECEIPT = "receipt"
    RECEIPT_UPDATE = "receipt_update"
    STATEMENT = "statement"
    RECEIPTS_HELD_BACK = "receipts_held_back"
    DUTY = "duty"
    ALARM = "alarm"
    RECOVERY = "recovery"
    DIGEST = "digest"
    TEST = "test"

    @property
    def rank(self) -> int:
        """Which letters leave first: 0 before 1 before 2. Alerts before answers, and a cry for help before both."""
        return _RANKS.get(self, 2)

    @property
    def house(self) -> bool:
        """Whether it goes to SECAS itself: such letters leave in every mode, and count against no limit."""
        return self in _HOUSE

    @property
    def answers(self) -> bool:
        """Whether it answers a mail (RFC 3834: auto-replied), and is capped by peer and day (promise 8)."""
        return self in {LetterKind.RECEIPT, LetterKind.RECEIPT_UPDATE, LetterKind.RECEIPTS_HELD_BACK}

    @property
    def passes_on(self) -> bool:
        """Whether it carries alerts to the supplier that serves the meter point."""
        return self in {LetterKind.RELAYED_ALERT, LetterKind.RELAYED_ALERTS}


_HOUSE = frozenset({LetterKind.DUTY, LetterKind.ALARM, LetterKind.RECOVERY, LetterKind.DIGEST})
_RANKS = {
    **dict.fromkeys(_HOUSE, 0),
    LetterKind.RELAYED_ALERT: 1,
    LetterKind.RELAYED_ALERTS: 1,
    LetterKind.RECALL: 1,
}


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
