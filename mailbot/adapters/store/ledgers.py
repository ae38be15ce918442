"""The three ledgers (promise 2): every mail, alert and letter is in exactly one place, and two tables agree.

A sum over one table's own states proves nothing; so each ledger is checked against another record of the
same thing: the journal, the counts written when a mail was read, the letters and the held items.
"""

import json
from dataclasses import dataclass

from mailbot.adapters.store import facts
from mailbot.adapters.store.database import Store

MAIL_STATES = ("relayed", "recorded", "held", "ignored")
ALERT_STATES = ("relayed", "not_for_relay", "repeated", "held", "disputed")
LETTER_STATES = ("due", "sending", "sent", "deferred", "failed", "not_sent")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts by state, the total they are held against, and what does not agree (sentences)."""

    counts: dict[str, int]
    total: int
    faults: tuple[str, ...]

    @property
    def balanced(self) -> bool:
        """True when nothing disagrees."""
        return not self.faults


def _counts(store: Store, sql: str, states: tuple[str, ...]) -> dict[str, int]:
    found = {row["state"]: row["n"] for row in store.rows(sql)}
    return {state: found.get(state, 0) for state in states}


def _faults(store: Store, checks: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Run each query; its sentence, with the number it found, for those that find anything."""
    found = ((int(store.one(sql)), sentence) for sql, sentence in checks)
    return tuple(f"{number} {sentence}" for number, sentence in found if number)


def mails(store: Store) -> Ledger:
    """received = relayed + recorded + held + ignored + waiting."""
    counts = _counts(
        store,
        "SELECT coalesce(disposition, 'waiting') AS state, count(*) AS n FROM message GROUP BY 1",
        (*MAIL_STATES, "waiting"),
    )
    total = int(store.one("SELECT count(*) FROM journal WHERE what = 'mail.owned'"))
    faults = _faults(
        store,
        (
            (
                "SELECT abs((SELECT count(*) FROM message) - "
                "(SELECT count(*) FROM journal WHERE what = 'mail.owned'))",
                "mail(s) differ between the spool and the journal",
            ),
            (
                "SELECT count(*) FROM message WHERE disposition = 'held' AND NOT EXISTS "
                "(SELECT 1 FROM held WHERE held.message_id = message.id AND closed_at IS NULL)",
                "held mail(s) have no open item for a person",
            ),
            (
                "SELECT count(*) FROM held JOIN message ON message.id = held.message_id "
                "WHERE closed_at IS NULL AND disposition IS NOT 'held'",
                "item(s) wait for a person about a mail that is not held",
            ),
        ),
    )
    return Ledger(counts, total, faults + _server_faults(store))


def _server_faults(store: Store) -> tuple[str, ...]:
    """What the last comparison with the mail server found."""
    fact = facts.get(store, facts.RECONCILED)
    found = json.loads(fact.value) if fact else {"balanced": True}
    if fact is None or found["balanced"]:
        return ()
    return (
        f"{found['in_folder']} mail(s) in the folder and {found['strangers']} in Processed were unknown to the store "
        f"on {fact.at:%d %B %Y %H:%M} UTC",
    )


def alerts(store: Store) -> Ledger:
    """read = relayed + not for relay + repeated + held + disputed."""
    counts = _counts(store, "SELECT state, count(*) AS n FROM alert GROUP BY 1", ALERT_STATES)
    total = int(store.one("SELECT coalesce(sum(alerts_read), 0) FROM message"))
    faults = _faults(
        store,
        (
            (
                "SELECT abs((SELECT count(*) FROM alert) - "
                "(SELECT coalesce(sum(alerts_read), 0) FROM message))",
                "alert(s) differ between what was read and what was decided",
            ),
            (
                "SELECT count(*) FROM alert WHERE state = 'relayed' AND NOT EXISTS (SELECT 1 FROM alert_letter "
                "JOIN letter ON letter.id = letter_id WHERE alert_letter.alert_id = alert.id "
                "AND (letter.state <> 'failed' OR letter.received_at IS NOT NULL)) "
                "AND NOT EXISTS (SELECT 1 FROM bundling WHERE bundling.alert_id = alert.id)",
                "relayed alert(s) have no letter",
            ),
            (
                "SELECT count(*) FROM alert WHERE state IN ('held', 'disputed') AND NOT EXISTS "
                "(SELECT 1 FROM held WHERE held.alert_id = alert.id AND closed_at IS NULL)",
                "held or disputed alert(s) have no open item for a person",
            ),
        ),
    )
    return Ledger(counts, total, faults)


def letters(store: Store) -> Ledger:
    """due + sending + sent + deferred + failed, and not_sent (written in shadow)."""
    counts = _counts(store, "SELECT state, count(*) AS n FROM letter GROUP BY 1", LETTER_STATES)
    counts["uncertain"] = int(store.one("SELECT coalesce(sum(uncertain), 0) FROM letter"))
    total = int(store.one("SELECT count(*) FROM journal WHERE what = 'letter.written'"))
    faults = _faults(
        store,
        (
            (
                "SELECT abs((SELECT count(*) FROM letter) - "
                "(SELECT count(*) FROM journal WHERE what = 'letter.written'))",
                "letter(s) differ between the queue and the journal",
            ),
            (
                "SELECT count(*) FROM letter WHERE state = 'sent' AND NOT EXISTS "
                "(SELECT 1 FROM journal WHERE what = 'letter.sent' AND ref = 'L-' || letter.id)",
                "sent letter(s) have no accepting answer in the journal",
            ),
            (
                "SELECT count(*) FROM message WHERE receipt = 'written' AND NOT EXISTS (SELECT 1 FROM letter "
                "WHERE (letter.id = message.receipt_letter_id OR letter.mail_id = message.id) "
                "AND letter.kind IN ('receipt', 'statement'))",
                "receipt(s) were promised and not written",
            ),
        ),
    )
    return Ledger(counts, total, faults)
