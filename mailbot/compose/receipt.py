"""The receipt: what became of each alert in a forwarder's mail; and what became of them later.

Takes what was decided, gives a Letter. What the forwarder must act on comes first. Meter points are masked,
the supplier is named as an organisation and no address of its contacts can get in: there is no field for
one. It says what is known when it is written: 'accepted by their mail server' is not 'read', and a waiting
alert is said to have reached nobody. The date is passed in, aware, UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as day
from datetime import datetime

from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.templating import write
from mailbot.compose.told import (
    AlreadyPassedOn,
    NotForPassingOn,
    PassedOn,
    PleaseAct,
    Told,
    Waiting,
    all_accepted,
    counted,
    parts,
)
from mailbot.compose.words import at, masked, on, questions, several, short
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt says.

    forwarder: an organisation, or empty. subject: that of its mail. notes: whole sentences about the mail.
    """

    recipient: Address
    forwarder: str
    subject: str
    received_at: datetime
    please_act: tuple[PleaseAct, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    not_for_passing_on: tuple[NotForPassingOn, ...] = ()
    passed_on: tuple[PassedOn, ...] = ()
    already: tuple[AlreadyPassedOn, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Told, ...]:
        """Every alert it answers for."""
        return (*self.please_act, *self.waiting, *self.not_for_passing_on, *self.passed_on, *self.already)


@dataclass(frozen=True, slots=True)
class HeldBackFacts:
    """What the summary says. cap: letters a day; today: the London day."""

    recipient: Address
    forwarder: str
    cap: int
    today: day


def receipt(
    facts: ReceiptFacts,
    head: Letterhead,
    message_id: str,
    date: datetime,
    in_reply_to: str,
    references: Sequence[str],
) -> Letter:
    """The receipt for one mail. in_reply_to: its Message-ID; references: its References, oldest first."""
    return _answer(
        LetterKind.RECEIPT, _headline(facts), facts, head, message_id, date, in_reply_to, references
    )


def receipt_update(
    facts: ReceiptFacts,
    head: Letterhead,
    message_id: str,
    date: datetime,
    in_reply_to: str,
    references: Sequence[str],
) -> Letter:
    """What became of alerts of a mail that was answered before; `facts` has only those that changed."""
    act = "Please act: what" if facts.please_act else "What"
    headline = f"{act} became of your alerts: {counted(facts.told)}"
    return _answer(
        LetterKind.RECEIPT_UPDATE, headline, facts, head, message_id, date, in_reply_to, references
    )


def _answer(
    kind: LetterKind,
    headline: str,
    facts: ReceiptFacts,
    head: Letterhead,
    message_id: str,
    date: datetime,
    in_reply_to: str,
    references: Sequence[str],
) -> Letter:
    words = write(
        kind,
        headline=headline,
        forwarder=facts.forwarder or "you",
        mail_subject=short(masked(facts.subject), 100) or "(no subject)",
        received_at=at(facts.received_at),
        count=several(len(facts.told), "alert"),
        which="it" if len(facts.told) == 1 else "them",
        notes=facts.notes,
        questions=questions(head.helpdesk),
        **parts(facts.told),
    )
    return seal(
        words,
        head,
        kind=kind,
        message_id=message_id,
        date=date,
        recipient=facts.recipient,
        reference=_only_reference(facts),
        answers=in_reply_to,
        thread=references,
    )


def receipts_held_back(
    facts: HeldBackFacts,
    head: Letterhead,
    message_id: str,
    date: datetime,
    in_reply_to: str,
    references: Sequence[str],
) -> Letter:
    """The one letter to a sender whose mails are not answered singly any more today (RFC 3834, section 2)."""
    words = write(
        LetterKind.RECEIPTS_HELD_BACK,
        forwarder=facts.forwarder or "you",
        cap=several(facts.cap, "letter"),
        today=on(facts.today),
        questions=questions(head.helpdesk),
    )
    return seal(
        words,
        head,
        kind=LetterKind.RECEIPTS_HELD_BACK,
        message_id=message_id,
        date=date,
        recipient=facts.recipient,
        answers=in_reply_to,
        thread=references,
    )


def _headline(facts: ReceiptFacts) -> str:
    """The subject: what a telephone shows, so the worst comes first."""
    told = facts.told
    if not told:
        return "Receipt: your mail is waiting for a person at SECAS"
    if facts.please_act:
        return f"Please act: {_of(facts.please_act, told)} not passed on"
    if facts.waiting:
        return f"Receipt: {_of(facts.waiting, told)} waiting for a person at SECAS"
    if facts.not_for_passing_on:
        return f"Receipt: {_of(facts.not_for_passing_on, told)} not for passing on"
    already = "" if facts.passed_on else "already "
    under_way = "" if all_accepted(told) else "being "
    return f"Receipt: {several(len(told), 'alert')} {already}{under_way}passed on"


def _of(some: Sequence[Told], told: Sequence[Told]) -> str:
    return several(len(some), "alert") if len(some) == len(told) else f"{len(some)} of {len(told)} alerts"


def _only_reference(facts: ReceiptFacts) -> str:
    """The reference when the receipt is about one alert alone: an answer to it is then about that alert."""
    return facts.told[0].reference if len(facts.told) == 1 else ""
