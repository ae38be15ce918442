"""Writing the letters that pass alerts on: singly, to the second contact, or many in one letter in a storm.

Everything here happens inside the caller's transaction; nothing is committed and no network is touched. The cause of
a letter's Message-ID is the identity of its alert, or of all its alerts (promise 4).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from mailbot.adapters.store import facts, letters, registrations
from mailbot.adapters.store.alerts import facts_of
from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.compose.identity import message_id
from mailbot.compose.letters import (
    NAMED_YOU,
    Letterhead,
    RelayedAlertFacts,
    RelayedAlertsFacts,
    registration_shows_you,
    relayed_alert,
    relayed_alerts,
)
from mailbot.compose.words import FOUND_BY_A_PERSON
from mailbot.model.alert import CriticalAlert
from mailbot.model.configuration import DeliveryPolicy
from mailbot.model.decision import Because, Reason
from mailbot.model.letter import LetterKind
from mailbot.model.rulebook import Rulebook
from mailbot.model.supplier import Contact, Organisation
from mailbot.policy.evidence import LONDON
from mailbot.policy.repeats import identity

# Reasons whose sentence the receiver of the alert should see, too.
_WARN = frozenset({Reason.FACT_DOUBTFUL, Reason.REGISTRATIONS_STALE})


@dataclass(frozen=True, slots=True)
class Passing:
    """One alert that is passed on, with all that its letter says."""

    id: int
    reference: str
    alert: CriticalAlert
    sha256: str  # of the raw mail it came in
    ordinal: int
    mail_id: int
    forwarder: str
    because: tuple[Because, ...]
    may_repeat: str = ""

    @property
    def identity(self) -> str:
        """What it is, whatever mail brought it."""
        return identity(self.alert, self.sha256, self.ordinal)


_PASSING = """
SELECT alert.*, message.sha256, forwarder.name AS forwarder FROM alert
JOIN message ON message.id = alert.message_id
LEFT JOIN organisation AS forwarder ON forwarder.id = alert.forwarder_id
WHERE alert.id = ?
"""


def passing(store: Store, alert_id: int) -> Passing:
    """The alert as its letter needs it, from the store."""
    row = store.rows(_PASSING, (alert_id,))[0]
    return Passing(
        id=row["id"],
        reference=row["reference"],
        alert=facts_of(row),
        sha256=row["sha256"],
        ordinal=row["ordinal"],
        mail_id=row["message_id"],
        forwarder=row["forwarder"] or "",
        because=_because(row),
        may_repeat=row["may_repeat"],
    )


def _because(row: Row) -> tuple[Because, ...]:
    return tuple(Because(Reason(code), text) for code, text in json.loads(row["reasons"]))


class Relaying:
    """Writes letters that pass alerts on."""

    def __init__(self, store: Store, head: Letterhead, rulebook: Rulebook, policy: DeliveryPolicy) -> None:
        self._store = store
        self._head = head
        self.rulebook = rulebook
        self._policy = policy

    def known(self, alert_id: int) -> Passing:
        """An alert of the store, as its letter needs it."""
        return passing(self._store, alert_id)

    def relay(
        self, one: Passing, to: Organisation, contact: Contact, now: datetime, *, shadow: bool
    ) -> int | None:
        """Pass one alert on: a letter of its own, its id; None when it waits to go with others in a storm."""
        if self._storm(to, now):
            values = {"alert_id": one.id, "organisation_id": to.id, "queued_at": stamp(now)}
            self._store.insert("bundling", {**values, "shadow": int(shadow)})
            return None
        return self.single(one, to, contact, now, shadow=shadow)

    def _storm(self, to: Organisation, now: datetime) -> bool:
        """Whether more alerts than `storm_threshold` are for this supplier within `storm_window`, this one included."""
        counted = self._store.one(
            "SELECT count(*) FROM (SELECT 1 FROM alert WHERE organisation_id = ? AND decided_at >= ? "
            "AND state = 'relayed' LIMIT ?)",
            (to.id, stamp(now - self._policy.storm_window), self._policy.storm_threshold + 1),
        )
        return int(counted) > self._policy.storm_threshold

    def single(
        self,
        one: Passing,
        to: Organisation,
        contact: Contact,
        now: datetime,
        *,
        shadow: bool,
        second: str = "",
    ) -> int:
        """The letter that passes one alert on; its id."""
        id_ = self._message_id(one.identity, contact, LetterKind.RELAYED_ALERT)
        if letters.carries_another(self._store, id_, one.id):
            # Two alerts of one identity, both relayed: each has a letter of its own, whatever they share.
            id_ = self._message_id(f"mail {one.sha256} {one.ordinal}", contact, LetterKind.RELAYED_ALERT)
        letter = relayed_alert(self._facts(one, to, contact, second), self._head, id_, now)
        about = letters.About(one.mail_id, one.id, to.id, contact.slot)
        return letters.write(self._store, letter, about, now, shadow=shadow)

    def together(
        self,
        several: tuple[Passing, ...],
        to: Organisation,
        contact: Contact,
        now: datetime,
        *,
        shadow: bool,
        second: str = "",
    ) -> int:
        """The letter that passes many alerts on at once; its id."""
        if len(several) == 1:
            return self.single(several[0], to, contact, now, shadow=shadow, second=second)
        digest = hashlib.sha256("\n".join(sorted(_unlike(one) for one in several)).encode()).hexdigest()
        id_ = self._message_id(f"together {digest}", contact, LetterKind.RELAYED_ALERTS)
        told = RelayedAlertsFacts(
            to.name, contact, tuple(self._facts(one, to, contact, "") for one in several), second
        )
        letter = relayed_alerts(told, self._head, id_, now)
        about = letters.About(None, None, to.id, contact.slot)
        letter_id = letters.write(self._store, letter, about, now, shadow=shadow)
        self._store.run_many(
            "INSERT OR IGNORE INTO bundle (letter_id, alert_id) VALUES (?, ?)",
            [(letter_id, one.id) for one in several],
        )
        return letter_id

    def _facts(self, one: Passing, to: Organisation, contact: Contact, second: str) -> RelayedAlertFacts:
        return RelayedAlertFacts(
            reference=one.reference,
            alert=one.alert,
            code_name=self._code_name(one.alert),
            organisation=to.name,
            recipient=contact,
            forwarder=one.forwarder,
            because=self._clauses(one.because),
            may_repeat=one.may_repeat,
            warnings=tuple(dict.fromkeys(each.text for each in one.because if each.reason in _WARN)),
            second=second,
        )

    def _message_id(self, cause: str, contact: Contact, kind: LetterKind) -> str:
        key = facts.message_id_key(self._store)
        return message_id(key, cause, contact.email, kind, self._head.sender.domain)

    def _code_name(self, alert: CriticalAlert) -> str:
        known = self.rulebook.codes.get(alert.code)
        return known.name if known else ""

    def _clauses(self, because: tuple[Because, ...]) -> tuple[str, ...]:
        """'we pass it to you because ..': what spoke for this supplier, as its reader is told."""
        reasons = {each.reason for each in because}
        if Reason.BY_A_PERSON in reasons:
            return (FOUND_BY_A_PERSON,)
        clauses = [NAMED_YOU] if Reason.NAMED in reasons else []
        loaded = registrations.active(self._store)
        if Reason.REGISTERED in reasons and loaded:
            clauses.append(registration_shows_you(moment(loaded["loaded_at"]).astimezone(LONDON).date()))
        return tuple(clauses)


def _unlike(one: Passing) -> str:
    """The identity, and the mail: two alerts of one identity in one letter stay two."""
    return f"{one.identity} {one.sha256} {one.ordinal}"
