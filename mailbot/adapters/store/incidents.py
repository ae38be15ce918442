"""Possible personal-data incidents: what was disclosed to whom, when SECAS knew, and how it ended.

`disclosed` is JSON, one object a letter that may have been taken: letter, to, redirected_to (where it really went
in mode redirect), sent_at, fields (which facts of the alert it held, never the facts themselves). The journal lines
I-<number> hold no personal data. Everything is written in the caller's transaction.
"""

import json
from datetime import datetime, timedelta

from mailbot.adapters.store import journal, recalls
from mailbot.adapters.store.database import Row, Store, moment, stamp

DEADLINE = timedelta(hours=72)  # UK GDPR, Article 33: from when it was known
_FIELDS = {"mpxn": "meter point", "device": "device", "code": "alert code", "raised_at": "time"}
_LIST = (
    "SELECT incident.*, alert.reference, organisation.name AS organisation FROM incident "
    "JOIN alert ON alert.id = incident.alert_id "
    "LEFT JOIN organisation ON organisation.id = incident.organisation_id "
)


def open_incident(
    store: Store,
    alert_id: int,
    kind: str,
    organisation_id: int | None,
    reason: str,
    by: str,
    now: datetime,
) -> int:
    """Open an incident about an alert; its number. kind: 'not_ours' or 'recall'.

    An open one of the same alert and kind stays the one, with the letters that were sent since added to it.
    """
    known = store.row(
        "SELECT id FROM incident WHERE alert_id = ? AND kind = ? AND closed_at IS NULL", (alert_id, kind)
    )
    if known:
        join(store, known["id"], "", now)
        return int(known["id"])
    values = {"alert_id": alert_id, "kind": kind, "organisation_id": organisation_id, "reason": reason}
    disclosed = json.dumps(_disclosed(store, alert_id))
    id_ = store.insert(
        "incident", {**values, "disclosed": disclosed, "known_at": stamp(now), "opened_by": by}
    )
    journal.append(store, now, "incident.opened", f"I-{id_}", {"kind": kind, "about": _reference(store, id_)})
    return id_


def join(store: Store, incident_id: int, reason: str, now: datetime) -> None:
    """What is heard later of the same matter: letters sent since, and another reason. Since when it is known stays."""
    row = _row(store, incident_id)
    letters = {each["letter"]: each for each in json.loads(row["disclosed"])}
    letters.update({each["letter"]: each for each in _disclosed(store, row["alert_id"])})
    reasons = dict.fromkeys(filter(None, (*row["reason"].split("\n"), reason)))
    store.run(
        "UPDATE incident SET disclosed = ?, reason = ? WHERE id = ?",
        (json.dumps(list(letters.values())), "\n".join(reasons), incident_id),
    )
    if outstanding(store, _row(store, incident_id)):
        store.run("UPDATE incident SET deleted_at = NULL WHERE id = ?", (incident_id,))
    if reason:
        journal.append(store, now, "incident.joined", f"I-{incident_id}")


def _disclosed(store: Store, alert_id: int) -> list[dict[str, object]]:
    """Each letter of the alert that may have been taken, and which facts of it the letter held."""
    alert = store.rows("SELECT mpxn, device, code, raised_at FROM alert WHERE id = ?", (alert_id,))[0]
    fields = [word for column, word in _FIELDS.items() if alert[column]]
    return [
        {
            "letter": f"L-{row['id']}",
            "to": row["recipient"],
            "redirected_to": row["redirected_to"] or None,
            "sent_at": row["sent_at"],
            "fields": fields,
        }
        for row in recalls.passed_on(store, alert_id)
    ]


def outstanding(store: Store, incident: Row) -> tuple[str, ...]:
    """The receivers who have not said that they deleted what they got, each address once."""
    said = recalls.confirmed(store, incident["alert_id"])
    missing = (
        each["to"]
        for each in json.loads(incident["disclosed"])
        if said.get(each["to"].lower(), "") < (each["sent_at"] or "0")
    )
    return tuple(dict.fromkeys(missing))


def deleted(store: Store, incident_id: int, now: datetime) -> None:
    """A receiver says that it deleted what it got. It counts as deleted once every receiver has said so."""
    if outstanding(store, _row(store, incident_id)):
        journal.append(store, now, "incident.deleted_in_part", f"I-{incident_id}")
        return
    store.run(
        "UPDATE incident SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL", (stamp(now), incident_id)
    )
    journal.append(store, now, "incident.deleted", f"I-{incident_id}")


def close_incident(store: Store, incident_id: int, by: str, note: str, now: datetime) -> None:
    """A person ends the incident; one that has ended stays as it ended."""
    changed = store.run(
        "UPDATE incident SET closed_at = ?, closed_by = ?, note = ? WHERE id = ? AND closed_at IS NULL",
        (stamp(now), by, note, incident_id),
    )
    if changed:
        journal.append(store, now, "incident.closed", f"I-{incident_id}")


def get(store: Store, incident_id: int) -> Row | None:
    """One incident with its alert's reference and the organisation's name."""
    return store.row(_LIST + "WHERE incident.id = ?", (incident_id,))


def listed(store: Store, *, closed: bool = False) -> list[Row]:
    """Open incidents, oldest first; with `closed` all of them."""
    return store.rows(_LIST + ("" if closed else "WHERE closed_at IS NULL ") + "ORDER BY incident.id")


def open_for(store: Store, alert_id: int) -> list[Row]:
    """The open incidents about one alert, oldest first."""
    return store.rows(_LIST + "WHERE alert_id = ? AND closed_at IS NULL ORDER BY incident.id", (alert_id,))


def of_alert(store: Store, alert_id: int) -> list[Row]:
    """Every incident about one alert, oldest first."""
    return store.rows(_LIST + "WHERE alert_id = ? ORDER BY incident.id", (alert_id,))


def deadline(incident: Row) -> datetime:
    """Until when the regulator is to be told, if it must be (UTC)."""
    return moment(incident["known_at"]) + DEADLINE


def _row(store: Store, incident_id: int) -> Row:
    return store.rows("SELECT * FROM incident WHERE id = ?", (incident_id,))[0]


def _reference(store: Store, incident_id: int) -> str:
    return str(
        store.one(
            "SELECT reference FROM incident JOIN alert ON alert.id = alert_id WHERE incident.id = ?",
            (incident_id,),
        )
    )
