"""Carrying out what was heard of a letter: bounces, delays, absences, and what people answer.

Everything here happens inside dispose's transaction. What is heard changes only the letter's own alerts; nothing is
ever sent to another supplier on the word of a mail. Sending again on request is capped by peer and day (promise 8).
"""

from mailbot.adapters.store import (
    alerts,
    facts,
    failovers,
    held,
    incidents,
    journal,
    letters,
    mails,
    receipts,
)
from mailbot.adapters.store.database import Row, Store
from mailbot.model.alert import AlertState
from mailbot.model.configuration import DeliveryPolicy, OnAway
from mailbot.model.decision import Because, Heard, HeardOf, Reason
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.model.spool import SpooledMail
from mailbot.policy.evidence import LONDON
from mailbot.runners.clock import Clock
from mailbot.runners.failover import Failover


class Hearing:
    """Acts on what came back about letters."""

    def __init__(self, store: Store, failover: Failover, policy: DeliveryPolicy, clock: Clock) -> None:
        self._store = store
        self._failover = failover
        self._policy = policy
        self._clock = clock

    def apply(self, effect: HeardOf, spooled: SpooledMail, sender: Address) -> None:
        """Carry one out. `sender`: who wrote the mail, for the cap on what is sent on request."""
        letter = self._letter(effect)
        if letter is None:
            return
        match effect.heard:
            case Heard.FAILED:
                if failovers.bounced(self._store, letter["id"], effect.said, self._clock.now()):
                    self._failover.failed(letter["id"], "report", effect.said)
            case Heard.DELAYED:
                self._failover.put_off(letter["id"])
            case Heard.DELIVERED | Heard.RECEIVED:
                self._arrived(letter, effect.heard)
            case Heard.AWAY:
                self._away(letter)
            case Heard.NOT_OURS:
                self._not_ours(letter, effect, spooled)
            case Heard.RESEND:
                self._resend(letter, effect, spooled, sender)
            case Heard.DELETED:
                self._deleted(letter)

    def _letter(self, effect: HeardOf) -> Row | None:
        """The letter's row; what is heard of a letter about nothing that was passed on is only noted."""
        now = self._clock.now()
        journal.append(self._store, now, f"heard.{effect.heard.value}", f"L-{effect.letter.id}")
        return self._store.row("SELECT * FROM letter WHERE id = ?", (effect.letter.id,))

    def _arrived(self, letter: Row, heard: Heard) -> None:
        """A person's word stands against a bounce behind it; a mail server's does not."""
        note = failovers.received if heard is Heard.RECEIVED else failovers.delivered
        note(self._store, letter["id"], self._clock.now())
        if LetterKind(letter["kind"]).house:
            facts.drop(self._store, facts.TROUBLE + "people")
        self._failover.arrived(letter["id"], ("dialogue", "report"))

    def _away(self, letter: Row) -> None:
        """Nobody is there: the alternative gets it too, where so configured; the contact is not suspect."""
        failovers.away(self._store, letter["id"], self._clock.now())
        if self._policy.on_away is OnAway.ALTERNATIVE:
            self._failover.look(failovers.alerts_of(self._store, letter["id"]))

    def _not_ours(self, letter: Row, effect: HeardOf, spooled: SpooledMail) -> None:
        """The alert is disputed: a person settles it, nothing of its meter point goes anywhere until then."""
        now = self._clock.now()
        for alert_id, _ in effect.letter.alerts:
            row = self._store.rows("SELECT * FROM alert WHERE id = ?", (alert_id,))[0]
            by = f"M-{spooled.id}"
            organisation_id = letter["organisation_id"]
            incidents.open_incident(
                self._store, alert_id, "not_ours", organisation_id, f"NOT OURS, in {by}", by, now
            )
            if row["organisation_id"] != organisation_id:
                continue  # a person has sent it elsewhere since
            failovers.stop(
                self._store, alert_id, "Stopped: the receiver says that the alert is not theirs.", now
            )
            text = f"The receiver says that it is not theirs ({by}): settle whose meter point it is."
            because = (Because(Reason.NOT_OURS, text),)
            alerts.change(self._store, alert_id, AlertState.DISPUTED, because, now)
            alerts.only_a_person(self._store, alert_id)
            held.hold(self._store, row["message_id"], alert_id, because, now)
            mails.settle(self._store, row["message_id"])
            receipts.owe_word(self._store, alert_id, now)

    def _resend(self, letter: Row, effect: HeardOf, spooled: SpooledMail, sender: Address) -> None:
        """The same letter once more, as long as the alert is still theirs and nobody asks without end."""
        now = self._clock.now()
        peers = tuple(dict.fromkeys((sender.key, f"@{sender.domain}")))
        today = now.astimezone(LONDON).date()
        if refusal := self._why_not(letter):
            self._for_a_person(spooled, refusal)
        elif not letters.peer_may_get(self._store, peers, today, self._policy.per_peer_per_day):
            self._for_a_person(spooled, "It was asked for too often today; nothing more is sent on request.")
        elif not letters.send_again(self._store, letter["id"], now):
            journal.append(self._store, now, "letter.still_queued", f"L-{effect.letter.id}")

    def _why_not(self, letter: Row) -> str:
        """Why the letter is not sent again by itself; empty when it may be."""
        theirs = self._store.one(
            "SELECT count(*) FROM alert_letter JOIN alert ON alert.id = alert_letter.alert_id "
            "WHERE letter_id = ? AND (alert.state <> 'relayed' OR alert.organisation_id IS NOT ?)",
            (letter["id"], letter["organisation_id"]),
        )
        if theirs:
            return "The alert is no longer with them, or waits for a person: it was not sent again."
        current = self._store.row(
            "SELECT 1 FROM contact WHERE organisation_id = ? AND lower(email) = lower(?) AND valid_to IS NULL",
            (letter["organisation_id"], letter["recipient"]),
        )
        return "" if current else f"{letter['recipient']} is no current contact any more: use `alert resend`."

    def _for_a_person(self, spooled: SpooledMail, text: str) -> None:
        because = (Because(Reason.ANSWER, f"'Send it again' was answered: {text}"),)
        held.hold(self._store, spooled.id, None, because, self._clock.now())
        mails.settle(self._store, spooled.id)

    def _deleted(self, letter: Row) -> None:
        """The receiver of a recalled alert says that it was deleted."""
        now = self._clock.now()
        failovers.received(self._store, letter["id"], now)
        for alert_id in failovers.alerts_of(self._store, letter["id"]):
            for incident in incidents.open_for(self._store, alert_id):
                incidents.deleted(self._store, incident["id"], now)
