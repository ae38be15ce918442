"""What deliver works with: the carrier of letters, and those who write letters that are owed at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from mailbot.model.delivery import DeliveryStatus, Outgoing


class Submission(Protocol):
    """What carries letters: adapters.smtp.Submission, or a test's own."""

    def run(
        self,
        next_letter: Callable[[], Outgoing | None],
        on_answer: Callable[[Outgoing, DeliveryStatus], bool],
    ) -> None:
        """Pull letters and report answers until none is due or an answer says stop."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


class Writer(Protocol):
    """Writes letters that are owed at a time: receipts, storms, failovers."""

    def write_due(self) -> int:
        """Write what is due, in transactions of its own; how many."""
        ...

    def next_due(self) -> datetime | None:
        """When something is due at the earliest by the clock alone; None when nothing is."""
        ...
