"""Which supplier an alert goes to, and how sure we are.

Weighs the evidence: what the mail names, and the registration data where it is loaded. Agreement is needed
only of what speaks; `RoutingPolicy.evidence` says what suffices. Stale registration data warns and never
overrules. When evidence disagrees, or is not enough, a person decides: a meter point is personal data.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.model.alert import CriticalAlert, Fuel
from mailbot.model.configuration import Evidence as Needed
from mailbot.model.configuration import RoutingPolicy
from mailbot.model.decision import Because, Reason
from mailbot.model.supplier import Contact, Directory, Organisation, RegistrationData, Role
from mailbot.policy.evidence import LONDON, SILENT, Evidence, named, registered


class Way(StrEnum):
    """Where the evidence leads."""

    RELAY = "relay"
    DECLINE = "decline"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Routed:
    """The way, the supplier (for HOLD: the candidate) and the reasons.

    `sender_can_act` is true when the forwarder can settle it by naming the supplier.
    `names_nobody` is true when it is held only because nothing says who the supplier is.
    """

    way: Way
    organisation: Organisation | None
    because: tuple[Because, ...]
    sender_can_act: bool = False
    names_nobody: bool = False


def route(
    alert: CriticalAlert,
    forwarder: Organisation,
    directory: Directory,
    data: RegistrationData,
    policy: RoutingPolicy,
    now: datetime,
) -> Routed:
    """Route one alert. `now` is aware; 'today' is the day in London. Pure; never raises."""
    says_mail = named(alert, forwarder, directory)
    says_data = registered(alert, data, directory, now)
    warnings: tuple[Because, ...] = ()
    if data.loaded_at and now - data.loaded_at > policy.stale_after and not says_data.silent:
        warnings = (_stale(data.loaded_at),)
        if (
            says_mail.organisation
            and not says_mail.doubt
            and policy.evidence in {Needed.NAMED, Needed.EITHER}
        ):
            says_data = SILENT  # it would only repeat, or overrule
    return _weighed(alert, says_mail, says_data, warnings, policy.evidence, forwarder, now)


def _stale(loaded_at: datetime) -> Because:
    text = (
        f"The registration data was loaded on {loaded_at.astimezone(LONDON):%d %B %Y} and may be out of date."
    )
    return Because(Reason.REGISTRATIONS_STALE, text)


def _weighed(
    alert: CriticalAlert,
    says_mail: Evidence,
    says_data: Evidence,
    warnings: tuple[Because, ...],
    needed: Needed,
    forwarder: Organisation,
    now: datetime,
) -> Routed:
    said = tuple(each.because for each in (says_mail, says_data) if each.because) + warnings
    candidate = says_mail.organisation or says_data.organisation
    if says_mail.doubt or says_data.doubt:
        return Routed(Way.HOLD, candidate, said, sender_can_act=says_mail.doubt)
    if (
        says_mail.organisation
        and says_data.organisation
        and says_mail.organisation.id != says_data.organisation.id
    ):
        return Routed(Way.HOLD, None, (_disagree(says_mail.organisation, says_data.organisation), *said))
    if lacking := _lacking(says_mail, says_data, needed):
        nobody = candidate is None
        return Routed(Way.HOLD, candidate, (lacking, *said), sender_can_act=nobody, names_nobody=nobody)
    assert candidate is not None
    if alert.fuel and not _supplies(candidate, alert):
        text = f"{candidate.name} holds no MPID for {alert.fuel}, so it cannot be the supplier of this meter point."
        return Routed(
            Way.HOLD, candidate, (Because(Reason.EVIDENCE_DISAGREES, text), *said), sender_can_act=True
        )
    return _to(candidate, said, forwarder, now)


def _supplies(supplier: Organisation, alert: CriticalAlert) -> bool:
    """Whether the list has the supplier for this fuel; one without MPIDs, or with one for both, for any."""
    fuels = {each.fuel for each in supplier.mpids}
    return not fuels or Fuel.NONE in fuels or alert.fuel in fuels


def _disagree(by_mail: Organisation, by_data: Organisation) -> Because:
    text = f"The mail names {by_mail.name}, the registration data shows {by_data.name}: they disagree."
    return Because(Reason.EVIDENCE_DISAGREES, text)


def _lacking(says_mail: Evidence, says_data: Evidence, needed: Needed) -> Because | None:
    """What is still missing for this policy; None when nothing is."""
    if says_mail.silent and says_data.silent:
        return Because(Reason.NO_EVIDENCE, "Nothing says which supplier serves this meter point today.")
    if says_mail.silent and needed in {Needed.NAMED, Needed.BOTH}:
        return Because(
            Reason.EVIDENCE_INSUFFICIENT,
            "The mail does not name the supplier, which [routing] evidence asks for.",
        )
    if says_data.silent and needed in {Needed.REGISTRATIONS, Needed.BOTH}:
        return Because(
            Reason.EVIDENCE_INSUFFICIENT,
            "The registration data does not show this meter point, which [routing] evidence asks for.",
        )
    return None


def _to(supplier: Organisation, said: tuple[Because, ...], forwarder: Organisation, now: datetime) -> Routed:
    """The evidence leads to `supplier`: relay, unless it is a DCC User, has left or cannot be reached."""
    if supplier.id == forwarder.id:
        text = f"{forwarder.name} itself supplies this meter point today, so the alert stays with it."
        return Routed(Way.DECLINE, supplier, (Because(Reason.FORWARDER_SUPPLIES, text), *said))
    if supplier.left_on and supplier.left_on <= now.astimezone(LONDON).date():
        text = f"{supplier.name} left the list on {supplier.left_on:%d %B %Y}; find out who serves its customers."
        return Routed(Way.HOLD, supplier, (Because(Reason.SUPPLIER_LEFT, text), *said))
    if supplier.role is Role.DCC_USER:
        text = (
            f"{supplier.name} supplies this meter point and is a DCC User: it receives the alert by itself."
        )
        return Routed(Way.DECLINE, supplier, (Because(Reason.DCC_USER_SUPPLIES, text), *said))
    if contact_of(supplier) is None:
        text = f"{supplier.name} has no current contact on the list; add one, then release this alert."
        return Routed(Way.HOLD, supplier, (Because(Reason.NO_CONTACT, text), *said))
    return Routed(Way.RELAY, supplier, said)


def contact_of(supplier: Organisation) -> Contact | None:
    """Whom a relayed alert goes to first: the main contact, else the alternative."""
    return supplier.main or supplier.alternative
