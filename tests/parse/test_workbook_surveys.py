"""How far the sheets of a workbook reach, and what of them is hidden, before a library reads them."""

import struct

import pytest

from mailbot.parse import workbook_ods, workbook_xls, workbook_xlsx
from mailbot.parse.opening import COMMENTS, CannotOpen
from tests.parse.attached import opening, zipped
from tests.parse.outlook_files import compound
from tests.parse.workbooks import HEAD, ROW, ods, ods_row, xls, xls_rows
from tests.parse.workbooks import sheet as table
from tests.parse.workbooks import xlsx as written

BOOK = (
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="One" sheetId="1" r:id="rId1"/><sheet name="Two" sheetId="2" r:id="rId2"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Target="worksheets/Sheet2.xml"/></Relationships>'
)


def xlsx(sheet: str, **more: str) -> bytes:
    """A workbook of one sheet, as far as the survey looks at it."""
    files = {
        "xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELATIONS, "xl/worksheets/sheet1.xml": sheet,
        "xl/worksheets/sheet2.xml": "<sheetData/>",
        "xl/vbaProject.bin": "macros are not looked at", **more,
    }  # fmt: skip
    return zipped(files)


def surveyed(content: bytes, survey=workbook_xlsx.survey, **limits):
    return survey(content, opening(**limits))


def why(content: bytes, survey=workbook_xlsx.survey, **limits) -> str:
    with pytest.raises(CannotOpen) as raised:
        survey(content, opening(**limits))
    return str(raised.value)


@pytest.mark.parametrize(
    ("sheet", "rows", "columns"),
    [
        ('<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>', {1}, set()),
        ("<x:row r='2' hidden = 'true'></x:row>", {1}, set()),
        ('<row hidden="1"></row><row hidden="0"></row><row hidden="1"></row>', {0, 2}, set()),
        ('<row r="9" ht="0.2"/><row r="10" ht="15"/><row r="11" ht="odd"/>', {8, 10}, set()),
        ('<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols>', set(), {1, 2, 4}),
        ('<col min="16380" max="99999999" hidden="1"/>', set(), set(range(16379, 16384))),
        ('<row r="1" hidden="false"/><col min="1" max="1" width="9"/>', set(), set()),
    ],
)
def test_hidden_rows_and_columns_of_xlsx(sheet: str, rows: set[int], columns: set[int]) -> None:
    one, two = surveyed(xlsx(sheet))
    assert (one.name, one.rows, one.columns, one.hidden) == ("One", rows, columns, False)
    assert (two.name, two.rows, two.columns) == ("Two", set(), set())


@pytest.mark.parametrize(
    ("format_", "hidden"), [('zeroHeight="1"', True), ('zeroHeight="0"', False), ('a="b"', False)]
)
def test_a_sheet_may_hide_all_rows(format_: str, hidden: bool) -> None:
    assert surveyed(xlsx(f"<sheetFormatPr {format_}/>"))[0].hidden is hidden


TABLE = '<table:table table:name="One">{}</table:table>'
COLOURS = "".join(f"<font>{each}</font>" for each in ("<sz/>", "<color {}/>"))
CELLS = '<cellXfs><xf fontId="1" fillId="0"/><xf fontId="1" fillId="2"/><xf fontId="0"/><xf fontId="9"/><xf/></cellXfs>'


@pytest.mark.parametrize(
    ("colour", "cells"),
    [
        ('rgb="FFFFFFFF"', {(0, 0)}),
        ('theme="0"', {(0, 0)}),
        ('indexed="9"', {(0, 0)}),
        ('rgb="FF000000"', set()),
        ('theme="1"', set()),
    ],
)
def test_white_letters_on_no_fill_are_not_seen(colour: str, cells: set[tuple[int, int]]) -> None:
    styles = f"<styleSheet><fonts>{COLOURS.format(colour)}</fonts>{CELLS}</styleSheet>"
    row = "".join(f'<c r="{chr(65 + style)}1" s="{style}"><v>1</v></c>' for style in range(5))
    assert surveyed(xlsx(row, **{"xl/styles.xml": styles}))[0].cells == cells


@pytest.mark.parametrize(
    ("font", "fill", "seen"),
    [
        ('<color rgb="FFFF0000"/>', '<patternFill patternType="solid"><fgColor rgb="00ff0000"/></patternFill>', False),
        ('<color indexed="10"/>', '<patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill>', False),
        ("<sz/>", '<patternFill patternType="solid"><fgColor theme="1"/></patternFill>', False),
        ('<color theme="4"/>', '<patternFill patternType="solid"><fgColor theme="4"/></patternFill>', False),
        ('<color theme="0" tint="-0.1"/>', "<patternFill/>", False),
        ("<strike/>", "<patternFill/>", False),
        ('<strike val="1"/>', "<patternFill/>", False),
        ('<strike val="0"/>', "<patternFill/>", True),
        ('<color theme="0"/>', '<patternFill patternType="solid"><fgColor theme="4"/></patternFill>', True),
        ('<color theme="0"/>', '<patternFill patternType="solid"><bgColor theme="0"/></patternFill>', True),
        ('<color theme="4" tint="0.4"/>', '<patternFill patternType="solid"><fgColor theme="4"/></patternFill>', True),
        ('<color indexed="40"/>', '<patternFill patternType="solid"><fgColor indexed="41"/></patternFill>', True),
        ("<sz/>", '<patternFill patternType="gray125"/>', True),
        ("<sz/>", "", True),
    ],
)  # fmt: skip
def test_letters_that_are_struck_out_or_like_what_is_behind_them(font: str, fill: str, seen: bool) -> None:
    styles = (
        f"<a><fonts><font>{font}</font></fonts><fills><fill/><fill/><fill>{fill}</fill></fills>"
        '<cellXfs><xf fontId="0" fillId="2"/></cellXfs></a>'
    )
    sheet, _ = surveyed(xlsx('<c r="A1"><v>1</v></c>', **{"xl/styles.xml": styles}))
    assert (not sheet.cells) is seen


@pytest.mark.parametrize(
    ("content", "survey"),
    [
        (written(lambda book: table(book, [HEAD, ROW]).write_comment("A2", "Wrong one")), workbook_xlsx.survey),
        (xls({"Alerts": [*xls_rows([HEAD]), b"\x1c\x00\x00\x00"]}), workbook_xls.survey),
        (
            ods(TABLE.format(ods_row("a") + "<table:table-row><office:annotation/></table:table-row>")),
            workbook_ods.survey,
        ),
        (
            xlsx("<row/>", **{"xl/threadedComments/threadedComment1.xml": "<threadedComment ref='A1'/>"}),
            workbook_xlsx.survey,
        ),
    ],
    ids=["xlsx", "xls", "ods", "threaded"],
)  # fmt: skip
def test_comments_are_not_read_and_so_make_the_mail_doubtful(content: bytes, survey) -> None:
    counted = opening()
    assert survey(content, counted)
    assert list(counted.defects) == [COMMENTS]


def test_a_file_of_comments_without_one_is_no_comment() -> None:
    counted = opening()
    empty = {"xl/comments1.xml": "<comments><commentList/></comments>"}
    assert workbook_xlsx.survey(xlsx("<row/>", **empty), counted)
    assert not counted.defects


def test_white_letters_that_do_not_say_where_they_are_hide_the_sheet() -> None:
    styles = '<a><fonts><font><color theme="0"/></font></fonts><cellXfs><xf fontId="0"/></cellXfs></a>'
    assert surveyed(xlsx("<c ><v>1</v></c>", **{"xl/styles.xml": styles}))[0].hidden
    assert surveyed(xlsx("<c><v>1</v></c>", **{"xl/styles.xml": styles}))[0].hidden
    assert not surveyed(xlsx('<c/><c r="A1"/>', **{"xl/styles.xml": styles}))[0].hidden


def test_a_cell_far_away_is_not_read() -> None:
    assert why(xlsx('<c r="XFD20000"><v>1</v></c>')) == "its cells lie too far apart"
    assert why(xlsx('<c r="A1048576"><v>1</v></c>')) == "it has more than 20000 rows"


def test_empty_cells_far_away_take_no_room() -> None:
    assert surveyed(xlsx('<c r="XFD1048576" s="1"/><c><v>1</v></c><c r="odd"><v>1</v></c>'))


def test_a_text_that_stands_once_and_is_shown_often_is_counted() -> None:
    strings = f"<sst><si><t>{'x' * 1000}</t></si><si><t>y</t></si></sst>"
    often = '<c r="A1" t="s"><v>0</v></c>' * 200
    assert why(xlsx(often, **{"xl/sharedStrings.xml": strings}), unpacked_bytes=100_000).startswith(
        "it unpacks to more"
    )
    few = '<c r="A1" t="s"><v>1</v></c>' * 200 + '<c r="A1" t="s"><v>99</v></c>'
    assert surveyed(xlsx(few, **{"xl/sharedStrings.xml": strings}), unpacked_bytes=100_000)


def test_xml_in_wide_characters_is_not_looked_through_and_so_not_read() -> None:
    wide = zipped({"xl/workbook.xml": BOOK, "xl/worksheets/sheet1.xml": "<a/>".encode("utf-16")})
    assert why(wide) == "it is written in a way that is not read"


def test_a_path_without_its_slash_and_one_that_leads_nowhere() -> None:
    lax = RELATIONS.replace("/xl/worksheets", "xl/worksheets")
    assert surveyed(xlsx('<row r="1" hidden="1"/>', **{"xl/_rels/workbook.xml.rels": lax}))[0].rows == {0}
    lost = RELATIONS.replace("Sheet2.xml", "Sheet9.xml")
    assert why(xlsx("<row/>", **{"xl/_rels/workbook.xml.rels": lost})) == "its sheets cannot be told apart"


def test_a_workbook_with_a_document_type_is_not_read() -> None:
    assert why(zipped({"xl/workbook.xml": "<!DOCTYPE x><workbook/>"})).startswith(
        "its XML has a document type"
    )


def test_a_workbook_with_a_damaged_file_is_not_read() -> None:
    content = bytearray(xlsx("<row/>"))
    content[content.find(b"PK\x01\x02") + 16] ^= 0xFF
    assert why(bytes(content)) == "it is damaged"


ODS_CELL = "<table:table-cell><text:p>1</text:p></table:table-cell>"


def test_repeated_rows_and_cells_of_ods_are_counted() -> None:
    far = f'<table:table-cell table:number-columns-repeated="16000"/>{ODS_CELL}'
    deep = ods_row("a", attributes='table:number-rows-repeated="1048576"')
    survey = workbook_ods.survey
    assert why(ods(TABLE.format(deep)), survey) == "it has more than 20000 rows"
    wide = f'<table:table-row table:number-rows-repeated="100">{far}</table:table-row>'
    assert why(ods(TABLE.format(wide)), survey) == "its cells lie too far apart"


def test_empty_repeated_rows_of_ods_take_no_room() -> None:
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    odd = '<table:table-column table:number-columns-repeated="x" table:visibility="collapse"/>'
    (sheet,) = surveyed(ods(TABLE.format(odd + ods_row("a") + empty)), workbook_ods.survey)
    assert (sheet.name, sheet.columns, sheet.rows) == ("One", {0}, set())


def test_an_ods_without_content_is_no_workbook() -> None:
    content = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, 0)
    assert workbook_ods.is_ods(content)
    assert why(content, workbook_ods.survey) == "it is no workbook of a kind that is read"


def test_an_ods_with_a_password() -> None:
    files = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "\x01\x02"}
    content = zipped({**files, "META-INF/manifest.xml": "<manifest:encryption-data/>"}, 0)
    assert why(content, workbook_ods.survey) == "it is protected by a password"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (compound({"Other": b"x"}), "it is no workbook of a kind that is read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "it is damaged"),
    ],
)
def test_what_is_no_xls_is_not_read(content: bytes, told: str) -> None:
    assert why(content, workbook_xls.survey) == told


def test_cells_of_xls_may_lie_too_far_apart() -> None:
    far = xls({"One": [*xls_rows([("a",)]), struct.pack("<HHHHHd", 0x0203, 14, 15_000, 255, 15, 1.0)]})
    assert why(far, workbook_xls.survey) == "its cells lie too far apart"


def test_a_chart_of_xls_and_a_record_that_is_cut_off_are_passed_over() -> None:
    chart = struct.pack("<HHIBBBB", 0x0085, 12, 0, 0, 2, 4, 0) + b"Plot"
    (sheet,) = surveyed(xls({"One": xls_rows([("a",)])}, extra=chart), workbook_xls.survey)
    assert sheet.name == "One"
    stream = struct.pack("<HHIBBBB", 0x0809, 0, 0, 0, 0, 0, 0)[:4] + struct.pack(
        "<HHIBBBB", 0x0085, 11, 19, 0, 0, 3, 0
    )
    cut = compound({"Book": stream + b"Two" + struct.pack("<HH", 0x0809, 60)})
    (sheet,) = surveyed(cut, workbook_xls.survey)
    assert (sheet.name, sheet.rows) == ("Two", set())


def test_a_wide_name_of_xls() -> None:
    name = "Zähler–1"
    bound = struct.pack("<HHIBBBB", 0x0085, 8 + 2 * len(name), 0, 0, 0, len(name), 1) + name.encode(
        "utf-16-le"
    )
    found = surveyed(xls({"One": []}, extra=bound), workbook_xls.survey)
    assert {sheet.name for sheet in found} == {name, "One"}
