"""What the forwarder of an alert is told of it, worked out from its row (adapters/store/receipts.alerts_of).

Takes rows, gives values; writes nothing. An alert that repeats another is told of by the state of that one, and of
that one's mail, which may be another forwarder's, no word gets in.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mailbot.adapters.store.alerts import facts_of
from mailbot.adapters.store.database import Row, moment
from mailbot.compose import letters, reasons
from mailbot.model.alert import AlertState
from mailbot.model.decision import Because, Reason
from mailbot.model.mail import Address


class What(StrEnum):
    """What was said of an alert, as `alert.told` keeps it."""

    ASKED = "asked"
    WAITING = "waiting"
    DECLINED = "declined"
    PASSED_ON = "passed_on"
    ALREADY = "already"


_WHAT: dict[type, What] = {
    letters.PleaseAct: What.ASKED,
    letters.Waiting: What.WAITING,
    letters.NotForPassingOn: What.DECLINED,
    letters.PassedOn: What.PASSED_ON,
    letters.AlreadyPassedOn: What.ALREADY,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One alert: its id and reference, what was said of it last (`before`), what is to be said now, in what words."""

    alert_id: int
    reference: str
    before: str
    words: letters.Told

    @property
    def what(self) -> What:
        """What is to be said now."""
        return _WHAT[type(self.words)]

    @property
    def news(self) -> bool:
        """Whether it was not said last time."""
        return self.what != self.before


def telling(row: Row) -> Telling:
    """What is to be told of one alert."""
    words = _of_repeat(row) if row["state"] == AlertState.REPEATED and row["repeats"] else _of(row)
    return Telling(row["id"], row["reference"], row["told"], words)


def _of(row: Row) -> letters.Told:
    reference, alert, because = row["reference"], facts_of(row), _because(row["reasons"])
    match AlertState(row["state"]):
        case AlertState.HELD if row["sender_can_act"] and not reasons.for_secas_alone(because):
            return letters.PleaseAct(reference, alert, *reasons.asked(because))
        case AlertState.NOT_FOR_RELAY:
            return letters.NotForPassingOn(reference, alert, (reasons.declined(because),))
        case AlertState.RELAYED:
            accepted = moment(row["accepted_at"]) if row["accepted_at"] else None
            return letters.PassedOn(reference, alert, row["organisation"], accepted)
        case _:
            return letters.Waiting(reference, alert, (reasons.told(because),), reached=_reached(row))


def _of_repeat(row: Row) -> letters.Told:
    reference, alert, first = row["reference"], facts_of(row), row["repeats"]
    match AlertState(row["repeats_state"]):
        case AlertState.RELAYED:
            accepted = moment(row["accepted_at"]) if row["accepted_at"] else None
            return letters.AlreadyPassedOn(reference, alert, first, accepted, row["organisation"] or "")
        case AlertState.NOT_FOR_RELAY:
            return letters.NotForPassingOn(
                reference, alert, (f"It is the same alert as {first}, which is not passed on.",)
            )
        case _:
            why = reasons.of_the_one_it_repeats(_because(row["repeats_reasons"]))
            same = f"The same alert as {reference} waits for a person at SECAS as {first}."
            return letters.Waiting(first, alert, tuple(filter(None, (same, why))), reached=_reached(row))


def _reached(row: Row) -> bool:
    """Whether somebody has the alert, though it waits."""
    disputed = AlertState.DISPUTED in {row["state"], row["repeats_state"]}
    return disputed or row["accepted_at"] is not None


def _because(stored: str) -> tuple[Because, ...]:
    return tuple(Because(Reason(code), text) for code, text in json.loads(stored))


def receipt_facts(mail: Row, told: Iterable[Telling], *, notes: bool) -> letters.ReceiptFacts:
    """What a letter about one mail says; `notes`: about the mail itself, too."""
    words = tuple(each.words for each in told)
    return letters.ReceiptFacts(
        recipient=Address(mail["receipt_to"]),
        forwarder=mail["forwarder"],
        subject=mail["subject"],
        received_at=moment(mail["internal_date"]),
        please_act=tuple(it for it in words if isinstance(it, letters.PleaseAct)),
        waiting=tuple(it for it in words if isinstance(it, letters.Waiting)),
        not_for_passing_on=tuple(it for it in words if isinstance(it, letters.NotForPassingOn)),
        passed_on=tuple(it for it in words if isinstance(it, letters.PassedOn)),
        already=tuple(it for it in words if isinstance(it, letters.AlreadyPassedOn)),
        notes=_notes(mail) if notes else (),
    )


def _notes(mail: Row) -> tuple[str, ...]:
    unread = (text for code, text in json.loads(mail["reasons"]) if code == Reason.UNREAD_ATTACHMENT)
    return tuple(f"{text} A person at SECAS looks at it." for text in unread)
