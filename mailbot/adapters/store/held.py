"""What waits for a person: one open item for a held alert, or for a held mail."""

import json
from datetime import datetime

from mailbot.adapters.store import journal, mails
from mailbot.adapters.store.database import Row, Store, stamp
from mailbot.model.decision import Because

_LIST = """
SELECT held.*, message.sender, message.subject, message.kind, message.level, alert.reference, alert.code,
  alert.mpxn, alert.device, alert.state AS alert_state, candidate.name AS candidate, sender_org.name AS forwarder,
  (SELECT count(*) FROM held_note WHERE held_note.held_id = held.id) AS notes
FROM held JOIN message ON message.id = held.message_id
LEFT JOIN alert ON alert.id = held.alert_id
LEFT JOIN organisation AS candidate ON candidate.id = alert.organisation_id
LEFT JOIN organisation AS sender_org ON sender_org.id = message.organisation_id
"""


def hold(
    store: Store, mail_id: int, alert_id: int | None, because: tuple[Because, ...], now: datetime
) -> int:
    """Open an item; its number. An open one for the same alert or mail stays the one, with these reasons added."""
    open_one = store.row(
        "SELECT id, reasons FROM held WHERE message_id = ? AND alert_id IS ? AND closed_at IS NULL",
        (mail_id, alert_id),
    )
    if open_one:
        known, new = json.loads(open_one["reasons"]), json.loads(mails.because_json(because))
        reasons = json.dumps([*known, *(each for each in new if each not in known)], ensure_ascii=False)
        store.run("UPDATE held SET reasons = ? WHERE id = ?", (reasons, open_one["id"]))
        return int(open_one["id"])
    values = {"message_id": mail_id, "alert_id": alert_id, "reasons": mails.because_json(because)}
    id_ = store.insert("held", {**values, "opened_at": stamp(now)})
    journal.append(store, now, "held.opened", f"H-{id_}", {"mail": f"M-{mail_id}"})
    return id_


def renew(store: Store, alert_id: int, because: tuple[Because, ...]) -> None:
    """The open item of an alert that was decided again, and still waits: these are the reasons now."""
    store.run(
        "UPDATE held SET reasons = ? WHERE alert_id = ? AND closed_at IS NULL",
        (mails.because_json(because), alert_id),
    )


def close(store: Store, held_id: int, outcome: str, by: str, note: str, now: datetime) -> None:
    """End an item. outcome: released, routed, discarded, decided again."""
    store.run(
        "UPDATE held SET closed_at = ?, outcome = ?, closed_by = ?, note = ? WHERE id = ? AND closed_at IS NULL",
        (stamp(now), outcome, by, note, held_id),
    )
    journal.append(store, now, f"held.{outcome.replace(' ', '_')}", f"H-{held_id}")


def claim(store: Store, held_id: int, by: str, now: datetime, *, taken_over: bool = False) -> None:
    """Somebody has this item: the person on duty is not mailed about it for a day."""
    store.run(
        "UPDATE held SET claimed_at = ?, claimed_by = ?, duty_at = NULL WHERE id = ?",
        (stamp(now), by, held_id),
    )
    journal.append(store, now, "held.taken_over" if taken_over else "held.claimed", f"H-{held_id}")


def give_up(store: Store, held_id: int, now: datetime) -> None:
    """Nobody has this item any more."""
    store.run("UPDATE held SET claimed_at = NULL, claimed_by = '', duty_at = NULL WHERE id = ?", (held_id,))
    journal.append(store, now, "held.given_up", f"H-{held_id}")


def note(store: Store, held_id: int, by: str, text: str, now: datetime) -> None:
    """Keep a person's words with an item, open or not."""
    store.insert("held_note", {"held_id": held_id, "at": stamp(now), "by": by, "note": text})
    journal.append(store, now, "held.noted", f"H-{held_id}")


def notes(store: Store, held_id: int) -> list[Row]:
    """The notes of an item, oldest first: at, by, note."""
    return store.rows("SELECT at, by, note FROM held_note WHERE held_id = ? ORDER BY id", (held_id,))


def get(store: Store, held_id: int) -> Row | None:
    """One item with its mail and alert."""
    return store.row(_LIST + "WHERE held.id = ?", (held_id,))


def listed(store: Store, *, closed: bool = False) -> list[Row]:
    """Open items, oldest first; with `closed`, those that ended, newest first."""
    if closed:
        return store.rows(_LIST + "WHERE held.closed_at IS NOT NULL ORDER BY held.closed_at DESC LIMIT 500")
    return store.rows(_LIST + "WHERE held.closed_at IS NULL ORDER BY held.id")
