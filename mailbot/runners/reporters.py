"""The reporters: what tells people of things (alarms, duty letters, the digest), one after the other, again and again.

A fault in one of them must neither end the others nor stop the relay: it is logged, and noted as trouble of its own,
which the alarms then tell. A failing store is theirs to tell; it ends nothing here. Only StoreGone passes.
"""

from contextlib import suppress
from typing import Protocol

import structlog

from mailbot.adapters.store import alarms, facts
from mailbot.adapters.store.database import Store
from mailbot.model.errors import MailbotError, StoreGone
from mailbot.runners.clock import Clock

log = structlog.get_logger()


class Reporter(Protocol):
    """Writes what is due by the clock."""

    def tick(self) -> None:
        """Look once."""
        ...


class Reporters:
    """Several of them over one store. Used by one thread."""

    def __init__(self, store: Store, reporters: tuple[Reporter, ...], clock: Clock) -> None:
        self._store = store
        self._reporters = reporters
        self._clock = clock
        self._faults: dict[str, str] = {}  # what was noted last, by the reporter's name

    def tick(self) -> bool:
        """Let each look once; whether a letter was written meanwhile."""
        newest = self._newest_letter()
        for each in self._reporters:
            self._let_look(each)
        return self._newest_letter() > newest

    def _newest_letter(self) -> int:
        with suppress(MailbotError):
            return alarms.newest_letter(self._store)
        return 0

    def _let_look(self, each: Reporter) -> None:
        name = type(each).__name__.lower()
        try:
            each.tick()
        except StoreGone:
            raise
        except MailbotError as failure:
            log.warning("a reporter could not finish", reporter=name, what=str(failure))
        except Exception as error:  # noqa: BLE001  a fault of our own in a letter to SECAS must not stop the relay
            self._note(name, f"{type(error).__name__}: {error}")
        else:
            self._note(name, "")

    def _note(self, name: str, fault: str) -> None:
        """Note a fault as trouble, or that it is over; once for each change."""
        if self._faults.get(name, "") == fault:
            return
        if fault:
            log.error("a fault of mailbot's own", reporter=name, error=fault)
        try:
            with self._store.transaction("trouble"):
                if fault:
                    told = (
                        f"A fault of mailbot's own in its {name} ({fault.partition(':')[0]}); the log has it."
                    )
                    facts.trouble(self._store, name, told, self._clock.now())
                else:
                    facts.drop(self._store, facts.TROUBLE + name)
        except StoreGone:
            raise
        except MailbotError as failure:
            log.warning("a fault could not be noted", reporter=name, what=str(failure))
        else:
            self._faults[name] = fault
