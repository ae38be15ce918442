"""The open store: what is refused in which words, what a crash and a second writer leave."""

import os
import stat
import subprocess
import sys
import threading

import pytest

from mailbot.adapters.store import database, facts
from mailbot.adapters.store.database import create, open_store, open_to_read, stamp
from mailbot.adapters.store.schema import MIGRATIONS
from mailbot.model.errors import CallError, PermanentFailure, StoreGone, TemporaryFailure
from tests.people import NOW


def test_a_mistyped_path_creates_nothing(tmp_path):
    with pytest.raises(CallError, match="no store at .*mailbot init"):
        open_store(tmp_path / "nowhere.db", NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_created_once_and_private(tmp_path):
    path = tmp_path / "deep" / "mailbot.db"
    create(path, NOW).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(CallError, match="already"):
        create(path, NOW)


def test_the_promised_pragmas_hold(tmp_path):
    store = create(tmp_path / "mailbot.db", NOW)
    assert store.one("PRAGMA journal_mode") == "wal"
    assert store.one("PRAGMA synchronous") == 2
    assert store.one("PRAGMA foreign_keys") == 1
    assert store.one("PRAGMA secure_delete") == 1
    tables = store.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert {row["name"] for row in tables if not row["strict"]} <= {"sqlite_schema", "sqlite_sequence"}


def test_a_newer_store_is_refused_in_a_sentence(tmp_path):
    store = create(tmp_path / "mailbot.db", NOW)
    store.run(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    store.close()
    with pytest.raises(PermanentFailure, match="written by a newer mailbot"):
        open_store(tmp_path / "mailbot.db", NOW)
    with pytest.raises(CallError, match="is of version"):
        open_to_read(tmp_path / "mailbot.db")


def test_an_older_store_is_copied_aside_and_migrated(tmp_path, monkeypatch):
    create(tmp_path / "mailbot.db", NOW).close()
    more = (*MIGRATIONS, "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;")
    monkeypatch.setattr(database, "MIGRATIONS", more)
    store = open_store(tmp_path / "mailbot.db", NOW)
    assert store.one("SELECT count(*) FROM extra") == 0
    (copy,) = tmp_path.glob(f"mailbot.db.v{len(MIGRATIONS)}-*")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_store_of_the_first_version_keeps_what_it_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS[:1])
    old = create(tmp_path / "mailbot.db", NOW)
    key = {"account": "a@b", "folder": "INBOX", "uidvalidity": 1, "uid": 1, "internal_date": stamp(NOW)}
    mail = {
        **key,
        "size": 1,
        "sha256": "0",
        "whole": 1,
        "shadow": 0,
        "owned_at": stamp(NOW),
        "level": "likely",
    }
    old.insert("message", {**mail, "level_why": "", "disposition": "held"})
    facts_of_alert = {"mpxn": "", "device": "", "code": "", "counter": "", "facts": "{}", "reasons": "[]"}
    alert = {"reference": "CA-26-000001", "message_id": 1, "ordinal": 0, "state": "held", **facts_of_alert}
    old.insert("alert", {**alert, "decided_at": stamp(NOW)})
    old.insert("held", {"message_id": 1, "alert_id": 1, "reasons": "[]", "opened_at": stamp(NOW)})
    for kind in ("relayed_alert", "receipt"):
        letter = {"kind": kind, "message_id": f"<{kind}>", "recipient": "x@y.example", "alert_id": 1}
        times = {"created_at": stamp(NOW), "due_at": stamp(NOW), "content": b""}
        old.insert("letter", {**letter, "state": "due", **times})
    old.close()
    monkeypatch.undo()
    store = open_store(tmp_path / "mailbot.db", NOW)
    assert store.row("SELECT id, opened_at, closed_at, claimed_by, duty_letters FROM held") == {
        "id": 1,
        "opened_at": stamp(NOW),
        "closed_at": None,
        "claimed_by": "",
        "duty_letters": 0,
    }
    assert [row["rank"] for row in store.rows("SELECT rank FROM letter ORDER BY id")] == [1, 2]
    assert store.one("SELECT count(*) FROM alert_letter") == 2
    assert store.rows("PRAGMA foreign_key_check") == []
    store.close()


def test_what_is_no_database_is_told(tmp_path):
    (tmp_path / "mailbot.db").write_bytes(b"this is a letter, not a store" * 100)
    with pytest.raises(PermanentFailure, match="damaged or not a store"):
        open_store(tmp_path / "mailbot.db", NOW)


def test_a_transaction_is_all_or_nothing(tmp_path):
    store = create(tmp_path / "mailbot.db", NOW)
    with pytest.raises(ZeroDivisionError), store.transaction("test"):
        facts.put(store, "one", "1", NOW)
        raise ZeroDivisionError
    assert facts.get(store, "one") is None
    with store.transaction("test"):
        facts.put(store, "one", "1", NOW)
    assert facts.get(store, "one").value == "1"


def test_a_lock_that_is_never_given_up_is_a_temporary_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    path = tmp_path / "mailbot.db"
    first, second = create(path, NOW), open_store(path, NOW)
    with first.transaction("test"), pytest.raises(TemporaryFailure, match="locked by another process"):
        with second.transaction("test"):
            pass


def test_two_writers_wait_for_each_other(tmp_path):
    path = tmp_path / "mailbot.db"
    create(path, NOW).close()

    def count() -> None:
        store = open_store(path, NOW)
        for _ in range(50):
            with store.transaction("test"):
                known = facts.get(store, "count")
                facts.put(store, "count", str(int(known.value) + 1 if known else 1), NOW)
        store.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert facts.get(open_store(path, NOW), "count").value == "200"


def test_a_full_disk_is_told_and_nothing_half_done_is_kept(tmp_path):
    store = create(tmp_path / "mailbot.db", NOW)
    store.rows(f"PRAGMA max_page_count={store.one('PRAGMA page_count')}")
    with pytest.raises(TemporaryFailure, match="disk is full"), store.transaction("test"):
        facts.put(store, "small", "1", NOW)
        facts.put(store, "large", "x" * 200_000, NOW)
    assert facts.get(store, "small") is None


KILLED = """
import os, sys
from pathlib import Path
from datetime import UTC, datetime
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import open_store
now = datetime(2026, 11, 24, tzinfo=UTC)
store = open_store(Path(sys.argv[1]), now)
with store.transaction("kept"):
    facts.put(store, "kept", "1", now)
store.run("BEGIN IMMEDIATE")
facts.put(store, "lost", "1", now)
os.kill(os.getpid(), 9)
"""


def test_a_kill_keeps_what_was_committed_and_nothing_else(tmp_path):
    path = tmp_path / "mailbot.db"
    create(path, NOW).close()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], env={**os.environ}, check=False)
    assert ended.returncode == -9
    store = open_store(path, NOW)
    assert (facts.get(store, "kept").value, facts.get(store, "lost")) == ("1", None)


def test_references_count_up_within_their_year(tmp_path):
    store = create(tmp_path / "mailbot.db", NOW)
    given = [facts.next_reference(store, year) for year in (2026, 2026, 2027, 2026)]
    assert given == ["CA-26-000001", "CA-26-000002", "CA-27-000001", "CA-26-000003"]


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_store_taken_away_under_us_takes_nothing_more(tmp_path, how):
    path = tmp_path / "mailbot.db"
    store = create(path, NOW)
    path.rename(tmp_path / "elsewhere.db")
    if how == "replaced":
        create(path, NOW).close()
    with pytest.raises(StoreGone, match="removed or replaced"), store.transaction("test"):
        facts.put(store, "one", "1", NOW)
