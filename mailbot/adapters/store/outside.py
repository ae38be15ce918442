"""The store as one sees it from outside the daemon: for `mailbot watch`, which may run under another account.

It reads and never writes, not even the files that SQLite keeps beside a store; so a store that nobody has open, in a
folder that this account may not write to, is read as the file it is. A store that is missing, locked for ten
seconds, damaged or of another version is a MailbotError with a sentence.
"""

from pathlib import Path
from urllib.parse import quote

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the module it uses itself: pysqlite3

from mailbot.adapters.store.database import Store
from mailbot.adapters.store.schema import MIGRATIONS
from mailbot.model.errors import CallError, MailbotError, PermanentFailure

BUSY_SECONDS = 10.0


def open_from_outside(path: Path) -> Store:
    """Open it; close it again soon."""
    try:
        return _opened(path, "mode=ro")
    except PermanentFailure:
        if not _nobody_has_it_open(path):
            raise
        return _opened(path, "mode=ro&immutable=1")


def _nobody_has_it_open(path: Path) -> bool:
    """No log of changes lies beside it: all that was committed is in the file."""
    try:
        return path.is_file() and not path.with_name(f"{path.name}-wal").exists()
    except OSError:
        return False


def _opened(path: Path, how: str) -> Store:
    try:
        path.stat()
        connection = sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, timeout=BUSY_SECONDS)
    except FileNotFoundError:
        raise CallError(f"There is no store at {path}.") from None
    except OSError as error:
        raise PermanentFailure(f"The store {path} cannot be read: {error.strerror}.") from None
    except sqlite3.Error as error:
        raise PermanentFailure(f"The store {path} cannot be opened ({error}).") from None
    store = Store(path, connection)
    try:
        version = int(store.one("PRAGMA user_version"))
        store.one("SELECT count(*) FROM fact")
    except MailbotError:
        store.close()
        raise
    if version != len(MIGRATIONS):
        store.close()
        raise CallError(f"The store {path} is of version {version}, this mailbot reads {len(MIGRATIONS)}.")
    return store
