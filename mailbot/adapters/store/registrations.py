"""The registration data, by generations: loaded in short batches, activated by one short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.adapters.store.database import Row, Store, moment, stamp
from mailbot.model.alert import Fuel
from mailbot.model.supplier import Registration, RegistrationData


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to load; `device` may be empty."""

    registration: Registration
    device: str = ""


def begin_load(store: Store, source: str, now: datetime) -> int:
    """Open a new generation; nothing reads it until `activate`."""
    values = {"state": "loading", "loaded_at": stamp(now), "source": source, "taken": 0, "refused": 0}
    return store.insert("registration_load", values)


def overlapping(store: Store, generation: int, row: Registration) -> Registration | None:
    """A row loaded before for the same meter point that holds on more days of this one than a change day."""
    for known in _rows(store, generation, row.mpxn):
        if known.effective_from == row.effective_from or _overlap(known, row):
            return known
    return None


def _overlap(one: Registration, other: Registration) -> bool:
    """Whether two rows share more than one day: the day of change may stand in both."""
    start = max(one.effective_from, other.effective_from)
    end = min(one.effective_to or date.max, other.effective_to or date.max)
    return start < end


def load(store: Store, generation: int, rows: Sequence[NewRow]) -> None:
    """One batch, in the caller's short transaction."""
    store.run_many(
        "INSERT INTO registration (generation, mpxn, effective_from, effective_to, fuel, mpid) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [_values(generation, row.registration) for row in rows],
    )
    store.run_many(
        "INSERT OR IGNORE INTO device (generation, device, mpxn) VALUES (?, ?, ?)",
        [(generation, row.device, row.registration.mpxn) for row in rows if row.device],
    )


def _values(generation: int, row: Registration) -> tuple[object, ...]:
    ends = row.effective_to.isoformat() if row.effective_to else None
    return (generation, row.mpxn, row.effective_from.isoformat(), ends, row.fuel.value, row.mpid)


def activate(store: Store, generation: int, taken: int, refused: int, now: datetime) -> None:
    """This generation is the data from now on; the one before retires. One short transaction."""
    store.run("UPDATE registration_load SET state = 'retired' WHERE state = 'active'")
    store.run(
        "UPDATE registration_load SET state = 'active', loaded_at = ?, taken = ?, refused = ? "
        "WHERE generation = ?",
        (stamp(now), taken, refused, generation),
    )


def sweep(store: Store, limit: int = 5000) -> int:
    """Delete up to `limit` rows of generations that are not active; how many. Called until it gives 0."""
    where = "generation IN (SELECT generation FROM registration_load WHERE state = 'retired') LIMIT ?"  # oldest first
    for table, columns in (
        ("registration", "generation, mpxn, effective_from"),
        ("device", "generation, device, mpxn"),
    ):
        sql = f"DELETE FROM {table} WHERE ({columns}) IN (SELECT {columns} FROM {table} WHERE {where})"
        if gone := store.run(sql, (limit,)):
            return gone
    return 0


def abandon_loading(store: Store) -> None:
    """Retire generations whose load was cut short; only when no load can be running."""
    store.run("UPDATE registration_load SET state = 'retired' WHERE state = 'loading'")


def active(store: Store) -> Row | None:
    """The active generation's row: generation, loaded_at, source, taken, refused."""
    return store.row("SELECT * FROM registration_load WHERE state = 'active'")


def data_for(store: Store, mpxn: str, device: str) -> RegistrationData:
    """What the active generation says of a meter point, or of the single meter point of a device."""
    load_row = active(store)
    if not load_row:
        return RegistrationData()
    generation = load_row["generation"]
    points = tuple(
        row["mpxn"]
        for row in store.rows(
            "SELECT mpxn FROM device WHERE generation = ? AND device = ?", (generation, device)
        )
    )
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
    """The devices recorded at a meter point in the active generation."""
    return [
        row["device"]
        for row in store.rows(
            "SELECT device FROM device JOIN registration_load USING (generation) "
            "WHERE state = 'active' AND mpxn = ? ORDER BY device",
            (mpxn,),
        )
    ]
