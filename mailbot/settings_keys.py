"""The keys of mailbot.toml: one for each field of the sections in model/configuration.py.

Gives, for each `section.key`, the field it fills, what may stand there and its default. A field added to a
section is a key at once; a number or duration also needs its range here.
"""

from dataclasses import MISSING, dataclass, fields
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

from mailbot.model.configuration import (
    DeliveryPolicy,
    DigestPolicy,
    Helpdesk,
    MailboxAccess,
    RoutingPolicy,
    Secret,
    SubmissionAccess,
    WatchPolicy,
)
from mailbot.model.limits import Limits
from mailbot.settings_values import (
    ADDRESS,
    HOURS,
    SENDER_CHECK,
    START_FROM,
    SWITCH,
    TEXT,
    TIME_OF_DAY,
    TIME_ZONE,
    WEEKDAYS,
    between,
    lasting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFile:
    """[store]: where the database is."""

    path: str = "data/mailbot.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesFolder:
    """[rules]: rules of one's own; empty for those that come with mailbot."""

    path: str = ""


SECTIONS: dict[str, type] = {
    "mailbox": MailboxAccess,
    "submission": SubmissionAccess,
    "routing": RoutingPolicy,
    "delivery": DeliveryPolicy,
    "people": Helpdesk,
    "digest": DigestPolicy,
    "watch": WatchPolicy,
    "limits": Limits,
    "store": StoreFile,
    "rules": RulesFolder,
}

REQUIRED = {
    "mailbox.host": "fill in the name of the IMAP host of the shared mailbox",
    "mailbox.username": "fill in the account that opens the shared mailbox",
    "mailbox.trusted_authserv_id": (
        'put the name that your mail host writes first in Authentication-Results, or "exchange-online"'
    ),
    "submission.host": "fill in the name of the SMTP host that takes letters from us",
    "submission.from": "fill in the address that letters come from",
}
"""Keys without a default, and what to put there."""

_PORT = between(1, 65_535)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_TYPES: dict[str, Any] = {
    "mailbox.port": _PORT,
    "mailbox.poll_seconds": between(5, 3_600),
    "mailbox.alarm_after": lasting(_MINUTE, _DAY),
    "mailbox.max_message_bytes": between(65_536, 157_286_400),  # Exchange Online's own maximum
    "mailbox.sender_check": SENDER_CHECK,
    "mailbox.start_from": START_FROM,
    "mailbox.timeout_seconds": between(5, 600),
    "submission.port": _PORT,
    "submission.from": ADDRESS,
    "submission.reply_to": ADDRESS,
    "submission.connections": between(1, 20),
    "submission.per_minute": between(0, 100_000),
    "submission.per_day": between(0, 10_000_000),
    "submission.timeout_seconds": between(5, 600),
    "routing.stale_after": lasting(_HOUR, 366 * _DAY),
    "delivery.redirect_to": ADDRESS,
    "delivery.give_up_after": lasting(_HOUR, 30 * _DAY),
    "delivery.per_peer_per_day": between(1, 10_000),
    "delivery.receipt_after": lasting(timedelta(0), _DAY),
    "delivery.failover_after": lasting(_MINUTE, 5 * _DAY),
    "delivery.storm_threshold": between(1, 100_000),
    "delivery.storm_window": lasting(_MINUTE, _DAY),
    "delivery.max_letters_per_hour": between(0, 1_000_000),
    "delivery.relay_within": lasting(_MINUTE, _DAY),
    "people.helpdesk_email": ADDRESS,
    "people.digest_to": ADDRESS,
    "people.urgent_to": ADDRESS,
    "people.out_of_hours_to": ADDRESS,
    "people.office_hours": HOURS,
    "people.held_alert_after": lasting(_MINUTE, _DAY),
    "digest.at": TIME_OF_DAY,
    "digest.on_days": WEEKDAYS,
    "digest.timezone": TIME_ZONE,
    "watch.silent_after": lasting(_MINUTE, 7 * _DAY),
    "watch.port": _PORT,
    "watch.from": ADDRESS,
    "watch.to": ADDRESS,
    "watch.timeout_seconds": between(5, 600),
    "watch.metrics_port": between(0, 65_535),
    "limits.depth": between(2, 50),
    "limits.parts": between(10, 5_000),
    "limits.header_bytes": between(16_384, 4_194_304),
    "limits.headers": between(100, 20_000),
    "limits.text_characters": between(10_000, 5_000_000),
    "limits.html_bytes": between(10_000, 10_000_000),
    "limits.lines": between(1_000, 200_000),
    "limits.alerts": between(10, 20_000),
    "limits.rows": between(100, 200_000),
    "limits.unpacked_bytes": between(1_000_000, 200_000_000),
    "limits.unpacked_ratio": between(10, 1_000),
    "limits.memory_bytes": between(402_653_184, 8_589_934_592),
    "limits.cpu_seconds": between(1, 120),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `field` is the name in its section's dataclass; `type` is what pydantic checks against."""

    section: str
    field: str
    type: Any
    default: Any
    is_path: bool = False

    @property
    def name(self) -> str:
        """As it stands in the file below its section: `from` fills `from_`."""
        return self.field.rstrip("_")

    @property
    def label(self) -> str:
        """As errors name it: mailbox.poll_seconds."""
        return f"{self.section}.{self.name}"


def variable(section: str, name: str) -> str:
    """The environment variable of a key: MAILBOT_MAILBOX__POLL_SECONDS."""
    return f"MAILBOT_{section}__{name}".upper()


def _keys(section: str, of: type) -> list[Key]:
    hints = get_type_hints(of)
    keys = []
    for one in fields(of):
        hint = hints[one.name]
        if hint is Secret:
            keys.append(Key(section, "password_file", TEXT, "", is_path=True))
            continue
        label = f"{section}.{one.name.rstrip('_')}"
        default = None if one.default is MISSING else one.default
        keys.append(
            Key(section, one.name, _TYPES.get(label) or _type(label, hint), default, hint == Path | None)
        )
    return keys


def _type(label: str, hint: Any) -> Any:  # a type, whichever
    """The type of a field that needs no range."""
    if hint is str or hint == Path | None:
        return TEXT
    if hint is bool:
        return SWITCH
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    raise TypeError(f"{label} needs its range in settings_keys")


KEYS: dict[str, Key] = {key.label: key for name, of in SECTIONS.items() for key in _keys(name, of)}
"""Every key by its label. A section with a password has `password_file` in its place."""
