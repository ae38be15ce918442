"""Workbooks, as one table a visible sheet."""

from datetime import date, datetime, time

import pytest

from mailbot.model.template import COLUMNS, EXAMPLE, EXAMPLE_SHEET, REMARKS
from mailbot.parse import workbook
from tests.parse.attached import item, opening, why, zipped
from tests.parse.workbooks import (
    HEAD,
    ROW,
    ods,
    ods_row,
    sheet,
    xls,
    xls_hidden_column,
    xls_hidden_row,
    xls_rows,
    xlsx,
)

READ = "MPAN\tAlert Code\tNew Supplier\n1012345678903\t8F3F\tBrightwater Business Energy Ltd"
DOUBT = "doubtful: the workbook a.xlsx hides or strikes out sheets, rows, columns or cells"
STYLED = '<table:table table:name="Alerts">{}</table:table>'


def tables(content: bytes, doubts=(), **limits) -> dict[str, str]:
    """What stands in each sheet, by where it is."""
    capped = opening(**limits)
    found = workbook.read(item("a.xlsx", content), capped).tables
    assert list(capped.defects) == list(doubts)
    return {each.where: each.text for each in found}


def one(content: bytes, **limits) -> str:
    (text,) = tables(content, **limits).values()
    return text


@pytest.mark.parametrize(
    "content",
    [
        xlsx(lambda book: sheet(book, [HEAD, ROW])),
        xls({"Alerts": xls_rows([HEAD, ROW])}),
        ods(STYLED.format(ods_row(*HEAD) + ods_row(*ROW))),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_every_kind_of_workbook_is_read(content: bytes) -> None:
    assert tables(content) == {'sheet "Alerts" of a.xlsx': READ}


def test_several_sheets_and_a_head_that_does_not_stand_first() -> None:
    def fill(book):
        sheet(book, [("Critical alerts",), (), ("", *HEAD), ("", *ROW)])
        sheet(book, [], "Empty")
        sheet(book, [("Notes",)], "Notes & more")
        book.add_chartsheet("Chart").set_chart(_chart(book))

    found = tables(xlsx(fill))
    assert list(found) == ['sheet "Alerts" of a.xlsx', 'sheet "Notes & more" of a.xlsx']
    assert found['sheet "Alerts" of a.xlsx'].split("\n") == [
        "Critical alerts\t\t\t", "", "\tMPAN\tAlert Code\tNew Supplier",
        "\t1012345678903\t8F3F\tBrightwater Business Energy Ltd",
    ]  # fmt: skip


def _chart(book):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Alerts!$B$4:$B$4"})
    return chart


@pytest.mark.parametrize(
    ("value", "shown", "form"),
    [
        (1012345678903, "1012345678903", None),
        (8010, "8010", None),
        (0.5, "0.5", None),
        (-3, "-3", None),
        (999_999_999_999_999, "999999999999999", None),
        (10**15, "1.000000E+15", None),
        (118011111012345678903, "1.180111E+20", None),
        (True, "TRUE", None),
        (False, "FALSE", None),
        ("'1012345678903", "1012345678903", None),
        (datetime(2026, 11, 13, 7, 40, 5), "2026-11-13 07:40:05", "dd/mm/yyyy hh:mm:ss"),
        (datetime(2026, 11, 13, 7, 40, 4, 999_999), "2026-11-13 07:40:05", "dd/mm/yyyy hh:mm:ss"),
        (date(2026, 11, 13), "2026-11-13", "dd/mm/yyyy"),
        (datetime(2026, 11, 13, 7, 40), "2026-11-13 07:40", "dd/mm/yyyy hh:mm:ss"),
        (datetime(2026, 11, 13), "2026-11-13", "dd/mm/yyyy hh:mm:ss"),
        (time(7, 40), "07:40", "hh:mm"),
        (time(7, 40, 5), "07:40:05", "hh:mm"),
    ],
)
def test_a_cell_is_written_as_by_hand(value, shown: str, form) -> None:
    def fill(book):
        page = book.add_worksheet("Alerts")
        if form:
            page.write_datetime(0, 0, value, book.add_format({"num_format": form}))
        else:
            page.write(0, 0, value)

    assert one(xlsx(fill)) == shown


def test_formulas_give_their_value_and_errors_nothing() -> None:
    def fill(book):
        page = sheet(book, [("MPAN", "Code")])
        page.write_formula(1, 0, '=CONCATENATE("10","12345678903")', None, "1012345678903")
        page.write_formula(1, 1, "=NA()", None, "#N/A")
        page.merge_range(2, 0, 2, 1, "merged")

    assert one(xlsx(fill)) == "MPAN\tCode\n1012345678903\t\nmerged\t"


def _hidden_row(book):
    sheet(book, [HEAD, ROW, ROW]).set_row(2, None, None, {"hidden": True})


def _flat_row(book):
    sheet(book, [HEAD, ROW, ROW]).set_row(2, 0.1)


def _hidden_column(book):
    sheet(book, [(*HEAD, "MPID"), (*ROW, "COBA 123456")]).set_column(3, 3, None, None, {"hidden": True})


def _narrow_column(book):
    sheet(book, [(*HEAD, "MPID"), (*ROW, "COBA 123456")]).set_column(3, 3, 0)


def _hidden_sheet(book):
    sheet(book, [HEAD, ROW])
    sheet(book, [HEAD, ROW], "More").hide()


def _very_hidden_sheet(book):
    sheet(book, [HEAD, ROW])
    sheet(book, [HEAD, ROW], "More").very_hidden()


def _white_letters(book):
    sheet(book, [HEAD, ROW]).write(2, 0, ROW[0], book.add_format({"font_color": "white"}))


def _low_row(book):
    sheet(book, [HEAD, ROW, ROW]).set_row(2, 2.5)


def _struck_out(book):
    sheet(book, [HEAD, ROW]).write(2, 0, ROW[0], book.add_format({"font_strikeout": True}))


def _letters_like_their_fill(book):
    red = book.add_format({"font_color": "red", "bg_color": "red"})
    sheet(book, [HEAD, ROW]).write(2, 0, ROW[0], red)


def _empty_number_format(book):
    sheet(book, [HEAD, ROW]).write(2, 0, ROW[0], book.add_format({"num_format": ';;;""'}))


def _rows_hidden_by_default(book):
    sheet(book, [HEAD, ROW])
    sheet(book, [HEAD, ROW], "More").set_default_row(hide_unused_rows=True)


@pytest.mark.parametrize(
    "fill",
    [
        _hidden_row,
        _flat_row,
        _hidden_column,
        _narrow_column,
        _hidden_sheet,
        _very_hidden_sheet,
        _rows_hidden_by_default,
        _white_letters,
        _low_row,
        _struck_out,
        _letters_like_their_fill,
        _empty_number_format,
    ],
)
def test_what_nobody_sees_is_left_out_and_makes_the_mail_doubtful(fill) -> None:
    assert one(xlsx(fill), doubts=[DOUBT]).rstrip() == READ


@pytest.mark.parametrize(
    "content",
    [
        xls({"Alerts": [xls_hidden_row(2), *xls_rows([HEAD, ROW, ROW])]}),
        xls({"Alerts": [xls_hidden_column(3), *xls_rows([(*HEAD, "MPID"), (*ROW, "COBA 123456")])]}),
        xls({"Alerts": xls_rows([HEAD, ROW]), "More": xls_rows([HEAD, ROW])}, hidden=["More"]),
        ods(STYLED.format(ods_row(*HEAD) + ods_row(*ROW) + ods_row(*ROW, attributes='table:visibility="filter"'))),
        ods(
            STYLED.format(
                '<table:table-column table:number-columns-repeated="3"/>'
                + '<table:table-column table:visibility="collapse"/>'
                + ods_row(*HEAD, "MPID") + ods_row(*ROW, "COBA 123456")
            )
        ),
        ods(
            STYLED.format(ods_row(*HEAD) + ods_row(*ROW))
            + f'<table:table table:name="More" table:style-name="ta2">{ods_row(*HEAD)}{ods_row(*ROW)}</table:table>',
            '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>',
        ),
    ],
    ids=["xls row", "xls column", "xls sheet", "ods row", "ods column", "ods sheet"],
)  # fmt: skip
def test_the_same_of_other_workbooks(content: bytes) -> None:
    assert one(content, doubts=[DOUBT]).rstrip() == READ


def test_hidden_helpers_that_state_no_facts_cast_no_doubt() -> None:
    def fill(book):
        sheet(book, [(*HEAD, "x"), (*ROW, "helper")]).set_column(3, 3, None, None, {"hidden": True})

    assert one(xlsx(fill)) == READ


def test_of_much_that_is_hidden_the_beginning_is_looked_at() -> None:
    def fill(book):
        sheet(book, [HEAD, ROW, *[("x" * 3000,)] * 2, ("MPAN",)])
        for row in (2, 3, 4):
            book.worksheets()[0].set_row(row, None, None, {"hidden": True})

    assert one(xlsx(fill)).rstrip() == READ


def test_the_example_of_our_own_template_is_no_alert() -> None:
    def fill(book):
        sheet(book, [COLUMNS, EXAMPLE, ()], "Alerts")
        sheet(
            book,
            [COLUMNS, EXAMPLE, (*EXAMPLE[:5], "Cobalt"), *((remark,) for remark in REMARKS)],
            EXAMPLE_SHEET,
        )

    alerts, example = tables(xlsx(fill)).values()
    assert alerts.split("\n")[1].startswith("1012345678903")
    assert example.split("\n")[1] == ""
    assert example.split("\n")[2].endswith("Cobalt")
    assert len(example.split("\n")) == 3


def test_rows_are_counted_over_all_sheets() -> None:
    def fill(book):
        sheet(book, [("a",), ("b",)], "One")
        sheet(book, [("c",), ("d",)], "Two")

    assert why(workbook.read, xlsx(fill), rows=3) == "it has more than 3 rows"


def test_sheets_that_cannot_be_told_apart_are_not_read() -> None:
    twice = xls({"Alerts": xls_rows([HEAD, ROW]), "alerts": xls_rows([HEAD, ROW])})
    same = twice.replace(b"alerts", b"Alerts")
    assert why(workbook.read, same) == "its sheets cannot be told apart"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04", "it is damaged"),
        (b"\xd0\xcf\x11\xe0 and no more", "it is damaged"),
        (zipped({"a.csv": b"1,2"}), "it is no workbook of a kind that is read"),
        (
            xls(
                {"Alerts": xls_rows([HEAD])},
                extra=b"\x2f\x00\x36\x00" + bytes([1, 0, 1, 0, 1, 0]) + bytes(48),
            ),
            "it is protected by a password",
        ),
        (zipped({"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>"}), "it is damaged"),
    ],
)
def test_what_is_no_workbook_is_not_read(content: bytes, told: str) -> None:
    assert why(workbook.read, content) == told
