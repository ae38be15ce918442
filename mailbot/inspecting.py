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
from mailbot.model.configuration import RoutingPolicy, Unknown
from mailbot.model.decision import Because, Reason
from mailbot.model.errors import CallError, ConfigError, MailbotError
from mailbot.model.limits import Limits
from mailbot.model.sender import Level, Verdict
from mailbot.model.supplier import Directory
from mailbot.policy.decide import Context, Records
from mailbot.reading import Explained, explain, verdict
from mailbot.runners.records import NoRecords, StoreRecords
from mailbot.settings import Settings, load

MAX_FILE = 150 * 1024 * 1024  # the largest message Exchange Online takes


class Inspector:
    """Explains mail files. As a context manager it closes the store at the end."""

    def __init__(self, config: Path, *, asked_for: bool, store: Store | None = None) -> None:
        """`asked_for`: the user named the configuration, so mistakes in it are told, not passed over."""
        self.notes: list[str] = []
        self._settings = self._load(config, asked_for)
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
        try:
            raw = sys.stdin.buffer.read(MAX_FILE + 1) if str(file) == "-" else _bytes_of(file)
        except OSError as error:
            return f"{file}: it cannot be read ({error.strerror}). Give the path of a saved mail (.eml)."
        if len(raw) > MAX_FILE:
            return f"{file}: it is larger than {MAX_FILE // 1_048_576} MB, which no mail is."
        try:
            return as_json(str(file), self.explained(raw), self._rules)
        except Exception as error:  # noqa: BLE001  one broken file must not hide what the others say
            return f"{file}: reading it failed ({type(error).__name__}: {error}); the daemon would hold it."

    def explained(self, raw: bytes) -> Explained:
        """The mail and the decision on it, as of now."""
        found = explain(raw, self._rules, Limits(), self._context(raw))
        if self._store:
            return found
        text = "There is no store here, so no sender and no supplier could be looked up on the contact list."
        because = (*found.decision.because, Because(Reason.NO_STORE, text))
        return Explained(found.classified, replace(found.decision, because=because))

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
        return verdict(raw, self._settings.mailbox.trusted_authserv_id if self._settings else "", Limits())

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


def _bytes_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MAX_FILE + 1)
