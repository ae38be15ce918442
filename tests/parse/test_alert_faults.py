"""What is labelled and wrong: each fault, its sentence, and that no sentence tells a whole meter point."""

import re

import pytest

from mailbot.model.alert import Fault
from tests.parse.alert_texts import DEVICE_A, DEVICE_B, GAS, A, B, only, told

CODE = "Alert Code: 8F3F"


@pytest.mark.parametrize(
    ("text", "fault", "field", "says"),
    [
        (
            f"MPAN: 1012345678904\n{CODE}",
            Fault.MPAN_CHECK_DIGIT,
            "mpxn",
            "The MPAN ending 8904 (the body, line 1, label 'MPAN') is not right: "
            "the last (13th) digit is 4, but by the twelve before it, it should be 3.",
        ),
        (
            f"MPRN: 3938424404\n{CODE}",
            Fault.MPRN_WARNING,
            "mpxn",
            "The MPRN ending 4404 (the body, line 1, label 'MPRN') is not right: "
            "the last two digits are 04, but by those before, they should be 03.",
        ),
        (
            f"MPAN: 101234567890\n{CODE}",
            Fault.MPXN_UNREADABLE,
            "mpxn",
            "The meter point ending 7890 (the body, line 1, label 'MPAN') cannot be read: "
            "it has 12 digits; an MPAN core has 13, the full MPAN 21.",
        ),
        (
            f"MPAN: {GAS}\n{CODE}",
            Fault.MPXN_UNREADABLE,
            "mpxn",
            "The meter point ending 4403 (the body, line 1, label 'MPAN') cannot be read: "
            "it has 10 digits; an MPAN core has 13, the full MPAN 21.",
        ),
        (
            f"MPAN: 1.01235E+12\n{CODE}",
            Fault.MPXN_UNREADABLE,
            "mpxn",
            "a spreadsheet has rounded it, so its last digits are lost.",
        ),
        (
            f"Device ID: 00-1D-24\n{CODE}",
            Fault.DEVICE_UNREADABLE,
            "device",
            "The device '00-1D-24' (the body, line 1, label 'Device ID') cannot be read: "
            "it has 6 hexadecimal digits; an EUI-64 has 16.",
        ),
        (
            f"MPAN: {A}\nAlert Code: tamper",
            Fault.CODE_UNREADABLE,
            "code",
            "The alert code 'tamper' (the body, line 2, label 'Alert Code') cannot be read: "
            "an alert code is four hexadecimal digits, such as 8F3F.",
        ),
        (
            f"MPAN: {A}\nAlert Code: N24",
            Fault.CODE_UNREADABLE,
            "code",
            "it is the code of an alert of the DCC itself, not of a device.",
        ),
        (
            f"MPAN: {A}\n{CODE}\nDate/Time: 11/24/2026 09:05",
            Fault.TIME_UNREADABLE,
            "raised_at",
            "The time '11/24/2026 09:05' (the body, line 3, label 'Date/Time') cannot be read: "
            "there is no month 24: the day comes first, then the month.",
        ),
        (
            f"MPAN: {A}\n{CODE}\nDate/Time: 29/03/2026 01:30",
            Fault.TIME_UNREADABLE,
            "raised_at",
            "the clocks went forward that night, and this hour was left out.",
        ),
        (
            f"MPAN: {A}\n{CODE}\nTime: 09:05",
            Fault.TIME_UNREADABLE,
            "raised_at",
            "it is a time of day without a day.",
        ),
        (
            f"MPAN: {A}\n{CODE}\nEvent Code: 8F3E",
            Fault.TWO_VALUES,
            "code",
            "The mail gives 2 alert codes for this alert: 8F3F (the body, line 2, label 'Alert Code') "
            "and 8F3E (the body, line 3, label 'Event Code').",
        ),
        (
            f"MPAN: {A}\nMPAN: {B}\n{CODE}",
            Fault.TWO_VALUES,
            "mpxn",
            "The mail gives 2 meter points for this alert: ending 8903 (the body, line 1, label 'MPAN') "
            "and ending 8902 (the body, line 2, label 'MPAN').",
        ),
        (
            f"MPAN: {A}\n{CODE}\nMPAN Core: {B}",
            Fault.TWO_VALUES,
            "mpxn",
            "ending 8903 (the body, line 1, label 'MPAN') and ending 8902 (the body, line 3, label 'MPAN Core').",
        ),
        (
            f"MPAN: {A}\nMPRN: {GAS}\n{CODE}",
            Fault.TWO_VALUES,
            "mpxn",
            "ending 8903 (the body, line 1, label 'MPAN') and ending 4403 (the body, line 2, label 'MPRN').",
        ),
        (
            f"Device ID: {DEVICE_A}\nGUID: {DEVICE_B}\n{CODE}",
            Fault.TWO_VALUES,
            "device",
            f"{DEVICE_A} (the body, line 1, label 'Device ID') and {DEVICE_B} (the body, line 2, label 'GUID').",
        ),
        (
            f"MPAN: {A}\n{CODE}\nNew Supplier: Brightwater\nGaining Supplier: Cobalt",
            Fault.TWO_VALUES,
            "named_supplier",
            "The mail gives 2 suppliers for this alert: 'Brightwater' (the body, line 3, label 'New Supplier') "
            "and 'Cobalt' (the body, line 4, label 'Gaining Supplier').",
        ),
        (
            f"MPAN: {A}\n{CODE}\nNew Supplier: Brightwater\n\nNew Supplier: Cobalt",
            Fault.TWO_VALUES,
            "named_supplier",
            "'Brightwater' (the body, line 3, label 'New Supplier')",
        ),
        (
            f"MPAN: {A}\n{CODE}\nTimestamp: 24/11/2026 09:05\nRaised: 24/11/2026 10:05",
            Fault.TWO_VALUES,
            "raised_at",
            "24 November 2026 09:05:00 (the body, line 3, label 'Timestamp')",
        ),
        (
            f"MPAN: {A}\nFuel: Gas\n{CODE}",
            Fault.TWO_VALUES,
            "fuel",
            "The mail says the fuel is gas, but the meter point ending 8903 is for electricity.",
        ),
    ],
)
def test_each_fault_has_its_sentence(text: str, fault: Fault, field: str, says: str) -> None:
    alert = only(text)
    assert [(each.fault, each.field) for each in alert.problems] == [(fault, field)]
    assert says in alert.problems[0].text
    assert not re.search(r"\d{10}", alert.problems[0].text)


def test_a_wrong_meter_point_keeps_its_digits() -> None:
    assert only(f"MPAN: 1012345678904\n{CODE}").mpxn == "1012345678904"
    assert only(f"MPRN: 3938424404\n{CODE}").mpxn == "3938424404"


def test_of_two_values_the_first_is_kept() -> None:
    alert = only(f"MPAN: {A}\nMPAN: {B}\n{CODE}\nEvent Code: 8F3E")
    assert (alert.mpxn, alert.code) == (A, "8F3F")


def test_one_value_in_two_spellings_is_no_fault() -> None:
    text = (
        f"MPAN: {A}\nMPAN Core: 10 1234 5678 903\nDevice ID: {DEVICE_A}\nGUID: 001d240201a00b11\n"
        f"Alert Code: 8F3F\nEvent Code: 0x8F3F - Tamper\nRaised: 24/11/2026 09:05\nTimestamp: 2026-11-24T09:05:33Z"
    )
    alert = only(text)
    assert alert.problems == ()
    assert alert.raised_at is not None
    assert alert.raised_at.second == 33


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Which MPAN should we put in the subject?",
        "What does 8F3F mean?",
        "Do codes like 8F3F and 8F76 need 0x in front of the MPAN?",
        f"MPAN: {A}\n\nPlease update the address of this customer.",
        f"Please ring about MPAN {A}.",
        "Supplier: Brightwater\nContact: Tom Ashby\nPhone: 0113 496 0202",
        "Your discount Code: SAVE20",
        "Your sign-in Code: 4821",
        "Date: 24/11/2026\nTime: 09:05\nDescription: catch-up",
        "Alert Code: which one do you mean?",
        "Device: Samsung Galaxy\nStatus: lost",
    ],
)
def test_a_mere_mention_is_no_alert(text: str) -> None:
    assert told(text) == []


def test_a_telephone_number_is_no_meter_point() -> None:
    assert told(f"{CODE}\nSupplier: Cobalt\nRing 3938424403 or Phone: {GAS}") == [
        {"code": "8F3F", "supplier": "Cobalt"}
    ]
