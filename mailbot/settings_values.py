"""How one value of mailbot.toml is read: durations, days, addresses, numbers in range.

Takes what TOML or an environment variable holds, gives the value of the model, through pydantic. A bad
value becomes a sentence that says what may stand there; a secret has no place here and is never quoted.
Reads nothing.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError

from mailbot.model.configuration import StartFrom
from mailbot.model.sender import Level

_DURATION = re.compile(r"([0-9]{1,6})([smhd])")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(value: object) -> timedelta:
    """'90s', '15m', '1h' or '5d' as a timedelta; anything else is a ValueError."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError('write a number and its unit in quotes, such as "90s", "15m", "1h" or "5d"')
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def time_of_day(value: object) -> time:
    """'08:00' as a time; anything else is a ValueError."""
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError('write a time of day in quotes, such as "08:00"')
    return time(int(found[1]), int(found[2]))


def hours(value: object) -> tuple[time, time]:
    """'09:00-17:00' as two times, the first before the second; anything else is a ValueError."""
    first, dash, last = value.partition("-") if isinstance(value, str) else ("", "", "")
    try:
        found = time_of_day(first), time_of_day(last)
    except ValueError:
        dash = ""
    if not dash or found[0] >= found[1]:
        raise ValueError('write from when to when, such as "09:00-17:00"')
    return found


def weekdays(value: object) -> frozenset[int]:
    """'mon-fri' or 'mon,wed,sat' as days of the week, Monday 0; anything else is a ValueError."""
    words = value.replace(" ", "").casefold().split(",") if isinstance(value, str) else []
    try:
        found = frozenset(day for word in words for day in _day_range(word))
    except ValueError:
        found = frozenset()
    if not found:
        raise ValueError('write days of the week, such as "mon-fri" or "mon,wed,sat"')
    return found


def _day_range(word: str) -> range:
    """The days of 'mon' or 'mon-fri'; ValueError for anything else."""
    first, dash, last = word.partition("-")
    start = _DAYS.index(first)
    end = _DAYS.index(last) if dash else start
    if end < start:
        raise ValueError
    return range(start, end + 1)


def time_zone(value: object) -> object:
    """The name of a time zone, such as Europe/London; anything else is a ValueError."""
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('write the name of a time zone, such as "Europe/London"') from None
    return value


def start_from(value: object) -> date | StartFrom:
    """A day, 'now' or 'all'; anything else is a ValueError."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if text in tuple(StartFrom):
        return StartFrom(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError('write "now", "all" or a day such as 2026-11-24') from None


def sender_check(value: object) -> Level:
    """One of the two levels that may suffice: mail from an unproved sender is always held."""
    if value not in (Level.PROVED.value, Level.LIKELY.value):
        raise ValueError('this must be one of "proved", "likely"')
    return Level(str(value))


def address(value: object) -> object:
    """An e-mail address, or empty (RFC 5321, section 4.1.2); its domain is not looked up."""
    if not isinstance(value, str) or not value:
        return value
    if not value.isascii():
        raise ValueError("write this address in ASCII, its domain in the form that begins with xn--")
    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"this is not an e-mail address: {str(error).rstrip('.')}") from None
    return value


def plain_text(value: object) -> object:
    """Text without line breaks and controls: it goes into commands and headers."""
    if isinstance(value, str) and not value.isprintable():
        raise ValueError("this must be on one line, without control characters")
    return value


def whole_number(value: object) -> object:
    """A number that is not true or false, which Python counts as 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("this must be a whole number, not true or false")
    return value


def switch(value: object) -> object:
    """true or false, in TOML; an environment variable has them as text."""
    if not isinstance(value, bool | str):
        raise ValueError("this must be true or false, without quotes")
    return value


def between(low: int, high: int) -> Any:
    """The type of a whole number from low to high."""
    return Annotated[int, BeforeValidator(whole_number), Field(ge=low, le=high)]


def lasting(low: timedelta, high: timedelta) -> Any:
    """The type of a duration from low to high."""

    def within(value: timedelta) -> timedelta:
        if not low <= value <= high:
            raise ValueError(f"this must be at least {_as_written(low)} and at most {_as_written(high)}")
        return value

    return Annotated[timedelta, BeforeValidator(duration), AfterValidator(within)]


def _as_written(length: timedelta) -> str:
    """A duration as it stands in the file, in the largest unit that is whole."""
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f'"{seconds // size}{unit}"'
    return f'"{seconds}s"'


TEXT = Annotated[str, BeforeValidator(plain_text)]
ADDRESS = Annotated[str, BeforeValidator(address), BeforeValidator(plain_text)]  # the last one runs first
SWITCH = Annotated[bool, BeforeValidator(switch)]
TIME_OF_DAY = Annotated[time, BeforeValidator(time_of_day)]
HOURS = Annotated[tuple[time, time], BeforeValidator(hours)]
WEEKDAYS = Annotated[frozenset[int], BeforeValidator(weekdays)]
TIME_ZONE = Annotated[str, BeforeValidator(time_zone)]
START_FROM = Annotated[date | StartFrom, BeforeValidator(start_from)]
SENDER_CHECK = Annotated[Level, BeforeValidator(sender_check)]


def read(annotation: Any, value: object) -> Any:
    """The value as the annotation wants it, or ValueError with a sentence."""
    try:
        return TypeAdapter(annotation).validate_python(value)
    except ValidationError as error:
        raise ValueError(_sentence(error.errors()[0])) from None


def _sentence(error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "enum":
            return (
                f"this must be one of {context['expected'].replace(' or ', ', ').replace(chr(39), chr(34))}"
            )
        case "greater_than_equal":
            return f"this must be at least {context['ge']}"
        case "less_than_equal":
            return f"this must be at most {context['le']}"
    shape = str(error["type"]).partition("_")[0]
    return {
        "int": "this must be a whole number",
        "bool": "this must be true or false, without quotes",
        "string": "this must be text in quotes",
    }.get(shape, f"this cannot be read: {error['msg']}")
