"""What machines and people say back about a letter."""

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What the person's own words in a reply come to."""

    CONFIRMS = "confirms"
    CHANGES = "changes"
    RECEIVED = "received"
    NOT_OURS = "not_ours"
    RESEND = "resend"
    ANSWERS = "answers"
    AWAY = "away"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person wrote, without quotes and signature, and what it means."""

    text: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class ReportedRecipient:
    """One recipient of a delivery status notification (RFC 3464, section 2.3)."""

    address: str
    action: str  # failed | delayed | delivered | relayed | expanded
    status: str  # RFC 3463, such as 5.1.1; empty when not given
    diagnostic: str
