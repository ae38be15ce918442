"""Whose a held item is: claim it, give it up, write a note on it. Releasing and the like stand in desk.py.

A claim stops the letters to the person on duty for a day. Each item is told in a sentence of its own; one that cannot
be claimed stops no other. Each act is one transaction with its journal lines, which name nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.adapters.store import duty, held
from mailbot.adapters.store.database import Row, Store, moment
from mailbot.model.errors import CallError
from mailbot.policy.evidence import LONDON
from mailbot.runners.clock import Clock


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one item, in a sentence; `done` is False when nothing was changed and somebody must look."""

    text: str
    done: bool = True

    def __str__(self) -> str:
        return self.text


class Claims:
    """The claims and notes of one person, named `by`, on one store."""

    def __init__(self, store: Store, clock: Clock, by: str) -> None:
        self._store = store
        self._clock = clock
        self._by = by

    def claim(self, ids: Iterable[int], *, take_over: bool = False) -> tuple[Told, ...]:
        """Say that you have these items. One that somebody else has is told, and taken with `take_over` only."""
        with self._store.transaction("claim"):
            return tuple(self._claim(id_, take_over=take_over) for id_ in dict.fromkeys(ids))

    def _claim(self, id_: int, *, take_over: bool) -> Told:
        item = held.get(self._store, id_)
        if item is None or item["closed_at"]:
            return Told(_not_open(id_, item), done=False)
        if item["claimed_by"] == self._by:
            return Told(f"H-{id_} is yours already, since {_since(item)}.")
        others = bool(item["claimed_by"])
        if others and not take_over:
            claimed = f"H-{id_} was claimed by {item['claimed_by']} on {_since(item)}"
            return Told(f"{claimed}; `held claim H-{id_} --take-over` takes it.", done=False)
        held.claim(self._store, id_, self._by, self._clock.now(), taken_over=others)
        was = f", taken over from {item['claimed_by']}" if others else ""
        later = (
            " If it is still open in a day, the person on duty is told again." if self._urgent(id_) else ""
        )
        return Told(f"H-{id_} is yours{was}.{later}")

    def _urgent(self, id_: int) -> bool:
        return bool(duty.urgent(self._store, [id_]))

    def give_up(self, ids: Iterable[int], *, take_over: bool = False) -> tuple[Told, ...]:
        """Say that you do not have these items any more; another's claim ends with `take_over` only."""
        with self._store.transaction("claim"):
            return tuple(self._give_up(id_, take_over=take_over) for id_ in dict.fromkeys(ids))

    def _give_up(self, id_: int, *, take_over: bool) -> Told:
        item = held.get(self._store, id_)
        if item is None or item["closed_at"]:
            return Told(_not_open(id_, item), done=False)
        if not item["claimed_by"]:
            return Told(f"H-{id_} was claimed by nobody.")
        if item["claimed_by"] != self._by and not take_over:
            claimed = f"H-{id_} was claimed by {item['claimed_by']} on {_since(item)}, not by you"
            return Told(f"{claimed}; add --take-over to end that claim.", done=False)
        held.give_up(self._store, id_, self._clock.now())
        now_told = "; the person on duty is told" if self._urgent(id_) else ""
        return Told(f"H-{id_} waits for somebody again{now_told}.")

    def note(self, id_: int, text: str) -> str:
        """Keep words with an item, also one that has ended. CallError when there is no such item, or no words."""
        words = " ".join(text.split())
        if not words:
            raise CallError("The note is empty; say what whoever looks next should know.")
        with self._store.transaction("claim"):
            if held.get(self._store, id_) is None:
                raise CallError(_not_open(id_, None))
            held.note(self._store, id_, self._by, words, self._clock.now())
        return f"The note is kept with H-{id_}."


def _not_open(id_: int, item: Row | None) -> str:
    if item is None:
        return f"There is no held item H-{id_}. `held list` shows them."
    ended = f"{item['outcome']} on {_shown(item['closed_at'])} by {item['closed_by']}"
    return f"H-{id_} was {ended}; it does not wait any more."


def _since(item: Row) -> str:
    return _shown(item["claimed_at"])


def _shown(stored: str) -> str:
    """A stored time as people in the office read it: London time, minutes."""
    return f"{moment(stored).astimezone(LONDON):%d %b %Y %H:%M}"
