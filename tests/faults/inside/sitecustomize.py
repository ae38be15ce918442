"""Faults inside the daemon that no real server provokes, switched on by the environment. On PYTHONPATH only in tests.

KILL_AT=own:before:2 ends the process with SIGKILL just before the second commit called `own`; after: just after.
CPU_SECONDS=2 shortens what the child process may take, BUSY_SECONDS=1 the wait for a locked store, DOT_SECONDS=2 the
one after a letter. WAITS=0.1 makes every wait before something is tried again a tenth as long, and at most 1.5 s.
BREAK_READER=TEXT=kill makes reading a mail that holds TEXT end the process; raise, spin and grow do what they say.
CLOCK=FILE puts the clock forward by as many seconds as stand in the file, or back.
"""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


LONGEST = 1.5  # seconds


def _kill_at(label: str, when: str, number: int) -> None:
    from mailbot.adapters.store import database

    commit = database.Store._commit
    seen = 0

    def committing(self, name: str) -> None:
        nonlocal seen
        seen += name == label
        due = name == label and seen == number
        if due and when == "before":
            _die()
        commit(self, name)
        if due and when == "after":
            _die()

    database.Store._commit = committing


def _break_reader(text: str, how: str) -> None:
    from mailbot.parse import message

    read = message.read

    def reading(raw, limits):
        if text.encode() in raw and b"\n\n" in raw.replace(b"\r\n", b"\n").rstrip():
            _break(how)
        return read(raw, limits)

    message.read = reading


def _break(how: str) -> None:
    if how == "kill":
        _die()
    elif how == "raise":
        raise RuntimeError("this mail breaks the reader")
    elif how == "spin":
        while True:
            pass
    elif how == "grow":
        grown = []
        while True:
            grown.append(bytearray(64 * 1024 * 1024))


def _shorten_waits(factor: float) -> None:
    from mailbot import service
    from mailbot.policy import delivery

    whole = delivery._exponential

    def shortened(*attempts, **bounds):
        return min(whole(*attempts, **bounds) * factor, timedelta(seconds=LONGEST))

    delivery._exponential = shortened
    service.BACK_OFF = tuple(min(seconds * factor, LONGEST) for seconds in service.BACK_OFF)


def _shift_clock(file: Path) -> None:
    from mailbot.runners import clock

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(file.read_text() or 0))

    clock.SystemClock.now = now


if point := os.environ.get("KILL_AT"):
    name, before_or_after, count = point.split(":")
    _kill_at(name, before_or_after, int(count))
if seconds := os.environ.get("CPU_SECONDS"):
    from mailbot.model.limits import Limits

    Limits.__init__.__kwdefaults__["cpu_seconds"] = int(seconds)
if seconds := os.environ.get("BUSY_SECONDS"):
    from mailbot.adapters.store import database

    database.BUSY_SECONDS = float(seconds)
if seconds := os.environ.get("DOT_SECONDS"):
    from mailbot.adapters import smtp

    smtp.Submission.__init__.__kwdefaults__["dot_timeout"] = float(seconds)
if part := os.environ.get("WAITS"):
    _shorten_waits(float(part))
if shifted := os.environ.get("CLOCK"):
    _shift_clock(Path(shifted))
if broken := os.environ.get("BREAK_READER"):
    marker, _, manner = broken.rpartition("=")
    _break_reader(marker, manner)
