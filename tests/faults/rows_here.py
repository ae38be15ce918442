"""The faults of the machine: its disk, its clock, its processes."""

from datetime import timedelta

from tests.faults import trouble
from tests.faults.row import TWICE, Row

STORE = (
    Row(
        id="store-disk-full",
        fault="The disk is full",
        made="A small disk of its own for the store is filled to the last byte.",
        sees="the disk is full or failing",
        does="Nothing half-done is kept; mail stays on the server, letters wait. It goes on when there is room.",
        trouble=trouble.disk_full,
        small_disk=True,
    ),
    Row(
        id="store-disk-full-log",
        fault="The disk is full, and the log lies on it too",
        made="A small disk of its own for the store and the log is filled to the last byte.",
        sees="",
        does="As before, and goes on without a log until there is room.",
        trouble=trouble.disk_full,
        small_disk=True,
        log_too=True,
    ),
    Row(
        id="store-disk-low",
        fault="The disk is nearly full",
        made="A small disk of its own for the store is filled until 50 MB are left.",
        sees="MB are free on the disk of",
        does="Takes no more mail in, and sends what is due. It goes on when there are 100 MB.",
        trouble=trouble.disk_low,
        small_disk=True,
    ),
    Row(
        id="store-read-only",
        fault="The store cannot be written",
        made="`chattr +i` on the files of the store.",
        sees="The store",
        does="Nothing half-done is kept; mail stays on the server, letters wait. It goes on when it can write.",
        trouble=trouble.store_read_only,
    ),
    Row(
        id="store-locked",
        fault="Another process keeps the store locked",
        made="A transaction is left open, for longer than the 30 seconds that mailbot waits (1 second here).",
        sees="stayed locked by another process",
        does="Tries again every 5 seconds; a letter whose answer could not be written down is uncertain.",
        trouble=trouble.store_locked,
    ),
    Row(
        id="store-killed",
        fault="The process is killed",
        made="`kill -9`, some seconds, and a new start.",
        sees="",
        does="Finds everything committed. Letters that were on their way are uncertain: "
        + TWICE[0].lower()
        + TWICE[1:],
        trouble=trouble.killed,
        waits=False,
        restarts=True,
    ),
)
SOON = timedelta(seconds=10)
CLOCK = (
    Row(
        id="clock-back",
        fault="The clock is put back by an hour, and forward again",
        made="The clock that mailbot asks is shifted while it runs.",
        sees="",
        does="Loses nothing and sends nothing twice; a letter that was due waits until its time has come again.",
        trouble=trouble.clock_put(timedelta(hours=-1), back=True),
    ),
    Row(
        id="clock-forward",
        fault="The clock is put forward by a day",
        made="The clock that mailbot asks is shifted while it runs.",
        sees="",
        does="Loses nothing, gives nothing up and sends nothing twice.",
        trouble=trouble.clock_put(timedelta(days=1), back=False),
    ),
    Row(
        id="clock-spring",
        fault="Summer time begins",
        made="The clock that mailbot asks passes through 01:00 UTC of the next such night.",
        sees="",
        does="Nothing changes: all times are kept in UTC.",
        trouble=trouble.night,
        begins=trouble.next_change(3) - SOON,
    ),
    Row(
        id="clock-autumn",
        fault="Summer time ends",
        made="The clock that mailbot asks passes through 01:00 UTC of the next such night.",
        sees="",
        does="Nothing changes: all times are kept in UTC.",
        trouble=trouble.night,
        begins=trouble.next_change(10) - SOON,
    ),
)
