"""health.json and watch.json: files that outlive a store."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.adapters import health, watch_state
from mailbot.adapters.health import Health
from mailbot.adapters.watch_state import State, Told
from mailbot.model.trouble import Trouble

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TROUBLE = Trouble("mailbox", "It is gone.", AT)
HEALTH = Health(
    at=AT,
    process=4711,
    mode="live",
    last_poll_completed=AT,
    stages={"pickup": AT},
    well=False,
    troubles=(TROUBLE,),
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_written_is_read_without_any_store(tmp_path: Path) -> None:
    store = tmp_path / "mailbot.db"
    assert health.write(store, HEALTH) == ""
    assert health.read(store) == HEALTH
    assert mode(tmp_path / "health.json") == 0o600
    assert json.loads((tmp_path / "health.json").read_text())["last_poll_completed"] == AT.isoformat()
    assert [path.name for path in tmp_path.iterdir()] == ["health.json"]


def test_the_group_reads_it_where_it_reads_the_store_and_goes_on_to_when_that_is_gone(tmp_path: Path) -> None:
    store = tmp_path / "mailbot.db"
    store.touch()
    store.chmod(0o640)
    health.write(store, HEALTH)
    assert mode(tmp_path / "health.json") == 0o640
    store.unlink()
    health.write(store, HEALTH)
    assert mode(tmp_path / "health.json") == 0o640


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"at": "yesterday"}',
        '{"at": "2026-11-24T10:00:00", "process": 1, "mode": "live", "stages": {}, "well": true}',
        "\udcff",
    ],
)
def test_a_damaged_one_says_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "health.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    (tmp_path / "watch.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert health.read(tmp_path / "mailbot.db") is None
    assert watch_state.read(tmp_path / "watch.json").told == ()


def test_a_folder_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    told = health.write(tmp_path / "nowhere" / "mailbot.db", HEALTH)
    assert told == f"{tmp_path}/nowhere/health.json could not be written: No such file or directory."
    assert health.read(tmp_path / "nowhere" / "mailbot.db") is None


def test_what_was_told_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "watch.json"
    state = State(told=(Told(TROUBLE, AT, mailed=True), Told(TROUBLE, AT, over_at=AT)))
    assert watch_state.write(path, state) == ""
    assert watch_state.read(path) == state
    assert mode(path) == 0o600


def test_each_empty_state_has_a_key_of_its_own(tmp_path: Path) -> None:
    one, other = (watch_state.read(tmp_path / "none.json") for _ in range(2))
    assert one.key != other.key
    assert len(bytes.fromhex(one.key)) == 32
