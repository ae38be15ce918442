"""The reporters: one that fails stops neither the others nor the relay."""

import pytest

from mailbot.adapters.store import facts
from mailbot.model.errors import StoreGone, TemporaryFailure
from mailbot.runners.reporters import Reporters
from tests.people import NOW
from tests.stores import FixedClock, new_store


class Digest:
    """Raises what it is given."""

    def __init__(self, *errors):
        self.errors, self.looks = list(errors), 0

    def tick(self):
        self.looks += 1
        if self.errors and (error := self.errors.pop(0)):
            raise error


class Duty(Digest):
    """Another one."""


def test_a_fault_is_noted_once_and_dropped_when_it_is_over(tmp_path):
    store = new_store(tmp_path, filled=False)
    broken, other = Digest(ValueError("hannah.reid"), ValueError("hannah.reid"), None), Duty()
    reporters = Reporters(store, (broken, other), FixedClock())
    reporters.tick()
    reporters.tick()
    assert other.looks == 2
    noted = facts.get(store, "trouble:digest")
    assert noted.value == "A fault of mailbot's own in its digest (ValueError); the log has it."
    assert noted.at == NOW
    reporters.tick()
    assert facts.get(store, "trouble:digest") is None


def test_a_store_that_fails_is_not_its_fault(tmp_path):
    store = new_store(tmp_path, filled=False)
    other = Duty()
    Reporters(store, (Digest(TemporaryFailure("locked")), other), FixedClock()).tick()
    assert other.looks == 1
    assert facts.troubles(store) == ()


def test_a_store_that_is_gone_ends_it(tmp_path):
    store = new_store(tmp_path, filled=False)
    with pytest.raises(StoreGone):
        Reporters(store, (Digest(StoreGone("gone")),), FixedClock()).tick()
    (tmp_path / "mailbot.db").unlink()
    with pytest.raises(StoreGone):
        Reporters(store, (Digest(ValueError("x")),), FixedClock()).tick()


def test_it_says_when_a_letter_was_written(tmp_path):
    store = new_store(tmp_path, filled=False)

    class Writes(Digest):
        def tick(self):
            values = {"kind": "digest", "message_id": f"<{self.looks}@x>", "recipient": "a@b.example"}
            times = {"created_at": "2026", "due_at": "2026"}
            store.insert("letter", {**values, **times, "state": "due", "content": b""})
            super().tick()

    assert not Reporters(store, (Digest(),), FixedClock()).tick()
    assert Reporters(store, (Writes(),), FixedClock()).tick()
