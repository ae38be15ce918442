"""The one place where the runners ask what time it is, so that tests can answer."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Gives the time."""

    def now(self) -> datetime:
        """The time now: aware, UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time now: aware, UTC."""
        return datetime.now(UTC)
