"""The systemd units start commands that exist, with the hardening and the accounts that docs/operating.md tells of."""

import configparser
import shlex
from pathlib import Path

import pytest

from mailbot.cli import app

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS = {
    command.name or command.callback.__name__ for command in app.registered_commands if command.callback
}


class Unit(configparser.RawConfigParser):
    """A unit; a key that stands twice keeps its last value."""

    def __init__(self, name: str) -> None:
        super().__init__(strict=False, comment_prefixes=("#",), interpolation=None)
        self.read(DOCS / name)

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.mark.parametrize(
    ("name", "command", "user"),
    [("mailbot.service", "run", "mailbot"), ("mailbot-watch.service", "watch", "mailbot-watch")],
)
def test_a_service_is_hardened_and_starts_a_command_under_its_own_account(
    name: str, command: str, user: str
) -> None:
    service = Unit(name)["Service"]
    words = shlex.split(service["ExecStart"])
    assert words[:2] == ["/opt/mailbot/bin/mailbot", command]
    assert command in COMMANDS
    assert service["User"] == user
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == service["PrivateTmp"] == "yes"
    assert service["RestrictAddressFamilies"] == "AF_INET AF_INET6 AF_UNIX"
    assert "SystemCallFilter" in service


def test_the_daemon_is_watched_and_started_again() -> None:
    service = Unit("mailbot.service")["Service"]
    assert (service["Type"], service["Restart"]) == ("notify", "always")
    assert int(service["WatchdogSec"]) >= 30  # it is fed every five seconds
    assert service["ReadWritePaths"] == "/var/lib/mailbot"


def test_the_outside_look_comes_every_five_minutes() -> None:
    assert Unit("mailbot-watch.timer")["Timer"]["OnUnitActiveSec"] == "5min"
    told = shlex.split(Unit("mailbot-watch.service")["Service"]["ExecStart"])
    assert told[told.index("--state") + 1].startswith("/var/lib/mailbot-watch/")
