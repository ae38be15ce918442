"""report: the daily digest (promise 9), numbered from 1 without a gap, on quiet days too.

It is owed from the day's time on, on the days of [digest], in its time zone: one for each local day, also when a
clock is put back. After a downtime it comes late, once, and tells of everything since the one before. What it tells
is read first; then number, row and letter are written in one short transaction.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.adapters.store import digests, facts, letters
from mailbot.adapters.store.database import Store
from mailbot.compose.digest import digest, digest_words
from mailbot.compose.digest_facts import DigestFacts
from mailbot.compose.identity import message_id
from mailbot.compose.letterhead import Letterhead
from mailbot.compose.words import on
from mailbot.model.configuration import DeliveryPolicy, DigestPolicy, Helpdesk
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.policy.working_time import is_bank_holiday
from mailbot.runners.clock import Clock
from mailbot.runners.period import Period, digest_facts

_LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a digest written now would say. Times are aware."""

    number: int
    day: date
    since: datetime
    until: datetime
    subject: str
    text: str


class Report:
    """Writes the digest. Used by one thread."""

    def __init__(
        self,
        store: Store,
        head: Letterhead,
        people: Helpdesk,
        policy: DigestPolicy,
        delivery: DeliveryPolicy,
        clock: Clock,
    ) -> None:
        self._store = store
        self._head = head
        self._people = people
        self._policy = policy
        self._delivery = delivery
        self._clock = clock
        self._zone = ZoneInfo(policy.timezone)

    def tick(self) -> None:
        """Write the digest that is owed, if one is. Raises TemporaryFailure."""
        now = self._clock.now()
        day = self._owed(now)
        if day is None:
            return
        told = self._facts(day, now)
        with self._store.transaction("digest"):
            if digests.of_day(self._store, day) is None:
                self._write(replace(told, number=digests.next_number(self._store)), now)

    def preview(self) -> Preview:
        """What today's would say if it were written now. Writes nothing."""
        now = self._clock.now()
        told = self._facts(now.astimezone(self._zone).date(), now)
        words = digest_words(told, self._head)
        return Preview(told.number, told.day, told.since, told.until, words.subject, words.text)

    def _owed(self, now: datetime) -> date | None:
        """The local day whose digest is owed: its time has passed and none was written for it."""
        for_day = self._last_day(now.astimezone(self._zone))
        created = self._created()
        if for_day is None or now < created or digests.of_day(self._store, for_day):
            return None
        today = now.astimezone(self._zone).date()
        return for_day if for_day == today or created <= self._time_of(for_day) else None

    def _last_day(self, local: datetime) -> date | None:
        """The latest day of the digest whose time has passed; None when there is no such day."""
        today = local.date() if local.time() >= self._policy.at else local.date() - timedelta(days=1)
        week = (today - timedelta(days=back) for back in range(7))
        return next((day for day in week if day.weekday() in self._policy.on_days), None)

    def _time_of(self, day: date) -> datetime:
        return datetime.combine(day, self._policy.at, self._zone)

    def _created(self) -> datetime:
        created = facts.get(self._store, "created")
        assert created is not None  # written with the store
        return created.at

    def _facts(self, day: date, now: datetime) -> DigestFacts:
        since = digests.covered_until(self._store, now) or min(self._created(), now)
        period = Period(day, since, now)
        number = digests.next_number(self._store)
        return digest_facts(self._store, period, number, self._delivery.mode, self._notes(day, now))

    def _notes(self, day: date, now: datetime) -> tuple[str, ...]:
        today = now.astimezone(self._zone).date()
        due = self._time_of(day)
        late = now - due >= _LATE and self._created() <= due
        notes = (
            f"It is late: it was due at {self._policy.at:%H:%M} on {on(day)}." if late else "",
            "Today is a bank holiday: nobody is expected to act." if is_bank_holiday(today) else "",
        )
        return tuple(filter(None, notes))

    def _write(self, told: DigestFacts, now: datetime) -> None:
        words = digest_words(told, self._head)
        letter_id = None
        if self._people.digest_to:
            to = Address(self._people.digest_to)
            letter = digest(words, self._head, self._message_id(told.number, to), now, to)
            letter_id = letters.write(self._store, letter, letters.About(), now, shadow=False)
        new = digests.NewDigest(told.number, told.day, told.since, told.until, words.subject, words.text)
        digests.write(self._store, new, letter_id, now)

    def _message_id(self, number: int, to: Address) -> str:
        key = facts.message_id_key(self._store)
        return message_id(key, f"digest {number}", to.address, LetterKind.DIGEST, self._head.sender.domain)
