"""One alert's whole story, and one held item's, put together from every table. Reads only."""

import json
from typing import Any

from mailbot.adapters.store import alerts, held, journal, letters, mails
from mailbot.adapters.store.database import Row, Store
from mailbot.model.errors import CallError

Json = dict[str, Any]
_FACTS = ("mpxn", "fuel", "device", "code", "name", "raised_at", "precision", "counter", "named_supplier")


def of_alert(store: Store, reference: str) -> Json:
    """Everything about an alert; CallError when there is none of that reference."""
    row = alerts.by_reference(store, reference)
    if row is None:
        raise CallError(f"There is no alert {reference}. `alert list` shows the references.")
    written = letters.of_alert(store, row["id"])
    items = store.rows("SELECT id FROM held WHERE alert_id = ? ORDER BY id", (row["id"],))
    refs = (row["reference"], f"M-{row['message_id']}", *(f"L-{each['id']}" for each in written))
    facts = json.loads(row["facts"])
    root = store.row("SELECT reference FROM alert WHERE id = ?", (row["repeats_id"],))
    return {
        "reference": row["reference"],
        "state": row["state"],
        "facts": {name: facts[name] for name in _FACTS if facts.get(name)},
        "provenance": dict(facts["provenance"]),
        "problems": [each["text"] for each in facts["problems"]],
        "mail": f"M-{row['message_id']}",
        "forwarder": row["forwarder"],
        "supplier": row["organisation"],
        "repeats": root["reference"] if root else None,
        "may_repeat": row["may_repeat"] or None,
        "reasons": reasons(row["reasons"]),
        "held": [f"H-{each['id']}" for each in items],
        "letters": [_letter(each) for each in written],
        "journal": [
            {**line, "detail": json.loads(line["detail"])}
            for line in journal.lines_of(store, (*refs, *(f"H-{each['id']}" for each in items)))
        ],
    }


def _letter(row: Row) -> Json:
    return {
        "letter": f"L-{row['id']}",
        "kind": row["kind"],
        "to": row["recipient"],
        "slot": row["slot"],
        "message_id": row["message_id"],
        "state": row["state"],
        "attempts": row["attempts"],
        "uncertain": row["uncertain"],
        "resent": row["resent"],
        "redirected_to": row["redirected_to"] or None,
        "sent_at": row["sent_at"],
        "said": row["explanation"],
    }


def reasons(stored: str) -> list[str]:
    """Stored reasons as `code: sentence`."""
    return [f"{code}: {text}" for code, text in json.loads(stored)]


def of_held(store: Store, held_id: int) -> Json:
    """A held item with its mail and, where it is about one, its alert."""
    item = held.get(store, held_id)
    if item is None:
        raise CallError(f"There is no held item H-{held_id}. `held list` shows them.")
    mail = mails.describe(store, item["message_id"])
    assert mail is not None  # a held item refers to a mail by foreign key
    return {
        "held": f"H-{held_id}",
        "opened_at": item["opened_at"],
        "closed_at": item["closed_at"],
        "outcome": item["outcome"],
        "closed_by": item["closed_by"],
        "note": item["note"],
        "reasons": reasons(item["reasons"]),
        "mail": {
            "mail": f"M-{mail['id']}",
            "from": mail["sender"],
            "subject": mail["subject"],
            "message_id": mail["message_id"],
            "kind": mail["kind"],
            "level": mail["level"],
            "level_why": mail["level_why"],
            "received": mail["internal_date"],
        },
        "alert": of_alert(store, item["reference"]) if item["reference"] else None,
    }
