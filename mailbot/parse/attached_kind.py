"""What an attachment is: by its first bytes, then by its content type and name, which may lie.

Takes a Part; gives its kind, and for a kind that is not opened what a person is told. A picture that the body shows, a
calendar entry, a visiting card or a signature file holds no alert. Looks at bytes, opens nothing. Never raises.
"""

import re
from enum import StrEnum
from typing import Final

from mailbot.model.mail import Part
from mailbot.parse import duis, gbcs, tnef, workbook_ods
from mailbot.parse.delimited import decoded

_HARMLESS_TYPES: Final = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "message/global-delivery-status",
        "text/calendar",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
    }
)
_HARMLESS_NAMES: Final = (".ics", ".p7s", ".vcf", ".asc", ".sig")
_BEGIN: Final = 4096  # bytes from which a kind is told
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_COMMENT: Final = 66_000  # bytes that may stand behind the directory
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLES: Final = (".csv", ".tsv", ".tab", ".txt", ".log", ".text", ".xls")
_TEXT_TYPES: Final = ("text/", "application/csv", "application/vnd.ms-excel")
_PAGE: Final = re.compile(r"\s{0,200}<(?:!doctype html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML: Final = re.compile(r"\ufeff?\s{0,200}<(?:\?xml\b|[A-Za-z0-9_]{1,20}:[A-Za-z]|[A-Z][A-Za-z]{1,60}[\s>])")
_AS_TABLE: Final = "please send the alert as text or as a table"
_UNREAD: Final = (
    (b"%PDF-", f"a PDF: {_AS_TABLE}"),
    (b"{\\rtf", f"a rich text document: {_AS_TABLE}"),
    (b"Rar!", "an archive of a kind that is not read: please send a .zip"),
    (b"7z\xbc\xaf", "an archive of a kind that is not read: please send a .zip"),
    (b"\x1f\x8b", "an archive of a kind that is not read: please send a .zip"),
    (b"\xff\xd8\xff", "a picture: please send the alert as text"),
    (b"\x89PNG", "a picture: please send the alert as text"),
    (b"GIF8", "a picture: please send the alert as text"),
)
_IN_ZIP: Final = (
    (b"xl/workbook.bin", "an Excel binary workbook: please save it as .xlsx"),
    (b"word/document.xml", f"a Word document: {_AS_TABLE}"),
    (b"ppt/presentation.xml", f"a presentation: {_AS_TABLE}"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", f"a text document: {_AS_TABLE}"),
)
_IN_OLE: Final = (
    ("EncryptedPackage", "it is protected by a password"),
    ("WordDocument", f"a Word document: {_AS_TABLE}"),
    ("PowerPoint Document", f"a presentation: {_AS_TABLE}"),
)
_ENCRYPTED: Final = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
)


class Kind(StrEnum):
    """What can be opened; NONE is everything else."""

    NONE = ""
    TEXT = "text"
    PAGE = "page"
    WORKBOOK = "workbook"
    ARCHIVE = "archive"
    MSG = "msg"
    TNEF = "tnef"
    MAIL = "mail"
    DUIS = "duis"
    PAYLOAD = "payload"


def harmless(part: Part) -> bool:
    """Whether it holds no alert, whatever is in it. What could not be read is never harmless."""
    if part.why:
        return False
    if part.inline or not part.payload.strip():
        return True
    return part.content_type in _HARMLESS_TYPES or part.filename.casefold().endswith(_HARMLESS_NAMES)


def kind_of(part: Part) -> Kind:
    """The kind by which it is opened."""
    octets = part.payload
    if octets.startswith(_ZIP):
        return _zip_kind(octets)
    if octets.startswith(_OLE):
        return _ole_kind(octets)
    if octets.startswith(tnef.SIGNATURE):
        return Kind.TNEF
    if gbcs.read(octets):
        return Kind.PAYLOAD
    return Kind.NONE if _magic(octets) else _text_kind(part)


def reason(part: Part) -> str:
    """Why it is not read, in words for a person."""
    octets = part.payload
    if part.why or kind_of(part) is not Kind.NONE:
        return part.why or "it could not be opened"
    told = _magic(octets)
    if octets.startswith(_ZIP):
        told = _in_zip(octets)
    elif octets.startswith(_OLE):
        told = next((words for sign, words in _IN_OLE if sign.encode("utf-16-le") in octets), "")
    return told or _by_type(part)


def _zip_kind(octets: bytes) -> Kind:
    if _in_zip(octets):
        return Kind.NONE
    workbook = b"xl/workbook.xml" in _zip_directory(octets) or workbook_ods.is_ods(octets)
    return Kind.WORKBOOK if workbook else Kind.ARCHIVE


def _in_zip(octets: bytes) -> str:
    """What is told of a .zip that is a document."""
    names = octets[:200] + _zip_directory(octets)
    return next((words for sign, words in _IN_ZIP if sign in names), "")


def _zip_directory(octets: bytes) -> bytes:
    """The directory at the end of a .zip, lower case; a file packed inside may be a .zip too."""
    end = octets.rfind(b"PK\x05\x06", max(0, len(octets) - _ZIP_COMMENT))
    start = int.from_bytes(octets[end + 16 : end + 20], "little") if end >= 0 else 0
    return octets[start : end if end >= 0 else len(octets)].lower()


def _ole_kind(octets: bytes) -> Kind:
    if "__properties_version1.0".encode("utf-16-le") in octets:
        return Kind.MSG
    if any(sign.encode("utf-16-le") in octets for sign, _ in _IN_OLE):
        return Kind.NONE
    return (
        Kind.WORKBOOK
        if any(each.encode("utf-16-le") in octets for each in ("Workbook", "Book"))
        else Kind.NONE
    )


def _text_kind(part: Part) -> Kind:
    begin = decoded(part.payload[:_BEGIN] if len(part.payload) > _BEGIN else part.payload)
    name = part.filename.casefold()
    if begin is None:
        return Kind.NONE
    if name.endswith(".eml") or part.content_type == "message/rfc822":
        return Kind.MAIL
    if part.content_type == "text/html" or name.endswith((".htm", ".html")) or _PAGE.match(begin):
        return Kind.PAGE
    if begin.startswith("MIME-Version:") or name.endswith((".mht", ".mhtml")):
        return Kind.NONE  # a web page in one file, packed like a mail
    if _XML.match(begin):
        return Kind.DUIS if duis.may_be(decoded(part.payload) or "") else Kind.NONE
    if gbcs.written(begin):
        return Kind.PAYLOAD
    text = name.endswith(_TABLES) or part.content_type.startswith(_TEXT_TYPES)
    return Kind.TEXT if text else Kind.NONE


def _magic(octets: bytes) -> str:
    """What is told of a file that begins like one of a kind that is not opened."""
    begin = octets[:1024]
    return next(
        (words for sign, words in _UNREAD if begin.startswith(sign) or (sign == b"%PDF-" and sign in begin)),
        "",
    )


def _by_type(part: Part) -> str:
    if part.content_type.startswith("image/"):
        return "a picture: please send the alert as text"
    if part.content_type in _ENCRYPTED or part.filename.casefold().endswith(".p7m"):
        return "it is encrypted or signed: please send it as a plain mail"
    if _XML.match(decoded(part.payload[:_BEGIN]) or ""):
        return "XML, but no DUIS message with an alert"
    return f"of a kind that is not read: {_AS_TABLE}"
