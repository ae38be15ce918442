"""How letters word an alert, a time and a number."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from mailbot.compose import words
from mailbot.model.alert import CriticalAlert, Fuel, Precision
from mailbot.model.configuration import Helpdesk

MPAN = "1012345678903"


@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        (CriticalAlert(MPAN, Fuel.ELECTRICITY, code="8F3F"), "8F3F, electricity meter point ending 8903"),
        (CriticalAlert("3938424403", Fuel.GAS, code="8F77"), "8F77, gas meter point ending 4403"),
        (CriticalAlert(MPAN, code="8F3F"), "8F3F, meter point ending 8903"),
        (CriticalAlert(device="00-1D-24-02-01-A0-0B-11", code="8F3F"), "8F3F, device ending 0B-11"),
        (
            CriticalAlert(MPAN, Fuel.ELECTRICITY, "00-1D-24-02-01-A0-0B-11"),
            "no alert code, electricity meter point ending 8903",
        ),
        (CriticalAlert("741234", Fuel.GAS, code="8F3F"), "8F3F, gas meter point ending 234"),
        (CriticalAlert("7", Fuel.GAS, code="8F3F"), "8F3F, gas meter point ending"),
        (CriticalAlert(code="8F3F"), "8F3F, no meter point and no device given"),
    ],
)
def test_about(alert: CriticalAlert, expected: str) -> None:
    assert words.about(alert) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tamper 1012345678903", "Tamper ..8903"),
        ("Tamper 10 1234 5678 903 today", "Tamper ..8903 today"),
        ("03 801 001 10 1234 5678 903", "..8903"),
        ("MPAN1012345678903.", "MPAN..8903."),
        ("gas 741234509", "gas ..4509"),
        ("CA-26-004217 stays", "CA-26-004217 stays"),
        ("2026-11-24 09:05 stays", "2026-11-24 09:05 stays"),
        ("24/11/2026 stays", "24/11/2026 stays"),
        ("8F3F stays", "8F3F stays"),
        ("", ""),
    ],
)
def test_masked(text: str, expected: str) -> None:
    assert words.masked(text) == expected


def test_masked_is_linear() -> None:
    assert words.masked("1 " * 200_000).startswith("..")
    assert words.masked("1-" * 5 + "x" + "1--" * 200_000)


@pytest.mark.parametrize(
    ("moment", "precision", "expected"),
    [
        (
            datetime(2026, 11, 24, 9, 5, 33, tzinfo=UTC),
            Precision.SECOND,
            "24 November 2026 at 09:05:33 UK time (09:05:33 UTC)",
        ),
        (
            datetime(2026, 7, 4, 9, 5, 33, tzinfo=UTC),
            Precision.SECOND,
            "4 July 2026 at 10:05:33 UK time (09:05:33 UTC)",
        ),
        (
            datetime(2026, 7, 4, 9, 5, tzinfo=UTC),
            Precision.MINUTE,
            "4 July 2026 at 10:05 UK time (09:05 UTC)",
        ),
        (
            datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
            Precision.MINUTE,
            "1 July 2026 at 00:30 UK time (23:30 UTC on 30 June 2026)",
        ),
        (
            datetime(2026, 11, 24, 9, 5, tzinfo=timezone(timedelta(hours=5))),
            Precision.MINUTE,
            "24 November 2026 at 04:05 UK time (04:05 UTC)",
        ),
        (
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            Precision.MINUTE,
            "25 October 2026 at 01:30 UK time (00:30 UTC)",
        ),
        (
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            Precision.MINUTE,
            "25 October 2026 at 01:30 UK time (01:30 UTC)",
        ),
        (None, Precision.NONE, "The sender gave no time."),
    ],
)
def test_raised(moment: datetime | None, precision: Precision, expected: str) -> None:
    assert words.raised(CriticalAlert(raised_at=moment, precision=precision)) == expected


def test_at_is_london_time() -> None:
    assert words.at(datetime(2026, 7, 4, 23, 30, tzinfo=UTC)) == "00:30 on 5 July 2026"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"),
        ("a\u2028b\u0085c\x00d\te", "a b c d e"),
        ("  two   blanks ", "two blanks"),
        ("abc\u202edef\u2066", "abc def"),
        ("Zoë Łukasz – 1", "Zoë Łukasz – 1"),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert words.one_line(text) == expected


def test_short_keeps_its_limit() -> None:
    assert words.short("word " * 50, 20) == "word word word wo .."
    assert words.short("as it is", 20) == "as it is"
    assert all(len(words.short("x y" * 40, longest)) <= longest for longest in range(5, 60))


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_joined(clauses: tuple[str, ...], expected: str) -> None:
    assert words.joined(clauses) == expected


@pytest.mark.parametrize(
    ("helpdesk", "expected"),
    [
        (Helpdesk(), "Questions? The SECAS Helpdesk will help: reply to this mail."),
        (
            Helpdesk(helpdesk_phone="020 7946 0999"),
            "Questions? The SECAS Helpdesk will help: ring 020 7946 0999 or reply to this mail.",
        ),
        (
            Helpdesk(helpdesk_name="Duty desk", helpdesk_email="h@secas.example"),
            "Questions? Duty desk will help: write to h@secas.example.",
        ),
    ],
)
def test_questions(helpdesk: Helpdesk, expected: str) -> None:
    assert words.questions(helpdesk) == expected


def test_registration_names_its_day() -> None:
    assert (
        words.registration_shows_you(date(2026, 11, 4))
        == "the registration data of 4 November 2026 shows you"
    )
