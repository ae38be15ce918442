"""Receipts: one answer to each forwarder's mail, written when its alerts are settled.

'Their mail server accepted it' is said only once it did, so a receipt waits for the letters of its mail, at
most `receipt_after`. A cap per peer and day, by address and by domain, holds back letters that answer a mail
(promise 8): a loop ends there even when every header check failed. The first one held back becomes a summary.
"""

import json
from datetime import datetime

from mailbot.adapters.store import alerts, facts, journal, letters, mails
from mailbot.adapters.store.database import Row, Store, moment
from mailbot.compose import reasons
from mailbot.compose.identity import message_id
from mailbot.compose.letters import (
    AlreadyPassedOn,
    HeldBackFacts,
    Letterhead,
    NotForPassingOn,
    PassedOn,
    PleaseAct,
    ReceiptFacts,
    Waiting,
    receipt,
    receipts_held_back,
)
from mailbot.model.configuration import DeliveryPolicy, Mode
from mailbot.model.decision import Because, Reason
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.policy.evidence import LONDON
from mailbot.runners.clock import Clock


class Receipts:
    """Writes the receipts that are owed."""

    def __init__(self, store: Store, head: Letterhead, policy: DeliveryPolicy, clock: Clock) -> None:
        self._store = store
        self._head = head
        self._policy = policy
        self._clock = clock

    def write_owed(self) -> int:
        """Write every receipt whose mail is settled; how many."""
        owed = self._store.rows("SELECT * FROM message WHERE receipt = 'owed' ORDER BY id LIMIT 500")
        return sum(self._write(mail) for mail in owed if self._settled(mail))

    def _settled(self, mail: Row) -> bool:
        """Whether every letter of the mail was answered, or the receipt has waited long enough."""
        open_letters = self._store.one(
            "SELECT count(*) FROM letter WHERE mail_id = ? AND state IN ('due', 'sending')", (mail["id"],)
        )
        if not open_letters:
            return True
        if self._policy.mode is Mode.PAUSED or facts.get(self._store, facts.PAUSED):
            return False  # it could not leave either, and would tell an old story when it did
        return self._clock.now() - moment(mail["decided_at"]) >= self._policy.receipt_after

    def _write(self, mail: Row) -> bool:
        now = self._clock.now()
        shadow = bool(mail["shadow"]) or self._policy.mode is Mode.SHADOW
        to = Address(mail["receipt_to"])
        peers = tuple(dict.fromkeys((to.key, f"@{to.domain}")))
        with self._store.transaction("receipt"):
            today = now.astimezone(LONDON).date()
            cap = self._policy.per_peer_per_day
            if shadow or letters.peer_may_get(self._store, peers, today, cap):
                self._receipt(mail, to, now, shadow=shadow)
            else:
                self._held_back(mail, to, now)
        return True

    def _receipt(self, mail: Row, to: Address, now: datetime, *, shadow: bool) -> None:
        told = self._facts(mail, to)
        classified_refs = (mail["message_id"],) if mail["message_id"] else ()
        id_ = self._message_id(mail["sha256"], to, LetterKind.RECEIPT)
        letter = receipt(told, self._head, id_, now, mail["message_id"], classified_refs)
        about = letters.About(mail["id"], None, mail["organisation_id"])
        letters.write(self._store, letter, about, now, shadow=shadow)
        mails.set_receipt(self._store, mail["id"], "written")

    def _held_back(self, mail: Row, to: Address, now: datetime) -> None:
        """The peer is at its cap: one summary for the day, then nothing."""
        mails.set_receipt(self._store, mail["id"], "held_back")
        journal.append(self._store, now, "receipt.held_back", f"M-{mail['id']}")
        today = now.astimezone(LONDON).date()
        id_ = self._message_id(f"held back {today.isoformat()}", to, LetterKind.RECEIPTS_HELD_BACK)
        if self._store.row("SELECT 1 FROM letter WHERE message_id = ?", (id_,)):
            return
        told = HeldBackFacts(to, self._forwarder(mail), self._policy.per_peer_per_day, today)
        letter = receipts_held_back(told, self._head, id_, now, mail["message_id"], ())
        letters.write(
            self._store, letter, letters.About(mail["id"], None, mail["organisation_id"]), now, shadow=False
        )

    def _message_id(self, cause: str, to: Address, kind: LetterKind) -> str:
        key = facts.message_id_key(self._store)
        return message_id(key, cause, to.address, kind, self._head.sender.domain)

    def _forwarder(self, mail: Row) -> str:
        row = self._store.row("SELECT name FROM organisation WHERE id = ?", (mail["organisation_id"],))
        return str(row["name"]) if row else ""

    def _facts(self, mail: Row, to: Address) -> ReceiptFacts:
        rows = alerts.of_mail(self._store, mail["id"])
        notes = tuple(
            f"{text} A person at SECAS looks at it."
            for code, text in json.loads(mail["reasons"])
            if code == Reason.UNREAD_ATTACHMENT
        )
        return ReceiptFacts(
            recipient=to,
            forwarder=self._forwarder(mail),
            subject=mail["subject"],
            received_at=moment(mail["internal_date"]),
            please_act=tuple(
                _please_act(row) for row in rows if row["state"] == "held" and row["sender_can_act"]
            ),
            waiting=tuple(_waiting(row) for row in rows if _waits(row)),
            not_for_passing_on=tuple(
                NotForPassingOn(row["reference"], alerts.facts_of(row), _first_sentence(row))
                for row in rows
                if row["state"] == "not_for_relay"
            ),
            passed_on=tuple(self._passed_on(row) for row in rows if row["state"] == "relayed"),
            already=tuple(
                AlreadyPassedOn(
                    row["reference"],
                    alerts.facts_of(row),
                    row["repeats"],
                    self._accepted_at(row["repeats_id"]),
                )
                for row in rows
                if row["state"] == "repeated" and row["repeats_state"] == "relayed"
            ),
            notes=notes,
        )

    def _passed_on(self, row: Row) -> PassedOn:
        accepted = self._accepted_at(row["id"])
        return PassedOn(row["reference"], alerts.facts_of(row), row["organisation"], accepted)

    def _accepted_at(self, alert_id: int) -> datetime | None:
        times = [letter["sent_at"] for letter in letters.of_alert(self._store, alert_id) if letter["sent_at"]]
        return moment(times[0]) if times else None


def _because(row: Row) -> tuple[Because, ...]:
    return tuple(Because(Reason(code), text) for code, text in json.loads(row["reasons"]))


def _first_sentence(row: Row) -> tuple[str, ...]:
    return (reasons.told(_because(row)),)


def _please_act(row: Row) -> PleaseAct:
    why, to_do = reasons.asked(_because(row))
    return PleaseAct(row["reference"], alerts.facts_of(row), why, to_do)


def _waits(row: Row) -> bool:
    """Held for SECAS alone, or a repeat of such a case."""
    if row["state"] in {"held", "disputed"}:
        return not row["sender_can_act"]
    return bool(row["state"] == "repeated" and row["repeats_state"] != "relayed")


def _waiting(row: Row) -> Waiting:
    return Waiting(row["repeats"] or row["reference"], alerts.facts_of(row), _first_sentence(row))
