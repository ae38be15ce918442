"""News of a delivery: bounces, delay notices, success reports (RFC 3464, RFC 3462; status codes RFC 3463).

Takes a Mail; gives its recipients and their fate, and says whether it is a bounce or a delay notice. A success report
counts as a bounce here: each recipient's action says what it is. The fields of a report come first, wherever they
stand: in a part of their own, in a plain copy, in a report that somebody forwarded as an attached mail. Where there
are none, `bounce_signs` says whether it is a mail system's news at all, and `bounce_text` reads its words; then the
addresses to which the returned letter went, and flufl.bounce as the last look. Never raises.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.model.mail import Address, Mail
from mailbot.model.report import ReportedRecipient
from mailbot.parse import (
    addresses,
    bounce_copy,
    bounce_flufl,
    bounce_places,
    bounce_signs,
    bounce_status,
    bounce_text,
    delivery_status,
    disposition,
    feedback,
)
from mailbot.parse.bounce_signs import News
from mailbot.parse.charset import guessed, tidy
from mailbot.parse.delivery_status import GOOD

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_TEXTS = frozenset({"text/plain", "text/html", "application/octet-stream"})
_NOT_NAMES = re.compile(r"[^\w.+=-]+")
_MOST = 200
_GRAVITY = {"failed": 2, "delayed": 1}
_DEPTH = 5  # reports inside each other


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail tells of a delivery: nothing, that it failed (or succeeded), or that it is only late."""

    news: News = News.NONE
    recipients: tuple[ReportedRecipient, ...] = ()


def read(mail: Mail) -> Report:
    """The news of a delivery that the mail is, with each recipient and its fate; NONE for any other mail."""
    return _read(mail, 0)


def recipients(mail: Mail) -> tuple[ReportedRecipient, ...]:
    """Each recipient that the report names, and its fate; none when the mail is no report that can be read."""
    return read(mail).recipients


def is_bounce(mail: Mail) -> bool:
    """Whether the mail reports on a delivery and is no mere delay notice."""
    return read(mail).news is News.FAILED


def is_delay(mail: Mail) -> bool:
    """Whether the report says only that delivery is delayed: to some recipient, and it has failed to nobody."""
    return read(mail).news is News.DELAYED


def is_disposition_notification(mail: Mail) -> bool:
    """Whether the mail tells that a letter was read, or deleted unread (RFC 3798)."""
    return disposition.is_notification(mail)


def _read(mail: Mail, depth: int) -> Report:
    if feedback.is_report(mail):
        return Report()
    worth = bounce_signs.may_tell(mail)
    fields = _fields(mail, worth)
    if fields or mail.report_type == "delivery-status" or _has_status_part(mail):
        return _of_fields(mail, fields)
    if inside := _inside(mail, depth):
        return inside
    if disposition.is_rejection(mail):
        return Report(News.FAILED, disposition.rejected(mail))
    return _of_words(mail) if worth else Report()


def _inside(mail: Mail, depth: int) -> Report | None:
    """A report that was forwarded as an attached mail; one in words alone only where nobody wrote anything above it."""
    if depth >= _DEPTH:
        return None
    alone = len(mail.text.split()) < 3
    for each in mail.enclosed:
        if alone or _is_status_report(each, depth):
            inner = _read(each, depth + 1)
            if inner.news is not News.NONE:
                return inner
    return None


def _is_status_report(mail: Mail, depth: int) -> bool:
    inside = depth < _DEPTH and any(_is_status_report(each, depth + 1) for each in mail.enclosed)
    return inside or mail.report_type == "delivery-status" or _has_status_part(mail)


def _has_status_part(mail: Mail) -> bool:
    return any(part.content_type in _STATUS_TYPES for part in mail.parts)


def _fields(mail: Mail, worth: bool) -> tuple[ReportedRecipient, ...]:
    """What the fields of a report say, in a part of their own or, where that is worth a look, in a plain copy."""
    told: list[ReportedRecipient] = []
    for part in mail.parts:
        if part.content_type in _STATUS_TYPES:
            told.extend(delivery_status.recipients(guessed(part.payload)))
    if not told and (worth or mail.report_type == "delivery-status"):
        for text in _texts(mail):
            if not told and delivery_status.holds_fields(text):
                told.extend(each for each in delivery_status.recipients(text) if each.address)
    return _once(told)


def _texts(mail: Mail) -> Iterator[str]:
    """Every text in which a plain copy of a report may stand."""
    yield from (mail.plain, mail.html_text)
    yield from (tidy(guessed(part.payload[:200_000])) for part in mail.parts if part.content_type in _TEXTS)


def _once(told: list[ReportedRecipient]) -> tuple[ReportedRecipient, ...]:
    """Each recipient once, with the gravest that was said of it; what names nobody only where all of it does."""
    gravest: dict[str, ReportedRecipient] = {}
    for each in told:
        known = gravest.setdefault(each.address.casefold(), each)
        if _GRAVITY.get(each.action, 0) > _GRAVITY.get(known.action, 0):
            gravest[each.address.casefold()] = each
    return tuple(each for each in gravest.values() if each.address or len(gravest) == 1)[:_MOST]


def _of_fields(mail: Mail, fields: tuple[ReportedRecipient, ...]) -> Report:
    """A report by its fields; where they name nobody, its words do."""
    if any(each.address for each in fields):
        return Report(_news(fields), fields)
    words = _named(mail, News.DELAYED if bounce_signs.only_delays(mail) else News.FAILED)
    if words and fields:
        words = tuple(replace(each, action=fields[0].action, status=fields[0].status) for each in words)
    told = words or fields
    if not told and bounce_signs.is_vacation(mail):
        return Report()
    return Report(_news(told) if told else _without_recipients(mail), told)


def _news(told: tuple[ReportedRecipient, ...]) -> News:
    fates = {each.action for each in told}
    return News.DELAYED if "delayed" in fates and fates <= GOOD | {"delayed"} else News.FAILED


def _without_recipients(mail: Mail) -> News:
    return News.DELAYED if bounce_signs.only_delays(mail) else News.FAILED


def _of_words(mail: Mail) -> Report:
    found = _written(mail, "failed")
    news = bounce_signs.news(mail, bool(found))
    if news is News.NONE:
        return Report()
    told = _named(mail, news)
    return Report(_news(told) if told else news, told)


def _named(mail: Mail, news: News) -> tuple[ReportedRecipient, ...]:
    """The recipients of news in words: as written; in the header of Exim; in the copy; at last by flufl.bounce."""
    action = "delayed" if news is News.DELAYED else _done(mail)
    told = {each.address.casefold(): each for each in _written(mail, action)}
    header = [each for value in mail.all("X-Failed-Recipients") for each in addresses.mailboxes(value)]
    if header:
        return tuple(told.get(each.key) or _bare(each, action, mail) for each in header[:_MOST])
    if told:
        return tuple(told.values())[:_MOST]
    ways = (_of_copy, _of_subject, bounce_flufl.addresses)
    found = next((several for way in ways if (several := _strangers(way(mail), mail))), ())
    return tuple(_bare(each, action, mail) for each in found[:_MOST])


def _done(mail: Mail) -> str:
    """A notice in words may tell of success too: nobody is to act on that as on a failure."""
    if not bounce_signs.succeeds(mail):
        return "failed"
    return "relayed" if "relayed" in bounce_signs.own_text(mail).casefold() else "delivered"


def _written(mail: Mail, action: str) -> tuple[ReportedRecipient, ...]:
    """Those that its words name: the text, else the HTML."""
    others = _others(mail)
    texts = (text for text in (mail.plain, mail.html_text) if text.strip())
    found = (bounce_text.recipients(text, others, action) for text in texts)
    return next((several for several in found if several), ())


def _others(mail: Mail) -> frozenset[str]:
    """Who is no recipient: to whom the letter came back, who wrote it, and the mail system."""
    _, writers = bounce_copy.addressed(bounce_copy.parted(mail.text))
    inner = (each for one in mail.enclosed[:5] for each in one.from_)
    returned = (each for value in mail.all("Delivered-To")[:5] for each in addresses.mailboxes(value))
    return frozenset(each.key for each in (*mail.to, *mail.from_, *writers, *inner, *returned))


def _of_copy(mail: Mail) -> tuple[Address, ...]:
    """To whom the returned letter went: the only one, else those whose names the notice gives."""
    sent = [each for one in mail.enclosed[:5] for each in (*one.to, *one.cc)]
    sent += bounce_copy.addressed(bounce_copy.parted(mail.text))[0]
    words = _NOT_NAMES.split(bounce_signs.own_text(mail)[:20_000].casefold())
    names = {each for each in words if len(each) > 1}
    once = tuple({each.key: each for each in sent}.values())
    named = tuple(each for each in once if each.key.partition("@")[0] in names)
    return once if len(once) == 1 else named


def _of_subject(mail: Mail) -> tuple[Address, ...]:
    """The recipient whom the Subject names, as that of Notes does."""
    return tuple(Address(each) for each in bounce_places.addresses(mail.subject[:500]))


def _strangers(found: tuple[Address, ...], mail: Mail) -> tuple[Address, ...]:
    others = _others(mail)
    return tuple(each for each in found if each.key not in others)


def _bare(each: Address, action: str, mail: Mail) -> ReportedRecipient:
    """A recipient of whom no words are known to be: the status is what the whole notice says."""
    text = bounce_signs.own_text(mail)
    return ReportedRecipient(each.address, action, bounce_status.derived(text, action), "")
