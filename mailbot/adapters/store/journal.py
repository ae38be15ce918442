"""The journal: append-only, each row carrying the hash of the row before it.

It holds references and counts, never a name, address or meter point, so that erasing a person leaves it
verifiable. Triggers refuse UPDATE and DELETE.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from mailbot.adapters.store.database import Row, Store, stamp

GENESIS = "0" * 64


def append(
    store: Store, now: datetime, what: str, ref: str, detail: Mapping[str, object] | None = None
) -> None:
    """Add a line, in the transaction of what it tells of. `what` is a dotted word, `ref` CA-.., M-.., L-..."""
    text = json.dumps(dict(detail or {}), sort_keys=True, ensure_ascii=False)
    last = store.row("SELECT hash FROM journal ORDER BY id DESC LIMIT 1")
    previous = last["hash"] if last else GENESIS
    line = {"at": stamp(now), "what": what, "ref": ref, "detail": text, "previous": previous}
    store.insert("journal", {**line, "hash": _hash(line)})


def _hash(line: Mapping[str, str]) -> str:
    fields = [line[name] for name in ("previous", "at", "what", "ref", "detail")]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


def lines_of(store: Store, refs: tuple[str, ...]) -> list[Row]:
    """Every line about any of the references, oldest first."""
    marks = ", ".join("?" * len(refs))
    return store.rows(
        f"SELECT at, what, ref, detail FROM journal WHERE ref IN ({marks}) ORDER BY id",
        refs,
    )


def first_broken(store: Store) -> int | None:
    """The id of the first line whose hash or predecessor does not agree; None when the chain holds."""
    previous = GENESIS
    for row in store.rows("SELECT id, at, what, ref, detail, previous, hash FROM journal ORDER BY id"):
        if row["previous"] != previous or _hash(row) != row["hash"]:
            return int(row["id"])
        previous = row["hash"]
    return None
