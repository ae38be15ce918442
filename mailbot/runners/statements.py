"""Daily statements: one letter a day and address, for organisations that chose them.

A statement tells of every alert in the mails decided from 17:00 of the day before until 17:00 (London), at 17:00 or
at the first tick after it, and once those mails are settled. Mails with problems had receipts of their own by then
and are in the table, too. Its day is a date, so a tick that comes late, or twice, or after a change of the clock
writes the same statement or none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mailbot.adapters.store import journal, letters, receipts
from mailbot.adapters.store.database import Row, moment
from mailbot.adapters.store.mails import set_receipt
from mailbot.compose.letters import StatementFacts, statement
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.policy.evidence import LONDON
from mailbot.runners.answering import Answering
from mailbot.runners.telling import telling

AT = time(17)  # London


@dataclass(frozen=True, slots=True)
class _Key:
    """Which statement: of which day, for which address (as two spellings of it share it)."""

    day: date
    to: str
    shadow: bool


class Statements:
    """Writes the statements that are due."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._store = answering.store

    def write_owed(self) -> int:
        """Write every statement that is due and settled; how many. None while sending is paused."""
        now = self._answering.clock.now()
        first = receipts.first_for_statement(self._store)
        if first is None or written_at(day_of(first)) > now or self._answering.paused:
            return 0
        since = self._answering.waited_since()
        ready = (key for key, ids in self._groups(now).items() if self._settled(ids, since))
        return sum(self._write(key, since) for key in ready)

    def next_due(self) -> datetime | None:
        """When the next statement is due that mails wait for; None when none does, or it only waits for answers."""
        first = receipts.first_for_statement(self._store)
        if first is None or self._answering.paused:
            return None
        due = written_at(day_of(first))
        return due if due > self._answering.clock.now() else None

    def _groups(self, now: datetime) -> dict[_Key, list[int]]:
        """The owed mails of each statement whose time has come."""
        groups: dict[_Key, list[int]] = {}
        for row in receipts.for_statements(self._store, now):
            day = day_of(moment(row["decided_at"]))
            if written_at(day) <= now:
                key = _Key(day, Address(row["receipt_to"]).key, bool(row["shadow"]))
                groups.setdefault(key, []).append(row["id"])
        return groups

    def _settled(self, ids: Iterable[int], since: str) -> bool:
        return all(receipts.settled(self._store, mail_id, since) for mail_id in ids)

    def _write(self, key: _Key, since: str) -> bool:
        """One statement, if it is still owed now that nothing else can write."""
        now = self._answering.clock.now()
        with self._store.transaction("receipt"):
            ids = self._groups(now).get(key, [])
            mails = [receipts.mail(self._store, mail_id) for mail_id in ids]
            mails = [mail for mail in mails if not self._answering.refused(mail)]
            if not mails or not self._settled((mail["id"] for mail in mails), since):
                return False
            to = Address(mails[0]["receipt_to"])
            if self._answering.shadow(mails[0]) or self._answering.may_state(to):
                self._statement(key, to, mails, now)
            else:
                for mail in mails:
                    set_receipt(self._store, mail["id"], "held_back")
                    journal.append(self._store, now, "receipt.held_back", f"M-{mail['id']}")
                self._answering.summary(mails[0], now)
        return True

    def _statement(self, key: _Key, to: Address, mails: list[Row], now: datetime) -> None:
        since, until = written_at(key.day - timedelta(days=1)), written_at(key.day)
        others = receipts.answered_on(self._store, key.to, since, until, shadow=key.shadow)
        every = [mail["id"] for mail in (*mails, *others)]
        told = [telling(row) for row in receipts.alerts_of(self._store, every)]
        facts = StatementFacts(
            to, mails[0]["forwarder"], key.day, since, until, tuple(each.words for each in told)
        )
        cause = f"statement {key.day.isoformat()} {key.to}"
        id_ = self._answering.message_id(cause, to, LetterKind.STATEMENT)
        letter = statement(facts, self._answering.head, id_, now)
        about = letters.About(None, None, mails[0]["organisation_id"])
        letter_id = letters.write(self._store, letter, about, now, shadow=self._answering.shadow(mails[0]))
        for mail in (*mails, *others):
            if mail["receipt"] != "written":  # those have a letter of their own
                receipts.written(self._store, mail["id"], letter_id)
                detail = {"letter": f"L-{letter_id}"}
                journal.append(self._store, now, "receipt.stated", f"M-{mail['id']}", detail)
        receipts.said(self._store, [(each.alert_id, each.what) for each in told])


def day_of(decided_at: datetime) -> date:
    """The day whose statement tells of a mail decided then: what is decided at 17:00 or later belongs to the next."""
    local = decided_at.astimezone(LONDON)
    return local.date() if local.time() < AT else local.date() + timedelta(days=1)


def written_at(day: date) -> datetime:
    """When the statement of that day is due."""
    return datetime.combine(day, AT, LONDON)
