"""The journal cannot be changed unseen."""

import pytest

from mailbot.adapters.store import journal
from mailbot.adapters.store.database import IntegrityError
from tests.people import NOW
from tests.stores import new_store


def filled(tmp_path):
    store = new_store(tmp_path, filled=False)
    for number in range(5):
        journal.append(store, NOW, "test", f"M-{number}", {"number": number})
    return store


def test_an_untouched_chain_holds(tmp_path):
    assert journal.first_broken(filled(tmp_path)) is None


@pytest.mark.parametrize("statement", ["UPDATE journal SET ref = 'M-9' WHERE id = 2", "DELETE FROM journal"])
def test_update_and_delete_are_refused(tmp_path, statement):
    store = filled(tmp_path)
    with pytest.raises(IntegrityError, match="append-only"):
        store.run(statement)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE journal SET detail = '{}' WHERE id = 3", 3),
        ("UPDATE journal SET at = '2026' WHERE id = 1", 1),
        ("DELETE FROM journal WHERE id = 2", 3),
    ],
)
def test_the_first_broken_line_is_named(tmp_path, statement, broken):
    store = filled(tmp_path)
    store.run("DROP TRIGGER journal_no_update")
    store.run("DROP TRIGGER journal_no_delete")
    store.run(statement)
    assert journal.first_broken(store) == broken
