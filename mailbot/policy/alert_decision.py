"""What is done with one alert: the code, the facts, the supplier and what came before, in that order.

Pure. Takes a CriticalAlert and what is known about it; gives one effect. Everything doubtful is held.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.model.alert import CriticalAlert, Fault
from mailbot.model.configuration import RoutingPolicy
from mailbot.model.decision import (
    AlertEffect,
    Because,
    DeclineAlert,
    Earlier,
    HoldAlert,
    JoinAlert,
    Reason,
    RelayAlert,
)
from mailbot.model.rulebook import Handling, Rulebook
from mailbot.model.supplier import Directory, Organisation, RegistrationData
from mailbot.policy.repeats import Repeated, find
from mailbot.policy.route import Routed, Way, contact_of, route

_CONTRADICTIONS = frozenset({Fault.TWO_VALUES, Fault.DOUBTED})
# A meter's clock and a typist's finger both err; an alert from the day after tomorrow is neither.
FUTURE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class AlertContext:
    """What is known when one alert is decided. `now` is aware."""

    forwarder: Organisation
    directory: Directory
    registrations: RegistrationData
    earlier: tuple[Earlier, ...]
    rulebook: Rulebook
    policy: RoutingPolicy
    now: datetime


def decide_alert(alert: CriticalAlert, context: AlertContext) -> AlertEffect:
    """One alert, one effect."""
    alert = _completed(alert, context)
    routed = route(
        alert, context.forwarder, context.directory, context.registrations, context.policy, context.now
    )
    handling, by_code = _by_code(alert, context.rulebook)
    doubts = _doubts(alert, context.now)
    if handling is Handling.DO_NOT_RELAY and not _doubted(alert):
        return DeclineAlert(alert, by_code)
    repeated = find(alert, routed.organisation, context.earlier)
    if repeated and repeated.join and _may_join(routed, doubts):
        return JoinAlert(alert, repeated.earlier, (repeated.because, *by_code))
    if handling is not Handling.RELAY or doubts:
        return HoldAlert(
            alert, (*doubts, *by_code, *routed.because), routed.organisation, sender_can_act=bool(doubts)
        )
    return _by_route(alert, routed, repeated, by_code)


def _doubted(alert: CriticalAlert) -> bool:
    """Whether the mail contradicts itself, or its code: then no code speaks for itself."""
    return any(each.fault in _CONTRADICTIONS or each.field == "code" for each in alert.problems)


def _completed(alert: CriticalAlert, context: AlertContext) -> CriticalAlert:
    """A device-only alert with the meter point that fresh registration data has for its device."""
    data = context.registrations
    if alert.mpxn or len(data.meter_points) != 1 or not data.rows or data.loaded_at is None:
        return alert
    if context.now - data.loaded_at > context.policy.stale_after:
        return alert
    where = f"registration data loaded on {data.loaded_at:%d %B %Y}, by the device"
    provenance = (*alert.provenance, ("mpxn", where))
    return replace(alert, mpxn=data.meter_points[0], fuel=data.rows[0].fuel, provenance=provenance)


def _may_join(routed: Routed, doubts: tuple[Because, ...]) -> bool:
    """A repeat is only believed when nothing about it speaks for another supplier."""
    return not doubts and (routed.way is not Way.HOLD or routed.names_nobody)


def _by_code(alert: CriticalAlert, rulebook: Rulebook) -> tuple[Handling, tuple[Because, ...]]:
    known = rulebook.codes.get(alert.code)
    if not alert.code:
        return Handling.HOLD, (Because(Reason.CODE_MISSING, "The mail gives no readable alert code."),)
    if known is None:
        text = f"Alert code {alert.code} is not in the catalogue (rules/alerts.yaml)."
        return Handling.HOLD, (Because(Reason.CODE_UNKNOWN, text),)
    if known.relay is Handling.DO_NOT_RELAY:
        text = f"{alert.code} ({known.name}) is not passed on: {known.why}"
        return known.relay, (Because(Reason.CODE_NOT_RELAYED, text),)
    if known.relay is Handling.HOLD:
        text = f"Whether {alert.code} ({known.name}) is passed on is not settled: {known.why}"
        return known.relay, (Because(Reason.CODE_UNKNOWN, text),)
    return known.relay, (
        Because(Reason.CODE_RELAYED, f"{alert.code} ({known.name}) is a Critical Alert that is passed on."),
    )


def _doubts(alert: CriticalAlert, now: datetime) -> tuple[Because, ...]:
    """What is wrong with the facts themselves; the forwarder can mend each by sending them right."""
    found = [Because(Reason.FACT_UNREADABLE, each.text) for each in alert.problems if not each.fault.warns]
    if not alert.subject:
        found.append(
            Because(Reason.NO_SUBJECT, "The mail gives neither a meter point nor a device for this alert.")
        )
    raised = alert.raised_at
    later = raised > now + FUTURE if raised else alert.raised_on and alert.raised_on > (now + FUTURE).date()
    if later:
        text = (
            f"The alert is said to be raised on {raised or alert.raised_on:%d %B %Y}, which is in the future."
        )
        found.append(Because(Reason.TIME_IN_FUTURE, text))
    return tuple(found)


def _warnings(alert: CriticalAlert) -> tuple[Because, ...]:
    found = [Because(Reason.FACT_DOUBTFUL, each.text) for each in alert.problems if each.fault.warns]
    if alert.device and not alert.mpxn:
        text = "The mail gives the device only; the receipt asks for the meter point."
        found.append(Because(Reason.NO_METER_POINT, text))
    return tuple(found)


def _by_route(
    alert: CriticalAlert, routed: Routed, repeated: Repeated | None, by_code: tuple[Because, ...]
) -> AlertEffect:
    reasons = (*by_code, *routed.because, *_warnings(alert))
    if routed.way is Way.HOLD:
        return HoldAlert(alert, (*routed.because, *by_code), routed.organisation, routed.sender_can_act)
    if repeated and repeated.hold:
        return HoldAlert(alert, (repeated.because, *reasons), routed.organisation)
    if routed.way is Way.DECLINE:
        return DeclineAlert(alert, (*routed.because, *by_code))
    supplier = routed.organisation
    assert supplier is not None
    recipient = contact_of(supplier)
    assert recipient is not None  # route() holds a supplier without a contact
    if repeated and repeated.settles:
        because = (*reasons, repeated.because)
        return RelayAlert(alert, supplier, recipient, because, settles=repeated.earlier)
    if repeated:
        return RelayAlert(
            alert, supplier, recipient, (*reasons, repeated.because), repeated.earlier.reference
        )
    return RelayAlert(alert, supplier, recipient, reasons)
