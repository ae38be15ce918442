"""registrations.csv into the registration data: what is taken and what is found again."""

from datetime import date

import pytest

from mailbot.adapters.store import registrations
from mailbot.imports.lookup import look_up
from mailbot.imports.registrations import import_registrations
from mailbot.model.errors import CallError
from tests.imports.registration_files import GOOD, MANY, counts, load, write_many
from tests.people import MPAN, NOW
from tests.stores import DATA


def test_the_example_file_is_taken_whole(store):
    report = import_registrations(store, DATA / "registrations.csv", NOW)
    assert (report.taken, report.refused, report.clean) == (9, [], True)
    found = registrations.data_for(store, "", "00-1D-24-02-01-A0-0B-11")
    assert (found.meter_points, [row.mpid for row in found.rows]) == ((MPAN,), ["BRWA"])


@pytest.mark.parametrize(
    "row",
    [
        f"{MPAN},electricity,BRWA,2026-02-01,,001d240201a00b11",
        f"'{MPAN}, Electricity ,'BRWA,01/02/2026, ,00:1d:24:02:01:a0:0b:11",
        f'"{MPAN}","electricity","BRWA","2026-02-01","","00-1D-24-02-01-A0-0B-11"',
        f"{MPAN[:2]} {MPAN[2:10]} {MPAN[10:]},ELECTRICITY,BRWA,2026-02-01,,00-1D-24-02-01-A0-0B-11,,",
    ],
)
def test_a_row_is_read_as_people_and_spreadsheets_write_it(store, tmp_path, row):
    assert load(store, tmp_path, row).refused == []
    found = registrations.data_for(store, "", "00-1D-24-02-01-A0-0B-11")
    assert [(each.mpxn, each.mpid, each.effective_from) for each in found.rows] == [
        (MPAN, "BRWA", date(2026, 2, 1))
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("mpid;mpxn;effective_to;fuel;effective_from", f"BRWA;{MPAN};;electricity;2026-02-01"),
        ("MPXN,Fuel,MPID,effective_from,effective_to,", f"{MPAN},electricity,BRWA,2026-02-01"
         ",,"),
        ("\ufeffdevice_id,mpxn,fuel,mpid,effective_from,effective_to", f",{MPAN},electricity,BRWA,2026-02-01,"),
    ],
)  # fmt: skip
def test_columns_stand_in_any_order_and_device_id_may_be_missing(store, tmp_path, header, row):
    assert load(store, tmp_path, row, "", ",,,,,", header=header).taken == 1
    assert [each.mpid for each in registrations.data_for(store, MPAN, "").rows] == ["BRWA"]


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        (("2020-01-01", "01/09/2026"), ("2026-09-01", ""), 2),  # the day of change stands in both
        (("2026-09-01", ""), ("2020-01-01", "2026-09-01"), 2),
        (("2020-01-01", "2026-09-01"), ("2026-09-01", "2026-09-01"), 2),
        (("2020-01-01", "2026-09-02"), ("2026-09-01", ""), 0),
        (("2020-01-01", ""), ("2026-09-01", "2026-09-01"), 0),  # one day, in the midst of another's
        (("2020-01-01", ""), ("2020-01-01", ""), 0),
        (("2026-09-01", ""), ("2020-01-01", ""), 0),
        (("2020-01-01", "2020-02-01"), ("2021-01-01", "2021-02-01"), 2),
    ],
)
def test_of_rows_of_two_suppliers_that_overlap_neither_is_taken(store, tmp_path, first, second, taken):
    report = load(
        store,
        tmp_path,
        f"{MPAN},electricity,LARK,{','.join(first)},",
        f"{MPAN},electricity,BRWA,{','.join(second)},",
        "7654000510,gas,BWG,2026-02-01,,",
        "1500123456780,electricity,BRWA,2026-02-01,,",
    )
    assert (report.taken, report.refused_rows) == (2 + taken, 2 - taken)
    found = [row.mpid for row in registrations.data_for(store, MPAN, "").rows]
    assert sorted(found) == (["BRWA", "LARK"] if taken else [])
    assert [each.partition(": ")[2][:7] for each in report.refused] == (
        ["line 2:", "line 3:"] if not taken else []
    )


def test_of_rows_of_one_supplier_that_overlap_the_first_is_taken(store, tmp_path):
    report = load(
        store, tmp_path, f"{MPAN},electricity,LARK,2020-01-01,,", f"{MPAN},electricity,LARK,2021-01-01,,"
    )
    assert (report.taken, report.refused_rows) == (1, 1)
    assert [str(row.effective_from) for row in registrations.data_for(store, MPAN, "").rows] == ["2020-01-01"]


def test_overlaps_are_found_among_rows_that_stand_far_apart(store, tmp_path):
    path = write_many(tmp_path / "registrations.csv")
    with path.open("a") as file:
        file.write(f"{MPAN},electricity,COBA,2020-01-01,2026-01-31,\n")
        file.write(f"{MPAN},electricity,LARK,2020-06-01,2020-06-30,00-1D-24-02-01-A0-0B-99\n")
    report = import_registrations(store, path, NOW)
    assert (report.taken, report.refused_rows) == (MANY, 2)
    assert f"line {MANY + 3}: mpxn: the meter point ending 8903 already has COBA" in report.refused[1]
    assert registrations.data_for(store, "", "00-1D-24-02-01-A0-0B-99").meter_points == ()


def test_a_new_file_replaces_the_one_before_and_leaves_no_rows(loaded, tmp_path):
    load(loaded, tmp_path, GOOD)
    assert registrations.data_for(loaded, MPAN, "").rows == ()
    assert counts(loaded) == ({"active": 1}, {})


def test_a_look_up_says_who_serves_the_meter_point_on_a_day(loaded):
    told = look_up(loaded, "12 12345678 902", date(2026, 8, 1))
    assert [(row["supplier"], row["holds"]) for row in told["rows"]] == [
        ("Larkfield Energy Ltd", True),
        ("Cobalt Commercial Power Ltd", False),
    ]
    by_device = look_up(loaded, "001d240201a00b12", date(2026, 10, 1))
    assert [row["holds"] for row in by_device["rows"]] == [False, True]
    with pytest.raises(CallError, match="neither a meter point"):
        look_up(loaded, "hello", date(2026, 8, 1))


def test_without_data_a_look_up_says_so(store):
    with pytest.raises(CallError, match="No registration data is loaded"):
        look_up(store, MPAN, date(2026, 8, 1))
