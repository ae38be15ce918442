"""What both servers share: a private folder, free ports, starting, waiting, showing the log, stopping by pid.

Several test processes run side by side: each takes a block of ports for itself, and holds it to its end.
"""

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import pytest

START_SECONDS = 20.0
FIRST_PORT, LAST_PORT, BLOCK = 12_000, 32_000, 200  # below what the kernel gives to outgoing connections
INSTALL = "apt-get install dovecot-imapd dovecot-submissiond dovecot-lmtpd postfix"


def require(*programs: str) -> None:
    """Fail the test, with one sentence, where the servers cannot run."""
    missing = [
        program for program in programs if not shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin")
    ]
    if missing:
        pytest.fail(f"These tests need {' and '.join(missing)}: {INSTALL}", pytrace=False)
    if os.geteuid() != 0:
        pytest.fail(
            "These tests start Dovecot and Postfix, which must begin as root: run them as root.",
            pytrace=False,
        )


def private_folder(name: str) -> Path:
    """A new folder that the servers' own users may enter; its path is short enough for Unix sockets."""
    folder = Path(tempfile.mkdtemp(prefix=f"mailbot-{name}-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


def ensure_user(name: str) -> None:
    """Create the system account that owns the mail, where it is missing."""
    with Path("/tmp/mailbot-user.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            pwd.getpwnam(name)
        except KeyError:
            useradd = ["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home"]
            subprocess.run([*useradd, "--shell", "/usr/sbin/nologin", name], check=True)


class Ports:
    """A block of ports that no other test process is given while this one lives."""

    def __init__(self) -> None:
        folder = Path("/tmp/mailbot-ports")
        folder.mkdir(exist_ok=True)
        for first in range(FIRST_PORT, LAST_PORT, BLOCK):
            # held open to the end of the process: the lock goes with it, even when it is killed
            self._lock = os.open(folder / f"{first}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self._lock)
                continue
            self._ports = cycle(range(first, first + BLOCK))
            return
        pytest.fail("Every block of ports for tests is taken: end the other test processes.", pytrace=False)

    def free(self) -> int:
        """The next port of the block that nobody listens on."""
        return next(port for port in islice(self._ports, BLOCK) if _bindable(port))


def _bindable(port: int) -> bool:
    try:
        for address in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
            socket.create_server((address, port)).close()
    except OSError:
        return False
    return True


@cache
def _ports() -> Ports:
    return Ports()


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on, and that nobody else is told of."""
    return [_ports().free() for _ in range(count)]


class Server:
    """A server in the foreground. pid_file: where it writes the process to end, when that is not the one started."""

    def __init__(self, name: str, command: list[str], log: Path, pid_file: Path | None = None) -> None:
        self.name = name
        self.log = log
        self._pid_file = pid_file
        with (log.parent / f"{name}.out").open("wb") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
        self._out = log.parent / f"{name}.out"

    def wait_for(self, *addresses: tuple[str, int]) -> None:
        """Until every port answers; fails the test with the log otherwise."""
        until = time.monotonic() + START_SECONDS
        for address in addresses:
            while not _answers(address):
                if self._process.poll() is not None or time.monotonic() > until:
                    self.stop()
                    pytest.fail(
                        f"{self.name} did not start on port {address[1]}:\n{self.tail()}", pytrace=False
                    )
                time.sleep(0.02)

    def tail(self, lines: int = 40) -> str:
        """The end of its log and of what it printed."""
        texts = [path.read_text(errors="replace") for path in (self._out, self.log) if path.exists()]
        return "\n".join("\n".join(text.splitlines()[-lines:]) for text in texts)

    def stop(self) -> None:
        """Ask the server to end; kill its process group when it does not."""
        if self._process.poll() is None:
            os.kill(self._pid(), signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _pid(self) -> int:
        if self._pid_file is not None and self._pid_file.exists():
            return int(self._pid_file.read_text())
        return self._process.pid


def _answers(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, 1).close()
    except OSError:
        return False
    return True


def fill(template: Path, target: Path, values: dict[str, str]) -> None:
    """Write `template` to `target` with every @NAME@ replaced."""
    text = template.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    target.write_text(text)
