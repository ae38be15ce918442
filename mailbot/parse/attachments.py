"""Which attachments may hold alerts, which of them can be opened, what is in them, and which cannot be read.

Takes a Mail, gives names, or the Mail with its attachments opened: mails in `enclosed`, rows and facts in `tables`.
What was opened leaves `parts`; what could not be opened stays there with the reason, and a cap that was passed is named
in `over`. A winmail.dat is the mail itself once more: its attachments are the mail's, its body is the mail's where that
has none, and a mail enclosed (form 'tnef') where it says something else. DUIS XML and GBCS payloads that stand in the
text are read as well. A file that its library cannot bear ends as a reason. Never raises.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from mailbot.model.limits import Limits
from mailbot.model.mail import Layer, Mail, Part
from mailbot.parse import (
    archive,
    attached_table,
    delimited,
    duis,
    gbcs,
    html,
    message,
    outlook_mail,
    outlook_msg,
    tnef,
    workbook,
)
from mailbot.parse.attached_kind import Kind, harmless, kind_of, reason
from mailbot.parse.charset import named
from mailbot.parse.opening import DAMAGED, Attached, CannotOpen, Contents, Opening, masked

PAYLOAD_IN_TEXT: Final = "the GBCS payload in the text"
_PANIC: Final = "pyo3_runtime"  # where the exception of a Rust library that gave up comes from


def sealed(mail: Mail) -> tuple[str, ...]:
    """Names of the attachments, at every depth, that `opened` can open; only a limited process may do so."""
    here = [_name(part) for part in mail.parts if _opens(part)]
    read = {*(each.where for each in mail.tables), *(part.filename for part in mail.parts if part.why)}
    here.extend(each for each in _pasted_names(mail) if each not in read)
    return (*here, *(name for inner in mail.enclosed for name in sealed(inner)))


def opened(mail: Mail, limits: Limits) -> Mail:
    """The mail with its attachments opened: mails among them in `enclosed`, rows and facts in `tables`."""
    opening = Opening(limits, packed=_packed(mail))
    read = _mail(mail, opening, 0)
    return replace(
        read,
        defects=tuple(dict.fromkeys((*read.defects, *opening.defects))),
        over=tuple(dict.fromkeys((*read.over, *opening.over))),
    )


def unread(mail: Mail) -> tuple[str, ...]:
    """Each attachment, at every depth, that may hold alerts and is not read: its name and, in brackets, why."""
    here = tuple(f"{_name(part)} ({reason(part)})" for part in mail.parts if not harmless(part))
    return here + tuple(name for inner in mail.enclosed for name in unread(inner))


def _name(part: Part) -> str:
    return masked(part.filename) or f"(no name, {part.content_type})"


def _opens(part: Part) -> bool:
    return not part.why and not harmless(part) and kind_of(part) is not Kind.NONE


def _packed(mail: Mail) -> int:
    return sum(len(part.payload) for part in mail.parts) + sum(map(_packed, mail.enclosed))


@dataclass(slots=True)
class _Found:
    """What the attachments of one mail held, and those that are left."""

    tables: list[Layer] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    bodies: list[Contents] = field(default_factory=list)


def _mail(mail: Mail, opening: Opening, depth: int) -> Mail:
    """One mail and the mails inside it, opened."""
    found = _Found()
    for part in mail.parts:
        _open(Attached(part, _name(part)), found, opening, depth + 1)
    mail = _with_bodies(mail, found, opening)
    _read_pasted(mail, found, opening)
    inner = [_mail(each, opening, depth + 1) for each in (*mail.enclosed, *found.mails)]
    return replace(
        mail, parts=tuple(found.parts), enclosed=tuple(inner), tables=(*mail.tables, *found.tables)
    )


def _open(item: Attached, found: _Found, opening: Opening, depth: int) -> None:
    """One attachment and what is inside it, into `found`."""
    if not _opens(item.part):
        found.parts.append(_left(item))
        return
    try:
        opening.deeper(depth)
        contents = _contents(item, opening)
        if contents == Contents():
            raise CannotOpen("nothing was found in it")
    except CannotOpen as why:
        found.parts.append(replace(item.part, filename=item.where, why=str(why)))
        return
    found.tables.extend(contents.tables)
    found.mails.extend(contents.mails)
    found.bodies.extend([contents] if contents.body else [])
    for each in contents.attached:
        _open(each, found, opening, depth + 1)


def _left(item: Attached) -> Part:
    """An attachment that is not opened; one from inside another gets the name that says where it is."""
    part = item.part
    if item.where == _name(part) or harmless(part):
        return part
    return replace(part, filename=item.where, why=reason(part))


def _contents(item: Attached, opening: Opening) -> Contents:
    """What its opener finds; whatever else a library raises is a reason like others."""
    try:
        return _OPENERS[kind_of(item.part)](item, opening)
    except CannotOpen:
        raise
    except MemoryError:
        raise CannotOpen("it takes too much memory") from None
    except Exception as error:  # a library's fault ends with the file it was given
        raise CannotOpen(DAMAGED) from error
    except BaseException as error:
        if type(error).__module__ != _PANIC:
            raise
        raise CannotOpen(DAMAGED) from error


def _with_bodies(mail: Mail, found: _Found, opening: Opening) -> Mail:
    """The mail with the body of a winmail.dat where it has none; one that says something else is a mail in it.

    Its rich text counts only where there is nothing else: it says the same with other marks and blanks.
    """
    for each in found.bodies:
        body = each.body or Mail()
        if mail.text.strip():
            found.mails.extend([body] if _words(body.text) not in _words(mail.text) else [])
        elif body.text.strip() or not each.rich:
            mail = replace(mail, plain=body.plain, html_text=body.html_text)
        else:
            mail = _with_rich(mail, each.rich, found, opening)
    return mail


def _with_rich(mail: Mail, rich: bytes, found: _Found, opening: Opening) -> Mail:
    try:
        plain, page = outlook_mail.from_rich(rich, opening)
    except CannotOpen as why:
        found.parts.append(Part("application/rtf", "the text in winmail.dat", payload=rich, why=str(why)))
        return mail
    return replace(mail, plain=plain, html_text=page)


def _words(text: str) -> str:
    return "".join(text.split()).casefold()


def _pasted_names(mail: Mail) -> tuple[str, ...]:
    """What stands in the mail's own text and is read like an attachment."""
    if _text_with_xml(mail):
        return (duis.PASTED,)
    return (PAYLOAD_IN_TEXT,) if _payloads(mail) else ()


def _text_with_xml(mail: Mail) -> str:
    return next((text for text in (mail.plain, mail.html_text) if duis.may_hold(text)), "")


def _payloads(mail: Mail) -> tuple[gbcs.Payload, ...]:
    return next((found for text in (mail.plain, mail.html_text) if (found := gbcs.pasted(text))), ())


def _read_pasted(mail: Mail, found: _Found, opening: Opening) -> None:
    xml = _text_with_xml(mail)
    if xml:
        try:
            found.tables.append(duis.pasted(xml, opening))
        except CannotOpen as why:
            found.parts.append(Part("application/xml", duis.PASTED, payload=b"-", why=str(why)))
    elif payloads := _payloads(mail):
        found.tables.append(_told(payloads, PAYLOAD_IN_TEXT))


def _told(payloads: tuple[gbcs.Payload, ...], where: str) -> Layer:
    return attached_table.text("\n\n".join("\n".join(gbcs.labelled(each)) for each in payloads), where)


def _payload(item: Attached, _opening: Opening) -> Contents:
    octets = item.part.payload
    whole = gbcs.read(octets) or gbcs.read(gbcs.written(delimited.decoded(octets) or "") or b"")
    return Contents(tables=(_told((whole,), item.where),)) if whole else Contents()


def _text(item: Attached, opening: Opening) -> Contents:
    """Rows or lines, and the payloads that stand between them."""
    contents = delimited.read(item, opening)
    payloads = gbcs.pasted(delimited.decoded(item.part.payload) or "")
    return replace(contents, tables=(*contents.tables, _told(payloads, item.where))) if payloads else contents


def _page(item: Attached, opening: Opening) -> Contents:
    """An HTML file, read like an HTML body."""
    document = named(item.part.payload[: opening.limits.html_bytes + 1], "")[0]
    if len(item.part.payload) > opening.limits.html_bytes:
        raise CannotOpen(f"it is longer than {opening.limits.html_bytes} bytes")
    text, damages = html.text(document)
    opening.more_rows(text.count("\n") + 1)
    opening.defects.update(dict.fromkeys(damages))
    return Contents(tables=(attached_table.text(text, item.where),))


def _eml(item: Attached, opening: Opening) -> Contents:
    """A mail that was packed or wrapped, and so was not seen as one before."""
    mail = message.read(item.part.payload, opening.limits)
    opening.defects.update(dict.fromkeys(mail.defects))
    opening.over.update(dict.fromkeys(mail.over))
    return Contents(mails=(mail,))


_OPENERS: Final[dict[Kind, Callable[[Attached, Opening], Contents]]] = {
    Kind.TEXT: _text,
    Kind.PAGE: _page,
    Kind.WORKBOOK: workbook.read,
    Kind.ARCHIVE: archive.read,
    Kind.MSG: outlook_msg.read,
    Kind.TNEF: tnef.read,
    Kind.MAIL: _eml,
    Kind.DUIS: duis.read,
    Kind.PAYLOAD: _payload,
}
