"""The daemon is killed at every commit point of docs/queue.md, and at random moments: nothing is lost.

Nothing goes to a wrong address, and nothing arrives twice except letters counted uncertain, which carry the same
Message-ID.
"""

import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.mails import FORWARDER, samples
from tests.end_to_end.rig import ALERTS, CONTACTS, Rig
from tests.test_queue_page import told

INSIDE = str(Path(__file__).parent.parent / "faults" / "inside")
BY_THE_CLOCK = {
    "failover",
    "bundle",
    "limit",
    "alarm",
    "duty",
    "digest",
    "trouble",
}  # see test_kills_later.py
POINTS = sorted(told("Commit points") - BY_THE_CLOCK)


def check(rig, mails):
    """Everything that must hold once the daemon has come to rest."""
    status = rig.status()
    uncertain = status["letters"]["uncertain"]
    expected = {(point, address) for each in mails for point, address in each.expected}
    ids: dict[tuple[str, str], set[str]] = {}
    found = Counter()
    for address in CONTACTS:
        for letter in rig.letters(address):
            for point in letter.meter_points():
                found[point, address] += 1
                ids.setdefault((point, address), set()).add(letter.message_id)
    assert set(found) == expected
    receipts = Counter(letter.message_id for letter in rig.letters(FORWARDER))
    assert len(receipts) == sum(each.receipt for each in mails)
    assert all(len(several) == 1 for several in ids.values())
    twice = found.total() - len(found) + receipts.total() - len(receipts)
    assert twice <= uncertain
    assert all(status[ledger]["balanced"] for ledger in ("mails", "alerts", "letters")), status
    assert status["mails"]["received"] == len(mails)
    folders = rig.dovecot.mailbox_state(ALERTS)
    assert (len(folders["INBOX"]), len(folders["Processed"])) == (0, len(mails))
    return twice, uncertain


def stop(daemon, rig):
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(30) == 0, rig.tail()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_this_commit_point_loses_nothing(tmp_path, dovecot, postfix, point, when):
    rig = Rig(tmp_path, dovecot, postfix)
    mails = list(samples(16))
    for each in mails:
        dovecot.deliver(each.raw, ALERTS, FORWARDER)
    number = 1 if point in {"recover", "poll", "delivery", "moved"} else 3
    killed = rig.start({"PYTHONPATH": INSIDE, "KILL_AT": f"{point}:{when}:{number}"})
    assert killed.wait(60) == -signal.SIGKILL, rig.tail()
    daemon = rig.start()
    rig.wait_settled(len(mails), 60)
    stop(daemon, rig)
    check(rig, mails)


@pytest.mark.timeout(600)
def test_forty_kills_at_random_moments_over_500_mails_lose_nothing(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    mails = list(samples(500))
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)

    def arrive():
        for each in mails:
            dovecot.deliver(each.raw, ALERTS, FORWARDER)
            time.sleep(0.05)

    arriving = threading.Thread(target=arrive)
    arriving.start()
    for number in range(40):
        daemon = rig.start()
        rig.wait_running(number + 1)
        time.sleep(moments.uniform(0.0, 1.5))
        daemon.kill()
        assert daemon.wait(10) == -signal.SIGKILL, f"seed {seed}\n{rig.tail()}"
    arriving.join()
    daemon = rig.start()
    rig.wait_running(41)  # before that, a signal ends it by itself
    rig.wait_settled(len(mails), 240)
    stop(daemon, rig)
    twice, uncertain = check(rig, mails)
    print(f"seed {seed}: {uncertain} attempts uncertain, {twice} letters twice")
