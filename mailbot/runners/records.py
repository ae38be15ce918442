"""What the store knows of an alert, in the form in which decide asks for it."""

from datetime import datetime

from mailbot.adapters.store import alerts, devices, registrations, suppliers, traces
from mailbot.adapters.store.database import Store
from mailbot.model.alert import CriticalAlert, Fuel
from mailbot.model.classified import Traces
from mailbot.model.decision import Earlier, OpenAlert, TracedLetter
from mailbot.model.errors import CallError
from mailbot.model.supplier import Organisation, RegistrationData
from mailbot.policy.directory import Match, find
from mailbot.policy.evidence import LONDON


class StoreRecords:
    """Answers from the open store; inside the transaction that decides, so nothing changes between."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now

    def registrations(self, alert: CriticalAlert) -> RegistrationData:
        """The registration data about its meter point or device."""
        return registrations.data_for(self._store, alert.mpxn, alert.device)

    def earlier(self, alert: CriticalAlert) -> tuple[Earlier, ...]:
        """Alerts decided before that it may repeat, newest first."""
        return alerts.earlier(self._store, alert, self._now)

    def letter(self, found: Traces, failed: tuple[str, ...] = ()) -> TracedLetter | None:
        """The letter of ours that a mail is about."""
        return traces.letter(self._store, found, failed, self._now)

    def open_alerts(self, letter: TracedLetter | None, references: tuple[str, ...]) -> tuple[OpenAlert, ...]:
        """The held alerts that their forwarder can complete."""
        return traces.open_alerts(self._store, letter.mail_id if letter else None, references)

    def disputed(self, alert: CriticalAlert) -> str:
        """The reference of a disputed alert of the same meter point."""
        return traces.disputed(self._store, alert)

    def said_of(self, device: str) -> tuple[str, ...]:
        """What proved mail said of a device's meter point."""
        return tuple(
            f"{said.organisation} said on {said.said_at.astimezone(LONDON):%d %B %Y} that this device is at the "
            f"meter point ending {said.mpxn[-4:]}: evidence, not proof."
            for said in devices.said_of(self._store, device)
        )


class NoRecords:
    """The answers where there is no store: nothing is loaded, nothing came before."""

    def registrations(self, alert: CriticalAlert) -> RegistrationData:  # noqa: ARG002  as the protocol asks
        """No registration data."""
        return RegistrationData()

    def earlier(self, alert: CriticalAlert) -> tuple[Earlier, ...]:  # noqa: ARG002
        """No alerts before."""
        return ()

    def letter(self, found: Traces, failed: tuple[str, ...] = ()) -> TracedLetter | None:  # noqa: ARG002
        """No letters were written."""
        return None

    def open_alerts(self, letter: TracedLetter | None, references: tuple[str, ...]) -> tuple[OpenAlert, ...]:  # noqa: ARG002
        """No alerts wait."""
        return ()

    def disputed(self, alert: CriticalAlert) -> str:  # noqa: ARG002
        """Nothing is disputed."""
        return ""

    def said_of(self, device: str) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing was said."""
        return ()


def organisation_named(store: Store, name: str, fuel: Fuel = Fuel.NONE) -> Organisation:
    """The organisation of that name, alias or MPID; CallError naming the nearest when there is not one."""
    found = find(name, suppliers.directory(store), fuel)
    if found.match is Match.FOUND and found.organisation:
        return found.organisation
    hint = (
        f" Did you mean {found.organisation.name}?" if found.organisation else " `suppliers list` shows them."
    )
    raise CallError(f"'{name[:80]}' is no one organisation on the list.{hint}")
