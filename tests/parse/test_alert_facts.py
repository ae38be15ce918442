"""The facts of one block: what is read, what contradicts it, and what is written and cannot be read."""

import pytest

from mailbot.model.alert import Fault, Fuel
from mailbot.model.limits import Limits
from mailbot.model.mail import Layer
from mailbot.parse.alert import alerts
from tests.parse.alert_texts import DEVICE_A, DEVICE_B, GAS, RULES, A, B, attached, facts, only, reading, told

BLOCK = f"MPAN: {A}\nAlert Code: 8F3F\n"


def faults(text: str) -> list[tuple[Fault, str]]:
    return [(each.fault, each.field) for each in only(text).problems]


@pytest.mark.parametrize(
    "value",
    [
        "S 00 801 112 10 1234 5678 903",
        "S-00-801-112-10-1234-5678-903",
        "00 801 C01 10 1234 5678 903",
        "[00] [801] [112] / [10] [1234] [5678] [903]",
        "S|00|801|112|10|1234|5678|903",
        "10.1234.5678.903",
        "10\u00a01234\u00a05678\u00a0903",
        '="1012345678903"',
        "MPAN 1012345678903",
        "S 00 801 112\n10 1234 5678 903",
        "00801112\n1012345678903",
        "S 00 801 C01\n  10 1234 5678 903",
        "\n00 801 112\n10 1234 5678 903",
        "\nS\t00\t801\t112\n\t10\t1234\t5678\t903",
    ],
)
@pytest.mark.parametrize("label", ["MPAN", "Supply Number"])
def test_every_way_to_write_an_mpan(label: str, value: str) -> None:
    alert = only(f"{label}: {value}\nAlert Code: 8F3F")
    assert facts(alert) == {"mpxn": A, "code": "8F3F"}
    assert alert.problems == ()


def test_a_top_line_over_something_else_stays_by_itself() -> None:
    assert faults(f"MPAN: 00 801 112\n{GAS}\nAlert Code: 8F3F") == [(Fault.MPXN_UNREADABLE, "mpxn")]


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ("MPRN: 39384 (part)", "mpxn"),
        (f"Device ID: {DEVICE_A}\nGUID: 00-1D-24-02-01-A0-0B", "device"),
        ("Event Code: N24", "code"),
        ("Event Code: 8F3F1", "code"),
    ],
)
def test_what_is_labelled_and_unreadable_beside_a_good_value_is_told(lines: str, field: str) -> None:
    found = only(BLOCK + lines).problems
    assert [each.field for each in found] == [field]
    assert found[0].fault.value.endswith("-unreadable")
    assert "label" in found[0].text


@pytest.mark.parametrize(
    "lines",
    [
        "MPRN: none",
        "MPRN: not a gas site",
        f"Device: Smart meter\nDevice ID: {DEVICE_A}",
        f"Device: 19P1234567\nDevice ID: {DEVICE_A}",
        "Event Code: Tamper",
        "Alert ID: 4711",
        "Alert ID: 20261124000017",
        "Alert: 8F3F\nAlert Description: Tamper",
    ],
)
def test_words_beside_a_good_value_are_no_fault(lines: str) -> None:
    assert only(BLOCK + lines).problems == ()


def test_an_alert_id_alone_may_be_the_code() -> None:
    assert told(f"MPAN: {A}\nAlert ID: 8F3F") == [{"mpxn": A, "code": "8F3F"}]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Fuel: Electricity\nCommodity: Gas", [(Fault.TWO_VALUES, "fuel")]),
        ("Fuel: Gas", [(Fault.TWO_VALUES, "fuel")]),
        ("Fuel: Dual", []),
        (f"Device ID: {DEVICE_A}\nGUID: {DEVICE_B}", [(Fault.TWO_VALUES, "device")]),
        (f"Device ID: {DEVICE_A}\nin the cellar", [(Fault.DOUBTED, "device")]),
        (f"MPRN: {GAS}", [(Fault.TWO_VALUES, "mpxn")]),
        ("Counter: 1000\nOriginator Counter: 1001", [(Fault.TWO_VALUES, "counter")]),
        ("Counter: 1000\nOriginator Counter: 1000", []),
        ("New Gas Supplier: Cobalt", [(Fault.DOUBTED, "named_supplier")]),
        ("New Gas Supplier: Cobalt\nNew Electricity Supplier: Dunmore", []),
        (
            "New Supplier: Cobalt\nGain Date: 25/11/2026\nRaised: 24/11/2026 09:05",
            [(Fault.DOUBTED, "named_supplier")],
        ),
        ("New Supplier: Cobalt\nGain Date: 23/11/2026\nRaised: 24/11/2026 09:05", []),
        ("Event Code: 8F3E", [(Fault.TWO_VALUES, "code")]),
    ],
)
def test_two_values_for_one_fact(lines: str, expected: list[tuple[Fault, str]]) -> None:
    assert faults(BLOCK + lines) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("20261124", "written like a date"),
        ("24112026", "written like a date"),
        ("00 801 112", "the top line of an MPAN"),
        ("0113496010", "written like a telephone number"),
    ],
)
def test_what_is_no_mprn_though_it_is_called_one(value: str, words: str) -> None:
    problem = only(f"MPRN: {value}\nAlert Code: 8F0F").problems[0]
    assert problem.fault is Fault.MPXN_UNREADABLE
    assert words in problem.text


def test_the_fuel_of_a_device_without_a_meter_point_is_kept() -> None:
    alert = only(f"Device ID: {DEVICE_A}\nFuel: Gas\nAlert Code: 8F0F")
    assert alert.fuel is Fuel.GAS
    assert dict(alert.provenance)["fuel"] == "the body, line 2, label 'Fuel'"


def test_the_meter_point_of_another_layer_brings_its_fuel() -> None:
    alert = only(f"MPRN: {GAS}", f"Device ID: {DEVICE_A}\nAlert Code: 8F0F\n")
    assert (alert.mpxn, alert.fuel) == (GAS, Fuel.GAS)


def test_the_time_of_another_layer_brings_its_precision() -> None:
    alert = only(f"{BLOCK}\n", f"{BLOCK}Raised: 24/11/2026 09:05:33")
    assert facts(alert)["at"] == "2026-11-24T09:05:33+00:00"


def test_another_alert_of_the_same_layer_takes_nothing() -> None:
    assert told(f"{BLOCK}\n\nAlert Code: 8F3E\nRaised: 24/11/2026 09:05") == [
        {"mpxn": A, "code": "8F3F"},
        {"code": "8F3E", "at": "2026-11-24T09:05:00+00:00"},
    ]


def test_what_another_enclosed_mail_says_is_not_about_this_one() -> None:
    layers = (
        Layer("the body", "See both."),
        Layer("attached mail 1", BLOCK, 1, "rfc822"),
        Layer("attached mail 2", "New Supplier: Cobalt", 1, "rfc822"),
    )
    assert [each.named_supplier for each in alerts(layers, RULES, Limits()).alerts] == [""]


def test_a_code_that_comes_again_in_another_paragraph_opens_a_block() -> None:
    text = f"Alert Code: 8F3F\nMPAN: {A}\n\nEvent Code: 8F3E\nSupply Number: {B}"
    assert [(each["mpxn"], each["code"]) for each in told(text)] == [(A, "8F3F"), (B, "8F3E")]


@pytest.mark.parametrize(
    "line",
    [f"x\tMPAN\t{A}", f"MPAN\t{A}\tMPAN", f"Ref\t{A}\tx"],
)
def test_a_row_whose_first_cell_is_no_label_of_a_fact_has_nothing_beside_it(line: str) -> None:
    assert all("not understood" not in each.text for found in reading(line).alerts for each in found.problems)


def test_a_heading_with_nothing_labelled_below_is_the_rest_of_the_value_above() -> None:
    assert faults(f"{BLOCK}New Supplier: Cobalt\nMeter details\n\n---\n\n***") == [
        (Fault.DOUBTED, "named_supplier")
    ]


def test_a_day_and_a_time_in_a_note_of_the_same_meter_are_its_time() -> None:
    alert = only(f"MPAN: {A}\nDate: 24/11/2026\nTime: 09:05:33", BLOCK)
    assert facts(alert)["at"] == "2026-11-24T09:05:33+00:00"
    assert alert.problems == ()


def test_an_unreadable_meter_point_above_a_readable_one_is_still_told() -> None:
    alert = only("MPAN: 101234567\nAlert Code: 8F3F", f"MPAN: {A}\nNew Supplier: Cobalt")
    assert alert.mpxn == A
    assert [each.fault for each in alert.problems] == [Fault.MPXN_UNREADABLE]


def test_a_meter_point_that_is_said_to_stand_elsewhere_is_no_fault() -> None:
    assert only("MPAN: see attached\nNew Supplier: Cobalt", BLOCK).problems == ()


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (f"MPAN: {A}\nDevice ID: 00-1D-24-02-01", [(Fault.DEVICE_UNREADABLE, "device")]),
        (f"MPAN: {A}\nNew Supplier: Cobalt\nNew Supplier: Dunmore", [(Fault.TWO_VALUES, "named_supplier")]),
        (f"MPAN: {A}\nNew Supplier: Cobalt?", [(Fault.DOUBTED, "named_supplier")]),
        (f"MPAN: {A}\nNew Supplier: Cobalt", []),
    ],
)
def test_what_is_wrong_in_a_note_stays_wrong(above: str, expected: list[tuple[Fault, str]]) -> None:
    alert = only(above, f"{BLOCK}Device ID: {DEVICE_A}\nNew Supplier: Cobalt")
    assert [(each.fault, each.field) for each in alert.problems] == expected


@pytest.mark.parametrize("code", ["8F\u00b3F", "8F3F\u00b9", "\u00bd8F3F", "8F3\u2460"])
def test_a_superscript_is_no_digit(code: str) -> None:
    assert faults(f"MPAN: {A}\nAlert Code: {code}") == [(Fault.CODE_UNREADABLE, "code")]
    assert faults(f"MPAN: {A[:-1]}\u00b3\nAlert Code: 8F3F") == [(Fault.MPXN_UNREADABLE, "mpxn")]


@pytest.mark.parametrize(
    ("remark", "doubted"),
    [
        ("Note: Not sure that this is the right MPAN", True),
        ("Comments: already sent on 20/11, do not resend", True),
        ("Status: cancelled", True),
        ("Note: customer moved in spring", False),
        ("Status: open", False),
        ("Comments: n/a", False),
    ],
)
def test_a_remark_beside_the_facts_is_read(remark: str, doubted: bool) -> None:
    block = f"MPAN: {A}\nAlert Code: 8F3F\nNew Supplier: Cobalt\n"
    (alert,) = reading("Please pass on.", f"{block}{remark}").alerts
    assert (Fault.DOUBTED in {each.fault for each in alert.problems}) is doubted
    head, cell = remark.split(": ", 1)
    (alert,) = attached(f"MPAN\tAlert Code\t{head}\n{A}\t8F3F\t{cell}").alerts
    assert (Fault.DOUBTED in {each.fault for each in alert.problems}) is doubted
