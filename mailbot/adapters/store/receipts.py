"""Receipts: which are owed, what the forwarder of an alert was told last, and who is owed another word.

Everything here stands in the caller's transaction. An alert that repeats another is told of by the letters and the
state of that one. Only letters to the organisation an alert goes to now count: those to another one before are past.
"""

from collections.abc import Iterable
from datetime import datetime

from mailbot.adapters.store.database import Row, Store, moment, stamp

NEVER = ""  # earlier than every stored time: nothing has waited long enough

_MAIL = """
SELECT message.id, sha256, message_id, sender, subject, internal_date, decided_at, reasons, shadow, receipt,
  receipt_to, message.organisation_id, coalesce(organisation.name, '') AS forwarder,
  coalesce(organisation.receipts, 'each') AS wanted
FROM message LEFT JOIN organisation ON organisation.id = message.organisation_id
"""
_ALERT = "alert LEFT JOIN alert AS root ON root.id = alert.repeats_id"
_LETTERS = """letter WHERE letter.kind IN ('relayed_alert', 'relayed_alerts')
  AND letter.id IN (SELECT letter_id FROM alert_letter WHERE alert_id = coalesce(root.id, alert.id))"""
_ACCEPTED = f"""(SELECT min(letter.sent_at) FROM {_LETTERS}
  AND (letter.received_at IS NOT NULL OR (letter.state = 'sent' AND letter.bounced_at IS NULL))
  AND letter.organisation_id IS coalesce(root.organisation_id, alert.organisation_id))"""
# On its way: nobody has answered yet, so nothing is known that could be told.
_UNDER_WAY = f"""(coalesce(root.state, alert.state) = 'relayed' AND (
  EXISTS (SELECT 1 FROM bundling WHERE bundling.alert_id = coalesce(root.id, alert.id))
  OR (EXISTS (SELECT 1 FROM {_LETTERS} AND letter.state IN ('due', 'sending')) AND {_ACCEPTED} IS NULL)))"""
# Something is asked, waits or was declined; a device without its meter point is asked about, too.
_PROBLEM = f"""(reasons LIKE '%"unread-attachment"%'
  OR NOT EXISTS (SELECT 1 FROM alert WHERE alert.message_id = message.id)
  OR EXISTS (SELECT 1 FROM {_ALERT} WHERE alert.message_id = message.id AND (
    coalesce(root.state, alert.state) <> 'relayed'
    OR (alert.state = 'relayed' AND alert.device <> '' AND alert.mpxn = ''))))"""
_SETTLED = f"""(decided_at <= :since
  OR NOT EXISTS (SELECT 1 FROM {_ALERT} WHERE alert.message_id = message.id AND {_UNDER_WAY}))"""
_DAILY = """FROM message JOIN organisation ON organisation.id = message.organisation_id
  WHERE receipt = 'owed' AND receipts = 'daily'"""
_TOLD = f"""
SELECT alert.*, organisation.name AS organisation, root.reference AS repeats, root.state AS repeats_state,
  root.reasons AS repeats_reasons, {_ACCEPTED} AS accepted_at
FROM {_ALERT} LEFT JOIN organisation ON organisation.id = coalesce(root.organisation_id, alert.organisation_id)
"""
_ANSWERED_FOR = "(receipt = 'written' OR (receipt = 'none' AND receipt_to <> ''))"


def told(store: Store, alert_id: int, what: str) -> None:
    """The forwarder was told this: asked, waiting, declined, passed_on, already; empty asks for a word anew."""
    store.run("UPDATE alert SET told = ? WHERE id = ?", (what, alert_id))


def owe_word(store: Store, alert_id: int, now: datetime) -> None:
    """The alert changed after its decision: its forwarder, and those of its repeats, are owed word of it.

    Only where a receipt was written, or was not wanted since all was well: otherwise the receipt will say it.
    Repeats are looked for among the alerts of the same meter point or device, which an index finds at any size.
    """
    sql = "SELECT id, mpxn, device, coalesce(repeats_id, id) AS root FROM alert WHERE id = ?"
    row = store.rows(sql, (alert_id,))[0]
    repeats = "repeats_id IN (:id, :root) AND"
    store.run(
        "UPDATE alert SET tell_at = :now WHERE tell_at IS NULL AND id IN (SELECT :id "
        f"UNION SELECT id FROM alert WHERE {repeats} mpxn <> '' AND mpxn = :mpxn "
        f"UNION SELECT id FROM alert WHERE {repeats} device <> '' AND device = :device) AND EXISTS "
        f"(SELECT 1 FROM message WHERE message.id = alert.message_id AND {_ANSWERED_FOR})",
        {**row, "now": stamp(now)},
    )


def written(store: Store, mail_id: int, letter_id: int) -> None:
    """The mail was answered by this letter, its own or one for many."""
    store.run(
        "UPDATE message SET receipt = 'written', receipt_letter_id = ? WHERE id = ?", (letter_id, mail_id)
    )


def not_wanted(store: Store, mail_id: int) -> None:
    """Its sender's organisation wants no receipt while all is well; a later word still goes to `receipt_to`."""
    store.run("UPDATE message SET receipt = 'none' WHERE id = ?", (mail_id,))


def never(store: Store, mail_id: int) -> None:
    """The mail is never answered, not later either."""
    store.run("UPDATE message SET receipt = 'none', receipt_to = '' WHERE id = ?", (mail_id,))
    store.run("UPDATE alert SET tell_at = NULL WHERE message_id = ? AND tell_at IS NOT NULL", (mail_id,))


def mail(store: Store, mail_id: int) -> Row:
    """What a receipt needs of a mail; `wanted`: which receipts its sender's organisation chose."""
    return store.rows(f"{_MAIL} WHERE message.id = ?", (mail_id,))[0]


def problem(store: Store, mail_id: int) -> bool:
    """Whether the mail's receipt has to ask for something, or to say that something waits or was declined."""
    return bool(store.one(f"SELECT {_PROBLEM} FROM message WHERE id = ?", (mail_id,)))


def owed(store: Store, since: str, limit: int = 500) -> list[int]:
    """The mails whose receipt is to be written now: settled, or decided at `since` or before.

    Those that go into a daily statement are not among them.
    """
    rows = store.rows(
        "SELECT message.id FROM message LEFT JOIN organisation ON organisation.id = message.organisation_id "
        f"WHERE receipt = 'owed' AND (coalesce(receipts, 'each') <> 'daily' OR {_PROBLEM}) AND {_SETTLED} "
        "ORDER BY message.id LIMIT :limit",
        {"since": since, "limit": limit},
    )
    return [row["id"] for row in rows]


def first_for_statement(store: Store) -> datetime | None:
    """When the oldest mail was decided that a daily statement is to answer for; None when there is none."""
    row = store.row(f"SELECT decided_at {_DAILY} ORDER BY message.id LIMIT 1")
    return moment(row["decided_at"]) if row else None


def for_statements(store: Store, before: datetime) -> list[Row]:
    """The owed mails, decided before then, that daily statements answer for: id, receipt_to, decided_at, shadow."""
    return store.rows(
        f"SELECT message.id, receipt_to, decided_at, shadow {_DAILY} AND decided_at < ? ORDER BY message.id",
        (stamp(before),),
    )


def settled(store: Store, mail_id: int, since: str) -> bool:
    """Whether every alert of the mail was answered for, or it was decided at `since` or before."""
    return bool(store.one(f"SELECT {_SETTLED} FROM message WHERE id = :id", {"id": mail_id, "since": since}))


def answered_on(store: Store, receipt_to: str, start: datetime, end: datetime, *, shadow: bool) -> list[Row]:
    """The mails from one address, decided between, whose own receipt was written or held back: id and receipt.

    Found by their alerts, which are decided in the same step: an index leads to those.
    """
    return store.rows(
        "SELECT id, receipt FROM message WHERE id IN (SELECT message_id FROM alert WHERE decided_at >= :start "
        "AND decided_at < :end) AND receipt IN ('written', 'held_back') AND shadow = :shadow "
        "AND lower(receipt_to) = lower(:to) AND NOT EXISTS "
        "(SELECT 1 FROM letter WHERE letter.id = receipt_letter_id AND letter.kind = 'statement') ORDER BY id",
        {"start": stamp(start), "end": stamp(end), "shadow": int(shadow), "to": receipt_to},
    )


def alerts_of(store: Store, mail_ids: list[int]) -> list[Row]:
    """The alerts of these mails, with all that can be told of each.

    organisation: to which it, or the one it repeats, goes; accepted_at: when their mail server took a letter;
    repeats, repeats_state, repeats_reasons: of the alert it repeats.
    """
    found: list[Row] = []
    for start in range(0, len(mail_ids), 500):
        some = mail_ids[start : start + 500]
        which = f"alert.message_id IN ({', '.join('?' * len(some))})"
        found += store.rows(f"{_TOLD} WHERE {which} ORDER BY alert.message_id, alert.ordinal", some)
    return found


def words_owed(store: Store, since: str, mail_id: int | None = None, limit: int = 500) -> list[Row]:
    """The alerts, by mail, whose forwarders are to be told now that they changed: id and message_id.

    What is on its way is told once it was answered, or was owed at `since` or before; everything else at once.
    """
    return store.rows(
        f"SELECT alert.id, alert.message_id FROM {_ALERT} WHERE alert.tell_at IS NOT NULL "
        f"AND (:mail IS NULL OR alert.message_id = :mail) AND (alert.tell_at <= :since OR NOT {_UNDER_WAY}) "
        "ORDER BY +alert.message_id, alert.ordinal LIMIT :limit",
        {"since": since, "mail": mail_id, "limit": limit},
    )


def said(store: Store, alerts: Iterable[tuple[int, str]]) -> None:
    """These alerts, each with what its forwarder was told: nothing more is owed."""
    store.run_many(
        "UPDATE alert SET told = ?, tell_at = NULL WHERE id = ?",
        [(what, alert_id) for alert_id, what in alerts],
    )


def not_said(store: Store, alert_ids: Iterable[int]) -> None:
    """No word of these is owed any more, though none was given: nothing new, or the peer has had its letters."""
    store.run_many("UPDATE alert SET tell_at = NULL WHERE id = ?", [(id_,) for id_ in alert_ids])
