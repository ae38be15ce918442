"""Vitals: the daemon tells that it lives: health.json, the service manager, the heartbeat address (promise 9).

Takes the Pulse and what the alarms saw last. `tick` is called every few seconds by a thread of its own, and `finished`
by every stage; neither needs the store, so both work while it is locked, full or damaged. Never waits for a network:
the heartbeat is fetched in a thread of its own. Never raises.
"""

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import structlog

from mailbot.adapters import health, heartbeat
from mailbot.adapters.service_manager import ServiceManager
from mailbot.model.trouble import Trouble
from mailbot.runners.clock import Clock
from mailbot.runners.pulse import Pulse

log = structlog.get_logger()

WRITE_AT_MOST_EVERY = 1.0  # seconds
HEARTBEAT_EVERY = 60.0


class Seen(Protocol):
    """What the alarms saw in their last look."""

    troubles: tuple[Trouble, ...]
    alarming: bool


class Vitals:
    """One daemon's. heartbeat_url: empty for none. alarm_after: how old a completed poll may be when all is well."""

    def __init__(
        self,
        store: Path,
        pulse: Pulse,
        manager: ServiceManager,
        clock: Clock,
        *,
        mode: str,
        alarm_after: timedelta,
        heartbeat_url: str = "",
        fetch: Callable[[str], str] = heartbeat.fetch,
    ) -> None:
        self._store = store
        self._pulse = pulse
        self._manager = manager
        self._clock = clock
        self._mode = mode
        self._alarm_after = alarm_after
        self._url = heartbeat_url
        self._fetch = fetch
        self._lock = threading.Lock()
        self._written_at = self._heartbeat_at = float("-inf")
        self._last_failure = ""
        self._ready = False
        self._heartbeat: threading.Thread | None = None
        self.seen: Seen | None = None  # set once there is somebody who looks

    def tick(self) -> None:
        """Write health.json, speak to the service manager, fetch the heartbeat address when it is time."""
        self._write()
        if not self._ready and self._pulse.running:
            self._ready = True
            self._manager.ready()
        self._manager.status(self.status())
        if not self._pulse.hanging():
            self._manager.alive()
        self._beat()

    def finished(self, stage: str) -> None:
        """A stage finished a round: health.json says so, at most once a second."""
        self._pulse.finished(stage)
        if time.monotonic() - self._written_at >= WRITE_AT_MOST_EVERY:
            self._write()

    def stopping(self) -> None:
        """mailbot is about to end: it finishes what it has in hand."""
        self._manager.stopping()

    def stopped(self) -> None:
        """The last words, once every stage has ended."""
        self._write(stopped=True)

    @property
    def well(self) -> bool:
        """Whether every stage is at work, a poll completed lately, and no alarm stands."""
        return not self._wrong()

    def status(self) -> str:
        """One line for `systemctl status`."""
        poll = self._pulse.last_poll
        polled = f"last completed poll {poll:%d %b %H:%M:%S} UTC" if poll else "no poll has completed yet"
        return f"{self._mode}; {polled}; {self._wrong() or 'well'}"

    def _wrong(self) -> str:
        if hanging := self._pulse.hanging():
            return f"{', '.join(hanging)} does not answer"
        poll = self._pulse.last_poll
        if poll is None or self._clock.now() - poll > self._alarm_after:
            return "waiting for a poll to complete"
        if self.seen and self.seen.alarming:
            return f"in trouble: {', '.join(each.part for each in self.seen.troubles)}"
        return ""

    def _write(self, *, stopped: bool = False) -> None:
        with self._lock:
            self._written_at = time.monotonic()
            told = self._pulse.health(
                process=os.getpid(),
                mode=self._mode,
                troubles=self.seen.troubles if self.seen else (),
                well=self.well,
                stopped=stopped,
            )
            failure = health.write(self._store, told)
            if failure and failure != self._last_failure:
                log.error("health.json", what=failure)
            self._last_failure = failure

    def _beat(self) -> None:
        """The heartbeat, at most once a minute, and only while all is well; one at a time."""
        now = time.monotonic()
        due = self._url and now - self._heartbeat_at >= HEARTBEAT_EVERY
        if not due or not self.well or (self._heartbeat and self._heartbeat.is_alive()):
            return
        self._heartbeat_at = now
        self._heartbeat = threading.Thread(target=self._fetched, name="heartbeat", daemon=True)
        self._heartbeat.start()

    def _fetched(self) -> None:
        if failure := self._fetch(self._url):
            log.warning("heartbeat", what=failure)
