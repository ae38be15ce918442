"""Which letter of ours a mail is about: looked up by Message-ID, then reference, then the failing address."""

from datetime import datetime, timedelta

from mailbot.adapters.store import alerts
from mailbot.adapters.store.database import Row, Store, stamp
from mailbot.adapters.store.failovers import alerts_of
from mailbot.model.alert import CriticalAlert
from mailbot.model.classified import Traces
from mailbot.model.decision import OpenAlert, Trace, TracedLetter
from mailbot.model.letter import LetterKind

LATELY = timedelta(days=14)  # a bounce that comes later than this is of no letter we could still mend
_COLUMNS = "letter.id, letter.kind, letter.recipient, letter.organisation_id, letter.mail_id"
_PASSING = "letter.kind IN ('relayed_alert', 'relayed_alerts', 'recall') AND letter.state <> 'not_sent'"


def letter(store: Store, traces: Traces, failed: tuple[str, ...], now: datetime) -> TracedLetter | None:
    """The letter the traces lead to, the surest first; None when none of ours."""
    for message_id in traces.message_ids:
        row = store.row(
            f"SELECT {_COLUMNS} FROM letter WHERE message_id = ? AND state <> 'not_sent'", (message_id,)
        )
        if row:
            return _traced(store, row, Trace.MESSAGE_ID)
    for trace, references in ((Trace.PLUS_ADDRESS, traces.plus), (Trace.REFERENCE, traces.references)):
        for reference in references:
            if row := _of_alert(store, reference, failed):
                return _traced(store, row, trace)
    row = _to_recipient(store, failed, now)
    return _traced(store, row, Trace.RECIPIENT) if row else None


def _of_alert(store: Store, reference: str, failed: tuple[str, ...]) -> Row | None:
    """The letter about that alert: the one to the failing address where there is one, else the latest."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM alert JOIN alert_letter ON alert_letter.alert_id = alert.id "
        f"JOIN letter ON letter.id = alert_letter.letter_id WHERE alert.reference = ? AND {_PASSING} "
        "ORDER BY letter.id DESC",
        (reference.upper(),),
    )
    addresses = {each.casefold() for each in failed}
    return next((row for row in rows if row["recipient"].casefold() in addresses), next(iter(rows), None))


def _to_recipient(store: Store, failed: tuple[str, ...], now: datetime) -> Row | None:
    """The latest letter that carried an alert to one of these addresses, of the last days."""
    for address in failed[:20]:
        row = store.row(
            f"SELECT {_COLUMNS} FROM letter WHERE recipient IN (?, ?) AND {_PASSING} AND sent_at >= ? "
            "ORDER BY sent_at DESC LIMIT 1",
            (address, address.casefold(), stamp(now - LATELY)),
        )
        if row:
            return row
    return None


def _traced(store: Store, row: Row, trace: Trace) -> TracedLetter:
    ids = alerts_of(store, row["id"])
    references = {
        each["id"]: each["reference"]
        for start in range(0, len(ids), 500)
        for each in store.rows(
            f"SELECT id, reference FROM alert WHERE id IN ({', '.join('?' * len(ids[start : start + 500]))})",
            ids[start : start + 500],
        )
    }
    return TracedLetter(
        row["id"],
        LetterKind(row["kind"]),
        trace,
        row["recipient"],
        row["organisation_id"],
        tuple((id_, references[id_]) for id_ in ids),
        row["mail_id"],
    )


def open_alerts(store: Store, mail_id: int | None, references: tuple[str, ...]) -> tuple[OpenAlert, ...]:
    """Held alerts that their forwarder can complete: those of the mail, and those of the references.

    One whose mail is doubtful as a whole, or that anything but a missing fact holds, is not among them.
    """
    marks = ", ".join("?" * len(references))
    rows = store.rows(
        "SELECT alert.id, reference, facts, forwarder_id, reasons FROM alert WHERE state = 'held' "
        f"AND sender_can_act = 1 AND (message_id IS ? OR reference IN ({marks})) ORDER BY alert.id",
        (mail_id, *references),
    )
    return tuple(
        OpenAlert(row["id"], row["reference"], alerts.facts_of(row), row["forwarder_id"])
        for row in rows
        if not alerts.held_for_more(row)
    )


def disputed(store: Store, alert: CriticalAlert) -> str:
    """The reference of a disputed alert about the same meter point or device; empty when there is none."""
    row = store.row(
        "SELECT reference FROM alert WHERE state = 'disputed' AND ((mpxn <> '' AND mpxn = ?) "
        "OR (device <> '' AND device = ?)) ORDER BY id LIMIT 1",
        (alert.mpxn, alert.device),
    )
    return str(row["reference"]) if row else ""
