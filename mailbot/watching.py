"""What watches the daemon and what it says of itself, put together from the settings (promise 9).

From inside: two threads beside the stages. `watch` tells that they live (health.json, the service manager, the
heartbeat) and needs no store, so that a locked one does not silence it; `report` writes alarms, duty letters and the
digest. From outside: `mailbot watch`.
"""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import structlog

from mailbot import daemon
from mailbot.adapters.service_manager import ServiceManager
from mailbot.adapters.smtp import Submission
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import Store, open_store
from mailbot.adapters.watch_state import NAME as WATCH_STATE
from mailbot.compose.letters import Letterhead
from mailbot.model.configuration import SubmissionAccess, WatchPolicy
from mailbot.model.errors import MailbotError, StoreGone
from mailbot.model.mail import Address
from mailbot.runners.clock import Clock
from mailbot.runners.pulse import DELIVER_LIMIT, DISPOSE_LIMIT, Pulse, pickup_limit
from mailbot.runners.readiness import Readiness
from mailbot.runners.reporters import Reporters
from mailbot.runners.vitals import Vitals
from mailbot.runners.watch import Watch
from mailbot.settings import Settings

log = structlog.get_logger()

WATCH_SECONDS = 5.0
FIRST_LOOK_SECONDS = 120.0  # the alarms wait so long for a round of every stage
JUMP = timedelta(seconds=60)  # between two looks: the machine slept, or its clock was set


class Watching:
    """The daemon's own watch. `stop`: set when everything is to end."""

    def __init__(self, settings: Settings, clock: Clock, stop: Event) -> None:
        self._settings = settings
        self._clock = clock
        self._stop = stop
        self.wake: Callable[[str], None] = lambda _stage: None  # called when a stage has something to do
        self.pulse = build_pulse(settings, clock)
        self.vitals = build_vitals(settings, self.pulse, ServiceManager(os.environ), clock)

    def asked(self, stage: str) -> Callable[[], bool]:
        """What a stage asks between two steps of its work: whether to stop. Asking is a sign of life."""

        def stopping() -> bool:
            self.pulse.beat(stage)
            return self._stop.is_set()

        return stopping

    def remember(self) -> None:
        """Open the store once, before anything starts, and learn what completed before this process began."""
        with closing(self._store()) as store:
            last = [facts.get(store, key) for key in (facts.LAST_POLL, facts.LAST_DELIVERY)]
        self.pulse.knew(*(fact.at if fact else None for fact in last))

    def watch(self) -> None:
        """The thread that tells that mailbot lives; it ends when everything does."""
        while not self._stop.is_set():
            self.vitals.tick()
            self._stop.wait(WATCH_SECONDS)

    def report(self) -> None:
        """The thread of the reporters."""
        while not self._stop.is_set():
            try:
                with closing(self._store()) as store:
                    self._report(store)
            except StoreGone:
                raise
            except MailbotError as failure:  # it could not be opened
                log.error("trouble", part="store", what=str(failure))
                self._stop.wait(WATCH_SECONDS)

    def _report(self, store: Store) -> None:
        several = daemon.build_reporters(self._settings, store, self._clock)
        self.vitals.seen = several[0]
        reporters = Reporters(store, several, self._clock)
        looked_at: datetime | None = None
        while not self._stop.is_set():
            if looked_at and abs(self._clock.now() - looked_at) > JUMP:
                self._ask_for_rounds()
            self._until_rounded()
            if reporters.tick():
                self.wake("deliver")
            looked_at = self._clock.now()
            self._stop.wait(WATCH_SECONDS)

    def _ask_for_rounds(self) -> None:
        """The machine slept, or its clock was set: what completed last seems long ago, and is no silence."""
        self.pulse.forget_rounds()
        for stage in self.pulse.stages:
            self.wake(stage)

    def _until_rounded(self) -> None:
        """Wait until every stage came round, for two minutes at most; a silence before that is not this process's."""
        until = time.monotonic() + FIRST_LOOK_SECONDS
        while not (self._stop.is_set() or self.pulse.rounded or time.monotonic() > until):
            self._stop.wait(0.5)

    def pages(self) -> AbstractContextManager[object]:
        """The pages for Prometheus, where a port is configured; that it is taken must not stop the relay."""
        with closing(self._store()) as store:
            try:
                pages = build_metrics(self._settings, self.pulse, self._clock)
            except MailbotError as failure:
                daemon.note_trouble(store, "metrics", failure, self._clock)
                return nullcontext()
            if facts.get(store, facts.TROUBLE + "metrics"):
                with store.transaction("trouble"):
                    facts.drop(store, facts.TROUBLE + "metrics")
            return pages

    def _store(self) -> Store:
        return open_store(self._settings.store, self._clock.now())


def build_pulse(settings: Settings, clock: Clock) -> Pulse:
    """What the stages say of themselves, and for how long each may be silent."""
    mailbox = settings.mailbox
    limits = {
        "pickup": pickup_limit(mailbox.poll_seconds, mailbox.timeout_seconds),
        "dispose": DISPOSE_LIMIT,
        "deliver": DELIVER_LIMIT,
    }
    return Pulse(limits, clock)


def build_vitals(settings: Settings, pulse: Pulse, manager: ServiceManager, clock: Clock) -> Vitals:
    """What tells that the daemon lives."""
    return Vitals(
        settings.store,
        pulse,
        manager,
        clock,
        mode=settings.delivery.mode.value,
        alarm_after=settings.mailbox.alarm_after,
        heartbeat_url=settings.watch.heartbeat_url,
    )


def build_metrics(settings: Settings, pulse: Pulse, clock: Clock) -> AbstractContextManager[object]:
    """The pages for Prometheus, served until the context ends; nothing where no port is configured.

    PermanentFailure when the port cannot be had.
    """
    if not settings.watch.metrics_port:
        return nullcontext()
    from mailbot.adapters import metrics

    ready = Readiness(settings.store, pulse, settings.mailbox.alarm_after, clock)
    figures = metrics.Figures(settings.store, clock.now)
    checks = {"/livez": ready.lives, "/readyz": ready.works}
    return metrics.Server(settings.watch.metrics_port, figures, checks)


def build_watch(settings: Settings, state: Path | None, now: datetime) -> Watch:
    """The outside look at the daemon and its store, with the submission account of [watch]."""
    watch = settings.watch
    sender = Address(watch.from_ or settings.submission.from_, "mailbot watch")
    return Watch(
        settings.store,
        state or settings.store.with_name(WATCH_STATE),
        watch,
        settings.people,
        settings.delivery,
        Letterhead(sender, sender, False, settings.people),
        _watch_submission(watch),
        now,
    )


def _watch_submission(watch: WatchPolicy) -> Submission | None:
    if not watch.host:
        return None
    access = SubmissionAccess(
        host=watch.host,
        port=watch.port,
        security=watch.security,
        ca_file=watch.ca_file,
        username=watch.username,
        password=watch.password,
        from_=watch.from_,
        connections=1,
        timeout_seconds=watch.timeout_seconds,
    )
    return Submission(access)
