"""Working days and office hours: bank holidays of England and Wales, London time, both nights of the year."""

from datetime import UTC, date, datetime, time

import pytest

from mailbot.policy.working_time import in_office_hours, is_bank_holiday, is_working_day, working_days_between

HOURS = (time(9), time(17))


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), True),  # a Friday in winter: UTC is London time
        (datetime(2026, 11, 20, 8, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), False),  # Christmas Day, a Friday
        (datetime(2026, 12, 28, 12, 0, tzinfo=UTC), False),  # the substitute day of Boxing Day, a Monday
        (datetime(2026, 12, 29, 12, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), True),  # summer: 09:00 in London
        (datetime(2026, 7, 1, 16, 0, tzinfo=UTC), False),
        # clocks go forward on Sunday 29 March: the Friday before and the Monday after
        (datetime(2026, 3, 27, 8, 30, tzinfo=UTC), False),
        (datetime(2026, 3, 30, 8, 30, tzinfo=UTC), True),
        # and back on Sunday 25 October
        (datetime(2026, 10, 23, 8, 30, tzinfo=UTC), True),
        (datetime(2026, 10, 26, 8, 30, tzinfo=UTC), False),
    ],
)
def test_office_hours_are_london_time_on_working_days(moment, inside):
    assert in_office_hours(moment, HOURS) is inside


@pytest.mark.parametrize(
    ("moments", "hours", "inside"),
    [
        # 01:30 comes twice on 25 October 2026, and never on 29 March: nobody is in on a Sunday in either case
        (
            (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
            HOURS,
            False,
        ),
        ((datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)), HOURS, False),
        # a desk that is open round the clock closes for those Sundays at midnight London time, not UTC
        ((datetime(2026, 3, 29, 22, 59, tzinfo=UTC),), (time(0), time(23, 59)), False),
        ((datetime(2026, 3, 29, 23, 0, tzinfo=UTC),), (time(0), time(23, 59)), True),
        ((datetime(2026, 10, 25, 23, 0, tzinfo=UTC),), (time(0), time(23, 59)), False),
        ((datetime(2026, 10, 26, 0, 0, tzinfo=UTC),), (time(0), time(23, 59)), True),
    ],
)
def test_the_nights_when_the_clocks_change(moments, hours, inside):
    assert {in_office_hours(moment, hours) for moment in moments} == {inside}


def test_bank_holidays_are_those_of_england_and_wales():
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)
    assert is_bank_holiday(good_friday)
    assert is_bank_holiday(easter_monday)  # none in Scotland
    assert not is_bank_holiday(date(2026, 1, 2))  # one in Scotland
    assert not is_bank_holiday(date(2026, 3, 17))  # one in Northern Ireland
    assert is_bank_holiday(date(2022, 9, 19))  # proclaimed once
    assert not is_working_day(date(2027, 12, 27))  # Christmas Day on a Saturday
    assert not is_working_day(date(2027, 12, 28))
    assert is_working_day(date(2027, 12, 29))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # Friday to Sunday
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 21), date(2026, 11, 23), 1),
        (date(2026, 12, 24), date(2026, 12, 29), 1),  # over Christmas
        (date(2026, 11, 23), date(2026, 11, 20), 0),  # the wrong way round
        (date(2026, 1, 1), date(2026, 12, 31), 253),
    ],
)
def test_working_days_after_the_first_up_to_the_last(first, last, days):
    assert working_days_between(first, last) == days
