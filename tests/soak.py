"""`make soak`: mailbot under steady mail, with a fault every minute and three kills, for as long as one likes.

python -m tests.soak [--minutes 30] [--seed N]. Real Dovecot and Postfix behind the proxies of the fault matrix; the
seed, which is printed, chooses the faults and their moments. At the end everything that the matrix asks for must hold,
and memory and descriptors must not have grown. Exit 1 when anything is wrong; prints a table of its samples.
"""

import argparse
import random
import smtplib
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.end_to_end.fault_rows import ROWS
from tests.end_to_end.mails import FORWARDER, Sample, samples
from tests.end_to_end.rig import ALERTS
from tests.faults.ledger import check
from tests.faults.row import Row
from tests.faults.scene import Scene
from tests.servers import dovecot as dovecot_server
from tests.servers import postfix as postfix_server
from tests.servers import process

KILLS = 3
SAMPLE_SECONDS = 15.0
BETWEEN_MAILS = 0.35  # seconds
FAULT_SECONDS = (5.0, 20.0)
SETTLING = 300.0  # seconds at most, after the last mail
MORE_MEMORY = 1.15  # the late median may be so much above the early one,
MORE_KILOBYTES = 4_096  # or so much
MORE_DESCRIPTORS = 3
ELSEWHERE = {
    "store-killed",
    "imap-processed-deleted",
    "imap-cut-tls",
}  # made otherwise, or need another set-up


@dataclass(frozen=True)
class Measured:
    """The daemon at one moment. at: seconds since the soak began; start: which start of it."""

    at: float
    start: int
    kilobytes: int
    descriptors: int
    received: int
    sent: int


@dataclass
class Soak:
    """One run."""

    scene: Scene
    minutes: float
    chance: random.Random
    began: float = field(default_factory=time.monotonic)
    mails: list[Sample] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    wrong: list[str] = field(default_factory=list)
    again: bool = False  # mail was received a second time

    def run(self) -> list[str]:
        """The whole of it; what is wrong, in sentences."""
        self.scene.start()
        threads = [threading.Thread(target=each, daemon=True) for each in (self._post, self._measure)]
        for thread in threads:
            thread.start()
        self._go_wrong()
        self.over.set()
        for thread in threads:
            thread.join()
        self.scene.rig.wait_settled(len(self.mails), SETTLING)
        self.measured.append(self._sample())
        self.scene.stop()
        return [*self.wrong, *self._grown(), *self._unbalanced()]

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def _post(self) -> None:
        """Mail arrives, steadily."""
        for each in samples(10**9):
            if self.over.is_set():
                return
            try:
                self.scene.dovecot.deliver(each.raw, ALERTS, FORWARDER)
            except (OSError, smtplib.SMTPException) as error:
                self.wrong.append(f"The test itself could not deliver a mail: {error}")
                return
            self.mails.append(each)
            time.sleep(self.chance.uniform(0.5, 1.5) * BETWEEN_MAILS)

    def _measure(self) -> None:
        while not self.over.wait(SAMPLE_SECONDS):
            try:
                self.measured.append(self._sample())
            except (OSError, ValueError):  # it is dead at this moment, and started anew
                continue

    def _sample(self) -> Measured:
        home = Path(f"/proc/{self.scene.rig.daemon.pid}")
        resident = next(line for line in (home / "status").read_text().splitlines() if "VmRSS" in line)
        return Measured(
            self.elapsed,
            self.scene.starts,
            int(resident.split()[1]),
            len(list((home / "fd").iterdir())),
            self.scene.count("SELECT count(*) FROM message"),
            self.scene.count("SELECT count(*) FROM letter WHERE state = 'sent'"),
        )

    def _go_wrong(self) -> None:
        """A fault in each minute, and the kills in the first half, so that memory can be watched after them."""
        end = self.minutes * 60
        todo: list[tuple[float, Callable[[], None]]] = [
            (minute * 60 + self.chance.uniform(5, 25), self._fault) for minute in range(int(self.minutes))
        ]
        todo += [(end * self.chance.uniform(0.05, 0.45), self._kill) for _ in range(KILLS)]
        for moment, act in sorted(todo, key=lambda each: each[0]):
            self._until(moment)
            act()
        self._until(end)

    def _until(self, moment: float) -> None:
        while (left := moment - self.elapsed) > 0:
            assert self.scene.rig.daemon.poll() is None, f"the daemon ended\n{self.scene.rig.tail()}"
            time.sleep(min(left, 0.5))

    def _fault(self) -> None:
        row = self.chance.choice([each for each in ROWS if _fits(each)])
        seconds = self.chance.uniform(*FAULT_SECONDS)
        print(f"{self.elapsed:7.0f} s  {row.id} for {seconds:.0f} s", flush=True)
        self.again = self.again or row.again
        with row.trouble(self.scene):
            self._until(self.elapsed + seconds)

    def _kill(self) -> None:
        print(f"{self.elapsed:7.0f} s  kill -9", flush=True)
        self.scene.kill()
        time.sleep(self.chance.uniform(0, 3))
        self.scene.start()

    def _grown(self) -> list[str]:
        """Memory and descriptors of the process that lived last: late against early."""
        last = [each for each in self.measured if each.start == self.scene.starts]
        third = max(1, len(last) // 3)
        early, late = (
            last[1 : third + 1],
            last[-third:],
        )  # the very first sample is of a process still starting
        if len(last) < 4:
            return [f"Only {len(last)} samples of the last process: too few to say whether it grew."]
        wrong = []
        before, after = (median(each.kilobytes for each in part) for part in (early, late))
        if after > max(before * MORE_MEMORY, before + MORE_KILOBYTES):
            wrong.append(f"Memory grew from {before:.0f} to {after:.0f} KB.")
        before, after = (median(each.descriptors for each in part) for part in (early, late))
        if after > before + MORE_DESCRIPTORS:
            wrong.append(f"Descriptors grew from {before:.0f} to {after:.0f}.")
        return wrong

    def _unbalanced(self) -> list[str]:
        """What the matrix asks for."""
        try:
            check(self.scene.rig, self.mails, again=self.again)
        except AssertionError:
            return ["Not everything is where it belongs:\n" + traceback.format_exc()]
        return []

    def table(self) -> str:
        """The samples."""
        head = "      at  start  memory KB  descriptors  received  sent"
        lines = [
            f"{one.at:6.0f} s  {one.start:5}  {one.kilobytes:9}  {one.descriptors:11}  {one.received:8}  {one.sent}"
            for one in self.measured
        ]
        return "\n".join((head, *lines))


def _fits(row: Row) -> bool:
    """Whether a fault can come and go in a run of its own accord, and leaves every alert with its main contact."""
    special = row.tls or row.sign_in or row.small_disk or row.part == "clock"
    return not special and row.ends == "main" and row.id not in ELSEWHERE


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {asked.minutes:g} minutes", flush=True)
    smtp_port = process.free_ports(1)[0]
    dovecot = dovecot_server.start(smtp_port)
    postfix = postfix_server.start(dovecot, smtp_port)
    folder = Path(tempfile.mkdtemp(prefix="mailbot-soak-"))
    try:
        with Scene(folder, dovecot, postfix) as scene:
            soak = Soak(scene, asked.minutes, random.Random(asked.seed))
            wrong = soak.run()
            print(soak.table())
    except AssertionError:
        wrong = [traceback.format_exc()]
    finally:
        postfix.server.stop()
        dovecot.server.stop()
    print(*wrong, sep="\n") if wrong else print(f"All well: {len(soak.mails)} mails, {KILLS} kills.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
