"""A mailbot with a proxy of ours before each of its real mail servers, and what can be done to all of them."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Generator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.end_to_end.mails import FORWARDER, Sample
from tests.end_to_end.rig import ALERTS, Rig
from tests.faults.fault import Speaks
from tests.faults.proxy import Proxy
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.postfix import Postfix

INSIDE = Path(__file__).parent / "inside"
ROOT = Path(__file__).parent.parent.parent  # the mailbot that is tested is the one beside these tests
WAITS = "0.04"  # what is waited before something is tried again, of what mailbot waits elsewhere
ON_DUTY = "duty@secas.example"
TICKS = os.sysconf("SC_CLK_TCK")


class Scene:
    """mailbot behind its proxies; a context manager, which ends the daemon too.

    folder: where the store lies. tls: the IMAP proxy passes TLS on, unread. sign_in: letters leave by a submission port
    that wants a sign-in. receipts: each forwarder gets each; else only where something is asked or waits.
    """

    def __init__(
        self,
        folder: Path,
        dovecot: Dovecot,
        postfix: Postfix,
        *,
        tls: bool = False,
        sign_in: bool = False,
        receipts: bool = True,
    ) -> None:
        self.dovecot, self.postfix = dovecot, postfix
        self.imap = Proxy(
            dovecot.imaps_port if tls else dovecot.imap_port, Speaks.NOTHING if tls else Speaks.IMAP
        )
        self.smtp = Proxy(dovecot.submission_port if sign_in else postfix.smtp_port, Speaks.SMTP)
        self.rig = Rig(
            folder,
            dovecot,
            postfix,
            imap=self.imap.port,
            smtp=self.smtp.port,
            security="tls" if tls else "none",
            timeout=5,
            people=f'urgent_to = "{ON_DUTY}"',
            submission=f'username = "{ALERTS}"' if sign_in else "",
        )
        postfix.accounts([ON_DUTY])
        if not receipts:
            store = self.rig.writable()
            store.run("UPDATE organisation SET receipts = 'problems'")
            store.close()
        self._clock = folder / "clock"
        self.shift(timedelta())
        self.rig.more = {
            "PYTHONPATH": f"{INSIDE}{os.pathsep}{ROOT}",
            "CLOCK": str(self._clock),
            "WAITS": WAITS,
            "BUSY_SECONDS": "1",
            "DOT_SECONDS": "2",
        }
        if sign_in:
            self.rig.more["MAILBOT_SUBMISSION__PASSWORD"] = PASSWORD
        self.starts = 0

    def __enter__(self) -> Self:
        self.imap.__enter__()
        self.smtp.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        daemon = getattr(self.rig, "daemon", None)
        if daemon is not None and daemon.poll() is None:
            daemon.kill()
            daemon.wait()
        self.imap.__exit__(kind, error, trace)
        self.smtp.__exit__(kind, error, trace)

    def start(self) -> None:
        """Start the daemon, and wait until it runs, and has made its first comparison with the mail server."""
        self.starts += 1
        self.rig.start()
        self.rig.wait_running(self.starts)
        self.until(lambda: self.count("SELECT count(*) FROM fact WHERE key = 'reconciled'"), "it runs")

    def kill(self) -> None:
        """kill -9."""
        self.rig.daemon.send_signal(signal.SIGKILL)
        self.rig.daemon.wait(10)

    def stop(self) -> None:
        """SIGTERM; the daemon must end by itself, and well."""
        self.rig.daemon.send_signal(signal.SIGTERM)
        assert self.rig.daemon.wait(30) == 0, self.rig.tail()

    def shift(self, by: timedelta) -> None:
        """Put the daemon's clock so far from the true time."""
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(by.total_seconds()))
        fresh.rename(self._clock)

    def begin_at(self, moment: datetime) -> None:
        """Let the daemon's clock show this moment (aware) now."""
        self.shift(moment - datetime.now(UTC))

    def now(self) -> datetime:
        """What the daemon's clock shows."""
        return datetime.now(UTC) + timedelta(seconds=float(self._clock.read_text()))

    @property
    def struck(self) -> int:
        """How often the proxies did something wrong."""
        return self.imap.happened + self.smtp.happened

    def told(self) -> str:
        """All that an operator can read: the log, what was said of each letter, the troubles."""
        store = self.rig.store()
        try:
            said = store.rows("SELECT explanation AS text FROM letter UNION SELECT value FROM fact")
        finally:
            store.close()
        log = self.rig.log.read_text(errors="replace").replace('\\"', '"')
        return "\n".join([log, *(str(row["text"]) for row in said)])

    def count(self, sql: str) -> int:
        """One number from the store."""
        store = self.rig.store()
        try:
            return int(store.one(sql))
        finally:
            store.close()

    def until(self, condition: Any, what: str, seconds: float = 30.0) -> None:
        """Wait for it, while the daemon lives."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"{what}\n{self.rig.tail()}"
            assert self.rig.daemon.poll() is None, f"the daemon ended\n{self.rig.tail()}"
            time.sleep(0.3)

    def cpu_seconds(self) -> float:
        """The processor time that the daemon has taken so far."""
        fields = Path(f"/proc/{self.rig.daemon.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @contextlib.contextmanager
    def arriving(
        self, mails: Sequence[Sample], pause: float = 0.0
    ) -> Generator[threading.Thread, None, None]:
        """Mail arrives meanwhile, on the server itself; all of it has when this is left."""

        def arrive() -> None:
            for each in mails:
                self.dovecot.deliver(each.raw, ALERTS, FORWARDER)
                time.sleep(pause)

        thread = threading.Thread(target=arrive, name="arriving", daemon=True)
        thread.start()
        try:
            yield thread
        finally:
            thread.join(120)
