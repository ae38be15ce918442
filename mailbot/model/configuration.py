"""The configuration as values. Field names are the keys of mailbot.toml; defaults are the shipped ones."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path

from mailbot.model.sender import Level


@dataclass(frozen=True, slots=True)
class Secret:
    """A password. Its text shows only through `reveal()`, never in repr, logs or tracebacks."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself, for the one library that signs in with it."""
        return self._value

    def __str__(self) -> str:
        return "(secret)"


class Security(StrEnum):
    """How a connection is protected. NONE is refused off loopback."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Unknown(StrEnum):
    """What becomes of mail that is not for us."""

    HOLD = "hold"
    LEAVE = "leave"


class Evidence(StrEnum):
    """What suffices to know the supplier."""

    NAMED = "named"
    REGISTRATIONS = "registrations"
    EITHER = "either"
    BOTH = "both"


class Mode(StrEnum):
    """Whether letters leave. The shipped mode is SHADOW."""

    SHADOW = "shadow"
    REDIRECT = "redirect"
    PAUSED = "paused"
    LIVE = "live"


class OnAway(StrEnum):
    """What becomes of an alert whose receiver's mailbox answers that nobody is there."""

    ALTERNATIVE = "alternative"  # it goes to the alternative contact too
    WAIT = "wait"


class StartFrom(StrEnum):
    """Where reading starts when no day is given."""

    NOW = "now"  # the moment mailbot first opened the mailbox
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxAccess:
    """[mailbox]: the shared mailbox, by IMAP."""

    host: str
    username: str
    trusted_authserv_id: str
    port: int = 993
    security: Security = Security.TLS
    ca_file: Path | None = None
    password: Secret = Secret("")
    folder: str = "INBOX"
    processed: str = "Processed"
    poll_seconds: int = 60
    idle: bool = True
    alarm_after: timedelta = timedelta(minutes=15)
    max_message_bytes: int = 36_700_160
    sender_check: Level = Level.LIKELY
    start_from: date | StartFrom = StartFrom.NOW
    unknown: Unknown = Unknown.HOLD
    timeout_seconds: int = 60

    @property
    def account(self) -> str:
        """user@host, the first part of every mail's key."""
        return f"{self.username}@{self.host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionAccess:
    """[submission]: where letters leave, by SMTP. Limits of 0 mean none; defaults are Exchange Online's."""

    host: str
    from_: str
    port: int = 587
    security: Security = Security.STARTTLS
    ca_file: Path | None = None
    username: str = ""
    password: Secret = Secret("")
    connections: int = 3
    per_minute: int = 30
    per_day: int = 10_000
    from_name: str = "SECAS Critical Alerts"
    reply_to: str = ""
    plus_addressing: bool = False
    timeout_seconds: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingPolicy:
    """[routing]: what suffices to know the supplier, and when registration data is stale."""

    evidence: Evidence = Evidence.EITHER
    stale_after: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPolicy:
    """[delivery]: whether letters leave, how long they are tried, and what happens when they do not arrive."""

    mode: Mode = Mode.SHADOW
    redirect_to: str = ""
    give_up_after: timedelta = timedelta(days=5)
    failover_after: timedelta = timedelta(hours=1)
    on_away: OnAway = OnAway.ALTERNATIVE
    storm_threshold: int = 20
    storm_window: timedelta = timedelta(minutes=10)
    max_letters_per_hour: int = 1200
    relay_within: timedelta = timedelta(minutes=30)
    per_peer_per_day: int = 50
    receipt_after: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpdesk:
    """[people]: how a supplier reaches a person, which stands in every letter, and who at SECAS is told what.

    office_hours: from and to, London time, on working days; outside them `out_of_hours_to` is written to.
    """

    helpdesk_name: str = "the SECAS Helpdesk"
    helpdesk_phone: str = ""
    helpdesk_email: str = ""
    digest_to: str = ""
    urgent_to: str = ""
    out_of_hours_to: str = ""
    office_hours: tuple[time, time] = (time(9), time(17))
    held_alert_after: timedelta = timedelta(minutes=30)

    def on_duty(self, in_office: bool) -> str:
        """The address of the person on duty; empty when nobody was named for it."""
        here, away = self.urgent_to or self.digest_to, self.out_of_hours_to
        return here if in_office else away or here


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPolicy:
    """[digest]: when the day's digest is written. on_days: 0 is Monday."""

    at: time = time(8)
    on_days: frozenset[int] = frozenset(range(5))
    timezone: str = "Europe/London"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPolicy:
    """[watch]: how silence is noticed and told without the daemon, the mailbox or the store.

    host to from_: the submission account of `mailbot watch`, its own; with an empty host it mails nobody. `to`:
    empty for the person on duty. alarm_command: run without a shell. metrics_port: on loopback; 0 is off.
    """

    silent_after: timedelta = timedelta(minutes=30)
    host: str = ""
    port: int = 587
    security: Security = Security.STARTTLS
    ca_file: Path | None = None
    username: str = ""
    password: Secret = Secret("")
    from_: str = ""
    to: str = ""
    timeout_seconds: int = 60
    alarm_command: str = ""
    heartbeat_url: str = ""
    metrics_port: int = 0
