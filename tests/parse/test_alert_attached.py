"""Alerts in the rows of an attached table, and what the mail around it says of them."""

import pytest

from mailbot.model import mail
from mailbot.model.alert import Fault
from mailbot.model.limits import Limits
from mailbot.parse.alert import alerts
from tests.parse.alert_texts import DEVICE_A, GAS, RULES, A, B, C, attached, facts

HEAD = "MPAN\tDevice ID\tAlert Code\tDate/Time\tNew Supplier"
ROW_A = f"{A}\t{DEVICE_A}\t8F3F\t2026-11-24 09:05:33\tBrightwater"
ROW_B = f"{B}\t\t8F3E\t2026-11-24T09:06:00\tCobalt"
TABLE = f"{HEAD}\n{ROW_A}\n{ROW_B}"
ONE = {
    "mpxn": A, "device": DEVICE_A, "code": "8F3F", "at": "2026-11-24T09:05:33+00:00", "supplier": "Brightwater",
}  # fmt: skip
TWO = {"mpxn": B, "code": "8F3E", "at": "2026-11-24T09:06:00+00:00", "supplier": "Cobalt"}


def told(table: str, body: str = "Please see attached.") -> list[dict[str, str]]:
    return [facts(alert) for alert in attached(table, body).alerts]


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        f"Critical Alerts of churned sites\nProduced 24/11/2026 10:00\n\n{TABLE}",
        f"Critical Alerts\t\t\t\t\n\t\t\t\t\n{TABLE}",
        f"Meter\t\tAlert\t\t\n{TABLE}",
        f"{HEAD}\n\n{ROW_A}\n\t\t\t\t\n{ROW_B}\n\n",
        f"{TABLE}\nTotal\t2\t\t\t\nEnd of report",
        f"{HEAD}\n{ROW_A}\nSub-total\t1\t\t\t\n{ROW_B}\nGrand total\t2\t\t\t",
        f"{HEAD}\n{ROW_A}\n{HEAD}\n{ROW_B}",
        f"{HEAD}\n{ROW_A}\n\nSecond page\n{HEAD}\n{ROW_B}",
        "\n".join(
            f"{number}\t{row}" for number, row in zip(("No.", "1.", "2."), TABLE.split("\n"), strict=True)
        ),
        "\n".join(f"{row}\t{x}\t{x}" for row, x in zip(TABLE.split("\n"), ("Region", "N", "S"), strict=True)),
    ],
)
def test_a_sheet_as_people_make_them(table: str) -> None:
    assert told(table) == [ONE, TWO]
    assert attached(table).strays == ()


def test_a_few_known_columns_among_many() -> None:
    head = "Colour\tMPAN\tRegion\tAlert Code\tTeam\tWeather\tFog\tWind"
    assert told(f"{head}\nred\t{A}\tN\t8F3F\tx\tdry\ty\tz") == [{"mpxn": A, "code": "8F3F"}]


def test_sideways_in_a_sheet_that_is_wider() -> None:
    table = (
        f"MPAN\t{A}\t{B}\t\t\nAlert Code\t8F3F\t8F3E\t\t\nNew Supplier\tBrightwater\tCobalt\t\t\n\n\t\t\t\tx"
    )
    assert told(table) == [
        {"mpxn": A, "code": "8F3F", "supplier": "Brightwater"},
        {"mpxn": B, "code": "8F3E", "supplier": "Cobalt"},
    ]


def test_the_row_is_in_the_provenance() -> None:
    first, second = attached(f"Alerts\n\n{TABLE}").alerts
    assert dict(first.provenance)["mpxn"] == "row 4 of sheet \"Alerts\" of alerts.xlsx, column 'MPAN'"
    assert dict(second.provenance)["code"] == "row 5 of sheet \"Alerts\" of alerts.xlsx, column 'Alert Code'"


def test_labelled_lines_of_an_attached_message() -> None:
    lines = f"Device ID: {DEVICE_A}\nAlert Code: 8F3F\nOriginator Counter: 1000\nDate/Time: 2026-11-24T09:05:33.123Z"
    alert = attached(lines, f"New Supplier: Cobalt\nMPAN: {A}").alerts[0]
    assert facts(alert) == {
        "mpxn": A,
        "device": DEVICE_A,
        "code": "8F3F",
        "at": "2026-11-24T09:05:33+00:00",
        "counter": "1000",
        "supplier": "Cobalt",
    }
    assert dict(alert.provenance)["counter"].endswith(", line 3, label 'Originator Counter'")


def test_the_one_supplier_of_the_mail_is_that_of_every_row() -> None:
    table = f"MPAN\tAlert Code\n{A}\t8F3F\n{B}\t8F3E"
    assert [each["supplier"] for each in told(table, "New Supplier: Cobalt\n\nSee attached.")] == [
        "Cobalt"
    ] * 2


def test_two_suppliers_in_the_mail_are_told_with_both() -> None:
    table = f"MPAN\tAlert Code\n{A}\t8F3F\n{B}\t8F3E"
    found = attached(table, "New Supplier: Cobalt\n\nNew Supplier: Brightwater").alerts
    assert [each.problems[0].fault for each in found] == [Fault.TWO_VALUES] * 2


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1.01235E+12", "'1.01235E+12' (row 2 of sheet"),
        ("101234567890", "it has 12 digits"),
        ("0", "it has 1 digit;"),
        ("#REF", "it is not a number"),
    ],
)
def test_a_spoilt_number_is_held_and_never_mended(cell: str, words: str) -> None:
    spoilt, good = attached(
        f"MPAN\tAlert Code\tNew Supplier\n{cell}\t8F3F\tBrightwater\n{B}\t8F3E\tCobalt"
    ).alerts
    assert spoilt.mpxn == ""
    assert [each.fault for each in spoilt.problems] == [Fault.MPXN_UNREADABLE]
    assert words in spoilt.problems[0].text
    assert good.problems == ()


def test_a_number_that_a_program_gave_a_point_and_a_nought() -> None:
    assert told(f"MPAN\tAlert Code\n{A}.0\t8F3F") == [{"mpxn": A, "code": "8F3F"}]


def test_a_row_of_another_width_is_held() -> None:
    found = attached(f"{HEAD}\n{ROW_A}\n{B}\t8F3E\tCobalt").alerts
    assert [each.mpxn for each in found] == [A, ""]
    assert "row 3 has 3 cells where the table has 5 columns" in found[1].problems[0].text


def test_the_same_alert_in_the_body_and_in_the_table_is_one() -> None:
    body = f"MPAN: {A}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05\nNew Supplier: Brightwater"
    assert told(TABLE, body) == [ONE, TWO]
    assert all(each.problems == () for each in attached(TABLE, body).alerts)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("Brightwater", "Dunmore"), "named_supplier"),
        (("Device ID: " + DEVICE_A, "Device ID: 00-1D-24-02-01-A0-0B-99"), "mpxn"),
    ],
)
def test_what_the_body_says_otherwise_is_held(change: tuple[str, str], field: str) -> None:
    body = f"MPAN: {A}\nDevice ID: {DEVICE_A}\nAlert Code: 8F3F\nNew Supplier: Brightwater".replace(*change)
    found = attached(TABLE, body).alerts
    held = [each for each in found if any(problem.field == field for problem in each.problems)]
    assert held or len(found) == 3


def test_a_row_of_a_note_takes_nothing_from_the_rows_around_it() -> None:
    found = attached(f"{HEAD}\n{ROW_A}\nThe next one was sent in error\t\t\t\t\n{ROW_B}")
    assert [each.problems[0].fault for each in found.alerts] == [Fault.DOUBTED]
    assert len(found.strays) == 2


def test_gas_below_electricity_under_heads_of_its_own() -> None:
    table = f"{HEAD}\n{ROW_A}\n\nMPRN\tAlert Code\tSupplier\n{GAS}\t8F0F\tBrightwater\n{C}\t8F0F\tBrightwater"
    assert [each.get("mpxn", "") for each in told(table)] == [A, GAS, ""]


@pytest.mark.parametrize(
    ("where", "footer", "doubted"),
    [
        ('sheet "Alerts" of alerts.xlsx', "", False),
        ('sheet "Alerts" of alerts.xlsx', "Total\t1", False),
        ('sheet "Done - do not send" of alerts.xlsx', "", True),
        ('sheet "Alerts" of superseded.xlsx', "", True),
        ('sheet "Alerts" of alerts.xlsx', "Alerts above were passed on before. No action.", True),
    ],
)
def test_the_name_of_a_sheet_and_the_words_below_a_table_are_read(
    where: str, footer: str, doubted: bool
) -> None:
    rows = f"MPAN\tAlert Code\tNew Supplier\n{A}\t8F3F\tCobalt\n{footer}"
    layers = (mail.Layer("the body", "See attached."), mail.Layer(where, rows, 1, form=mail.TABLE))
    (alert,) = alerts(layers, RULES, Limits()).alerts
    assert (Fault.DOUBTED in {each.fault for each in alert.problems}) is doubted
