"""/metrics as Prometheus reads it, /livez and /readyz, over real HTTP."""

import socket
import urllib.error
import urllib.request
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mailbot.adapters.metrics import Figures, Server
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import stamp
from mailbot.model.errors import PermanentFailure
from tests.end_to_end.mails import good, unknown_code
from tests.people import NOW
from tests.runners.stage import Stage
from tests.servers.process import free_ports


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.fixture
def answers() -> dict[str, str]:
    """What the checks say."""
    return {"/livez": "", "/readyz": ""}


@pytest.fixture
def url(stage: Stage, answers: dict[str, str]) -> Generator[str, None, None]:
    checks = {path: lambda path=path: answers[path] for path in answers}
    with Server(0, Figures(stage.store.path, stage.clock.now), checks) as server:
        yield f"http://127.0.0.1:{server.port}"


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def figures(url: str) -> dict[str, float]:
    """Every sample: its name with its label's value, and its value."""
    code, text = get(f"{url}/metrics")
    assert code == 200
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_figures_are_those_of_the_store(stage: Stage, url: str) -> None:
    stage.own(good(1, "Brightwater").raw, unknown_code(2, "Brightwater").raw)
    stage.dispose.tick()
    facts.put(stage.store, facts.LAST_POLL, "2", NOW)
    facts.put(stage.store, facts.LAST_DELIVERY, "0", NOW - timedelta(seconds=5))
    facts.trouble(stage.store, "mailbox", "gone", NOW)
    stage.later(seconds=90)
    found = figures(url)
    assert found["mailbot_store_readable"] == 1
    assert found["mailbot_mails_total relayed"] == 1
    assert found["mailbot_mails_total held"] == 1
    assert found["mailbot_mails_total waiting"] == 0
    assert found["mailbot_alerts_total relayed"] == 1
    assert found["mailbot_alerts_total held"] == 1
    assert found["mailbot_alerts_total disputed"] == 0
    assert found["mailbot_letters due"] == 1
    assert found["mailbot_letters_uncertain_total"] == 0
    assert found["mailbot_held_open"] == 1
    assert found["mailbot_last_poll_timestamp_seconds"] == NOW.timestamp()
    assert found["mailbot_last_delivery_timestamp_seconds"] == NOW.timestamp() - 5
    assert found["mailbot_oldest_due_alert_seconds"] == 90
    assert found["mailbot_troubles"] == 1
    assert found["mailbot_ledgers_balanced"] == 1
    assert not any(name.startswith("mailbot_time_to_relay") for name in found)
    stage.store.run(
        "UPDATE letter SET state = 'sent', attempted_at = ?, sent_at = ?", (stamp(stage.clock.now()),) * 2
    )
    stage.later(seconds=1)
    found = figures(url)
    assert found["mailbot_time_to_relay_seconds 0.5"] == found["mailbot_time_to_relay_seconds 1"] == 90
    assert found["mailbot_ledgers_balanced"] == 0  # the journal has no accepting answer
    assert found["mailbot_oldest_due_alert_seconds"] == 0


def test_a_fresh_store_has_no_last_poll(url: str) -> None:
    found = figures(url)
    assert "mailbot_last_poll_timestamp_seconds" not in found
    assert found["mailbot_mails_total relayed"] == 0


def test_a_store_that_cannot_be_read_is_said(stage: Stage, url: str) -> None:
    stage.store.path.rename(stage.store.path.with_name("elsewhere.db"))
    assert figures(url) == {"mailbot_store_readable": 0}


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_alive_and_ready(path: str, url: str, answers: dict[str, str]) -> None:
    assert get(f"{url}{path}") == (200, "ok\n")
    answers[path] = "No poll has completed."
    assert get(f"{url}{path}?verbose") == (503, "No poll has completed.\n")


def test_there_is_nothing_else(url: str) -> None:
    assert get(f"{url}/")[0] == 404
    assert get(f"{url}/metrics/")[0] == 404


def test_a_port_that_is_taken_is_a_sentence(stage: Stage) -> None:
    port = free_ports(1)[0]
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(PermanentFailure, match="choose another one"),
    ):
        Server(port, Figures(stage.store.path, stage.clock.now), {})
