"""What a person does: release, route, discard, resend, pause. The CLI and the console go through here.

Every act is one transaction with a journal line. A CallError says in a sentence why an act is not possible.
A person ends what the daemon would not guess; the daemon's own checks on where an alert may go still hold:
a letter only ever goes to a current contact of the supplier chosen.
"""

from datetime import date

from mailbot.adapters.store import (
    alerts,
    facts,
    failovers,
    held,
    journal,
    letters,
    mails,
    receipts,
    suppliers,
)
from mailbot.adapters.store.database import Row, Store
from mailbot.model.alert import AlertState, CriticalAlert
from mailbot.model.configuration import Mode
from mailbot.model.decision import Because, Disposition, Reason
from mailbot.model.errors import CallError
from mailbot.model.spool import SpooledMail
from mailbot.model.supplier import Directory, Organisation, Role
from mailbot.policy.completing import mended
from mailbot.policy.decide import Context, decide
from mailbot.policy.evidence import LONDON
from mailbot.policy.route import contact_of, route
from mailbot.runners.alone import ReaderFailed, read_alone
from mailbot.runners.clock import Clock
from mailbot.runners.dispose import Judgement
from mailbot.runners.effects import Effects
from mailbot.runners.records import StoreRecords, organisation_named


class Desk:
    """The acts of one person, named `by`, on one store."""

    def __init__(self, store: Store, judgement: Judgement, effects: Effects, clock: Clock, by: str) -> None:
        self._store = store
        self._judgement = judgement
        self._effects = effects
        self._clock = clock
        self._by = by

    def release(self, held_id: int, note: str = "") -> str:
        """Let a held item go on: an alert to the supplier it would have gone to, a mail to be decided again.

        The person vouches for the sender. Gives a sentence that says what happened.
        """
        with self._store.transaction("desk"):
            item = self._open_item(held_id)
            if item["alert_id"] is None:
                return self._release_mail(item, note)
            self._sends()
            alert_row = self._alert_of(item)
            alert = alerts.facts_of(alert_row)
            supplier = self._where_it_would_go(alert, alert_row)
            self._relay(item, alert_row, alert, supplier, "released", note)
        return f"{alert_row['reference']} goes to {supplier.name}{self._when()}."

    def route(self, held_id: int, supplier: str, note: str = "", mpxn: str = "") -> str:
        """Send a held alert to the supplier a person names (name, alias or MPID), with a meter point mended."""
        with self._store.transaction("desk"):
            item = self._open_item(held_id)
            if item["alert_id"] is None:
                raise CallError(f"H-{held_id} is a mail, not an alert; `held release` decides it again.")
            self._sends()
            alert_row = self._alert_of(item)
            alert = mended(alerts.facts_of(alert_row), mpxn, self._by)
            chosen = organisation_named(self._store, supplier, alert.fuel)
            self._relay(item, alert_row, alert, chosen, "routed", note)
        return f"{alert_row['reference']} goes to {chosen.name}{self._when()}."

    def discard(self, held_id: int, note: str) -> str:
        """End a held item without sending anything; why is kept."""
        now = self._clock.now()
        with self._store.transaction("desk"):
            item = self._open_item(held_id)
            if item["alert_id"] is not None:
                because = (self._word("discarded", note),)
                failovers.stop(self._store, item["alert_id"], "Stopped: a person discarded the alert.", now)
                alerts.change(self._store, item["alert_id"], AlertState.NOT_FOR_RELAY, because, now)
                receipts.owe_word(self._store, item["alert_id"], now)
            held.close(self._store, held_id, "discarded", self._by, note, now)
            mails.settle(self._store, item["message_id"])
        return f"H-{held_id} is closed; nothing was sent."

    def resend(self, reference: str, note: str = "") -> str:
        """Send a relayed alert again to its supplier's current contact, under the same Message-ID."""
        self._sends()
        with self._store.transaction("desk"):
            alert_row = alerts.by_reference(self._store, reference)
            if alert_row is None:
                raise CallError(f"There is no alert {reference}. `alert list` shows the references.")
            if alert_row["state"] != AlertState.RELAYED:
                raise CallError(
                    f"{alert_row['reference']} is {alert_row['state'].replace('_', ' ')}, not relayed."
                )
            supplier = self._organisation(alert_row["organisation_id"])
            self._check(supplier)
            before = {row["id"]: row["state"] for row in letters.of_alert(self._store, alert_row["id"])}
            letter_id = self._write_letter(alert_row, supplier)
            if before.get(letter_id) in {"due", "sending", "deferred"}:
                raise CallError(
                    f"{alert_row['reference']} is still in the queue; `queue` shows when it is tried."
                )
            detail = {"by": self._by, "note": bool(note)}
            journal.append(self._store, self._clock.now(), "alert.resent", alert_row["reference"], detail)
        return f"{alert_row['reference']} is sent to {supplier.name} again{self._when()}."

    def exit(self, name: str, on: date) -> str:
        """A supplier leaves the list: alerts for it are held from the day `on` (London)."""
        with self._store.transaction("desk"):
            organisation = organisation_named(self._store, name)
            suppliers.set_left(self._store, organisation.id, on)
            detail = {"on": on.isoformat(), "by": self._by}
            journal.append(self._store, self._clock.now(), "supplier.left", f"O-{organisation.id}", detail)
        return (
            f"{organisation.name} leaves the list on {on:%d %B %Y}; alerts for it are held from that day on."
        )

    def pause(self, reason: str) -> str:
        """Stop sending. Receiving goes on."""
        if not reason.strip():
            raise CallError("--reason: say why sending stops; `status` shows it to whoever wonders.")
        now = self._clock.now()
        with self._store.transaction("desk"):
            facts.put(self._store, facts.PAUSED, f"{reason} ({self._by})", now)
            journal.append(self._store, now, "paused", "mailbot", {"by": self._by})
        return "Sending is paused; mail is still read and decided. `mailbot resume` sends what is due."

    def resume(self) -> str:
        """Go on sending."""
        now = self._clock.now()
        with self._store.transaction("desk"):
            was = facts.drop(self._store, facts.PAUSED)
            if was:
                journal.append(self._store, now, "resumed", "mailbot", {"by": self._by})
        if self._judgement.mode in {Mode.PAUSED, Mode.SHADOW}:
            return (
                f"Nothing is sent while [delivery] mode is {self._judgement.mode.value} in the configuration."
            )
        return "Sending goes on." if was else "Sending was not paused."

    def _sends(self) -> None:
        """In shadow nothing a person does could send anything, now or later."""
        if self._judgement.mode is Mode.SHADOW:
            raise CallError(
                "[delivery] mode is shadow: nothing is sent, and what is written now would never be sent later. "
                "Do this once the mode is redirect or live."
            )

    def _when(self) -> str:
        paused = self._judgement.mode is Mode.PAUSED or facts.get(self._store, facts.PAUSED)
        return " once sending goes on; it is paused" if paused else ""

    def _open_item(self, held_id: int) -> Row:
        item = held.get(self._store, held_id)
        if item is None:
            raise CallError(f"There is no held item H-{held_id}. `held list` shows them.")
        if item["closed_at"]:
            raise CallError(
                f"H-{held_id} was {item['outcome']} on {item['closed_at'][:16]} UTC by {item['closed_by']}."
            )
        return item

    def _alert_of(self, item: Row) -> Row:
        row = alerts.by_reference(self._store, item["reference"])
        assert row is not None  # a held item refers to an alert by foreign key
        return row

    def _word(self, act: str, note: str) -> Because:
        return Because(Reason.BY_A_PERSON, f"{act.capitalize()} by {self._by}{': ' + note if note else ''}.")

    def _directory(self) -> Directory:
        return suppliers.directory(self._store)

    def _organisation(self, id_: int | None) -> Organisation:
        found = next((each for each in self._directory().organisations if each.id == id_), None)
        if found is None:
            raise CallError("No supplier is recorded for it; name one with `held route`.")
        return found

    def _where_it_would_go(self, alert: CriticalAlert, row: Row) -> Organisation:
        now = self._clock.now()
        directory = self._directory()
        forwarder = next((each for each in directory.organisations if each.id == row["forwarder_id"]), None)
        routed = route(
            alert,
            forwarder or Organisation(0, "the sender", Role.DCC_USER),
            directory,
            StoreRecords(self._store, now).registrations(alert),
            self._judgement.policy,
            now,
        )
        if routed.organisation is None:
            raise CallError(
                f"Nothing says which supplier {row['reference']} is for. Use `held route H-.. SUPPLIER` to name it."
            )
        return routed.organisation

    def _check(self, supplier: Organisation) -> None:
        if contact_of(supplier) is None:
            raise CallError(f"{supplier.name} has no current contact; add one with `suppliers import`.")
        if supplier.left_on and supplier.left_on <= self._clock.now().astimezone(LONDON).date():
            raise CallError(
                f"{supplier.name} left the list on {supplier.left_on:%d %B %Y}; route it to who followed."
            )

    def _relay(
        self, item: Row, row: Row, alert: CriticalAlert, supplier: Organisation, outcome: str, note: str
    ) -> None:
        self._check(supplier)
        now = self._clock.now()
        because = (self._word(outcome, note),)
        alerts.change(
            self._store, row["id"], AlertState.RELAYED, because, now, organisation_id=supplier.id, alert=alert
        )
        failovers.stop(self._store, row["id"], "Stopped: a person decided anew where it goes.", now)
        self._write_letter(row, supplier)
        receipts.owe_word(self._store, row["id"], now)
        held.close(self._store, item["id"], outcome, self._by, note, now)
        mails.settle(self._store, item["message_id"])

    def _write_letter(self, row: Row, supplier: Organisation) -> int:
        """A letter of its own to the supplier's first contact, even in a storm: a person asked for it."""
        contact = contact_of(supplier)
        assert contact is not None  # _check() came first
        one = self._effects.relaying.known(row["id"])
        return self._effects.relaying.single(
            one, supplier, contact, self._clock.now(), shadow=self._judgement.mode is Mode.SHADOW
        )

    def _spooled(self, mail_id: int) -> SpooledMail:
        spooled = mails.get(self._store, mail_id)
        if spooled is None:
            raise CallError(f"The mail M-{mail_id} is no longer kept.")
        return spooled

    def _release_mail(self, item: Row, note: str) -> str:
        """Decide a held mail again, its sender vouched for; a mail whose alerts are decided is only closed."""
        now = self._clock.now()
        described = mails.describe(self._store, item["message_id"])
        assert described is not None
        if described["alerts_read"]:
            held.close(self._store, item["id"], "released", self._by, note, now)
            mails.settle(self._store, item["message_id"])
            return f"H-{item['id']} is closed; the alerts of its mail were decided before."
        self._decide_again(item, note)
        return f"The mail of H-{item['id']} was decided again; `held list` and `alert list` show the outcome."

    def _decide_again(self, item: Row, note: str) -> None:
        now = self._clock.now()
        spooled = self._spooled(item["message_id"])
        judged = self._judgement
        if not spooled.whole:
            raise CallError("Only the headers of this mail were taken; act by hand, then discard the item.")
        try:
            classified = read_alone(spooled.raw, judged.rulebook, judged.limits)
        except ReaderFailed as failure:
            raise CallError(
                f"It still cannot be read ({failure}) Act by hand, then discard the item."
            ) from None
        context = Context(
            verdict=spooled.verdict,
            directory=self._directory(),
            records=StoreRecords(self._store, now),
            rulebook=judged.rulebook,
            policy=judged.policy,
            sender_check=judged.sender_check,
            unknown=judged.unknown,
            now=now,
            vouched=True,
            ours=judged.ours,
        )
        decision = decide(classified, context)
        if decision.disposition is Disposition.HOLD and not any(
            hasattr(each, "alert") for each in decision.effects
        ):
            raise CallError(
                f"It would be held again: {decision.because[0].text} Act by hand, then discard the item."
            )
        held.close(self._store, item["id"], "decided again", self._by, note, now)
        self._effects.apply(spooled, classified, decision, shadow=judged.mode is Mode.SHADOW)
