"""The digests as they were sent: numbered from 1 without a gap, one for each local day. Never changed afterwards."""

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.adapters.store import journal
from mailbot.adapters.store.database import Row, Store, moment, stamp

_SHOWN = "SELECT number, day, since, until, subject, text, letter_id, written_at FROM digest "


@dataclass(frozen=True, slots=True)
class NewDigest:
    """A digest to be kept: the period it covers (aware), and what it says."""

    number: int
    day: date
    since: datetime
    until: datetime
    subject: str
    text: str


def next_number(store: Store) -> int:
    """The number of the next digest. It holds only inside the transaction that writes it."""
    return int(store.one("SELECT coalesce(max(number), 0) + 1 FROM digest"))


def write(store: Store, new: NewDigest, letter_id: int | None, now: datetime) -> None:
    """Keep a digest; `letter_id` is None where nobody is to get it. A second one for a day is an IntegrityError."""
    store.insert(
        "digest",
        {
            "number": new.number,
            "day": new.day.isoformat(),
            "since": stamp(new.since),
            "until": stamp(new.until),
            "subject": new.subject,
            "text": new.text,
            "letter_id": letter_id,
            "written_at": stamp(now),
        },
    )
    detail = {"letter": f"L-{letter_id}"} if letter_id else {}
    journal.append(store, now, "digest.written", f"D-{new.number}", detail)


def of_day(store: Store, day: date) -> Row | None:
    """The digest of a local day, as sent."""
    return store.row(_SHOWN + "WHERE day = ?", (day.isoformat(),))


def latest(store: Store) -> Row | None:
    """The digest with the highest number, as sent."""
    return store.row(_SHOWN + "ORDER BY number DESC LIMIT 1")


def covered_until(store: Store, now: datetime) -> datetime | None:
    """Where the digest before `now` ended; what a clock that was ahead wrote does not count. None for the first."""
    last = store.row("SELECT until FROM digest WHERE until <= ? ORDER BY number DESC LIMIT 1", (stamp(now),))
    return moment(last["until"]) if last else None
