"""The table that forwarders may always send: what is written, and that it relays once it is filled in."""

import io
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from mailbot import template
from mailbot.model.errors import CallError
from mailbot.model.limits import Limits
from mailbot.model.template import COLUMNS, EXAMPLE
from mailbot.parse.alert import alerts
from mailbot.parse.forward import layers
from tests.parse.alert_texts import RULES, facts
from tests.parse.attached import opened

FILLED = ("1012345678903", EXAMPLE[1], "8F3F", "Tamper", "13/11/2026 07:40:00", "Brightwater")
READ = {
    "mpxn": FILLED[0], "device": FILLED[1], "code": "8F3F", "name": "Tamper", "at": "2026-11-13T07:40:00+00:00",
    "supplier": "Brightwater",
}  # fmt: skip


def told(name: str, content: bytes) -> list[dict[str, str]]:
    mail = opened((name, content))
    assert mail.parts == ()
    return [facts(each) for each in alerts(layers(mail, Limits()), RULES, Limits()).alerts]


def _filled_in(workbook: bytes) -> bytes:
    """The workbook with a row in its first sheet, as a spreadsheet program writes it."""
    row = "".join(
        f'<c r="{chr(65 + at)}2" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(FILLED)
    )
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(file, "w") as after:
        for each in before.infolist():
            content = before.read(each)
            if each.filename.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", f'<row r="2">{row}</row></sheetData>'.encode())
            after.writestr(each.filename, content)
    return file.getvalue()


def test_both_are_written_where_asked_for(tmp_path: Path) -> None:
    csv, workbook = template.write(tmp_path / "new" / "folder", force=False)
    assert csv.read_bytes() == b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"
    sheets = CalamineWorkbook.from_path(str(workbook))
    assert sheets.sheet_names == ["Alerts", "Example"]
    assert sheets.get_sheet_by_index(0).to_python() == [list(COLUMNS)]
    assert sheets.get_sheet_by_index(1).to_python()[:2] == [list(COLUMNS), list(EXAMPLE)]


def test_the_cells_of_the_workbook_are_text() -> None:
    with zipfile.ZipFile(io.BytesIO(template.as_workbook())) as workbook:
        styles, sheet = (
            workbook.read("xl/styles.xml").decode(),
            workbook.read("xl/worksheets/sheet1.xml").decode(),
        )
    assert 'numFmtId="49"' in styles  # what spreadsheet programs call Text
    assert sheet.count("<col ") == len(COLUMNS)
    assert sheet.count('style="') == len(COLUMNS)


@pytest.mark.parametrize("name", template.NAMES)
def test_what_is_there_is_not_overwritten_unless_asked_for(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(CallError) as raised:
        template.write(tmp_path, force=False)
    assert (
        str(raised.value)
        == f"{tmp_path / name} would be overwritten: give --force, or another folder with --to."
    )
    assert [each.name for each in tmp_path.iterdir()] == [name]
    template.write(tmp_path, force=True)
    assert (tmp_path / name).read_bytes() != b"mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CallError, match="The templates cannot be written into"):
        template.write(tmp_path / "file" / "folder", force=False)


@pytest.mark.parametrize(
    ("name", "content"), [(template.NAMES[0], template.as_csv()), (template.NAMES[1], template.as_workbook())]
)
def test_an_empty_template_holds_no_alert(name: str, content: bytes) -> None:
    assert told(name, content) == []


def test_a_template_that_is_filled_in_is_read() -> None:
    assert told(template.NAMES[0], template.as_csv() + ",".join(FILLED).encode()) == [READ]
    assert told(template.NAMES[1], _filled_in(template.as_workbook())) == [READ]
