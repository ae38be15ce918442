"""A daemon that a failed test has left running would take the next test's mail."""

from collections.abc import Generator

import pytest

from tests.end_to_end import rig


@pytest.fixture(autouse=True)
def no_daemon_is_left() -> Generator[None, None, None]:
    yield
    while rig.started:
        daemon = rig.started.pop()
        if daemon.poll() is None:
            daemon.kill()
            daemon.wait(10)
