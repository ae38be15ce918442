"""Who gets an alert next: the main contact, the alternative, or a person at SECAS.

Takes every letter about one alert, and the contacts as they stand now; gives one step. An alert has arrived when
one of its letters was accepted and nothing said otherwise since. Where a contact failed, is away or is late, the
other one is written to, each once; where nobody is left, SECAS must act. Pure: the clock is passed in.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.model.letter import LetterState
from mailbot.model.supplier import Contact, Organisation
from mailbot.policy.evidence import LONDON


class Fate(StrEnum):
    """What is known of one letter."""

    ARRIVED = "arrived"  # accepted, and no word against it
    WAITING = "waiting"  # it has not left yet, or is put off for less than failover_after
    FAILED = "failed"  # refused, bounced, or given up
    LATE = "late"  # put off or delayed for longer than failover_after
    AWAY = "away"  # accepted, and the mailbox answered that nobody is there


@dataclass(frozen=True, slots=True)
class Attempt:
    """One letter about the alert: to whom, and how it stands."""

    recipient: str
    state: LetterState
    failover_at: datetime | None = None
    away: bool = False
    received: bool = False

    def fate(self, now: datetime) -> Fate:
        """What is known of it at `now` (aware)."""
        if self.received:
            return Fate.ARRIVED
        if self.state is LetterState.FAILED:
            return Fate.FAILED
        if self.away:
            return Fate.AWAY
        if self.failover_at and self.failover_at <= now:
            return Fate.LATE
        return Fate.ARRIVED if self.state is LetterState.SENT else Fate.WAITING


@dataclass(frozen=True, slots=True)
class Arrived:
    """Nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A letter is still on its way."""


@dataclass(frozen=True, slots=True)
class WriteTo:
    """The alert goes to this contact too, because of `fate` of the letter to the other one."""

    contact: Contact
    fate: Fate


@dataclass(frozen=True, slots=True)
class Nobody:
    """No contact is left to write to; `fates` are those of the letters written."""

    fates: tuple[Fate, ...]


Step = Arrived | Wait | WriteTo | Nobody


def next_step(attempts: tuple[Attempt, ...], supplier: Organisation, now: datetime) -> Step:
    """The step for one alert. `attempts`: all its letters, oldest first; those written in shadow count for nothing."""
    attempts = tuple(each for each in attempts if each.state is not LetterState.NOT_SENT)
    fates = tuple(each.fate(now) for each in attempts)
    if not attempts or Fate.ARRIVED in fates:
        return Arrived()
    bad = tuple(fate for fate in fates if fate is not Fate.WAITING)
    if not bad:
        return Wait()
    tried = {each.recipient.casefold() for each in attempts}
    if (contact := _untried(supplier, tried, now)) is not None:
        return WriteTo(contact, bad[-1])
    return Wait() if Fate.WAITING in fates else Nobody(fates)


def _untried(supplier: Organisation, tried: set[str], now: datetime) -> Contact | None:
    """A current contact of a supplier still on the list that no letter was written to yet."""
    if supplier.left_on and supplier.left_on <= now.astimezone(LONDON).date():
        return None
    both = (supplier.main, supplier.alternative)
    return next((each for each in both if each and each.email.casefold() not in tried), None)


_WHY = {
    Fate.FAILED: "was refused",
    Fate.AWAY: "was answered by an out-of-office message",
    Fate.LATE: "could not be delivered in time",
}


def why_second(fate: Fate, first: str) -> str:
    """Half a sentence for the second contact: 'mail to Priya Nair was refused'."""
    return f"mail to {first} {_WHY.get(fate, 'did not arrive')}"


def why_nobody(fates: tuple[Fate, ...]) -> str:
    """A sentence for SECAS: how the letters ended."""
    words = {Fate.FAILED: "refused or returned", Fate.AWAY: "away", Fate.LATE: "delayed"}
    told = ", ".join(words.get(fate, fate.value) for fate in fates)
    if len(fates) == 1:
        return f"It reached nobody: the only contact was {told}. Ring the supplier."
    return f"It reached nobody: the contacts were {told}. Ring the supplier."
