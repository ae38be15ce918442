"""Alerts and what waits for a person."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from mailbot.adapters.store import facts, journal, mails
from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.alert import AlertState, CriticalAlert
from mailbot.model.decision import Because, Earlier, Reason

_ALERT = TypeAdapter(CriticalAlert)
# Two forwards of one alert without an exact time are 'maybe the same' within this long.
RECENT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert as decided, to be written."""

    mail_id: int
    ordinal: int
    alert: CriticalAlert
    state: AlertState
    because: tuple[Because, ...]
    organisation_id: int | None = None
    forwarder_id: int | None = None
    repeats_id: int | None = None
    may_repeat: str = ""
    sender_can_act: bool = False


def write(store: Store, new: NewAlert, now: datetime) -> tuple[int, str]:
    """Write an alert; its id and its reference (CA-26-004217). In dispose's transaction."""
    reference = facts.next_reference(store, now.year)
    alert = new.alert
    id_ = store.insert(
        "alert",
        {
            "reference": reference,
            "message_id": new.mail_id,
            "ordinal": new.ordinal,
            "mpxn": alert.mpxn,
            "device": alert.device,
            "code": alert.code,
            "counter": alert.counter,
            "raised_at": stamp(alert.raised_at) if alert.raised_at else None,
            "facts": _ALERT.dump_json(alert).decode(),
            "state": new.state.value,
            "organisation_id": new.organisation_id,
            "forwarder_id": new.forwarder_id,
            "repeats_id": new.repeats_id,
            "may_repeat": new.may_repeat,
            "sender_can_act": int(new.sender_can_act),
            "reasons": mails.because_json(new.because),
            "decided_at": stamp(now),
        },
    )
    detail = {"mail": f"M-{new.mail_id}", "reasons": [each.reason.value for each in new.because]}
    journal.append(store, now, f"alert.{new.state.value}", reference, detail)
    return id_, reference


def facts_of(row: Row) -> CriticalAlert:
    """The alert as it was read, from its row."""
    return _ALERT.validate_json(row["facts"])


def change(
    store: Store,
    alert_id: int,
    state: AlertState,
    because: tuple[Because, ...],
    now: datetime,
    *,
    organisation_id: int | None = None,
    alert: CriticalAlert | None = None,
) -> None:
    """Decide an alert anew: a person's word, or a letter that failed. The reasons before are kept in front."""
    row = store.rows("SELECT reference, reasons FROM alert WHERE id = ?", (alert_id,))[0]
    reasons = [*json.loads(row["reasons"]), *json.loads(mails.because_json(because))]
    store.run(
        "UPDATE alert SET state = ?, reasons = ?, organisation_id = coalesce(?, organisation_id) WHERE id = ?",
        (state.value, json.dumps(reasons, ensure_ascii=False), organisation_id, alert_id),
    )
    if alert:
        raised = stamp(alert.raised_at) if alert.raised_at else None
        store.run(
            "UPDATE alert SET mpxn = ?, device = ?, code = ?, raised_at = ?, facts = ? WHERE id = ?",
            (alert.mpxn, alert.device, alert.code, raised, _ALERT.dump_json(alert).decode(), alert_id),
        )
    detail = {"reasons": [each.reason.value for each in because]}
    journal.append(store, now, f"alert.{state.value}", row["reference"], detail)


def goes_to(store: Store, alert_id: int, organisation_id: int | None) -> None:
    """Where a held alert would go now; None for nobody."""
    store.run("UPDATE alert SET organisation_id = ? WHERE id = ?", (organisation_id, alert_id))


def seen_in_shadow(store: Store, alert_id: int) -> bool:
    """Whether its mail was only shown, and never is acted on."""
    found = store.one(
        "SELECT message.shadow FROM alert JOIN message ON message.id = alert.message_id WHERE alert.id = ?",
        (alert_id,),
    )
    return bool(found)


def only_a_person(store: Store, alert_id: int) -> None:
    """Its forwarder's answer does not let the alert go any more."""
    store.run("UPDATE alert SET sender_can_act = 0 WHERE id = ?", (alert_id,))


# What holds an alert beside a missing fact: its sender's answer does not let it go by itself.
_MORE = frozenset(
    {
        Reason.NOT_ALL_READ.value,
        Reason.OTHER_SUPPLIER_MENTIONED.value,
        Reason.MAIL_DOUBTFUL.value,
        Reason.METER_POINT_DISPUTED.value,
        Reason.OTHER_METER_POINT_BEFORE.value,
    }
)


def held_for_more(row: Row) -> bool:
    """Whether something else than a missing fact holds the alert, so that only a person may let it go."""
    return bool(_MORE & {code for code, _ in json.loads(row["reasons"])})


# Written out, for the view `alert_letter` inside a subquery would be made anew from all letters.
_LETTERS = (
    "letter.kind LIKE 'relayed%' AND (letter.alert_id = alert.id "
    "OR letter.id IN (SELECT letter_id FROM bundle WHERE bundle.alert_id = alert.id))"
)
_EARLIER = f"""
SELECT alert.*, organisation.name AS organisation,
  (SELECT max(letter.sent_at) FROM letter WHERE {_LETTERS}) AS sent_at,
  EXISTS (SELECT 1 FROM letter WHERE {_LETTERS} AND letter.state IN ('due', 'sending', 'sent', 'deferred'))
  OR EXISTS (SELECT 1 FROM bundling WHERE bundling.alert_id = alert.id) AS settled
FROM alert LEFT JOIN organisation ON organisation.id = alert.organisation_id
WHERE alert.state <> 'repeated' AND alert.id IN (
  SELECT id FROM alert WHERE mpxn = :mpxn AND mpxn <> '' AND code = :code
  UNION SELECT id FROM alert WHERE device = :device AND device <> '' AND code = :code)
AND (alert.raised_at IS :raised OR alert.decided_at >= :recent) ORDER BY alert.id DESC LIMIT 200
"""


def earlier(store: Store, alert: CriticalAlert, before: datetime) -> tuple[Earlier, ...]:
    """Alerts with the same code on the same meter point or device, newest first.

    Those with a time at any age; those without one only within 14 days before `before`.
    """
    values = {
        "mpxn": alert.mpxn,
        "device": alert.device,
        "code": alert.code,
        "raised": stamp(alert.raised_at) if alert.raised_at else None,
        "recent": stamp(before - RECENT),
    }
    return tuple(_earlier(row) for row in store.rows(_EARLIER, values))


# An alert held because its sender was not believed says nothing about a mail of one who is.
_DISBELIEVED = frozenset(
    {
        Reason.SENDER_UNPROVED.value,
        Reason.SENDER_UNKNOWN.value,
        Reason.SENDER_AMBIGUOUS.value,
        Reason.SENDER_NOT_DCC_USER.value,
    }
)


def _earlier(row: Row) -> Earlier:
    return Earlier(
        id=row["id"],
        reference=row["reference"],
        state=AlertState(row["state"]),
        alert=facts_of(row),
        organisation_id=row["organisation_id"],
        organisation=row["organisation"] or "",
        settled=bool(row["settled"]),
        sent_at=moment(row["sent_at"]) if row["sent_at"] else None,
        decided_at=moment(row["decided_at"]),
        believed=not _DISBELIEVED & {code for code, _ in json.loads(row["reasons"])},
        sender_can_act=bool(row["sender_can_act"]),
    )


def repeat(store: Store, alert_id: int, of: int, because: Because, now: datetime) -> None:
    """A held alert ends as the repeat of another that brought what it lacked."""
    change(store, alert_id, AlertState.REPEATED, (because,), now)
    store.run("UPDATE alert SET repeats_id = ? WHERE id = ? OR repeats_id = ?", (of, alert_id, alert_id))


def of_mail(store: Store, mail_id: int) -> list[Row]:
    """A mail's alerts in their order, with the organisation's name and what they repeat."""
    return store.rows(
        "SELECT alert.*, organisation.name AS organisation, root.reference AS repeats, root.state AS repeats_state "
        "FROM alert LEFT JOIN organisation ON organisation.id = alert.organisation_id "
        "LEFT JOIN alert AS root ON root.id = alert.repeats_id WHERE alert.message_id = ? ORDER BY alert.ordinal",
        (mail_id,),
    )


def by_reference(store: Store, reference: str) -> Row | None:
    """An alert by its reference, any case."""
    return store.row(
        "SELECT alert.*, organisation.name AS organisation, forwarder.name AS forwarder FROM alert "
        "LEFT JOIN organisation ON organisation.id = alert.organisation_id "
        "LEFT JOIN organisation AS forwarder ON forwarder.id = alert.forwarder_id WHERE reference = ?",
        (reference.strip().upper(),),
    )


def listed(store: Store, state: str | None, since: datetime | None, limit: int) -> list[Row]:
    """Alerts, newest first, with names."""
    return store.rows(
        "SELECT alert.*, organisation.name AS organisation, forwarder.name AS forwarder FROM alert "
        "LEFT JOIN organisation ON organisation.id = alert.organisation_id "
        "LEFT JOIN organisation AS forwarder ON forwarder.id = alert.forwarder_id "
        "WHERE (:state IS NULL OR alert.state = :state) AND (:since IS NULL OR alert.decided_at >= :since) "
        "ORDER BY alert.id DESC LIMIT :limit",
        {"state": state, "since": stamp(since) if since else None, "limit": limit},
    )
