"""A mail we own: its raw bytes and the key by which it is known (RFC 9051, section 2.3.1.1)."""

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.model.sender import Verdict


@dataclass(frozen=True, slots=True)
class MailKey:
    """Where a mail lies. The same UID is the same mail only while `internal_date` and `size` agree too."""

    account: str  # user@host
    folder: str
    uidvalidity: int
    uid: int
    internal_date: datetime  # aware, UTC
    size: int  # RFC822.SIZE, bytes


@dataclass(frozen=True, slots=True)
class SpooledMail:
    """A row of the spool. `whole` is false for a mail owned by its headers only (it was too large)."""

    id: int
    key: MailKey
    sha256: str
    verdict: Verdict
    attempts: int  # readings begun before this one
    failures: int  # of them, those that failed in a process of their own
    whole: bool
    shadow: bool
    owned_at: datetime  # aware, UTC
    raw: bytes = field(repr=False)
