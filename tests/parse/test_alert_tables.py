"""Tables: one alert a row or a column, with every separator, and fallen apart into lines."""

import pytest

from mailbot.model.alert import Fault
from tests.parse.alert_texts import DEVICE_A, DEVICE_B, A, B, only, reading, told

ONE = {"mpxn": A, "code": "8F3F", "at": "2026-11-24T09:05:00+00:00", "supplier": "Brightwater"}
TWO = {"mpxn": B, "code": "8F3E", "at": "2026-11-24T09:06:00+00:00", "supplier": "Cobalt"}
ROWS = (
    ("MPAN", "Alert Code", "Date/Time", "New Supplier"),
    (A, "8F3F", "24/11/2026 09:05", "Brightwater"),
    (B, "8F3E", "24/11/2026 09:06", "Cobalt"),
)
COLUMNS = tuple(zip(*ROWS, strict=True))


def lines(rows: tuple[tuple[str, ...], ...], separator: str, between: str = "\n") -> str:
    return between.join(separator.join(row) for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        lines(ROWS, "\t"),
        lines(ROWS, "\t", "\n\n"),
        lines(ROWS, " \t "),
        lines(ROWS, "   "),
        lines(ROWS, " | "),
        "\n".join(f"| {' | '.join(row)} |" for row in ROWS),
        lines((ROWS[0], ("---", "---", "---", "---"), *ROWS[1:]), " | "),
        lines(ROWS, ","),
        lines(ROWS, ";"),
        lines(ROWS, "\n", "\n"),
        lines(ROWS, "\n\n", "\n\n"),
        lines(COLUMNS, "\t"),
        lines(COLUMNS, " | "),
        lines(COLUMNS, "\n\n", "\n\n"),
        "\n".join(">" + "\t".join(row) for row in ROWS),
        f"Dear all,\n\nPlease pass these on:\n\n{lines(ROWS, chr(9))}\n\nRing us if in doubt.",
        lines(ROWS, "\t") + "\nTotal\t2",
        lines(tuple(("Ref", *row) if row[0] == "MPAN" else ("77", *row) for row in ROWS), "\t"),
        lines(tuple(("Weather", *row) if row[0] == "MPAN" else ("dry", *row) for row in ROWS), "\t"),
    ],
)
def test_two_alerts_in_a_table(text: str) -> None:
    assert told(text) == [ONE, TWO]


def test_an_empty_cell_moves_nothing() -> None:
    text = f"MPAN\tDevice ID\tAlert Code\n{A}\t\t8F3F\n\t{DEVICE_B}\t8F3E"
    assert told(text) == [{"mpxn": A, "code": "8F3F"}, {"device": DEVICE_B, "code": "8F3E"}]


def test_labels_and_values_side_by_side_are_one_alert() -> None:
    text = f"MPAN\t{A}\tAlert Code\t8F3F\nDevice ID\t{DEVICE_A}\tSupplier\tBrightwater"
    assert told(text) == [{"mpxn": A, "device": DEVICE_A, "code": "8F3F", "supplier": "Brightwater"}]


def test_a_remark_in_a_third_column_makes_no_second_alert() -> None:
    text = f"MPAN\t{A}\t(checked)\nAlert Code\t8F3F\tTamper\nSupplier\tBrightwater\tBusiness"
    assert told(text) == [{"mpxn": A, "code": "8F3F", "supplier": "Brightwater"}]


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_supplier_beside_the_table_is_that_of_every_row_without_one(place: str) -> None:
    table = f"MPAN\tAlert Code\n{A}\t8F3F\n{B}\t8F3E"
    supplier = "New Supplier: Brightwater"
    text = f"{supplier}\n\n{table}" if place == "above" else f"{table}\n\n{supplier}"
    assert [each["supplier"] for each in told(text)] == ["Brightwater", "Brightwater"]


def test_a_row_that_names_its_own_supplier_keeps_it() -> None:
    text = f"New Supplier: Brightwater\n\nMPAN\tAlert Code\tSupplier\n{A}\t8F3F\t\n{B}\t8F3E\tCobalt"
    assert [each["supplier"] for each in told(text)] == ["Brightwater", "Cobalt"]


def test_two_tables_under_two_suppliers() -> None:
    text = (
        f"New Supplier: Brightwater\n\nMPAN\tAlert Code\n{A}\t8F3F\n\n"
        f"New Supplier: Cobalt\n\nMPAN\tAlert Code\n{B}\t8F3E"
    )
    assert [each["supplier"] for each in told(text)] == ["Brightwater", "Cobalt"]


def test_suppliers_below_two_tables_are_nobodys() -> None:
    text = (
        f"MPAN\tAlert Code\n{A}\t8F3F\n\nNew Supplier: Brightwater\n\n"
        f"MPAN\tAlert Code\n{B}\t8F3E\n\nNew Supplier: Cobalt"
    )
    assert [each.get("supplier") for each in told(text)] == [None, None]


def test_a_row_that_cannot_be_told_apart_is_kept_with_its_fault() -> None:
    text = f"MPAN  Alert Code  Supplier\n{A}  8F3F  Brightwater\n{B}  Cobalt"
    good, broken = reading(text).alerts
    assert good.named_supplier == "Brightwater"
    assert broken.named_supplier == ""
    assert [each.fault for each in broken.problems] == [Fault.MPXN_UNREADABLE]
    assert "line 3 has 2 cells where the table has 3 columns" in broken.problems[0].text


def test_a_fault_in_one_row_stays_in_that_row() -> None:
    text = f"MPAN\tAlert Code\n1012345678904\t8F3F\n{B}\t8F3E"
    bad, good = reading(text).alerts
    assert [each.fault for each in bad.problems] == [Fault.MPAN_CHECK_DIGIT]
    assert good.problems == ()


def test_provenance_names_the_column() -> None:
    assert dict(only(lines(ROWS[:2], "\t")).provenance)["code"] == "the body, line 2, column 'Alert Code'"
    by_column = reading(lines(COLUMNS, "\t")).alerts[1]
    assert dict(by_column.provenance)["mpxn"] == "the body, line 1, label 'MPAN', column 2"
