"""The statement: one letter a day with what became of every alert that one address forwarded.

Takes what became of each alert, gives a Letter: in the text what must be acted on first, at most `LISTED` alerts, and
all of them in a .csv. Meter points are masked in both, since a statement is read by more people than wrote the mails.
A cell that a spreadsheet would take for a formula is written as text. The date is passed in, aware, UTC.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as day

from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.templating import write
from mailbot.compose.told import (
    AlreadyPassedOn,
    NotForPassingOn,
    PassedOn,
    PleaseAct,
    Told,
    Waiting,
    counted,
    parts,
    says,
)
from mailbot.compose.words import at, masked_subject, on, one_line, questions, several
from mailbot.model.letter import Attachment, Letter, LetterKind
from mailbot.model.mail import Address

LISTED = 500
_COLUMNS = ("reference", "code", "about", "what_became_of_it", "supplier", "accepted_at_utc", "remarks")
_WORST_FIRST = (PleaseAct, Waiting, NotForPassingOn, PassedOn, AlreadyPassedOn)


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What a statement says. today: its London day; since, until: when the mails were decided (aware)."""

    recipient: Address
    forwarder: str
    today: day
    since: datetime
    until: datetime
    told: tuple[Told, ...]


def statement(facts: StatementFacts, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The statement of one day for one address."""
    told = sorted(facts.told, key=lambda it: (_WORST_FIRST.index(type(it)), it.reference))
    attachment = Attachment(f"statement-{facts.today.isoformat()}.csv", "text/csv", _csv(told))
    more = len(told) - LISTED
    words = write(
        LetterKind.STATEMENT,
        today=on(facts.today),
        counted=counted(told),
        forwarder=facts.forwarder or "you",
        since=at(facts.since),
        until=at(facts.until),
        more=f"{several(more, 'more alert')}" if more > 0 else "",
        attached=attachment.filename,
        questions=questions(head.helpdesk),
        **parts(told[:LISTED]),
    )
    return seal(
        words,
        head,
        kind=LetterKind.STATEMENT,
        message_id=message_id,
        date=date,
        recipient=facts.recipient,
        attachments=(attachment,),
    )


def _csv(told: Sequence[Told]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_inert(cell) for cell in _cells(it)] for it in told)
    return out.getvalue().encode("utf-8-sig")


def _cells(it: Told) -> tuple[str, ...]:
    organisation, accepted_at = "", None
    if isinstance(it, PassedOn | AlreadyPassedOn):
        organisation, accepted_at = it.organisation, it.accepted_at
    accepted = accepted_at.astimezone(UTC).isoformat(timespec="seconds") if accepted_at else ""
    named = (it.reference, it.alert.code, masked_subject(it.alert))
    return (*named, _became(it), organisation, accepted, says(it))


def _became(it: Told) -> str:
    match it:
        case PleaseAct():
            return "not passed on: please act"
        case Waiting():
            return "waiting for a person at SECAS"
        case NotForPassingOn():
            return "not for passing on"
        case PassedOn():
            return "passed on" if it.accepted_at else "being passed on"
        case AlreadyPassedOn():
            return f"already {'' if it.accepted_at else 'being '}passed on as {it.earlier}"


def _inert(cell: str) -> str:
    """The cell on one line, with an apostrophe before what a spreadsheet would calculate."""
    line = one_line(cell)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line
