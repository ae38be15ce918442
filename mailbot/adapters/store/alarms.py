"""Alarms: one row for each trouble that was told, until it is over; and what is asked of the store to find them.

Since when the trouble is known stands in the journal line of its alarm. What is still owed to the alarm command is a
fact, written with the row: a kill before the command ran tells it again, never not at all. Writes happen in the
caller's transaction.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.adapters.store import facts, journal, ledgers
from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.trouble import Trouble

_OWED = "alarm-command:"
_RAISED = "alarm.raised"
_PASSES_ON = "letter.kind IN ('relayed_alert', 'relayed_alerts')"
# Asked every few seconds, so it starts from the few letters that are due: the view alert_letter would read them all.
_ARRIVED = "SELECT min(internal_date) FROM {} JOIN message ON message.id = alert.message_id WHERE {}"
_OVERDUE = f"""
SELECT count(*) AS n, min(arrived) AS oldest FROM (
  SELECT coalesce(({_ARRIVED.format("alert", "alert.id = letter.alert_id")}),
    ({_ARRIVED.format("bundle JOIN alert ON alert.id = bundle.alert_id", "bundle.letter_id = letter.id")})) AS arrived
  FROM letter WHERE state IN ('due', 'deferred') AND {_PASSES_ON} AND created_at < ?)
WHERE arrived < ?
"""
# A letter in the middle of SMTP, or left there by a process that died, is among those attempted last.
_SENDING = (
    "letter.id IN (SELECT id FROM letter WHERE attempted_at IS NOT NULL ORDER BY attempted_at DESC LIMIT 200) "
    "AND letter.state = 'sending'"
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that was raised. letter_id: None while nobody could be written to."""

    id: int
    trouble: Trouble
    raised_at: datetime
    letter_id: int | None

    @property
    def ref(self) -> str:
        """How the journal names it."""
        return f"A-{self.id}"


@dataclass(frozen=True, slots=True)
class Owed:
    """What the alarm command has not been told yet. key: the fact's; raised: False when it is over."""

    key: str
    raised: bool
    words: str


def still_open(store: Store) -> dict[str, Alarm]:
    """The alarms that are not over, by part, oldest first."""
    rows = store.rows("SELECT * FROM alarm WHERE cleared_at IS NULL ORDER BY id")
    return {row["part"]: _alarm(store, row) for row in rows}


def _alarm(store: Store, row: Row) -> Alarm:
    raised_at = moment(row["raised_at"])
    lines = journal.lines_of(store, (f"A-{row['id']}",))
    since = next((json.loads(line["detail"])["since"] for line in lines if line["what"] == _RAISED), None)
    trouble = Trouble(row["part"], row["sentence"], moment(since) if since else raised_at)
    return Alarm(row["id"], trouble, raised_at, row["letter_id"])


def raise_alarm(store: Store, trouble: Trouble, now: datetime) -> Alarm:
    """Write a new alarm down. Its part must have none that is open."""
    values = {"part": trouble.part, "sentence": trouble.sentence, "raised_at": stamp(now)}
    alarm = Alarm(store.insert("alarm", values), trouble, now, None)
    journal.append(store, now, _RAISED, alarm.ref, {"part": trouble.part, "since": stamp(trouble.since)})
    return alarm


def written(store: Store, alarm: Alarm, letter_id: int) -> None:
    """Its letter is in the queue."""
    store.run("UPDATE alarm SET letter_id = ? WHERE id = ?", (letter_id, alarm.id))


def clear(store: Store, alarm: Alarm, letter_id: int | None, now: datetime) -> None:
    """It is over; letter_id: the letter that says so, None when nobody was told of it by letter."""
    store.run(
        "UPDATE alarm SET cleared_at = ?, recovery_letter_id = ? WHERE id = ?",
        (stamp(now), letter_id, alarm.id),
    )
    journal.append(store, now, "alarm.cleared", alarm.ref, {"part": alarm.trouble.part})


def owe(store: Store, alarm: Alarm, words: str, now: datetime, *, raised: bool) -> None:
    """The alarm command is to be told."""
    facts.put(store, f"{_OWED}{'raised' if raised else 'cleared'}:{alarm.id}", words, now)


def owed(store: Store) -> tuple[Owed, ...]:
    """What the alarm command has not been told yet, oldest first."""
    rows = store.rows("SELECT key, value FROM fact WHERE key LIKE 'alarm-command:%' ORDER BY at, key DESC")
    return tuple(Owed(row["key"], row["key"].startswith(f"{_OWED}raised:"), row["value"]) for row in rows)


def told(store: Store, owing: Owed) -> None:
    """The alarm command was told."""
    facts.drop(store, owing.key)


def created_at(store: Store) -> datetime | None:
    """When the store was made."""
    fact = facts.get(store, "created")
    return fact.at if fact else None


def last_attempt_at(store: Store) -> datetime | None:
    """When the newest attempt to send a letter was made: a long delivery run is at work as long as these come."""
    row = store.row("SELECT max(attempted_at) AS at FROM letter")
    return moment(row["at"]) if row and row["at"] else None


def overdue_alerts(
    store: Store, now: datetime, within: timedelta, grace: timedelta
) -> tuple[int, datetime] | None:
    """How many letters that carry alerts have not left though the mail came more than `within` ago; since when.

    None when there are none. A letter written within `grace` is not counted: it leaves in a moment, though its mail
    is old (a person released it, or the mailbox could not be read for a while). The mail's arrival is INTERNALDATE.
    """
    row = store.row(_OVERDUE, (stamp(now - grace), stamp(now - within)))
    return (row["n"], moment(row["oldest"]) + within) if row and row["n"] else None


def standing_alerts(store: Store, since: datetime) -> int:
    """How many letters that carry alerts were due before `since` and not tried, while none was answered for good."""
    moved = store.rows(
        f"SELECT 1 FROM letter WHERE attempted_at >= ? AND {_PASSES_ON} AND state IN ('sent', 'failed') LIMIT 1",
        (stamp(since),),
    )
    if moved:
        return 0
    waiting = store.one(
        f"SELECT count(*) FROM letter WHERE state IN ('due', 'deferred') AND {_PASSES_ON} "
        "AND CASE state WHEN 'due' THEN created_at ELSE due_at END < ?",
        (stamp(since),),
    )
    cut = store.one(
        f"SELECT count(*) FROM letter WHERE {_SENDING} AND {_PASSES_ON} AND created_at < ?", (stamp(since),)
    )
    return int(waiting) + int(cut)


def oldest_due_alert(store: Store) -> datetime | None:
    """When the oldest letter that carries an alert and has not left was written."""
    row = store.row(
        f"SELECT min(created_at) AS at FROM letter WHERE state IN ('due', 'deferred') AND {_PASSES_ON}"
    )
    return moment(row["at"]) if row and row["at"] else None


def newest_letter(store: Store) -> int:
    """The number of the letter written last; 0 when there is none."""
    return int(store.one("SELECT coalesce(max(id), 0) FROM letter"))


def ledger_faults(store: Store) -> tuple[str, ...]:
    """What does not agree in any of the three ledgers; sentences."""
    sums = (ledgers.mails(store), ledgers.alerts(store), ledgers.letters(store))
    return tuple(fault for each in sums for fault in each.faults)
