"""Alerts told in a sentence: read only when nothing is labelled, and only with strict evidence."""

import pytest

from mailbot.model.alert import Fault
from tests.parse.alert_texts import DEVICE_A, DEVICE_B, GAS, A, B, only, reading, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"We received alert 8F3F from the meter at MPAN {A}.", [{"mpxn": A, "code": "8F3F"}]),
        ("We received 0x8F3F at 10 1234 5678 903 this morning.", [{"mpxn": A, "code": "8F3F"}]),
        (f"8f3f came\nfrom {A}\ntoday", [{"mpxn": A, "code": "8F3F"}]),
        (f"Device {DEVICE_A} sent 8F75.", [{"device": DEVICE_A, "code": "8F75"}]),
        ("Device 001d240201a00b11 sent 8F75.", [{"device": DEVICE_A, "code": "8F75"}]),
        (f"The gas meter at MPRN {GAS} sent 8F75.", [{"mpxn": GAS, "code": "8F75"}]),
        (f"Device {DEVICE_A} at {A} sent 8F75.", [{"mpxn": A, "device": DEVICE_A, "code": "8F75"}]),
        (
            f"8F3F for {A} at 09:05 on 24/11/2026. It is now supplied by Brightwater Business Energy Ltd.",
            [
                {
                    "mpxn": A,
                    "code": "8F3F",
                    "at": "2026-11-24T09:05:00+00:00",
                    "supplier": "Brightwater Business Energy Ltd",
                }
            ],
        ),
        (
            f"8F3F for {A}; the new supplier is Cobalt since March.",
            [{"mpxn": A, "code": "8F3F", "supplier": "Cobalt"}],
        ),
        (f"Alert 8F0F on gas supply point {GAS}, ring 0113 496 0101.", [{"mpxn": GAS, "code": "8F0F"}]),
        (f"Alert 8F0F for gas meter {GAS} and order 450012345678.", [{"mpxn": GAS, "code": "8F0F"}]),
        (
            f"Devices {DEVICE_A} and {DEVICE_B} sent 8F3F.",
            [{"device": DEVICE_A, "code": "8F3F"}, {"device": DEVICE_B, "code": "8F3F"}],
        ),
        (
            f"{A} 8F3F 24/11/2026 09:05\n{B} 8F3E 24/11/2026 09:06",
            [
                {"mpxn": A, "code": "8F3F", "at": "2026-11-24T09:05:00+00:00"},
                {"mpxn": B, "code": "8F3E", "at": "2026-11-24T09:06:00+00:00"},
            ],
        ),
        (
            f"1) MPAN {A} - 8F3F\n2) {DEVICE_A} - 8F3E",
            [{"mpxn": A, "code": "8F3F"}, {"device": DEVICE_A, "code": "8F3E"}],
        ),
        (f"8F3F came from {A} and {B}.", [{"mpxn": A, "code": "8F3F"}, {"mpxn": B, "code": "8F3F"}]),
        (f"{A} sent 8F3F and 8F75.", [{"mpxn": A, "code": "8F3F"}, {"mpxn": A, "code": "8F75"}]),
        (
            f"{A} sent 8F3F.\n\nAnd {B} sent 8F75.",
            [{"mpxn": A, "code": "8F3F"}, {"mpxn": B, "code": "8F75"}],
        ),
    ],
)
def test_prose_with_evidence(text: str, expected: list[dict[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"8F3F, please ring {GAS}.",
        "8F3F, please ring 0113 496 0201 or 07700 900123.",
        "8F3F at MPAN 1012345678904.",
        "8F3F at MPRN 3938424404.",
        f"We received 8F3F.\n\nThe site is {A}.",
        f"Order 8830 for {A}.",
        f"Part no. X-8F3F-2 for {A}.",
        "8F3F, card 4929123412341234.",
        f"The ISBN is 978{A} and 8F3F.",
        f"Nothing to report for {A}.",
    ],
)
def test_prose_without_evidence(text: str) -> None:
    assert told(text) == []


def test_several_codes_and_several_meters_in_one_paragraph_are_put_to_a_person() -> None:
    alert = only(f"8F3F and 8F75 came from {A} and {B}.")
    assert [each.fault for each in alert.problems] == [Fault.TWO_VALUES]
    assert A not in alert.problems[0].text


def test_prose_is_not_read_where_something_is_labelled() -> None:
    text = f"Earlier {B} sent 8F75.\n\nMPAN: {A}\nAlert Code: 8F3F"
    assert told(text) == [{"mpxn": A, "code": "8F3F"}]


def test_provenance_says_that_it_was_prose() -> None:
    found = reading("Hello,", f"See this:\n\n8F3F from {A}.")
    assert set(found.alerts[0].provenance) == {
        ("mpxn", "forwarded mail 1, line 3, prose"),
        ("code", "forwarded mail 1, line 3, prose"),
    }
    assert found.rules == ()


@pytest.mark.parametrize(
    "text", [f"8F3F for {A}. It is not now supplied by Cobalt.", f"8F3F for {A}, not Cobalt."]
)
def test_a_negation_names_nobody(text: str) -> None:
    assert told(text) == [{"mpxn": A, "code": "8F3F"}]


@pytest.mark.parametrize(
    "called",
    ["order number", "Account no.", "ref:", "invoice", "our reference is", "Tel", "card number", "VAT no"],
)
def test_a_number_that_is_called_something_else_is_no_meter_point(called: str) -> None:
    found = reading(f"Alert 8F3F came in, {called} {A}, please look.")
    assert found.alerts == ()
    assert found.strays
