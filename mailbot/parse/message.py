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
from mailbot.parse.budget import Budget
from mailbot.parse.entity import Entity
from mailbot.parse.transfer import View
from mailbot.parse.uuencoded import taken_out
from mailbot.parse.whole import prepared

_MAIL_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
_HEADER_TYPES = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
# What holds only a piece of something, or says where it is (RFC 2046, sections 5.2.2 and 5.2.3).
_ELSEWHERE = {
    "message/partial": "a piece of a mail that was sent in pieces: please send it as one",
    "message/external-body": "only the name of a file that is kept elsewhere: please attach it",
}
_SAMPLE = 8192
_TELLING = frozenset({"from", "to", "subject", "date", "received", "message-id", "mime-version"})


def read(raw: bytes, limits: Limits) -> Mail:
    """The mail that these bytes are. Never raises: see `defects` and `over`."""
    budget = Budget(limits)
    whole, defect = prepared(raw)
    budget.defect(defect)
    mail = _mail(whole, budget, 0)
    return replace(mail, defects=tuple(budget.defects), over=tuple(budget.over))


def _mail(raw: View, budget: Budget, depth: int) -> Mail:
    root = entity.read(raw, budget, depth)
    bodies = collect(root, budget)
    parts, enclosed = _rest(bodies, budget, depth)
    plain, files = taken_out(bodies.plain)
    decoded = fields.decoded(root.fields)
    one = root.fields
    return Mail(
        headers=decoded,
        content_type=root.content_type,
        report_type=_report_type(root),
        message_id=next(iter(fields.message_ids(fields.first(one, "message-id"))), ""),
        in_reply_to=fields.message_ids(fields.first(one, "in-reply-to")),
        references=fields.message_ids(fields.first(one, "references")),
        from_=_all(one, budget, "from"),
        sender=next(iter(_all(one, budget, "sender")), None),
        reply_to=_all(one, budget, "reply-to"),
        to=_all(one, budget, "to"),
        cc=_all(one, budget, "cc"),
        subject=fields.first(decoded, "subject"),
        date=fields.date(fields.first(one, "date")),
        plain=plain,
        html_text=bodies.html_text,
        parts=(*parts, *files),
        enclosed=enclosed,
    )


def _all(found: fields.Fields, budget: Budget, name: str) -> tuple[Address, ...]:
    """The mailboxes of every field of that name: a second From is a second sender."""
    several: list[Address] = []
    for value in fields.every(found, name):
        here = addresses.mailboxes(value)
        if len(value) > addresses.MOST_CHARACTERS or len(here) >= addresses.MOST_MAILBOXES:
            budget.exceeded(f"more than {addresses.MOST_MAILBOXES} addresses in one header")
        several.extend(here)
    return tuple(several)


def _report_type(root: Entity) -> str:
    if root.content_type != "multipart/report":
        return ""
    return root.parameters.get("report-type", "").casefold()


def _rest(bodies: Bodies, budget: Budget, depth: int) -> tuple[tuple[Part, ...], tuple[Mail, ...]]:
    """What is no body: the mails among it are read, everything else is kept as it is."""
    parts: list[Part] = []
    enclosed: list[Mail] = []
    for each in bodies.others:
        octets = each.entity.content(budget)
        if _is_mail(each.entity, octets) and budget.deeper(depth + each.depth + 1) and budget.another_part():
            enclosed.append(_mail(octets, budget, depth + each.depth + 1))
        else:
            parts.append(_part(each.entity, bytes(octets)))
    return tuple(parts), tuple(enclosed)


def _is_mail(each: Entity, octets: View) -> bool:
    """Whether a part is a mail, or the headers of one; a file that is only named like one is looked into."""
    if each.content_type in _MAIL_TYPES or each.content_type in _HEADER_TYPES:
        return bool(bytes(octets[:_SAMPLE]).strip())
    return each.filename.casefold().endswith(".eml") and _begins_like_mail(octets)


def _begins_like_mail(octets: View) -> bool:
    names = {name.casefold() for name, _ in fields.split(bytes(octets[:_SAMPLE])).fields}
    return len(names & _TELLING) >= 2


def _part(each: Entity, octets: bytes) -> Part:
    why = _ELSEWHERE.get(each.content_type, "")
    return Part(each.content_type, each.filename, _is_shown(each), octets, why)


def _is_shown(each: Entity) -> bool:
    """Whether the body shows a picture itself: it has a Content-ID (RFC 2392), and is no attachment all the same.

    Gmail gives a Content-ID to whatever is attached, and Apple Mail says of every picture that it is inline.
    """
    named = bool(fields.first(each.fields, "content-id"))
    return each.content_type.startswith("image/") and named and each.disposition != "attachment"
