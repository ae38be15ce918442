"""One alert's whole story, and one held item's, put together from every table. Reads only."""

import json
from datetime import datetime
from typing import Any

from mailbot.adapters.store import alert_notes, alerts, held, incidents, journal, letters, mails, recalls
from mailbot.adapters.store.database import Row, Store
from mailbot.model.errors import CallError

Json = dict[str, Any]
_FACTS = ("mpxn", "fuel", "device", "code", "name", "raised_at", "precision", "counter", "named_supplier")


def of_alert(store: Store, reference: str) -> Json:
    """Everything about an alert; CallError when there is none of that reference. Times are UTC, ISO 8601.

    letters: those that carry the alert, alone or with others, and those that recall it; receipts: what the sender
    of its mail was written.
    """
    row = alerts.by_reference(store, reference)
    if row is None:
        raise CallError(f"There is no alert {reference}. `alert list` shows the references.")
    written = letters.of_alert(store, row["id"])
    answered = _receipts(store, row["message_id"])
    items = store.rows("SELECT id FROM held WHERE alert_id = ? ORDER BY id", (row["id"],))
    happened = incidents.of_alert(store, row["id"])
    refs = (
        *(row["reference"], f"M-{row['message_id']}"),
        *(f"L-{each['id']}" for each in (*written, *answered)),
        *(f"H-{each['id']}" for each in items),
        *(f"I-{each['id']}" for each in happened),
    )
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
        "receipts": [_letter(each) for each in answered],
        "notes": alert_notes.of_alert(store, row["id"]),
        "incidents": [_incident(store, each) for each in happened],
        "journal": [{**line, "detail": json.loads(line["detail"])} for line in journal.lines_of(store, refs)],
    }


def _receipts(store: Store, mail_id: int) -> list[Row]:
    """The letters that answer the mail the alert came in."""
    return store.rows(
        "SELECT * FROM letter WHERE (mail_id = :mail AND alert_id IS NULL) "
        "OR id = (SELECT receipt_letter_id FROM message WHERE id = :mail) ORDER BY id",
        {"mail": mail_id},
    )


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
        "bounced_at": row["bounced_at"],
        "away_at": row["away_at"],
        "received_at": row["received_at"],
        "said": row["explanation"],
    }


def of_incidents(store: Store, now: datetime, *, closed: bool) -> list[Json]:
    """The open incidents, or all. hours_left: of the 72, below 0 when they are over, None once it is closed."""
    told = []
    for row in incidents.listed(store, closed=closed):
        left = round((incidents.deadline(row) - now).total_seconds() / 3600, 1)
        told.append({**_incident(store, row), "hours_left": None if row["closed_at"] else left})
    return told


def _incident(store: Store, row: Row) -> Json:
    return {
        "incident": f"I-{row['id']}",
        "alert": row["reference"],
        "kind": row["kind"],
        "organisation": row["organisation"],
        "reason": "; ".join(row["reason"].split("\n")),
        "opened_by": row["opened_by"],
        "known_at": row["known_at"],
        "deadline": incidents.deadline(row).isoformat(),
        "disclosed": json.loads(row["disclosed"]),
        "recalls": [_recall(each) for each in recalls.written(store, row["alert_id"])],
        "deleted_at": row["deleted_at"],
        "not_yet_deleted": list(incidents.outstanding(store, row)),
        "closed_at": row["closed_at"],
        "closed_by": row["closed_by"] or None,
        "note": row["note"] or None,
    }


def _recall(letter: Row) -> Json:
    return {
        "letter": f"L-{letter['id']}",
        "to": letter["recipient"],
        "state": letter["state"],
        "sent_at": letter["sent_at"],
        "said": letter["explanation"],
    }


def reasons(stored: str) -> list[str]:
    """Stored reasons as `code: sentence`."""
    return [f"{code}: {text}" for code, text in json.loads(stored)]


def of_held(store: Store, held_id: int) -> Json:
    """A held item: whose it is, its notes, its mail and, where it is about one, its alert. Times are UTC."""
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
        "claimed_by": item["claimed_by"] or None,
        "claimed_at": item["claimed_at"],
        "duty_letters": item["duty_letters"],
        "notes": held.notes(store, held_id),
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
