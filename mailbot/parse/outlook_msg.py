"""A mail that Outlook saved as a file: .msg ([MS-OXMSG]) -> a Mail with its attachments.

Takes an Attached; gives the mail in it, of the form 'msg', and mails embedded in that one. What is no such file raises
CannotOpen; never another exception.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from struct import error as StructError
from typing import TYPE_CHECKING, Any, Final, cast

from mailbot.model.mail import Address, Mail, Part
from mailbot.parse import outlook_mail
from mailbot.parse.archive import shown_name
from mailbot.parse.charset import named
from mailbot.parse.opening import DAMAGED, Attached, CannotOpen, Contents, Opening

if TYPE_CHECKING:
    from oxmsg.storage import Storage

_HEADER: Final = 32  # octets before the properties of a mail
_EMBEDDED_HEADER: Final = 24
_HEADER_OF_PART: Final = 8
_SUBJECT, _HEADERS, _BODY, _PAGE, _RICH = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENT, _RECEIVED = 0x0039, 0x0E06
# name, then addresses, the best first: of the author, then of who sent it
_AUTHOR: Final = (0x0042, (0x5D02, 0x0065))
_SENDER: Final = (0x0C1A, (0x5D01, 0x0C1F))
_RECIPIENT: Final = (0x3001, (0x39FE, 0x3003))
_RECIPIENT_TYPE: Final = 0x0C15
_TO, _CC = 1, 2
_DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _TYPE = 0x3701, 0x3707, 0x3704, 0x3001, 0x370E
_CONTENT_ID, _FLAGS = 0x3712, 0x3714
_IN_BODY: Final = 0x4
_EMBEDDED: Final = "__substg1.0_3701000D"
# What reading a single property of a damaged file was seen to raise.
_DAMAGE: Final = (
    KeyError,
    ValueError,
    LookupError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    StructError,
)


def read(item: Attached, opening: Opening) -> Contents:
    """The mail in the file."""
    from oxmsg import Message

    opening.unpack(len(item.part.payload))
    try:
        storage = cast("Storage", Message.load(item.part.payload)._storage)
        _ = storage.properties_stream_bytes  # without these it is another kind of file
        return Contents(mails=(_mail(storage, _HEADER, opening, 1),))
    except CannotOpen:
        raise
    except Exception as error:  # its own, and whatever a damaged file leads to
        raise CannotOpen(DAMAGED) from error


class _Values:
    """The properties of one storage: what is missing or damaged is empty."""

    def __init__(self, storage: "Storage", header: int) -> None:
        from oxmsg.properties import Properties

        self._all = Properties(storage, header)
        self.damaged = False

    def text(self, *identifiers: int) -> str:
        """The first of these texts that there is."""
        return next(
            (found for each in identifiers if (found := self._get(self._all.str_prop_value, each))), ""
        )

    def octets(self, identifier: int) -> bytes:
        """A binary property."""
        return self._get(self._all.binary_prop_value, identifier) or b""

    def number(self, identifier: int) -> int:
        """An integer; 0 when it is missing."""
        found = self._get(self._all.int_prop_value, identifier)
        return found if isinstance(found, int) else 0

    def time(self, *identifiers: int) -> datetime | None:
        """The first of these times that there is."""
        found = (self._get(self._all.date_prop_value, each) for each in identifiers)
        return next((each for each in found if isinstance(each, datetime)), None)

    def page(self) -> str:
        """The HTML body, whichever way it is kept."""
        octets = self.octets(_PAGE)
        return named(octets, self._all.body_encoding)[0] if octets else self.text(_PAGE)

    def address(self, known: tuple[int, tuple[int, ...]]) -> Address | None:
        """A mailbox by its name and its addresses."""
        name, addresses = known
        found = [self.text(each) for each in addresses]
        return outlook_mail.address(next((each for each in found if "@" in each), ""), self.text(name))

    def _get(self, value: "Callable[[int], Any]", identifier: int) -> Any:
        try:
            return value(identifier)
        except _DAMAGE:
            self.damaged = True
            return None


def _mail(storage: "Storage", header: int, opening: Opening, depth: int) -> Mail:
    opening.deeper(depth)
    values = _Values(storage, header)
    found = [_recipient(each) for each in storage.iter_recipient_storages()]
    parts, enclosed = _attached(storage, opening, depth)
    known = outlook_mail.Properties(
        headers=values.text(_HEADERS),
        subject=values.text(_SUBJECT),
        sender=_author(values),
        to=tuple(each for kind, each in found if each and kind == _TO),
        cc=tuple(each for kind, each in found if each and kind == _CC),
        sent=values.time(_SENT, _RECEIVED),
        plain=values.text(_BODY),
        page=values.page(),
        rich=values.octets(_RICH),
        parts=tuple(parts),
        enclosed=tuple(enclosed),
    )
    found_mail = outlook_mail.mail(known, "msg", opening)
    return _with_damage(found_mail) if values.damaged else found_mail


def _with_damage(mail: Mail) -> Mail:
    """The mail, with a part that says that not all of it could be read."""
    part = Part(
        "application/vnd.ms-outlook", "the attached mail", payload=b"-", why="a part of it is damaged"
    )
    return replace(mail, parts=(*mail.parts, part))


def _author(values: _Values) -> Address | None:
    """Who wrote it; where only the name is told, and the sender has the same one, the address is the sender's."""
    author, sender = values.address(_AUTHOR), values.address(_SENDER)
    if author is None or (sender and not author.address and sender.name == author.name):
        return sender
    return author


def _recipient(storage: "Storage") -> tuple[int, Address | None]:
    values = _Values(storage, _HEADER_OF_PART)
    return values.number(_RECIPIENT_TYPE), values.address(_RECIPIENT)


def _attached(storage: "Storage", opening: Opening, depth: int) -> tuple[list[Part], list[Mail]]:
    """The files attached, and the mails embedded."""
    parts: list[Part] = []
    mails: list[Mail] = []
    for each in storage.iter_attachment_storages():
        opening.another_part()
        inner = next((inside for inside in each.storages if inside.name == _EMBEDDED), None)
        if inner is not None:
            mails.append(_mail(inner, _EMBEDDED_HEADER, opening, depth + 1))
        else:
            parts.append(_part(_Values(each, _HEADER_OF_PART)))
    return parts, mails


def _part(values: _Values) -> Part:
    content_type = values.text(_TYPE).casefold() or "application/octet-stream"
    shown = bool(values.text(_CONTENT_ID)) and bool(values.number(_FLAGS) & _IN_BODY)
    name = shown_name(values.text(_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    data = values.octets(_DATA)
    inline = content_type.startswith("image/") and shown
    return Part(content_type, name, inline, data, why="" if data else "it is not in the mail")
