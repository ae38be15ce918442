"""The second word (promise 10): what became of alerts whose forwarder was told something else before.

One letter for the alerts of a mail that changed. An alert that waits for a person, or was declined, is told of at
once; one that was passed on once their mail server answered, at most `receipt_after` later. What was said last is not
said again. Letters are capped by peer and day like receipts; what is held back stands in the journal.
"""

from datetime import datetime

from mailbot.adapters.store import journal, letters, receipts
from mailbot.adapters.store.database import Row
from mailbot.compose.letters import receipt_update
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.runners.answering import Answering
from mailbot.runners.telling import Telling, receipt_facts, telling


class Updates:
    """Writes the words that are owed."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._store = answering.store

    def write_owed(self) -> int:
        """Tell of every alert whose forwarder is owed word; of how many mails. Nothing while sending is paused."""
        if self._answering.paused:
            return 0
        if self._answering.shadowed:
            return 0  # what is owed about live mail is said once letters leave again
        since = self._answering.waited_since()
        mail_ids = dict.fromkeys(row["message_id"] for row in receipts.words_owed(self._store, since))
        for mail_id in mail_ids:
            self._tell(mail_id, since)
        return len(mail_ids)

    def _tell(self, mail_id: int, since: str) -> None:
        now = self._answering.clock.now()
        with self._store.transaction("receipt"):
            due = {row["id"] for row in receipts.words_owed(self._store, since, mail_id)}
            mail = receipts.mail(self._store, mail_id)
            told = [telling(row) for row in receipts.alerts_of(self._store, [mail_id]) if row["id"] in due]
            news = [each for each in told if each.news]
            receipts.not_said(self._store, due)
            if not news or self._answering.refused(mail):
                return
            if self._answering.shadow(mail) or self._answering.may_answer(Address(mail["receipt_to"])):
                self._write(mail, news, now)
            else:
                detail = {"alerts": [each.reference for each in news]}
                journal.append(self._store, now, "update.held_back", f"M-{mail_id}", detail)
                self._answering.summary(mail, now)

    def _write(self, mail: Row, news: list[Telling], now: datetime) -> None:
        facts = receipt_facts(mail, news, notes=False)
        cause = f"update {mail['sha256']}"
        id_ = self._answering.message_id(cause, facts.recipient, LetterKind.RECEIPT_UPDATE)
        theirs = (mail["message_id"],) if mail["message_id"] else ()
        letter = receipt_update(facts, self._answering.head, id_, now, mail["message_id"], theirs)
        about = letters.About(mail["id"], None, mail["organisation_id"])
        letter_id = letters.write(self._store, letter, about, now, shadow=self._answering.shadow(mail))
        receipts.said(self._store, [(each.alert_id, each.what) for each in news])
        detail = {"letter": f"L-{letter_id}", "alerts": [each.reference for each in news]}
        journal.append(self._store, now, "update.written", f"M-{mail['id']}", detail)
