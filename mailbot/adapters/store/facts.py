"""Single facts about the daemon itself: when it last finished a poll, whether it is paused, what troubles it."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.adapters.store.database import Store, moment, stamp

LAST_POLL = "last-poll-completed"
LAST_DELIVERY = "last-delivery"
PAUSED = "paused"
START_FROM = "start-from"
RECONCILED = "reconciled"
TROUBLE = "trouble:"  # followed by the part that is in trouble: mailbox, submission, store


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and when it was written (UTC)."""

    key: str
    value: str
    at: datetime


def put(store: Store, key: str, value: str, now: datetime) -> None:
    """Write a fact over the one before. In the caller's transaction, or alone."""
    store.run(
        "INSERT INTO fact (key, value, at) VALUES (?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at",
        (key, value, stamp(now)),
    )


def get(store: Store, key: str) -> Fact | None:
    """The fact of that key, or None."""
    row = store.row("SELECT key, value, at FROM fact WHERE key = ?", (key,))
    return Fact(row["key"], row["value"], moment(row["at"])) if row else None


def drop(store: Store, key: str) -> bool:
    """Forget a fact; whether there was one."""
    return store.run("DELETE FROM fact WHERE key = ?", (key,)) > 0


def trouble(store: Store, part: str, sentence: str, now: datetime) -> bool:
    """Note that a part is in trouble; True when this is news (the first time, or another sentence)."""
    known = get(store, TROUBLE + part)
    if known and known.value == sentence:
        return False
    put(store, TROUBLE + part, sentence, now)
    return True


def troubles(store: Store) -> tuple[Fact, ...]:
    """What is in trouble now, oldest first; the key is the part."""
    rows = store.rows("SELECT key, value, at FROM fact WHERE key LIKE 'trouble:%' ORDER BY at")
    return tuple(Fact(row["key"].removeprefix(TROUBLE), row["value"], moment(row["at"])) for row in rows)


def message_id_key(store: Store) -> bytes:
    """The key of our Message-IDs (promise 4): made with the store, kept as long as it."""
    return bytes.fromhex(store.one("SELECT value FROM fact WHERE key = 'message-id-key'"))


def next_reference(store: Store, year: int) -> str:
    """The next alert reference of the year, such as CA-26-004217. Inside the transaction that uses it."""
    store.run(
        "INSERT INTO sequence (year, last) VALUES (?, 1) ON CONFLICT (year) DO UPDATE SET last = last + 1",
        (year,),
    )
    number = int(store.one("SELECT last FROM sequence WHERE year = ?", (year,)))
    return f"CA-{year % 100:02d}-{number:06d}"
