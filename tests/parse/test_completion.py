"""What an answer gives for alerts that wait."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from mailbot import rulebook
from mailbot.model.alert import CriticalAlert, Fault
from mailbot.parse import completion

RULES = rulebook.load_default()
OWEN = frozenset({"owen", "price", "o", "p"})
MPAN = "1012345678903"
GIVEN = ("mpxn", "device", "code", "raised_at", "named_supplier")


def read(text: str) -> list[tuple[str, CriticalAlert]]:
    return [(each.reference, each.facts) for each in completion.completions(text, OWEN, RULES)]


def given(facts: CriticalAlert) -> dict[str, object]:
    return {name: getattr(facts, name) for name in GIVEN if getattr(facts, name)}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Supplier: Brightwater", {"named_supplier": "Brightwater"}),
        ("supplier - Brightwater", {"named_supplier": "Brightwater"}),
        ("New supplier: BRWA", {"named_supplier": "BRWA"}),
        ("The supplier is BRWA", {"named_supplier": "BRWA"}),
        ("The new supplier is Brightwater.", {"named_supplier": "Brightwater"}),
        ("MPAN: 10 1234 5678 903", {"mpxn": MPAN}),
        ("The MPAN is 10 1234 5678 903.", {"mpxn": MPAN}),
        ("MPRN 3938424403", {"mpxn": "3938424403"}),
        ("Alert code: 8F3F", {"code": "8F3F"}),
        ("The code is 0x8F3F", {"code": "8F3F"}),
        ("Device: 00-1D-24-02-01-A0-0B-11", {"device": "00-1D-24-02-01-A0-0B-11"}),
        (
            "Date/Time: 23/11/2026 09:05:33",
            {"raised_at": datetime(2026, 11, 23, 9, 5, 33, tzinfo=ZoneInfo("Europe/London"))},
        ),
        (f"Supplier: Brightwater, MPAN: {MPAN}", {"named_supplier": "Brightwater", "mpxn": MPAN}),
        (f"- Supplier: Brightwater\n- MPAN: {MPAN}", {"named_supplier": "Brightwater", "mpxn": MPAN}),
        ("Hi,\n\nSupplier: Brightwater\n\nMany thanks\nOwen Price", {"named_supplier": "Brightwater"}),
        ("Hi SECAS, the supplier is Brightwater", {"named_supplier": "Brightwater"}),
        ("Apologies.\nAs requested\nSupplier: Brightwater", {"named_supplier": "Brightwater"}),
    ],
)
def test_one_alert(text: str, facts: dict[str, object]) -> None:
    ((reference, found),) = read(text)
    assert reference == ""
    assert given(found) == facts
    assert found.problems == ()
    assert all("its sender's answer" in where for _, where in found.provenance)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("CA-26-004219: Supplier: Brightwater", [("CA-26-004219", "Brightwater")]),
        ("ca-26-004219 - Supplier: Brightwater", [("CA-26-004219", "Brightwater")]),
        ("Reference: CA-26-004219\nSupplier: Brightwater", [("CA-26-004219", "Brightwater")]),
        ("For CA-26-004219:\nSupplier: Brightwater", [("CA-26-004219", "Brightwater")]),
        ("(CA-26-004219) Supplier: Brightwater", [("CA-26-004219", "Brightwater")]),
        ("Supplier: Brightwater\nCA-26-004219", [("CA-26-004219", "Brightwater")]),
        (
            "CA-26-004219\nSupplier: Brightwater\n\nCA-26-004220\nThe supplier is Cobalt",
            [("CA-26-004219", "Brightwater"), ("CA-26-004220", "Cobalt")],
        ),
    ],
)
def test_by_reference(text: str, told: list[tuple[str, str]]) -> None:
    assert [(reference, facts.named_supplier) for reference, facts in read(text)] == told


@pytest.mark.parametrize(
    ("text", "field", "fault"),
    [
        ("MPAN: 10 1234 5678 904", "mpxn", Fault.MPAN_CHECK_DIGIT),
        ("MPAN: 12345", "mpxn", Fault.MPXN_UNREADABLE),
        (f"MPAN: {MPAN}\nMPAN: 1500123456780", "mpxn", Fault.TWO_VALUES),
        ("Supplier: Brightwater\nSupplier: Cobalt", "named_supplier", Fault.TWO_VALUES),
        (
            "CA-26-004219: Supplier: Brightwater\nCA-26-004219: Supplier: Cobalt",
            "named_supplier",
            Fault.TWO_VALUES,
        ),
        ("Supplier: probably Brightwater", "named_supplier", Fault.DOUBTED),
        ("Device: 00-1D", "device", Fault.DEVICE_UNREADABLE),
    ],
)
def test_what_is_wrong_is_a_problem(text: str, field: str, fault: Fault) -> None:
    ((_, facts),) = read(text)
    assert (fault, field) in [(each.fault, each.field) for each in facts.problems]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thanks\nOwen",
        "Brightwater",
        "BRWA",
        "It is Brightwater",
        "Supplier Brightwater",
        "Supplier: Brightwater?",
        "Supplier: unknown",
        "Supplier: not known",
        "Supplier: not Brightwater",
        "Supplier: Brightwater\nbut please check",
        "Supplier: Brightwater\nI will look into the other one.",
        "Sorry, I do not know. Supplier: Brightwater",
        "Old supplier: Larkfield\nSupplier: Brightwater",
        "Previous Supplier: Brightwater",
        "Customer: A. Person\nSupplier: Brightwater",
        "CA-26-004219\nCA-26-004220\nSupplier: Brightwater",
        "Supplier: Cobalt\nCA-26-004219: Supplier: Brightwater",
        "CA-26-004219",
        "Supplier for both: Brightwater",
        "Supplier: Brightwater\n" * 201,
        "x" * 6000,
    ],
)
def test_whatever_else_is_said_is_for_a_person(text: str) -> None:
    assert read(text) == []


PIECES = [
    "Supplier",
    "MPAN",
    ":",
    " is ",
    "CA-26-004219",
    "\n",
    " ",
    "Brightwater",
    "1012345678903",
    "8F3F",
    "The ",
]


@drawn(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_any_words(text: str) -> None:
    found = read(text)
    references = [reference for reference, _ in found]
    assert len(set(references)) == len(references)
    assert all(facts.provenance or facts.problems for _, facts in found)
