"""RFC 5322 and MIME: raw bytes to Mail.

Takes the bytes of one mail as IMAP gave them; gives a Mail (RFC 5322, RFC 2045 to 2049, RFC 6522). Whatever is
damaged is read as far as it goes and named in `defects`; whatever is too much is left out and named in `over`.
Never raises for any bytes, never looks at a clock or a network, and opens no attachment but mail itself.
"""

from dataclasses import replace

from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Mail, Part
from mailbot.parse import addresses, entity, fields
from mailbot.parse.bodies import Bodies, collect
from mailbot.parse.entity import Budget, Entity

_MAIL_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
_HEADER_TYPES = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
_TELLING = frozenset({"from", "to", "subject", "date", "received", "message-id", "mime-version"})


def read(raw: bytes, limits: Limits) -> Mail:
    """The mail that these bytes are. Never raises: see `defects` and `over`."""
    budget = Budget(limits)
    mail = _mail(raw, budget, 0)
    return replace(mail, defects=tuple(budget.defects), over=tuple(budget.over))


def _mail(raw: bytes, budget: Budget, depth: int) -> Mail:
    root = entity.read(raw, budget, depth)
    bodies = collect(root, budget)
    parts, enclosed = _rest(bodies, budget, depth)
    decoded = fields.decoded(root.fields)
    one = root.fields
    return Mail(
        headers=decoded,
        content_type=root.content_type,
        report_type=_report_type(root),
        message_id=next(iter(fields.message_ids(fields.first(one, "message-id"))), ""),
        in_reply_to=fields.message_ids(fields.first(one, "in-reply-to")),
        references=fields.message_ids(fields.first(one, "references")),
        from_=_all(one, "from"),
        sender=next(iter(_all(one, "sender")), None),
        reply_to=_all(one, "reply-to"),
        to=_all(one, "to"),
        cc=_all(one, "cc"),
        subject=fields.first(decoded, "subject"),
        date=fields.date(fields.first(one, "date")),
        plain=bodies.plain,
        html_text=bodies.html_text,
        parts=parts,
        enclosed=enclosed,
    )


def _all(found: fields.Fields, name: str) -> tuple[Address, ...]:
    """The mailboxes of every field of that name: a second From is a second sender."""
    return tuple(each for value in fields.every(found, name) for each in addresses.mailboxes(value))


def _report_type(root: Entity) -> str:
    if root.content_type != "multipart/report":
        return ""
    return root.parameters.get("report-type", "").casefold()


def _rest(bodies: Bodies, budget: Budget, depth: int) -> tuple[tuple[Part, ...], tuple[Mail, ...]]:
    """What is no body: the mails among it are read, everything else is kept as it is."""
    parts: list[Part] = []
    enclosed: list[Mail] = []
    for each in bodies.others:
        octets = each.entity.octets(budget)
        if _is_mail(each.entity, octets) and budget.deeper(depth + each.depth + 1) and budget.another_part():
            enclosed.append(_mail(octets, budget, depth + each.depth + 1))
        else:
            parts.append(_part(each.entity, octets))
    return tuple(parts), tuple(enclosed)


def _is_mail(each: Entity, octets: bytes) -> bool:
    """Whether a part is a mail, or the headers of one; a file that is only named like one is looked into."""
    if each.content_type in _MAIL_TYPES or each.content_type in _HEADER_TYPES:
        return bool(octets.strip())
    return each.filename.casefold().endswith(".eml") and _begins_like_mail(octets)


def _begins_like_mail(octets: bytes) -> bool:
    names = {name.casefold() for name, _ in fields.split(octets[:8192])[0]}
    return len(names & _TELLING) >= 2


def _part(each: Entity, octets: bytes) -> Part:
    image = each.content_type.startswith("image/")
    shown = bool(fields.first(each.fields, "content-id")) or each.disposition == "inline"
    return Part(each.content_type, each.filename, image and shown, octets)
