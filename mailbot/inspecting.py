"""What `explain` looks things up in: the store and configuration where there are any, else nothing.

Opens the store to read only; nothing is written, moved or sent.
"""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from mailbot import rulebook
from mailbot.adapters.store import suppliers
from mailbot.adapters.store.database import Store, open_to_read
from mailbot.explaining import as_json
from mailbot.model.classified import Classified, UnknownMail
from mailbot.model.configuration import RoutingPolicy, Unknown
from mailbot.model.decision import Because, Decision, Reason
from mailbot.model.errors import CallError, ConfigError, MailbotError
from mailbot.model.limits import Limits
from mailbot.model.mail import Address
from mailbot.model.rulebook import Kind
from mailbot.model.sender import Level, Verdict
from mailbot.model.supplier import Directory
from mailbot.policy.decide import Context, Records, decide, hold_unread
from mailbot.processor_time import READING, processor_time
from mailbot.reading import Explained, header_block, read, verdict
from mailbot.runners.alone import read_safely
from mailbot.runners.records import NoRecords, StoreRecords
from mailbot.settings import Settings, load

DEFAULT_MOST = 36_700_160  # max_message_bytes where no configuration says otherwise


class Inspector:
    """Explains mail files. As a context manager it closes the store at the end."""

    def __init__(self, config: Path, *, asked_for: bool, store: Store | None = None) -> None:
        """`asked_for`: the user named the configuration, so mistakes in it are told, not passed over."""
        self.notes: list[str] = []
        self._settings = self._load(config, asked_for)
        self._limits = self._settings.limits if self._settings else Limits()
        self._most = self._settings.mailbox.max_message_bytes if self._settings else DEFAULT_MOST
        rules = self._settings.rules if self._settings else None
        self._rules = rulebook.load(rules) if rules else rulebook.load_default()
        self._store = store or self._open()

    def __enter__(self) -> "Inspector":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._store:
            self._store.close()

    def explain(self, file: Path) -> dict[str, Any] | str:
        """The `explain --json` object for a file (- is standard input); a sentence when it cannot be read."""
        name = _shown(file)
        try:
            raw = _bytes_of(file, self._most + 1)
        except IsADirectoryError:
            return f"{name}: it is a folder. Name the mails in it, such as {name.rstrip('/')}/*.eml."
        except OSError as error:
            return f"{name}: it cannot be read ({error.strerror}). Give the path of a saved mail (.eml)."
        return as_json(name, self.explained(raw), self._rules)

    def explained(self, raw: bytes) -> Explained:
        """The mail and the decision on it, as of now. Whatever the bytes do to the reader, there is a decision."""
        found = self._explained(raw)
        if self._store:
            return found
        text = "There is no store here, so no sender and no supplier could be looked up on the contact list."
        because = (*found.decision.because, Because(Reason.NO_STORE, text))
        return Explained(found.classified, replace(found.decision, because=because))

    def _explained(self, raw: bytes) -> Explained:
        if len(raw) > self._most:
            text = f"The mail is larger than max_message_bytes ({self._most}): only its headers were read."
            return self._headers_alone(raw, hold_unread(Reason.TOO_LARGE, text))
        try:
            with processor_time(READING):
                classified = read_safely(raw, self._rules, self._limits)
                return Explained(classified, decide(classified, self._context(raw)))
        except MailbotError:
            raise  # the store, not the mail
        except Exception as error:  # noqa: BLE001  the daemon would hold it; one mail hides nothing of the others
            text = f"The mail could not be read ({type(error).__name__}: {str(error)[:200]})."
            return self._headers_alone(raw, hold_unread(Reason.READER_FAILED, text))

    def _headers_alone(self, raw: bytes, decision: Decision) -> Explained:
        try:
            with processor_time(READING):
                found = read(header_block(raw), self._rules, self._limits)
                return Explained(replace(found, defects=()), decision)  # it was cut by us
        except Exception:  # noqa: BLE001
            nobody = Classified(Kind.UNKNOWN, UnknownMail(), Address(""), "", "")
            return Explained(nobody, decision)

    def _context(self, raw: bytes) -> Context:
        settings, now = self._settings, datetime.now(UTC)
        records: Records = StoreRecords(self._store, now) if self._store else NoRecords()
        return Context(
            verdict=self._verdict(raw),
            directory=suppliers.directory(self._store) if self._store else Directory(),
            records=records,
            rulebook=self._rules,
            policy=settings.routing if settings else RoutingPolicy(),
            sender_check=settings.mailbox.sender_check if settings else Level.LIKELY,
            unknown=settings.mailbox.unknown if settings else Unknown.HOLD,
            now=now,
        )

    def _verdict(self, raw: bytes) -> Verdict:
        return verdict(
            raw, self._settings.mailbox.trusted_authserv_id if self._settings else "", self._limits
        )

    def _load(self, config: Path, asked_for: bool) -> Settings | None:
        try:
            return load(config, os.environ)
        except ConfigError as error:
            if asked_for:
                raise
            self.notes.append(
                f"Without a configuration ({config}: {len(error.mistakes)} mistake(s), `mailbot init` tells them): "
                "no sender can be believed."
            )
            return None

    def _open(self) -> Store | None:
        if self._settings is None:
            return None
        try:
            return open_to_read(self._settings.store)
        except (CallError, MailbotError) as error:
            self.notes.append(f"Without a store: {error}")
            return None


def _bytes_of(file: Path, most: int) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(most)
    with file.open("rb") as opened:
        return opened.read(most)


def _shown(file: Path) -> str:
    """The file's name in characters that can be printed: bytes that are no UTF-8 as \\xNN."""
    return os.fsencode(file).decode(errors="backslashreplace")
