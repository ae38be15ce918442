"""The time an alert was raised, as people in Great Britain write it: the day comes first.

Takes one value; gives an aware datetime and how exact it is. The offset is the one written (Z, UTC, GMT, BST,
+01:00); without one it is Europe/London, and a time in the double hour of October is taken as the first
of the two, exact to the minute at most. ISO 8601, RFC 5322 section 3.3 and ASN.1 GeneralizedTime are read as
well. A date without a time gives no time. What is not a time, names the wrong weekday, a zone that no clock has or
a stretch between two times, or falls in the hour that March leaves out gets None. Never swaps day and month, never
takes a bare number for the seconds of an epoch, never guesses a missing part, never raises.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from datetime import date as CalendarDay
from zoneinfo import ZoneInfo

from mailbot.model.alert import Precision
from mailbot.parse.identifiers import plain

LONDON = ZoneInfo("Europe/London")
LONGEST = 80
_QUARTERS = frozenset({0, 15, 30, 45})  # the minutes that an offset from UTC may have
_YEARS = range(2000, 2100)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\.?,? ?(?:the )?)?"
)
_DATES = (
    r"(?P<year>\d{4})(?P<gap>[-/.])(?P<monthno>\d{1,2})(?P=gap)(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2}) ?(?P<gap>[-/.]) ?(?P<monthno>\d{1,2}) ?(?P=gap) ?(?P<year>\d{4}|\d{2})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of )?[- /,.]{{0,2}}{_MONTH}[- /,.]{{0,2}}(?P<year>\d{{4}}|'?\d{{2}})",
    rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
)
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
    r" ?(?P<half>[ap]\.?m\.?)?(?: ?(?:hrs?|hours|h))?"
)
_ZONE = (
    r"(?: ?\(?(?P<zone>z|utc|gmt|bst|(?:utc|gmt)? ?[+-]\d{2}:?\d{2}|(?:utc|gmt)[+-]\d{1,2}"
    r"|europe/london|uk time|uk|local time|local)\)?(?: \((?:utc|gmt|bst)\))?)?"
)
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        *(rf"{_WEEKDAY}{date}" for date in _DATES),
        *(rf"{_WEEKDAY}{date},?(?:t| at | @ | - | ){_TIME}{_ZONE}" for date in _DATES),
        *(rf"{_TIME}{_ZONE},?(?: on | - | ){_WEEKDAY}{date}" for date in _DATES),
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}) {_TIME}{_ZONE} (?P<year>\d{{4}})",  # ctime(3)
    )
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})t?(\d{2})(\d{2})(\d{2})?(?:\.\d{1,9})?(z|[+-]\d{4})?", re.ASCII)
_TIME_ALONE = re.compile(rf"{_TIME}{_ZONE}", re.ASCII)
_HHMM = re.compile(r"(?<![\w:./+-])([01]\d|2[0-3])([0-5]\d)(?= ?(?:hrs?|hours|h|z|utc|gmt|bst)\b)", re.ASCII)
_FIGURE = re.compile(r"\d", re.ASCII)
_NO_FORM = "it is not a date and time in a form that is read here, such as 24/11/2026 09:05"
_STRETCH = re.compile(r"\d[:.]\d{2} ?[-\u2013] ?\d{1,2}[:.]\d{2}$", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:t| \d{2}:\d{2}:\d{2})", re.ASCII)
_REMARK = re.compile(r" ?\([^()]{1,40}\)$")
_CANDIDATE = re.compile(
    r"(?<![\w/.-])(?:\d{1,2}(?:st|nd|rd|th)?[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:(?:t|,? at | |, )\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,9})?)?(?: ?[ap]m)?(?: ?(?:z|utc|gmt|bst)\b)?)?"
    r"|(?<![\w/.:-])\d{1,2}:\d{2}(?::\d{2})? on \d{1,2}(?:st|nd|rd|th)?[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{4}",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """`when` is aware, or None; `wrong` says in words why there is none, empty for a plain date."""

    when: datetime | None = None
    precision: Precision = Precision.NONE
    wrong: str = ""


def read(text: str) -> tuple[datetime | None, Precision]:
    """The time that `text` states: aware, with the offset written or Europe/London, and its precision.

    (None, NONE) for a date without a time and for anything that cannot be read; `interpret` tells which.
    """
    moment = interpret(text)
    return moment.when, moment.precision


def interpret(text: str) -> Moment:
    """As `read`, with the reason when there is no time; see Moment."""
    shown = _tidied(text)
    if not _FIGURE.search(shown):
        return Moment(wrong=_NO_FORM)
    if compact := _COMPACT.fullmatch(shown):
        return _compact(compact)
    if _STRETCH.search(shown) and not _ISO.match(shown):
        return Moment(wrong="it is a stretch between two times")
    if found := _matched(shown):
        return _moment(found.groupdict())
    return Moment(wrong=_NO_FORM)


def is_date_alone(text: str) -> bool:
    """True for a good date that has no time with it."""
    return interpret(text) == Moment()


def is_time_alone(text: str) -> bool:
    """True for a time of day without a date: 09:05, 9.05 am, 0905 hrs."""
    found = _TIME_ALONE.fullmatch(_tidied(text))
    return bool(found and (found["minute"] or found["half"]))


def day(text: str) -> CalendarDay | None:
    """The day that `text` states, with or without a time; None when it states none or cannot be read."""
    found = _matched(_tidied(text))
    if found is None or not (found.groupdict().get("day") and _moment(found.groupdict()).wrong == ""):
        return None
    return CalendarDay(*_date(found.groupdict()))


def joined(day: str, time: str) -> Moment:
    """A date and a time of day that stand apart in the form."""
    return interpret(f"{day} {_tidied(time)}")


def is_zone(text: str) -> bool:
    """True for the name of a zone that `read` knows, such as the UTC of a label 'Time (UTC)'."""
    return _tidied(text) in {"z", "utc", "gmt", "bst", "uk", "uk time", "local", "local time"}


def has_zone(text: str) -> bool:
    """True when the value itself says its zone."""
    shown = _tidied(text)
    compact = _COMPACT.fullmatch(shown)
    found = _matched(shown) or _TIME_ALONE.fullmatch(shown)
    if compact:
        return bool(compact[7])
    return bool(found and found.groupdict().get("zone"))


def find(text: str) -> Iterator[tuple[int, str]]:
    """Each stretch of running text that may be a date or a time of raising, and where it starts."""
    for found in _CANDIDATE.finditer(text):
        yield found.start(), found[0]


def _tidied(text: str) -> str:
    shown = (
        plain(text[: LONGEST * 2]).casefold()[:LONGEST].rstrip(" .,;").removeprefix("at ").removeprefix("on ")
    )
    return _HHMM.sub(r"\1:\2", shown)


def _matched(shown: str) -> re.Match[str] | None:
    """The form that fits, if need be without a remark in brackets at the end."""
    for text in dict.fromkeys((shown, _REMARK.sub("", shown))):
        for form in _FORMS:
            if found := form.fullmatch(text):
                return found
    return None


def _compact(found: re.Match[str]) -> Moment:
    names = ("year", "monthno", "day", "hour", "minute", "second", "zone")
    return _moment(dict(zip(names, found.groups(), strict=True)))


def _moment(parts: dict[str, str | None]) -> Moment:
    year, month, day = _date(parts)
    if year not in _YEARS:
        return Moment(wrong=f"the year {year} cannot be right")
    if month > 12:
        return Moment(wrong=f"there is no month {month}: the day comes first, then the month")
    try:
        date = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return Moment(wrong="there is no such day in the calendar")
    weekday = parts.get("weekday")
    if weekday and _DAYS.index(weekday[:3]) != date.weekday():
        return Moment(wrong=f"that day is a {date:%A}, not what is written")
    if not parts.get("hour"):
        return Moment()
    return _with_time(date, parts)


def _date(parts: dict[str, str | None]) -> tuple[int, int, int]:
    year = int((parts["year"] or "").lstrip("'"))
    name = parts.get("month")
    month = _MONTHS.index(name[:3]) + 1 if name else int(parts["monthno"] or 0)
    return (2000 + year if year < 100 else year), month, int(parts["day"] or 0)


def _with_time(date: datetime, parts: dict[str, str | None]) -> Moment:
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "")[:1]
    if not half and not parts.get("minute"):
        return Moment(wrong="the minutes are missing")
    if half and not 1 <= hour <= 12:
        return Moment(wrong=f"{hour} o'clock has no am or pm")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Moment(wrong="there is no such time of day")
    precision = Precision.SECOND if parts.get("second") else Precision.MINUTE
    zone = _zone(parts.get("zone") or "")
    if zone is None:
        return Moment(wrong="no clock is so far from UTC")
    when = date.replace(hour=hour, minute=minute, second=second, tzinfo=zone)
    if _in_gap(when):
        return Moment(wrong="the clocks went forward that night, and this hour was left out")
    # The same reading stood on the clock twice, so even its seconds do not name one instant.
    return Moment(when, Precision.MINUTE if _twice(when) else precision)


def _twice(when: datetime) -> bool:
    """A wall-clock time of the hour that October has twice."""
    return when.utcoffset() != when.replace(fold=1).utcoffset()


def _zone(name: str) -> tzinfo | None:
    """The zone of that name or offset; None for an offset that no place has."""
    if name in {"", "europe/london"} or name.startswith(("uk", "local")):
        return LONDON
    if name == "bst":
        return timezone(timedelta(hours=1))
    digits = "".join(filter(str.isdigit, name))
    if not digits:
        return UTC
    hours, minutes = (int(digits), 0) if len(digits) < 3 else (int(digits[:2]), int(digits[2:]))
    if hours > 14 or minutes not in _QUARTERS:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if "-" in name else offset)


def _in_gap(when: datetime) -> bool:
    """A wall-clock time that does not survive the way to UTC and back was never shown by a clock."""
    return when.astimezone(UTC).astimezone(when.tzinfo).replace(tzinfo=None) != when.replace(tzinfo=None)
