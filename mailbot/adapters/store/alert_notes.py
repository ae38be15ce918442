"""What people noted about an alert, in the order they did."""

from datetime import datetime

from mailbot.adapters.store import journal
from mailbot.adapters.store.database import Row, Store, stamp


def add(store: Store, alert: Row, by: str, text: str, now: datetime) -> None:
    """Keep a note; the journal knows only that there is one. In the caller's transaction."""
    store.insert("alert_note", {"alert_id": alert["id"], "at": stamp(now), "by": by, "note": text})
    journal.append(store, now, "alert.noted", alert["reference"])


def of_alert(store: Store, alert_id: int) -> list[Row]:
    """An alert's notes, oldest first: at, by, note."""
    return store.rows("SELECT at, by, note FROM alert_note WHERE alert_id = ? ORDER BY id", (alert_id,))
