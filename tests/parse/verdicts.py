"""Ways to have a sender judged, for the tests of Authentication-Results."""

from mailbot.model.limits import Limits
from mailbot.model.sender import Level, Verdict
from mailbot.parse import authentic, message

OURS = "mx.secas.example"
EXCHANGE = "exchange-online"
FROM = "From: Joel Kerr <joel.kerr@tamarvalley.example>"
PASSED = b"Authentication-Results: mx.secas.example; dmarc=pass header.from=tamarvalley.example"
PROVED, LIKELY, UNPROVED = Level.PROVED, Level.LIKELY, Level.UNPROVED


def judged(*headers: str, pinned: str = OURS) -> Verdict:
    """The verdict on a mail with these header lines."""
    raw = "\r\n".join(headers) + "\r\n\r\nwords\r\n"
    return authentic.verdict(message.read(raw.encode(), Limits()), pinned)


def results(value: str) -> str:
    return f"Authentication-Results: {value}"
