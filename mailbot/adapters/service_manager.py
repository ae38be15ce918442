"""What is said to the service manager (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names.

Takes an environment. Gives nothing back: without such a socket, or when nobody listens, nothing happens. A name that
begins with @ is a socket in the abstract namespace (unix(7)). Never raises, never waits.
"""

import socket
from collections.abc import Mapping
from contextlib import suppress


class ServiceManager:
    """systemd, or nobody."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")

    @property
    def listens(self) -> bool:
        """Whether mailbot was started by a service manager that wants to be told."""
        return self._address.startswith(("/", "@"))

    def ready(self) -> None:
        """mailbot works now."""
        self._say("READY=1")

    def status(self, words: str) -> None:
        """One line for `systemctl status`."""
        self._say(f"STATUS={' '.join(words.split())}")

    def alive(self) -> None:
        """Every stage does its work; when this stays away for WatchdogSec, mailbot is started afresh."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """mailbot is about to end in order."""
        self._say("STOPPING=1")

    def _say(self, line: str) -> None:
        if not self.listens:
            return
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.setblocking(False)
            out.sendto(line.encode(), address)
