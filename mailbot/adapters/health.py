"""data/health.json: what the running daemon says of itself, for `status` and `mailbot watch`, without the store.

Written as a whole beside the store and renamed into place, so that a reader sees the old one or the new one. It is
the owner's alone (0600), and the group's to read where the store is, too. It has no personal data beyond what a
trouble's sentence says. A file that is missing, old or damaged reads as None. Never raises.
"""

import json
import os
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mailbot.model.trouble import Trouble

NAME = "health.json"
_GROUP_READS = 0o040


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The daemon at one moment; times aware, UTC. stages: when each finished its last round."""

    at: datetime
    process: int
    mode: str
    stopped: bool = False
    last_poll_completed: datetime | None = None
    last_delivery_completed: datetime | None = None
    stages: dict[str, datetime]
    well: bool
    troubles: tuple[Trouble, ...] = ()


_HEALTH = TypeAdapter(Health)


def beside(store: Path) -> Path:
    """Where it stands."""
    return store.parent / NAME


def write(store: Path, health: Health) -> str:
    """Write it beside the store; an empty string, or why it could not be written."""
    return write_json(beside(store), asdict(health), like=store)


def read(store: Path) -> Health | None:
    """What stands beside the store; None when nothing that can be read does."""
    try:
        found = _HEALTH.validate_json(beside(store).read_bytes())
    except (OSError, ValidationError, ValueError):
        return None
    return found if all(moment.tzinfo for moment in _moments(found)) else None


def _moments(health: Health) -> list[datetime]:
    times = [health.at, health.last_poll_completed, health.last_delivery_completed]
    times += [*health.stages.values(), *(each.since for each in health.troubles)]
    return [each for each in times if each]


def write_json(path: Path, value: Any, *, like: Path | None = None) -> str:
    """Write JSON atomically, mode 0600, and for the group to read where `like` is; a sentence when it failed."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        descriptor = os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(descriptor, 0o600 | _group_reads(like) | _group_reads(path))
            json.dump(value, file, default=datetime.isoformat, indent=1)
            file.write("\n")
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        return f"{path} could not be written: {error.strerror}."
    return ""


def _group_reads(path: Path | None) -> int:
    try:
        return path.stat().st_mode & _GROUP_READS if path else 0
    except OSError:
        return 0
