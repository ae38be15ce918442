"""What a mail is: a union of small facts, one class a kind. `decide` matches on it.

`type` tells them apart when they travel as JSON from the child process that reads a mail alone.
"""

from dataclasses import dataclass, field
from typing import Literal

from mailbot.model.alert import CriticalAlert
from mailbot.model.mail import Address
from mailbot.model.report import Reply, ReportedRecipient
from mailbot.model.rulebook import Kind


@dataclass(frozen=True, slots=True)
class AlertMail:
    """A mail that forwards Critical Alerts. `unread`: attachments that may hold more and cannot be read.

    strays: sentences about meter points and codes that stand in the mail and in none of the alerts read.
    words: all its text, subject included, in which other suppliers are looked for.
    """

    alerts: tuple[CriticalAlert, ...]
    unread: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    type: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True)
class Traces:
    """What in a mail points at a letter of ours; whether we sent such a letter, only the store knows.

    message_ids: of our shape, those of In-Reply-To and References first, then any in the raw bytes. plus: references
    in plus-addresses it was sent to. references: those in its Subject, then in its own words (CA-26-004217).
    """

    message_ids: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """Facts that a forwarder's own words in an answer give for one held alert.

    reference: which alert ('CA-26-004219'), empty when the answer does not say. facts: an alert in which only the
    fields that the answer gives are filled, with their provenance and problems.
    """

    reference: str
    facts: CriticalAlert


@dataclass(frozen=True, slots=True)
class AnswerMail:
    """A reply to a letter of ours. `letter`: the Message-ID or reference it names.

    alerts: how many stand in it that are not quoted from that letter; unread: as in AlertMail. completions: what its
    own words give for alerts that wait for the writer.
    """

    reply: Reply
    letter: str
    alerts: int = 0
    unread: tuple[str, ...] = ()
    traces: Traces = Traces()
    completions: tuple[Completion, ...] = ()
    type: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True)
class ReportMail:
    """A bounce or delay notice. `letter`: our Message-ID found in it, or empty."""

    delay: bool
    recipients: tuple[ReportedRecipient, ...]
    letter: str
    alerts: int = 0
    traces: Traces = Traces()
    type: Literal["report"] = "report"


@dataclass(frozen=True, slots=True)
class AutomaticMail:
    """An auto-reply, list mail or other machine mail. `letter`: ours that it answers, or empty.

    `alerts`: how many stand in it that are not quoted from a letter of ours; with any it is held. away: it says that
    nobody is there to read (RFC 3834, section 1: a vacation message), not only that the mail arrived. complaint: the
    kind of feedback (RFC 5965, section 3.1) when it is a feedback report.
    """

    letter: str
    alerts: int
    traces: Traces = Traces()
    away: bool = False
    complaint: str = ""
    type: Literal["automatic"] = "automatic"


@dataclass(frozen=True, slots=True)
class DispositionNotificationMail:
    """A disposition notification (RFC 3798): 'read', 'deleted unread'."""

    letter: str
    alerts: int = 0
    type: Literal["disposition-notification"] = "disposition-notification"


@dataclass(frozen=True, slots=True)
class OwnMail:
    """A letter of ours that came back as it left: the start of a loop."""

    letter: str
    type: Literal["own"] = "own"


@dataclass(frozen=True, slots=True)
class UnknownMail:
    """Nothing above. `unread` names attachments that could not be read."""

    unread: tuple[str, ...] = ()
    type: Literal["unknown"] = "unknown"


Facts = (
    AlertMail | AnswerMail | ReportMail | AutomaticMail | DispositionNotificationMail | OwnMail | UnknownMail
)


@dataclass(frozen=True, slots=True)
class Original:
    """The outermost forwarded mail. `date` and the addresses are as the forwarding client wrote them."""

    from_address: str
    from_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    date: str
    body: str
    form: str


@dataclass(frozen=True, slots=True)
class Classified:
    """All that the bytes of one mail say. Made without a store, so a child process can make it."""

    kind: Kind
    facts: Facts
    from_: Address
    subject: str
    message_id: str
    references: tuple[str, ...] = ()
    answer_to: Address | None = None  # where a person's mail may be answered; None: never (RFC 3834)
    original: Original | None = None
    reply: Reply | None = None
    rules: tuple[str, ...] = ()  # names of the rules that hit
    defects: tuple[str, ...] = ()
    over: tuple[str, ...] = ()  # caps that were passed: the mail is held
    sealed: tuple[str, ...] = ()  # attachments that only the child process may open, not opened yet
