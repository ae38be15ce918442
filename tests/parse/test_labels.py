"""Labels as people, ticket systems and programs write them, and what is none."""

import pytest

from mailbot import rulebook
from mailbot.model.rulebook import LabelRule
from mailbot.parse.labels import Labels
from tests.parse.alert_texts import DEVICE_A, A

RULES = rulebook.load_default().labels
LABELS = Labels(RULES)
RULE = LabelRule("supplier", "supplier", "why", ("supplier",), (), ())


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("MPAN", "mpan"),
        ("  *MPAN Core:* ", "mpan"),
        ("MPAN(s):", "mpan"),
        ("[MPAN]", "mpan"),
        ("1. MPAN", "mpan"),
        ("mpan_core", "mpan"),
        ('"mpan"', "mpan"),
        ("Gas Meter Point No", "mprn"),
        ("MPAN / MPRN", "mpxn"),
        ("MPAN/MPRN", "mpxn"),
        ("MPAN & MPRN", "mpxn"),
        ("MPxN", "mpxn"),
        ("DeviceID", "device"),
        ("Device_GUID", "device"),
        ("device-id", None),
        ("Device GUID / EUI", "device"),
        ("AlertCode", "code"),
        ("ALERT_CODE", "code"),
        ("Alert Code & Description", "code"),
        ("Nature of the alert", "name"),
        ("Date & Time of Alert", "raised_at"),
        ("Timestamp UTC", "raised_at"),
        ("UTC Timestamp", "raised_at"),
        ("timestamp_utc", "raised_at"),
        ("UTC", None),
        ("Supplier UTC", None),
        ("New Supplier (MPID)", "supplier"),
        ("NewSupplierMPID", "supplier"),
        ("Supplier (losing)", "ignored"),
        ("Supplier (whatever)", None),
        ("Supplier – Old", "ignored"),
        ("Losing Supplier / MPID", "ignored"),
        ("Raised by", "ignored"),
        ("No.", None),
        ("No", None),
        ("Order Number", "ignored"),
        ("Old Supplier of the year", None),
        ("x" * 81, None),
        ("", None),
    ],
)
def test_a_label_counts_as_a_whole(text: str, field: str | None) -> None:
    found = LABELS.whole(text)
    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    ("text", "field"), [("No.", "ignored"), ("#", "ignored"), ("MPAN", "mpan"), ("No", None)]
)
def test_the_head_of_a_column_may_be_that_of_running_numbers(text: str, field: str | None) -> None:
    found = LABELS.head(text)
    assert (found.field if found else None) == field
    assert Labels((RULE,)).head("No.") is None


@pytest.mark.parametrize(
    ("text", "remark"),
    [("Time (UTC)", "utc"), ("Timestamp GMT", "gmt"), ("BST Time", "bst"), ("MPAN (core no.)", "core no.")],
)
def test_a_remark_is_kept(text: str, remark: str) -> None:
    found = LABELS.whole(text)
    assert found is not None
    assert found.remark == remark


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"MPAN: {A}", [("mpan", A)]),
        (f"MPAN -> {A}", [("mpan", A)]),
        (f"MPAN => {A}", [("mpan", A)]),
        (f"MPAN \u2192 {A}", [("mpan", A)]),
        (f"MPAN ........ {A}", [("mpan", A)]),
        (f"MPAN........: {A}", [("mpan", A)]),
        (f"\U0001f50c MPAN: {A}", [("mpan", A)]),
        ("\u2714 New Supplier: Cobalt", [("supplier", "Cobalt")]),
        (f"mpan={A} alert_code=8F3F", [("mpan", A), ("code", "8F3F")]),
        ("x=1 status=open new_supplier=Cobalt", [("supplier", "Cobalt")]),
        ("No. 5: x", []),
        (f'{{"mpan":"{A}","alertCode":"8F3F"}}', [("mpan", f'"{A}"'), ("code", '"8F3F"}')]),
        (f"MPAN;{A}", []),
        ("Who is the supplier... Cobalt perhaps", []),
        ("supplier.... Cobalt", [("supplier", "Cobalt")]),
        ("the new supplier => Cobalt", []),
        ("losing the supplier: Cobalt", []),
        (f"Meter {DEVICE_A} - MPAN: {A}", [("mpan", A)]),
        ("see http://portal.example/x", []),
        (f"MPAN {A}, alert code 8F3F, and more", [("mpan", A), ("code", "8F3F")]),
        (", : ; |: x", []),
        ("MPAN of the site is here: x", []),
    ],
)
def test_labels_in_a_line(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.label.field, each.value) for each in LABELS.in_line(line)] == expected


@pytest.mark.parametrize(
    ("line", "field", "doubtful"),
    [
        ("Supplier: Cobalt", "supplier", False),
        ("Prev. Supplier: Cobalt", "ignored", False),
        ("Report - Supplier: Cobalt", "supplier", True),
        (f"MPAN: {A} old, Supplier: Cobalt", "supplier", True),
        (f"MPAN: {A}, Supplier: Cobalt", "supplier", False),
        ("Old / New Supplier: Cobalt", "supplier", True),
    ],
)
def test_a_supplier_is_judged_by_what_stands_before_it(line: str, field: str, doubtful: bool) -> None:
    found = LABELS.in_line(line)[-1].label
    assert found.field == field
    assert bool(found.doubt) is doubtful


def test_without_a_rule_for_the_old_supplier_its_label_is_in_doubt() -> None:
    found = Labels((RULE,)).in_line("Prev. Supplier: Cobalt")[0].label
    assert found.field == "supplier"
    assert found.doubt


def test_no_label_means_two_things() -> None:
    spellings = [(rule.name, label.replace(" / ", "/")) for rule in RULES for label in rule.labels]
    labels = [label for _, label in spellings]
    assert len(set(labels)) == len({(label, name) for name, label in spellings})
