"""The receipt: what became of each alert in a forwarder's mail; and the one letter that stands for many.

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
from mailbot.compose.words import LONDON, about, at, masked, on, questions, several, short
from mailbot.model.alert import CriticalAlert
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

ASK_METER_POINT = (
    "You gave the device only, and the supplier cannot find the meter by that: "
    "please reply with the meter point (MPAN or MPRN)."
)


@dataclass(frozen=True, slots=True)
class PleaseAct:
    """An alert that goes nowhere until the forwarder acts. why: sentences; to_do: a sentence, or empty."""

    reference: str
    alert: CriticalAlert
    why: tuple[str, ...]
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that a person at SECAS decides."""

    reference: str
    alert: CriticalAlert
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotForPassingOn:
    """An alert that is not passed on and needs nothing done; why says so."""

    reference: str
    alert: CriticalAlert
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An alert on its way, or accepted (aware, any zone) by the mail server of that organisation."""

    reference: str
    alert: CriticalAlert
    organisation: str
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlreadyPassedOn:
    """The same alert again. `earlier` is the reference of the first time, `accepted_at` belongs to it."""

    reference: str
    alert: CriticalAlert
    earlier: str
    accepted_at: datetime | None = None


_Told = PleaseAct | Waiting | NotForPassingOn | PassedOn | AlreadyPassedOn


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
    def told(self) -> tuple[_Told, ...]:
        """Every alert it answers for."""
        return (*self.please_act, *self.waiting, *self.not_for_passing_on, *self.passed_on, *self.already)


@dataclass(frozen=True, slots=True)
class HeldBackFacts:
    """What the summary says. cap: letters a day; today: the London day."""

    recipient: Address
    forwarder: str
    cap: int
    today: day


@dataclass(frozen=True, slots=True)
class _Line:
    """One alert in a receipt."""

    reference: str
    about: str
    says: str


def receipt(
    facts: ReceiptFacts,
    head: Letterhead,
    message_id: str,
    date: datetime,
    in_reply_to: str,
    references: Sequence[str],
) -> Letter:
    """The receipt for one mail. in_reply_to: its Message-ID; references: its References, oldest first."""
    words = write(
        LetterKind.RECEIPT,
        headline=_headline(facts),
        forwarder=facts.forwarder or "you",
        mail_subject=short(masked(facts.subject), 100) or "(no subject)",
        received_at=at(facts.received_at),
        count=several(len(facts.told), "alert"),
        notes=facts.notes,
        please_act=tuple(_line(it, _and_ask(it.alert, *it.why, it.to_do)) for it in facts.please_act),
        waiting=tuple(_line(it, _and_ask(it.alert, *it.why)) for it in facts.waiting),
        not_for_passing_on=tuple(_line(it, " ".join(it.why)) for it in facts.not_for_passing_on),
        passed_on=(
            *(_line(it, _and_ask(it.alert, _sent(it))) for it in facts.passed_on),
            *(_line(it, _already(it)) for it in facts.already),
        ),
        questions=questions(head.helpdesk),
    )
    return seal(
        words,
        head,
        kind=LetterKind.RECEIPT,
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


def _line(of: _Told, says: str) -> _Line:
    return _Line(of.reference, about(of.alert), says)


def _and_ask(alert: CriticalAlert, *sentences: str) -> str:
    """The sentences, and the question for the meter point where only the device was given."""
    said = " ".join(filter(None, sentences))
    ask = bool(alert.device) and not alert.mpxn and "reply with the meter point" not in said.casefold()
    return f"{said} {ASK_METER_POINT}" if ask else said


def _sent(it: PassedOn) -> str:
    if it.accepted_at is None:
        return f"being sent to {it.organisation}; their mail server has not accepted it yet."
    return f"sent to {it.organisation}; their mail server accepted it at {at(it.accepted_at)}."


def _already(it: AlreadyPassedOn) -> str:
    if it.accepted_at is None:
        return f"the same alert is already being sent as {it.earlier}; nothing more was sent."
    day_of_first = on(it.accepted_at.astimezone(LONDON).date())
    return f"already passed on as {it.earlier} on {day_of_first}; nothing more was sent."


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
    accepted = [it.accepted_at for it in facts.passed_on] + [it.accepted_at for it in facts.already]
    under_way = "" if all(accepted) else "being "
    return f"Receipt: {several(len(told), 'alert')} {already}{under_way}passed on"


def _of(some: Sequence[_Told], told: Sequence[_Told]) -> str:
    return several(len(some), "alert") if len(some) == len(told) else f"{len(some)} of {len(told)} alerts"


def _only_reference(facts: ReceiptFacts) -> str:
    """The reference when the receipt is about one alert alone: an answer to it is then about that alert."""
    return facts.told[0].reference if len(facts.told) == 1 else ""
