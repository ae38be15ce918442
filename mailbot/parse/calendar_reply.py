"""A calendar's answer to an invitation (RFC 5546, section 3.2.3; RFC 6047).

Takes a Mail; says whether it is one: it has an iCalendar object with METHOD:REPLY or METHOD:COUNTER, or the Subject
that calendars write ('Accepted: ..') and the marks of a calendar's mail whose object was lost or is packed in a
winmail.dat. It answers an invitation, never a letter. A person may write such a Subject too: the Subject alone says
nothing. Never raises.
"""

import re

from mailbot.model.mail import Mail
from mailbot.parse.automatic_subjects import is_calendar_subject

_TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_METHOD = re.compile(
    rb"^METHOD:[ \t]{0,10}(?:REPLY|COUNTER|DECLINECOUNTER)[ \t\r]{0,10}$", re.IGNORECASE | re.MULTILINE
)
_LOOKED_AT = 20_000


def is_reply(mail: Mail) -> bool:
    """Whether it is a calendar's answer."""
    calendars = (part.payload[:_LOOKED_AT] for part in mail.parts if part.content_type in _TYPES)
    if any(_METHOD.search(each) for each in calendars):
        return True
    return is_calendar_subject(mail.subject) and _is_marked(mail)


def _is_marked(mail: Mail) -> bool:
    """Whether a calendar's program sent it: Exchange says so in a header; the answer itself is in TNEF."""
    said = mail.header("Content-Class").casefold() == "urn:content-classes:calendarmessage"
    packed = any(part.content_type == "application/ms-tnef" for part in mail.parts)
    return said or (packed and not mail.text.strip())
