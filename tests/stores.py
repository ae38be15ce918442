"""A store in a temporary folder, filled with the invented companies."""

from datetime import datetime
from pathlib import Path

from mailbot.adapters.store.database import Store, create
from mailbot.imports.suppliers import import_suppliers
from tests.people import NOW

DATA = Path(__file__).parent.parent / "data"


class FixedClock:
    """A clock that a test moves."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


def new_store(folder: Path, *, filled: bool = True) -> Store:
    """A fresh store; with the suppliers of data/suppliers.csv."""
    store = create(folder / "mailbot.db", NOW)
    if filled:
        report = import_suppliers(store, DATA / "suppliers.csv", NOW, frozenset())
        assert report.clean
    return store
