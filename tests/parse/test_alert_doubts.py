"""What a mail doubts, contradicts or takes back: each is a Problem for a person, never a guess and never silence."""

import pytest

from mailbot.model.alert import CriticalAlert, Fault
from tests.parse.alert_texts import DEVICE_A, DEVICE_B, GAS, A, B, only, reading

BLOCK = f"MPAN: {A}\nDevice ID: {DEVICE_A}\nAlert Code: 8F3F\nDate/Time: 23/11/2026 09:05:33\n"
NAMED = f"{BLOCK}New Supplier: Cobalt"


def faults(alert: CriticalAlert) -> list[tuple[Fault, str]]:
    """The faults of an alert, each with its field."""
    return [(each.fault, each.field) for each in alert.problems]


@pytest.mark.parametrize(
    "label",
    [
        "Prev. Supplier",
        "Old. Supplier",
        "Ex. supplier",
        "Orig. Supplier",
        "Old - Supplier",
        "Old – Supplier",
        "Previous, Supplier",
        "Pre-churn; Supplier",
        "Old | Supplier",
        "Old> Supplier",
        "Old\tSupplier",
        "Old\nSupplier",
        "Previous (losing)\nsupplier",
        "Previous supply details\n---------------\nSupplier",
        "Old supplier details:\nSupplier",
        "\nOLD SUPPLY\n\nSupplier",
    ],
)
def test_what_a_qualifier_makes_the_old_supplier_names_nobody(label: str) -> None:
    assert only(f"{BLOCK}{label}: Cobalt").named_supplier == ""


@pytest.mark.parametrize(
    "label",
    [
        "Losing. New Supplier",
        "Old. New Supplier",
        "No. Supplier",
        "L. Supplier",
        "Previous supply\nNew Supplier",
        "Old supply\nAddress: 1 Mill Lane\n\nPostcode: LS1\n\nSupplier",
    ],
)
def test_a_qualifier_that_is_not_understood_casts_doubt(label: str) -> None:
    assert (Fault.DOUBTED, "named_supplier") in faults(only(f"{BLOCK}{label}: Cobalt"))


@pytest.mark.parametrize(
    "label",
    [
        "Supplier",
        "1. Supplier",
        "* Supplier",
        "Gaining party\nSupplier",
        "Old supply\nSupplier: Dunmore\nNew supply\nSupplier",
        "Old Supplier: Dunmore, New Supplier",
        "Alert 1\nNew Supplier",
    ],
)
def test_an_ordinary_label_is_believed(label: str) -> None:
    alert = only(f"{BLOCK}{label}: Cobalt")
    assert alert.named_supplier == "Cobalt"
    assert alert.problems == ()


@pytest.mark.parametrize(
    "rest",
    [
        "Homes Ltd",
        " Domestic Ltd",
        "  (no longer, now Dunmore)",
        "   (Previous supplier)",
        "(former supplier)",
        "is NOT the supplier",
        "Brightwater Business Energy Ltd",
        "Homes Ltd\nStatus: open",
    ],
)
def test_an_unlabelled_line_after_the_supplier_casts_doubt(rest: str) -> None:
    alert = only(f"{NAMED}\n{rest}")
    assert (Fault.DOUBTED, "named_supplier") in faults(alert)
    assert any("is not understood" in each.text for each in alert.problems)


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "\nHomes are fine, thank you.",
        "Status: open",
        "Kind regards\n\nMegan",
        "---------------",
        "Please pass this on.",
        "This alert was raised by the meter of the customer.",
    ],
)
def test_what_is_plainly_no_part_of_the_supplier_casts_none(rest: str) -> None:
    assert only(f"{NAMED}\n{rest}").problems == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (f"MPAN: {A}\n      {B}\nAlert Code: 8F3F", "mpxn"),
        (f"MPAN: {A}\nDevice ID: {DEVICE_A}\n      {DEVICE_B}\nAlert Code: 8F3F", "device"),
        (f"MPAN: {A}\nDevice ID: {DEVICE_A} / {DEVICE_B}\nAlert Code: 8F3F", "device"),
        (f"MPAN: {A}\nAlert Code: 8F3F/8010", "code"),
        (f"MPAN: {A}\nAlert Code: 8010/8F3F", "code"),
        (f"MPAN: {A}\nAlert Code: 8F3F/8F3E", "code"),
        (f"MPAN: {A}\nAlert Code: 8F3F, 8010", "code"),
        (f"MPAN: {A}\nAlert Code: 8F3F\n      8010\nDate/Time: 23/11/2026 09:05", "code"),
        (f"MPAN: {A}\nAlert Code: 8010\nAlert Description: 8F3F Tamper", "code"),
        (f"MPAN: {A}\nAlert Code: 8F3F\nAlert Description: Update Security Credentials", "code"),
    ],
)
def test_two_values_are_put_to_a_person(text: str, field: str) -> None:
    assert (Fault.TWO_VALUES, field) in faults(only(text))


@pytest.mark.parametrize("code", ["8010/8F3F", "8F3F/8010", "8010, 8F3F"])
def test_of_two_codes_the_one_for_relay_is_kept(code: str) -> None:
    assert only(f"MPAN: {A}\nAlert Code: {code}").code == "8F3F"


@pytest.mark.parametrize(
    "value",
    [
        "Cobalt?",
        "Cobalt (not confirmed)",
        "Cobalt (TBC)",
        "Cobalt - believed",
        "Cobalt (formerly)",
        "Cobalt from 1 January 2027",
        "was Cobalt",
        "probably Cobalt",
        "Cobalt - please check",
        "Cobalt (old)",
    ],
)
def test_a_supplier_written_with_a_doubt(value: str) -> None:
    assert (Fault.DOUBTED, "named_supplier") in faults(only(f"{BLOCK}New Supplier: {value}"))


@pytest.mark.parametrize("value", ["TBC", "unknown", "not known", "n/a", "?", ""])
@pytest.mark.parametrize("label", ["Supplier", "Current supplier", "Supplier MPID"])
def test_a_new_supplier_that_nobody_knows_leaves_nobody_named(value: str, label: str) -> None:
    alert = only(f"{BLOCK}New Supplier: {value}\n{label}: COBA")
    assert alert.named_supplier == ""
    assert faults(alert) == [(Fault.DOUBTED, "named_supplier")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Can you confirm the new supplier is Cobalt?",
        "It is untrue that the new supplier is Cobalt.",
        "I do not know whether the new supplier is Cobalt.",
        "Nobody believes the new supplier is Cobalt.",
        "The new supplier is neither Cobalt nor Dunmore.",
        "The new supplier is Cobalt from 1 January 2027.",
        "Unlike next door, where the new supplier is Cobalt.",
        "Do not pass on unless the new supplier is Cobalt.",
        "You wrongly assumed the new supplier is Cobalt.",
        "The new supplier is Cobalt. Not true any more, it is Dunmore.",
        "We think the new supplier is Cobalt.",
        "The new supplier may be Cobalt.",
    ],
)
@pytest.mark.parametrize(
    "told",
    ["Critical alert 8F3F was raised at MPAN 1012345678903 on 23/11/2026 09:05. {}", "{}\n\n" + NAMED],
)
def test_a_sentence_that_doubts_the_supplier(sentence: str, told: str) -> None:
    assert (Fault.DOUBTED, "named_supplier") in faults(only(told.format(sentence)))


@pytest.mark.parametrize(
    "note",
    [
        "The customer left us in March, the new supplier is Cobalt.",
        "We are no longer the supplier. Please pass on.",
        "We are not the supplier of this meter.",
        "We do not have the contact details of the new supplier.",
        "A Critical Alert has been received for a meter we no longer supply.",
        "This should be sent to the new supplier.",
        "Is this the right mailbox for these?",
        "Please pass this on – the customer’s new supplier is “Cobalt”.",
        "If you have received this email in error, please disregard it.",
    ],
)
def test_an_ordinary_note_casts_no_doubt(note: str) -> None:
    assert only(note, NAMED).problems == ()


@pytest.mark.parametrize(
    "note",
    [
        "PLEASE IGNORE - sent in error, do not forward.",
        "Please disregard.",
        "Recall: wrong supplier, should have been Dunmore.",
        "The supplier should be Dunmore.",
        "Correction: MPAN is 1500123456780",
        "New supplier is Dunmore, not as below.",
        "The MPAN below is incorrect.",
        "Note: wrong supplier, should be Dunmore",
        "Scrap this one, it was a test.",
    ],
)
def test_a_note_that_takes_back_casts_doubt_on_every_alert_below(note: str) -> None:
    other = NAMED.replace(A, B).replace(DEVICE_A, DEVICE_B)
    found = reading(note, f"{NAMED}\n\n{other}").alerts
    assert len(found) == 2
    assert all(Fault.DOUBTED in {fault for fault, _ in faults(each)} for each in found)


def test_a_sentence_that_names_another_supplier_than_the_label() -> None:
    alert = only("New supplier is Tamar Valley.", NAMED)
    assert faults(alert) == [(Fault.DOUBTED, "named_supplier")]


@pytest.mark.parametrize(
    ("meter", "label", "named"),
    [
        (f"MPAN: {A}", "Electricity supplier", "Cobalt"),
        (f"MPAN: {A}", "Gas supplier", ""),
        (f"MPRN: {GAS}", "Gas supplier", "Cobalt"),
        (f"MPRN: {GAS}", "Electricity supplier", ""),
        (f"MPAN: {A}", "Gas supplier: Dunmore\nElectricity supplier", "Cobalt"),
    ],
)
def test_the_supplier_of_one_fuel_is_no_evidence_for_the_other(meter: str, label: str, named: str) -> None:
    alert = only(f"{meter}\nAlert Code: 8F3F\nDate/Time: 23/11/2026 09:05\n{label}: Cobalt")
    assert alert.named_supplier == named
    assert faults(alert) == ([] if named else [(Fault.DOUBTED, "named_supplier")])


def test_the_old_supplier_cannot_be_the_new_one() -> None:
    assert faults(only(f"{BLOCK}Old Supplier: Cobalt\nNew Supplier: cobalt")) == [
        (Fault.DOUBTED, "named_supplier")
    ]


def test_a_supply_that_begins_after_the_alert_casts_doubt() -> None:
    assert faults(only(f"{NAMED}\nSupply start date: 01/01/2027")) == [(Fault.DOUBTED, "named_supplier")]
    assert only(f"{NAMED}\nSupply start date: 01/02/2026").problems == ()


@pytest.mark.parametrize(
    "rows",
    [
        f"MPAN\tAlert Code\tSupplier\n{A}\t8F3F\tDunmore\tCobalt",
        f"MPAN\tAlert Code\tNew Supplier\tOld Supplier\n{A}\t8F3F\tCobalt",
        f"MPAN\tAlert Code\tDate/Time\tSupplier\n{A}\t8F3F\t23/11/2026\t09:05\tCobalt",
        f"MPAN\tAlert Code\tSupplier\n8F3F\t{A}\tCobalt",
        f"Old\tNew\nMPAN\t{A}\t{A}\nAlert Code\t8F3F\t8F3F\nSupplier\tDunmore\tCobalt",
        f"MPAN\n\nAlert Code\n\nSupplier\n\n{A}\n\nCobalt\n\n8F3F",
    ],
)
def test_a_row_that_does_not_fit_its_heads_names_no_supplier(rows: str) -> None:
    for alert in reading(rows).alerts:
        assert alert.named_supplier == ""
        assert Fault.MPXN_UNREADABLE in {fault for fault, _ in faults(alert)}


@pytest.mark.parametrize("row", ["Supplier\tDunmore\tCobalt", "Supplier | Dunmore | Cobalt"])
def test_a_second_cell_beside_the_supplier_is_never_believed(row: str) -> None:
    alert = only(f"MPAN\t{A}\nAlert Code\t8F3F\n{row}")
    assert not alert.named_supplier or faults(alert) == [(Fault.DOUBTED, "named_supplier")]


def test_an_empty_last_cell_is_a_cell() -> None:
    alert = only(f"MPAN\tAlert Code\tNew Supplier\tNotes\n{A}\t8F3F\tCobalt\t")
    assert alert.named_supplier == "Cobalt"
    assert alert.problems == ()


@pytest.mark.parametrize("digits", ["0000000000000", "1111111111111"])
def test_one_digit_thirteen_times_is_no_meter_point(digits: str) -> None:
    assert faults(only(f"MPAN: {digits}\nAlert Code: 8F3F")) == [(Fault.MPXN_UNREADABLE, "mpxn")]


def test_no_sentence_tells_a_whole_meter_point() -> None:
    alert = only(f"Correction, MPAN {B} is wrong.", f"{BLOCK}MPAN: {A}\n      {B}\nNew Supplier: Cobalt\n{B}")
    assert alert.problems
    assert not any(A in each.text or B in each.text for each in alert.problems)


def test_the_words_before_a_label_are_not_told() -> None:
    alert = only(f"MPAN{A}  Supplier: Cobalt, Alert Code: 8F3F, MPAN: {B}")
    assert not any(A in each.text for each in alert.problems)
