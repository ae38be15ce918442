"""registrations.csv into the registration data, by generations."""

import pytest

from mailbot.adapters.store import registrations
from mailbot.imports.lookup import look_up
from mailbot.imports.registrations import import_registrations
from mailbot.model.errors import CallError
from tests.people import MPAN, NOW
from tests.stores import DATA, new_store

HEADER = "mpxn,fuel,mpid,effective_from,effective_to,device_id"
GOOD = "1500123456780,electricity,DUNM,2025-11-01,,"


def load(store, tmp_path, *lines):
    path = tmp_path / "registrations.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n")
    return import_registrations(store, path, NOW)


def test_the_example_file_is_taken_whole(tmp_path):
    store = new_store(tmp_path)
    report = import_registrations(store, DATA / "registrations.csv", NOW)
    assert (report.taken, report.refused) == (9, [])
    found = registrations.data_for(store, "", "00-1D-24-02-01-A0-0B-11")
    assert (found.meter_points, [row.mpid for row in found.rows]) == ((MPAN,), ["BRWA"])


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("1012345678904,electricity,BRWA,2026-02-01,,", "13th"),
        ("12345,electricity,BRWA,2026-02-01,,", "an MPAN core has 13"),
        ("1012345678903,gas,BWG,2026-02-01,,", "an MPRN has 6 to 10"),
        ("1012345678903,steam,BRWA,2026-02-01,,", "neither electricity nor gas"),
        ("1012345678903,electricity,brwa,2026-02-01,,", "'brwa' is no MPID"),
        ("1012345678903,electricity,BRWA,2026-13-01,,", "effective_from: '2026-13-01' is no date"),
        ("1012345678903,electricity,BRWA,2026-02-01,2026-01-01,", "lies before effective_from"),
        ("1012345678903,electricity,BRWA,2026-02-01,,12-34", "'12-34' is no EUI-64"),
        ("1500123456780,electricity,BRWA,2026-02-01,,", "the periods overlap"),
        (GOOD, "the periods overlap"),
    ],
)
def test_a_bad_row_is_refused_by_its_line_and_refuses_nothing_else(tmp_path, row, mistake):
    store = new_store(tmp_path)
    report = load(store, tmp_path, GOOD, row)
    assert report.taken == 1
    (refused,) = report.refused
    assert "line 3: " in refused
    assert mistake in refused
    assert "1500123456780" not in refused


def test_the_day_of_change_may_stand_in_both_rows(tmp_path):
    store = new_store(tmp_path)
    rows = (f"{MPAN},electricity,LARK,2020-01-01,01/09/2026,", f"{MPAN},electricity,BRWA,2026-09-01,,")
    assert load(store, tmp_path, *rows).taken == 2


def test_a_new_file_replaces_the_one_before_and_leaves_no_rows(tmp_path):
    store = new_store(tmp_path)
    import_registrations(store, DATA / "registrations.csv", NOW)
    load(store, tmp_path, GOOD)
    assert registrations.data_for(store, MPAN, "").rows == ()
    assert store.one("SELECT count(*) FROM registration") == 1
    assert store.one("SELECT count(*) FROM device") == 0


def test_a_file_of_which_nothing_can_be_taken_replaces_nothing(tmp_path):
    store = new_store(tmp_path)
    import_registrations(store, DATA / "registrations.csv", NOW)
    report = load(store, tmp_path, "x,electricity,BRWA,2026-02-01,,")
    assert not report.activated
    assert len(registrations.data_for(store, MPAN, "").rows) == 1


def test_look_ups_see_the_old_data_until_the_new_is_whole(tmp_path):
    store = new_store(tmp_path)
    import_registrations(store, DATA / "registrations.csv", NOW)
    seen = []
    path = tmp_path / "registrations.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n")
    import_registrations(
        store, path, NOW, lambda _: seen.append(len(registrations.data_for(store, MPAN, "").rows))
    )
    assert seen == [1]
    assert registrations.data_for(store, MPAN, "").rows == ()


def test_a_look_up_says_who_serves_the_meter_point_on_a_day(tmp_path):
    store = new_store(tmp_path)
    import_registrations(store, DATA / "registrations.csv", NOW)
    from datetime import date

    told = look_up(store, "12 12345678 902", date(2026, 8, 1))
    assert [(row["supplier"], row["holds"]) for row in told["rows"]] == [
        ("Larkfield Energy Ltd", True),
        ("Cobalt Commercial Power Ltd", False),
    ]
    by_device = look_up(store, "001d240201a00b12", date(2026, 10, 1))
    assert [row["holds"] for row in by_device["rows"]] == [False, True]
    with pytest.raises(CallError, match="neither a meter point"):
        look_up(store, "hello", date(2026, 8, 1))


def test_without_data_a_look_up_says_so(tmp_path):
    from datetime import date

    with pytest.raises(CallError, match="No registration data is loaded"):
        look_up(new_store(tmp_path), MPAN, date(2026, 8, 1))
