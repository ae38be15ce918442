"""What an attachment is, by its bytes before its name, and what is told of one that is not opened."""

import zipfile

import pytest

from mailbot.model.mail import Part
from mailbot.parse import attached_kind
from mailbot.parse.attached_kind import Kind
from tests.parse import payloads
from tests.parse.attached import CSV, zipped
from tests.parse.outlook_files import compound, msg, tnef_mail
from tests.parse.workbooks import HEAD, ods, ods_row, sheet, xls, xls_rows, xlsx

XLSX = xlsx(lambda book: sheet(book, [HEAD]))
XLS = xls({"Alerts": xls_rows([HEAD])})
ODS = ods(f'<table:table table:name="a">{ods_row("b")}</table:table>')
PAYLOAD = payloads.grouped(payloads.dlms())
DUIS = payloads.duis(payloads.alert()).encode()
TEXT = "please send the alert as text"
TABLE = f"{TEXT} or as a table"


@pytest.mark.parametrize(
    ("kind", "name", "content", "content_type"),
    [
        (Kind.TEXT, "a.csv", CSV, "application/octet-stream"),
        (Kind.TEXT, "a.csv", CSV, "application/vnd.ms-excel"),
        (Kind.TEXT, "", CSV, "text/csv"),
        (Kind.TEXT, "a.csv", CSV.decode().encode("utf-16"), "application/octet-stream"),
        (Kind.TEXT, "a.xls", CSV, "application/octet-stream"),
        (Kind.TEXT, "notes.txt", b"MPAN: 1", "text/plain"),
        (Kind.TEXT, "long.csv", CSV * 100, "text/csv"),
        (Kind.TEXT, "cut.csv", b"x" * 4095 + "é".encode() + CSV, "text/csv"),
        (Kind.PAGE, "a.html", b"<p>MPAN</p>", "text/html"),
        (Kind.PAGE, "a.xls", b"<html><table></table></html>", "application/vnd.ms-excel"),
        (Kind.WORKBOOK, "a.xlsx", XLSX, "application/octet-stream"),
        (Kind.WORKBOOK, "a.csv", XLSX, "text/csv"),
        (Kind.WORKBOOK, "a.xls", XLS, "application/vnd.ms-excel"),
        (Kind.WORKBOOK, "a.ods", ODS, "application/octet-stream"),
        (Kind.ARCHIVE, "a.zip", zipped({"a.csv": CSV}), "application/zip"),
        (Kind.ARCHIVE, "a.csv", zipped({"a.csv": CSV}), "text/csv"),
        (Kind.ARCHIVE, "a.zip", zipped({"a.xlsx": XLSX}, zipfile.ZIP_STORED), "application/zip"),
        (Kind.ARCHIVE, "a.zip", b"PK\x03\x04 cut off", "application/zip"),
        (Kind.MSG, "a.msg", msg({0x0037: "Alert"}), "application/octet-stream"),
        (Kind.TNEF, "winmail.dat", tnef_mail(body=b"x"), "application/ms-tnef"),
        (Kind.MAIL, "a.eml", b"Subject: x\n\ny", "application/octet-stream"),
        (Kind.DUIS, "a.xml", DUIS, "text/xml"),
        (Kind.DUIS, "a.txt", b'\xef\xbb\xbf<?xml version="1.0"?>\n' + DUIS, "text/plain"),
        (Kind.DUIS, "a.xml", b"<DeviceAlertMessage></DeviceAlertMessage>", "text/xml"),
        (Kind.PAYLOAD, "a.bin", PAYLOAD, "application/octet-stream"),
        (Kind.PAYLOAD, "a.txt", PAYLOAD.hex().encode(), "text/plain"),
        (Kind.NONE, "a.csv", b"\x00\x01", "text/csv"),
        (Kind.TEXT, "a", b"MPAN: 1", "text/x-log"),
        (
            Kind.NONE,
            "a.xls",
            b"MIME-Version: 1.0\nContent-Type: multipart/related",
            "application/vnd.ms-excel",
        ),
        (Kind.NONE, "a.json", b'{"a": 1}', "application/json"),
    ],
)
def test_the_kind_is_told_by_the_content(kind: Kind, name: str, content: bytes, content_type: str) -> None:
    assert attached_kind.kind_of(Part(content_type, name, payload=content)) is kind


@pytest.mark.parametrize(
    ("name", "content", "content_type", "told"),
    [
        ("a.pdf", b"%PDF-1.7 ..", "application/pdf", f"a PDF: {TABLE}"),
        ("a.txt", b"junk before %PDF-1.7 ..", "text/plain", f"a PDF: {TABLE}"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg", f"a picture: {TEXT}"),
        ("a.heic", b"\x00\x00\x00 ftypheic", "image/heic", f"a picture: {TEXT}"),
        (
            "a.docx",
            zipped({"word/document.xml": "<a/>"}),
            "application/octet-stream",
            f"a Word document: {TABLE}",
        ),
        (
            "a.odt",
            zipped({"mimetype": "application/vnd.oasis.opendocument.text"}, 0),
            "a/b",
            f"a text document: {TABLE}",
        ),
        (
            "a.xlsb",
            zipped({"xl/workbook.bin": "x"}),
            "a/b",
            "an Excel binary workbook: please save it as .xlsx",
        ),
        ("a.doc", compound({"WordDocument": b"x"}), "application/msword", f"a Word document: {TABLE}"),
        ("a.xlsx", compound({"EncryptedPackage": b"x"}), "a/b", "it is protected by a password"),
        ("a.bin", compound({"Other": b"x"}), "a/b", f"of a kind that is not read: {TABLE}"),
        ("a.rtf", b"{\\rtf1 ..}", "application/rtf", f"a rich text document: {TABLE}"),
        ("a.7z", b"7z\xbc\xaf'\x1c", "a/b", "an archive of a kind that is not read: please send a .zip"),
        (
            "smime.p7m",
            b"0\x80\x06",
            "application/pkcs7-mime",
            "it is encrypted or signed: please send it as a plain mail",
        ),
        ("a.xml", b"<?xml version='1.0'?><Workbook/>", "text/xml", "XML, but no DUIS message with an alert"),
        ("a.dat", b"\x00\x01", "application/octet-stream", f"of a kind that is not read: {TABLE}"),
        ("a.csv", CSV, "text/csv", "it could not be opened"),
    ],
)
def test_what_is_not_opened_says_why(name: str, content: bytes, content_type: str, told: str) -> None:
    assert attached_kind.reason(Part(content_type, name, payload=content)) == told


def test_the_reason_found_when_it_was_opened_comes_first() -> None:
    assert (
        attached_kind.reason(Part("text/csv", "a.csv", payload=CSV, why="it is damaged")) == "it is damaged"
    )


@pytest.mark.parametrize(
    ("part", "harmless"),
    [
        (Part("image/png", "logo.png", inline=True, payload=b"x"), True),
        (Part("text/plain", "a.txt", payload=b" \n"), True),
        (Part("text/calendar", "", payload=b"x"), True),
        (Part("application/octet-stream", "card.VCF", payload=b"x"), True),
        (Part("application/octet-stream", "a.csv", payload=b"x"), False),
        (Part("message/external-body", "", payload=b"", why="it lies elsewhere"), False),
    ],
)
def test_what_holds_no_alert(part: Part, harmless: bool) -> None:
    assert attached_kind.harmless(part) is harmless
