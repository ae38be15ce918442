"""Each fault of docs/faults.md, while 200 mails flow: no alert is lost, none goes astray, mailbot heals by itself."""

import contextlib
import time

import pytest

from tests.end_to_end.fault_rows import ROWS
from tests.end_to_end.mails import away, samples
from tests.faults.ledger import check
from tests.faults.scene import Scene
from tests.faults.trouble import small_disk

COUNT = 200
WITH_ALERTS = 60  # of them, spread among mail of machines that only says that somebody is away
BEFORE = 40  # mails that are received before the fault begins
LASTS = 2.5  # seconds that it lasts at least
IDLE = 0.1  # of one processor
MEASURED = 2.0  # seconds
TROUBLES = "SELECT count(*) FROM fact WHERE key LIKE 'trouble%'"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_nothing_is_lost(tmp_path, dovecot, postfix, row):
    mails = flow()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(small_disk(tmp_path / "disk")) if row.small_disk else tmp_path
        scene = stack.enter_context(
            Scene(folder, dovecot, postfix, tls=row.tls, sign_in=row.sign_in, receipts=False)
        )
        scene.rig.log = (folder if row.log_too else tmp_path) / "mailbot.log"
        if row.begins:
            scene.begin_at(row.begins)
        scene.start()
        first = scene.rig.daemon.pid
        with scene.arriving(mails, 0.01) as arriving:
            scene.until(lambda: scene.count("SELECT count(*) FROM message") >= BEFORE, "mail arrives")
            struck = scene.struck
            with row.trouble(scene):
                began = time.monotonic()
                arriving.join()
                time.sleep(max(0.0, LASTS - (time.monotonic() - began)))
                if row.sees:
                    scene.until(lambda: row.sees in scene.told(), f"seen: {row.sees}", 25)
                if row.waits:
                    rest(scene)
        assert not row.strikes or scene.struck > struck
        scene.rig.wait_settled(COUNT, 90)
        scene.until(lambda: not scene.count(TROUBLES), "the trouble is told to be over")
        scene.stop()
        assert row.restarts or scene.rig.daemon.pid == first
        check(scene.rig, mails, ends=row.ends, again=row.again, loses=row.loses, receipts=False)


def flow():
    """The mails of one row, in the order they arrive."""
    alerts, several = samples(WITH_ALERTS), []
    for number in range(COUNT):
        spread = (number + 1) * WITH_ALERTS // COUNT > number * WITH_ALERTS // COUNT
        several.append(next(alerts) if spread else away(10_000 + number, ""))
    return several


def rest(scene):
    """Once what can be done is done, mailbot waits without using the processor."""
    until = time.monotonic() + 30
    while (used := share(scene)) is None or used >= IDLE:
        assert time.monotonic() < until, f"{used} of a processor while it waits\n{scene.rig.tail()}"


def share(scene):
    """How much of a processor mailbot takes while nothing moves on; None while something does."""
    before, taken, began = progress(scene), scene.cpu_seconds(), time.monotonic()
    time.sleep(MEASURED)
    return (scene.cpu_seconds() - taken) / (time.monotonic() - began) if progress(scene) == before else None


def progress(scene):
    return scene.count(
        "SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM message WHERE disposition IS NOT NULL)"
        "+ (SELECT count(*) FROM message WHERE moved_at IS NOT NULL)"
        "+ (SELECT count(*) FROM letter) + (SELECT count(*) FROM letter WHERE state IN ('sent', 'failed'))"
    )
