"""The store as `mailbot watch` sees it, from another account that may only read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailbot.adapters.store.database import create, open_store
from mailbot.adapters.store.outside import open_from_outside
from mailbot.model.errors import CallError, MailbotError, PermanentFailure, TemporaryFailure
from tests.people import NOW

ROOT = Path(__file__).parent.parent.parent.parent
GROUP, OTHER = 12_345, 54_321  # of nobody on this machine

HOLD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import open_store
store = open_store(Path(sys.argv[1]), datetime.now(UTC))
facts.put(store, "word", "in the log", datetime.now(UTC))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that a group may read, in a folder that it may read and nobody else may write to."""
    tmp_path.chmod(0o750)
    os.chown(tmp_path, 0, GROUP)
    tmp_path.chmod(0o2750)
    file = tmp_path / "mailbot.db"
    store = create(file, NOW)
    store.run("INSERT INTO fact VALUES ('word', 'in the file', '2026')")
    store.close()
    os.chown(file, 0, GROUP)
    file.chmod(0o640)
    return file


def read_as_another(path: Path) -> str:
    """What an account of that group reads; in a copy of this process, as our interpreter may be closed to others."""
    for folder in path.parent.parents:  # pytest's own folders are closed to others
        if str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(GROUP)
            os.setuid(OTHER)
            store = open_from_outside(path)
            said = store.one("SELECT value FROM fact WHERE key = 'word'")
        except BaseException as error:
            said = repr(error)
        os.write(theirs, said.encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(child, 0)
    with os.fdopen(ours) as answer:
        return answer.read()


def left_beside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()} - {path.name}


def test_a_store_that_nobody_has_open_is_read_and_nothing_is_left_beside_it(path: Path) -> None:
    assert left_beside(path) == set()
    assert read_as_another(path) == "in the file"
    assert left_beside(path) == set()


@pytest.mark.parametrize("killed", [False, True])
def test_a_store_of_a_daemon_that_runs_or_was_killed_is_read_with_its_log(killed: bool, path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"held\n"
    if killed:
        holder.kill()
        holder.wait()
    assert left_beside(path) == {"mailbot.db-wal", "mailbot.db-shm"}
    assert read_as_another(path) == "in the log"
    holder.kill()
    holder.communicate()
    store = open_store(path, NOW)  # the owner goes on as before
    store.run("UPDATE fact SET value = 'written' WHERE key = 'word'")
    store.close()


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (None, CallError),
        (b"", MailbotError),
        (b"no database at all, whatever its name says" * 100, PermanentFailure),
    ],
)
def test_what_is_no_store_is_a_sentence(
    content: bytes | None, failure: type[Exception], tmp_path: Path
) -> None:
    path = tmp_path / "mailbot.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(failure, match=r"mailbot\.db"):
        open_from_outside(path)


def test_a_damaged_store_is_a_sentence(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[100:4096] = b"\xff" * 3996
    path.write_bytes(bytes(raw))
    with pytest.raises(PermanentFailure):
        open_from_outside(path)


def test_another_version_is_a_sentence(path: Path) -> None:
    store = open_store(path, NOW)
    store.run("PRAGMA user_version=999")
    store.close()
    with pytest.raises(CallError, match="is of version 999"):
        open_from_outside(path)


def test_a_store_held_for_one_alone_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.adapters.store.outside.BUSY_SECONDS", 0.2)
    store = open_store(path, NOW)
    store.rows("PRAGMA locking_mode=EXCLUSIVE")
    with store.transaction("test"):
        store.run("UPDATE fact SET value = 'x' WHERE key = 'word'")
    with pytest.raises(TemporaryFailure, match="locked"):
        open_from_outside(path)
    store.close()
