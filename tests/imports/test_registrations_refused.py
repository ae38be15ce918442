"""Rows that are refused, and files: one bad row refuses nothing else, a bad file replaces nothing."""

import os
from datetime import date
from pathlib import Path

import pytest

from mailbot.imports.registrations import MAX_PERIODS, Stage, import_registrations
from mailbot.model.errors import CallError
from tests.imports.registration_files import (
    GOOD,
    HEADER,
    MANY,
    load,
    old_data_is_whole,
    point,
    write_many,
)
from tests.people import MPAN, NOW


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("1012345678904,electricity,BRWA,2026-02-01,,", "13th"),
        ("1111111111111,electricity,BRWA,2026-02-01,,", "all its digits are the same"),
        ("12345,electricity,BRWA,2026-02-01,,", "an MPAN core has 13"),
        ("1012345678903,gas,BWG,2026-02-01,,", "an MPRN has 6 to 10"),
        ("1012345678903,steam,BRWA,2026-02-01,,", "neither electricity nor gas"),
        ("1012345678903,electricity,brwa,2026-02-01,,", "'brwa' is no MPID"),
        ("1012345678903,electricity,BRWA,2026-13-01,,", "effective_from: '2026-13-01' is no date"),
        ("1012345678903,electricity,BRWA,,,", "effective_from: '' is no date"),
        ("1012345678903,electricity,BRWA,2026-02-01,2026-01-01,", "lies before effective_from"),
        ("1012345678903,electricity,BRWA,2026-02-01,,12-34", "'12-34' is no EUI-64"),
        ("1012345678903,electricity,BRWA,2026-02-01,,,x", "more cells than the header has columns ('x')"),
        ("1012345678903,electricity,BRWA", "the row ends after 3 of 6 cells"),
        ('"1012345678903,electricity,BRWA,2026-02-01,,', "a quotation mark in it is not closed"),
        (
            "1500123456780,electricity,DUNM,2026-02-01,,",
            "already has DUNM from 2025-11-01 in this file (line 2)",
        ),
        (GOOD, "the periods overlap"),
    ],
)
def test_a_bad_row_is_refused_by_its_line_and_refuses_nothing_else(store, tmp_path, row, mistake):
    report = load(store, tmp_path, GOOD, row, "7654000510,gas,BWG,2026-02-01,,")
    assert (report.taken, report.refused_rows) == (2, 1)
    (refused,) = report.refused
    assert "line 3: " in refused
    assert mistake in refused
    assert "1500123456780" not in refused


def test_a_meter_point_with_endless_rows_is_cut_off(store, tmp_path):
    days = [date.fromordinal(date(2000, 1, 1).toordinal() + number) for number in range(MAX_PERIODS + 5)]
    report = load(store, tmp_path, *(f"{MPAN},electricity,BRWA,{day},{day}," for day in days))
    assert (report.taken, report.refused_rows) == (MAX_PERIODS, 5)
    assert f"more than {MAX_PERIODS} rows" in report.refused[-1]


def test_a_thousand_refused_rows_are_told_and_the_others_counted(store, tmp_path):
    good = [f"{point(number)},electricity,DUNM,2025-11-01,," for number in range(1, 2000)]
    report = load(store, tmp_path, *good, *(["x,electricity,DUNM,2025-11-01,,"] * 1500))
    assert (report.taken, report.refused_rows, len(report.refused)) == (1999, 1500, 1001)
    assert "line 2001: " in report.refused[0]
    assert "500 more rows were refused" in report.refused[-1]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("x,electricity,BRWA,2026-02-01,,",),
        (GOOD, GOOD, GOOD),
    ],
)
def test_a_file_of_which_most_cannot_be_taken_replaces_nothing(loaded, tmp_path, lines):
    report = load(loaded, tmp_path, *lines)
    assert not report.activated
    assert not report.clean
    assert old_data_is_whole(loaded)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty. Its first line must be: mpxn"),
        (b"mpxn,fuel\n", "line 1: the column mpid, effective_from, effective_to is missing"),
        (HEADER.encode() + b",colour\n", "line 1: the column colour is not known"),
        (HEADER.encode() + b",mpid\n", "line 1: the column mpid stands there twice"),
        (HEADER.encode() + b"\r" + GOOD.encode(), "line ends of old Macs"),
        ((HEADER + "\n").encode("utf-16"), "line 1: it has NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0", "line 1: it is not UTF-8 (byte 89 at place 1)"),
        (b"x" * 3_000_000, "line 1: it is longer than 10000 bytes"),
    ],
)
def test_a_file_that_is_no_such_file_replaces_nothing(loaded, tmp_path, content, sentence):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(CallError) as told:
        import_registrations(loaded, path, NOW)
    assert sentence in str(told.value)
    assert old_data_is_whole(loaded)


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        (b"1012\x00345678903,electricity,BRWA,2026-02-01,,\n", "it has NUL bytes"),
        ("1012345678903,electricity,BRWÉ,2026-02-01,,\n".encode("cp1252"), "it is not UTF-8 (byte C9 at place 30)"),
        (b'"' + b"1" * 20_000 + b"\n", "it is longer than 10000 bytes"),
    ],
)  # fmt: skip
def test_a_file_that_is_spoilt_far_down_is_named_by_its_line(loaded, tmp_path, spoilt, sentence):
    path = write_many(tmp_path / "registrations.csv")
    with path.open("ab") as file:
        file.write(spoilt)
    with pytest.raises(CallError) as told:
        import_registrations(loaded, path, NOW)
    assert f"line {MANY + 2}: {sentence}" in str(told.value)
    assert old_data_is_whole(loaded)


def test_a_quotation_mark_that_is_never_closed_swallows_no_row_behind_it(store, tmp_path):
    path = write_many(tmp_path / "registrations.csv")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join((*lines[:100], f'"{lines[100]}', *lines[101:])))
    report = import_registrations(store, path, NOW)
    assert (report.taken, report.refused_rows) == (MANY - 1, 1)
    assert "line 101: a quotation mark" in report.refused[0]


@pytest.mark.parametrize("change", ["grows", "shrinks", "is rewritten"])
def test_a_file_that_changes_while_it_is_read_replaces_nothing(loaded, tmp_path, change):
    path = write_many(tmp_path / "registrations.csv")
    size = path.stat().st_size
    calls = []

    def meddle(progress):
        if progress.stage is Stage.READING and not calls:
            calls.append(progress)
            if change == "grows":
                with path.open("a") as file:
                    file.write("1234\n")
            elif change == "shrinks":
                os.truncate(path, size // 2 // 40 * 40)
            else:
                with path.open("r+") as file:
                    file.write(HEADER.upper())
                os.utime(path, (1, 1))

    with pytest.raises(CallError, match="was changed while it was read"):
        import_registrations(loaded, path, NOW, meddle)
    assert old_data_is_whole(loaded)


def test_what_is_no_file_is_refused_in_a_sentence(loaded, tmp_path):
    with pytest.raises(CallError, match="There is no file"):
        import_registrations(loaded, tmp_path / "none.csv", NOW)
    with pytest.raises(CallError, match="is not a file on a disk"):
        import_registrations(loaded, tmp_path, NOW)
    with pytest.raises(CallError, match="is not a file on a disk"):
        import_registrations(loaded, Path("/dev/null"), NOW)
    assert old_data_is_whole(loaded)
