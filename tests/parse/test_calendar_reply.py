"""A calendar's answers."""

import pytest

from mailbot.model.mail import Mail, Part
from mailbot.parse import automatic, calendar_reply

REPLY = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
CLASS = (("Content-Class", "urn:content-classes:calendarmessage"),)
TNEF = (Part("application/ms-tnef", "winmail.dat"),)


@pytest.mark.parametrize(
    ("mail", "answers"),
    [
        (Mail(parts=(Part("text/calendar", payload=REPLY),)), True),
        (Mail(parts=(Part("application/ics", "meeting.ics", payload=REPLY),), plain="See you"), True),
        (Mail(parts=(Part("text/calendar", payload=REPLY.replace(b"REPLY", b"counter")),)), True),
        (Mail(parts=(Part("text/calendar", payload=REPLY.replace(b"REPLY", b"REQUEST")),)), False),
        (Mail(parts=(Part("text/plain", payload=REPLY),)), False),
        (Mail(subject="Accepted: Review", headers=CLASS), True),
        (Mail(subject="Zugesagt: Review", headers=CLASS, plain="Bis dann"), True),
        (Mail(subject="Declined: Review", parts=TNEF), True),
        (Mail(subject="Declined: Review", parts=TNEF, plain="This alert is not ours."), False),
        (Mail(subject="Accepted: Review"), False),
        (Mail(subject="Accepted terms", headers=CLASS), False),
        (Mail(subject="Review", headers=CLASS), False),
    ],
)
def test_calendar_replies(mail: Mail, answers: bool) -> None:
    assert calendar_reply.is_reply(mail) is answers
    assert automatic.auto_reply(mail) is answers
