"""The spool: one row a mail we own, from the instant its raw bytes are committed (promise 1)."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.classified import Classified
from mailbot.model.decision import Because, Decision
from mailbot.model.sender import Level, Verdict
from mailbot.model.spool import MailKey, SpooledMail

DISPOSITIONS = {"hold": "held", "relay": "relayed", "record": "recorded", "ignore": "ignored"}


@dataclass(frozen=True, slots=True)
class Owned:
    """A mail the store knows, as pickup sees it. `stays` is true for one that is never moved."""

    id: int
    key: MailKey
    moved: bool
    stays: bool
    decided: bool


def own(
    store: Store, key: MailKey, raw: bytes, verdict: Verdict, now: datetime, *, whole: bool, shadow: bool
) -> int:
    """Own a mail: its raw bytes become a row. The id. In pickup's transaction."""
    return store.insert(
        "message",
        {
            "account": key.account,
            "folder": key.folder,
            "uidvalidity": key.uidvalidity,
            "uid": key.uid,
            "internal_date": stamp(key.internal_date),
            "size": key.size,
            "sha256": hashlib.sha256(raw).hexdigest(),
            "raw": zlib.compress(raw, 1),
            "whole": int(whole),
            "shadow": int(shadow),
            "owned_at": stamp(now),
            "level": verdict.level.value,
            "level_why": verdict.why,
        },
    )


def known(
    store: Store, account: str, folder: str, uidvalidity: int, uids: Sequence[int]
) -> dict[int, list[Owned]]:
    """The mails owned under these UIDs of that UIDVALIDITY. A UID used twice has two rows."""
    found: dict[int, list[Owned]] = {}
    for start in range(0, len(uids), 500):
        some = uids[start : start + 500]
        for row in store.rows(
            "SELECT id, account, folder, uidvalidity, uid, internal_date, size, moved_at, whole, shadow, "
            "disposition FROM message WHERE account = ? AND folder = ? AND uidvalidity = ? "
            f"AND uid IN ({', '.join('?' * len(some))})",
            (account, folder, uidvalidity, *some),
        ):
            found.setdefault(row["uid"], []).append(_owned(row))
    return found


def unmoved(store: Store, account: str, folder: str) -> list[Owned]:
    """Mails owned that should have left the folder, under any UIDVALIDITY."""
    return [
        _owned(row)
        for row in store.rows(
            "SELECT id, account, folder, uidvalidity, uid, internal_date, size, moved_at, whole, shadow, "
            "disposition FROM message WHERE account = ? AND folder = ? AND moved_at IS NULL "
            "AND whole = 1 AND shadow = 0 AND coalesce(disposition, '') <> 'ignored'",
            (account, folder),
        )
    ]


def _owned(row: Row) -> Owned:
    return Owned(
        row["id"],
        _key(row),
        moved=row["moved_at"] is not None,
        stays=bool(row["shadow"]) or not row["whole"] or row["disposition"] == "ignored",
        decided=row["disposition"] is not None,
    )


def _key(row: Row) -> MailKey:
    return MailKey(
        row["account"],
        row["folder"],
        row["uidvalidity"],
        row["uid"],
        moment(row["internal_date"]),
        row["size"],
    )


def mark_moved(store: Store, ids: Iterable[int], now: datetime) -> None:
    """These mails lie in Processed now."""
    store.run_many(
        "UPDATE message SET moved_at = ? WHERE id = ? AND moved_at IS NULL",
        [(stamp(now), id_) for id_ in ids],
    )


def waiting(store: Store, *, shadow: bool) -> list[int]:
    """The ids of the mails not decided yet: those never read first, then those whose reading did not end well.

    In shadow only mail that was owned in shadow is decided: a mail already moved must not be shown only.
    """
    rows = store.rows(
        "SELECT id FROM message WHERE disposition IS NULL AND shadow >= ? ORDER BY attempts, id LIMIT 1000",
        (int(shadow),),
    )
    return [row["id"] for row in rows]


def get(store: Store, mail_id: int) -> SpooledMail | None:
    """A mail by its id; None when there is none, or its bytes are no longer kept."""
    row = store.row("SELECT * FROM message WHERE id = ? AND raw IS NOT NULL", (mail_id,))
    return _spooled(row) if row else None


def _spooled(row: Row) -> SpooledMail:
    return SpooledMail(
        id=row["id"],
        key=_key(row),
        sha256=row["sha256"],
        verdict=Verdict(Level(row["level"]), row["level_why"]),
        attempts=row["attempts"],
        failures=row["failures"],
        whole=bool(row["whole"]),
        shadow=bool(row["shadow"]),
        owned_at=moment(row["owned_at"]),
        raw=zlib.decompress(row["raw"]),
    )


def begin_reading(store: Store, mail_id: int) -> None:
    """Count an attempt before the mail is read (promise 7)."""
    store.run("UPDATE message SET attempts = attempts + 1 WHERE id = ?", (mail_id,))


def note_failure(store: Store, mail_id: int, error: str, *, alone: bool) -> None:
    """Keep what went wrong while reading, at most 2000 characters, and count it where it was read alone."""
    store.run(
        "UPDATE message SET last_error = ?, failures = failures + ? WHERE id = ?",
        (error[:2000], int(alone), mail_id),
    )


def last_error(store: Store, mail_id: int) -> str:
    """What went wrong in the last reading; empty when nothing did or the process died of it."""
    return str(store.one("SELECT last_error FROM message WHERE id = ?", (mail_id,)))


def decided(
    store: Store, mail_id: int, classified: Classified | None, decision: Decision, alerts: int, now: datetime
) -> None:
    """Write what was decided over the row. In dispose's transaction."""
    store.run(
        "UPDATE message SET disposition = :disposition, decided_at = :at, reasons = :reasons, rules = :rules, "
        "alerts_read = :alerts, kind = :kind, message_id = :message_id, sender = :sender, subject = :subject, "
        "organisation_id = :organisation, raw = CASE :disposition WHEN 'ignored' THEN NULL ELSE raw END "
        "WHERE id = :id",
        {
            "id": mail_id,
            "disposition": DISPOSITIONS[decision.disposition],
            "at": stamp(now),
            "reasons": because_json(decision.because),
            "rules": json.dumps(decision.rules),
            "alerts": alerts,
            "kind": classified.kind.value if classified else "unknown",
            "message_id": classified.message_id[:998] if classified else "",
            "sender": (classified.from_ if classified else decision.sender.address).address[:320],
            "subject": classified.subject[:998] if classified else "",
            "organisation": decision.sender.organisation.id if decision.sender.organisation else None,
        },
    )


def because_json(because: tuple[Because, ...]) -> str:
    """Reasons as stored: a list of [code, sentence]."""
    return json.dumps([[each.reason.value, each.text] for each in because], ensure_ascii=False)


def owe_receipt(store: Store, mail_id: int, to: str) -> None:
    """The sender of this mail is owed one receipt."""
    store.run("UPDATE message SET receipt = 'owed', receipt_to = ? WHERE id = ?", (to, mail_id))


def set_receipt(store: Store, mail_id: int, state: str) -> None:
    """The receipt is 'written' or 'held_back'."""
    store.run("UPDATE message SET receipt = ? WHERE id = ?", (state, mail_id))


def same_bytes(store: Store, spooled: SpooledMail) -> Row | None:
    """The mail decided before that is byte for byte this one: a rebuilt server, a new UIDVALIDITY."""
    return store.row(
        "SELECT id, owned_at, disposition, shadow FROM message WHERE sha256 = ? AND id <> ? "
        "AND disposition IS NOT NULL AND whole = ? ORDER BY id LIMIT 1",
        (spooled.sha256, spooled.id, int(spooled.whole)),
    )


def settle(store: Store, mail_id: int) -> None:
    """The mail's fate anew from its alerts and held items, gravest first. After any of them changed."""
    store.run(
        "UPDATE message SET disposition = CASE "
        "WHEN EXISTS (SELECT 1 FROM held WHERE message_id = :id AND closed_at IS NULL) THEN 'held' "
        "WHEN EXISTS (SELECT 1 FROM alert WHERE message_id = :id AND state IN ('held', 'disputed')) THEN 'held' "
        "WHEN EXISTS (SELECT 1 FROM alert WHERE message_id = :id AND state = 'relayed') THEN 'relayed' "
        "ELSE 'recorded' END WHERE id = :id AND disposition <> 'ignored'",
        {"id": mail_id},
    )


def describe(store: Store, mail_id: int) -> Row | None:
    """What the list commands show of a mail."""
    return store.row(
        "SELECT id, sha256, uid, internal_date, owned_at, moved_at, level, level_why, attempts, last_error, "
        "disposition, kind, decided_at, reasons, rules, alerts_read, message_id, sender, subject, receipt, "
        "receipt_to, whole, shadow, organisation_id FROM message WHERE id = ?",
        (mail_id,),
    )
