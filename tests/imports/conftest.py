"""A store for the imports, empty of registrations and with those of data/registrations.csv."""

import pytest

from mailbot.imports.registrations import import_registrations
from tests.people import NOW
from tests.stores import DATA, new_store


@pytest.fixture
def store(tmp_path):
    store = new_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def loaded(store):
    import_registrations(store, DATA / "registrations.csv", NOW)
    return store
