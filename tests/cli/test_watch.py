"""`mailbot watch` as a timer calls it, and what `status` says of a daemon that does not run."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.adapters import health
from mailbot.adapters.health import Health
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import open_store
from tests.cli.test_commands import mailbot, ready

__all__ = ["mailbot", "ready"]

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def umask():
    """A command makes its process careful; the tests behind it start servers that need the usual mode of files."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def polled(ready):
    """A store whose last poll completed now."""
    store = open_store(ready.folder / "mailbot.db", NOW)
    facts.put(store, facts.LAST_POLL, "0", datetime.now(UTC))  # these tests may be long after their import
    store.close()
    return ready


def test_all_is_well(polled):
    assert polled("watch")[0] == "All is well.\n"
    told = json.loads(polled("watch", "--json")[0])
    assert (told["well"], told["troubles"], told["failure"]) == (True, [], None)


def test_silence_is_exit_1_and_says_that_nobody_could_be_mailed(polled):
    at = (NOW + timedelta(hours=1)).isoformat()
    out, _ = polled("watch", "--at", at, code=1)
    assert "!! silence, since " in out
    assert "!! Nothing could be mailed" in out
    told = json.loads(polled("watch", "--at", at, "--json", code=1)[0])
    assert [each["part"] for each in told["troubles"]] == ["silence"]
    assert told["at"] == at


def test_a_time_without_a_zone_is_london_time(polled):
    told = json.loads(polled("watch", "--at", "2027-06-21T09:00", "--json", code=1)[0])
    assert told["at"] == "2027-06-21T08:00:00+00:00"


def test_a_time_that_is_none_is_exit_2(polled):
    _, err = polled("watch", "--at", "Saturday", code=2)
    assert err == "mailbot: 'Saturday' is no time, such as 2026-11-21T09:00.\n"


def test_what_it_told_stands_where_it_is_told_to(polled):
    state = polled.folder / "state" / "mine.json"
    state.parent.mkdir()
    polled("watch", "--state", state, "--at", (NOW + timedelta(hours=1)).isoformat(), code=1)
    assert state.exists()
    assert not (polled.folder / "watch.json").exists()


def test_no_store_is_wrong_and_no_fault(mailbot):
    out, _ = mailbot("watch", code=1)
    assert "!! store, since " in out
    assert "There is no store at" in out


@pytest.mark.parametrize(
    ("minutes", "stopped", "said"),
    [
        (0, False, f"The daemon runs (process {os.getpid()})."),
        (5, False, "The daemon does not run: it was last heard of on "),
        (0, True, "The daemon does not run: it was stopped on "),
    ],
    ids=("runs", "silent", "stopped"),
)
def test_status_says_whether_the_daemon_runs(minutes, stopped, said, polled):
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    told = Health(at=at, process=os.getpid(), mode="live", stages={}, well=True, stopped=stopped)
    health.write(polled.folder / "mailbot.db", told)
    out, _ = polled("status")  # that alone is not wrong: cron may run `mailbot once`
    assert said in out
    assert json.loads(polled("status", "--json")[0])["daemon"]["runs"] is (minutes == 0 and not stopped)


def test_status_without_a_word_of_a_daemon(polled):
    assert "daemon" not in polled("status")[0]
    assert json.loads(polled("status", "--json")[0])["daemon"] is None
