"""data/watch.json: what `mailbot watch` has told and to whom it still owes it. It needs no store.

Mode 0600, written as a whole and renamed into place. A file that is missing or damaged is an empty state with a key
of its own: what is wrong is then told once more, never not at all. Never raises.
"""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mailbot.adapters.health import write_json
from mailbot.model.trouble import Trouble

NAME = "watch.json"


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble that was seen. mailed, commanded: how it was told. over_at: when it was seen to be over."""

    trouble: Trouble
    raised_at: datetime
    mailed: bool = False
    commanded: bool = False
    over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything told since all was well last. key: hex, of the Message-IDs."""

    key: str = field(default_factory=lambda: secrets.token_hex(32))
    told: tuple[Told, ...] = ()

    def by_part(self) -> dict[str, Told]:
        """What was told, by part."""
        return {each.trouble.part: each for each in self.told}


_STATE = TypeAdapter(State)


def read(path: Path) -> State:
    """The state that stands there, or an empty one."""
    try:
        state = _STATE.validate_json(path.read_bytes())
        bytes.fromhex(state.key)
    except (OSError, ValidationError, ValueError):
        return State()
    return state if state.key and all(each.tzinfo for each in _moments(state.told)) else State()


def write(path: Path, state: State) -> str:
    """Write it; an empty string, or why it could not be written."""
    return write_json(path, asdict(state))


def _moments(told: Iterable[Told]) -> list[datetime]:
    times = [moment for each in told for moment in (each.trouble.since, each.raised_at, each.over_at)]
    return [each for each in times if each]
