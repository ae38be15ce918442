"""What waits for a person: one open item for a held alert, or for a held mail."""

from datetime import datetime

from mailbot.adapters.store import journal, mails
from mailbot.adapters.store.database import Row, Store, stamp
from mailbot.model.decision import Because

_LIST = """
SELECT held.*, message.sender, message.subject, message.kind, message.level, alert.reference, alert.code,
  alert.mpxn, alert.device, alert.state AS alert_state, candidate.name AS candidate, sender_org.name AS forwarder
FROM held JOIN message ON message.id = held.message_id
LEFT JOIN alert ON alert.id = held.alert_id
LEFT JOIN organisation AS candidate ON candidate.id = alert.organisation_id
LEFT JOIN organisation AS sender_org ON sender_org.id = message.organisation_id
"""


def hold(
    store: Store, mail_id: int, alert_id: int | None, because: tuple[Because, ...], now: datetime
) -> int:
    """Open an item; its number. An open one for the same alert or mail stays the one."""
    open_one = store.row(
        "SELECT id FROM held WHERE message_id = ? AND alert_id IS ? AND closed_at IS NULL",
        (mail_id, alert_id),
    )
    if open_one:
        return int(open_one["id"])
    values = {"message_id": mail_id, "alert_id": alert_id, "reasons": mails.because_json(because)}
    id_ = store.insert("held", {**values, "opened_at": stamp(now)})
    journal.append(store, now, "held.opened", f"H-{id_}", {"mail": f"M-{mail_id}"})
    return id_


def close(store: Store, held_id: int, outcome: str, by: str, note: str, now: datetime) -> None:
    """End an item. outcome: released, routed, discarded, decided again."""
    store.run(
        "UPDATE held SET closed_at = ?, outcome = ?, closed_by = ?, note = ? WHERE id = ? AND closed_at IS NULL",
        (stamp(now), outcome, by, note, held_id),
    )
    journal.append(store, now, f"held.{outcome.replace(' ', '_')}", f"H-{held_id}")


def get(store: Store, held_id: int) -> Row | None:
    """One item with its mail and alert."""
    return store.row(_LIST + "WHERE held.id = ?", (held_id,))


def listed(store: Store, *, closed: bool = False) -> list[Row]:
    """Open items, oldest first; with `closed`, those that ended, newest first."""
    if closed:
        return store.rows(_LIST + "WHERE held.closed_at IS NOT NULL ORDER BY held.closed_at DESC LIMIT 500")
    return store.rows(_LIST + "WHERE held.closed_at IS NULL ORDER BY held.id")
