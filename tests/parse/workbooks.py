"""Writers of workbooks for tests: .xlsx by XlsxWriter, .xls (BIFF8) and .ods by hand. All content is invented."""

import io
import struct

import xlsxwriter

from tests.parse.attached import zipped
from tests.parse.outlook_files import compound

HEAD = ("MPAN", "Alert Code", "New Supplier")
ROW = (1012345678903, "8F3F", "Brightwater Business Energy Ltd")

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def xlsx(fill):
    """What `fill(book)` writes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        fill(book)
    return file.getvalue()


def sheet(book, rows, name="Alerts"):
    """A sheet of these rows."""
    page = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                page.write(number, column, value)
    return page


def xls(sheets, hidden=(), extra=b""):
    """An .xls: {name: [records]}; hidden: names of hidden sheets; extra: records of the workbook itself."""
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600)) + extra
    bounds, bodies = [], []
    start = len(head) + sum(4 + 8 + len(name) for name in sheets) + 4
    for name, records in sheets.items():
        body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600)) + b"".join(records)
        body += _record(0x000A)
        state = int(name in hidden)
        bounds.append(
            _record(0x0085, struct.pack("<IBBBB", start, state, 0, len(name), 0) + name.encode("latin-1"))
        )
        bodies.append(body)
        start += len(body)
    return compound({"Workbook": head + b"".join(bounds) + _record(0x000A) + b"".join(bodies)})


def xls_rows(rows):
    """The records of these rows."""
    return [
        _xls_cell(row, column, value) for row, cells in enumerate(rows) for column, value in enumerate(cells)
    ]


def xls_hidden_row(row):
    return _record(0x0208, struct.pack("<HHHHHHI", row, 0, 3, 255, 0, 0, 0x20 | 0x100))


def xls_hidden_column(column):
    return _record(0x007D, struct.pack("<HHHHHH", column, column, 2048, 15, 1, 0))


def _xls_cell(row, column, value):
    if isinstance(value, str):
        data = struct.pack("<HHHHB", row, column, 15, len(value), 0) + value.encode("latin-1")
        return _record(0x0204, data)
    return _record(0x0203, struct.pack("<HHHd", row, column, 15, value))


def _record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def ods(tables, styles="", mimetype="application/vnd.oasis.opendocument.spreadsheet"):
    """An .ods of these tables (XML)."""
    spaces = " ".join(f'xmlns:{each}="{OFFICE}{each}:1.0"' for each in ("office", "table", "text", "style"))
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    files = {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(files, 0)


def ods_row(*values, attributes=""):
    return f"<table:table-row {attributes}>{''.join(map(_ods_cell, values))}</table:table-row>"


def _ods_cell(value):
    kind = (
        'office:value-type="string"'
        if isinstance(value, str)
        else f'office:value-type="float" office:value="{value}"'
    )
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
