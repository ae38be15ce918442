"""The pulse: what the stages of the daemon say of themselves, kept in memory so that it needs no store.

A stage says that it is at work (`beat`), that it finished a round (`finished`), and how long it means to rest. One that
has said nothing for longer than its limit hangs. Called from several threads. Never waits, never raises; times are
aware, UTC, and what hangs is measured by a clock that nobody sets.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from mailbot.adapters.health import Health
from mailbot.model.trouble import Trouble
from mailbot.runners.clock import Clock

DISPOSE_LIMIT = DELIVER_LIMIT = 660.0  # seconds: one SMTP answer may take 600 (RFC 5321, section 4.5.3.2.6)


def pickup_limit(poll_seconds: float, timeout_seconds: float) -> float:
    """How long a round of pickup may say nothing: a poll, two answers of the server, and some."""
    return poll_seconds + 2 * timeout_seconds + 60.0


class Pulse:
    """The stages' pulse. limits: seconds, by stage."""

    def __init__(
        self, limits: Mapping[str, float], clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = dict(limits)
        self._clock = clock
        self._monotonic = monotonic
        self._lock = threading.Lock()
        start = monotonic()
        self._expected = {stage: start + limit for stage, limit in limits.items()}
        self._running: set[str] = set()
        self._rounds: set[str] = set()
        self._finished: dict[str, datetime] = {}
        self._polled: datetime | None = None
        self._delivered: datetime | None = None

    def beat(self, stage: str, rest: float = 0.0) -> None:
        """The stage is at work, and is heard of again within its limit, `rest` seconds of waiting added."""
        with self._lock:
            self._expected[stage] = self._monotonic() + self._limits[stage] + rest
            self._running.add(stage)

    def round(self, stage: str) -> None:
        """A round of the stage came to its end, well or not."""
        self.beat(stage)
        with self._lock:
            self._rounds.add(stage)

    def forget_rounds(self) -> None:
        """What came to its end before counts no more for `rounded`."""
        with self._lock:
            self._rounds.clear()

    def finished(self, stage: str) -> None:
        """A round of the stage came to its end, and well."""
        self.round(stage)
        now = self._clock.now()
        with self._lock:
            self._finished[stage] = now
            if stage == "pickup":
                self._polled = now
            elif stage == "deliver":
                self._delivered = now

    def knew(self, polled: datetime | None, delivered: datetime | None) -> None:
        """What the store remembers of the process before."""
        with self._lock:
            self._polled = self._polled or polled
            self._delivered = self._delivered or delivered

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of the stages."""
        return tuple(self._limits)

    @property
    def running(self) -> bool:
        """Whether every stage has begun."""
        with self._lock:
            return self._running >= self._limits.keys()

    @property
    def rounded(self) -> bool:
        """Whether every stage came to the end of a round since `forget_rounds`, well or not."""
        with self._lock:
            return self._rounds >= self._limits.keys()

    @property
    def last_poll(self) -> datetime | None:
        """When a poll completed last."""
        with self._lock:
            return self._polled

    def hanging(self) -> tuple[str, ...]:
        """The stages that should have been heard of and were not."""
        now = self._monotonic()
        with self._lock:
            return tuple(stage for stage, until in self._expected.items() if now > until)

    def health(
        self, *, process: int, mode: str, troubles: tuple[Trouble, ...], well: bool, stopped: bool = False
    ) -> Health:
        """All of it as health.json has it."""
        now = self._clock.now()
        with self._lock:
            return Health(
                at=now,
                process=process,
                mode=mode,
                stopped=stopped,
                last_poll_completed=self._polled,
                last_delivery_completed=self._delivered,
                stages=dict(self._finished),
                well=well,
                troubles=troubles,
            )
