"""What the store knows of an alert, in the form in which decide asks for it."""

from datetime import datetime

from mailbot.adapters.store import alerts, registrations
from mailbot.adapters.store.database import Store
from mailbot.model.alert import CriticalAlert
from mailbot.model.decision import Earlier
from mailbot.model.supplier import RegistrationData


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
