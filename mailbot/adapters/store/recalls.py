"""What a recall finds of an alert's letters, and what it stops.

In the caller's transaction. A letter that passes many alerts on cannot leave without one of them: it is stopped
whole, and the others wait to be put into a new letter. What may have been taken is never forgotten.
"""

from datetime import datetime

from mailbot.adapters.store import failovers, journal
from mailbot.adapters.store.database import Row, Store, stamp

_OF_ALERT = (
    "FROM alert_letter JOIN letter ON letter.id = alert_letter.letter_id WHERE alert_letter.alert_id = ? "
    "AND letter.kind IN ('relayed_alert', 'relayed_alerts')"
)
# Accepted once, cut after the final dot, or returned by a server that had it.
_TAKEN = "(letter.sent_at IS NOT NULL OR letter.uncertain > 0 OR letter.bounced_at IS NOT NULL)"


def passed_on(store: Store, alert_id: int) -> list[Row]:
    """The letters that may have brought the alert to somebody, oldest first; `alerts` is how many each carries."""
    return store.rows(
        "SELECT letter.*, (SELECT count(*) FROM alert_letter WHERE letter_id = letter.id) AS alerts "
        f"{_OF_ALERT} AND {_TAKEN} ORDER BY letter.id",
        (alert_id,),
    )


def in_hand(store: Store, alert_id: int) -> list[Row]:
    """The alert's letters that are being handed over at this moment: nothing can stop those."""
    return store.rows(f"SELECT letter.id, recipient {_OF_ALERT} AND letter.state = 'sending'", (alert_id,))


def stop(store: Store, alert_id: int, said: str, now: datetime) -> int:
    """Stop what has not left of the alert, and let no answer of its forwarder send it; how many letters."""
    store.run("UPDATE alert SET sender_can_act = 0 WHERE id = ?", (alert_id,))
    waited = store.run("DELETE FROM bundling WHERE alert_id = ?", (alert_id,))
    return waited + failovers.stop(store, alert_id, said, now) + _stop_together(store, alert_id, said, now)


def _stop_together(store: Store, alert_id: int, said: str, now: datetime) -> int:
    rows = store.rows(
        f"SELECT letter.id, letter.organisation_id, letter.created_at, {_TAKEN} AS taken {_OF_ALERT} "
        "AND letter.kind = 'relayed_alerts' AND letter.state IN ('due', 'deferred')",
        (alert_id,),
    )
    for row in rows:
        store.run(
            "UPDATE letter SET state = 'failed', explanation = ?, answered_at = ?, failover_at = NULL WHERE id = ?",
            (said, stamp(now), row["id"]),
        )
        journal.append(store, now, "letter.stopped", f"L-{row['id']}")
    for row in rows:
        _others_wait(store, row, alert_id)
    return len(rows)


def _others_wait(store: Store, letter: Row, alert_id: int) -> None:
    """The other alerts of a stopped letter wait for a new one, unless another letter of theirs is alive."""
    store.run(
        "INSERT OR IGNORE INTO bundling (alert_id, organisation_id, queued_at, shadow) "
        "SELECT alert.id, alert.organisation_id, ?, 0 FROM bundle JOIN alert ON alert.id = bundle.alert_id "
        "WHERE bundle.letter_id = ? AND alert.id <> ? AND alert.organisation_id = ? "
        "AND (alert.state = 'relayed' OR EXISTS (SELECT 1 FROM held "
        "WHERE held.alert_id = alert.id AND closed_at IS NULL AND held.reasons LIKE '%\"undeliverable\"%')) "
        "AND NOT EXISTS (SELECT 1 FROM alert_letter JOIN letter ON letter.id = alert_letter.letter_id "
        "WHERE alert_letter.alert_id = alert.id AND letter.kind IN ('relayed_alert', 'relayed_alerts') "
        "AND letter.state IN ('due', 'sending', 'sent', 'deferred'))",
        (letter["created_at"], letter["id"], alert_id, letter["organisation_id"]),
    )
    if not letter["taken"]:
        # It never left, so it must not count as an attempt that failed when the others fail over.
        store.run(
            "DELETE FROM bundle WHERE letter_id = ? AND alert_id <> ? AND alert_id IN (SELECT alert_id FROM bundling)",
            (letter["id"], alert_id),
        )


def confirmed(store: Store, alert_id: int) -> dict[str, str]:
    """Who said that it was deleted, and when last: address in lower case -> time as stored."""
    rows = store.rows(
        "SELECT lower(recipient) AS recipient, max(journal.at) AS at FROM alert_letter "
        "JOIN letter ON letter.id = alert_letter.letter_id JOIN journal ON journal.ref = 'L-' || letter.id "
        "WHERE alert_letter.alert_id = ? AND journal.what = 'heard.deleted' GROUP BY 1",
        (alert_id,),
    )
    return {row["recipient"]: row["at"] for row in rows}


def written(store: Store, alert_id: int) -> list[Row]:
    """The recall letters about the alert, oldest first."""
    return store.rows(
        "SELECT letter.* FROM letter WHERE alert_id = ? AND kind = 'recall' ORDER BY id", (alert_id,)
    )
