"""The rules as values: which alerts are relayed, how a mail is told apart, which labels name which fact."""

from dataclasses import dataclass, field
from enum import StrEnum


class Handling(StrEnum):
    """What happens to an alert with this code."""

    RELAY = "yes"
    DO_NOT_RELAY = "no"
    HOLD = "unknown"


@dataclass(frozen=True, slots=True)
class AlertCode:
    """One row of rules/alerts.yaml. `code`: four hex digits, upper case."""

    code: str
    name: str
    device: str  # ESME, GSME, CHF ..
    relay: Handling
    why: str
    source: str = ""


class Kind(StrEnum):
    """What a mail is; the words of `explain --json`."""

    ALERT = "alert"
    CONFIRMATION = "confirmation"
    UPDATE = "update"
    ANSWER = "answer"
    BOUNCE = "bounce"
    DELAY = "delay"
    AUTOMATIC = "automatic"
    DISPOSITION_NOTIFICATION = "disposition-notification"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on one mail. Either `all`/`any`/`none` of further conditions, or an operator on a subject.

    subject: `header:Name`, `subject`, `from`, `content-type`, `report-type`, or `fact:name` (`true` only).
    operator: `present`, `is`, `contains`, `starts`, `true`; compared without regard to case. No regular
    expressions: a rule can never be slow.
    """

    subject: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()
    all: "tuple[Condition, ...]" = ()
    any: "tuple[Condition, ...]" = ()
    none: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True)
class ClassifyRule:
    """One rule of rules/classify.yaml. The first that hits decides the kind.

    must_hit and must_miss are golden mails, as paths below tests/mail.
    """

    name: str
    kind: Kind
    why: str
    when: Condition
    must_hit: tuple[str, ...]
    must_miss: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One rule of rules/extract.yaml: the labels that stand before one field of an alert.

    field: mpxn, mpan, mprn, device, code, name, raised_at, date, time, supplier, fuel, counter, ignored.
    (`date` and `time` are joined when a form has them apart; `ignored` names no fact of an alert, so that
    the losing supplier is never taken for the new one.) labels: lower case.
    """

    name: str
    field: str
    why: str
    labels: tuple[str, ...]
    must_hit: tuple[str, ...]
    must_miss: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """One rule of rules/reply.yaml: whole replies, normalised, that have one meaning."""

    name: str
    meaning: str
    why: str
    phrases: tuple[str, ...]
    must_hit: tuple[str, ...]
    must_miss: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules. `codes` is keyed by the code."""

    codes: dict[str, AlertCode] = field(default_factory=dict)
    classify: tuple[ClassifyRule, ...] = ()
    labels: tuple[LabelRule, ...] = ()
    phrases: tuple[PhraseRule, ...] = ()
    free_mail_domains: frozenset[str] = frozenset()
