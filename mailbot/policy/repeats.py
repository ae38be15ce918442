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
    CONTRADICTS = "contradicts"  # one alert of one device, said to be at two meter points
    DIFFERENT = "different"


def likeness(one: CriticalAlert, other: CriticalAlert) -> Likeness:
    """Compare two alerts by identity, never by the mail they came in."""
    if one.counter and other.counter and one.device and one.device == other.device:
        return Likeness.SAME if one.counter == other.counter else Likeness.DIFFERENT
    if not one.code or one.code != other.code or not _related(one, other):
        return Likeness.DIFFERENT
    alike = _times(one, other)
    if not _contradicted(one, other):
        return alike
    one_device_two_points = bool(one.device) and one.device == other.device
    return Likeness.CONTRADICTS if alike is Likeness.SAME and one_device_two_points else Likeness.DIFFERENT


def identity(alert: CriticalAlert, sha256: str, ordinal: int) -> str:
    """The alert's own identity, the cause of its letter's Message-ID (promise 4). Never a row id, UID or position.

    Without a counter or an exact time the alert is only known by its mail: `sha256` of the raw bytes, and its
    place in it.
    """
    if alert.device and alert.counter:
        return f"counter {alert.device} {alert.counter}"
    if alert.subject and alert.code and alert.raised_at and alert.precision is Precision.SECOND:
        moment = alert.raised_at.astimezone(UTC)
        return f"alert {alert.mpxn} {alert.device} {alert.code} {moment:%Y%m%dT%H%M%SZ}"
    return f"mail {sha256} {ordinal}"


def _related(one: CriticalAlert, other: CriticalAlert) -> bool:
    """One meter point or one device in common."""
    return any(a and a == b for a, b in ((one.mpxn, other.mpxn), (one.device, other.device)))


def _contradicted(one: CriticalAlert, other: CriticalAlert) -> bool:
    """Both give the meter point, or both the device, and not the same one."""
    return any(a and b and a != b for a, b in ((one.mpxn, other.mpxn), (one.device, other.device)))


def _times(one: CriticalAlert, other: CriticalAlert) -> Likeness:
    if one.raised_at is None or other.raised_at is None:
        return Likeness.MAYBE
    exact = one.precision is Precision.SECOND and other.precision is Precision.SECOND
    if exact:
        same = _second(one.raised_at) == _second(other.raised_at)
        return Likeness.SAME if same else Likeness.DIFFERENT
    return Likeness.MAYBE if _minute(one.raised_at) == _minute(other.raised_at) else Likeness.DIFFERENT


def _minute(moment: datetime) -> datetime:
    return _second(moment).replace(second=0)


def _second(moment: datetime) -> datetime:
    """In UTC: in the hour that October has twice, times of two zones are never equal to Python (PEP 495)."""
    return moment.astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Repeated:
    """The alert decided before: `join` when nothing more is to be sent, `hold` when they contradict.

    `settles` when the new one brings what a held one lacked; else it is only mentioned.
    """

    earlier: Earlier
    because: Because
    join: bool = False
    hold: bool = False
    settles: bool = False


def find(alert: CriticalAlert, supplier: Organisation | None, before: tuple[Earlier, ...]) -> Repeated | None:
    """The earlier alert that matters for this one, the surest first; None when it is new.

    `supplier` is where this alert would go; None when nothing says so.
    """
    before = tuple(each for each in before if each.believed)
    for earlier in before:
        if likeness(alert, earlier.alert) is Likeness.CONTRADICTS and earlier.state is AlertState.RELAYED:
            return _other_point(earlier)
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
    if earlier.state is AlertState.HELD and earlier.sender_can_act and _brings_more(earlier, supplier):
        text = f"It brings what was missing in {earlier.reference}, which was held; that case ends with it."
        return Repeated(earlier, Because(Reason.ANSWERS_HELD, text), settles=True)
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


def _brings_more(earlier: Earlier, supplier: Organisation | None) -> bool:
    """Whether this alert names a supplier where the held one named none, and no other than it."""
    return supplier is not None and earlier.organisation_id in {None, supplier.id}


def _other_point(earlier: Earlier) -> Repeated:
    text = (
        f"The same alert of the same device went to {earlier.organisation} as {earlier.reference} for another "
        "meter point. One of the two is wrong."
    )
    return Repeated(earlier, Because(Reason.OTHER_METER_POINT_BEFORE, text), hold=True)


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
