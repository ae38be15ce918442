"""Carrying a decision out: rows for the alerts, letters, held items and journal lines of one mail.

Everything here happens inside the caller's transaction; nothing is committed and no network is touched.
"""

from dataclasses import replace

from mailbot.adapters.store import alerts, devices, held, journal, mails, receipts
from mailbot.adapters.store.database import Store
from mailbot.model.alert import AlertState
from mailbot.model.classified import Classified
from mailbot.model.decision import (
    AlertEffect,
    Because,
    CompleteAlert,
    Decision,
    DeclineAlert,
    Earlier,
    HeardOf,
    HoldAlert,
    HoldMail,
    JoinAlert,
    OweReceipt,
    Reason,
    RelayAlert,
    TwinAlert,
)
from mailbot.model.rulebook import Rulebook
from mailbot.model.sender import Level
from mailbot.model.spool import SpooledMail
from mailbot.model.supplier import Organisation
from mailbot.runners.clock import Clock
from mailbot.runners.hearing import Hearing
from mailbot.runners.relaying import Passing, Relaying


class Effects:
    """Writes what was decided into the store."""

    def __init__(self, store: Store, relaying: Relaying, hearing: Hearing, clock: Clock) -> None:
        self._store = store
        self.relaying = relaying
        self._hearing = hearing
        self._clock = clock

    def use_rules(self, rulebook: Rulebook) -> None:
        """Name codes by these rules from now on."""
        self.relaying.rulebook = rulebook

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
            self._other(other, spooled, decision)

    def _other(self, effect: object, spooled: SpooledMail, decision: Decision) -> None:
        """An effect that is about no alert of this mail."""
        match effect:
            case HoldMail():
                held.hold(self._store, spooled.id, None, effect.because, self._clock.now())
            case OweReceipt():
                mails.owe_receipt(self._store, spooled.id, effect.to.address)
            case HeardOf():
                self._hearing.apply(effect, spooled, decision.sender.address)
            case CompleteAlert() if not alerts.seen_in_shadow(self._store, effect.of.id):
                self._complete(effect, spooled)  # in shadow, what is written waits for a mode that sends

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
        self._said_of_device(spooled, effect, forwarder)
        if isinstance(effect, HoldAlert):
            held.hold(self._store, spooled.id, alert_id, effect.because, now)
        elif isinstance(effect, JoinAlert):
            journal.append(self._store, now, "alert.joined", effect.earlier.reference, {"by": reference})
            self._tell_who_waits(effect, reference, spooled)
        elif isinstance(effect, RelayAlert):
            one = _passing(alert_id, reference, spooled, ordinal, effect, forwarder)
            self.relaying.relay(one, effect.organisation, effect.recipient, now, shadow=shadow)
            if effect.settles and not shadow:  # a letter that never leaves ends nobody's case
                self._settle(effect.settles, alert_id, reference)
        return alert_id, reference

    def _tell_who_waits(self, effect: JoinAlert, reference: str, spooled: SpooledMail) -> None:
        """The open item of the alert that is repeated learns what the new mail says: it may name another supplier."""
        named = effect.alert.named_supplier
        text = f"M-{spooled.id} forwards it again as {reference}, naming {named or 'no supplier'}."
        for item in self._store.rows(
            "SELECT id FROM held WHERE alert_id = ? AND closed_at IS NULL", (effect.earlier.id,)
        ):
            held.note(self._store, item["id"], "mailbot", text[:500], self._clock.now())

    def _said_of_device(
        self, spooled: SpooledMail, effect: AlertEffect, forwarder: Organisation | None
    ) -> None:
        """Keep what a proved mail says of a device's meter point: evidence for later, never truth."""
        alert = effect.alert
        where = dict(alert.provenance).get("mpxn", "")
        by_mail = bool(where) and not where.startswith("registration data")
        if forwarder and spooled.verdict.level is Level.PROVED and alert.device and alert.mpxn and by_mail:
            now = self._clock.now()
            devices.said(self._store, alert.device, alert.mpxn, forwarder.id, spooled.id, now)

    def _settle(self, earlier: Earlier, alert_id: int, reference: str) -> None:
        """A held alert for which this one brought what was missing: its case ends as a repeat of this one."""
        now = self._clock.now()
        because = Because(Reason.ANSWERS_HELD, f"Its forwarder sent what was missing as {reference}.")
        alerts.repeat(self._store, earlier.id, alert_id, because, now)
        self._close(earlier.id, f"settled by {reference}")
        receipts.owe_word(self._store, earlier.id, now)

    def _close(self, alert_id: int, note: str) -> None:
        """End the open item of an alert that was decided again."""
        now = self._clock.now()
        for item in self._store.rows(
            "SELECT id, message_id FROM held WHERE alert_id = ? AND closed_at IS NULL", (alert_id,)
        ):
            held.close(self._store, item["id"], "decided again", "mailbot", note, now)
            mails.settle(self._store, item["message_id"])

    def _complete(self, effect: CompleteAlert, spooled: SpooledMail) -> None:
        """A held alert with what its forwarder's answer gave: decided again, under its own reference."""
        now = self._clock.now()
        id_, decided = effect.of.id, effect.effect
        note = f"completed by M-{spooled.id}"
        because = (
            Because(Reason.COMPLETED, f"Its sender's answer M-{spooled.id} completed it."),
            *decided.because,
        )
        if isinstance(decided, HoldAlert):
            alerts.change(self._store, id_, AlertState.HELD, because, now, alert=decided.alert)
            alerts.goes_to(self._store, id_, decided.candidate.id if decided.candidate else None)
            held.renew(self._store, id_, because)
            receipts.told(self._store, id_, "")  # an answer that does not suffice is answered
        elif isinstance(decided, JoinAlert):
            alerts.repeat(self._store, id_, decided.earlier.id, because[0], now)
            self._close(id_, note)
        elif isinstance(decided, RelayAlert):
            supplier = decided.organisation
            alerts.change(
                self._store,
                id_,
                AlertState.RELAYED,
                because,
                now,
                organisation_id=supplier.id,
                alert=decided.alert,
            )
            from_store = self.relaying.known(id_)
            self.relaying.relay(from_store, supplier, decided.recipient, now, shadow=False)
            self._close(id_, note)
        else:
            alerts.change(self._store, id_, AlertState.NOT_FOR_RELAY, because, now, alert=decided.alert)
            self._close(id_, note)
        receipts.owe_word(self._store, id_, now)


def _passing(
    alert_id: int,
    reference: str,
    spooled: SpooledMail,
    ordinal: int,
    effect: RelayAlert,
    forwarder: Organisation | None,
) -> Passing:
    return Passing(
        id=alert_id,
        reference=reference,
        alert=effect.alert,
        sha256=spooled.sha256,
        ordinal=ordinal,
        mail_id=spooled.id,
        forwarder=forwarder.name if forwarder else "",
        because=effect.because,
        may_repeat=effect.may_repeat,
    )


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
