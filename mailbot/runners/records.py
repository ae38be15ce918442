"""What the store knows of an alert, in the form in which decide asks for it."""

from datetime import datetime

from mailbot.adapters.store import alerts, registrations, suppliers
from mailbot.adapters.store.database import Store
from mailbot.model.alert import CriticalAlert, Fuel
from mailbot.model.decision import Earlier
from mailbot.model.errors import CallError
from mailbot.model.supplier import Organisation, RegistrationData
from mailbot.policy.directory import Match, find


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


class NoRecords:
    """The answers where there is no store: nothing is loaded, nothing came before."""

    def registrations(self, alert: CriticalAlert) -> RegistrationData:  # noqa: ARG002  as the protocol asks
        """No registration data."""
        return RegistrationData()

    def earlier(self, alert: CriticalAlert) -> tuple[Earlier, ...]:  # noqa: ARG002
        """No alerts before."""
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
