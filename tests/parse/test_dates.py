"""Times as people in Great Britain write them; the day comes first and is never swapped."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.alert import Precision
from mailbot.parse import dates

SECOND, MINUTE = Precision.SECOND, Precision.MINUTE


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("24/11/2026 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 09:05:33", "2026-11-24T09:05:33+00:00", SECOND),
        ("24/11/2026 9:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/26 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("4/1/2026 09:05", "2026-01-04T09:05:00+00:00", MINUTE),
        ("05/11/2026 09:05", "2026-11-05T09:05:00+00:00", MINUTE),
        ("24-11-2026 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24.11.2026 09.05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24 / 11 / 2026 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026, 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 at 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 - 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026\t09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 9.05am", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 9:05 PM", "2026-11-24T21:05:00+00:00", MINUTE),
        ("24/11/2026 12:05 am", "2026-11-24T00:05:00+00:00", MINUTE),
        ("24/11/2026 12:05 p.m.", "2026-11-24T12:05:00+00:00", MINUTE),
        ("24/11/2026 9pm", "2026-11-24T21:00:00+00:00", MINUTE),
        ("24/11/2026 09:05 hrs", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 09:05hrs", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24 Nov 2026 09:05:33", "2026-11-24T09:05:33+00:00", SECOND),
        ("24-Nov-2026 09:05:33", "2026-11-24T09:05:33+00:00", SECOND),
        ("24-Nov-26 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24th November 2026 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24th of November 2026 at 9:05 am", "2026-11-24T09:05:00+00:00", MINUTE),
        ("Tuesday, 24 November 2026 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("Tue 24/11/2026 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("Tuesday the 24th of November 2026 at 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("09:05 on 24/11/2026", "2026-11-24T09:05:00+00:00", MINUTE),
        ("09:05:33 24 Nov 2026", "2026-11-24T09:05:33+00:00", SECOND),
        ("November 24, 2026 9:05 AM", "2026-11-24T09:05:00+00:00", MINUTE),
        ("2026-11-24T09:05:33Z", "2026-11-24T09:05:33+00:00", SECOND),
        ("2026-11-24T09:05:33.123Z", "2026-11-24T09:05:33+00:00", SECOND),
        ("2026-11-24 09:05:33", "2026-11-24T09:05:33+00:00", SECOND),
        ("2026-11-24 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("2026/11/24 09:05", "2026-11-24T09:05:00+00:00", MINUTE),
        ("2026-07-01T10:00:00+01:00", "2026-07-01T10:00:00+01:00", SECOND),
        ("2026-07-01T10:00:00+0100", "2026-07-01T10:00:00+01:00", SECOND),
        ("20261124090533Z", "2026-11-24T09:05:33+00:00", SECOND),
        ("20261124T0905", "2026-11-24T09:05:00+00:00", MINUTE),
        ("Tue, 24 Nov 2026 09:05:33 +0000 (GMT)", "2026-11-24T09:05:33+00:00", SECOND),
        ("24/11/2026 09:05 UTC", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 09:05 (UTC)", "2026-11-24T09:05:00+00:00", MINUTE),
        ("24/11/2026 09:05 UTC+1", "2026-11-24T09:05:00+01:00", MINUTE),
        ("24/11/2026 09:05 GMT", "2026-11-24T09:05:00+00:00", MINUTE),
        ("01/07/2026 09:05 BST", "2026-07-01T09:05:00+01:00", MINUTE),
        ("01/07/2026 09:05 GMT", "2026-07-01T09:05:00+00:00", MINUTE),
        ("01/07/2026 09:05", "2026-07-01T09:05:00+01:00", MINUTE),
        ("01/07/2026 09:05 UK time", "2026-07-01T09:05:00+01:00", MINUTE),
        ("24/11/2026 09:05:33 (device clock)", "2026-11-24T09:05:33+00:00", SECOND),
        ("23 November 2026 at 09:05:33 UK time (09:05:33 UTC)", "2026-11-23T09:05:33+00:00", SECOND),
        # The hour that October has twice: the first of the two, which is still summer time.
        ("25/10/2026 01:30", "2026-10-25T01:30:00+01:00", MINUTE),
        ("25/10/2026 00:59:59", "2026-10-25T00:59:59+01:00", SECOND),
        ("25/10/2026 02:00", "2026-10-25T02:00:00+00:00", MINUTE),
        ("29/03/2026 00:59", "2026-03-29T00:59:00+00:00", MINUTE),
        ("29/03/2026 02:00", "2026-03-29T02:00:00+01:00", MINUTE),
        ("29/03/2026 01:30 UTC", "2026-03-29T01:30:00+00:00", MINUTE),
    ],
)
def test_a_time_is_read(written: str, iso: str, precision: Precision) -> None:
    when, found = dates.read(written)
    assert when is not None
    assert (when.isoformat(), found) == (iso, precision)


@pytest.mark.parametrize(
    "written",
    ["24/11/2026", "24 Nov 2026", "Tuesday 24 November 2026", "2026-11-24", "24.11.26", "24th November 2026"],
)
def test_a_date_alone_gives_no_time_and_no_fault(written: str) -> None:
    assert dates.read(written) == (None, Precision.NONE)
    assert dates.interpret(written).wrong == ""
    assert dates.is_date_alone(written)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("11/24/2026 09:05", "there is no month 24: the day comes first, then the month"),
        ("31/02/2026 09:05", "there is no such day in the calendar"),
        ("29/02/2026 09:05", "there is no such day in the calendar"),
        ("Monday 24 November 2026 09:05", "that day is a Tuesday, not what is written"),
        ("24/11/1826 09:05", "the year 1826 cannot be right"),
        ("24/11/2026 24:00", "there is no such time of day"),
        ("24/11/2026 09:60", "there is no such time of day"),
        ("24/11/2026 13:05 pm", "13 o'clock has no am or pm"),
        ("24/11/2026 09", "the minutes are missing"),
        ("29/03/2026 01:30", "the clocks went forward that night, and this hour was left out"),
    ],
)
def test_an_impossible_time_says_why(written: str, wrong: str) -> None:
    assert dates.interpret(written) == dates.Moment(wrong=wrong)


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "9 o'clock", "24/11/2026 morning", "46350.3788", "24/11 09:05", "24/11/2026 09:05 EST"],
)
def test_what_is_no_date_is_unreadable(written: str) -> None:
    moment = dates.interpret(written)
    assert moment.when is None
    assert moment.wrong.startswith("it is not a date and time in a form that is read here")


@pytest.mark.parametrize(
    ("date", "time", "iso"),
    [
        ("24/11/2026", "09:05:33", "2026-11-24T09:05:33+00:00"),
        ("24 Nov 2026", "9.05 am", "2026-11-24T09:05:00+00:00"),
        ("24/11/2026", "0905 hrs", "2026-11-24T09:05:00+00:00"),
        ("01/07/2026", "09:05 UTC", "2026-07-01T09:05:00+00:00"),
    ],
)
def test_a_date_and_a_time_apart_are_joined(date: str, time: str, iso: str) -> None:
    assert dates.is_time_alone(time)
    moment = dates.joined(date, time)
    assert moment.when == datetime.fromisoformat(iso)


def test_candidates_are_found_in_running_text() -> None:
    text = "It was raised at 09:05 on 24/11/2026, not on 3 November 2026 10:15:01 as we wrote on 2026-11-20."
    assert [found for _, found in dates.find(text)] == [
        "09:05 on 24/11/2026",
        "3 November 2026 10:15:01",
        "2026-11-20",
    ]


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)))
def test_day_and_month_are_never_swapped(when: datetime) -> None:
    read, _ = dates.read(f"{when:%d/%m/%Y %H:%M:%S}")
    assert read is None or (read.day, read.month) == (when.day, when.month)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    when, precision = dates.read(text)
    assert (when is None) == (precision is Precision.NONE)
    assert when is None or when.tzinfo is not None
    list(dates.find(text))
    dates.has_zone(text)
    dates.is_time_alone(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Tue Nov 24 09:05:33 2026", "2026-11-24T09:05:33+00:00"),
        ("Tue Nov 24 09:05:33 UTC 2026", "2026-11-24T09:05:33+00:00"),
        ("24Nov2026 09:05", "2026-11-24T09:05:00+00:00"),
        ("at 09:05 on 24/11/2026", "2026-11-24T09:05:00+00:00"),
        ("on 24/11/2026 at 09:05", "2026-11-24T09:05:00+00:00"),
        ("24/11/2026 0905hrs", "2026-11-24T09:05:00+00:00"),
        ("24/11/2026 0905 UTC", "2026-11-24T09:05:00+00:00"),
        ("24/11/2026 0905Z", "2026-11-24T09:05:00+00:00"),
        ("24/11/2026 09:05h", "2026-11-24T09:05:00+00:00"),
        ("2026-11-24T09:05:33-05:00", "2026-11-24T09:05:33-05:00"),
        ("2026-11-24 09:05:33-05:00", "2026-11-24T09:05:33-05:00"),
        ("Tue, 24 Nov 2026 09:05:33 -0500", "2026-11-24T09:05:33-05:00"),
        ("24/11/2026 09:05 UTC+1", "2026-11-24T09:05:00+01:00"),
        ("24/11/2026 09:05 +05:45", "2026-11-24T09:05:00+05:45"),
    ],
)
def test_more_ways_to_write_a_time(text: str, iso: str) -> None:
    moment = dates.interpret(text)
    assert moment.when is not None
    assert moment.when.isoformat() == iso


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("24/11/2026 09:05-09:10", "a stretch between two times"),
        ("24/11/2026 09:00 - 10:00", "a stretch between two times"),
        ("24/11/2026 09:00\u201310:00", "a stretch between two times"),
        ("2026-11-24 09:00-10:00", "a stretch between two times"),
        ("24/11/2026 09:05 +15:00", "no clock is so far from UTC"),
        ("2026-11-24T09:05:33-09:10", "no clock is so far from UTC"),
        ("today", "not a date and time in a form that is read here"),
        ("24/11/2026 0905", "not a date and time in a form that is read here"),
        ("1795511133", "not a date and time in a form that is read here"),
        ("24/11/2026 09:05 CET", "not a date and time in a form that is read here"),
    ],
)
def test_more_that_is_no_time(text: str, wrong: str) -> None:
    moment = dates.interpret(text)
    assert moment.when is None
    assert wrong in moment.wrong


@pytest.mark.parametrize(
    ("text", "has"),
    [("20261124T090533Z", True), ("20261124090533", False), ("09:05 BST", True), ("Cobalt", False)],
)
def test_whether_a_value_says_its_zone(text: str, has: bool) -> None:
    assert dates.has_zone(text) is has


@pytest.mark.parametrize("text", ["Cobalt", "31/02/2026", "09:05", ""])
def test_what_states_no_day(text: str) -> None:
    assert dates.day(text) is None
