"""winmail.dat, the way in which Outlook wraps a mail for other Outlooks (TNEF, [MS-OXTNEF]) -> body and attachments.

Takes an Attached; gives the attachments in it, mails embedded, and the body, which is that of the mail around it: who
opens it decides whether it says anything new. How many pieces there are is counted before the library is given a byte.
What is no such file raises CannotOpen; never another exception.
"""

import struct
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from mailbot.model.mail import Address, Mail, Part
from mailbot.parse import outlook_mail
from mailbot.parse.archive import shown_name
from mailbot.parse.charset import guessed, named
from mailbot.parse.opening import DAMAGED, Attached, CannotOpen, Contents, Opening

if TYPE_CHECKING:
    from tnefparse import TNEF
    from tnefparse.tnef import TNEFAttachment

_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")  # byte order marks
SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_PIECES: Final = 1000  # attributes of one file; Outlook writes some dozens
_MOST_COPIED: Final = 4_000_000_000  # octets; the library copies what is left of the file for each piece
_COUNTED: Final = frozenset(
    {0x9003, 0x9004, 0x9005}
)  # attributes that begin with a number of properties or rows
_SMALLEST: Final = 8  # octets of one property or row
_SUBJECT, _SENDER_NAME, _SENDER, _SENT, _HEADERS = 0x0037, 0x0C1A, 0x5D01, 0x0039, 0x007D
_SENDER_OTHER: Final = 0x0C1F
_NAME, _SMTP, _ADDRESS, _RECIPIENT_TYPE = 0x3001, 0x39FE, 0x3003, 0x0C15
_TO, _CC = 1, 2
_MIME_TYPE: Final = 0x370E


def read(item: Attached, opening: Opening) -> Contents:
    """What is in the file."""
    octets = item.part.payload
    opening.unpack(len(octets))
    _counted(octets)
    try:
        found = _parsed(octets)
        attached = tuple(_attached(each, opening) for each in found.attachments if not hasattr(each, "embed"))
        mails = tuple(_mail(each.embed, opening, 1) for each in found.attachments if hasattr(each, "embed"))
        body = _mail(found, opening, 0, alone=True)
        return Contents(attached=attached, mails=mails, body=body, rich=_rich(found))
    except CannotOpen:
        raise
    except Exception as error:  # its own, and whatever a damaged file leads to
        raise CannotOpen(DAMAGED) from error


def _parsed(octets: bytes) -> "TNEF":
    from tnefparse import TNEF

    return TNEF(octets, do_checksum=False)


def _counted(octets: bytes) -> None:
    """Looks at the pieces of the file: how many there are, and how many properties each says it has."""
    if not octets.startswith(SIGNATURE):
        raise CannotOpen(DAMAGED)
    at, pieces = 6, 0
    while at + 12 < len(octets):
        _, name, _, length = struct.unpack_from("<BHHI", octets, at)
        pieces += 1
        count = int.from_bytes(octets[at + 9 : at + 13], "little") if name in _COUNTED else 0
        if pieces > _PIECES or count * _SMALLEST > length:
            raise CannotOpen(DAMAGED)
        at += length + 11
    if pieces * len(octets) > _MOST_COPIED:
        raise CannotOpen("it has too many pieces")
    if at > len(octets):
        raise CannotOpen("it is cut off")


def _mail(found: "TNEF", opening: Opening, depth: int, *, alone: bool = False) -> Mail:
    """The mail these properties make; `alone`: without attachments, which belong to the mail around it."""
    opening.deeper(depth)
    known = {each.name: each.data for each in found.mapiprops}
    codec = found.codepage or ""
    inner = [] if alone else [each for each in found.attachments if hasattr(each, "embed")]
    files = [] if alone else [each for each in found.attachments if not hasattr(each, "embed")]
    properties = outlook_mail.Properties(
        headers=_text(known.get(_HEADERS)),
        subject=_text(known.get(_SUBJECT)) or _subject(found),
        sender=outlook_mail.address(
            _text(known.get(_SENDER)) or _text(known.get(_SENDER_OTHER)), _text(known.get(_SENDER_NAME))
        ),
        to=_recipients(found, _TO),
        cc=_recipients(found, _CC),
        sent=sent if isinstance(sent := known.get(_SENT), datetime) else None,
        plain=_text(found.body, codec),
        page=_text(found.htmlbody, codec),
        rich=b"" if alone else _rich(found),
        parts=tuple(_attached(each, opening).part for each in files),
        enclosed=tuple(_mail(each.embed, opening, depth + 1) for each in inner),
    )
    return outlook_mail.mail(properties, "tnef", opening)


def _rich(found: "TNEF") -> bytes:
    rich = found._rtfbody
    return rich if isinstance(rich, bytes) else b""


def _recipients(found: "TNEF", wanted: int) -> tuple[Address, ...]:
    """The mailboxes of one kind in the recipient table."""
    tables = (each.data for each in found.msgprops if each.name == found.ATTRECIPTABLE)
    rows = [{each.name: each.data for each in row} for table in tables for row in table]
    known = (
        outlook_mail.address(_text(row.get(_SMTP)) or _text(row.get(_ADDRESS)), _text(row.get(_NAME)))
        for row in rows
        if row.get(_RECIPIENT_TYPE) == wanted
    )
    return tuple(each for each in known if each)


def _subject(found: "TNEF") -> str:
    return next((_text(each.data) for each in found.msgprops if each.name == found.ATTSUBJECT), "")


def _attached(file: "TNEFAttachment", opening: Opening) -> Attached:
    opening.another_part()
    name = shown_name(_text(file.long_filename()))
    kind = next((_text(each.data) for each in file.mapi_attrs if each.name == _MIME_TYPE), "")
    data = bytes(file.data)
    why = "" if data else "it is not in the mail"
    return Attached(Part(kind.casefold() or "application/octet-stream", name, payload=data, why=why), name)


def _text(value: Any, codec: str = "") -> str:
    """A property that should be text; octets in UTF-8, else in the code page of the file."""
    if not isinstance(value, bytes):
        return value.strip("\x00") if isinstance(value, str) else ""
    if value.startswith(_MARKS):
        return named(value, "")[0].strip("\x00")
    octets = value.rstrip(b"\x00")
    text = guessed(octets)
    return text if text.encode() == octets else named(octets, codec)[0]
