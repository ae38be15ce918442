"""Feedback reports (RFC 5965): a receiver, or its mail host, calls a letter of ours spam.

Takes a Mail; says whether it is one, by its report type or its part, and which kind of feedback it gives (section 3.1
and 7.3: abuse, fraud, not-spam, opt-out, virus, other). A program writes them and a person must look at them: who marks
our letters as spam will soon not see them. A feedback report on authentication (RFC 6591) is told apart by its kind,
'auth-failure'. Never raises.
"""

from mailbot.model.mail import Mail
from mailbot.parse.charset import guessed

_TYPE = "message/feedback-report"
_LOOKED_AT = 20_000
_LONGEST_KIND = 40


def is_report(mail: Mail) -> bool:
    """Whether the mail is a feedback report."""
    return mail.report_type == "feedback-report" or any(part.content_type == _TYPE for part in mail.parts)


def kind(mail: Mail) -> str:
    """The Feedback-Type in lower case; an empty string when the mail gives none."""
    payloads = (guessed(part.payload[:_LOOKED_AT]) for part in mail.parts if part.content_type == _TYPE)
    lines = (line.partition(":") for payload in payloads for line in payload.splitlines())
    found = (
        value.strip().casefold() for name, _, value in lines if name.strip().casefold() == "feedback-type"
    )
    return next(found, "")[:_LONGEST_KIND]
