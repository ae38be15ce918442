"""The daemon tells that it lives: health.json, the service manager, the heartbeat; and when a stage hangs."""

import socket
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.adapters import health
from mailbot.adapters.service_manager import ServiceManager
from mailbot.model.trouble import Trouble
from mailbot.runners.pulse import DELIVER_LIMIT, Pulse, pickup_limit
from mailbot.runners.readiness import Readiness
from mailbot.runners.vitals import Vitals
from tests.people import NOW
from tests.stores import FixedClock, new_store

AFTER = timedelta(minutes=15)


@dataclass
class Seen:
    """What the alarms saw."""

    troubles: tuple[Trouble, ...] = ()
    alarming: bool = False


class Daemon:
    """Three stages that the test moves, and everything that is told of them."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.store = folder, folder / "mailbot.db"
        self.clock, self.seconds = FixedClock(), 0.0
        limits = {"pickup": pickup_limit(60, 60), "dispose": DELIVER_LIMIT, "deliver": DELIVER_LIMIT}
        self.pulse = Pulse(limits, self.clock, lambda: self.seconds)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(f"{folder}/notify")
        self.socket.setblocking(False)
        self.fetched = threading.Event()
        self.vitals = Vitals(
            self.store,
            self.pulse,
            ServiceManager({"NOTIFY_SOCKET": f"{folder}/notify"}),
            self.clock,
            mode="live",
            alarm_after=AFTER,
            heartbeat_url=url,
            fetch=self._fetch,
        )

    def _fetch(self, url: str) -> str:
        assert url == "https://ping.example/x"
        self.fetched.set()
        return ""

    def later(self, seconds: float) -> None:
        self.seconds += seconds
        self.clock.time += timedelta(seconds=seconds)

    def heard(self) -> list[str]:
        """What the service manager heard since."""
        said = []
        try:
            while True:
                said.append(self.socket.recv(1024).decode())
        except BlockingIOError:
            return said

    def told(self) -> health.Health:
        found = health.read(self.store)
        assert found is not None
        return found


@pytest.fixture
def daemon(tmp_path: Path):
    made = Daemon(tmp_path)
    yield made
    made.socket.close()


def test_ready_is_said_once_and_only_when_every_stage_runs(daemon: Daemon) -> None:
    daemon.vitals.tick()
    assert "READY=1" not in daemon.heard()
    for stage in ("pickup", "dispose", "deliver"):
        daemon.pulse.beat(stage)
    daemon.vitals.tick()
    daemon.vitals.tick()
    assert daemon.heard().count("READY=1") == 1


def test_the_watchdog_is_fed_only_while_no_stage_hangs(daemon: Daemon) -> None:
    for stage in ("pickup", "dispose", "deliver"):
        daemon.vitals.finished(stage)
    daemon.later(239)
    daemon.vitals.tick()
    assert "WATCHDOG=1" in daemon.heard()
    assert daemon.vitals.well
    daemon.later(2)  # pickup: 60 + 2 * 60 + 60
    daemon.vitals.tick()
    heard = daemon.heard()
    assert "WATCHDOG=1" not in heard
    assert "STATUS=live; last completed poll 24 Nov 10:00:00 UTC; pickup does not answer" in heard
    daemon.pulse.beat("pickup")
    daemon.vitals.tick()
    assert "WATCHDOG=1" in daemon.heard()
    daemon.later(420)
    daemon.pulse.beat("pickup")
    assert daemon.pulse.hanging() == ("dispose", "deliver")


def test_a_stage_that_said_how_long_it_rests_does_not_hang(daemon: Daemon) -> None:
    daemon.pulse.beat("pickup", rest=300)
    daemon.later(539)
    assert daemon.pulse.hanging() == ()
    daemon.later(2)
    assert daemon.pulse.hanging() == ("pickup",)


def test_health_needs_no_store(daemon: Daemon) -> None:
    assert not daemon.store.exists()
    daemon.vitals.finished("pickup")
    daemon.later(30)
    daemon.vitals.seen = Seen((Trouble("store", "It is locked.", NOW),), alarming=True)
    daemon.vitals.tick()
    told = daemon.told()
    assert (told.last_poll_completed, told.stages, told.mode) == (NOW, {"pickup": NOW}, "live")
    assert (told.at, told.well, told.stopped) == (daemon.clock.now(), False, False)
    assert told.troubles == daemon.vitals.seen.troubles


def test_a_finished_round_is_written_at_most_once_a_second(daemon: Daemon) -> None:
    daemon.vitals.finished("pickup")
    first = (daemon.folder / "health.json").stat().st_ino
    daemon.vitals.finished("dispose")
    assert (daemon.folder / "health.json").stat().st_ino == first
    assert set(daemon.told().stages) == {"pickup"}
    daemon.vitals.tick()
    assert set(daemon.told().stages) == {"pickup", "dispose"}


def test_what_completed_before_this_process_is_known(daemon: Daemon) -> None:
    daemon.pulse.knew(NOW - timedelta(hours=1), None)
    daemon.vitals.tick()
    assert daemon.told().last_poll_completed == NOW - timedelta(hours=1)
    assert not daemon.pulse.rounded
    for stage in ("pickup", "dispose", "deliver"):
        daemon.pulse.round(stage)
    assert daemon.pulse.rounded
    daemon.pulse.forget_rounds()
    assert not daemon.pulse.rounded
    assert daemon.pulse.last_poll == NOW - timedelta(hours=1)


def test_the_end_is_told(daemon: Daemon) -> None:
    daemon.vitals.stopping()
    daemon.vitals.stopped()
    assert "STOPPING=1" in daemon.heard()
    assert daemon.told().stopped


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path)
    daemon.vitals._store = tmp_path / "nowhere" / "mailbot.db"
    daemon.vitals.finished("pickup")
    daemon.vitals.tick()
    assert "WATCHDOG=1" in daemon.heard()
    daemon.socket.close()


# The heartbeat


@pytest.fixture
def beating(tmp_path: Path):
    made = Daemon(tmp_path, "https://ping.example/x")
    made.pulse.finished("pickup")
    yield made
    made.socket.close()


def beats(daemon: Daemon) -> bool:
    """Whether a tick fetches the address."""
    daemon.fetched.clear()
    daemon.vitals._heartbeat_at = float("-inf")
    daemon.vitals.tick()
    thread = daemon.vitals._heartbeat
    if thread:
        thread.join(5)
    return daemon.fetched.is_set()


def test_it_is_fetched_once_a_minute_while_all_is_well(beating: Daemon) -> None:
    beating.vitals.tick()
    assert beating.fetched.wait(5)
    beating.fetched.clear()
    beating.vitals.tick()
    assert not beating.fetched.wait(0.2)
    assert beats(beating)


def test_it_stops_when_a_stage_hangs_an_alarm_stands_or_no_poll_completes(beating: Daemon) -> None:
    beating.vitals.seen = Seen(alarming=True)
    assert not beats(beating)
    beating.vitals.seen = Seen()
    assert beats(beating)
    for stage in ("pickup", "dispose", "deliver"):
        beating.pulse.beat(stage, rest=3600)
    beating.later(901)
    assert not beats(beating)
    beating.pulse.finished("pickup")
    assert beats(beating)
    beating.later(300)
    assert not beats(beating)


# Readiness


def test_ready_and_alive(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path)
    ready = Readiness(daemon.store, daemon.pulse, AFTER, daemon.clock)
    assert ready.lives() == ""
    assert ready.works() == "No poll of the mailbox has completed yet."
    daemon.pulse.finished("pickup")
    assert ready.works() == f"There is no store at {daemon.store}."
    new_store(tmp_path, filled=False).close()
    assert ready.works() == ""
    daemon.later(901)
    assert ready.lives() == "Not heard of for too long: pickup, dispose, deliver."
    assert ready.works() == "No poll of the mailbox has completed since 2026-11-24 10:00:00 UTC."
    daemon.socket.close()
