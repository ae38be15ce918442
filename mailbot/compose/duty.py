"""The letter to the person on duty: what waits for somebody, why, since when, and what to do about it.

Takes the facts of each item that is due, gives one Letter for all of them. The subject is what a telephone shows: how
many there are, how many of them reached nobody, and the numbers of the gravest. Meter points are masked. Times are
aware, UTC; they are shown in London time. Nothing is looked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.templating import write
from mailbot.compose.words import about, at, joined, masked, questions, several, short
from mailbot.model.alert import CriticalAlert
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

MOST = 50  # items told in full
_NAMED = 5  # numbers in the subject
_CLAIMED = 10  # numbers in the command that is shown


class Grave(StrEnum):
    """What makes an item graver than others, as the subject says it; the gravest first."""

    REACHED_NOBODY = "reached nobody"
    DISPUTED = "disputed"
    NONE = ""


_GRAVEST = tuple(Grave)


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One item. number: H-12. alert: None for a mail, which then has a subject and a sender's address.

    told: how many letters told of it before. claimed_at is None while nobody has it.
    """

    number: str
    reference: str
    alert: CriticalAlert | None
    subject: str
    sender: str
    forwarder: str
    would_go_to: str
    why: str
    since: datetime
    told: int = 0
    grave: Grave = Grave.NONE
    claimed_by: str = ""
    claimed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What the letter says. items: all that are due, oldest first. notice: a sentence about the mode, or empty."""

    recipient: Address
    items: tuple[DutyItem, ...]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    number: str
    what: str
    where: str
    why: str
    since: str
    claimed: str


def duty(facts: DutyFacts, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The letter about everything that is due now."""
    items = facts.items
    words = write(
        LetterKind.DUTY,
        headline=_headline(items),
        opening=f"{_counted(items)} {'waits' if len(items) == 1 else 'wait'} for a person at SECAS.",
        rows=[_row(each) for each in items[:MOST]],
        more=len(items) - MOST if len(items) > MOST else "",
        claim=" ".join(each.number for each in items[:_CLAIMED]),
        show=items[0].number,
        notice=facts.notice,
        questions=questions(head.helpdesk),
    )
    return seal(
        words, head, kind=LetterKind.DUTY, message_id=message_id, date=date, recipient=facts.recipient
    )


def _headline(items: Sequence[DutyItem]) -> str:
    """'3 alerts (1 reached nobody): H-12, H-15, H-16'."""
    graves = [f"{count} {grave}" for grave in _GRAVEST if grave and (count := _how_many(items, grave))]
    aside = f" ({', '.join(graves)})" if graves else ""
    gravest = sorted(items, key=lambda each: _GRAVEST.index(each.grave))
    named = ", ".join(each.number for each in gravest[:_NAMED])
    return f"{_counted(items)}{aside}: {named}{' ..' if len(items) > _NAMED else ''}"


def _how_many(items: Sequence[DutyItem], grave: Grave) -> int:
    return sum(each.grave is grave for each in items)


def _counted(items: Sequence[DutyItem]) -> str:
    """'3 alerts', '1 mail', '3 alerts and 1 mail'."""
    alerts = sum(each.alert is not None for each in items)
    mails = len(items) - alerts
    counts = (several(alerts, "alert") if alerts else "", several(mails, "mail") if mails else "")
    return joined(tuple(filter(None, counts)))


def _row(item: DutyItem) -> _Row:
    told = f", told {several(item.told, 'time')} before" if item.told else ""
    return _Row(
        number=item.number,
        what=_what(item),
        where=_where(item),
        why=masked(item.why),
        since=f"{at(item.since)}{told}",
        claimed=f"Claimed by {item.claimed_by} at {at(item.claimed_at)}, and still open."
        if item.claimed_at
        else "",
    )


def _what(item: DutyItem) -> str:
    if item.alert is None:
        return f'a mail that may hold an alert: "{short(masked(item.subject), 80) or "(no subject)"}"'
    return f"{item.reference} ({about(item.alert)}){', ' if item.grave else ''}{item.grave}"


def _where(item: DutyItem) -> str:
    sender = item.forwarder or item.sender or "an unknown sender"
    if item.alert is None:
        return f"From {sender}."
    return (
        f"From {sender}; {f'would go to {item.would_go_to}' if item.would_go_to else 'no supplier is known'}."
    )
