"""When an alert was raised: one time, a day and a time apart, and what contradicts them."""

import pytest

from mailbot.model.alert import CriticalAlert, Fault, Precision
from tests.parse.alert_texts import A, only

BLOCK = f"MPAN: {A}\nAlert Code: 8F3F\nNew Supplier: Cobalt\n"


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("Date: 24/11/2026", "2026-11-24"),
        ("Raised: 24 November 2026", "2026-11-24"),
        ("Date: 24/11/2026 00:00", "2026-11-24"),
        ("Date: 24/11/2026\nTime: 09:05", "None"),
        ("Raised: n/a", "None"),
    ],
)
def test_a_day_without_a_time_is_kept(lines: str, day: str) -> None:
    alert = only(BLOCK + lines)
    assert str(alert.raised_on) == day
    assert alert.problems == ()


def test_two_days_are_told() -> None:
    alert = only(f"{BLOCK}Raised: 24/11/2026\nDate: 23/11/2026")
    assert [each.fault for each in alert.problems] == [Fault.TWO_VALUES]


@pytest.mark.parametrize(
    ("label", "doubted"),
    [
        ("Date/Time (MM/DD/YYYY)", True),
        ("Date/Time (US format)", True),
        ("Date/Time (CET)", True),
        ("Date/Time (UTC+1)", True),
        ("Date/Time (+01:00)", True),
        ("Date/Time (ET)", True),
        ("Date/Time (EDT)", True),
        ("Date/Time (CET/CEST)", True),
        ("Date/Time (Central European Time)", True),
        ("Date/Time (hh:mm MM/DD/YYYY)", True),
        ("Date/Time (format M/D/Y)", True),
        ("Date/Time (YYYY-DD-MM)", True),
        ("Date/Time (last)", False),
        ("Date/Time (text)", False),
        ("Date/Time (of the alert)", False),
        ("Date/Time (YYYY-MM-DD)", False),
        ("Date/Time (DD/MM/YYYY)", False),
        ("Date/Time (UTC)", False),
        ("Date/Time (BST)", False),
    ],
)
def test_a_label_that_says_how_its_time_is_written(label: str, doubted: bool) -> None:
    alert = only(f"{BLOCK}{label}: 08/09/2026 09:05:33")
    assert [each.fault for each in alert.problems] == [Fault.TIME_UNREADABLE] * doubted


def at(alert: CriticalAlert) -> str:
    return alert.raised_at.isoformat() if alert.raised_at else ""


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        ("Raised: 24/11/2026 09:05", "2026-11-24T09:05:00+00:00"),
        ("Raised: 24/11/2026 09:05\nAlert Time: 24/11/2026 09:05:33", "2026-11-24T09:05:33+00:00"),
        ("Raised: 24/11/2026 09:05:33\nDate: 24/11/2026\nTime: 09:05", "2026-11-24T09:05:33+00:00"),
        ("Raised: 24/07/2026 09:05 BST\nTime: 08:05 UTC", "2026-07-24T09:05:00+01:00"),
        ("Raised: 2026-07-23T23:30:00Z\nDate: 24/07/2026", "2026-07-23T23:30:00+00:00"),
        ("Time (UTC): 24/07/2026 09:05", "2026-07-24T09:05:00+00:00"),
        ("UTC Timestamp: 24/07/2026 09:05", "2026-07-24T09:05:00+00:00"),
        ("Timestamp (UTC): 24/07/2026 09:05 BST", "2026-07-24T09:05:00+01:00"),
        ("Date: 24/11/2026\nTime: 0905hrs", "2026-11-24T09:05:00+00:00"),
        ("Date: 2026-11-24 00:00:00\nTime: 09:05:33", "2026-11-24T09:05:33+00:00"),
        ("Date: 2026-11-24T00:00:00Z", "2026-11-24T00:00:00+00:00"),
        ("Raised: 24/11/2026 00:00", "2026-11-24T00:00:00+00:00"),
        ("Date: 24/11/2026 00:00", ""),
        ("Date: 24/11/2026", ""),
        ("Raised: n/a", ""),
        ("Raised: 24/11/2026 09:05\nEvent Time: see the log", "2026-11-24T09:05:00+00:00"),
    ],
)
def test_a_time_that_nothing_contradicts(lines: str, when: str) -> None:
    alert = only(BLOCK + lines)
    assert at(alert) == when
    assert alert.problems == ()
    assert (alert.precision is Precision.NONE) is (when == "")


@pytest.mark.parametrize(
    "lines",
    [
        "Raised: 24/11/2026 09:05\nAlert Time: 24/11/2026 09:06",
        "Raised: 24/11/2026 09:05:33\nAlert Time: 24/11/2026 09:05:40",
        "Raised: 24/11/2026 09:05\nDate: 25/11/2026",
        "Raised: 24/11/2026 09:05\nDate: 2026-11-25 00:00:00",
        "Raised: 24/11/2026 09:05\nTime: 10:05",
        "Raised: 24/11/2026 09:05\nTime: 25:99",
        "Date: 24/11/2026\nAlert Date: 25/11/2026\nTime: 09:05",
        "Date: 24/11/2026\nTime: 09:05\nAlert Time: 09:06",
    ],
)
def test_two_times_are_told(lines: str) -> None:
    problem = only(BLOCK + lines).problems[0]
    assert problem.fault is Fault.TWO_VALUES or "25:99" in lines
    assert problem.field == "raised_at"
    assert "label" in problem.text


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Raised: 1795511133", "'..1133'"),
        ("Raised: today 09:05", "'today 09:05'"),
        ("Raised: 11/24/2026 09:05", "there is no month 24"),
        ("Raised: 24/11/2026 09:05-09:10", "a stretch between two times"),
        ("Raised: 24/11/2026 09:05\nTimestamp: 1795511133", "'..1133'"),
        ("Time: 09:05", "a time of day without a day"),
        ("Date: 29/03/2026\nTime: 01:30", "the clocks went forward"),
        ("Date: 24/11/2026\nTime: about 9", "'about 9'"),
    ],
)
def test_what_is_written_and_cannot_be_read(lines: str, words: str) -> None:
    problem = only(BLOCK + lines).problems[0]
    assert problem.fault is Fault.TIME_UNREADABLE
    assert words in problem.text
