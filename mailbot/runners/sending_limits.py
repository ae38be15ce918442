"""How many letters may leave: the limits of the submission account, and the brake on a runaway.

Counts attempts in the store, so a restart changes nothing. Letters to SECAS itself count against no limit.
"""

from datetime import datetime, timedelta

from mailbot.adapters.store import facts, letters
from mailbot.adapters.store.database import Store
from mailbot.model.configuration import DeliveryPolicy, SubmissionAccess
from mailbot.runners.clock import Clock

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class SendingLimits:
    """The limits of [submission], and max_letters_per_hour of [delivery]; 0 means none."""

    def __init__(self, store: Store, access: SubmissionAccess, policy: DeliveryPolicy, clock: Clock) -> None:
        self._store = store
        self._access = access
        self._policy = policy
        self._clock = clock

    def free_at(self) -> datetime | None:
        """When a limit lets the next letter leave; None when none is reached."""
        now = self._clock.now()
        reached = [
            self._reached(limit, window, now)
            for limit, window in ((self._access.per_minute, MINUTE), (self._access.per_day, DAY))
        ]
        runaway = self._reached(self._policy.max_letters_per_hour, HOUR, now)
        self._tell(runaway, now)
        return max((each for each in (*reached, runaway) if each), default=None)

    def _reached(self, limit: int, window: timedelta, now: datetime) -> datetime | None:
        """When a limit that is reached lets a letter leave again."""
        if not limit or letters.attempts_since(self._store, now - window) < limit:
            return None
        oldest = letters.earliest_attempt_since(self._store, now - window)
        return oldest + window if oldest else None

    def _tell(self, until: datetime | None, now: datetime) -> None:
        """Something writes more letters than it should: SECAS is alarmed, once until it is over."""
        if bool(until) == bool(facts.get(self._store, facts.TROUBLE + "runaway")):
            return
        with self._store.transaction("limit"):
            if until:
                told = (
                    f"max_letters_per_hour ({self._policy.max_letters_per_hour}) letters left within an hour. Sending "
                    "rests; `mailbot queue` shows what waits. Raise the limit if that many are right."
                )
                facts.trouble(self._store, "runaway", told, now)
            else:
                facts.drop(self._store, facts.TROUBLE + "runaway")
