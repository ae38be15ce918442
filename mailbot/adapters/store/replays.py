"""The store as it was when a mail was decided, for deciding that mail again; and what was decided then.

Rows are changed by what happens after a decision: a person releases an alert, a letter is sent. The journal is not,
so it tells what was so before any of its lines. `Past` lays views of that over the tables `message`, `alert`,
`letter`, `alert_letter`, `bundling` and `device_said`, under the same names and on its own connection alone: the
queries that dispose asks answer from them as they answered then. Contact list and registration data are not among
them: they are as they stand today. Nothing is written; a store opened to read only suffices.
"""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from mailbot.adapters.store.alerts import facts_of
from mailbot.adapters.store.database import Store, moment, stamp
from mailbot.model.alert import CriticalAlert
from mailbot.model.decision import Disposition

_STATES = "('alert.relayed', 'alert.not_for_relay', 'alert.repeated', 'alert.held', 'alert.disputed')"
_LETTER = "'L-' || letter.id"
_MAIL_SAID = "'M-' || device_said.message_id"
_CUT = "(SELECT journal_id FROM temp.cut)"
_BEFORE = "SELECT {what} FROM main.journal WHERE ref = {ref} AND id < " + _CUT
_STATE = (
    _BEFORE.format(what="substr(what, 7)", ref="alert.reference")
    + f" AND what IN {_STATES} ORDER BY id DESC LIMIT 1"
)
# The reasons of later decisions stand behind those of the first, as many as their journal lines name.
_REASONS = (
    "SELECT json_group_array(json(one.value)) FROM json_each(alert.reasons) AS one WHERE one.key < ("
    + (
        _BEFORE.format(what="sum(json_array_length(detail, '$.reasons'))", ref="alert.reference")
        + f" AND what IN {_STATES})"
    )
)
# Its sender could act, when an answer or a second mail of the sender settled it later.
_SETTLED_LATER = (
    f"SELECT 1 FROM main.journal WHERE ref = alert.reference AND id >= {_CUT} AND what IN {_STATES} "
    "AND json_extract(detail, '$.reasons[0]') IN ('completed', 'answers-held')"
)
_WRITTEN = f"EXISTS ({_BEFORE.format(what='1', ref=_LETTER)})"
_WENT_TO = (
    "SELECT letter.organisation_id FROM main.letter WHERE (letter.alert_id = alert.id OR letter.id IN "
    "(SELECT letter_id FROM main.bundle WHERE bundle.alert_id = alert.id)) AND letter.kind LIKE 'relayed%' "
    f"AND {_WRITTEN} ORDER BY letter.id DESC LIMIT 1"
)
# `+what`: a mail or letter has few lines, a kind of line has very many.
_CHANGED = {
    "letter": {"sent_at": _BEFORE.format(what="max(at)", ref=_LETTER) + " AND +what = 'letter.sent'"},
    "alert": {
        "state": _STATE,
        "reasons": _REASONS,
        "sender_can_act": f"SELECT alert.sender_can_act OR EXISTS ({_SETTLED_LATER})",
        "organisation_id": f"SELECT coalesce(({_WENT_TO}), alert.organisation_id)",
    },
    "message": {
        "disposition": _BEFORE.format(what="json_extract(detail, '$.disposition')", ref="'M-' || message.id")
        + " AND +what = 'mail.decided' ORDER BY id DESC LIMIT 1"
    },
    "device_said": {},
}
_THERE = {
    "letter": _WRITTEN,
    "alert": f"EXISTS ({_BEFORE.format(what='1', ref='alert.reference')})",
    "message": "1",
    "device_said": f"EXISTS ({_BEFORE.format(what='1', ref=_MAIL_SAID)} AND +what = 'mail.decided')",
}
_OTHERS = (
    "CREATE TEMP TABLE cut (journal_id INTEGER NOT NULL)",
    "CREATE TEMP VIEW alert_letter AS SELECT alert_id, id AS letter_id FROM temp.letter WHERE alert_id IS NOT NULL "
    "UNION ALL SELECT alert_id, letter_id FROM main.bundle",
    # An alert relayed outside shadow had a letter on its way, written or waiting to be written with others.
    "CREATE TEMP VIEW bundling AS SELECT alert.id AS alert_id FROM main.alert JOIN main.message "
    "ON message.id = alert.message_id WHERE message.shadow = 0",
)


@dataclass(frozen=True, slots=True)
class DecidedAlert:
    """An alert as it was first decided. `changed`: decided anew since, by a person, an answer or a failed letter.

    alert: the facts as they are now. organisation_id: where it went, or would have gone; `known` is false when a
    later decision wrote over that.
    """

    reference: str
    state: str
    reasons: tuple[str, ...]
    alert: CriticalAlert
    organisation_id: int | None
    known: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class DecidedMail:
    """A mail as it was decided, whatever became of it since. Times are UTC.

    decisions: how many there were; the last is meant, and one after the first is a person's, who vouched for it.
    completed: references of the alerts that it completed, as an answer.
    """

    id: int
    line: int  # of the journal
    decided_at: datetime
    decisions: int
    kind: str
    disposition: Disposition
    reasons: tuple[str, ...]
    alerts: tuple[DecidedAlert, ...]
    completed: tuple[str, ...]
    subject: str
    kept: bool  # whether its bytes still are


class Past:
    """Lays the views over one connection, which is of no other use afterwards."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.run("PRAGMA temp_store = MEMORY")
        for name in ("letter", "message", "device_said"):
            store.run(_view(store, name))
        for statement in _OTHERS:
            store.run(statement)
        store.run(_view(store, "alert"))

    @contextmanager
    def before(self, mail: DecidedMail) -> Generator[None, None, None]:
        """In the block the store is as it was when this mail was decided, and does not change meanwhile."""
        self._store.run("BEGIN")
        try:
            self._store.run("DELETE FROM temp.cut")
            self._store.run("INSERT INTO temp.cut VALUES (?)", (mail.line,))
            yield
        finally:
            self._store.run("ROLLBACK")


def _view(store: Store, table: str) -> str:
    changed = _CHANGED[table]
    columns = (row["name"] for row in store.rows(f"PRAGMA main.table_info({table})"))
    shown = ", ".join(
        f"({changed[name]}) AS {name}" if name in changed else f"{table}.{name}" for name in columns
    )
    return f"CREATE TEMP VIEW {table} AS SELECT {shown} FROM main.{table} WHERE {_THERE[table]}"


def ids(store: Store, since: datetime | None) -> list[int]:
    """The mails owned since then that were decided, oldest first."""
    rows = store.rows(
        "SELECT id FROM main.message WHERE disposition IS NOT NULL AND owned_at >= ? ORDER BY id",
        (stamp(since) if since else "",),
    )
    return [row["id"] for row in rows]


def waiting(store: Store, since: datetime | None) -> int:
    """How many mails owned since then are not decided yet."""
    sql = "SELECT count(*) FROM main.message WHERE disposition IS NULL AND owned_at >= ?"
    return int(store.one(sql, (stamp(since) if since else "",)))


def decided(store: Store, mail_id: int) -> DecidedMail:
    """What was decided about a mail. It must have been."""
    row = store.rows(
        "SELECT id, decided_at, kind, reasons, subject, raw IS NOT NULL AS kept FROM main.message WHERE id = ?",
        (mail_id,),
    )[0]
    lines = store.rows(
        "SELECT id, detail FROM main.journal WHERE ref = ? AND +what = 'mail.decided' ORDER BY id",
        (f"M-{mail_id}",),
    )
    return DecidedMail(
        id=mail_id,
        line=lines[-1]["id"],
        decided_at=moment(row["decided_at"]),
        decisions=len(lines),
        kind=row["kind"],
        disposition=Disposition(json.loads(lines[-1]["detail"])["disposition"]),
        reasons=tuple(code for code, _ in json.loads(row["reasons"])),
        alerts=_alerts(store, mail_id),
        completed=_completed(store, lines[-1]["id"]),
        subject=row["subject"],
        kept=bool(row["kept"]),
    )


def _alerts(store: Store, mail_id: int) -> tuple[DecidedAlert, ...]:
    rows = store.rows("SELECT * FROM main.alert WHERE message_id = ? ORDER BY ordinal", (mail_id,))
    return tuple(_alert(store, row) for row in rows)


def _alert(store: Store, row: dict[str, object]) -> DecidedAlert:
    lines = store.rows(
        f"SELECT what, detail FROM main.journal WHERE ref = ? AND what IN {_STATES} ORDER BY id LIMIT 2",
        (row["reference"],),
    )
    state, changed = lines[0]["what"].removeprefix("alert."), len(lines) > 1
    went = _first_letter(store, row["id"]) if changed else row["organisation_id"]
    return DecidedAlert(
        reference=str(row["reference"]),
        state=state,
        reasons=tuple(json.loads(lines[0]["detail"])["reasons"]),
        alert=facts_of(row),
        organisation_id=went if isinstance(went, int) else None,
        known=not changed or (state == "relayed" and went is not None),
        changed=changed,
    )


def _first_letter(store: Store, alert_id: object) -> object:
    """To which organisation the first letter with this alert went."""
    row = store.row(
        "SELECT organisation_id FROM main.alert_letter AS sent JOIN main.letter ON letter.id = sent.letter_id "
        "WHERE sent.alert_id = ? AND letter.kind LIKE 'relayed%' ORDER BY letter.id LIMIT 1",
        (alert_id,),
    )
    return row["organisation_id"] if row else None


def _completed(store: Store, line: int) -> tuple[str, ...]:
    """The alerts that the mail of this journal line completed: lines of the same transaction, up to the next mail."""
    rows = store.rows(
        "SELECT ref FROM main.journal WHERE id > :line AND id < coalesce((SELECT min(id) FROM main.journal "
        "WHERE id > :line AND what = 'mail.decided'), :line + 100000) "
        f"AND what IN {_STATES} AND json_extract(detail, '$.reasons[0]') = 'completed' ORDER BY id",
        {"line": line},
    )
    return tuple(dict.fromkeys(row["ref"] for row in rows))
