"""What the person on duty is mailed about: the open items that are an alert, or a mail that may hold one nobody read.

Items of mails seen in shadow are told to nobody. When an item is due is not decided here.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.adapters.store import alerts, journal
from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.alert import CriticalAlert
from mailbot.model.decision import Reason

_MAY_HOLD_AN_ALERT = frozenset(
    {
        Reason.UNREAD_ATTACHMENT,
        Reason.OVER_LIMIT,
        Reason.TOO_LARGE,
        Reason.READER_FAILED,
        Reason.MACHINE_WITH_ALERTS,
        Reason.MAIL_DOUBTFUL,
        Reason.BOUNCE,
        Reason.REPORT_UNTRACED,
        Reason.ANSWER,
        Reason.NOT_OURS,
    }
)
NOBODY_GOT_IT = frozenset({Reason.UNDELIVERABLE, Reason.NO_LONGER_CURRENT})
DISPUTED = frozenset({Reason.NOT_OURS})
_AT_ONCE = NOBODY_GOT_IT | DISPUTED


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open item, as far as its times go (UTC). `at_once`: it reached nobody, or is disputed."""

    id: int
    opened_at: datetime
    claimed_at: datetime | None
    told_next: datetime | None
    letters: int
    at_once: bool


@dataclass(frozen=True, slots=True)
class UrgentItem:
    """An open item that the person on duty is mailed about. `reasons`: the item's own and its alert's."""

    id: int
    identity: str
    reference: str
    alert: CriticalAlert | None
    subject: str
    sender: str
    forwarder: str
    candidate: str
    reasons: frozenset[str]
    why: str
    opened_at: datetime
    claimed_by: str
    claimed_at: datetime | None
    letters: int


def open_items(store: Store) -> list[OpenItem]:
    """Every open item, oldest first, urgent or not."""
    rows = store.rows(
        "SELECT held.id, opened_at, claimed_at, duty_at, duty_letters, held.reasons, "
        "coalesce(alert.reasons, '[]') AS alert_reasons "
        "FROM held LEFT JOIN alert ON alert.id = held.alert_id WHERE closed_at IS NULL ORDER BY held.id"
    )
    return [
        OpenItem(
            row["id"],
            moment(row["opened_at"]),
            _moment(row["claimed_at"]),
            _moment(row["duty_at"]),
            row["duty_letters"],
            at_once=bool(_AT_ONCE & _codes(row)),
        )
        for row in rows
    ]


def _moment(stored: str | None) -> datetime | None:
    return moment(stored) if stored else None


def _codes(row: Row) -> frozenset[str]:
    return frozenset(code for code, _ in (*json.loads(row["reasons"]), *json.loads(row["alert_reasons"])))


_URGENT = """
SELECT held.*, message.sha256, message.sender, message.subject, message.kind, message.shadow,
  alert.reference, alert.ordinal, alert.facts, alert.state AS alert_state,
  coalesce(alert.reasons, '[]') AS alert_reasons, candidate.name AS candidate, sender_org.name AS forwarder
FROM held JOIN message ON message.id = held.message_id
LEFT JOIN alert ON alert.id = held.alert_id
LEFT JOIN organisation AS candidate ON candidate.id = alert.organisation_id
LEFT JOIN organisation AS sender_org ON sender_org.id = message.organisation_id
WHERE held.id = ?
"""


def urgent(store: Store, ids: Sequence[int]) -> list[UrgentItem]:
    """Those of these open items that are urgent matter, in the same order."""
    rows = (store.row(_URGENT, (id_,)) for id_ in ids)
    return [_item(row) for row in rows if row and _matters(row)]


def _matters(row: Row) -> bool:
    """Whether it is an alert, or a mail that may hold one that nobody read; and not one seen in shadow."""
    if row["shadow"]:
        return False
    if row["alert_id"] is not None:
        return row["alert_state"] in {"held", "disputed"}
    return row["kind"] == "alert" or bool(_MAY_HOLD_AN_ALERT & _codes(row))


def _item(row: Row) -> UrgentItem:
    place = "mail" if row["alert_id"] is None else row["ordinal"]
    return UrgentItem(
        id=row["id"],
        identity=f"{row['sha256']} {place} {row['opened_at']}",
        reference=row["reference"] or "",
        alert=alerts.facts_of(row) if row["alert_id"] is not None else None,
        subject=row["subject"],
        sender=row["sender"],
        forwarder=row["forwarder"] or "",
        candidate=row["candidate"] or "",
        reasons=_codes(row),
        why=why(row["reasons"]),
        opened_at=moment(row["opened_at"]),
        claimed_by=row["claimed_by"],
        claimed_at=_moment(row["claimed_at"]),
        letters=row["duty_letters"],
    )


def why(stored: str) -> str:
    """The one sentence of stored reasons that matters most: that it reached nobody, else the first."""
    reasons = json.loads(stored)
    grave = [text for code, text in reasons if code in _AT_ONCE]
    return str((grave or [text for _, text in reasons] or [""])[0])


def told(store: Store, item_id: int, letter_id: int, again_at: datetime, now: datetime) -> None:
    """The person on duty is told of an item; again at `again_at`. In the transaction of the letter."""
    store.run(
        "UPDATE held SET duty_at = ?, duty_letters = duty_letters + 1 WHERE id = ?",
        (stamp(again_at), item_id),
    )
    journal.append(store, now, "held.told", f"H-{item_id}", {"letter": f"L-{letter_id}"})
