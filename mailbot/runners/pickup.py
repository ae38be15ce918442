"""pickup: the IMAP folder -> the journal. Owns each mail, commits, then moves it (promise 1).

One small step takes responsibility: the commit of the raw bytes under (account, folder, UIDVALIDITY, UID,
INTERNALDATE, size). Only then is the mail moved to Processed, in the same tick and under its own UIDVALIDITY.
A kill in between leaves a mail that is known: the next tick recognises it and moves it. `\\Seen` is neither
read nor set. In shadow the folder is opened read-only and nothing is ever moved.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import structlog

from mailbot.adapters.imap import Glimpse, Mailbox
from mailbot.adapters.store import facts, journal, mails
from mailbot.adapters.store.database import Store, moment, stamp
from mailbot.model.configuration import MailboxAccess, Mode, StartFrom, Unknown
from mailbot.model.errors import PermanentFailure, TemporaryFailure
from mailbot.model.limits import Limits
from mailbot.model.spool import MailKey
from mailbot.policy.evidence import LONDON
from mailbot.reading import verdict
from mailbot.runners.clock import Clock
from mailbot.runners.reconcile import Reconciled, reconcile

log = structlog.get_logger()

BATCH = 50  # owned, then moved together: what a kill leaves unmoved
RECONCILE_AFTER = timedelta(hours=25)  # the nightly job comes every 24
MINIMUM_FREE = 100 * 1024 * 1024  # bytes on the store's disk; below it nothing more is taken in


@dataclass(frozen=True, slots=True)
class Tick:
    """What one tick did."""

    owned: int = 0
    moved: int = 0


class Pickup:
    """One pass over the folder, again and again. Used by one thread, which owns the connection."""

    def __init__(
        self, store: Store, mailbox: Mailbox, access: MailboxAccess, mode: Mode, clock: Clock
    ) -> None:
        self._store = store
        self._mailbox = mailbox
        self._access = access
        self._shadow = mode is Mode.SHADOW
        self._clock = clock
        self._connected = False
        self._uidvalidity = 0
        self._refused: list[str] = []  # what the server said of mails it lists and will not hand out
        self._finished: set[int] = set()  # UIDs of this connection that need no further look
        self.stopping: Callable[[], bool] = lambda: False  # asked between batches
        self.news: Callable[[], None] = lambda: None  # called when mail was owned

    def tick(self) -> Tick:
        """Own what is new, move what is owned. TemporaryFailure or PermanentFailure when it could not finish.

        A tick that went through the whole folder is a completed poll: that is written down (promise 9).
        """
        self._room()
        self._open()
        start = self._start()
        seen = self._mailbox.search(start.astimezone(LONDON).date() if start else None)
        owned = moved = 0
        self._refused = []
        fresh = [uid for uid in seen if uid not in self._finished]
        for batch in _batches(fresh, BATCH):
            if self.stopping():
                return Tick(owned, moved)
            took, went = self._take(batch, start)
            owned, moved = owned + took, moved + went
            if took:
                self.news()
        if self.stopping():
            return Tick(owned, moved)
        self._gone(seen)
        self._completed(len(seen))
        return Tick(owned, moved)

    def _completed(self, seen: int) -> None:
        """Write down that the poll completed, and which mail the server would not hand out."""
        now = self._clock.now()
        with self._store.transaction("poll"):
            facts.put(self._store, facts.LAST_POLL, str(seen), now)
            facts.drop(self._store, facts.TROUBLE + "mailbox")
            if self._refused:
                facts.trouble(self._store, "mail", self._refused[0], now)
            else:
                facts.drop(self._store, facts.TROUBLE + "mail")

    def close(self) -> None:
        """Drop the connection; the next tick opens a fresh one."""
        self._connected = False
        self._mailbox.close()

    def idle(self, seconds: float) -> bool:
        """Wait for news on the connection, at most `seconds`; True when there was some."""
        return self._mailbox.idle(seconds)

    def wake(self) -> None:
        """End an `idle` at once; may be called from another thread."""
        self._mailbox.wake()

    def reconciling_due(self) -> bool:
        """Whether a night went by without the comparison: the daemon was down, or has never made it."""
        last = facts.get(self._store, facts.RECONCILED)
        return last is None or self._clock.now() - last.at > RECONCILE_AFTER

    def reconcile(self) -> Reconciled:
        """Compare the store with the UIDs in the folder and in Processed (promise 2). Writes the outcome down."""
        self._open()
        now = self._clock.now()
        found = reconcile(self._store, self._mailbox, self._access, self._start(), now, shadow=self._shadow)
        with self._store.transaction("reconciled"):
            facts.put(self._store, facts.RECONCILED, found.to_json(), now)
        return found

    @property
    def can_idle(self) -> bool:
        """Whether the server can tell of new mail by itself (RFC 2177)."""
        return self._access.idle and self._connected and self._mailbox.supports_idle

    def _room(self) -> None:
        free = shutil.disk_usage(self._store.path.parent).free
        if free < MINIMUM_FREE:
            raise TemporaryFailure(
                f"Only {free // 1_048_576} MB are free on the disk of {self._store.path}; no mail is taken in "
                "until there are 100 MB. Free space; the mail waits on the server."
            )

    def _open(self) -> None:
        if not self._connected:
            self._mailbox.connect()
            self._connected = True
            self._finished.clear()
            if not self._shadow:
                self._processed = self._mailbox.ensure_folder(self._access.processed)
        uidvalidity = self._mailbox.select(self._access.folder, readonly=self._shadow)
        if uidvalidity != self._uidvalidity:
            self._uidvalidity = uidvalidity
            self._finished.clear()

    def _start(self) -> datetime | None:
        """Mail that arrived before this moment is neither read nor moved; None: everything is."""
        asked = self._access.start_from
        if asked is StartFrom.ALL:
            return None
        if isinstance(asked, date):
            return datetime.combine(asked, time(), LONDON)
        known = facts.get(self._store, facts.START_FROM)
        if known is None:
            now = self._clock.now().replace(microsecond=0)
            with self._store.transaction("start"):
                facts.put(self._store, facts.START_FROM, stamp(now), now)
            return now
        return moment(known.value)

    def _take(self, uids: list[int], start: datetime | None) -> tuple[int, int]:
        """Own the new ones of a batch, then move those of it that are owned."""
        glimpses = self._mailbox.glimpse(uids)
        known = mails.known(self._store, self._access.account, self._access.folder, self._uidvalidity, uids)
        owned, to_move = 0, {}
        for uid, glimpse in sorted(glimpses.items()):
            if self.stopping():  # asked for each mail: a batch of large ones over a slow line takes its time
                break
            row = next((each for each in known.get(uid, ()) if _same(each, glimpse)), None)
            if row is None and start and glimpse.internal_date < start:
                self._finished.add(uid)
            elif row is None:
                if (id_ := self._own(uid, glimpse)) is not None:
                    owned += 1
                    if self._moves_at_once(glimpse):
                        to_move[uid] = id_
            elif self._moves_now(row):
                to_move[uid] = row.id
            elif row.stays:
                self._finished.add(uid)
        self._move(to_move)
        return owned, len(to_move)

    def _moves_at_once(self, glimpse: Glimpse) -> bool:
        """A mail just owned moves in this tick, unless it stays by nature or its fate must be known first."""
        return not self._shadow and not self._too_large(glimpse) and self._access.unknown is Unknown.HOLD

    def _moves_now(self, row: mails.Owned) -> bool:
        """A mail owned before moves now; where unknown mail is left in place, only once it is decided."""
        return not self._shadow and not row.stays and (row.decided or self._access.unknown is Unknown.HOLD)

    def _too_large(self, glimpse: Glimpse) -> bool:
        return glimpse.size > self._access.max_message_bytes

    def _own(self, uid: int, glimpse: Glimpse) -> int | None:
        """Fetch a mail and commit it; its row's id. None when it vanished before it was ours."""
        whole = not self._too_large(glimpse)
        raw = self._fetched(uid, whole=whole)
        if raw is None:
            return None
        believed = verdict(raw, self._access.trusted_authserv_id, Limits())
        key = MailKey(
            self._access.account,
            self._access.folder,
            self._uidvalidity,
            uid,
            glimpse.internal_date,
            glimpse.size,
        )
        now = self._clock.now()
        with self._store.transaction("own"):
            id_ = mails.own(self._store, key, raw, believed, now, whole=whole, shadow=self._shadow)
            journal.append(self._store, now, "mail.owned", f"M-{id_}", {"size": glimpse.size, "uid": uid})
        return id_

    def _fetched(self, uid: int, *, whole: bool) -> bytes | None:
        """The bytes; None when the mail vanished, or when the server lists it and will not hand it out.

        The second is told and tried again at each poll; it must not keep the mails behind it from being owned.
        """
        try:
            raw = self._mailbox.fetch(uid) if whole else self._mailbox.fetch_headers(uid)
        except PermanentFailure as failure:
            self._refused.append(str(failure))
            return None
        if raw is None:
            log.info("mail vanished before it was owned", uid=uid)
        return raw

    def _move(self, rows: dict[int, int]) -> None:
        """Move mails that are owned. A server that cannot is told; the mails behind are owned all the same."""
        if not rows:
            return
        try:
            self._mailbox.move(list(rows), self._processed)
        except PermanentFailure as failure:
            self._refused.append(str(failure))
            return
        with self._store.transaction("moved"):
            mails.mark_moved(self._store, rows.values(), self._clock.now())

    def _gone(self, seen: list[int]) -> None:
        """Owned mails that no longer lie in the folder (moved before a kill, or by a person) are marked so."""
        there = set(seen)
        gone = [
            row.id
            for row in mails.unmoved(self._store, self._access.account, self._access.folder)
            if row.key.uidvalidity != self._uidvalidity or row.key.uid not in there
        ]
        if gone and not self._shadow:
            with self._store.transaction("moved"):
                mails.mark_moved(self._store, gone, self._clock.now())


def _same(row: mails.Owned, glimpse: Glimpse) -> bool:
    """A known UID is the same mail only when INTERNALDATE and size agree too."""
    return row.key.internal_date == glimpse.internal_date and row.key.size == glimpse.size


def _batches(uids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(uids), size):
        yield uids[start : start + size]
