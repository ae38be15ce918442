"""What a digest tells, as values. Times are aware; counts are of the period unless said otherwise. No logic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.model.alert import CriticalAlert
from mailbot.model.configuration import Mode


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An open item. number: H-12. alert: None for a mail, which then has a subject. `urgent`: duty is mailed of it."""

    number: str
    reference: str
    alert: CriticalAlert | None
    subject: str
    forwarder: str
    since: datetime
    claimed_by: str
    why: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class LetterTold:
    """A letter that failed, or went more than once. to: an organisation and which contact, never an address."""

    number: str
    kind: str
    about: str
    to: str
    said: str = ""
    resent: int = 0
    uncertain: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class ReachedNobody:
    """An alert that no contact got. outcome: how its case ended since; empty while it is open."""

    number: str
    reference: str
    alert: CriticalAlert
    supplier: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class SuspectContact:
    """A contact that mail did not reach. slot: main or alternative."""

    organisation: str
    slot: str
    why: str


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """A possible personal-data incident. `waits`: its alert has an open item of its own, which is counted already."""

    number: str
    reference: str
    kind: str
    organisation: str
    known_at: datetime
    deadline: datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class LedgerTold:
    """A ledger: its counts by state make the total, unless a fault says otherwise. beside: counts of another kind."""

    name: str
    total_is: str
    total: int
    counts: Mapping[str, int]
    faults: tuple[str, ...] = ()
    beside: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlarmTold:
    """An alarm; cleared_at is None while it is open."""

    part: str
    sentence: str
    raised_at: datetime
    cleared_at: datetime | None


@dataclass(frozen=True, slots=True)
class TroubleTold:
    """What is in trouble now."""

    part: str
    sentence: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of the period. relayed: alerts first accepted by a mail server; quantiles of how long it took: seconds."""

    mails: Mapping[str, int] = field(default_factory=dict)
    alerts: Mapping[str, int] = field(default_factory=dict)
    not_sent: Mapping[str, int] = field(default_factory=dict)
    receipts_held_back: int = 0
    relayed: int = 0
    p50: float = 0.0
    p95: float = 0.0
    longest: float = 0.0


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """One digest.

    day: the local day it is for. paused: why sending was paused by a person, empty when it is not. notes: sentences
    for its beginning. last_poll: None when none completed yet. registrations: when they were loaded, None for none.
    """

    number: int
    day: date
    since: datetime
    until: datetime
    mode: Mode
    figures: Figures
    ledgers: tuple[LedgerTold, ...]
    paused: str = ""
    notes: tuple[str, ...] = ()
    waiting: tuple[WaitingItem, ...] = ()
    failed: tuple[LetterTold, ...] = ()
    reached_nobody: tuple[ReachedNobody, ...] = ()
    suspects: tuple[SuspectContact, ...] = ()
    incidents: tuple[OpenIncident, ...] = ()
    again: tuple[LetterTold, ...] = ()
    alarms: tuple[AlarmTold, ...] = ()
    troubles: tuple[TroubleTold, ...] = ()
    last_poll: datetime | None = None
    registrations: datetime | None = None

    @property
    def to_do(self) -> int:
        """What waits for a person: open items, and incidents that have none of their own."""
        return len(self.waiting) + sum(not each.waits for each in self.incidents)

    @property
    def urgent(self) -> int:
        """How many of them are urgent; an open incident always is."""
        return sum(each.urgent for each in self.waiting) + sum(not each.waits for each in self.incidents)

    @property
    def balanced(self) -> bool:
        """Whether all three ledgers balance."""
        return not any(each.faults for each in self.ledgers)
