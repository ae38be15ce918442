"""The parts that write letters, put together over one store connection: what dispose, deliver and the desk share."""

from datetime import datetime

from mailbot.adapters.store.database import Store
from mailbot.compose.letters import Letterhead
from mailbot.model.configuration import DeliveryPolicy
from mailbot.model.rulebook import Rulebook
from mailbot.runners.bundles import Bundles
from mailbot.runners.clock import Clock
from mailbot.runners.effects import Effects
from mailbot.runners.failover import Failover
from mailbot.runners.hearing import Hearing
from mailbot.runners.leaving import Leaving
from mailbot.runners.receipts import Receipts
from mailbot.runners.relaying import Relaying


class _ReceiptsDue:
    """Receipts as deliver asks for them."""

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    def write_due(self) -> int:
        """Write the receipts that are owed and settled."""
        return self._receipts.write_owed()

    def next_due(self) -> datetime | None:
        """When one is due by the clock alone."""
        return self._receipts.next_due()


class Parts:
    """One thread's set of them."""

    def __init__(
        self, store: Store, head: Letterhead, rulebook: Rulebook, policy: DeliveryPolicy, clock: Clock
    ) -> None:
        self.relaying = Relaying(store, head, rulebook, policy)
        self.failover = Failover(store, self.relaying, policy, clock)
        self.leaving = Leaving(store, self.relaying, self.failover)
        self.effects = Effects(store, self.relaying, Hearing(store, self.failover, policy, clock), clock)
        self.bundles = Bundles(store, self.relaying, self.failover, policy, clock)
        self.receipts = Receipts(store, head, policy, clock)
        self.writers = (self.failover, self.bundles, _ReceiptsDue(self.receipts))
