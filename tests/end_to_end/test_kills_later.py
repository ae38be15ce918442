"""The daemon is killed where it acts by the clock: timers, storms, limits, alarms, duty letters, the digest.

What must be done is done once: before the kill, or after the next start.
"""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.adapters.store import suppliers
from mailbot.adapters.store.database import stamp
from mailbot.model.supplier import Contact, Slot
from tests.end_to_end.mails import FORWARDER, SUPPLIERS, good, mpan, samples
from tests.end_to_end.rig import ALERTS, Rig
from tests.end_to_end.test_kills import INSIDE, check
from tests.test_queue_page import told

MAIN, ALTERNATIVE = SUPPLIERS["Brightwater"], "tom.ashby@brightwater.example"
DUTY = "duty@secas.example"
LONG_AGO = stamp(datetime.now(UTC) - timedelta(hours=3))
DAYS_AGO = stamp(datetime.now(UTC) - timedelta(days=3))


@dataclass(frozen=True)
class Scene:
    """`before`: done to the store between the first run and the killed one; `holds`: what must hold in the end."""

    holds: Callable[[Rig], bool]
    more: dict[str, str] = field(default_factory=dict)
    before: str = ""
    first: bool = True  # whether the mails are decided in a run of their own
    main: str = MAIN


def house_letters(rig: Rig, kind: str) -> list[int]:
    """For each house letter of a kind: how often it may have left."""
    store = rig.store()
    rows = store.rows("SELECT uncertain FROM letter WHERE kind = ? AND state = 'sent'", (kind,))
    store.close()
    return [1 + row["uncertain"] for row in rows]


def told_once(kind: str) -> Callable[[Rig], bool]:
    def holds(rig: Rig) -> bool:
        times = house_letters(rig, kind)
        came = sum(kind in str(letter.message["X-Mailbot-Kind"] or kind) for letter in rig.letters(DUTY))
        return len(times) == 1 and came >= 1

    return holds


def at_alternative(rig: Rig) -> bool:
    points = [letter.meter_points() for letter in rig.letters(ALTERNATIVE)]
    store = rig.store()
    uncertain = store.one(
        "SELECT coalesce(sum(uncertain), 0) FROM letter WHERE recipient = ?", (ALTERNATIVE,)
    )
    store.close()
    return bool(points) and points[0] == {mpan(1)} and len(points) <= 1 + uncertain


def no_bundle_waits(rig: Rig) -> bool:
    store = rig.store()
    left = store.one("SELECT count(*) FROM bundling")
    bundles = store.one("SELECT count(*) FROM letter WHERE kind = 'relayed_alerts'")
    store.close()
    return left == 0 and bundles > 0


def one_digest(rig: Rig) -> bool:
    store = rig.store()
    numbers = [row["number"] for row in store.rows("SELECT number FROM digest")]
    store.close()
    return numbers == [1] and told_once("digest")(rig)


RUNAWAY = {"MAILBOT_DELIVERY__MAX_LETTERS_PER_HOUR": "3"}
SCENES = {
    "failover": Scene(
        at_alternative,
        before=f"UPDATE letter SET failover_at = '{LONG_AGO}' WHERE failover_at IS NOT NULL",
        main="tempfail@brightwater.example",
    ),
    "bundle": Scene(
        no_bundle_waits,
        {"MAILBOT_DELIVERY__STORM_THRESHOLD": "1"},
        f"UPDATE bundling SET queued_at = '{LONG_AGO}'",
    ),
    "limit": Scene(lambda rig: rig.status()["troubles"] == [], RUNAWAY, first=False),
    "alarm": Scene(told_once("alarm"), {**RUNAWAY, "MAILBOT_PEOPLE__URGENT_TO": DUTY}, first=False),
    "duty": Scene(
        told_once("duty"),
        {"MAILBOT_PEOPLE__URGENT_TO": DUTY},
        f"UPDATE held SET opened_at = '{LONG_AGO}'",
    ),
    "trouble": Scene(
        lambda rig: [each["part"] for each in rig.status()["troubles"]] == ["people"],
        before=f"UPDATE held SET opened_at = '{LONG_AGO}'",
    ),
    "digest": Scene(
        one_digest,
        {
            "MAILBOT_PEOPLE__DIGEST_TO": DUTY,
            "MAILBOT_DIGEST__AT": "00:00",
            "MAILBOT_DIGEST__ON_DAYS": "mon-sun",
        },
        f"UPDATE fact SET at = '{DAYS_AGO}', value = '{DAYS_AGO}' WHERE key = 'created'",
        first=False,
    ),
}


def test_every_commit_point_is_killed_at_somewhere():
    from tests.end_to_end.test_kills import POINTS

    assert set(POINTS) | set(SCENES) == told("Commit points")


def stop(rig: Rig) -> None:
    rig.daemon.send_signal(signal.SIGTERM)
    assert rig.daemon.wait(30) == 0, rig.tail()


def start(rig: Rig, more: dict[str, str]) -> None:
    """Start the daemon, and wait until it runs: before that a signal to stop just ends it."""
    runs = rig.log.read_bytes().count(b"mailbot runs")
    rig.start(more)
    rig.wait_running(runs + 1)


def until(condition: Callable[[], bool], rig: Rig, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{rig.status()}\n{rig.tail()}"
        assert rig.daemon.poll() is None, rig.tail()
        time.sleep(0.2)


def decided(rig: Rig, mails: int) -> bool:
    told = rig.status()
    return told["mails"]["received"] == mails and told["mails"]["waiting"] == told["letters"]["due"] == 0


def prepare(rig: Rig, scene: Scene) -> None:
    store = rig.writable()
    if scene.main != MAIN:
        with store.transaction("test"):
            contact = Contact(Slot.MAIN, "Priya Nair", scene.main)
            suppliers.set_contact(store, 3, contact, datetime.now(UTC), "test")
    if scene.before:
        store.run(scene.before)
    store.close()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", sorted(SCENES))
def test_a_kill_where_the_clock_acts_does_it_once(tmp_path, dovecot, postfix, point, when):
    scene = SCENES[point]
    rig = Rig(tmp_path, dovecot, postfix)
    postfix.accounts({DUTY})
    mails = [good(1, "Brightwater")] if point == "failover" else list(samples(16))
    for each in mails:
        dovecot.deliver(each.raw, ALERTS, FORWARDER)
    prepare(rig, Scene(scene.holds, before="" if scene.first else scene.before, main=scene.main))
    if scene.first:
        storm = {key: value for key, value in scene.more.items() if "STORM" in key}
        rig.start(storm)
        until(lambda: decided(rig, len(mails)), rig)
        stop(rig)
        prepare(rig, Scene(scene.holds, before=scene.before))
    killed = rig.start({**scene.more, "PYTHONPATH": INSIDE, "KILL_AT": f"{point}:{when}:1"})
    assert killed.wait(60) == -signal.SIGKILL, rig.tail()
    start(rig, {} if point == "limit" else scene.more)
    until(lambda: scene.holds(rig), rig)
    if point == "alarm":
        stop(rig)
        start(rig, {"MAILBOT_PEOPLE__URGENT_TO": DUTY})
    if point == "failover":
        stop(rig)
        assert rig.status()["letters"]["balanced"]
        return
    rig.wait_settled(len(mails), 90)
    stop(rig)
    check(rig, mails)
