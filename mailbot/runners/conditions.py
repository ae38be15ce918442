"""What is wrong with mailbot now, as far as its store shows it. Reads only; the time is passed in.

Each trouble has a part, a sentence and since when. Trouble that a stage noted down counts once it has lasted
`alarm_after`; a runaway and a refused account count at once. Silence is measured from what completed last.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mailbot.adapters.store import alarms, facts
from mailbot.adapters.store.database import Store
from mailbot.compose.alarm import lasting
from mailbot.compose.words import at, several
from mailbot.model.configuration import DeliveryPolicy, Mode
from mailbot.model.trouble import Trouble

AT_ONCE = frozenset({"runaway", "account"})
LEDGERS_EVERY = timedelta(minutes=5)
GRACE = timedelta(minutes=5)  # a letter just written leaves in a moment, however old its mail


class Conditions:
    """Looks again and again, and remembers since when a part has been in trouble, whatever its sentence."""

    def __init__(self, store: Store, alarm_after: timedelta, delivery: DeliveryPolicy) -> None:
        self._store = store
        self._after = alarm_after
        self._delivery = delivery
        self._since: dict[str, datetime] = {}
        self._ledgers_at: datetime | None = None
        self._ledger: Trouble | None = None

    def noted(self) -> tuple[Trouble, ...]:
        """What the stages noted down and has not healed, long or short."""
        noted = facts.troubles(self._store)
        self._since = {each.key: min(each.at, self._since.get(each.key, each.at)) for each in noted}
        return tuple(Trouble(each.key, each.value, self._since[each.key]) for each in noted)

    def alarming(self, now: datetime) -> tuple[Trouble, ...]:
        """What a person must be told of now. The same condition has the same part in every look."""
        found = [*self._silence(now), *self._noted_for_long(now)]
        found += [each for each in (self._ledgers(now), self._late(now)) if each]
        return tuple({each.part: each for each in found}.values())

    def _noted_for_long(self, now: datetime) -> Iterator[Trouble]:
        for each in self.noted():
            if each.part in AT_ONCE or now - each.since > self._after:
                yield each

    def _silence(self, now: datetime) -> Iterator[Trouble]:
        created = alarms.created_at(self._store)
        poll, delivery = (facts.get(self._store, key) for key in (facts.LAST_POLL, facts.LAST_DELIVERY))
        since = poll.at if poll else created
        if since and now - since > self._after:
            yield Trouble("poll", _silent("look at the mailbox", since, first=not poll), since)
        since = delivery.at if delivery else created
        if since and now - since > self._after and not self._still_sending(now):
            yield Trouble("delivery", _silent("delivery round", since, first=not delivery), since)

    def _still_sending(self, now: datetime) -> bool:
        """Whether one long round is at work: letters are tried all the time."""
        attempt = alarms.last_attempt_at(self._store)
        return attempt is not None and now - attempt <= self._after

    def _ledgers(self, now: datetime) -> Trouble | None:
        if self._ledgers_at is None or not timedelta(0) <= now - self._ledgers_at < LEDGERS_EVERY:
            self._ledgers_at = now
            faults = alarms.ledger_faults(self._store)
            since = self._ledger.since if self._ledger else now
            self._ledger = Trouble("ledger", f"{'; '.join(faults)}.", since) if faults else None
        return self._ledger

    def _late(self, now: datetime) -> Trouble | None:
        if self._delivery.mode not in {Mode.LIVE, Mode.REDIRECT} or facts.get(self._store, facts.PAUSED):
            return None
        within = self._delivery.relay_within
        found = alarms.overdue_alerts(self._store, now, within, min(within, GRACE))
        if found is None:
            return None
        count, since = found
        letters = several(count, "letter that carries an alert has", "letters that carry alerts have")
        said = f"{letters} not left, though the mail arrived more than {lasting(within)} ago (relay_within)."
        return Trouble("time-to-relay", said, since)


def _silent(what: str, since: datetime, *, first: bool) -> str:
    if first:
        return f"No {what} has completed since the store was made at {at(since)}. Was mailbot ever started?"
    return f"The last {what} that completed did so at {at(since)}."
