"""Postfix: the way in and out. SMTP with STARTTLS and sign-in (Dovecot's accounts) -> Dovecot by LMTP.

Unknown recipients are refused at RCPT (550 5.1.1). Some local parts always get an answer of their own, in any
domain: tempfail 451 4.7.1, full 452 4.2.2, refused 550 5.7.1.
"""

import shutil
import smtplib
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mailbot.model.configuration import Secret, Security, SubmissionAccess
from tests.servers import process
from tests.servers.dovecot import PASSWORD, Dovecot

_ACCESS = """\
/^tempfail@/ 451 4.7.1 Greylisted, please try again later
/^full@/ 452 4.2.2 The mailbox is over quota for the moment
/^refused@/ 550 5.7.1 Refused by policy
"""
# The programs of Postfix read this file even when told of another configuration.
_DEFAULT = Path("/etc/postfix/main.cf")


class Postfix:
    """A running Postfix in front of a Dovecot. Its accounts are Dovecot's."""

    def __init__(self, folder: Path, dovecot: Dovecot, smtp_port: int) -> None:
        self.folder = folder
        self.smtp_port = smtp_port
        (self.smtps_port,) = process.free_ports(1)
        self.dovecot = dovecot
        self._recipients: set[str] = set()
        self._write_configuration()
        self.accounts([])
        command = ["/usr/sbin/postfix", "-c", str(folder / "conf"), "start-fg"]
        # `postfix start-fg` waits for a master process that is no child of its process group.
        pid_file = folder / "queue" / "pid" / "master.pid"
        self.server = process.Server("postfix", command, folder / "postfix.log", pid_file)
        self.server.wait_for(("127.0.0.1", self.smtp_port), ("127.0.0.1", self.smtps_port))

    def accounts(self, addresses: Iterable[str]) -> None:
        """Make accounts that can receive and sign in. Open SMTP sessions do not know the new ones."""
        addresses = list(addresses)
        self.dovecot.accounts(addresses)
        self._take(addresses)

    def accept_and_bounce(self, address: str) -> None:
        """Take mail for an address that Dovecot does not know, so that it comes back as a bounce."""
        self._take([address])

    def _take(self, addresses: list[str]) -> None:
        self._recipients.update(addresses)
        recipients = self.folder / "recipients"
        recipients.write_text("".join(f"{address} ok\n" for address in sorted(self._recipients)))
        postmap = ["/usr/sbin/postmap", "-c", str(self.folder / "conf"), f"hash:{recipients}"]
        subprocess.run(postmap, check=True, capture_output=True)

    def submission_access(
        self, address: str = "alerts@secas.example", security: str = "starttls", **overrides: Any
    ) -> SubmissionAccess:
        """Access for mailbot as that account; security: starttls, tls or none (which offers no sign-in)."""
        settings: dict[str, Any] = {
            "host": "localhost",
            "from_": address,
            "port": self.smtps_port if security == "tls" else self.smtp_port,
            "security": Security(security),
            "ca_file": self.dovecot.certificates.ca,
            "username": "" if security == "none" else address,
            "password": Secret(PASSWORD),
            "timeout_seconds": 10,
        }
        return SubmissionAccess(**settings | overrides)

    def deliver(self, raw: bytes, to: str, sender: str = "sender@larkfield.example") -> None:
        """Send by SMTP; Dovecot.await_letters() tells when it has arrived."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port) as smtp:
            smtp.sendmail(sender, [to], raw)

    def settle(self, seconds: float = 5.0) -> None:
        """Wait until everything is delivered; what still waits then is deleted."""
        until = time.monotonic() + seconds
        while self._queued() and time.monotonic() < until:
            time.sleep(0.02)
        if self._queued():
            postsuper = ["/usr/sbin/postsuper", "-c", str(self.folder / "conf"), "-d", "ALL"]
            subprocess.run(postsuper, check=True, capture_output=True)

    def _queued(self) -> bool:
        """Whether a letter is on its way (a deferred one counts)."""
        queues = ("incoming", "active", "deferred")
        return any(path.is_file() for name in queues for path in (self.folder / "queue" / name).rglob("*"))

    def _write_configuration(self) -> None:
        values = {
            "BASE": str(self.folder),
            "LMTP": str(self.dovecot.lmtp_port),
            "SASL": str(self.dovecot.sasl_port),
            "SMTP": str(self.smtp_port),
            "SMTPS": str(self.smtps_port),
        }
        for name in ("conf", "queue", "data"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        for name in ("main.cf", "master.cf"):
            process.fill(Path(__file__).with_name(f"{name}.in"), self.folder / "conf" / name, values)
        (self.folder / "access").write_text(_ACCESS)
        for file in (self.dovecot.certificates.certificate, self.dovecot.certificates.key):
            shutil.copy(file, self.folder)
        for name in ("postfix-files", "postfix-script", "post-install", "dynamicmaps.cf"):
            if (Path("/etc/postfix") / name).exists():
                shutil.copy(Path("/etc/postfix") / name, self.folder / "conf")
        if not _DEFAULT.exists():
            _DEFAULT.write_text("compatibility_level = 3.6\n")


def start(dovecot: Dovecot, smtp_port: int) -> Postfix:
    """A fresh Postfix in a folder of its own, on `smtp_port`."""
    process.require("postfix", "postmap")
    return Postfix(process.private_folder("postfix"), dovecot, smtp_port)
