"""Whether an alert is one that came before.

The best identity is device and originator counter; else meter point or device, code and the time to the
second. Without an exact time nothing is ever the same for sure: it only may be.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from mailbot.model.alert import AlertState, CriticalAlert, Precision
from mailbot.model.decision import Because, Earlier, Reason
from mailbot.model.supplier import Organisation


class Likeness(StrEnum):
    """How alike two alerts are."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


def likeness(one: CriticalAlert, other: CriticalAlert) -> Likeness:
    """Compare two alerts by identity, never by the mail they came in."""
    if one.counter and other.counter and one.device and one.device == other.device:
        return Likeness.SAME if one.counter == other.counter else Likeness.DIFFERENT
    if not one.code or one.code != other.code or not _same_subject(one, other):
        return Likeness.DIFFERENT
    return _times(one, other)


def identity(alert: CriticalAlert, sha256: str, ordinal: int) -> str:
    """The alert's own identity, the cause of its letter's Message-ID (promise 4). Never a row id, UID or position.

    Without a counter or an exact time the alert is only known by its mail: `sha256` of the raw bytes, and its
    place in it.
    """
    if alert.device and alert.counter:
        return f"counter {alert.device} {alert.counter}"
    if alert.subject and alert.code and alert.raised_at and alert.precision is Precision.SECOND:
        return f"alert {alert.subject} {alert.code} {alert.raised_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"mail {sha256} {ordinal}"


def _same_subject(one: CriticalAlert, other: CriticalAlert) -> bool:
    """One meter point or one device in common, and neither contradicted."""
    pairs = ((one.mpxn, other.mpxn), (one.device, other.device))
    return any(a and a == b for a, b in pairs) and not any(a and b and a != b for a, b in pairs)


def _times(one: CriticalAlert, other: CriticalAlert) -> Likeness:
    if one.raised_at is None or other.raised_at is None:
        return Likeness.MAYBE
    exact = one.precision is Precision.SECOND and other.precision is Precision.SECOND
    if exact:
        same = one.raised_at.replace(microsecond=0) == other.raised_at.replace(microsecond=0)
        return Likeness.SAME if same else Likeness.DIFFERENT
    return Likeness.MAYBE if _minute(one.raised_at) == _minute(other.raised_at) else Likeness.DIFFERENT


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Repeated:
    """The alert decided before: `join` when nothing more is to be sent, else `hold`, else only mentioned."""

    earlier: Earlier
    because: Because
    join: bool = False
    hold: bool = False


def find(alert: CriticalAlert, supplier: Organisation | None, before: tuple[Earlier, ...]) -> Repeated | None:
    """The earlier alert that matters for this one, the surest first; None when it is new.

    `supplier` is where this alert would go; None when nothing says so.
    """
    same = [each for each in before if likeness(alert, each.alert) is Likeness.SAME]
    maybe = [each for each in before if likeness(alert, each.alert) is Likeness.MAYBE]
    for earlier in same:
        if found := _same(earlier, supplier):
            return found
    for earlier in maybe:
        if found := _maybe(earlier, supplier):
            return found
    return None


def _same(earlier: Earlier, supplier: Organisation | None) -> Repeated | None:
    if earlier.state in {AlertState.HELD, AlertState.DISPUTED}:
        text = f"The same alert already waits for a person as {earlier.reference}; this one joins it."
        return Repeated(earlier, Because(Reason.REPEAT_OF_HELD, text), join=True)
    if earlier.state is not AlertState.RELAYED or not earlier.settled:
        return None
    if supplier and supplier.id != earlier.organisation_id:
        return _other_supplier(earlier, supplier)
    when = (
        f"was accepted by their mail server on {earlier.sent_at:%d %B %Y}"
        if earlier.sent_at
        else "is on its way"
    )
    text = f"The same alert went to {earlier.organisation} as {earlier.reference}, which {when}."
    return Repeated(earlier, Because(Reason.REPEAT, text), join=True)


def _other_supplier(earlier: Earlier, supplier: Organisation) -> Repeated:
    text = (
        f"This alert went to {earlier.organisation} as {earlier.reference}; now it would go to {supplier.name}. "
        "One of the two is wrong."
    )
    return Repeated(earlier, Because(Reason.OTHER_SUPPLIER_BEFORE, text), hold=True)


def _maybe(earlier: Earlier, supplier: Organisation | None) -> Repeated | None:
    if earlier.state is not AlertState.RELAYED or not earlier.settled:
        return None
    if supplier and supplier.id != earlier.organisation_id:
        return _other_supplier(earlier, supplier)
    text = f"It may be the alert that went as {earlier.reference}: without an exact time nobody can tell."
    return Repeated(earlier, Because(Reason.MAY_REPEAT, text))
