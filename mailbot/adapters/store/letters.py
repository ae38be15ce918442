"""Letters: one row for each letter and recipient, and everything that happens to it (docs/queue.md)."""

import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from mailbot.adapters.store import journal
from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.delivery import DeliveryStatus
from mailbot.model.letter import Letter, LetterState
from mailbot.model.supplier import Slot

_LETTER = TypeAdapter(Letter)
_DUE = "state IN ('due', 'deferred') AND due_at <= :now"


@dataclass(frozen=True, slots=True)
class QueuedLetter:
    """A letter that was claimed for sending. `attempts` includes this one; `first_due` is when it was written."""

    id: int
    letter: Letter
    attempts: int
    created_at: datetime
    alert_id: int | None
    mail_id: int | None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a letter belongs to; any of them may be None."""

    mail_id: int | None = None
    alert_id: int | None = None
    organisation_id: int | None = None
    slot: Slot | None = None


def _pack(letter: Letter) -> bytes:
    return zlib.compress(_LETTER.dump_json(letter), 6)


def unpack(content: bytes) -> Letter:
    """The letter as it was written."""
    return _LETTER.validate_json(zlib.decompress(content))


def write(store: Store, letter: Letter, about: About, now: datetime, *, shadow: bool) -> int:
    """Write a letter into the queue; its id. A letter with the same Message-ID is sent again, not doubled.

    In shadow it ends as 'not_sent' at once, so that it can never leave later.
    """
    known = None if shadow else _by_message_id(store, letter.message_id)
    if known:
        store.run("UPDATE letter SET alert_id = ? WHERE id = ?", (about.alert_id, known["id"]))
        send_again(store, known["id"], now)
        return int(known["id"])
    id_ = store.insert(
        "letter",
        {
            "kind": letter.kind.value,
            "message_id": letter.message_id,
            "recipient": letter.recipient.address,
            "mail_id": about.mail_id,
            "alert_id": about.alert_id,
            "organisation_id": about.organisation_id,
            "slot": about.slot.value if about.slot else "",
            "rank": letter.kind.rank,
            "state": (LetterState.NOT_SENT if shadow else LetterState.DUE).value,
            "created_at": stamp(now),
            "due_at": stamp(now),
            "content": _pack(letter),
        },
    )
    journal.append(
        store, now, "letter.written", f"L-{id_}", {"kind": letter.kind.value, "about": letter.reference}
    )
    return id_


def _by_message_id(store: Store, message_id: str) -> Row | None:
    return store.row(
        "SELECT id, state FROM letter WHERE message_id = ? AND state <> 'not_sent'", (message_id,)
    )


def carries_another(store: Store, message_id: str, alert_id: int) -> bool:
    """Whether the letter of that Message-ID is the letter of another alert that is relayed."""
    return bool(
        store.rows(
            "SELECT 1 FROM letter JOIN alert ON alert.id = letter.alert_id WHERE letter.message_id = ? "
            "AND letter.state <> 'not_sent' AND alert.id <> ? AND alert.state = 'relayed'",
            (message_id, alert_id),
        )
    )


def send_again(store: Store, letter_id: int, now: datetime) -> bool:
    """Put a letter that was sent or failed back in the queue, same Message-ID; False when it is in it."""
    changed = store.run(
        "UPDATE letter SET state = 'due', due_at = ?, resent = resent + 1, created_at = ?, failover_at = NULL, "
        "bounced_at = NULL, away_at = NULL, received_at = NULL WHERE id = ? AND state IN ('sent', 'failed')",
        (stamp(now), stamp(now), letter_id),
    )
    if changed:
        journal.append(store, now, "letter.again", f"L-{letter_id}")
    return changed > 0


def peers_waiting(store: Store, now: datetime, *, house_only: bool) -> list[tuple[int, int | None]]:
    """Whose letters are due: pairs (rank, organisation; None for none), each once."""
    rows = store.rows(
        f"SELECT DISTINCT rank, organisation_id FROM letter WHERE {_DUE}"
        + (" AND rank = 0" if house_only else ""),
        {"now": stamp(now)},
    )
    return [(row["rank"], row["organisation_id"]) for row in rows]


def claim(
    store: Store, now: datetime, peer: tuple[int, int | None], redirected_to: str = ""
) -> QueuedLetter | None:
    """The peer's next letter due becomes 'sending', its attempt counted. Commit before SMTP starts (promise 4)."""
    row = store.row(
        f"SELECT * FROM letter WHERE rank = :rank AND organisation_id IS :organisation AND {_DUE} "
        "ORDER BY due_at, id LIMIT 1",
        {"now": stamp(now), "rank": peer[0], "organisation": peer[1]},
    )
    if not row:
        return None
    store.run(
        "UPDATE letter SET state = 'sending', attempts = attempts + 1, attempted_at = ?, redirected_to = ? "
        "WHERE id = ?",
        (stamp(now), redirected_to, row["id"]),
    )
    return _queued(row)


def _queued(row: Row) -> QueuedLetter:
    return QueuedLetter(
        row["id"],
        unpack(row["content"]),
        row["attempts"] + 1,
        moment(row["created_at"]),
        row["alert_id"],
        row["mail_id"],
        row["organisation_id"],
    )


def _answer(
    store: Store, letter_id: int, state: LetterState, status: DeliveryStatus, said: str, now: datetime
) -> None:
    store.run(
        "UPDATE letter SET state = ?, status = ?, explanation = ?, answered_at = ? WHERE id = ?",
        (state.value, f"{status.code or ''} {status.status}".strip(), said, stamp(now), letter_id),
    )
    journal.append(
        store, now, f"letter.{state.value}", f"L-{letter_id}", {"code": status.code, "status": status.status}
    )


def sent(store: Store, letter_id: int, status: DeliveryStatus, said: str, now: datetime) -> None:
    """Their mail server (or our submission host) took it."""
    _answer(store, letter_id, LetterState.SENT, status, said, now)
    store.run("UPDATE letter SET sent_at = ?, failover_at = NULL WHERE id = ?", (stamp(now), letter_id))


def failed(store: Store, letter_id: int, status: DeliveryStatus, said: str, now: datetime) -> None:
    """The recipient or the letter was refused for good."""
    _answer(store, letter_id, LetterState.FAILED, status, said, now)


def deferred(
    store: Store, letter_id: int, status: DeliveryStatus, said: str, now: datetime, until: datetime
) -> None:
    """It is tried again at `until`."""
    _answer(store, letter_id, LetterState.DEFERRED, status, said, now)
    store.run("UPDATE letter SET due_at = ? WHERE id = ?", (stamp(until), letter_id))


def stays_due(
    store: Store, letter_id: int, status: DeliveryStatus, said: str, now: datetime, until: datetime
) -> None:
    """The trouble is ours: the letter was not attempted in earnest, nobody failed. It is due at `until`."""
    _answer(store, letter_id, LetterState.DUE, status, said, now)
    store.run("UPDATE letter SET attempts = attempts - 1, due_at = ? WHERE id = ?", (stamp(until), letter_id))


def recipient_is_current(store: Store, letter_id: int, today: date) -> bool:
    """Whether the letter's recipient is a current contact of its organisation, which has not left."""
    return bool(
        store.rows(
            "SELECT 1 FROM letter JOIN contact USING (organisation_id) JOIN organisation "
            "ON organisation.id = letter.organisation_id WHERE letter.id = ? AND contact.valid_to IS NULL "
            "AND lower(contact.email) = lower(letter.recipient) AND (left_on IS NULL OR left_on > ?)",
            (letter_id, today.isoformat()),
        )
    )


def uncertain(
    store: Store, letter_id: int, status: DeliveryStatus, said: str, now: datetime, until: datetime
) -> None:
    """Cut after the final dot: it may have been taken. It goes again, under the same Message-ID."""
    _answer(store, letter_id, LetterState.DEFERRED, status, said, now)
    store.run(
        "UPDATE letter SET due_at = ?, uncertain = uncertain + 1 WHERE id = ?", (stamp(until), letter_id)
    )


def recover(store: Store, now: datetime) -> int:
    """Letters left 'sending' by a process that died: uncertain, due again. At start, under the lock."""
    ids = [row["id"] for row in store.rows("SELECT id FROM letter WHERE state = 'sending'")]
    for id_ in ids:
        store.run(
            "UPDATE letter SET state = 'due', uncertain = uncertain + 1, due_at = ? WHERE id = ?",
            (stamp(now), id_),
        )
        journal.append(store, now, "letter.uncertain", f"L-{id_}")
    return len(ids)


def attempts_since(store: Store, since: datetime) -> int:
    """How many letters had an attempt since then, for the submission limits; those to SECAS itself do not count."""
    return int(store.one("SELECT count(*) FROM letter WHERE attempted_at >= ? AND rank > 0", (stamp(since),)))


def next_due(store: Store, *, house: bool) -> datetime | None:
    """When the next letter is due, of those to SECAS itself or of the others; None when none waits."""
    row = store.row(
        f"SELECT min(due_at) AS at FROM letter WHERE state IN ('due', 'deferred') AND rank {'=' if house else '>'} 0"
    )
    return moment(row["at"]) if row and row["at"] else None


def earliest_attempt_since(store: Store, since: datetime) -> datetime | None:
    """When the oldest attempt within a limit's window was made."""
    row = store.row(
        "SELECT min(attempted_at) AS at FROM letter WHERE attempted_at >= ? AND rank > 0", (stamp(since),)
    )
    return moment(row["at"]) if row and row["at"] else None


def of_alert(store: Store, alert_id: int) -> list[Row]:
    """Every letter about an alert, oldest first; those that carry others with it, too."""
    return store.rows(
        "SELECT * FROM letter WHERE id IN (SELECT letter_id FROM alert_letter WHERE alert_id = ?) ORDER BY id",
        (alert_id,),
    )


def listed(store: Store, states: tuple[str, ...], limit: int = 200) -> list[Row]:
    """Letters in the given states, next due first, for `queue`."""
    marks = ", ".join("?" * len(states))
    sql = (
        "SELECT letter.*, alert.reference FROM letter LEFT JOIN alert ON alert.id = letter.alert_id "
        f"WHERE letter.state IN ({marks}) ORDER BY letter.due_at, letter.id LIMIT ?"
    )
    return store.rows(sql, (*states, limit))


def peer_may_get(store: Store, peers: tuple[str, ...], day: date, cap: int) -> bool:
    """Count one answering letter for each peer (an address, its domain); False when one is at its cap.

    `cap` 0 means no cap. In the transaction that writes the letter (promise 8).
    """
    key = day.isoformat()
    counts = store.rows(
        f"SELECT peer, letters FROM peer_count WHERE day = ? AND peer IN ({', '.join('?' * len(peers))})",
        (key, *peers),
    )
    over = bool(cap) and any(row["letters"] >= cap for row in counts)
    column = "held_back" if over else "letters"
    for peer in peers:
        store.run(
            f"INSERT INTO peer_count (day, peer, letters, held_back) VALUES (?, ?, {int(not over)}, {int(over)}) "
            f"ON CONFLICT (day, peer) DO UPDATE SET {column} = {column} + 1",
            (key, peer),
        )
    return not over


def give_up_at(letter: QueuedLetter, after: timedelta) -> datetime:
    """The moment after which a letter that keeps being put off has failed."""
    return letter.created_at + after
