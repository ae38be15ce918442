"""The letters to SECAS itself as they would look, with invented facts: the one to the person on duty, and the digest.

Gives Letters about companies that do not exist; preview.py names them. Reads nothing of the store or configuration.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from mailbot.compose import letters
from mailbot.compose.digest_facts import (
    DigestFacts,
    Figures,
    LedgerTold,
    LetterTold,
    OpenIncident,
    ReachedNobody,
    SuspectContact,
    WaitingItem,
)
from mailbot.compose.letterhead import Letterhead
from mailbot.model.alert import CriticalAlert, Fuel
from mailbot.model.configuration import Mode
from mailbot.model.letter import Letter
from mailbot.model.mail import Address

_WRITTEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
_ID = f"<mailbot.{'0' * 32}@secas.example>"
_FRIDAY = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
_DUTY = Address("duty@secas.example")
_BRIGHTWATER, _LARKFIELD = "Brightwater Business Energy Ltd", "Larkfield Energy Ltd"
_ALERT = CriticalAlert(mpxn="1012345678903", fuel=Fuel.ELECTRICITY, code="8F3F")
_UNKNOWN = CriticalAlert(device="00-1D-24-02-01-A0-0B-12", code="8FEE")
_CAME_BACK = "Mail to both contacts came back; the last answer was 'no such user'."
_NOT_KNOWN = "The alert code 8FEE is not known well enough to pass it on without a person."


def samples(head: Letterhead) -> dict[str, Callable[[], Letter]]:
    """Each letter by its name, under this letterhead."""
    return {"duty": lambda: _duty(head), "digest": lambda: _digest(head)}


def _duty(head: Letterhead) -> Letter:
    items = (
        letters.DutyItem(
            *("H-12", "CA-26-004220", _UNKNOWN, "", "", _LARKFIELD, _BRIGHTWATER, _NOT_KNOWN, _FRIDAY),
            claimed_by="Jo Marsh",
            claimed_at=_FRIDAY + timedelta(minutes=40),
            told=1,
        ),
        letters.DutyItem(
            *("H-15", "CA-26-004217", _ALERT, "", "", _LARKFIELD, _BRIGHTWATER, _CAME_BACK, _WRITTEN),
            grave=letters.Grave.REACHED_NOBODY,
        ),
        letters.DutyItem(
            *("H-16", "", None, "FW: alerts of the week", "hannah.reid@larkfield.example", _LARKFIELD, ""),
            "An attachment could not be read: it is encrypted.",
            _FRIDAY,
        ),
    )
    return letters.duty(letters.DutyFacts(_DUTY, items), head, _ID, _WRITTEN)


def _digest(head: Letterhead) -> Letter:
    mails = {"relayed": 41, "recorded": 3, "held": 2, "ignored": 0, "waiting": 0}
    alerts = {"relayed": 47, "not_for_relay": 1, "repeated": 2, "held": 2, "disputed": 0}
    sent = {"due": 0, "sending": 0, "sent": 95, "deferred": 0, "failed": 2, "not_sent": 0}
    told = DigestFacts(
        number=412,
        day=date(2026, 11, 24),
        since=_WRITTEN - timedelta(days=1),
        until=_WRITTEN,
        mode=Mode.LIVE,
        figures=Figures(mails, alerts, {}, 1, 47, 95.0, 840.0, 1860.0),
        ledgers=(
            LedgerTold("Mails", "received", 46, mails),
            LedgerTold("Alerts", "read", 52, alerts),
            LedgerTold("Letters", "written", 97, sent, beside={"uncertain": 1}),
        ),
        waiting=_waiting(),
        reached_nobody=(ReachedNobody("H-15", "CA-26-004217", _ALERT, _BRIGHTWATER),),
        failed=(
            LetterTold(
                "L-80", "relayed_alert", "CA-26-004217", f"{_BRIGHTWATER} (main contact)", "No such user."
            ),
        ),
        suspects=(SuspectContact(_BRIGHTWATER, "main", "No such user."),),
        incidents=(
            OpenIncident(
                *("I-3", "CA-26-004102", "not_ours", "Cobalt Commercial Power Ltd"),
                known_at=_WRITTEN - timedelta(hours=20),
                deadline=_WRITTEN + timedelta(hours=52),
                waits=False,
            ),
        ),
        again=(LetterTold("L-91", "relayed_alert", "CA-26-004218", _BRIGHTWATER, uncertain=1, state="sent"),),
        last_poll=_WRITTEN - timedelta(seconds=20),
        registrations=_WRITTEN - timedelta(days=4),
    )
    return letters.digest(
        letters.digest_words(told, head), head, _ID, _WRITTEN, Address("digest@secas.example")
    )


def _waiting() -> tuple[WaitingItem, ...]:
    return (
        WaitingItem(
            *("H-12", "", None, "Your invoice of October", "", _FRIDAY, "Jo Marsh"),
            why="The mail is none that mailbot knows.",
            urgent=False,
        ),
        WaitingItem(
            *("H-15", "CA-26-004217", _ALERT, "", _LARKFIELD, _WRITTEN - timedelta(hours=14), "", _CAME_BACK),
            urgent=True,
        ),
    )
