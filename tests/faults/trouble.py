"""The ways in which the world goes wrong in a scene. Each begins when it is entered and is healed when it is left."""

import contextlib
import shutil
import subprocess
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.rig import ALERTS
from tests.faults.fault import Fault
from tests.faults.proxy import Proxy
from tests.faults.scene import Scene

Trouble = Callable[[Scene], AbstractContextManager[None]]
SMALL = 200  # megabytes of the small disk


def imap(*faults: Fault, fresh: bool = True) -> Trouble:
    """Faults between mailbot and the mailbox; fresh: on connections opened after it began, the old ones are cut."""
    return lambda scene: _proxied(scene.imap, faults, fresh)


def smtp(*faults: Fault, fresh: bool = True) -> Trouble:
    """Faults between mailbot and the submission host."""
    return lambda scene: _proxied(scene.smtp, faults, fresh)


@contextlib.contextmanager
def _proxied(proxy: Proxy, faults: tuple[Fault, ...], fresh: bool) -> Generator[None, None, None]:
    proxy.fault(*(replace(each) for each in faults), fresh=fresh)
    yield
    proxy.heal()


@contextlib.contextmanager
def imap_refused(scene: Scene) -> Generator[None, None, None]:
    """Nobody listens at the IMAP port."""
    scene.imap.refuse()
    yield
    scene.imap.heal()


@contextlib.contextmanager
def smtp_refused(scene: Scene) -> Generator[None, None, None]:
    """Nobody listens at the SMTP port."""
    scene.smtp.refuse()
    yield
    scene.smtp.heal()


@contextlib.contextmanager
def new_uidvalidity(scene: Scene) -> Generator[None, None, None]:
    """Mail is owned and cannot be moved; then the INBOX is rebuilt: the same mails, other numbers."""
    with imap(Fault("MOVE", b"%tag% NO [UNAVAILABLE] Backend is restarting\r\n"))(scene):
        scene.until(lambda: scene.count("SELECT count(*) FROM message WHERE moved_at IS NULL") > 3, "owned")
        scene.dovecot.rebuild(ALERTS)
        yield


@contextlib.contextmanager
def processed_deleted(scene: Scene) -> Generator[None, None, None]:
    """Somebody deletes the folder Processed, and all that lies in it."""
    with scene.dovecot.imap(ALERTS) as client:
        client.delete_folder("Processed")
    yield


@contextlib.contextmanager
def disk_full(scene: Scene) -> Generator[None, None, None]:
    """Not one byte is left where the store lies."""
    filler = scene.rig.folder / "filler"
    _fill(filler, 0)
    yield
    filler.unlink()


@contextlib.contextmanager
def disk_low(scene: Scene) -> Generator[None, None, None]:
    """There is room to write, but less than mailbot wants before it takes mail in."""
    filler = scene.rig.folder / "filler"
    _fill(filler, 50)
    yield
    filler.unlink()


def _fill(filler: Path, leave: int) -> None:
    """Take all but `leave` megabytes of the small disk."""
    free = shutil.disk_usage(filler.parent).free - leave * 1_048_576
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while free > 0:
            free -= file.write(bytes(min(free, 65_536)))


@contextlib.contextmanager
def small_disk(folder: Path) -> Generator[Path, None, None]:
    """A disk of its own for the store."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}m", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"This machine lets nobody mount a small disk: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def store_read_only(scene: Scene) -> Generator[None, None, None]:
    """The files of the store cannot be changed any more."""
    files = [str(scene.rig.store_path), f"{scene.rig.store_path}-wal"]
    changed = subprocess.run(["chattr", "+i", *files], capture_output=True, text=True)
    if changed.returncode:
        pytest.skip(f"This machine cannot make a file unchangeable: {changed.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)


@contextlib.contextmanager
def store_locked(scene: Scene) -> Generator[None, None, None]:
    """Another process holds the store for longer than mailbot waits for it."""
    store = scene.rig.writable()
    store.run("BEGIN IMMEDIATE")
    yield
    store.run("ROLLBACK")
    store.close()


@contextlib.contextmanager
def killed(scene: Scene) -> Generator[None, None, None]:
    """kill -9 in the middle of everything, and a new start."""
    scene.kill()
    yield
    scene.start()


def clock_put(by: timedelta, *, back: bool) -> Trouble:
    """The machine's clock jumps; back: it is put right again."""

    @contextlib.contextmanager
    def jumped(scene: Scene) -> Generator[None, None, None]:
        scene.shift(by)
        yield
        if back:
            scene.shift(timedelta())
            now = f"'{scene.now().isoformat()}'"
            poll = f"SELECT count(*) FROM fact WHERE key = 'last-poll-completed' AND at > {now}"
            scene.until(lambda: scene.count(poll), "it goes by the new time")

    return jumped


@contextlib.contextmanager
def night(scene: Scene) -> Generator[None, None, None]:
    """01:00 UTC of the night in which the clocks change: the scene has begun just before it."""
    until = scene.now().replace(hour=1, minute=0, second=0, microsecond=0)
    scene.until(lambda: scene.now() > until, "the clocks change")
    yield


def next_change(month: int) -> datetime:
    """When London's clocks change next, in March or October: 01:00 UTC on the last Sunday of that month."""
    now = datetime.now(UTC)
    for year in (now.year, now.year + 1):
        last = datetime(year, month, 31, 1, tzinfo=UTC)
        change = last - timedelta(days=(last.weekday() + 1) % 7)
        if change > now + timedelta(days=1):
            return change
    raise AssertionError("a year has both changes")
