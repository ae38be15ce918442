"""The commands run inside the test's own process; what they change in it is put back."""

import os
from collections.abc import Generator

import pytest


@pytest.fixture(autouse=True)
def umask_is_put_back() -> Generator[None, None, None]:
    """main() sets umask 077; the mail servers of later tests could not start with it."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)
