"""Alerts that stand in several layers of a mail: what is joined, what is one, and what a person must see."""

import pytest

from mailbot.model.alert import Fault, Precision
from mailbot.model.limits import Limits
from mailbot.model.mail import Layer
from mailbot.parse.alert import alerts
from tests.parse.alert_texts import DEVICE_A, RULES, A, B, facts, only, reading, told

ALERT = f"MPAN: {A}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05:33"
AT = "2026-11-24T09:05:33+00:00"


def test_an_alert_is_found_at_every_depth() -> None:
    assert told("Please pass on.", "See below.", "FYI", ALERT) == [{"mpxn": A, "code": "8F3F", "at": AT}]


def test_a_note_above_names_the_supplier_of_the_alert_below() -> None:
    assert told("New Supplier: Brightwater", ALERT)[0]["supplier"] == "Brightwater"


def test_a_note_above_names_the_supplier_of_all_alerts_below() -> None:
    below = f"{ALERT}\n\nMPAN: {B}\nAlert Code: 8F3E"
    assert [each["supplier"] for each in told("New Supplier: Brightwater", below)] == ["Brightwater"] * 2


def test_two_suppliers_above_several_alerts_are_put_to_a_person() -> None:
    above = "New Supplier: Brightwater\n\nNew Supplier: Cobalt"
    below = f"{ALERT}\n\nMPAN: {B}\nAlert Code: 8F3E"
    for alert in reading(above, below).alerts:
        assert [(each.fault, each.field) for each in alert.problems] == [(Fault.TWO_VALUES, "named_supplier")]


def test_the_meter_point_above_and_the_device_below_are_one_alert() -> None:
    above = f"MPAN: {A}\nNew Supplier: Brightwater"
    below = f"Device ID: {DEVICE_A}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05:33"
    assert told(above, below) == [
        {"mpxn": A, "device": DEVICE_A, "code": "8F3F", "at": AT, "supplier": "Brightwater"}
    ]


def test_the_same_alert_in_two_layers_is_one_and_the_richer_wins() -> None:
    above = f"MPAN: {A}\nAlert Code: 8F3F\nNew Supplier: Brightwater"
    below = f"{ALERT}\nDevice ID: {DEVICE_A}"
    assert told(above, below) == [
        {"mpxn": A, "device": DEVICE_A, "code": "8F3F", "at": AT, "supplier": "Brightwater"}
    ]


def test_a_time_in_minutes_is_the_same_as_one_in_seconds_and_the_exact_one_is_kept() -> None:
    alert = only(f"MPAN: {A}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05", ALERT)
    assert (facts(alert)["at"], alert.precision) == (AT, Precision.SECOND)


@pytest.mark.parametrize(
    "other",
    [
        f"MPAN: {A}\nAlert Code: 8F3E\nDate/Time: 24/11/2026 09:05:33",
        f"MPAN: {A}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05:34",
        f"MPAN: {B}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05:33",
    ],
)
def test_alerts_that_differ_in_a_fact_are_two(other: str) -> None:
    assert len(told(ALERT, other)) == 2


def test_two_equal_rows_of_one_text_stay_two() -> None:
    assert len(told(f"{ALERT}\n\n{ALERT}")) == 2


def test_two_suppliers_for_one_alert_are_put_to_a_person() -> None:
    alert = only(f"{ALERT}\nNew Supplier: Brightwater", f"{ALERT}\nNew Supplier: Cobalt")
    assert [each.fault for each in alert.problems] == [Fault.TWO_VALUES]
    assert "'Brightwater' (the body, line 4, label 'New Supplier')" in alert.problems[0].text
    assert "'Cobalt' (forwarded mail 1, line 4, label 'New Supplier')" in alert.problems[0].text


def test_a_note_that_names_another_meter_point_is_put_to_a_person() -> None:
    alert = only(f"MPAN: {B}\nNew Supplier: Brightwater", ALERT)
    assert [(each.fault, each.field) for each in alert.problems] == [(Fault.TWO_VALUES, "mpxn")]


def test_a_supplier_in_an_older_mail_below_is_not_that_of_the_alert_above() -> None:
    assert "supplier" not in told(ALERT, "Thanks for calling.\n\nNew Supplier: Cobalt")[0]


def test_another_meter_in_an_older_mail_below_changes_nothing() -> None:
    alert = only(ALERT, f"And about the other site:\n\nMPAN: {B}\nRegards")
    assert (alert.mpxn, alert.problems) == (A, ())


def test_one_attached_mail_says_nothing_about_its_neighbour() -> None:
    layers = (
        Layer("the body", "Two mails attached.", 0),
        Layer("attached mail 1", f"{ALERT}\n\nNew Supplier: Brightwater", 1),
        Layer("attached mail 2", f"MPAN: {B}\nAlert Code: 8F3E", 1),
    )
    found = [facts(each) for each in alerts(layers, RULES, Limits()).alerts]
    assert [each.get("supplier") for each in found] == ["Brightwater", None]


def test_a_signature_is_no_evidence() -> None:
    above = "Please pass on.\n\nKind regards\n\nImran\nSupplier: Cobalt Commercial Power Ltd\nMPID: COBA"
    assert "supplier" not in told(above, ALERT)[0]


def test_a_disclaimer_below_the_alert_is_no_evidence() -> None:
    below = f"{ALERT}\n\nThis email is confidential.\nSupplier: Cobalt\nGas shipper 3938424403"
    assert told(below) == [{"mpxn": A, "code": "8F3F", "at": AT}]


def test_line_numbers_count_from_the_top_of_the_layer() -> None:
    text = f"CAUTION: external email. Do not click links.\n\nHello,\n\n{ALERT}"
    assert dict(only(text).provenance)["mpxn"] == "the body, line 5, label 'MPAN'"


def test_the_rules_that_hit_are_named_in_their_order() -> None:
    text = f"New Supplier: X\nOld Supplier: Y\nAlert Code: 8F3F\nMPAN: {A}"
    assert reading(text).rules == ("mpan", "alert-code", "new-supplier", "not-the-new-supplier")
    assert reading("Just a question about the MPAN: which one?").rules == ()
