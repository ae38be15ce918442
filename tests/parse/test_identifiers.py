"""The identifiers of an alert, in the spellings that people, spreadsheets and DUIS give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.alert import Fuel
from mailbot.parse import identifiers

VALID_MPANS = [
    "1012345678903",
    "1212345678902",
    "1500123456780",
    "2000987654323",
    "3012345678909",
    "1012345000040",
]
VALID_MPRNS = ["3938424403", "1234567810", "7654321003", "9000123404", "741234509", "15001202", "7654000510"]
EUI = "00-1D-24-02-01-A0-0B-11"


@pytest.mark.parametrize("digits", VALID_MPANS)
def test_a_good_mpan_core_is_taken_as_it_is(digits: str) -> None:
    assert identifiers.mpan_core(digits) == identifiers.Identifier(digits)
    assert identifiers.fuel_of(digits) is Fuel.ELECTRICITY


@pytest.mark.parametrize("digits", VALID_MPRNS)
def test_a_good_mprn_is_taken_as_it_is(digits: str) -> None:
    assert identifiers.mprn(digits) == identifiers.Identifier(digits)
    assert identifiers.fuel_of(digits) is Fuel.GAS


@pytest.mark.parametrize(
    "written",
    [
        "10 1234 5678 903",
        "10-1234-5678-903",
        "10 – 1234 – 5678 – 903",
        "1012345678903.",
        "1012345678903.0",
        "'1012345678903",
        "*1012345678903*",
        "1012345678903 (electricity)",
        "1012345678903 (profile class 03)",
        "10\u00a01234\u00a05678\u00a0903",
        "10\u200b12345678903",
        "１０１２３４５６７８９０３",
        "00 801 123 10 1234 5678 903",
        "S 00 801 123 10 1234 5678 903",
        "S00801123 | 10 1234 5678 903",
        "008011231012345678903",
    ],
)
def test_an_mpan_core_is_read_from_its_spellings(written: str) -> None:
    assert identifiers.mpan_core(written) == identifiers.Identifier("1012345678903")
    assert identifiers.mpxn(written) == identifiers.Identifier("1012345678903")


@pytest.mark.parametrize(
    ("written", "value", "wrong"),
    [
        (
            "1012345678904",
            "1012345678904",
            "the last (13th) digit is 4, but by the twelve before it, it should be 3",
        ),
        (
            "1212345678903",
            "1212345678903",
            "the last (13th) digit is 3, but by the twelve before it, it should be 2",
        ),
        ("101234567890", "", "it has 12 digits; an MPAN core has 13, the full MPAN 21"),
        ("3938424403", "", "it has 10 digits; an MPAN core has 13, the full MPAN 21"),
        ("7", "", "it has 1 digit; an MPAN core has 13, the full MPAN 21"),
        ("1.01235E+12", "", "a spreadsheet has rounded it, so its last digits are lost"),
        ("1012345678903, 1212345678902", "", "more than one number stands there"),
        ("1012345678903/1212345678902", "", "more than one number stands there"),
        ("unknown", "", "it is not a number"),
        ("", "", "it is not a number"),
    ],
)
def test_a_wrong_mpan_says_what_is_wrong(written: str, value: str, wrong: str) -> None:
    assert identifiers.mpan_core(written) == identifiers.Identifier(value, wrong)


@pytest.mark.parametrize(
    ("written", "value", "wrong"),
    [
        (
            "3938424404",
            "3938424404",
            "the last two digits are 04, but by those before, they should be 03",
        ),
        ("39 3842 4403", "3938424403", ""),
        ("7654000510 (gas)", "7654000510", ""),
        ("12345", "", "it has 5 digits; an MPRN has 6 to 10"),
        ("39384244031", "", "it has 11 digits; an MPRN has 6 to 10"),
    ],
)
def test_an_mprn_is_checked_by_its_last_two_digits(written: str, value: str, wrong: str) -> None:
    assert identifiers.mprn(written) == identifiers.Identifier(value, wrong)


@pytest.mark.parametrize("digits", ["10123456789", "101234567890", "12345", "10123456789012"])
def test_a_meter_point_of_neither_length_is_unreadable(digits: str) -> None:
    read = identifiers.mpxn(digits)
    assert read.value == ""
    assert read.wrong == f"it has {len(digits)} digits; an MPAN core has 13 and an MPRN 6 to 10"


@given(st.text(alphabet="0123456789", min_size=12, max_size=12), st.integers(0, 9))
def test_exactly_one_last_digit_is_right(body: str, last: int) -> None:
    read = identifiers.mpan_core(f"{body}{last}")
    alike = len({*body, str(last)}) == 1
    assert read.good == (str(last) == identifiers.mpan_check_digit(body) and not alike)
    assert body not in read.wrong


@pytest.mark.parametrize(
    "written",
    [
        EUI,
        "00:1d:24:02:01:a0:0b:11",
        "001d240201a00b11",
        "001D240201A00B11",
        "0x001D240201A00B11",
        "00 1D 24 02 01 A0 0B 11",
        f"{EUI} (ESME)",
        f"{EUI}:90-B3-D5-1F-30-00-00-01:1000",
        "00‑1D‑24‑02‑01‑A0‑0B‑11",
    ],
)
def test_a_device_has_one_spelling(written: str) -> None:
    assert identifiers.device(written) == identifiers.Identifier(EUI)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("00-1D-24-02-01-A0-0B", "it has 14 hexadecimal digits; an EUI-64 has 16"),
        (f"{EUI}-22", "it has 18 hexadecimal digits; an EUI-64 has 16"),
        (
            "00-1D-24-02-01-A0-0B-1G",
            "an EUI-64 is sixteen hexadecimal digits, such as 00-1D-24-02-01-A0-0B-11",
        ),
        ("see below", "an EUI-64 is sixteen hexadecimal digits, such as 00-1D-24-02-01-A0-0B-11"),
    ],
)
def test_a_wrong_device_says_what_is_wrong(written: str, wrong: str) -> None:
    assert identifiers.device(written) == identifiers.Identifier(wrong=wrong)


@pytest.mark.parametrize(
    ("written", "code", "remark"),
    [
        ("8F3F", "8F3F", ""),
        ("8f3f", "8F3F", ""),
        ("0x8F3F", "8F3F", ""),
        ("0X8f3f", "8F3F", ""),
        ("0x8F 3F", "8F3F", ""),
        ("8F 3F", "8F3F", ""),
        ("#8F3F", "8F3F", ""),
        ("8F3Fh", "8F3F", ""),
        ("'8F3F'", "8F3F", ""),
        ("8F3F.", "8F3F", ""),
        ("8F3F - Tamper", "8F3F", "Tamper"),
        ("8F3F – Tamper Detect", "8F3F", "Tamper Detect"),
        ("8F3F: Tamper", "8F3F", "Tamper"),
        ("8F3F (Tamper)", "8F3F", "Tamper"),
        ("[8F3F] Tamper", "8F3F", "Tamper"),
        ("Tamper Detect (8F3F)", "8F3F", "Tamper Detect"),
        ("Tamper Detect - 0x8F3F", "8F3F", "Tamper Detect"),
        ("8010", "8010", ""),
        ("8E10", "8E10", ""),
        ("8F3F, 8F3F", "8F3F", ""),
    ],
)
def test_an_alert_code_is_read_from_its_spellings(written: str, code: str, remark: str) -> None:
    assert identifiers.alert_code(written) == identifiers.Identifier(code)
    assert identifiers.code_remark(written) == remark


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("8F3F, 8F3E", "it holds several codes (8F3E, 8F3F)"),
        ("8F3F / 8F3E", "it holds several codes (8F3E, 8F3F)"),
        ("N24", "it is the code of an alert of the DCC itself, not of a device"),
        ("8.00E+10", "a spreadsheet has turned it into a number"),
        ("8F3", "an alert code is four hexadecimal digits, such as 8F3F"),
        ("8F3F1", "an alert code is four hexadecimal digits, such as 8F3F"),
        ("dead meter", "an alert code is four hexadecimal digits, such as 8F3F"),
        ("2026-11-24", "an alert code is four hexadecimal digits, such as 8F3F"),
        ("tamper", "an alert code is four hexadecimal digits, such as 8F3F"),
        ("", "an alert code is four hexadecimal digits, such as 8F3F"),
    ],
)
def test_a_wrong_alert_code_says_what_is_wrong(written: str, wrong: str) -> None:
    assert identifiers.alert_code(written) == identifiers.Identifier(wrong=wrong)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("4611686018427387911", "4611686018427387911"),
        (f"{EUI}:90-B3-D5-1F-30-00-00-01:1000", "1000"),
        ("x", ""),
    ],
)
def test_the_counter_stands_alone_or_in_a_duis_identifier(written: str, value: str) -> None:
    assert identifiers.counter(written).value == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("BRWA", "BRWA"),
        ("brwa", "BRWA"),
        (" BWG ", "BWG"),
        ("A1B2", "A1B2"),
        ("BRWAX", ""),
        ("B1", ""),
        ("123", ""),
    ],
)
def test_the_shape_of_an_mpid(written: str, value: str) -> None:
    assert identifiers.mpid(written).value == value


@given(st.text(max_size=400))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (
        identifiers.mpan_core,
        identifiers.mprn,
        identifiers.mpxn,
        identifiers.device,
        identifiers.alert_code,
        identifiers.counter,
        identifiers.mpid,
    ):
        found = read(text)
        assert found.value or found.wrong
        assert found.value.isascii()
    identifiers.code_remark(text)
