"""The two kinds of evidence for which supplier serves a meter point today, each read on its own.

`named`: the supplier that the mail names. `registered`: what the registration data says, where it is loaded.
Takes values, gives an Evidence; never looks at the other kind (route.py weighs them), never raises.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.model.alert import CriticalAlert
from mailbot.model.decision import Because, Reason
from mailbot.model.supplier import Directory, Organisation, Registration, RegistrationData
from mailbot.policy.directory import Match, find, with_mpid

LONDON = ZoneInfo("Europe/London")
UNDATED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one kind says: an organisation, or nothing (silent), or something that must be looked at (doubt)."""

    organisation: Organisation | None = None
    because: Because | None = None
    doubt: bool = False

    @property
    def silent(self) -> bool:
        """True when this kind of evidence says nothing at all."""
        return self.organisation is None and not self.doubt


SILENT = Evidence()


def named(alert: CriticalAlert, forwarder: Organisation, directory: Directory) -> Evidence:
    """The supplier the mail names. The forwarder naming itself is no evidence (it is the one who lost)."""
    text = alert.named_supplier.strip()
    if not text:
        return SILENT
    shown = text[:80]
    found = find(text, directory, alert.fuel)
    if found.match is Match.UNKNOWN:
        return _doubt(
            Reason.NAME_UNKNOWN,
            f"The mail names '{shown}' as the supplier; no entry on the list is called so.",
        )
    if found.match is Match.AMBIGUOUS:
        return _doubt(
            Reason.NAME_AMBIGUOUS, f"The mail names '{shown}', which fits more than one entry on the list."
        )
    assert found.organisation is not None
    if found.organisation.id == forwarder.id:
        because = Because(
            Reason.NAMES_FORWARDER, f"The mail names its own sender, {forwarder.name}, as the supplier."
        )
        return Evidence(None, because)
    if found.match is Match.NEAR:
        text = f"The mail names '{shown}'; the nearest entry is {found.organisation.name}, which is not the same."
        return Evidence(found.organisation, Because(Reason.NEAR_MATCH, text), doubt=True)
    text = f"The sender named {found.organisation.name} as the supplier (as '{shown}')."
    return Evidence(found.organisation, Because(Reason.NAMED, text))


def _doubt(reason: Reason, text: str) -> Evidence:
    return Evidence(None, Because(reason, text), doubt=True)


def registered(alert: CriticalAlert, data: RegistrationData, directory: Directory, now: datetime) -> Evidence:
    """The supplier the registration data shows, on the day the alert was raised and today alike."""
    if data.loaded_at is None:
        return SILENT
    if alert.mpxn and data.meter_points and alert.mpxn not in data.meter_points:
        other = ", ".join(f"ending {point[-4:]}" for point in data.meter_points[:3])
        text = f"The registration data has device {alert.device} at another meter point ({other})."
        return _doubt(Reason.EVIDENCE_DISAGREES, text)
    if not alert.mpxn and len(data.meter_points) > 1:
        text = f"The registration data has device {alert.device} at {len(data.meter_points)} meter points."
        return _doubt(Reason.EVIDENCE_DISAGREES, text)
    return _by_rows(alert, data, directory, now)


def _by_rows(alert: CriticalAlert, data: RegistrationData, directory: Directory, now: datetime) -> Evidence:
    today = now.astimezone(LONDON).date()
    # Without a time nobody knows the day it was raised: the supplier must have been the same for a while.
    known = alert.raised_at.astimezone(LONDON).date() if alert.raised_at else alert.raised_on
    raised = known or today - UNDATED
    then, current = _on(data.rows, raised), _on(data.rows, today)
    if not current and not then:
        return SILENT
    if current != then or len(current) != 1:
        when = "when the alert was raised" if known else "and the mail does not say when it was raised"
        text = (
            f"By the registration data the meter point was supplied by {_words(then)} on {raised:%d %B %Y}, "
            f"{when}, and by {_words(current)} today."
        )
        return _doubt(Reason.SUPPLIER_CHANGED_SINCE, text)
    return _holder(next(iter(current)), alert, data, directory)


def _on(rows: tuple[Registration, ...], day: date) -> frozenset[str]:
    """The MPIDs registered on a day; two on the day of change itself."""
    return frozenset(
        row.mpid
        for row in rows
        if row.effective_from <= day and (row.effective_to is None or day <= row.effective_to)
    )


def _words(mpids: frozenset[str]) -> str:
    return " and ".join(sorted(mpids)) if mpids else "nobody"


def _holder(mpid: str, alert: CriticalAlert, data: RegistrationData, directory: Directory) -> Evidence:
    holders = with_mpid(mpid, directory, alert.fuel)
    if len(holders) != 1:
        count = "no entry" if not holders else "more than one entry"
        return _doubt(
            Reason.NAME_UNKNOWN, f"The registration data gives MPID {mpid}, which {count} on the list holds."
        )
    assert data.loaded_at is not None
    text = f"The registration data of {data.loaded_at.astimezone(LONDON):%d %B %Y} shows {holders[0].name} ({mpid})."
    return Evidence(holders[0], Because(Reason.REGISTERED, text))
