"""What is in each state: the figures of `status` and `queue`, for the CLI and the console alike. Reads only."""

import json
from datetime import datetime, timedelta
from typing import Any

from mailbot.adapters import health
from mailbot.adapters.store import facts, ledgers, letters
from mailbot.adapters.store.database import Row, Store, moment
from mailbot.model.configuration import DeliveryPolicy, MailboxAccess, Mode

Json = dict[str, Any]

HEARD_WITHIN = timedelta(seconds=60)  # a running daemon writes health.json every few seconds


def status(store: Store, mailbox: MailboxAccess, delivery: DeliveryPolicy, now: datetime) -> Json:
    """The object of `status --json`: mode, the three ledgers, the last completed poll, what is in trouble."""
    paused = facts.get(store, facts.PAUSED)
    sums = {"mails": ledgers.mails(store), "alerts": ledgers.alerts(store), "letters": ledgers.letters(store)}
    poll = facts.get(store, facts.LAST_POLL)
    told: Json = {
        "mode": Mode.PAUSED.value if paused else delivery.mode.value,
        "paused": paused.value if paused else None,
        "mails": {"received": sums["mails"].total, **_ledger(sums["mails"])},
        "alerts": {"read": sums["alerts"].total, **_ledger(sums["alerts"])},
        "letters": {"written": sums["letters"].total, **_ledger(sums["letters"])},
        "last_poll_completed": poll.at.isoformat() if poll else None,
        "shadow_mails": int(store.one("SELECT count(*) FROM message WHERE shadow = 1")),
        "redirected_letters": int(
            store.one("SELECT count(*) FROM letter WHERE redirected_to <> '' AND state = 'sent'")
        ),
        "receipts_owed": int(store.one("SELECT count(*) FROM message WHERE receipt = 'owed'")),
        "reconciled": _reconciled(store),
        "faults": [fault for ledger in sums.values() for fault in ledger.faults],
        "troubles": _troubles(store, mailbox, now),
        "daemon": _daemon(store, now),
    }
    told["well"] = not told["faults"] and not told["troubles"]
    return told


def _ledger(ledger: ledgers.Ledger) -> Json:
    return {**ledger.counts, "balanced": ledger.balanced}


def _reconciled(store: Store) -> Json | None:
    fact = facts.get(store, facts.RECONCILED)
    return {"at": fact.at.isoformat(), **json.loads(fact.value)} if fact else None


def _daemon(store: Store, now: datetime) -> Json | None:
    """What the running daemon last said of itself (health.json), and whether it still runs; None: it said nothing."""
    told = health.read(store.path)
    if told is None:
        return None
    return {
        "runs": not told.stopped and now - told.at <= HEARD_WITHIN,
        "stopped": told.stopped,
        "heard_at": told.at.isoformat(),
        "process": told.process,
        "well": told.well,
    }


def _troubles(store: Store, mailbox: MailboxAccess, now: datetime) -> list[Json]:
    told = [
        {"part": fact.key, "since": fact.at.isoformat(), "what": fact.value} for fact in facts.troubles(store)
    ]
    since, what = _silence(store)
    if now - since > mailbox.alarm_after:
        told.append({"part": "poll", "since": since.isoformat(), "what": what})
    return told


def _silence(store: Store) -> tuple[datetime, str]:
    """Since when nothing was polled, and how that is said."""
    poll = facts.get(store, facts.LAST_POLL)
    if poll:
        return poll.at, "No poll of the mailbox has completed since then. Is mailbot running?"
    created = facts.get(store, "created")
    assert created is not None  # written with the store
    return created.at, "No poll of the mailbox has completed yet. Start it with `mailbot run`."


def queue(store: Store, limit: int) -> Json:
    """Mails that wait, letters that are due, deferred or failed, alerts of a storm, receipts that are owed."""
    waiting = store.rows(
        "SELECT id, owned_at, size, attempts, last_error FROM message WHERE disposition IS NULL ORDER BY id LIMIT ?",
        (limit,),
    )
    owed = store.rows(
        "SELECT id, receipt_to, decided_at FROM message WHERE receipt = 'owed' ORDER BY id LIMIT ?", (limit,)
    )
    return {
        "mails_waiting": [{"mail": f"M-{row.pop('id')}", **row} for row in waiting],
        "letters": [
            _letter(row) for row in letters.listed(store, ("sending", "due", "deferred", "failed"), limit)
        ],
        "storms": store.rows(
            "SELECT organisation.name AS supplier, count(*) AS alerts, min(queued_at) AS since FROM bundling "
            "JOIN organisation ON organisation.id = organisation_id GROUP BY 1 ORDER BY 3 LIMIT ?",
            (limit,),
        ),
        "receipts_owed": [{"mail": f"M-{row.pop('id')}", **row} for row in owed],
    }


def _letter(row: Row) -> Json:
    return {
        "letter": f"L-{row['id']}",
        "kind": row["kind"],
        "alert": row["reference"],
        "to": row["recipient"],
        "state": row["state"],
        "due_at": moment(row["due_at"]).isoformat(),
        "attempts": row["attempts"],
        "uncertain": row["uncertain"],
        "said": row["explanation"],
    }
