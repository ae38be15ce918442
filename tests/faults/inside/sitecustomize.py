"""Faults inside the daemon that no real server provokes, switched on by the environment. On PYTHONPATH only in tests.

KILL_AT=own:before:2 ends the process with SIGKILL just before the second commit called `own`; after: just after.
CPU_SECONDS=2 shortens what the child process may take, BUSY_SECONDS=1 the wait for a locked store.
BREAK_READER=TEXT=kill makes reading a mail that holds
TEXT end the process; raise, spin and grow do what they say.
"""

import os
import signal


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


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


if point := os.environ.get("KILL_AT"):
    name, before_or_after, count = point.split(":")
    _kill_at(name, before_or_after, int(count))
if seconds := os.environ.get("CPU_SECONDS"):
    from mailbot.model.limits import Limits

    Limits.__init__.__kwdefaults__["cpu_seconds"] = int(seconds)
if seconds := os.environ.get("BUSY_SECONDS"):
    from mailbot.adapters.store import database

    database.BUSY_SECONDS = float(seconds)
if broken := os.environ.get("BREAK_READER"):
    marker, _, manner = broken.rpartition("=")
    _break_reader(marker, manner)
