"""The shared mailbox, by IMAP (RFC 9051; MOVE is RFC 6851, UIDPLUS RFC 4315, IDLE RFC 2177).

Takes MailboxAccess. Gives one blocking connection for one thread: UIDs, arrival times, raw bytes, a move. It
reads with BODY.PEEK and never sets or reads \\Seen, and never sends a plain EXPUNGE, which would delete what
other people have marked. Every operation has a time limit. What goes wrong is a TemporaryFailure or a
PermanentFailure whose text is a whole sentence; after the first, and whenever the dialogue broke, the
connection is dropped and connect() opens a fresh one. Nothing is retried here.
"""

import os
import select
import time
import weakref
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mailbot.adapters import imap_folders, tls
from mailbot.adapters.imap_errors import RAISED, explain, is_refusal
from mailbot.adapters.wire import Client, Endpoint
from mailbot.model.configuration import MailboxAccess, Security
from mailbot.model.errors import MailbotError, PermanentFailure, TemporaryFailure

BATCH = 200  # UIDs a command: a command line stays below 8 KB even without UID ranges
REISSUE_SECONDS = 28 * 60  # a server may log an idling client out after 29 minutes (RFC 2177)
PAUSE_SECONDS = 1.0  # between two IDLEs when the server woke us for nothing
GOODBYE_SECONDS = 3.0  # LOGOUT waits no longer
_NEWS = ("EXISTS", "EXPUNGE", "RECENT", "VANISHED")  # flags are no news: people read the mailbox too


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is known of a mail before it is read. internal_date: aware, UTC. size: RFC822.SIZE, bytes."""

    internal_date: datetime
    size: int


_NOTHING = Glimpse(datetime(1970, 1, 1, tzinfo=UTC), 0)


class Mailbox:
    """One connection, used by one thread; only wake() may be called from another.

    Every method but close() and wake() raises TemporaryFailure or PermanentFailure.
    """

    def __init__(self, access: MailboxAccess) -> None:
        self._access = access
        self._where = f"{access.host}:{access.port}"
        self._client: Client | None = None
        self._folder, self._readonly = "", True
        self._waker = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        weakref.finalize(self, os.close, self._waker)

    def connect(self) -> None:
        """Open a fresh connection, protected as configured, and sign in."""
        self.close()
        tls.require_protection(self._access.security, self._access.host, self._access.port)
        context = tls.client_context(self._access.ca_file)
        limit = 2 * self._access.max_message_bytes + 1_048_576  # servers count RFC822.SIZE loosely
        access = self._access
        endpoint = Endpoint(access.host, access.port, access.security, access.timeout_seconds, limit)
        try:
            self._client = Client(endpoint, context)
        except RAISED as error:
            raise explain(error, self._where, "connecting", "") from None
        try:
            with self._doing("signing in", final=True) as client:
                self._protect(client)
                self._sign_in(client)
                client.capabilities()  # those of a signed-in account: asked once, then remembered
        except MailbotError:
            self._drop()
            raise

    def close(self) -> None:
        """Sign out politely and drop the connection. Never raises."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(*RAISED):
            client.socket().settimeout(GOODBYE_SECONDS)
            client.logout()
        with suppress(*RAISED):
            client.shutdown()

    def wake(self) -> None:
        """End idle() now, or the next one at once. From any thread; the connection is left alone."""
        os.eventfd_write(self._waker, 1)

    def select(self, folder: str, *, readonly: bool) -> int:
        """Open a folder (EXAMINE when readonly) and give its UIDVALIDITY."""
        with self._doing(f"opening the folder {folder}", final=True) as client:
            answer = client.select_folder(folder, readonly=readonly)
            uidvalidity = answer.get(b"UIDVALIDITY")
        if not isinstance(uidvalidity, int) or b"UIDNOTSTICKY" in answer:
            raise PermanentFailure(
                f"{self._where} gives no lasting numbers (UIDVALIDITY) to the mails in {folder}, so none could be "
                "recognised again. Use another folder or another mail server."
            )
        self._folder, self._readonly = folder, readonly
        return uidvalidity

    def search(self, since: date | None) -> list[int]:
        """All UIDs of the folder, ascending; with `since`, those that arrived on that day or later.

        SINCE goes by the server's own days (RFC 9051, section 6.4.4), so one day more is asked for.
        """
        criteria: list[object] = ["SINCE", since - timedelta(days=1)] if since else ["ALL"]
        with self._doing(f"listing {self._folder}") as client:
            return sorted({int(uid) for uid in client.search(criteria)})

    def glimpse(self, uids: Sequence[int]) -> dict[int, Glimpse]:
        """Arrival time and size of each mail that is still there."""
        glimpses: dict[int, Glimpse] = {}
        with self._doing(f"looking at {self._folder}") as client:
            for batch in _batches(uids):
                for uid, items in client.fetch(batch, ["INTERNALDATE", "RFC822.SIZE"]).items():
                    arrived, size = items.get(b"INTERNALDATE"), items.get(b"RFC822.SIZE")
                    if isinstance(arrived, datetime) and arrived.tzinfo and isinstance(size, int):
                        glimpses[uid] = Glimpse(arrived.astimezone(UTC), size)
        # Dovecot says this of a mail that somebody else has just deleted.
        return {uid: each for uid, each in glimpses.items() if each != _NOTHING}

    def fetch(self, uid: int) -> bytes | None:
        """The whole mail; None when it is gone. PermanentFailure when the server will not hand it out."""
        return self._peek(uid, "")

    def fetch_headers(self, uid: int) -> bytes | None:
        """Its headers and the empty line; None when it is gone. Errors as for fetch()."""
        return self._peek(uid, "HEADER")

    def ensure_folder(self, name: str) -> str:
        """Create the folder when it is missing, subscribe to it, and give the server's own name for it."""
        with self._doing(f"creating the folder {name}", final=True) as client:
            return imap_folders.ensure(client, name)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails out of the selected folder; UIDs that are gone are passed over.

        Without MOVE: COPY, then \\Deleted and UID EXPUNGE on these UIDs alone. A kill in between leaves a copy
        more, never one less. PermanentFailure where the server has neither MOVE nor UIDPLUS.
        """
        with self._doing(f"moving mail to {folder}") as client:
            if self._readonly:  # some servers move all the same
                raise PermanentFailure(
                    f"{self._folder} at {self._where} was opened for reading; nothing is moved."
                )
            one_step = client.has_capability("MOVE")
            if not one_step and not client.has_capability("UIDPLUS"):
                raise PermanentFailure(
                    f"{self._where} can neither move mail (MOVE) nor delete single mails (UIDPLUS). mailbot would "
                    "have to delete what other people marked, and does not. Use another mail server."
                )
            for batch in _batches(uids):
                if one_step:
                    client.move(batch, folder)
                else:
                    _copy_and_delete(client, batch, folder)

    def folders(self) -> list[tuple[str, int]]:
        """Every folder that can hold mail, with its number of mails."""
        with self._doing("listing the folders") as client:
            return [(name, _count(client, name)) for name in imap_folders.selectable(client)]

    @property
    def supports_idle(self) -> bool:
        """Whether the server tells of new mail by itself. False without a connection."""
        if self._client is None:
            return False
        with self._doing("asking what it can do") as client:
            return bool(client.has_capability("IDLE"))

    def idle(self, seconds: float) -> bool:
        """Wait for news of the selected folder: True at news or wake(), False after `seconds`.

        Every wait ends with DONE and its answer, so a dead peer is one TemporaryFailure and never a busy loop.
        """
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            with self._doing(f"waiting for mail in {self._folder}") as client:
                client.wire.take(*_NEWS)  # what was known before
                tag = client.wire.idle_begin()
                client.wire.idle_wait(min(left, REISSUE_SECONDS), self._waker)
                client.wire.idle_end(tag)
                if client.wire.take(*_NEWS):
                    return True
            if self._woken(min(PAUSE_SECONDS, max(0.0, until - time.monotonic()))):
                return True
        return False

    def _woken(self, seconds: float) -> bool:
        """True when wake() was called, waiting up to `seconds` for it."""
        poll = select.poll()
        poll.register(self._waker, select.POLLIN)
        if not poll.poll(seconds * 1000):
            return False
        os.eventfd_read(self._waker)
        return True

    def _protect(self, client: Client) -> None:
        """STARTTLS where it is configured; there is no way on without it."""
        if client.preauthenticated:
            raise PermanentFailure(
                f"{self._where} greets us as signed in already, so nobody knows whose mailbox this is and whether "
                "the connection is protected. Check host and port."
            )
        if self._access.security is not Security.STARTTLS:
            return
        if not client.has_capability("STARTTLS"):
            raise PermanentFailure(
                f"{self._where} offers no STARTTLS, so the password would travel unprotected. If the server has "
                'it, somebody on the way removed it; else set security to "tls" and port to 993.'
            )
        client.starttls(tls.client_context(self._access.ca_file))

    def _sign_in(self, client: Client) -> None:
        username, password = self._access.username, self._access.password.reveal()
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(username, password)
            return
        if client.has_capability("LOGINDISABLED"):
            raise PermanentFailure(f"{self._where} does not accept a user name and password at all.")
        if not (username + password).isascii() or not (username + password).isprintable():
            raise PermanentFailure(
                f"{self._where} takes only unaccented letters, digits and signs in user name and password."
            )
        quoted = username.replace("\\", "\\\\").replace('"', '\\"')
        client.login(f'"{quoted}"', password)  # imaplib quotes the password only

    def _peek(self, uid: int, section: str) -> bytes | None:
        with self._doing(f"reading a mail in {self._folder}", final=True) as client:
            answer: dict[bytes, object] | None = client.fetch([uid], [f"BODY.PEEK[{section}]"]).get(uid)
        key = f"BODY[{section}]".encode()
        if answer is None or key not in answer:
            return None
        content = answer[key]
        if not isinstance(content, bytes):
            raise PermanentFailure(
                f"{self._where} lists the mail with UID {uid} in {self._folder} but does not hand it out. Open it in "
                "a mail program, and move it to another folder."
            )
        return content

    @contextmanager
    def _doing(self, doing: str, *, final: bool = False) -> Generator[Client, None, None]:
        """Lend the client for one operation; whatever breaks becomes a failure with a sentence."""
        if self._client is None:
            raise TemporaryFailure(
                f"There is no connection to {self._where} while {doing}; it is opened again."
            )
        try:
            yield self._client
        except MailbotError:
            raise
        except RAISED as error:
            if not is_refusal(error):
                self._drop()
            raise explain(error, self._where, doing, self._access.password.reveal(), final=final) from None

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(*RAISED):
                client.shutdown()


def _copy_and_delete(client: Client, uids: Sequence[int], folder: str) -> None:
    client.copy(uids, folder)
    client.add_flags(uids, [b"\\Deleted"], silent=True)
    client.uid_expunge(uids)


def _count(client: Any, name: str) -> int:
    return int(client.folder_status(name, ["MESSAGES"]).get(b"MESSAGES", 0))


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), BATCH):
        yield uids[start : start + BATCH]
