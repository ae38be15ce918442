"""Working days and office hours: Monday to Friday, London time, without the bank holidays of England and Wales.

Takes moments (aware, any zone) and days (London), gives answers. Every day has one, also long past or far ahead;
a bank holiday proclaimed after the calendar was released counts as a working day. Never asks what time it is.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

from mailbot.policy.evidence import LONDON

_SATURDAY = 5


def in_office_hours(now: datetime, hours: tuple[time, time]) -> bool:
    """Whether somebody is in the office: a working day, from `hours[0]` on and before `hours[1]`, London time."""
    local = now.astimezone(LONDON)
    return hours[0] <= local.time() < hours[1] and is_working_day(local.date())


def is_working_day(day: date) -> bool:
    """Whether SECAS works on that London day."""
    return day.weekday() < _SATURDAY and not is_bank_holiday(day)


def is_bank_holiday(day: date) -> bool:
    """Whether it is a bank holiday of England and Wales, substitute days and single ones included."""
    return day in _bank_holidays(day.year)


def working_days_between(first: date, last: date) -> int:
    """How many working days came after `first`, `last` included: Friday to Monday is one. 0 when none did."""
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=number)) for number in range(1, days + 1))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of one year. The calendar is imported here: it takes half a second, and few ask."""
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
