"""What happened to a letter after it was written: bounces, delays, absences, answers; and suspected contacts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from mailbot.adapters.store import journal
from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.letter import LetterState

# A timer that went off: the letter stays late, and the timer does not go off again.
_FIRED = stamp(datetime(2000, 1, 1, tzinfo=UTC))
QUIET = timedelta(days=1)  # a letter accepted and not returned for so long was delivered


def alerts_of(store: Store, letter_id: int) -> list[int]:
    """The ids of the alerts a letter carries, in the order they were read."""
    rows = store.rows("SELECT alert_id FROM alert_letter WHERE letter_id = ? ORDER BY alert_id", (letter_id,))
    return [row["alert_id"] for row in rows]


def letters_of(store: Store, alert_id: int) -> list[Row]:
    """Every letter that passes the alert on, oldest first."""
    return store.rows(
        "SELECT letter.id, recipient, state, kind, slot, letter.organisation_id, failover_at, bounced_at, away_at, "
        "received_at, sent_at FROM alert_letter JOIN letter ON letter.id = alert_letter.letter_id "
        "WHERE alert_letter.alert_id = ? AND kind IN ('relayed_alert', 'relayed_alerts') ORDER BY letter.id",
        (alert_id,),
    )


def wanted(store: Store, letter_id: int, alert_id: int) -> bool:
    """Whether the alert still goes to the letter's organisation: relayed, or left without a taker."""
    return bool(
        store.rows(
            "SELECT 1 FROM letter JOIN alert ON alert.id = ? "
            "WHERE letter.id = ? AND alert.organisation_id IS letter.organisation_id AND ("
            "alert.state = 'relayed' OR (alert.state = 'held' AND EXISTS (SELECT 1 FROM held WHERE "
            "held.alert_id = alert.id AND closed_at IS NULL AND held.reasons LIKE '%\"undeliverable\"%')))",
            (alert_id, letter_id),
        )
    )


def forget_untaken(store: Store, letter_id: int, ids: list[int]) -> None:
    """A letter of many that was stopped before anybody took it is no attempt for the alerts that go on."""
    store.run_many(
        "DELETE FROM bundle WHERE letter_id = ? AND alert_id = ? AND EXISTS (SELECT 1 FROM letter WHERE "
        "letter.id = bundle.letter_id AND uncertain = 0 AND sent_at IS NULL)",
        [(letter_id, id_) for id_ in ids],
    )


def put_off(store: Store, letter_id: int, until: datetime) -> None:
    """Start the timer after which the alternative contact is asked too; one that runs goes on running."""
    store.run(
        "UPDATE letter SET failover_at = ? WHERE id = ? AND failover_at IS NULL AND received_at IS NULL "
        "AND kind IN ('relayed_alert', 'relayed_alerts')",
        (stamp(until), letter_id),
    )


def timers(store: Store, now: datetime) -> list[int]:
    """The letters whose timer has gone off and was not looked at yet."""
    rows = store.rows(
        "SELECT id FROM letter WHERE failover_at > ? AND failover_at <= ? ORDER BY failover_at",
        (_FIRED, stamp(now)),
    )
    return [row["id"] for row in rows]


def next_timer(store: Store) -> datetime | None:
    """When the next timer goes off."""
    row = store.row("SELECT min(failover_at) AS at FROM letter WHERE failover_at > ?", (_FIRED,))
    return moment(row["at"]) if row and row["at"] else None


def fired(store: Store, letter_id: int) -> None:
    """The timer was looked at: the letter counts as late until it is sent."""
    store.run("UPDATE letter SET failover_at = ? WHERE id = ?", (_FIRED, letter_id))


def bounced(store: Store, letter_id: int, said: str, now: datetime) -> bool:
    """A report says that the letter failed; False when that was known. One in hand keeps its state until answered."""
    changed = store.run(
        "UPDATE letter SET bounced_at = ?, explanation = ?, "
        "state = CASE state WHEN 'sending' THEN state ELSE 'failed' END "
        "WHERE id = ? AND bounced_at IS NULL AND state <> 'not_sent'",
        (stamp(now), f"It came back: {said}"[:500], letter_id),
    )
    if changed:
        journal.append(store, now, "letter.bounced", f"L-{letter_id}")
    return changed > 0


def away(store: Store, letter_id: int, now: datetime) -> None:
    """The mailbox answered that nobody is there."""
    store.run("UPDATE letter SET away_at = ? WHERE id = ? AND away_at IS NULL", (stamp(now), letter_id))
    journal.append(store, now, "letter.away", f"L-{letter_id}")


def delivered(store: Store, letter_id: int, now: datetime) -> None:
    """Their mail server says that it was delivered: no timer runs any more. A bounce may still come behind it."""
    store.run("UPDATE letter SET failover_at = NULL WHERE id = ?", (letter_id,))
    journal.append(store, now, "letter.delivered", f"L-{letter_id}")


def absent(store: Store, address: str, since: datetime) -> bool:
    """Whether the mailbox said since then that nobody is there, and its owner has acknowledged nothing after that."""
    return bool(
        store.rows(
            "SELECT 1 FROM letter AS away WHERE away.recipient = :to AND away.away_at >= :since AND NOT EXISTS "
            "(SELECT 1 FROM letter WHERE letter.recipient = :to AND letter.received_at > away.away_at) LIMIT 1",
            {"to": address, "since": stamp(since)},
        )
    )


def received(store: Store, letter_id: int, now: datetime) -> None:
    """The receiver, or its mail server, says that the letter arrived."""
    store.run(
        "UPDATE letter SET received_at = ?, failover_at = NULL, away_at = NULL WHERE id = ?",
        (stamp(now), letter_id),
    )
    journal.append(store, now, "letter.received", f"L-{letter_id}")


def stop(store: Store, alert_id: int, said: str, now: datetime) -> int:
    """Letters that pass only this alert on and have not left are stopped; how many."""
    ids = [
        row["id"]
        for row in store.rows(
            "SELECT id FROM letter WHERE alert_id = ? AND kind = 'relayed_alert' AND state IN ('due', 'deferred')",
            (alert_id,),
        )
    ]
    for id_ in ids:
        store.run(
            "UPDATE letter SET state = 'failed', explanation = ?, answered_at = ?, failover_at = NULL WHERE id = ?",
            (said, stamp(now), id_),
        )
        journal.append(store, now, "letter.stopped", f"L-{id_}")
    store.run("DELETE FROM bundling WHERE alert_id = ?", (alert_id,))
    return len(ids)


def suspect(store: Store, organisation_id: int, address: str, how: str, why: str, now: datetime) -> bool:
    """Mark a current contact as suspect; `how`: 'dialogue' or 'report'. False when it was, or is none."""
    changed = store.run(
        "UPDATE contact SET suspect_since = ?, suspect_how = ?, suspect_why = ? WHERE organisation_id = ? "
        "AND lower(email) = lower(?) AND valid_to IS NULL AND suspect_since IS NULL",
        (stamp(now), how, why[:500], organisation_id, address),
    )
    if changed:
        journal.append(store, now, "contact.suspect", f"O-{organisation_id}", {"how": how})
    return changed > 0


def trusted_again(
    store: Store,
    organisation_id: int,
    address: str,
    now: datetime,
    *,
    how: Sequence[str] = ("dialogue", "report"),
) -> None:
    """A later success or answer clears the suspicion; of a report only what a report or a person says."""
    marks = ", ".join("?" * len(how))
    changed = store.run(
        "UPDATE contact SET suspect_since = NULL, suspect_how = '', suspect_why = '' WHERE organisation_id = ? "
        f"AND lower(email) = lower(?) AND valid_to IS NULL AND suspect_how IN ({marks})",
        (organisation_id, address, *how),
    )
    if changed:
        journal.append(store, now, "contact.trusted", f"O-{organisation_id}")


def suspicions_outlived(store: Store, now: datetime) -> list[Row]:
    """Contacts suspected for a report, to whom a later letter went a day ago and did not come back."""
    return store.rows(
        "SELECT organisation_id, email FROM contact WHERE valid_to IS NULL AND suspect_how = 'report' AND EXISTS "
        "(SELECT 1 FROM letter WHERE letter.recipient = contact.email AND letter.state = 'sent' "
        "AND letter.bounced_at IS NULL AND letter.sent_at > contact.suspect_since AND letter.sent_at < ?)",
        (stamp(now - QUIET),),
    )


def state_of(row: Row) -> LetterState:
    """The letter's state; one in hand whose return was reported counts as failed."""
    return LetterState.FAILED if row["bounced_at"] else LetterState(row["state"])
