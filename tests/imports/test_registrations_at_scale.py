"""An import beside a daemon: batches, readers, writers, kills, full disks."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailbot.adapters.store import database, facts, journal, registrations
from mailbot.imports import registrations as importing
from mailbot.imports import room
from mailbot.imports.registrations import Stage, import_registrations
from mailbot.model.errors import TemporaryFailure
from mailbot.runners.pickup import MINIMUM_FREE
from tests.imports.registration_files import GOOD, counts, load, old_data_is_whole, write_many
from tests.people import MPAN, NOW
from tests.stores import DATA, new_store

BATCH = 500  # in place of the real one: as many batches, with fewer rows in each
MANY = 4 * BATCH
INSIDE = Path(__file__).parent.parent / "faults" / "inside"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", BATCH)


def test_a_look_up_gives_the_same_answer_before_during_and_after(loaded, tmp_path):
    """From a second connection, between every two batches."""
    other = database.open_store(loaded.path, NOW)
    changing = "1500123456780"
    path = write_many(tmp_path / "registrations.csv", MANY)
    with path.open("a") as file:
        file.write(f"{changing},electricity,COBA,2025-11-01,,\n")
    seen = []

    def look(progress):
        same = registrations.data_for(other, MPAN, "")
        by_device = registrations.data_for(other, "", "00-1D-24-02-01-A0-0B-11")
        changed = registrations.data_for(other, changing, "").rows[0].mpid
        seen.append((progress.stage, same.rows, by_device, changed))

    before = registrations.data_for(other, "", "00-1D-24-02-01-A0-0B-11")
    report = import_registrations(loaded, path, NOW, look)
    assert report.activated
    assert {stage for stage, *_ in seen} == set(Stage)
    assert all(rows == before.rows and by_device == before for _, rows, by_device, _ in seen)
    assert {(stage is Stage.SWEEPING, changed) for stage, _, _, changed in seen} == {
        (False, "DUNM"),
        (True, "COBA"),
    }
    other.close()


def test_a_look_up_never_falls_between_two_generations(tmp_path):
    """One thread replaces the data over and over; to another there is always an answer, and a whole one."""
    new_store(tmp_path).close()
    done = threading.Event()
    file = write_many(tmp_path / "registrations.csv", 200)

    def replace():
        with_own = database.open_store(tmp_path / "mailbot.db", NOW)
        try:
            for _ in range(15):
                import_registrations(with_own, file, NOW)
        finally:
            done.set()
            with_own.close()

    reader = database.open_store(tmp_path / "mailbot.db", NOW)
    import_registrations(reader, file, NOW)
    thread = threading.Thread(target=replace)
    thread.start()
    answers = set()
    while not done.is_set():
        found = registrations.data_for(reader, "", "00-1D-24-02-01-A0-0B-11")
        answers.add((found.meter_points, tuple(row.mpid for row in found.rows)))
    thread.join()
    reader.close()
    assert answers == {((MPAN,), ("BRWA",))}


def test_no_transaction_holds_more_than_a_batch_and_others_write_in_between(loaded, tmp_path, monkeypatch):
    changed = []
    original = database.Store.transaction

    @contextmanager
    def counted(self, name):
        with original(self, name):
            before = self.one("SELECT total_changes()")
            yield
            changed.append((name, self.one("SELECT total_changes()") - before))

    monkeypatch.setattr(database.Store, "transaction", counted)
    other = database.open_store(loaded.path, NOW)
    wrote = []

    def write(progress):
        with original(other, "beside"):
            facts.put(other, "beside", str(len(wrote)), NOW)
        wrote.append(progress.stage)

    path = write_many(tmp_path / "registrations.csv", MANY)
    import_registrations(loaded, path, NOW, write)
    import_registrations(loaded, path, NOW, write)
    assert max(rows for _, rows in changed) == BATCH
    assert (
        len([rows for name, rows in changed if name == "import" and rows == BATCH]) == 2 * 2 * MANY // BATCH
    )
    assert set(wrote) == set(Stage)
    assert Path(f"{loaded.path}-wal").stat().st_size == 0
    other.close()


RUN = """
import sys
from pathlib import Path
from mailbot.adapters.store import database
from mailbot.imports import registrations as importing
from tests.people import NOW
importing.BATCH = int(sys.argv[3])
store = database.open_store(Path(sys.argv[1]), NOW)
importing.import_registrations(store, Path(sys.argv[2]), NOW)
"""


@pytest.mark.parametrize(
    "point",
    [
        "import:after:1",
        "import:before:2",
        "import:after:3",
        "import:before:7",
        "import:after:9",
        "activate:before:1",
        "activate:after:1",
        "sweep:before:2",
        "sweep:after:2",
    ],
)
def test_a_kill_leaves_one_whole_generation_in_use_and_the_next_import_sweeps(tmp_path, point):
    store = new_store(tmp_path)
    import_registrations(store, DATA / "registrations.csv", NOW)
    file = write_many(tmp_path / "registrations.csv", MANY)
    environment = {**os.environ, "KILL_AT": point, "PYTHONPATH": f"{INSIDE}:{DATA.parent}"}
    command = [sys.executable, "-c", RUN, str(store.path), str(file), str(BATCH)]
    killed = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    rows, devices = counts(store)
    is_new = point.startswith("sweep") or point == "activate:after:1"
    assert (rows["active"], devices["active"]) == ((MANY, MANY) if is_new else (9, 3))
    assert sorted(each.name for each in tmp_path.iterdir() if "mailbot.db" not in each.name) == [file.name]
    assert load(store, tmp_path, GOOD).activated
    assert counts(store) == ({"active": 1}, {})
    assert journal.first_broken(store) is None
    store.close()


def test_a_second_import_at_once_is_refused_and_the_first_goes_on(loaded, tmp_path):
    other = database.open_store(loaded.path, NOW)
    refusals = []

    def at_once(progress):
        if progress.stage is Stage.LOADING:
            with pytest.raises(TemporaryFailure) as told:
                import_registrations(other, DATA / "registrations.csv", NOW)
            refusals.append(str(told.value))

    path = write_many(tmp_path / "registrations.csv", MANY)
    assert import_registrations(loaded, path, NOW, at_once).taken == MANY
    assert len(refusals) == MANY // BATCH
    assert f"Another import (process {os.getpid()}) is loading registration data" in refusals[0]
    assert import_registrations(other, DATA / "registrations.csv", NOW).activated
    other.close()


def test_a_file_too_large_for_the_disk_is_refused_before_it_is_read(loaded, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "RESERVE", 1 << 60)
    seen = []
    with pytest.raises(TemporaryFailure, match="The import needs about .* MB are free"):
        import_registrations(loaded, write_many(tmp_path / "registrations.csv", MANY), NOW, seen.append)
    assert {each.stage for each in seen} == {Stage.CLEARING}
    assert old_data_is_whole(loaded)


@pytest.mark.parametrize("stage", [Stage.READING, Stage.LOADING, Stage.DEVICES])
def test_a_disk_that_fills_under_way_stops_the_import_and_what_it_loaded_is_swept(
    loaded, tmp_path, monkeypatch, stage
):
    def fill(progress):
        if progress.stage is stage:
            monkeypatch.setattr(room, "RESERVE", 1 << 60)

    with pytest.raises(TemporaryFailure, match="so the import was stopped. Free space"):
        import_registrations(loaded, write_many(tmp_path / "registrations.csv", MANY), NOW, fill)
    assert old_data_is_whole(loaded)


def test_it_keeps_more_free_than_pickup_needs():
    assert room.RESERVE > MINIMUM_FREE


def test_a_reader_that_never_ends_stops_the_import_before_the_wal_fills_the_disk(
    loaded, tmp_path, monkeypatch
):
    monkeypatch.setattr(room, "LONGEST_WAL", 50)
    monkeypatch.setattr(room, "PATIENCE", 0.0)
    reader = database.open_store(loaded.path, NOW)
    reader.rows("BEGIN")
    reader.rows("SELECT count(*) FROM registration")
    path = write_many(tmp_path / "registrations.csv", 4 * MANY)
    with pytest.raises(TemporaryFailure, match="Another program has been reading the store"):
        import_registrations(loaded, path, NOW)
    assert counts(loaded)[0]["active"] == 9
    reader.rows("COMMIT")
    reader.close()
    assert import_registrations(loaded, path, NOW).taken == 4 * MANY
    assert counts(loaded) == ({"active": 4 * MANY}, {"active": 4 * MANY})


def test_the_journal_tells_of_an_import_and_of_one_that_was_cut_short(loaded, tmp_path):
    with loaded.transaction("test"):
        registrations.begin_load(loaded, "killed.csv", NOW)
    load(loaded, tmp_path, GOOD)
    lines = journal.lines_of(loaded, ("registrations.csv",))
    assert [line["what"] for line in lines] == [
        "registrations.imported",
        "registrations.abandoned",
        "registrations.imported",
    ]
    assert lines[-1]["detail"] == '{"activated": true, "refused": 0, "taken": 1}'
