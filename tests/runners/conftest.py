"""A store with all runners, in front of a scripted SMTP server."""

import pytest

from tests.faults.smtp_server import ScriptedSmtp
from tests.runners.stage import Stage


@pytest.fixture
def server():
    with ScriptedSmtp() as running:
        yield running


@pytest.fixture
def stage(tmp_path, server, request):
    made = Stage(tmp_path, server.submission_access(), **getattr(request, "param", {}))
    yield made
    made.deliver.close()
