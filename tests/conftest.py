"""Real mail servers, started once a session and only when a test asks for them; see tests/servers."""

import os
import shutil
from collections.abc import Generator

import pytest

from tests.servers import dovecot as dovecot_server
from tests.servers import postfix as postfix_server
from tests.servers import process
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

pytest.register_assert_rewrite("tests.faults.ledger", "tests.faults.scene")
SLOW = {"test_alert_anything.py", "test_registrations_at_scale.py"}  # beside the end-to-end tests
_running: dict[str, process.Server] = {}


@pytest.fixture(scope="session")
def _smtp_port() -> int:
    """Postfix's port, chosen first: Dovecot's submission relays to it, and Postfix needs Dovecot's ports."""
    return process.free_ports(1)[0]


@pytest.fixture(scope="session")
def _dovecot(_smtp_port: int) -> Generator[Dovecot, None, None]:
    dovecot = dovecot_server.start(_smtp_port)
    _running["dovecot"] = dovecot.server
    yield dovecot
    dovecot.server.stop()
    shutil.rmtree(dovecot.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _postfix(_dovecot: Dovecot, _smtp_port: int) -> Generator[Postfix, None, None]:
    postfix = postfix_server.start(_dovecot, _smtp_port)
    _running["postfix"] = postfix.server
    yield postfix
    postfix.server.stop()
    shutil.rmtree(postfix.folder, ignore_errors=True)


@pytest.fixture
def dovecot(_dovecot: Dovecot) -> Dovecot:
    """The running Dovecot, without any mail in it."""
    _dovecot.wipe()
    return _dovecot


@pytest.fixture
def postfix(_postfix: Postfix, dovecot: Dovecot) -> Generator[Postfix, None, None]:
    """The running Postfix in front of an empty Dovecot; what it has taken arrives before the next test."""
    yield _postfix
    _postfix.settle()


def _is_slow(item: pytest.Item) -> bool:
    """Whether a test may take several seconds."""
    return "end_to_end" in item.path.parts or item.path.name in SLOW


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Workers side by side start with equal shares of the slow tests, and end with quick ones."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = [item for item in items if _is_slow(item)]
    quick = [item for item in items if not _is_slow(item)]
    size = len(items) // workers  # xdist cuts the list into pieces of this size
    ordered: list[pytest.Item] = []
    for number in range(workers):
        share = slow[number::workers]
        room = max(0, size - len(share)) if number < workers - 1 else len(quick)
        ordered += share + quick[:room]
        del quick[:room]
    items[:] = ordered if workers > 1 else items


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test shows the end of the servers' logs."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        for name in _running.keys() & set(item.fixturenames):
            report.sections.append((f"{name}'s log", _running[name].tail()))
    return report
