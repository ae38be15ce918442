"""The open store: one connection, its transactions, and what goes wrong with the file in one sentence each.

A Store belongs to the thread that opened it. `transaction()` is BEGIN IMMEDIATE: a reader that turns writer
inside a deferred transaction fails at once beside another writer, whatever the timeout. WAL with
synchronous=FULL: what is committed survives a power cut. The module never opens a file that `create` or a
migration did not make, so a mistyped path is an error, not an empty store.
"""

import os
import secrets
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the module it uses itself: pysqlite3

from mailbot.adapters.store.schema import MIGRATIONS
from mailbot.model.errors import CallError, MailbotError, PermanentFailure, StoreGone, TemporaryFailure

BUSY_SECONDS = 30.0
Row = dict[str, Any]
Values = Sequence[Any] | dict[str, Any]


def stamp(moment: datetime) -> str:
    """An aware time as stored: UTC, ISO 8601, microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The aware UTC time that `stamp` wrote."""
    return datetime.fromisoformat(text)


class Store:
    """One connection to the store."""

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self._connection = connection
        opened = path.stat()
        self._file = (opened.st_dev, opened.st_ino)
        self._db = Database(connection, execute_plugins=False)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row of a SELECT, as dicts."""
        with self._told():
            cursor = self._db.execute(sql, values)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a SELECT, or None."""
        return next(iter(self.rows(sql, values)), None)

    def one(self, sql: str, values: Values = ()) -> Any:
        """The single value of a SELECT that always gives one row."""
        with self._told():
            return self._db.execute(sql, values).fetchone()[0]

    def run(self, sql: str, values: Values = ()) -> int:
        """An INSERT, UPDATE or DELETE; the number of rows it touched."""
        with self._told():
            return int(self._db.execute(sql, values).rowcount)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row; its rowid. `table` and the columns are names from this package, never from mail."""
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        with self._told():
            sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            return int(self._db.execute(sql, dict(values)).lastrowid or 0)

    def run_many(self, sql: str, values: Sequence[Values]) -> None:
        """The same statement for many rows, inside the caller's transaction."""
        with self._told():
            for each in values:
                self._db.execute(sql, each)

    @contextmanager
    def transaction(self, name: str) -> Generator[None, None, None]:
        """All or nothing. `name` says which commit point of docs/queue.md this is.

        Raises TemporaryFailure when the store stays locked for 30 s or the disk is full.
        """
        self._still_there()
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise
        self._commit(name)

    def _still_there(self) -> None:
        """StoreGone when the file was removed or replaced since it was opened: what is written then is lost."""
        try:
            now = self.path.stat()
        except OSError:
            now = None
        if now is None or (now.st_dev, now.st_ino) != self._file:
            raise StoreGone(
                f"The store {self.path} was removed or replaced while it was in use. mailbot stops, so that no mail "
                "is moved on the word of a store that is gone. Put the store back, then start it again."
            )

    def _commit(self, name: str) -> None:
        """Commit; apart, and named, so that a test can end the process just before or after it."""
        try:
            with self._told():
                self._db.execute("COMMIT")
        except MailbotError as failure:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise type(failure)(f"{failure} Nothing of this step ({name}) was kept.") from None

    def close(self) -> None:
        """Close the connection; the Store is of no use afterwards."""
        self._connection.close()

    @contextmanager
    def _told(self) -> Generator[None, None, None]:
        """Turn what SQLite says into a sentence."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise _sentence(self.path, error) from None
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise
            raise PermanentFailure(
                f"The store {self.path} is damaged or not a store ({error}). Restore the last backup."
            ) from None


IntegrityError = sqlite3.IntegrityError


def _sentence(path: Path, error: Exception) -> MailbotError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return TemporaryFailure(
            f"The store {path} stayed locked by another process for {BUSY_SECONDS:.0f} seconds. "
            "End the command that holds it, or wait; mailbot tries again."
        )
    if "full" in text or "I/O" in text:
        return TemporaryFailure(
            f"The store {path} cannot be written: the disk is full or failing ({text}). Free space on it; "
            "mail stays on the server until then."
        )
    if "readonly" in text or "unable to open" in text:
        return PermanentFailure(
            f"The store {path} cannot be opened for writing ({text}). Check who owns the file and its folder."
        )
    return PermanentFailure(f"The store {path} answered: {text}.")


def create(path: Path, now: datetime) -> Store:
    """Make a new store at `path` (mode 0600); CallError when there is one already."""
    if path.exists():
        raise CallError(f"There is a store at {path} already; it was left as it is.")
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    store = _connect(path)
    store.rows("PRAGMA journal_mode=WAL")
    migrate(store, now)
    with store.transaction("create"):
        store.insert("fact", {"key": "message-id-key", "value": secrets.token_hex(32), "at": stamp(now)})
        store.insert("fact", {"key": "created", "value": stamp(now), "at": stamp(now)})
    return store


def open_store(path: Path, now: datetime) -> Store:
    """Open the store that `mailbot init` created, migrating it where it is older.

    CallError when there is none; PermanentFailure when it is of a newer version or no store at all.
    """
    if not path.exists():
        raise CallError(f"There is no store at {path}. `mailbot init` creates it; check [store] path first.")
    store = _connect(path)
    migrate(store, now)
    return store


def open_to_read(path: Path) -> Store:
    """Open the store and change nothing, not even its version. CallError when it is of another version."""
    if not path.exists():
        raise CallError(f"There is no store at {path}.")
    store = _connect(path, "ro")
    version = int(store.one("PRAGMA user_version"))
    if version != len(MIGRATIONS):
        store.close()
        raise CallError(f"The store {path} is of version {version}, this mailbot reads {len(MIGRATIONS)}.")
    return store


def _connect(path: Path, mode: str = "rw") -> Store:
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=BUSY_SECONDS)
    except sqlite3.OperationalError as error:
        raise _sentence(path, error) from None
    store = Store(path, connection)
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        store.rows(f"PRAGMA {pragma}")
    return store


def migrate(store: Store, now: datetime) -> None:
    """Bring the store to this version's tables; the file is copied beside itself before an old one changes."""
    version = int(store.one("PRAGMA user_version"))
    if version > len(MIGRATIONS):
        raise PermanentFailure(
            f"The store {store.path} was written by a newer mailbot (version {version}, this one knows "
            f"{len(MIGRATIONS)}). Install that version again, or restore the backup made before."
        )
    if 0 < version < len(MIGRATIONS):
        _copy_aside(store, version, now)
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        _apply(store, number, script)


def _copy_aside(store: Store, version: int, now: datetime) -> None:
    aside = store.path.with_name(f"{store.path.name}.v{version}-{now:%Y%m%dT%H%M%S}")
    store.run("VACUUM INTO ?", (str(aside),))
    aside.chmod(0o600)


def _apply(store: Store, number: int, script: str) -> None:
    with store.transaction("migrate"):
        if int(store.one("PRAGMA user_version")) >= number:
            return  # another process was quicker
        for statement in _statements(script):
            store.run(statement)
        store.run(f"PRAGMA user_version={number}")


def _statements(script: str) -> Generator[str, None, None]:
    """The statements of a script; a trigger's inner semicolons do not end it."""
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
