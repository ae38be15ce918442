"""mailbot as people run it: a configuration file, a store, the real command, real mail servers around it."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mailbot.adapters.store.database import Store, create, open_store, open_to_read
from mailbot.imports.suppliers import import_suppliers
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.postfix import Postfix
from tests.stores import DATA

ALERTS = "alerts@secas.example"
CONTACTS = tuple(
    cell
    for line in (DATA / "suppliers.csv").read_text().splitlines()[1:]
    for cell in line.split(",")
    if "@" in cell
)
FORWARDERS = ("mark.ellis@larkfield.example",)
CONFIGURATION = """
[mailbox]
host = "localhost"
port = {imap}
security = "{security}"
ca_file = "{ca}"
username = "alerts@secas.example"
trusted_authserv_id = "mx.secas.example"
start_from = "all"
poll_seconds = 5
timeout_seconds = {timeout}
{mailbox}
[submission]
host = "127.0.0.1"
port = {smtp}
security = "none"
from = "alerts@secas.example"
per_minute = 0
per_day = 0
timeout_seconds = {timeout}
{submission}
[routing]
{routing}
[delivery]
mode = "{mode}"
per_peer_per_day = 10000
{delivery}
[people]
{people}
[store]
path = "mailbot.db"
"""

started: list["subprocess.Popen[bytes]"] = []  # every daemon, so that none outlives its test
UNLIMITED = {"max_letters_per_hour": 0, "storm_threshold": 100_000}


class Rig:
    """One mailbot in a folder of its own."""

    def __init__(self, folder: Path, dovecot: Dovecot, postfix: Postfix, **keys: Any) -> None:
        self.folder, self.dovecot, self.postfix = folder, dovecot, postfix
        postfix.accounts({ALERTS, *CONTACTS, *FORWARDERS})
        (folder / "config").mkdir(parents=True)
        self.config = folder / "config" / "mailbot.toml"
        self.store_path = folder / "mailbot.db"
        self.configure(**keys)
        now = datetime.now(UTC)
        store = create(self.store_path, now)
        assert import_suppliers(store, DATA / "suppliers.csv", now, frozenset()).clean
        store.close()
        self.log = folder / "mailbot.log"
        self.more: dict[str, str] = {}

    def configure(self, mode: str = "live", **keys: Any) -> None:
        names = ("mailbox", "submission", "routing", "delivery", "people")
        sections = {name: keys.get(name, "") for name in names}
        for name, value in UNLIMITED.items():  # many mails in a short time are no storm and no runaway here
            if name not in sections["delivery"]:
                sections["delivery"] += f"\n{name} = {value}"
        self.config.write_text(
            CONFIGURATION.format(
                imap=keys.get("imap", self.dovecot.imaps_port),
                security=keys.get("security", "tls"),
                ca=self.dovecot.certificates.ca,
                smtp=keys.get("smtp", self.postfix.smtp_port),
                mode=mode,
                timeout=keys.get("timeout", 10),
                **sections,
            )
        )

    def writable(self) -> Store:
        """The store, for a test to tamper with."""
        return open_store(self.store_path, datetime.now(UTC))

    @property
    def environment(self) -> dict[str, str]:
        ours = {"MAILBOT_MAILBOX__PASSWORD": PASSWORD, "MAILBOT_CONFIG": str(self.config)}
        return {**os.environ, **ours, **self.more}

    def command(self, *arguments: str, **more: Any) -> "subprocess.CompletedProcess[str]":
        """Run one mailbot command to its end."""
        environment = {**self.environment, **more.pop("environment", {})}
        return subprocess.run(
            [sys.executable, "-m", "mailbot", *arguments],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            env=environment,
            **more,
        )

    def ok(self, *arguments: str) -> str:
        """Run one command that must succeed; its output."""
        done = self.command(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, environment: dict[str, str] | None = None) -> "subprocess.Popen[bytes]":
        """Start the daemon; its log goes to `self.log`."""
        with self.log.open("ab") as log:
            self.daemon = subprocess.Popen(
                [sys.executable, "-m", "mailbot", "run"],
                stderr=log,
                env={**self.environment, **(environment or {})},
            )
        started.append(self.daemon)
        return self.daemon

    def status(self) -> dict[str, Any]:
        return json.loads(self.command("status", "--json").stdout)

    def store(self) -> Store:
        return open_to_read(self.store_path)

    def settled(self, mails: int) -> bool:
        """Whether so many mails were decided and moved, every letter was answered and every receipt written."""
        store = self.store()
        try:
            return bool(
                store.one(
                    "SELECT (SELECT count(*) FROM message WHERE disposition IS NOT NULL) >= ? "
                    "AND NOT EXISTS (SELECT 1 FROM message WHERE moved_at IS NULL AND shadow = 0) "
                    "AND NOT EXISTS (SELECT 1 FROM message WHERE receipt = 'owed') "
                    "AND NOT EXISTS (SELECT 1 FROM bundling) "
                    "AND NOT EXISTS (SELECT 1 FROM letter WHERE state IN ('due', 'sending', 'deferred'))",
                    (mails,),
                )
            )
        finally:
            store.close()

    def wait_running(self, times: int, seconds: float = 30.0) -> None:
        """Wait until the daemon has said so many times that it runs."""
        until = time.monotonic() + seconds
        while self.log.read_bytes().count(b"mailbot runs") < times:
            assert time.monotonic() < until, self.tail()
            assert self.daemon.poll() is None, self.tail()
            time.sleep(0.02)

    def wait_settled(self, mails: int, seconds: float = 120.0) -> None:
        until = time.monotonic() + seconds
        while not self.settled(mails):
            if time.monotonic() > until or self.daemon.poll() is not None:
                raise AssertionError(f"not settled after {seconds} s: {self.status()}\n{self.tail()}")
            time.sleep(0.4)

    def tail(self, lines: int = 30) -> str:
        return (
            "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""
        )

    def letters(self, address: str) -> list["Received"]:
        return [Received(raw) for raw in self.dovecot.received(address)]


class Received:
    """A letter as it lies in a mailbox."""

    def __init__(self, raw: bytes) -> None:
        import email
        import email.policy

        self.message = email.message_from_bytes(raw, policy=email.policy.default)
        part = self.message.get_body(("plain",))
        self.text = part.get_content() if part else ""
        self.subject = str(self.message["Subject"])
        self.message_id = str(self.message["Message-ID"])

    def meter_points(self) -> set[str]:
        """The full MPANs in the text."""
        return set(re.findall(r"(?<!\d)\d{13}(?!\d)", re.sub(r"(?<=\d) (?=\d)", "", self.text)))
