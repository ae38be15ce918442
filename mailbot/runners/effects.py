"""Carrying a decision out: rows for the alerts, letters, held items and journal lines of one mail.

Everything here happens inside the caller's transaction; nothing is committed and no network is touched.
"""

from dataclasses import replace

from mailbot.adapters.store import alerts, facts, held, journal, letters, mails, registrations
from mailbot.adapters.store.database import Store, moment
from mailbot.compose.identity import message_id
from mailbot.compose.letters import (
    NAMED_YOU,
    Letterhead,
    RelayedAlertFacts,
    registration_shows_you,
    relayed_alert,
)
from mailbot.compose.words import FOUND_BY_A_PERSON
from mailbot.model.alert import AlertState, CriticalAlert
from mailbot.model.classified import Classified
from mailbot.model.decision import (
    AlertEffect,
    Because,
    Decision,
    DeclineAlert,
    Earlier,
    HoldAlert,
    HoldMail,
    JoinAlert,
    OweReceipt,
    Reason,
    RelayAlert,
    TwinAlert,
)
from mailbot.model.letter import LetterKind
from mailbot.model.rulebook import Rulebook
from mailbot.model.spool import SpooledMail
from mailbot.model.supplier import Contact, Organisation
from mailbot.policy.evidence import LONDON
from mailbot.policy.repeats import identity
from mailbot.runners.clock import Clock

# Reasons whose sentence the receiver of the alert should see, too.
_WARN = frozenset({Reason.FACT_DOUBTFUL, Reason.REGISTRATIONS_STALE})


class Effects:
    """Writes what was decided into the store."""

    def __init__(self, store: Store, head: Letterhead, rulebook: Rulebook, clock: Clock) -> None:
        self._store = store
        self._head = head
        self.rulebook = rulebook
        self._clock = clock

    def apply(
        self, spooled: SpooledMail, classified: Classified | None, decision: Decision, *, shadow: bool
    ) -> None:
        """Everything one decision asks for, the mail's own row first."""
        now = self._clock.now()
        deciding = [each for each in decision.effects if isinstance(each, AlertEffect)]
        mails.decided(self._store, spooled.id, classified, decision, len(deciding), now)
        detail = {"disposition": decision.disposition.value, "alerts": len(deciding), "rules": decision.rules}
        journal.append(self._store, now, "mail.decided", f"M-{spooled.id}", detail)
        forwarder = decision.sender.organisation
        written: list[tuple[int, str]] = []
        for ordinal, effect in enumerate(deciding):
            written.append(self._alert(spooled, ordinal, effect, forwarder, written, shadow=shadow))
        for other in decision.effects:
            if isinstance(other, HoldMail):
                held.hold(self._store, spooled.id, None, other.because, now)
            elif isinstance(other, OweReceipt):
                mails.owe_receipt(self._store, spooled.id, other.to.address)

    def _alert(
        self,
        spooled: SpooledMail,
        ordinal: int,
        effect: AlertEffect,
        forwarder: Organisation | None,
        written: list[tuple[int, str]],
        *,
        shadow: bool,
    ) -> tuple[int, str]:
        """One alert's rows; its id and reference. `written`: those of the alerts before it in the mail."""
        now = self._clock.now()
        if isinstance(effect, RelayAlert) and effect.may_repeat_here is not None:
            effect = replace(effect, may_repeat=written[effect.may_repeat_here][1])
        new = _new_alert(spooled.id, ordinal, effect, forwarder, written)
        alert_id, reference = alerts.write(self._store, new, now)
        if isinstance(effect, HoldAlert):
            held.hold(self._store, spooled.id, alert_id, effect.because, now)
        elif isinstance(effect, JoinAlert):
            journal.append(self._store, now, "alert.joined", effect.earlier.reference, {"by": reference})
        elif isinstance(effect, RelayAlert):
            self.relay(alert_id, reference, spooled, ordinal, effect, forwarder, shadow=shadow)
            if effect.settles and not shadow:  # a letter that never leaves ends nobody's case
                self._settle(effect.settles, alert_id, reference)
        return alert_id, reference

    def _settle(self, earlier: Earlier, alert_id: int, reference: str) -> None:
        """A held alert for which this one brought what was missing: its case ends as a repeat of this one."""
        now = self._clock.now()
        because = Because(Reason.ANSWERS_HELD, f"Its forwarder sent what was missing as {reference}.")
        alerts.repeat(self._store, earlier.id, alert_id, because, now)
        for item in self._store.rows(
            "SELECT id, message_id FROM held WHERE alert_id = ? AND closed_at IS NULL", (earlier.id,)
        ):
            held.close(self._store, item["id"], "decided again", "mailbot", f"settled by {reference}", now)
            mails.settle(self._store, item["message_id"])

    def relay(
        self,
        alert_id: int,
        reference: str,
        spooled: SpooledMail,
        ordinal: int,
        effect: RelayAlert,
        forwarder: Organisation | None,
        *,
        shadow: bool,
    ) -> int:
        """Write the letter that passes one alert on; its id. The cause is the alert's identity (promise 4)."""
        now = self._clock.now()
        id_ = self._message_id(identity(effect.alert, spooled.sha256, ordinal), effect.recipient)
        if letters.carries_another(self._store, id_, alert_id):
            # Two alerts of one identity, both relayed: each has a letter of its own, whatever they share.
            id_ = self._message_id(f"mail {spooled.sha256} {ordinal}", effect.recipient)
        told = RelayedAlertFacts(
            reference=reference,
            alert=effect.alert,
            code_name=self._code_name(effect.alert),
            organisation=effect.organisation.name,
            recipient=effect.recipient,
            forwarder=forwarder.name if forwarder else "",
            because=self._clauses(effect.because),
            may_repeat=effect.may_repeat,
            warnings=tuple(each.text for each in effect.because if each.reason in _WARN),
        )
        letter = relayed_alert(told, self._head, id_, now)
        about = letters.About(spooled.id, alert_id, effect.organisation.id, effect.recipient.slot)
        return letters.write(self._store, letter, about, now, shadow=shadow)

    def _message_id(self, cause: str, recipient: Contact) -> str:
        key = facts.message_id_key(self._store)
        return message_id(key, cause, recipient.email, LetterKind.RELAYED_ALERT, self._head.sender.domain)

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


def _new_alert(
    mail_id: int,
    ordinal: int,
    effect: AlertEffect,
    forwarder: Organisation | None,
    written: list[tuple[int, str]],
) -> alerts.NewAlert:
    organisation: Organisation | None = None
    state, repeats, may_repeat, can_act = AlertState.HELD, None, "", False
    match effect:
        case RelayAlert():
            state, organisation, may_repeat = AlertState.RELAYED, effect.organisation, effect.may_repeat
        case HoldAlert():
            organisation, can_act = effect.candidate, effect.sender_can_act
        case DeclineAlert():
            state = AlertState.NOT_FOR_RELAY
        case JoinAlert():
            state, repeats = AlertState.REPEATED, effect.earlier.id
        case TwinAlert():
            state, repeats = AlertState.REPEATED, written[effect.of][0]
    return alerts.NewAlert(
        mail_id=mail_id,
        ordinal=ordinal,
        alert=effect.alert,
        state=state,
        because=effect.because,
        organisation_id=organisation.id if organisation else None,
        forwarder_id=forwarder.id if forwarder else None,
        repeats_id=repeats,
        may_repeat=may_repeat,
        sender_can_act=can_act,
    )
