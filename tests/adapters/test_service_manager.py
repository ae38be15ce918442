"""sd_notify over real datagram sockets."""

import socket
from pathlib import Path

import pytest

from mailbot.adapters.service_manager import ServiceManager


def listening(address: str) -> socket.socket:
    ours = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.bind(address)
    ours.settimeout(5)
    return ours


@pytest.mark.parametrize("abstract", [False, True])
def test_what_is_said_arrives(abstract: bool, tmp_path: Path) -> None:
    path = f"{tmp_path}/notify"
    with listening(f"\0{path}" if abstract else path) as ours:
        manager = ServiceManager({"NOTIFY_SOCKET": f"@{path}" if abstract else path})
        assert manager.listens
        manager.ready()
        manager.status("live; 3 stages\nREADY=0")
        manager.alive()
        manager.stopping()
        heard = [ours.recv(1024) for _ in range(4)]
    assert heard == [b"READY=1", b"STATUS=live; 3 stages READY=0", b"WATCHDOG=1", b"STOPPING=1"]


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "relative"}])
def test_without_a_service_manager_nothing_happens(environment: dict[str, str]) -> None:
    manager = ServiceManager(environment)
    assert not manager.listens
    manager.ready()


def test_a_socket_that_nobody_reads_holds_nothing_up(tmp_path: Path) -> None:
    path = f"{tmp_path}/notify"
    with listening(path):
        manager = ServiceManager({"NOTIFY_SOCKET": path})
        for _ in range(5_000):
            manager.alive()
    manager.alive()  # nor one that is gone
