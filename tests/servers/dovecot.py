"""Dovecot: the mailboxes. IMAP in three protections, LMTP in, submission out, accounts made on demand.

Every account has the password `secret`. Mail lies in Maildirs below one private folder.
"""

import shutil
import smtplib
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from mailbot.model.configuration import MailboxAccess, Secret, Security, StartFrom, SubmissionAccess
from tests.servers import certificates, process

PASSWORD = "secret"
AUTHSERV_ID = "mx.secas.example"
WITHOUT_MOVE = "127.0.0.2"
WITHOUT_MOVE_AND_UIDPLUS = "127.0.0.3"


@dataclass(frozen=True)
class Message:
    """One message of a folder, as somebody else would see it; \\Recent left out."""

    uid: int
    flags: tuple[bytes, ...]
    raw: bytes
    internal_date: datetime


class Dovecot:
    """A running Dovecot, and what a test does to its mailboxes from outside."""

    def __init__(self, folder: Path, relay_port: int) -> None:
        self.folder = folder
        self.certificates = certificates.make(folder)
        ports = process.free_ports(5)
        self.imap_port, self.imaps_port, self.lmtp_port, self.submission_port, self.sasl_port = ports
        self._accounts: dict[str, str] = {}
        self.wipe()
        self._write_configuration(relay_port)
        self._write_accounts()
        command = ["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")]
        self.server = process.Server("dovecot", command, folder / "dovecot.log")
        self.server.wait_for(*(("127.0.0.1", port) for port in ports))

    def accounts(self, addresses: Iterable[str], *, prefix: str = "") -> None:
        """Make accounts. prefix: the namespace, such as "INBOX." of a Courier-like server."""
        namespace = f" userdb_namespace/inbox/prefix={prefix}" if prefix else ""
        for address in addresses:
            self._accounts[address] = f"{address}:{{PLAIN}}{PASSWORD}::::::{namespace}"
        self._write_accounts()

    def mailbox_access(self, address: str, security: str = "tls", **overrides: Any) -> MailboxAccess:
        """Access for mailbot to that account; security: tls, starttls or none."""
        settings: dict[str, Any] = {
            "host": "localhost",
            "port": self.imaps_port if security == "tls" else self.imap_port,
            "security": Security(security),
            "ca_file": self.certificates.ca,
            "username": address,
            "password": Secret(PASSWORD),
            "trusted_authserv_id": AUTHSERV_ID,
            "start_from": StartFrom.ALL,
            "timeout_seconds": 10,
        }
        return MailboxAccess(**settings | overrides)

    def submission_access(self, address: str, **overrides: Any) -> SubmissionAccess:
        """Access to Dovecot's submission port (STARTTLS, sign-in), which relays to Postfix."""
        settings: dict[str, Any] = {
            "host": "localhost",
            "from_": address,
            "port": self.submission_port,
            "ca_file": self.certificates.ca,
            "username": address,
            "password": Secret(PASSWORD),
            "timeout_seconds": 10,
        }
        return SubmissionAccess(**settings | overrides)

    def deliver(self, raw: bytes, to: str, sender: str = "sender@larkfield.example") -> None:
        """Deliver by LMTP: it lies in the INBOX when this returns."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [to], raw)

    def append(self, address: str, folder: str, raw: bytes, internal_date: datetime | None = None) -> None:
        """Put bytes into a folder as they are (IMAP APPEND); internal_date must be aware."""
        with self.imap(address) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.append(folder, raw, msg_time=internal_date)

    def mailbox_state(self, address: str) -> dict[str, list[Message]]:
        """Every message of every folder, read without changing anything."""
        with self.imap(address) as client:
            return {name: _messages(client, name) for _, _, name in client.list_folders()}

    def received(self, address: str) -> list[bytes]:
        """The letters in the INBOX, in order of arrival, with what the way there added on top."""
        return [message.raw for message in self.mailbox_state(address)["INBOX"]]

    def await_letters(self, address: str, count: int, seconds: float = 15.0) -> list[bytes]:
        """received(), once there are `count` of them; fewer when the time is over."""
        until = time.monotonic() + seconds
        while len(letters := self.received(address)) < count and time.monotonic() < until:
            time.sleep(0.05)
        return letters

    def wipe(self) -> None:
        """Remove all mail of all accounts; the accounts stay. No connection may be open."""
        # Moved aside first: a delivery under way cannot put a file back into the new folder.
        mail, old = self.folder / "mail", self.folder / "old"
        if mail.exists():
            mail.rename(old)
            shutil.rmtree(old, ignore_errors=True)
        mail.mkdir()
        shutil.chown(mail, "vmail", "vmail")

    def rebuild(self, address: str) -> None:
        """The INBOX as after a restore: the same mails and arrival times, new UIDVALIDITY, new UIDs."""
        with self.imap(address) as client:
            before = client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"]
        home = self.folder / "mail" / address
        for index in (*home.glob("dovecot.index*"), *home.glob("dovecot-uid*")):
            index.unlink()
        # The list's header (version, V: UIDVALIDITY, N: next UID) makes the new number certain.
        listing = home / "dovecot-uidlist"
        listing.write_text(f"3 V{before + 1} N1\n")
        shutil.chown(listing, "vmail", "vmail")

    @contextmanager
    def imap(self, address: str, password: str = PASSWORD) -> Generator[Any, None, None]:
        """A signed-in imapclient beside mailbot's own, for what a person would do."""
        with IMAPClient("127.0.0.1", self.imap_port, ssl=False, timeout=10) as client:
            client.normalise_times = False
            client.login(address, password)
            yield client

    def _write_accounts(self) -> None:
        users = self.folder / "users"
        users.write_text("".join(line + "\n" for line in self._accounts.values()))
        users.chmod(0o644)

    def _write_configuration(self, relay_port: int) -> None:
        values = {
            "BASE": str(self.folder),
            "NAME": self.folder.name,
            "IMAP": str(self.imap_port),
            "IMAPS": str(self.imaps_port),
            "LMTP": str(self.lmtp_port),
            "SUBMISSION": str(self.submission_port),
            "SASL": str(self.sasl_port),
            "RELAY": str(relay_port),
        }
        process.fill(Path(__file__).with_name("dovecot.conf.in"), self.folder / "dovecot.conf", values)


def start(relay_port: int) -> Dovecot:
    """A fresh Dovecot in a folder of its own; its submission port relays to `relay_port`."""
    process.require("dovecot")
    process.ensure_user("vmail")
    return Dovecot(process.private_folder("dovecot"), relay_port)


def _messages(client: Any, folder: str) -> list[Message]:
    client.select_folder(folder, readonly=True)
    items = client.fetch(client.search(), ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
    return [
        Message(
            uid,
            tuple(sorted(flag for flag in each[b"FLAGS"] if flag != b"\\Recent")),
            each[b"BODY[]"],
            each[b"INTERNALDATE"],
        )
        for uid, each in sorted(items.items())
    ]
