"""The registration data in the store: generations, batches, and the length of the WAL."""

from datetime import date
from pathlib import Path

import pytest

from mailbot.adapters.store import registrations
from mailbot.adapters.store.database import create, open_store
from tests.people import NOW


@pytest.fixture
def store(tmp_path):
    store = create(tmp_path / "mailbot.db", NOW)
    yield store
    store.close()


def points(count):
    return [f"{number:013d}" for number in range(count)]


def generation(store, count, mpid="DUNM", *, active=True):
    with store.transaction("import"):
        number = registrations.begin_load(store, "some.csv", NOW)
        rows = [(point, "2026-01-01", None, "electricity", mpid) for point in points(count)]
        registrations.load(store, number, rows)
        registrations.load_devices(store, number, [(f"D{point}", point) for point in points(count)])
        if active:
            registrations.activate(store, number, count, 0, NOW)
    return number


def swept(store, limit):
    while gone := sweep(store, limit):
        yield gone


def sweep(store, limit):
    with store.transaction("sweep"):
        return registrations.sweep(store, limit)


@pytest.mark.parametrize("count", [1, 499, 500, 501, 1234])
def test_a_batch_of_any_size_is_loaded_whole(store, count):
    generation(store, count)
    assert store.one("SELECT count(*) FROM registration") == count
    assert store.one("SELECT count(*) FROM device") == count
    last = points(count)[-1]
    found = registrations.data_for(store, "", f"D{last}")
    assert [(row.mpxn, row.mpid, row.effective_from, row.effective_to) for row in found.rows] == [
        (last, "DUNM", date(2026, 1, 1), None)
    ]
    assert registrations.devices_at(store, last) == [f"D{last}"]


def test_only_the_active_generation_is_read(store):
    generation(store, 3, "OLDX")
    generation(store, 3, "NEWX")
    generation(store, 3, "LATE", active=False)
    assert [row.mpid for row in registrations.data_for(store, points(1)[0], "").rows] == ["NEWX"]
    assert len(registrations.devices_at(store, points(1)[0])) == 1


def test_a_device_at_two_meter_points_says_both_and_settles_nothing(store):
    number = generation(store, 2)
    with store.transaction("import"):
        registrations.load_devices(store, number, [("D9", point) for point in points(2)])
    found = registrations.data_for(store, "", "D9")
    assert (found.meter_points, found.rows) == (tuple(points(2)), ())


@pytest.mark.parametrize("limit", [1, 7, 10, 25, 100])
def test_a_sweep_takes_what_is_retired_batch_by_batch_and_nothing_else(store, limit):
    generation(store, 25)
    generation(store, 10)
    kept = generation(store, 4)
    waiting = generation(store, 3, active=False)
    gone = list(swept(store, limit))
    assert max(gone) <= limit
    assert sum(gone) == 2 * 35
    for table in ("registration", "device"):
        left = store.rows(f"SELECT generation, count(*) AS rows FROM {table} GROUP BY generation")
        assert [tuple(row.values()) for row in left] == [(kept, 4), (waiting, 3)]


def test_what_was_cut_short_is_retired_once(store):
    generation(store, 3)
    generation(store, 3, active=False)
    with store.transaction("abandon"):
        assert registrations.abandon_loading(store) == 1
        assert registrations.abandon_loading(store) == 0
    assert sum(swept(store, 10)) == 6
    assert registrations.active(store)["source"] == "some.csv"


def test_pages_that_were_swept_are_free_for_the_next_generation(store):
    generation(store, 5000)
    generation(store, 1)
    assert registrations.free_bytes(store) == 0
    list(swept(store, 1000))
    assert registrations.free_bytes(store) > 300_000
    size = store.one("PRAGMA page_count")
    generation(store, 4000)
    assert store.one("PRAGMA page_count") == size


def test_the_wal_is_emptied_when_nobody_reads(store):
    generation(store, 2000)
    wal = Path(f"{store.path}-wal")
    assert wal.stat().st_size > 0
    assert registrations.checkpoint(store, 10_000)
    assert registrations.truncate(store)
    assert wal.stat().st_size == 0


def test_a_reader_keeps_the_wal_long_and_waiting_for_it_is_short(store):
    reader = open_store(store.path, NOW)
    reader.rows("BEGIN")
    reader.rows("SELECT count(*) FROM registration")
    generation(store, 2000)
    assert registrations.checkpoint(store, 10_000)  # long, and not too long
    assert not registrations.checkpoint(store, 10)
    assert store.one("PRAGMA busy_timeout") == 30_000
    reader.rows("COMMIT")
    assert registrations.checkpoint(store, 10)
    reader.close()


def test_without_data_there_is_no_answer(store):
    assert registrations.data_for(store, points(1)[0], "D1").loaded_at is None
    assert registrations.devices_at(store, points(1)[0]) == []
