"""Whether a letter that carries alerts may still leave, asked last before SMTP starts (promise 5).

While a letter waited, an alert of it may have been recalled, disputed, discarded or routed elsewhere, another alert of
the same meter point may have been disputed, or its receiver may have left the list. Then the letter does not leave;
the other alerts of a letter of many go on in a new one.
"""

from datetime import datetime

from mailbot.adapters.store import alerts, failovers, letters, suppliers, traces
from mailbot.adapters.store.database import Store
from mailbot.adapters.store.letters import QueuedLetter
from mailbot.model.decision import Because, Reason
from mailbot.model.delivery import DeliveryStatus, Stage
from mailbot.model.supplier import Contact, Organisation
from mailbot.policy.evidence import LONDON
from mailbot.runners.failover import Failover
from mailbot.runners.relaying import Relaying

_STOPPED = "Stopped: its alert was recalled, disputed or settled otherwise while it waited."
_PARTLY = "Stopped: an alert in it was settled otherwise while it waited; the others went on in a new letter."
_NOT_CURRENT = (
    "Before it was sent the supplier left the list, or its contact changed. Release it to send it on."
)


class Leaving:
    """The last look at a letter that was claimed."""

    def __init__(self, store: Store, relaying: Relaying, failover: Failover) -> None:
        self._store = store
        self._relaying = relaying
        self._failover = failover

    def may(self, queued: QueuedLetter, now: datetime) -> bool:
        """Whether it may leave; when not, all that follows is written, in one transaction."""
        if not queued.letter.kind.passes_on:
            return True
        carried = failovers.alerts_of(self._store, queued.id)
        wanted = [id_ for id_ in carried if failovers.wanted(self._store, queued.id, id_)]
        free = [id_ for id_ in wanted if not self._disputed(id_)]
        current = letters.recipient_is_current(self._store, queued.id, now.astimezone(LONDON).date())
        if current and free == carried and carried:
            return True
        with self._store.transaction("answer"):
            self._stop(
                queued, _STOPPED if current and not free else _PARTLY if current else _NOT_CURRENT, now
            )
            for id_ in wanted:
                if id_ not in free:
                    self._hold_disputed(id_)
            if current:
                self._go_on(queued, free, now)
            else:
                self._failover.hold_unless_arrived(free, Because(Reason.NO_LONGER_CURRENT, _NOT_CURRENT))
        return False

    def _stop(self, queued: QueuedLetter, said: str, now: datetime) -> None:
        letters.failed(self._store, queued.id, DeliveryStatus(Stage.CONNECT), said, now)

    def _disputed(self, alert_id: int) -> str:
        """The reference of another alert of the same meter point that is disputed."""
        row = self._store.rows("SELECT facts, reference FROM alert WHERE id = ?", (alert_id,))[0]
        found = traces.disputed(self._store, alerts.facts_of(row))
        return "" if found == row["reference"] else found

    def _hold_disputed(self, alert_id: int) -> None:
        text = (
            f"{self._disputed(alert_id)} of the same meter point is disputed; until that is settled it waits."
        )
        self._failover.hold_unless_arrived([alert_id], Because(Reason.METER_POINT_DISPUTED, text))

    def _go_on(self, queued: QueuedLetter, ids: list[int], now: datetime) -> None:
        """The other alerts of a letter of many, in a new letter to the same contact."""
        supplier = self._supplier(queued.organisation_id)
        contact = _contact(supplier, queued.letter.recipient.address)
        if not ids or supplier is None or contact is None:
            return
        failovers.forget_untaken(self._store, queued.id, ids)
        several = tuple(self._relaying.known(id_) for id_ in ids)
        self._relaying.together(several, supplier, contact, now, shadow=False)

    def _supplier(self, organisation_id: int | None) -> Organisation | None:
        several = suppliers.directory(self._store).organisations
        return next((each for each in several if each.id == organisation_id), None)


def _contact(supplier: Organisation | None, address: str) -> Contact | None:
    both = (supplier.main, supplier.alternative) if supplier else ()
    return next((each for each in both if each and each.email.casefold() == address.casefold()), None)
