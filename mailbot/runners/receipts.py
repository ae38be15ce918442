"""Receipts: one answer to each forwarder's mail, written when its alerts are settled.

'Their mail server accepted it' is said only once it did, so a receipt waits for the letters that pass the mail's
alerts on, at most `receipt_after`. An organisation may choose to hear of problems alone, or of these at once and of
the rest once a day (runners/statements.py). What changes after a receipt is told by runners/updates.py.
"""

from datetime import datetime

from mailbot.adapters.store import journal, letters, mails, receipts
from mailbot.adapters.store.database import Row, Store
from mailbot.compose.letters import Letterhead, receipt
from mailbot.model.configuration import DeliveryPolicy
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.runners.answering import Answering
from mailbot.runners.clock import Clock
from mailbot.runners.statements import Statements
from mailbot.runners.telling import receipt_facts, telling
from mailbot.runners.updates import Updates


class Receipts:
    """Writes the receipts that are owed, and what follows them."""

    def __init__(self, store: Store, head: Letterhead, policy: DeliveryPolicy, clock: Clock) -> None:
        self._store = store
        self._answering = Answering(store, head, policy, clock)
        self._updates = Updates(self._answering)
        self._statements = Statements(self._answering)

    def write_owed(self) -> int:
        """Write every receipt whose mail is settled, every word that is owed, every statement; how many were dealt
        with."""
        ids = receipts.owed(self._store, self._answering.waited_since())
        for mail_id in ids:
            self._write(mail_id)
        return len(ids) + self._updates.write_owed() + self._statements.write_owed()

    def next_due(self) -> datetime | None:
        """When something is due by the clock alone: the next statement; None when nobody waits for one."""
        return self._statements.next_due()

    def _write(self, mail_id: int) -> None:
        now = self._answering.clock.now()
        with self._store.transaction("receipt"):
            mail = receipts.mail(self._store, mail_id)
            if mail["receipt"] != "owed" or self._answering.refused(mail):
                return
            if mail["wanted"] == "problems" and not receipts.problem(self._store, mail_id):
                self._not_wanted(mail, now)
            elif self._answering.shadow(mail) or self._answering.may_answer(Address(mail["receipt_to"])):
                self._receipt(mail, now)
            else:
                mails.set_receipt(self._store, mail_id, "held_back")
                journal.append(self._store, now, "receipt.held_back", f"M-{mail_id}")
                self._answering.summary(mail, now)

    def _not_wanted(self, mail: Row, now: datetime) -> None:
        """All is well, and its organisation wants to hear of problems alone; what fails later is still told."""
        told = [telling(row) for row in receipts.alerts_of(self._store, [mail["id"]])]
        receipts.not_wanted(self._store, mail["id"])
        receipts.said(self._store, [(each.alert_id, each.what) for each in told])
        journal.append(self._store, now, "receipt.not_wanted", f"M-{mail['id']}")

    def _receipt(self, mail: Row, now: datetime) -> None:
        told = [telling(row) for row in receipts.alerts_of(self._store, [mail["id"]])]
        facts = receipt_facts(mail, told, notes=True)
        id_ = self._answering.message_id(mail["sha256"], facts.recipient, LetterKind.RECEIPT)
        theirs = (mail["message_id"],) if mail["message_id"] else ()
        letter = receipt(facts, self._answering.head, id_, now, mail["message_id"], theirs)
        about = letters.About(mail["id"], None, mail["organisation_id"])
        shadow = self._answering.shadow(mail)
        letter_id = letters.write(self._store, letter, about, now, shadow=shadow)
        receipts.written(self._store, mail["id"], letter_id)
        receipts.said(self._store, [(each.alert_id, each.what) for each in told])
