"""The nightly comparison of the store with the mail server (promise 2).

A count from one table proves nothing: what lies in the folder and in Processed is compared, mail by mail, with
the rows. Mails are matched by INTERNALDATE and size, which a MOVE keeps. Reads only.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from mailbot.adapters.imap import Glimpse, Mailbox
from mailbot.adapters.store.database import Store, moment
from mailbot.model.configuration import MailboxAccess

FRESH = timedelta(minutes=10)
Likeness = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the comparison found. Only `strangers` can mean a loss: filed, and not known to the store."""

    in_folder: int  # mails in the folder that mailbot should own by now and does not
    in_processed: int  # mails in Processed
    strangers: int  # mails in Processed that the store does not know
    missing: int  # mails the store moved that Processed no longer has (people may delete there)

    @property
    def balanced(self) -> bool:
        """True when no mail is unaccounted for."""
        return not self.in_folder and not self.strangers

    def to_json(self) -> str:
        """As stored in the fact row."""
        return json.dumps({**asdict(self), "balanced": self.balanced})


def reconcile(
    store: Store,
    mailbox: Mailbox,
    access: MailboxAccess,
    start: datetime | None,
    now: datetime,
    *,
    shadow: bool,
) -> Reconciled:
    """Compare. `start`: mail that arrived before is none of ours; None: all is.

    Mail that arrived in the last minutes before `now` is not asked for: it may be waiting for the next poll.
    """
    owned, moved = _rows(store, access)
    lying = _on_server(mailbox, access.folder, start)
    lying = Counter({each: count for each, count in lying.items() if each[0] < now - FRESH})
    filed = Counter() if shadow else _on_server(mailbox, mailbox.ensure_folder(access.processed), start)
    return Reconciled(
        in_folder=(lying - owned).total(),
        in_processed=filed.total(),
        strangers=(filed - owned).total(),
        missing=0 if shadow else (moved - filed).total(),
    )


def _rows(store: Store, access: MailboxAccess) -> tuple[Counter[Likeness], Counter[Likeness]]:
    """Every mail owned, and those of them that were moved."""
    rows = store.rows(
        "SELECT internal_date, size, moved_at FROM message WHERE account = ? AND folder = ?",
        (access.account, access.folder),
    )
    owned = Counter((moment(row["internal_date"]), int(row["size"])) for row in rows)
    moved = Counter((moment(row["internal_date"]), int(row["size"])) for row in rows if row["moved_at"])
    return owned, moved


def _on_server(mailbox: Mailbox, folder: str, start: datetime | None) -> Counter[Likeness]:
    mailbox.select(folder, readonly=True)
    glimpses: dict[int, Glimpse] = mailbox.glimpse(mailbox.search(start.date() if start else None))
    return Counter(
        (each.internal_date, each.size)
        for each in glimpses.values()
        if start is None or each.internal_date >= start
    )
