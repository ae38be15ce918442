"""Storms: alerts that wait to be passed on together are put into one letter, again and again.

An alert waits half of `storm_window` at most, so that its letter has left within all of it; a letter holds at most
500 alerts. One transaction a letter: its alerts stop waiting when it is written, or not at all.
"""

from datetime import datetime, timedelta

from mailbot.adapters.store import journal, suppliers
from mailbot.adapters.store.database import Row, Store, moment
from mailbot.model.configuration import DeliveryPolicy
from mailbot.model.decision import Because, Reason
from mailbot.model.supplier import Organisation
from mailbot.policy.evidence import LONDON
from mailbot.policy.route import contact_of
from mailbot.runners.clock import Clock
from mailbot.runners.failover import Failover
from mailbot.runners.relaying import Relaying, passing

MOST = 500


class Bundles:
    """Writes the letters of a storm."""

    def __init__(
        self, store: Store, relaying: Relaying, failover: Failover, policy: DeliveryPolicy, clock: Clock
    ) -> None:
        self._store = store
        self._relaying = relaying
        self._failover = failover
        self._policy = policy
        self._clock = clock
        self.at_once = False  # where nobody stays to wait: what waits goes now

    @property
    def _patience(self) -> timedelta:
        return self._policy.storm_window / 2

    def write_due(self) -> int:
        """Write every letter whose alerts have waited long enough, or are enough; how many."""
        written = 0
        for group in self._groups():
            left = group["alerts"]
            while left > 0 and (left >= MOST or self._due(group)):
                self._write(group["organisation_id"], bool(group["shadow"]))
                left -= MOST
                written += 1
        return written

    def next_due(self) -> datetime | None:
        """When the next letter must be written; None when no alert waits."""
        oldest = [moment(group["oldest"]) for group in self._groups()]
        return min(oldest) + self._patience if oldest else None

    def _groups(self) -> list[Row]:
        return self._store.rows(
            "SELECT organisation_id, shadow, count(*) AS alerts, min(queued_at) AS oldest FROM bundling "
            "GROUP BY organisation_id, shadow"
        )

    def _due(self, group: Row) -> bool:
        """Whether the oldest has waited long enough; a clock that was set back makes nothing wait longer."""
        if self.at_once:
            return True
        waited = self._clock.now() - moment(group["oldest"])
        return waited >= self._patience or waited < timedelta(0)

    def _write(self, organisation_id: int, shadow: bool) -> None:
        with self._store.transaction("bundle"):
            rows = self._store.rows(
                "SELECT alert_id FROM bundling WHERE organisation_id = ? AND shadow = ? "
                "ORDER BY queued_at, alert_id LIMIT ?",
                (organisation_id, int(shadow), MOST),
            )
            ids = [row["alert_id"] for row in rows]
            self._store.run_many("DELETE FROM bundling WHERE alert_id = ?", [(id_,) for id_ in ids])
            self._pass_on(ids, organisation_id, shadow=shadow)

    def _pass_on(self, ids: list[int], organisation_id: int, *, shadow: bool) -> None:
        now = self._clock.now()
        supplier = self._supplier(organisation_id)
        contact = contact_of(supplier) if supplier else None
        if supplier is None or contact is None or _left(supplier, now):
            text = "Before it was sent the supplier left the list, or its contacts ended. Route it to who followed."
            for id_ in ids:
                self._failover.hold(id_, Because(Reason.NO_LONGER_CURRENT, text))
            return
        several = tuple(passing(self._store, id_) for id_ in ids)
        letter_id = self._relaying.together(several, supplier, contact, now, shadow=shadow)
        journal.append(self._store, now, "letter.bundle", f"L-{letter_id}", {"alerts": len(ids)})

    def _supplier(self, organisation_id: int) -> Organisation | None:
        several = suppliers.directory(self._store).organisations
        return next((each for each in several if each.id == organisation_id), None)


def _left(supplier: Organisation, now: datetime) -> bool:
    return supplier.left_on is not None and supplier.left_on <= now.astimezone(LONDON).date()
