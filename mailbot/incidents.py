"""What a person does about an alert that went wrong: recall it, note something about it, end its incident.

Every act is one transaction with a journal line; a CallError says in a sentence why one is not possible. A recall
asks each address that may have got the alert to delete it, whoever is the contact today, and sees to it that nothing
more of the alert leaves. It sends the alert to nobody: that is `held route` or `held release`, afterwards.
"""

from collections.abc import Sequence
from datetime import datetime

from mailbot.adapters.store import (
    alert_notes,
    alerts,
    facts,
    held,
    incidents,
    journal,
    letters,
    mails,
    recalls,
    receipts,
)
from mailbot.adapters.store.database import Row, Store
from mailbot.compose.identity import message_id
from mailbot.compose.letters import Letterhead, RecallFacts, recall
from mailbot.compose.words import at, joined, masked, one_line, several
from mailbot.model.alert import AlertState
from mailbot.model.configuration import Mode
from mailbot.model.decision import Because, Reason
from mailbot.model.errors import CallError
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.model.supplier import Slot
from mailbot.runners.clock import Clock
from mailbot.runners.relaying import passing

_LONGEST = 2000  # characters of a reason or a note


class Incidents:
    """The acts of one person, named `by`, on one store."""

    def __init__(self, store: Store, mode: Mode, head: Letterhead, clock: Clock, by: str) -> None:
        self._store = store
        self._mode = mode
        self._head = head
        self._clock = clock
        self._by = by

    def recall(self, reference: str, reason: str) -> str:
        """Ask everybody who may have got the alert to delete it, and stop what has not left. A sentence on both.

        Told again while the first is open, it writes the same letters again, to those who have not answered.
        """
        if self._mode is Mode.SHADOW:
            raise CallError(
                "[delivery] mode is shadow: nothing is sent, and a recall written now would never be sent later. "
                "Recall it once the mode is redirect or live; until then, ring who got it."
            )
        reason = _words(reason, "--reason")
        with self._store.transaction("recall"):
            return " ".join(filter(None, self._recall(self._alert(reference), reason)))

    def _recall(self, row: Row, reason: str) -> tuple[str, ...]:
        self._not_a_repeat(row)
        known = recalls.passed_on(self._store, row["id"])
        sent = [each for each in known if not self._went_to_ourselves(each)]
        in_hand = recalls.in_hand(self._store, row["id"])
        stopped = recalls.stop(self._store, row["id"], f"Stopped: recalled by {self._by}.", self._now())
        if not (sent or in_hand or stopped):
            raise CallError(
                f"{row['reference']} was never sent to anybody{' but your own address' if known else ''}, and nothing "
                "of it waits to be sent: there is nothing to recall."
            )
        incident = self._incident(row, sent, reason) if sent else None
        asked, skipped = self._ask_each(row, sent)
        item = self._hold(row, reason)
        detail = {"letters": len(asked), "stopped": stopped}
        journal.append(self._store, self._now(), "alert.recalled", row["reference"], detail)
        return (
            self._told_asked(row, asked, skipped, incident),
            _told_stopped(row, sent, stopped),
            _told_in_hand(in_hand),
            f"It waits as H-{item}." if item else "",
        )

    def _went_to_ourselves(self, letter: Row) -> bool:
        """Whether a letter went to nobody but our own address, in mode redirect, which is over."""
        once = not letter["resent"] and not letter["uncertain"]
        return bool(letter["redirected_to"]) and once and self._mode is not Mode.REDIRECT

    def note(self, reference: str, text: str) -> str:
        """Keep a note with an alert."""
        text = _words(text, "The note")
        with self._store.transaction("note"):
            row = self._alert(reference)
            alert_notes.add(self._store, row, self._by, text, self._now())
        return f"Noted with {row['reference']}."

    def close(self, incident_id: int, note: str) -> str:
        """End an incident; the note says what was decided, such as whether the regulator was told."""
        note = _words(note, "--note")
        with self._store.transaction("incident"):
            row = incidents.get(self._store, incident_id)
            if row is None:
                raise CallError(
                    f"There is no incident I-{incident_id}. `alert incidents --all` shows them all."
                )
            if row["closed_at"]:
                when = at(datetime.fromisoformat(row["closed_at"]))
                raise CallError(f"I-{incident_id} was closed by {row['closed_by']} at {when}.")
            incidents.close_incident(self._store, incident_id, self._by, note, self._now())
            missing = incidents.outstanding(self._store, row)
        open_ones = f" Nobody has said so far that {joined(missing)} deleted it." if missing else ""
        return f"I-{incident_id} about {row['reference']} is closed.{open_ones}"

    def _now(self) -> datetime:
        return self._clock.now()

    def _alert(self, reference: str) -> Row:
        row = alerts.by_reference(self._store, reference)
        if row is None:
            raise CallError(f"There is no alert {reference}. `alert list` shows the references.")
        return row

    def _not_a_repeat(self, row: Row) -> None:
        if row["state"] != AlertState.REPEATED:
            return
        root = self._store.one("SELECT reference FROM alert WHERE id = ?", (row["repeats_id"],))
        raise CallError(
            f"{row['reference']} repeats {root} and was not sent by itself; recall {root} instead."
        )

    def _incident(self, row: Row, sent: Sequence[Row], reason: str) -> Row:
        """The alert's open incident, whoever opened it, else a new one: the 72 hours run from the first knowledge."""
        told = f"recalled by {self._by}: {reason}"
        if known := incidents.open_for(self._store, row["id"]):
            incidents.join(self._store, known[0]["id"], told, self._now())
            return known[0]
        receivers = {each["organisation_id"] for each in sent}
        organisation_id = receivers.pop() if len(receivers) == 1 else row["organisation_id"]
        id_ = incidents.open_incident(
            self._store, row["id"], "recall", organisation_id, told, self._by, self._now()
        )
        opened = incidents.get(self._store, id_)
        assert opened is not None  # written just now
        return opened

    def _ask_each(self, row: Row, sent: Sequence[Row]) -> tuple[list[str], list[str]]:
        """Write to each receiver; the addresses written to, and those that are not written to, with the reason."""
        said = recalls.confirmed(self._store, row["id"])
        asked: list[str] = []
        skipped: list[str] = []
        for each in sent:
            address = each["recipient"]
            if said.get(address.lower(), "") >= (each["sent_at"] or "0"):
                skipped.append(f"{address} has said that it was deleted.")
            else:
                self._ask(row, each)
                asked.append(address)
        return list(dict.fromkeys(asked)), list(dict.fromkeys(skipped))

    def _ask(self, row: Row, sent: Row) -> None:
        """The letter that recalls what one letter brought."""
        original = letters.unpack(sent["content"])
        cause = f"recall {original.message_id}"
        if sent["alerts"] > 1:  # a letter of many alerts may be recalled one by one
            one = passing(self._store, row["id"])
            cause = f"{cause} {one.identity} {one.sha256} {one.ordinal}"
        key = facts.message_id_key(self._store)
        to = Address(sent["recipient"], original.recipient.name)
        id_ = message_id(key, cause, to.address, LetterKind.RECALL, self._head.sender.domain)
        told = RecallFacts(to, row["reference"], original.subject, original.date, sent["alerts"] - 1)
        slot = Slot(sent["slot"]) if sent["slot"] else None
        about = letters.About(None, row["id"], sent["organisation_id"], slot)
        now = self._now()
        letters.write(self._store, recall(told, self._head, id_, now), about, now, shadow=False)

    def _hold(self, row: Row, reason: str) -> int | None:
        """The alert waits for a person; its item. One that ended as not for relay has nothing to wait for.

        A disputed alert stays disputed: its meter point stays blocked until somebody settles whose it is.
        """
        state = AlertState(row["state"])
        if state is AlertState.NOT_FOR_RELAY:
            return None
        now = self._now()
        because = (Because(Reason.BY_A_PERSON, f"Recalled by {self._by}: {masked(reason)}"),)
        held_state = state if state is AlertState.DISPUTED else AlertState.HELD
        alerts.change(self._store, row["id"], held_state, because, now)
        self._end_item_that_would_go_on(row)
        item = held.hold(self._store, row["message_id"], row["id"], because, now)
        mails.settle(self._store, row["message_id"])
        receipts.owe_word(self._store, row["id"], now)
        return item

    def _end_item_that_would_go_on(self, row: Row) -> None:
        """An item that says 'it reached nobody' ends: a mail server's next answer would send or settle the alert."""
        item = self._store.row(
            "SELECT id, reasons FROM held WHERE alert_id = ? AND closed_at IS NULL", (row["id"],)
        )
        if item and Reason.UNDELIVERABLE.value in item["reasons"]:
            held.close(self._store, item["id"], "decided again", self._by, "recalled", self._now())

    def _told_asked(self, row: Row, asked: list[str], skipped: list[str], incident: Row | None) -> str:
        if incident is None:
            return ""
        known = f"Incident I-{incident['id']}, 72 hours end at {at(incidents.deadline(incident))}."
        if not asked:
            return f"{row['reference']}: nobody is left to ask. {' '.join(skipped)} {known}"
        paused = self._mode is Mode.PAUSED or facts.get(self._store, facts.PAUSED)
        when = " once sending goes on; it is paused" if paused else ""
        redirected = (
            " In mode redirect the letters go to your own address." if self._mode is Mode.REDIRECT else ""
        )
        whom = f"{joined(tuple(asked))} {'is' if len(asked) == 1 else 'are'} asked to delete it"
        return f"{row['reference']}: {whom}{when}.{redirected} {' '.join((*skipped, known))}"


def _words(text: str, what: str) -> str:
    """What a person wrote, on one line; CallError when there is nothing, or too much, of it."""
    line = one_line(text)
    if not line:
        raise CallError(f"{what} is empty: say in a few words what happened.")
    if len(line) > _LONGEST:
        raise CallError(f"{what} has {len(line)} characters; {_LONGEST} are kept. Shorten it.")
    return line


def _told_stopped(row: Row, sent: Sequence[Row], stopped: int) -> str:
    if not stopped:
        return ""
    if not sent:
        return f"{row['reference']} had reached nobody: it was stopped before it left, and no incident was opened."
    return f"{several(stopped, 'letter')} that had not left {'was' if stopped == 1 else 'were'} stopped."


def _told_in_hand(in_hand: Sequence[Row]) -> str:
    if not in_hand:
        return ""
    named = joined(tuple(f"L-{each['id']} to {each['recipient']}" for each in in_hand))
    return (
        f"{named} is being handed over at this moment and could not be stopped: look at `alert show`, and recall it "
        "again when it was sent."
    )
