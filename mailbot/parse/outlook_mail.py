"""A mail out of MAPI properties ([MS-OXOMSG], [MS-OXCMAIL]), as .msg files and winmail.dat hold one.

Takes what a reader of such a file found; gives a Mail. The transport headers are believed before the properties, since
they are what travelled; an address that only Exchange understands (/o=..) is no address. Never raises.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime

from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Mail, Part
from mailbot.parse import html, message, rich_text
from mailbot.parse.charset import tidy
from mailbot.parse.opening import CannotOpen, Opening


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says. `headers`: the transport headers, empty for a mail that never travelled."""

    headers: str = ""
    subject: str = ""
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sent: datetime | None = None
    plain: str = ""
    page: str = ""
    rich: bytes = field(default=b"", repr=False)  # read when there is neither of the other two
    parts: tuple[Part, ...] = field(default=(), repr=False)
    enclosed: tuple[Mail, ...] = ()


def mail(found: Properties, form: str, opening: Opening) -> Mail:
    """The mail, its attachments not opened yet."""
    travelled = message.read(_header_block(found.headers), opening.limits)
    date = travelled.date or _aware(found.sent)
    plain, page, unread = _bodies(found, opening)
    missing = (each for each in _headers(found, date) if not travelled.header(each[0]))
    return replace(
        travelled,
        headers=(*travelled.headers, *missing),
        content_type="text/plain",
        from_=travelled.from_ or ((found.sender,) if found.sender else ()),
        to=travelled.to or found.to,
        cc=travelled.cc or found.cc,
        subject=travelled.subject or tidy(found.subject),
        date=date,
        plain=plain,
        html_text=page,
        parts=(*found.parts, *unread),
        enclosed=found.enclosed,
        form=form,
        defects=(),
        over=(),
    )


def from_rich(octets: bytes, opening: Opening) -> tuple[str, str]:
    """Plain text and HTML as text, out of compressed rich text. Raises CannotOpen."""
    written = rich_text.read(octets, opening)
    return _cut(tidy(written.plain), opening.limits), _page(written.page, opening)


def _bodies(found: Properties, opening: Opening) -> tuple[str, str, tuple[Part, ...]]:
    """Plain text, HTML as text, and the body as a part when neither can be had."""
    plain, page = _cut(tidy(found.plain), opening.limits), _page(found.page, opening)
    if plain.strip() or page.strip() or not found.rich:
        return plain, page, ()
    try:
        return (*from_rich(found.rich, opening), ())
    except CannotOpen as why:
        part = Part("application/rtf", "the text of the attached mail", payload=found.rich, why=str(why))
        return "", "", (part,)


def address(address: str, name: str) -> Address | None:
    """A mailbox of the address book; None when nothing is known of it."""
    shown = tidy(name).strip().strip("'\"")
    good = "@" in address and not address.startswith("/")
    if good and shown.casefold() == address.casefold():
        shown = ""
    return Address(address.strip() if good else "", shown) if good or shown else None


def _header_block(headers: str) -> bytes:
    """The headers without what tells of bodies, which are not there."""
    kept: list[str] = []
    skipping = False
    for line in headers.replace("\r\n", "\n").split("\n"):
        if not line[:1].isspace():
            skipping = line.casefold().startswith(("content-", "microsoft mail internet headers"))
        if line.strip() and not skipping:
            kept.append(line)
    return "\n".join(kept).encode("utf-8", "replace") + b"\n\n"


def _headers(found: Properties, date: datetime | None) -> tuple[tuple[str, str], ...]:
    pairs = [("Subject", found.subject), ("Date", format_datetime(date) if date else "")]
    return tuple((name, value) for name, value in pairs if value)


def _aware(when: datetime | None) -> datetime | None:
    """MAPI keeps times in UTC."""
    return when.replace(tzinfo=UTC) if when and when.tzinfo is None else when


def _page(document: str, opening: Opening) -> str:
    text, damages = html.text(document[: opening.limits.html_bytes]) if document.strip() else ("", ())
    for damage in damages:
        opening.defects[damage] = None
    return _cut(text, opening.limits)


def _cut(text: str, limits: Limits) -> str:
    return text[: limits.text_characters]
