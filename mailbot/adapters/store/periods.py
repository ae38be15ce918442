"""What happened in a period: from `since` on and before `until` (aware). For the digest; reads only.

The figures of mails come from the journal and the rows it names: a mail's row lies behind its raw bytes, and reading
every row of years to find one day would read the whole store.
"""

from datetime import datetime

from mailbot.adapters.store.database import Row, Store, stamp
from mailbot.model.decision import Reason


def _between(since: datetime, until: datetime) -> dict[str, str]:
    return {"since": stamp(since), "until": stamp(until)}


_LETTERS = """
SELECT letter.id, letter.kind, letter.slot, letter.state, letter.explanation, letter.resent, letter.uncertain,
  alert.reference, organisation.name AS organisation, sender_org.name AS forwarder,
  (SELECT count(*) FROM bundle WHERE bundle.letter_id = letter.id) AS alerts
FROM letter LEFT JOIN alert ON alert.id = letter.alert_id
LEFT JOIN organisation ON organisation.id = letter.organisation_id
LEFT JOIN message ON message.id = letter.mail_id
LEFT JOIN organisation AS sender_org ON sender_org.id = message.organisation_id
"""


def letters_failed(store: Store, since: datetime, until: datetime) -> list[Row]:
    """Letters that failed or came back in the period, oldest first."""
    return store.rows(
        _LETTERS
        + "WHERE letter.state = 'failed' AND (letter.answered_at >= :since AND letter.answered_at < :until "
        "OR letter.bounced_at >= :since AND letter.bounced_at < :until) ORDER BY letter.id",
        _between(since, until),
    )


def letters_again(store: Store, since: datetime, until: datetime) -> list[Row]:
    """Letters attempted in the period that were sent again on purpose, or of which an attempt is uncertain."""
    return store.rows(
        _LETTERS + "WHERE letter.attempted_at >= :since AND letter.attempted_at < :until "
        "AND (letter.resent > 0 OR letter.uncertain > 0) ORDER BY letter.id",
        _between(since, until),
    )


def reached_nobody(store: Store, since: datetime, until: datetime) -> list[Row]:
    """Alerts found in the period to have reached no contact: with their facts, and how their case ended, if it did."""
    codes = f"held.reasons LIKE '%\"{Reason.UNDELIVERABLE}\"%' OR held.reasons LIKE '%\"{Reason.NO_LONGER_CURRENT}\"%'"
    return store.rows(
        "SELECT held.id, held.outcome, alert.reference, alert.facts, organisation.name AS organisation "
        "FROM held JOIN alert ON alert.id = held.alert_id "
        "LEFT JOIN organisation ON organisation.id = alert.organisation_id "
        f"WHERE held.opened_at >= :since AND held.opened_at < :until AND ({codes}) ORDER BY held.id",
        _between(since, until),
    )


def suspected(store: Store, since: datetime, until: datetime) -> list[Row]:
    """Current contacts under suspicion since some time in the period."""
    return store.rows(
        "SELECT organisation.name AS organisation, slot, suspect_since, suspect_why FROM contact "
        "JOIN organisation ON organisation.id = contact.organisation_id WHERE valid_to IS NULL "
        "AND suspect_since >= :since AND suspect_since < :until ORDER BY suspect_since",
        _between(since, until),
    )


def alarms(store: Store, since: datetime, until: datetime) -> list[Row]:
    """Alarms that are open now, and those raised or cleared in the period, oldest first."""
    return store.rows(
        "SELECT part, sentence, raised_at, cleared_at FROM alarm WHERE cleared_at IS NULL "
        "OR raised_at >= :since AND raised_at < :until OR cleared_at >= :since AND cleared_at < :until ORDER BY id",
        _between(since, until),
    )


def mails(store: Store, since: datetime, until: datetime) -> dict[str, int]:
    """How many mails of the period have each fate now; 'waiting' for those not decided yet."""
    return _counts(
        store,
        "SELECT coalesce(disposition, 'waiting') AS what, count(*) AS n FROM journal "
        "JOIN message ON message.id = CAST(substr(ref, 3) AS INTEGER) "
        "WHERE journal.what = 'mail.owned' AND at >= :since AND at < :until GROUP BY 1",
        since,
        until,
    )


def alerts(store: Store, since: datetime, until: datetime) -> dict[str, int]:
    """How many alerts of the period are in each state now."""
    sql = "SELECT state AS what, count(*) AS n FROM alert WHERE decided_at >= :since AND decided_at < :until GROUP BY 1"
    return _counts(store, sql, since, until)


def letters_not_sent(store: Store, since: datetime, until: datetime) -> dict[str, int]:
    """How many letters of each kind were written in shadow: they would have been sent."""
    return _counts(
        store,
        "SELECT kind AS what, count(*) AS n FROM letter WHERE state = 'not_sent' "
        "AND created_at >= :since AND created_at < :until GROUP BY 1",
        since,
        until,
    )


def receipts_held_back(store: Store, since: datetime, until: datetime) -> int:
    """How many receipts a peer's cap held back."""
    sql = "SELECT count(*) FROM journal WHERE what = 'receipt.held_back' AND at >= :since AND at < :until"
    return int(store.one(sql, _between(since, until)))


def _counts(store: Store, sql: str, since: datetime, until: datetime) -> dict[str, int]:
    return {row["what"]: row["n"] for row in store.rows(sql, _between(since, until))}
