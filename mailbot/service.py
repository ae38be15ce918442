"""`mailbot run`: pickup, dispose and deliver in one thread each, until a signal.

Each stage has a store connection of its own and waits on an Event with a timeout; a stage that moved something
sets the next one's. IDLE wakes pickup; a poll every `poll_seconds` does not trust IDLE. SIGTERM and SIGINT:
finish the mail or letter in hand, then stop. SIGHUP: load the rules again. The scheduler only sets Events.
Two more threads watch and report (watching.py).
"""

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot import daemon
from mailbot.adapters.lock import Lock, sole_instance
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import Store, open_store
from mailbot.model.configuration import Unknown
from mailbot.model.errors import ConfigError, MailbotError, PermanentFailure, StoreGone
from mailbot.policy.evidence import LONDON
from mailbot.runners.clock import Clock, SystemClock
from mailbot.runners.dispose import Dispose
from mailbot.runners.pickup import Pickup
from mailbot.settings import Settings
from mailbot.watching import Watching

log = structlog.get_logger()

STAGES = ("pickup", "dispose", "deliver")
DISPOSE_SECONDS = 30.0  # a backstop: pickup wakes dispose
DELIVER_SECONDS = 30.0
AGAIN_SECONDS = 1.0  # before a mail that broke the reader is read again, alone
BACK_OFF = (5.0, 15.0, 60.0, 300.0)


class Daemon:
    """`mailbot run`: the three stages, and the two threads that watch and report, until a signal."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._stop = threading.Event()
        self._reload = threading.Event()
        self._reconcile = threading.Event()
        self._news = {name: threading.Event() for name in STAGES}
        self._watching = Watching(settings, self._clock, self._stop)
        self._watching.wake = self._wake
        self._pickup: Pickup | None = None
        self._asked_to_stop = self._asked_to_reload = False
        self._died = ""

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. Raises what makes a start impossible (lock, store, rules), and
        PermanentFailure when a stage died, so that the service manager starts mailbot afresh."""
        self._rules = daemon.rules_of(self._settings)  # a broken rule is told before anything starts
        with sole_instance(self._settings.store) as lock:
            self._watching.remember()
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, self._signalled)
            with self._watching.pages():
                self._work(lock)
        if self._died:
            raise PermanentFailure(f"mailbot stopped: {self._died} Nothing that was committed is lost.")

    def _signalled(self, number: int, _frame: object) -> None:
        """Only a note: an Event must not be set inside a handler that may have interrupted its wait."""
        if number == signal.SIGHUP:
            self._asked_to_reload = True
        else:
            self._asked_to_stop = True

    def _halt(self) -> None:
        """Let every stage finish what it has in hand, then end."""
        self._stop.set()
        for stage in self._news:
            self._wake(stage)

    def _scheduled(self) -> BackgroundScheduler:
        """The clock for daily work: it sets Events and holds no state."""
        scheduler = BackgroundScheduler(timezone=LONDON)
        nightly = {"coalesce": True, "misfire_grace_time": 6 * 3600}
        scheduler.add_job(self._ask_to_reconcile, "cron", hour=3, minute=30, **nightly)
        scheduler.start()
        return scheduler

    def _ask_to_reconcile(self) -> None:
        self._reconcile.set()
        self._wake("pickup")

    def _wake(self, stage: str) -> None:
        self._news[stage].set()
        if stage == "pickup" and self._pickup:
            self._pickup.wake()

    def _wait(self, stage: str, seconds: float) -> None:
        self._watching.pulse.beat(stage, rest=seconds)
        self._news[stage].wait(seconds)
        self._news[stage].clear()

    def _store(self) -> Store:
        return open_store(self._settings.store, self._clock.now())

    def _pickup_loop(self) -> None:
        store = self._store()
        pickup = self._pickup = daemon.build_pickup(self._settings, store, self._clock)
        pickup.stopping, pickup.news = self._watching.asked("pickup"), lambda: self._wake("dispose")
        failures = 0
        while not self._stop.is_set():
            try:
                pickup.tick()
                if not self._stop.is_set():  # else it may have ended before it was through
                    self._watching.vitals.finished("pickup")
                if self._reconcile.is_set() or pickup.reconciling_due():
                    self._reconcile.clear()
                    log.info("reconciled", outcome=pickup.reconcile().to_json())
                failures = 0
                self._until_news(pickup)
            except StoreGone:
                raise
            except MailbotError as failure:
                pickup.close()
                daemon.note_trouble(store, "mailbox", failure, self._clock)
                self._watching.pulse.round("pickup")
                self._wait("pickup", _back_off(failures))
                failures += 1
        pickup.close()
        store.close()

    def _until_news(self, pickup: Pickup) -> None:
        """IDLE where the server can, else sleep; a poll every `poll_seconds` does not trust IDLE."""
        if self._stop.is_set() or self._news["pickup"].is_set():
            self._news["pickup"].clear()
        elif pickup.can_idle:
            self._watching.pulse.beat("pickup")
            pickup.idle(self._settings.mailbox.poll_seconds)
        else:
            self._wait("pickup", self._settings.mailbox.poll_seconds)

    def _dispose_loop(self) -> None:
        store = self._store()
        dispose = daemon.build_dispose(self._settings, store, self._rules, self._clock)
        dispose.stopping, dispose.news = self._watching.asked("dispose"), lambda: self._wake("deliver")
        while not self._stop.is_set():
            if self._reload.is_set():
                self._reload.clear()
                self._reload_rules(dispose, store)
            wait = DISPOSE_SECONDS
            try:
                if dispose.tick() and self._settings.mailbox.unknown is Unknown.LEAVE:
                    self._wake("pickup")  # what is ours can be moved now
                if dispose.waiting:
                    wait = AGAIN_SECONDS
                self._watching.vitals.finished("dispose")
            except StoreGone:
                raise
            except MailbotError as failure:
                wait = BACK_OFF[0]
                daemon.note_trouble(store, "store", failure, self._clock)
                self._watching.pulse.round("dispose")
            self._wait("dispose", wait)
        store.close()

    def _reload_rules(self, dispose: Dispose, store: Store) -> None:
        """SIGHUP: the rules anew; broken ones are told and the old ones stay."""
        try:
            self._rules = daemon.rules_of(self._settings)
            dispose.use_rules(self._rules)
        except ConfigError as error:
            log.error("the rules were not loaded again, the old ones stay", mistakes=str(error))
            told = f"The rules were not loaded again, the old ones stay; the next start would be refused. {error}"
            daemon.note_trouble(store, "rules", PermanentFailure(told), self._clock)
        else:
            log.info("rules loaded again")
            self._rules_are_well(store)

    def _rules_are_well(self, store: Store) -> None:
        """The trouble with the rules is over; a store that is locked just now is told of elsewhere."""
        try:
            with store.transaction("trouble"):
                facts.drop(store, facts.TROUBLE + "rules")
        except StoreGone:
            raise
        except MailbotError as failure:
            log.warning("it could not be written down that the rules are well", what=str(failure))

    def _deliver_loop(self) -> None:
        store = self._store()
        made = daemon.parts(self._settings, store, self._rules, self._clock)
        deliver = daemon.build_deliver(self._settings, store, made, self._clock)
        deliver.stopping, deliver.beat = self._stop.is_set, lambda: self._watching.pulse.beat("deliver")
        while not self._stop.is_set():
            wait = DELIVER_SECONDS
            try:
                made.relaying.rulebook = self._rules  # dispose may have loaded them again
                deliver.tick()
                self._watching.vitals.finished("deliver")
                due = deliver.next_work()
                if due:
                    wait = min(wait, max(0.2, (due - self._clock.now()).total_seconds()))
            except StoreGone:
                raise
            except MailbotError as failure:
                wait = BACK_OFF[0]
                daemon.note_trouble(store, "store", failure, self._clock)
                self._watching.pulse.round("deliver")
            self._wait("deliver", wait)
        deliver.close()
        store.close()

    def _threads(self) -> list[threading.Thread]:
        loops = {
            "pickup": self._pickup_loop,
            "dispose": self._dispose_loop,
            "deliver": self._deliver_loop,
            "watch": self._watching.watch,
            "report": self._watching.report,
        }
        return [
            threading.Thread(target=self._guarded, args=(name, loop), name=name)
            for name, loop in loops.items()
        ]

    def _work(self, lock: Lock) -> None:
        scheduler = self._scheduled()
        threads = self._threads()
        for thread in threads:
            thread.start()
        try:
            log.info("mailbot runs", mode=self._settings.delivery.mode.value, process=os.getpid())
            self._until_asked(lock)
        finally:  # whatever ends the wait, no stage is left behind without the signals
            self._watching.vitals.stopping()
            self._halt()
            for thread in threads:
                thread.join()
            scheduler.shutdown(wait=False)
        if not self._died:
            self._watching.vitals.stopped()
        log.info("mailbot stopped")

    def _until_asked(self, lock: Lock) -> None:
        """Wait for a signal, or for a stage to die, and pass on what a signal asks."""
        while not self._asked_to_stop and not self._died:
            time.sleep(0.25)
            if not lock.held:
                self._died = f"The lock {lock.path} was removed, so that a second mailbot could start."
            if self._asked_to_reload:
                self._asked_to_reload = False
                self._reload.set()
                self._wake("dispose")

    def _guarded(self, name: str, loop: Callable[[], None]) -> None:
        """Run a stage; whatever ends it before its time is told, and ends the daemon, never only the stage."""
        if name in STAGES:
            self._watching.pulse.beat(name)
        try:
            loop()
        except Exception as error:  # noqa: BLE001  the boundary of a thread
            where = traceback.extract_tb(error.__traceback__)[-1]
            self._died = f"{name} ended. {error if isinstance(error, MailbotError) else type(error).__name__}"
            at = f"{where.name}:{where.lineno}"
            log.error("a stage has died", stage=name, error=f"{type(error).__name__}: {error}", at=at)


def _back_off(failures: int) -> float:
    """Seconds to wait before the mailbox is tried again after so many failures in a row."""
    return BACK_OFF[min(failures, len(BACK_OFF) - 1)]
