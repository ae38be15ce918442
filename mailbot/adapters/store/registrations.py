"""The registration data, by generations: loaded in short batches, activated by one short transaction.

A generation is `loading`, then `active`, then `retired`; look-ups read the active one alone. Rows come in the
order of the primary keys, so that each batch touches the last pages of its table and no others: five million
rows in any other order would write most of the table anew with every batch. What is retired goes batch by
batch from its first key on. The caller's transactions hold one batch each.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.alert import Fuel
from mailbot.model.supplier import Registration, RegistrationData

RegistrationValues = tuple[str, str, str | None, str, str]  # mpxn, effective_from, effective_to, fuel, mpid
DeviceValues = tuple[str, str]  # device, mpxn
_REGISTRATION = ("mpxn", "effective_from", "effective_to", "fuel", "mpid")
_DEVICE = ("device", "mpxn")
_AT_ONCE = 500  # rows a statement: a third of the time of one statement a row
_KEYS = {"registration": "mpxn, effective_from", "device": "device, mpxn"}


def begin_load(store: Store, source: str, now: datetime) -> int:
    """Open a new generation; nothing reads it until `activate`."""
    values = {"state": "loading", "loaded_at": stamp(now), "source": source, "taken": 0, "refused": 0}
    return store.insert("registration_load", values)


def load(store: Store, generation: int, rows: Sequence[RegistrationValues]) -> None:
    """One batch of rows that overlap nothing, ascending, in the caller's short transaction."""
    _insert(store, generation, "registration", _REGISTRATION, rows)


def load_devices(store: Store, generation: int, rows: Sequence[DeviceValues]) -> None:
    """One batch of devices at meter points, each pair once, ascending, in the caller's short transaction."""
    _insert(store, generation, "device", _DEVICE, rows)


def _insert(
    store: Store,
    generation: int,
    table: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str | None, ...]],
) -> None:
    marks = f"({int(generation)}, {', '.join('?' * len(columns))})"
    head = f"INSERT INTO {table} (generation, {', '.join(columns)}) VALUES "
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        store.run(head + ", ".join([marks] * len(part)), tuple(chain.from_iterable(part)))


def activate(store: Store, generation: int, taken: int, refused: int, now: datetime) -> None:
    """This generation is the data from now on; the one before retires. One short transaction."""
    store.run("UPDATE registration_load SET state = 'retired' WHERE state = 'active'")
    store.run(
        "UPDATE registration_load SET state = 'active', loaded_at = ?, taken = ?, refused = ? "
        "WHERE generation = ?",
        (stamp(now), taken, refused, generation),
    )


def abandon_loading(store: Store) -> int:
    """Retire generations whose load was cut short; how many. Only where no load can be running."""
    return store.run("UPDATE registration_load SET state = 'retired' WHERE state = 'loading'")


def sweep(store: Store, limit: int) -> int:
    """Delete up to `limit` rows of retired generations; how many. Called, each time in a transaction, until it gives 0.

    A range from the first key on, so that whole pages fall free; `secure_delete` overwrites them.
    """
    for table, keys in _KEYS.items():
        generation = _retired(store, table)
        if generation is not None:
            beyond = store.row(
                f"SELECT {keys} FROM {table} WHERE generation = ? ORDER BY {keys} LIMIT 1 OFFSET ?",
                (generation, limit),
            )
            upto = f" AND ({keys}) < (?, ?)" if beyond else ""
            values = (generation, *(beyond.values() if beyond else ()))
            return store.run(f"DELETE FROM {table} WHERE generation = ?{upto}", values)
    return 0


def _retired(store: Store, table: str) -> int | None:
    """A retired generation that has rows left. Each generation ever loaded is one look at the key."""
    found = store.row(
        f"SELECT generation FROM registration_load WHERE state = 'retired' AND EXISTS "
        f"(SELECT 1 FROM {table} WHERE {table}.generation = registration_load.generation) LIMIT 1"
    )
    return int(found["generation"]) if found else None


def active(store: Store) -> Row | None:
    """The active generation's row: generation, loaded_at, source, taken, refused."""
    return store.row("SELECT * FROM registration_load WHERE state = 'active'")


def data_for(store: Store, mpxn: str, device: str) -> RegistrationData:
    """What the active generation says of a meter point, or of the single meter point of a device.

    The time it takes depends neither on the number of rows nor on an import under way.
    """
    load_row = active(store)
    while load_row:
        found = _data(store, load_row, mpxn, device)
        now_active = active(store)
        if now_active and now_active["generation"] == load_row["generation"]:
            return found
        load_row = now_active  # an import was activated in between, and its sweep may have begun
    return RegistrationData()


def _data(store: Store, load_row: Row, mpxn: str, device: str) -> RegistrationData:
    generation = load_row["generation"]
    sql = "SELECT mpxn FROM device WHERE generation = ? AND device = ? ORDER BY mpxn"
    points = tuple(row["mpxn"] for row in store.rows(sql, (generation, device))) if device else ()
    about = mpxn or (points[0] if len(points) == 1 else "")
    rows = tuple(_rows(store, generation, about)) if about else ()
    return RegistrationData(moment(load_row["loaded_at"]), points, rows)


def _rows(store: Store, generation: int, mpxn: str) -> list[Registration]:
    return [
        Registration(
            row["mpxn"],
            Fuel(row["fuel"]),
            row["mpid"],
            date.fromisoformat(row["effective_from"]),
            date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        )
        for row in store.rows(
            "SELECT * FROM registration WHERE generation = ? AND mpxn = ? ORDER BY effective_from",
            (generation, mpxn),
        )
    ]


def devices_at(store: Store, mpxn: str) -> list[str]:
    """The devices recorded at a meter point in the active generation. It reads them all: not for mail."""
    return [
        row["device"]
        for row in store.rows(
            "SELECT device FROM device JOIN registration_load USING (generation) "
            "WHERE state = 'active' AND mpxn = ? ORDER BY device",
            (mpxn,),
        )
    ]


def checkpoint(store: Store, longest: int) -> bool:
    """Copy the WAL into the store's file, outside any transaction; whether it is now no longer than `longest` pages.

    PASSIVE waits for nobody. Where that leaves it too long, because readers are always under way, TRUNCATE waits
    for them, and makes writers wait, for up to a fifth of a second.
    """
    log = _checkpointed(store, "PASSIVE")[1]
    return log <= longest or truncate(store)


def truncate(store: Store) -> bool:
    """Empty the WAL, outside any transaction; False when a reader keeps it. Waits a fifth of a second at the most."""
    timeout = int(store.one("PRAGMA busy_timeout"))
    store.rows("PRAGMA busy_timeout=200")
    try:
        return not _checkpointed(store, "TRUNCATE")[0]
    finally:
        store.rows(f"PRAGMA busy_timeout={timeout}")


def _checkpointed(store: Store, how: str) -> tuple[bool, int]:
    """Whether somebody was in the way, and the pages in the WAL."""
    busy, log, _ = store.rows(f"PRAGMA wal_checkpoint({how})")[0].values()
    return bool(busy), int(log)


def free_bytes(store: Store) -> int:
    """What is free inside the store's file: pages that deleted rows left."""
    return int(store.one("PRAGMA freelist_count")) * int(store.one("PRAGMA page_size"))
