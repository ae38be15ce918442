"""Tables in text: how people, wikis and programs draw them, and what a head or a row may look like."""

import pytest

from mailbot.model.alert import Fault
from tests.parse.alert_texts import GAS, A, B, only, reading, told

BOTH = [
    {"mpxn": A, "code": "8F3F", "supplier": "Brightwater"},
    {"mpxn": B, "code": "8F3E", "supplier": "Cobalt"},
]
ROWS = (("MPAN", "Alert Code", "New Supplier"), (A, "8F3F", "Brightwater"), (B, "8F3E", "Cobalt"))


def drawn(left: str, between: str, right: str, rule: str) -> str:
    rows = [f"{left}{between.join(f' {cell:<14}' for cell in row)}{right}" for row in ROWS]
    return "\n".join((rule, rows[0], rule, *rows[1:], rule))


@pytest.mark.parametrize(
    "text",
    [
        drawn("|", "|", "|", "+---------------+---------------+---------------+"),
        drawn("|", "|", "|", "+===============+===============+===============+"),
        drawn(
            "\u2502", "\u2502", "\u2502", "\u251c\u2500\u2500\u2500\u253c\u2500\u2500\u253c\u2500\u2500\u2524"
        ),
        drawn("\u2551", "\u2551", "\u2551", "\u2560\u2550\u2550\u2550\u256c\u2550\u2550\u2563"),
        drawn("", "  ", "", "==============  ==============  =============="),
        drawn("|", "|", "|", "|:-----|:-----:|-----:|"),
        "||MPAN||Alert Code||New Supplier||\n" + "\n".join(f"|{'|'.join(row)}|" for row in ROWS[1:]),
        "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS),
        "\n".join(";".join(row) for row in ROWS),
        "\n".join("\t".join((str(number), *row)) for number, row in enumerate(ROWS)).replace("0\t", "#\t"),
        "\n".join("\t".join((f"{number}.", *row)) for number, row in enumerate(ROWS)).replace(
            "0.\t", "No.\t"
        ),
        "\n".join("\t".join(row) for row in (ROWS[0], ("", "", ""), *ROWS[1:])),
    ],
)
def test_two_alerts_however_they_are_drawn(text: str) -> None:
    assert told(text) == BOTH


def test_a_name_with_a_comma_in_quote_marks() -> None:
    text = f'MPAN,Alert Code,New Supplier\n{A},8F3F,"Cobalt Commercial Power, Ltd"'
    assert only(text).named_supplier == "Cobalt Commercial Power, Ltd"


def test_a_cell_that_reads_like_a_label() -> None:
    text = f"Alert Type\tMPAN\tAlert Code\nCritical Alert\t{A}\t8F3F\nCritical Alert\t{B}\t8F3E"
    assert [each["mpxn"] for each in told(text)] == [A, B]


def test_a_dash_for_nothing_is_a_cell() -> None:
    text = f"MPRN\tMPAN\tAlert Code\n-\t{A}\t8F3F\n{GAS}\t-\t8F0F"
    assert told(text) == [{"mpxn": A, "code": "8F3F"}, {"mpxn": GAS, "code": "8F0F"}]


def test_may_in_one_cell_casts_no_doubt_on_another() -> None:
    text = f"MPAN\tAlert Code\tDate/Time\tNew Supplier\n{A}\t8F3F\t3 May 2026 09:05\tBrightwater"
    assert only(text).problems == ()


@pytest.mark.parametrize("note", ["sent in error", "not sure who the supplier is"])
def test_a_note_in_a_cell_is_heard(note: str) -> None:
    text = f"MPAN\tAlert Code\tNew Supplier\tNotes\n{A}\t8F3F\tBrightwater\t{note}"
    assert {each.fault for each in only(text).problems} == {Fault.DOUBTED}


@pytest.mark.parametrize(
    "text",
    [
        f"MPAN\tAlert Code\tDate\n8F3F\t{A}\t24/11/2026",
        f"MPAN\tAlert Code\tSupplier\n{A}\tCobalt\t8F3F",
        f"MPAN\tAlert Code\tSupplier\n{A}\t8F3F\t24/11/2026 09:05",
    ],
)
def test_a_cell_under_another_ones_head_is_held(text: str) -> None:
    alert = only(text)
    assert {each.fault for each in alert.problems if each.field == "mpxn"} == {Fault.MPXN_UNREADABLE}
    assert "holds what belongs into another" in alert.problems[-1].text
    assert alert.named_supplier == ""


@pytest.mark.parametrize(
    "text",
    [
        "MPAN\tMPAN\nfoo\tbar",
        "MPAN\tColour\tShape\nfoo\tred\tround",
        "MPAN\tAlert Code\nfoo\tbar",
        "\t".join(["MPAN", "Alert Code", *"x" * 60]) + "\nfoo",
        "MPAN\tAlert Code\nMPAN\tfoo\tbar",
        "MPAN\tAlert Code\nfoo\tbar\tbaz",
        "Weather\tMPAN\nAlert Code\tfoo",
        "MPAN\tAlert Code\nStatus\topen",
    ],
)
def test_what_is_no_table_gives_no_good_alert(text: str) -> None:
    assert all(each.problems for each in reading(text).alerts)


def test_figures_under_a_head_of_figures_are_a_row_that_cannot_be_read() -> None:
    alert = only("MPAN\tAlert Code\n1012345\tfoo")
    assert {each.fault for each in alert.problems} == {Fault.MPXN_UNREADABLE, Fault.CODE_UNREADABLE}


def test_columns_before_and_after_a_change_are_held() -> None:
    text = f"Field\tBefore\tAfter\nMPAN\t{A}\t{B}\nAlert Code\t8F3F\t8F3E"
    assert all("heads the columns as old and new" in each.problems[-1].text for each in reading(text).alerts)
    assert len(reading(text).alerts) == 2


def test_a_sideways_table_may_have_a_remark_and_a_gap() -> None:
    text = f"MPAN\t{A}\t{B}\n\nAlert Code\t8F3F\t8F3E\nSupplier\tBrightwater\nThanks"
    assert [each.get("supplier") for each in told(text)] == ["Brightwater", None]
