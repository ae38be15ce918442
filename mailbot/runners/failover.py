"""Failover per alert: from the main contact to the alternative, and from both to SECAS (docs/queue.md).

Called inside the transaction in which something was heard of a letter; `write_due` looks at the timers of letters
that are put off, in transactions of its own. Each step is decided by policy/failover.py from all letters of the
alert, so it does not matter in which order refusals, bounces, absences and answers come.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mailbot.adapters.store import alerts, facts, failovers, held, journal, mails, receipts, suppliers
from mailbot.adapters.store.database import Row, Store, moment
from mailbot.model.alert import AlertState
from mailbot.model.configuration import DeliveryPolicy, OnAway
from mailbot.model.decision import Because, Reason
from mailbot.model.letter import LetterKind
from mailbot.model.supplier import Contact, Organisation
from mailbot.policy.failover import Arrived, Attempt, Fate, Nobody, WriteTo, next_step, why_nobody, why_second
from mailbot.runners.clock import Clock
from mailbot.runners.relaying import Relaying, passing

ABSENCE = timedelta(
    days=14
)  # how long an out-of-office message counts for later alerts, unless its owner writes


class Failover:
    """Sees to it that an alert reaches a contact, or a person hears that it reached none."""

    def __init__(self, store: Store, relaying: Relaying, policy: DeliveryPolicy, clock: Clock) -> None:
        self._store = store
        self._relaying = relaying
        self._policy = policy
        self._clock = clock

    def failed(self, letter_id: int, how: str, said: str) -> None:
        """A letter failed for good, in the SMTP dialogue or by a report; its state says so already."""
        now = self._clock.now()
        letter = self._letter(letter_id)
        kind = LetterKind(letter["kind"])
        if kind.house:
            told = f"A {kind.value} letter to {letter['recipient']} could not be delivered: {said} Check [people]."
            facts.trouble(self._store, "people", told[:500], now)
        if kind.passes_on:
            if not letter["redirected_to"]:  # what a trial address says is no word on the contact
                failovers.suspect(self._store, letter["organisation_id"], letter["recipient"], how, said, now)
            self.look(failovers.alerts_of(self._store, letter["id"]))

    def put_off(self, letter_id: int) -> None:
        """A letter is delayed: after `failover_after` the other contact is written to."""
        failovers.put_off(self._store, letter_id, self._clock.now() + self._policy.failover_after)

    def _letter(self, letter_id: int) -> Row:
        return self._store.rows(
            "SELECT id, kind, recipient, organisation_id, redirected_to FROM letter WHERE id = ?",
            (letter_id,),
        )[0]

    def hold_all(self, letter_id: int, because: Because) -> None:
        """Every alert of a letter that could not go where it was meant to waits for a person."""
        for alert_id in failovers.alerts_of(self._store, letter_id):
            self.hold(alert_id, because)

    def hold_unless_arrived(self, alert_ids: Iterable[int], because: Because) -> None:
        """These alerts wait for a person, save those that another letter has brought to a contact already."""
        for alert_id in alert_ids:
            row = self._store.rows("SELECT * FROM alert WHERE id = ?", (alert_id,))[0]
            fates = [each.fate(self._clock.now()) for each in self._attempts(row)]
            if Fate.ARRIVED not in fates:
                self.hold(alert_id, because)

    def arrived(self, letter_id: int, how: tuple[str, ...]) -> None:
        """A letter was accepted or acknowledged: the contact is trusted again, a case that waited for it ends."""
        letter = self._letter(letter_id)
        if LetterKind(letter["kind"]).passes_on:
            now = self._clock.now()
            whom = "" if letter["redirected_to"] else letter["recipient"]
            failovers.trusted_again(self._store, letter["organisation_id"], whom, now, how=how)
            self.look(failovers.alerts_of(self._store, letter["id"]))

    def write_due(self) -> int:
        """Look at every letter whose timer went off, and at old suspicions; how many timers."""
        now = self._clock.now()
        for contact in failovers.suspicions_outlived(self._store, now):
            with self._store.transaction("failover"):
                failovers.trusted_again(self._store, contact["organisation_id"], contact["email"], now)
        due = failovers.timers(self._store, now)
        for letter_id in due:
            with self._store.transaction("failover"):
                failovers.fired(self._store, letter_id)
                self.look(failovers.alerts_of(self._store, letter_id))
        return len(due)

    def next_due(self) -> datetime | None:
        """When the next timer goes off."""
        return failovers.next_timer(self._store)

    def look(self, alert_ids: Iterable[int]) -> None:
        """Take the next step for each alert; those that go to one contact for one reason go in one letter.

        Only of letters that left is anything heard, so what is written here waits for a mode that sends.
        """
        now = self._clock.now()
        directory: dict[int, Organisation] = {}
        together: dict[tuple[int, str, str], tuple[Organisation, Contact, list[int]]] = {}
        for alert_id in alert_ids:
            row = self._store.rows("SELECT * FROM alert WHERE id = ?", (alert_id,))[0]
            attempts = self._attempts(row)
            if self._rests(row, attempts, now):
                continue
            directory = directory or self._directory()
            supplier = directory.get(row["organisation_id"])
            if supplier is None:
                continue
            match next_step(attempts, supplier, now):
                case WriteTo(contact, fate):
                    why = why_second(fate, self._name(attempts, supplier))
                    key = (supplier.id, contact.email, why)
                    together.setdefault(key, (supplier, contact, []))[2].append(alert_id)
                case Nobody(fates) if row["state"] == AlertState.RELAYED:
                    self._hold(row, why_nobody(fates))
                case Arrived() if row["state"] == AlertState.HELD:
                    self._settled(row)
                case _:
                    pass
        for (_, _, why), (supplier, contact, ids) in together.items():
            self._write(ids, supplier, contact, why)

    def _directory(self) -> dict[int, Organisation]:
        return {each.id: each for each in suppliers.directory(self._store).organisations}

    def _rests(self, row: Row, attempts: tuple[Attempt, ...], now: datetime) -> bool:
        """Whether nothing is to be done for the alert: it has arrived, or a person has it for another reason."""
        if row["state"] == AlertState.HELD:
            return not self._undeliverable(row)
        arrived = bool(attempts) and all(each.fate(now) is Fate.ARRIVED for each in attempts)
        return row["state"] != AlertState.RELAYED or arrived

    def _attempts(self, row: Row) -> tuple[Attempt, ...]:
        """The alert's letters to the supplier it goes to now; those to another one before count for nothing."""
        return tuple(
            Attempt(
                recipient=each["recipient"],
                state=failovers.state_of(each),
                failover_at=moment(each["failover_at"]) if each["failover_at"] else None,
                away=self._policy.on_away is OnAway.ALTERNATIVE and self._away(each),
                received=bool(each["received_at"]),
            )
            for each in failovers.letters_of(self._store, row["id"])
            if each["organisation_id"] == row["organisation_id"]
        )

    def _away(self, letter: Row) -> bool:
        """Whether its mailbox says that nobody is there; most say so once to each sender, so it is remembered."""
        since = self._clock.now() - ABSENCE
        return bool(letter["away_at"]) or failovers.absent(self._store, letter["recipient"], since)

    def _name(self, attempts: tuple[Attempt, ...], supplier: Organisation) -> str:
        """Who was written to before, by the name on the list."""
        last = attempts[-1].recipient.casefold()
        both = (supplier.main, supplier.alternative)
        found = next((each for each in both if each and each.email.casefold() == last), None)
        return found.name if found and found.name else "the other contact"

    def _write(self, ids: list[int], supplier: Organisation, contact: Contact, why: str) -> None:
        now = self._clock.now()
        several = tuple(passing(self._store, id_) for id_ in ids)
        letter_id = self._relaying.together(several, supplier, contact, now, shadow=False, second=why)
        for one in several:
            detail = {"letter": f"L-{letter_id}", "slot": contact.slot.value}
            journal.append(self._store, now, "alert.failed_over", one.reference, detail)

    def _hold(self, row: Row, text: str) -> None:
        """Nobody is left to write to: the person on duty is told at once, the forwarder too."""
        self.hold(row["id"], Because(Reason.UNDELIVERABLE, text))

    def hold(self, alert_id: int, because: Because) -> None:
        """The alert waits for a person."""
        now = self._clock.now()
        mail_id = int(self._store.one("SELECT message_id FROM alert WHERE id = ?", (alert_id,)))
        alerts.change(self._store, alert_id, AlertState.HELD, (because,), now)
        alerts.only_a_person(self._store, alert_id)
        held.hold(self._store, mail_id, alert_id, (because,), now)
        mails.settle(self._store, mail_id)
        receipts.owe_word(self._store, alert_id, now)

    def _undeliverable(self, row: Row) -> bool:
        """Whether the open item of a held alert is that it reached nobody."""
        found = self._store.row(
            "SELECT reasons FROM held WHERE alert_id = ? AND closed_at IS NULL", (row["id"],)
        )
        return bool(found) and Reason.UNDELIVERABLE.value in str(found["reasons"])  # type: ignore[index]

    def _settled(self, row: Row) -> None:
        """A letter of an alert that had reached nobody arrived after all: its case ends."""
        now = self._clock.now()
        because = Because(Reason.DELIVERED_AFTER_ALL, "A letter to a contact was accepted after all.")
        alerts.change(self._store, row["id"], AlertState.RELAYED, (because,), now)
        for item in self._store.rows(
            "SELECT id FROM held WHERE alert_id = ? AND closed_at IS NULL", (row["id"],)
        ):
            held.close(self._store, item["id"], "settled", "mailbot", because.text, now)
        mails.settle(self._store, row["message_id"])
        receipts.owe_word(self._store, row["id"], now)
