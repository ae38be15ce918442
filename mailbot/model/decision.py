"""What is done with a mail, and why. Effects are carried out by dispose in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.model.alert import AlertState, CriticalAlert
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.model.supplier import Contact, Organisation


class Disposition(StrEnum):
    """The fate of a mail. `gravest` of several is the mail's: held > relayed > recorded > ignored."""

    HOLD = "hold"
    RELAY = "relay"
    RECORD = "record"
    IGNORE = "ignore"

    @staticmethod
    def gravest(several: "tuple[Disposition, ...]") -> "Disposition":
        """The gravest of several; RECORD when there are none."""
        order = (Disposition.HOLD, Disposition.RELAY, Disposition.RECORD, Disposition.IGNORE)
        return min(several, key=order.index, default=Disposition.RECORD)


class Reason(StrEnum):
    """Why; each stands in `explain`, the held list and the journal."""

    # the sender
    SENDER_UNPROVED = "sender-unproved"
    SENDER_UNKNOWN = "sender-unknown"
    SENDER_AMBIGUOUS = "sender-ambiguous"
    SENDER_NOT_DCC_USER = "sender-not-dcc-user"
    SENDER_BELIEVED = "sender-believed"
    # the alert
    CODE_RELAYED = "code-relayed"
    CODE_NOT_RELAYED = "code-not-relayed"
    CODE_UNKNOWN = "code-unknown"
    CODE_MISSING = "code-missing"
    NO_SUBJECT = "no-meter-point-or-device"
    FACT_UNREADABLE = "fact-unreadable"
    FACT_DOUBTFUL = "fact-doubtful"
    NO_METER_POINT = "no-meter-point"
    TIME_IN_FUTURE = "time-in-future"
    # the supplier
    NAMED = "named"
    REGISTERED = "registered"
    NO_EVIDENCE = "no-evidence"
    NEAR_MATCH = "near-match"
    NAME_UNKNOWN = "name-unknown"
    NAME_AMBIGUOUS = "name-ambiguous"
    NAMES_FORWARDER = "names-forwarder"
    EVIDENCE_DISAGREES = "evidence-disagrees"
    EVIDENCE_INSUFFICIENT = "evidence-insufficient"
    REGISTRATIONS_STALE = "registrations-stale"
    SUPPLIER_CHANGED_SINCE = "supplier-changed-since"
    FORWARDER_SUPPLIES = "forwarder-supplies"
    DCC_USER_SUPPLIES = "dcc-user-supplies"
    SUPPLIER_LEFT = "supplier-left"
    NO_CONTACT = "no-contact"
    REPEAT = "repeat"
    REPEAT_OF_HELD = "repeat-of-held"
    MAY_REPEAT = "may-repeat"
    OTHER_SUPPLIER_BEFORE = "other-supplier-before"
    OTHER_METER_POINT_BEFORE = "other-meter-point-before"
    ANSWERS_HELD = "answers-held"
    # the mail
    SAME_MAIL = "same-mail"
    NOT_ALL_READ = "not-all-read"
    OTHER_SUPPLIER_MENTIONED = "other-supplier-mentioned"
    MAIL_DOUBTFUL = "mail-doubtful"
    UNREAD_ATTACHMENT = "unread-attachment"
    OVER_LIMIT = "over-limit"
    TOO_LARGE = "too-large"
    READER_FAILED = "reader-failed"
    MACHINE_WITH_ALERTS = "machine-with-alerts"
    MACHINE_MAIL = "machine-mail"
    BOUNCE = "bounce"
    DELAYED = "delayed"
    DISPOSITION_NOTIFICATION = "disposition-notification"
    REPORT_OF_NOTHING = "report-of-nothing-of-ours"
    REPORT_UNTRACED = "report-untraced"
    DELIVERED = "delivered"
    AWAY = "away"
    COMPLAINT = "complaint"
    ANSWER = "answer"
    NOT_OURS = "not-ours"
    METER_POINT_DISPUTED = "meter-point-disputed"
    DEVICE_SAID_AT = "device-said-at"
    COMPLETED = "completed"
    RESENT = "resent"
    DELETED = "deleted"
    ANSWER_RECEIVED = "answer-received"
    OWN_LETTER = "own-letter"
    UNKNOWN_MAIL = "unknown-mail"
    NOT_FOR_US = "not-for-us"
    NO_STORE = "no-store"
    UNDELIVERABLE = "undeliverable"
    FAILED_OVER = "failed-over"
    DELIVERED_AFTER_ALL = "delivered-after-all"
    NO_LONGER_CURRENT = "no-longer-current"
    BY_A_PERSON = "by-a-person"


@dataclass(frozen=True, slots=True)
class Because:
    """A reason and its sentence, written so that a person can act on it. No full MPxN stands in it."""

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An alert decided before that this one may repeat; `settled`: a letter for it was sent or is on its way.

    sent_at: when it was accepted, UTC.
    """

    id: int
    reference: str
    state: AlertState
    alert: CriticalAlert
    organisation_id: int | None
    organisation: str
    settled: bool
    sent_at: datetime | None
    decided_at: datetime
    believed: bool = True  # false: its sender was not, so nothing joins it
    sender_can_act: bool = False  # held only until its forwarder says what was missing


@dataclass(frozen=True, slots=True)
class RelayAlert:
    """Send the alert to `recipient` of `organisation`.

    may_repeat: a reference, or empty; may_repeat_here: the place of such an alert in the same mail; settles: a held
    alert for which this one brings what was missing.
    """

    alert: CriticalAlert
    organisation: Organisation
    recipient: Contact
    because: tuple[Because, ...]
    may_repeat: str = ""
    may_repeat_here: int | None = None
    settles: Earlier | None = None


@dataclass(frozen=True, slots=True)
class HoldAlert:
    """A person decides. `candidate` is the organisation it would have gone to, where there is one.

    `sender_can_act` is true when the forwarder can settle it: the receipt then says what to send.
    """

    alert: CriticalAlert
    because: tuple[Because, ...]
    candidate: Organisation | None = None
    sender_can_act: bool = False


@dataclass(frozen=True, slots=True)
class DeclineAlert:
    """Not for relay: the forwarder is told why."""

    alert: CriticalAlert
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class JoinAlert:
    """The same alert again: nothing more is sent; `earlier` carries the case."""

    alert: CriticalAlert
    earlier: Earlier
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class TwinAlert:
    """The same alert as the one in place `of` in the same mail."""

    alert: CriticalAlert
    of: int
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class HoldMail:
    """The mail itself waits for a person."""

    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class OweReceipt:
    """The forwarder gets one receipt for this mail, once its alerts are settled."""

    to: Address


class Trace(StrEnum):
    """How a mail was found to be about a letter of ours, surest first."""

    MESSAGE_ID = "message-id"  # unguessable: whoever writes it has seen the letter
    PLUS_ADDRESS = "plus-address"
    REFERENCE = "reference"
    RECIPIENT = "recipient"  # only the failing address is one we wrote to lately


@dataclass(frozen=True, slots=True)
class TracedLetter:
    """A letter of ours that a mail is about.

    alerts: pairs (id, reference) of the alerts it carried; none for a receipt. mail_id: the mail a receipt answers.
    """

    id: int
    kind: LetterKind
    trace: Trace
    recipient: str
    organisation_id: int | None
    alerts: tuple[tuple[int, str], ...] = ()
    mail_id: int | None = None

    @property
    def named(self) -> str:
        """How a person is told which letter it is: 'CA-26-004217', '12 alerts (CA-26-004217 ..)', 'L-7'."""
        if not self.alerts:
            return f"the letter L-{self.id}"
        first = self.alerts[0][1]
        return first if len(self.alerts) == 1 else f"{len(self.alerts)} alerts ({first} ..)"


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """A held alert that its forwarder can complete by answering the receipt."""

    id: int
    reference: str
    alert: CriticalAlert
    forwarder_id: int | None


class Heard(StrEnum):
    """What came back about a letter."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    AWAY = "away"
    RECEIVED = "received"
    NOT_OURS = "not_ours"
    RESEND = "resend"
    DELETED = "deleted"  # the receiver of a recalled alert says that it was deleted


@dataclass(frozen=True, slots=True)
class HeardOf:
    """Something came back about a letter. `said`: the words or the diagnostic, one line, for a person."""

    letter: TracedLetter
    heard: Heard
    said: str


@dataclass(frozen=True, slots=True)
class CompleteAlert:
    """A held alert, completed by its forwarder's answer and decided again: `effect` takes its place."""

    of: OpenAlert
    effect: "AlertEffect"


AlertEffect = RelayAlert | HoldAlert | DeclineAlert | JoinAlert | TwinAlert
Effect = AlertEffect | HoldMail | OweReceipt | HeardOf | CompleteAlert


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """The sender as decided on: `organisation` is the one it speaks for, None when none or unclear."""

    address: Address
    level: str
    why: str
    organisation: Organisation | None


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole decision on one mail."""

    disposition: Disposition
    sender: SenderFacts
    because: tuple[Because, ...]
    rules: tuple[str, ...]
    effects: tuple[Effect, ...]
