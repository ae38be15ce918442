"""replay: stored mail decided again with today's rules and reader. Changes nothing.

Each mail is decided as of the time of its decision: with the alerts, letters and mails that were there before it, and
that time for a clock. The contact list and the registration data are today's. Compared is what was decided first, not
what a person, an answer or a failed letter made of it since; of a held mail that a person had decided again, the
second decision, its sender vouched for. A mail that breaks the reader is held in its second decision, never a crash.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never

from mailbot.adapters.store import mails, replays, suppliers
from mailbot.adapters.store.database import Store
from mailbot.adapters.store.replays import DecidedAlert, DecidedMail, Past
from mailbot.model.alert import AlertState, CriticalAlert
from mailbot.model.classified import Classified
from mailbot.model.decision import (
    AlertEffect,
    CompleteAlert,
    Decision,
    DeclineAlert,
    Disposition,
    HoldAlert,
    JoinAlert,
    Reason,
    RelayAlert,
    TwinAlert,
)
from mailbot.model.errors import MailbotError
from mailbot.model.rulebook import Kind
from mailbot.model.spool import SpooledMail
from mailbot.model.supplier import Organisation
from mailbot.policy.decide import Context, decide, hold_unread, same_mail
from mailbot.processor_time import READING, processor_time
from mailbot.runners.alone import read_safely
from mailbot.runners.dispose import Judgement
from mailbot.runners.records import StoreRecords

FACTS = ("mpxn", "device", "code", "raised_at", "counter", "named_supplier")
# Where a fact comes from that was not in the mail: it says nothing about the first decision.
_LATER = ("in its sender's answer", "given by ")


@dataclass(frozen=True, slots=True)
class AlertOutcome:
    """One alert of a mail. `supplier`: where it goes or would go; empty for nowhere, None when no longer known."""

    state: str
    alert: CriticalAlert
    supplier: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was, or would be, decided about a mail. completed: references of the alerts that it completes."""

    kind: str
    disposition: Disposition
    reasons: tuple[str, ...]
    alerts: tuple[AlertOutcome, ...]
    completed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A mail decided again. `differs` names what is not as it was: 'kind', 'alert 2: supplier'; empty for nothing."""

    mail: DecidedMail
    was: Outcome
    now: Outcome
    differs: tuple[str, ...]


class Replaying:
    """Decides stored mails again, one at a time. Takes the store's connection for itself."""

    def __init__(self, store: Store, judgement: Judgement) -> None:
        self._store = store
        self._judgement = judgement
        self._past = Past(store)
        self._directory = suppliers.directory(store)
        self._names = {each.id: each.name for each in self._directory.organisations}

    def mails(self, since: datetime | None = None) -> list[int]:
        """The mails owned since then that were decided, oldest first."""
        return replays.ids(self._store, since)

    def waiting(self, since: datetime | None = None) -> int:
        """How many mails owned since then are not decided yet, and not replayed."""
        return replays.waiting(self._store, since)

    def replay(self, mail_id: int) -> Replayed | None:
        """The mail decided again; None when its bytes are no longer kept."""
        mail = replays.decided(self._store, mail_id)
        with self._past.before(mail):
            spooled = mails.get(self._store, mail_id)
            if spooled is None:
                return None
            classified, decision = self._again(spooled, mail)
        was = Outcome(
            mail.kind,
            mail.disposition,
            mail.reasons,
            tuple(self._alert_then(each) for each in mail.alerts),
            mail.completed,
        )
        now = _outcome(classified, decision)
        return Replayed(mail, was, now, _differences(was, now))

    def _alert_then(self, one: DecidedAlert) -> AlertOutcome:
        supplier = self._names.get(one.organisation_id or 0, "") if one.known else None
        return AlertOutcome(one.state, one.alert, supplier, one.reasons)

    def _again(self, spooled: SpooledMail, mail: DecidedMail) -> tuple[Classified | None, Decision]:
        """Read and decide; whatever the bytes do to reader or policy, there is a decision."""
        try:
            with processor_time(READING):
                classified = read_safely(spooled.raw, self._judgement.rulebook, self._judgement.limits)
                if not spooled.whole:
                    text = "Only the headers of the mail were taken."
                    return classified, hold_unread(Reason.TOO_LARGE, text)
                return classified, self._decided(spooled, classified, mail)
        except MailbotError:
            raise  # the store, not the mail
        except Exception as error:  # noqa: BLE001  one mail hides nothing of the others
            text = f"The mail could not be read ({type(error).__name__}: {str(error)[:200]})."
            return None, hold_unread(Reason.READER_FAILED, text)

    def _decided(self, spooled: SpooledMail, classified: Classified, mail: DecidedMail) -> Decision:
        judged, vouched = self._judgement, mail.decisions > 1
        context = Context(
            verdict=spooled.verdict,
            directory=self._directory,
            records=StoreRecords(self._store, mail.decided_at),
            rulebook=judged.rulebook,
            policy=judged.policy,
            sender_check=judged.sender_check,
            unknown=judged.unknown,
            now=mail.decided_at,
            vouched=vouched,
            ours=judged.ours,
        )
        before = None if vouched else mails.same_bytes(self._store, spooled)
        return same_mail(classified, context, f"M-{before['id']}") if before else decide(classified, context)


def _outcome(classified: Classified | None, decision: Decision) -> Outcome:
    return Outcome(
        kind=(classified.kind if classified else Kind.UNKNOWN).value,
        disposition=decision.disposition,
        reasons=tuple(each.reason.value for each in decision.because),
        alerts=tuple(_alert_now(each) for each in decision.effects if isinstance(each, AlertEffect)),
        completed=tuple(each.of.reference for each in decision.effects if isinstance(each, CompleteAlert)),
    )


def _alert_now(effect: AlertEffect) -> AlertOutcome:
    organisation: Organisation | None = None
    match effect:
        case RelayAlert():
            state, organisation = AlertState.RELAYED, effect.organisation
        case HoldAlert():
            state, organisation = AlertState.HELD, effect.candidate
        case DeclineAlert():
            state = AlertState.NOT_FOR_RELAY
        case JoinAlert() | TwinAlert():
            state = AlertState.REPEATED
        case _:
            assert_never(effect)
    supplier = organisation.name if organisation else ""
    return AlertOutcome(
        state.value, effect.alert, supplier, tuple(each.reason.value for each in effect.because)
    )


def _differences(was: Outcome, now: Outcome) -> tuple[str, ...]:
    found = [
        name
        for name in ("kind", "disposition", "reasons", "completed")
        if getattr(was, name) != getattr(now, name)
    ]
    if len(was.alerts) != len(now.alerts):
        return (*found, "alerts")
    for number, (before, after) in enumerate(zip(was.alerts, now.alerts, strict=True), start=1):
        found += [f"alert {number}: {name}" for name in _alert_differences(before, after)]
    return tuple(found)


def _alert_differences(was: AlertOutcome, now: AlertOutcome) -> list[str]:
    found = [name for name in ("state", "reasons") if getattr(was, name) != getattr(now, name)]
    if was.supplier is not None and was.supplier != now.supplier:
        found.append("supplier")
    came = dict(was.alert.provenance)
    facts = (name for name in FACTS if not came.get(name, "").startswith(_LATER))
    return found + [name for name in facts if _fact(was.alert, name) != _fact(now.alert, name)]


def _fact(alert: CriticalAlert, name: str) -> object:
    """A fact to be compared; times of two zones are never equal in an hour that is repeated (PEP 495), so in UTC."""
    value = getattr(alert, name)
    return value.astimezone(UTC) if isinstance(value, datetime) else value
