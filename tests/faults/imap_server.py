"""A scripted IMAP server with one folder of mails, whose misbehaviour is switched on in ImapFaults."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mailbot.model.configuration import MailboxAccess, Secret, Security
from tests.faults.server import HOST, Line, Listener

PASSWORD = "open sesame"


@dataclass
class ImapFaults:
    """What goes wrong; without arguments, nothing. Moments are command names (UID left out), or LITERAL.

    answers: a command's whole answer in place of the usual one; `%tag%` stands for its tag.
    before: bytes sent ahead of a command's usual answer.
    """

    greeting: bytes = b"* OK ready when you are"
    capabilities: str = "IMAP4rev1 AUTH=PLAIN IDLE MOVE UIDPLUS"
    hang_at: str = ""
    cut_at: str = ""
    bye_at: str = ""
    half_close_at: str = ""
    answers: dict[str, bytes] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    injected: bytes = b""  # sent in one go with the OK of STARTTLS
    idle: bytes = b"+ idling\r\n"  # all that is said until the client says DONE
    literal_size: int | None = None  # promised in place of the true size
    mails: dict[int, bytes] = field(default_factory=lambda: {1: b"Subject: one\r\n\r\nfirst\r\n"})


class ScriptedImap(Listener):
    """The server. `commands` are all commands received, without tags; passwords are not among them."""

    def __init__(self, faults: ImapFaults | None = None, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(self._dialogue)
        self.faults = faults or ImapFaults()
        self.commands: list[str] = []
        self._tls = tls

    def mailbox_access(self, **overrides: Any) -> MailboxAccess:
        """Access for mailbot, in the clear on loopback unless overridden; a time limit of one second."""
        settings: dict[str, Any] = {
            "host": HOST,
            "port": self.port,
            "security": Security.NONE,
            "username": "alerts@secas.example",
            "password": Secret(PASSWORD),
            "trusted_authserv_id": "mx.secas.example",
            "timeout_seconds": 1,
        }
        return MailboxAccess(**settings | overrides)

    def _dialogue(self, line: Line) -> None:
        self._misbehave("GREETING", line)
        line.write(self.faults.greeting + b"\r\n")
        while True:
            tag, _, command = line.read().partition(b" ")
            self.commands.append(command.decode("ascii", "replace"))
            name = command.upper().removeprefix(b"UID ").split(b" ")[0].decode("ascii", "replace")
            self._misbehave(name, line)
            line.write(self.faults.before.get(name, b""))
            if name in self.faults.answers:
                line.write(self.faults.answers[name].replace(b"%tag%", tag))
                continue
            line.write(self._answer(name, command, line))
            line.write(tag + b" OK done\r\n" + (self.faults.injected if name == "STARTTLS" else b""))
            if name == "STARTTLS" and self._tls:
                line.protect(self._tls)

    def _misbehave(self, moment: str, line: Line) -> None:
        if self.faults.bye_at == moment:
            line.write(b"* BYE going down for maintenance\r\n")
            line.cut()
        if self.faults.hang_at == moment:
            line.hang()
        if self.faults.cut_at == moment:
            line.cut()

    def _answer(self, name: str, command: bytes, line: Line) -> bytes:
        usual: dict[str, Callable[[], bytes]] = {
            "CAPABILITY": lambda: f"* CAPABILITY {self.faults.capabilities}\r\n".encode(),
            "AUTHENTICATE": lambda: self._continue(line, b"+ \r\n"),
            "SELECT": self._selected,
            "EXAMINE": self._selected,
            "SEARCH": lambda: f"* SEARCH {' '.join(map(str, self.faults.mails))}\r\n".encode(),
            "FETCH": lambda: self._fetched(command, line),
            "IDLE": lambda: self._idle(line),
            "LIST": lambda: b'* LIST (\\HasNoChildren) "/" INBOX\r\n',
            "STATUS": lambda: f"* STATUS INBOX (MESSAGES {len(self.faults.mails)})\r\n".encode(),
            "LOGOUT": lambda: b"* BYE see you\r\n",
        }
        return usual.get(name, bytes)()

    def _continue(self, line: Line, invitation: bytes) -> bytes:
        line.write(invitation)
        line.read()
        return b""

    def _idle(self, line: Line) -> bytes:
        if self.faults.half_close_at == "IDLE":
            line.write(self.faults.idle)
            line.half_close()
        return self._continue(line, self.faults.idle)

    def _selected(self) -> bytes:
        return f"* {len(self.faults.mails)} EXISTS\r\n* OK [UIDVALIDITY 7] lasting\r\n".encode()

    def _fetched(self, command: bytes, line: Line) -> bytes:
        uids = [int(uid) for uid in command.split(b" ")[2].split(b",")]
        known = [(number, uid) for number, uid in enumerate(self.faults.mails, 1) if uid in uids]
        return b"".join(self._one(number, uid, command, line) for number, uid in known)

    def _one(self, number: int, uid: int, command: bytes, line: Line) -> bytes:
        raw = self.faults.mails[uid]
        if b"RFC822.SIZE" in command:
            date = b'INTERNALDATE "24-Nov-2026 09:05:33 +0100"'
            return b"* %d FETCH (UID %d %s RFC822.SIZE %d)\r\n" % (number, uid, date, len(raw))
        section = b"HEADER" if b"HEADER" in command else b""
        content = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if section else raw
        size = len(content) if self.faults.literal_size is None else self.faults.literal_size
        begun = b"* %d FETCH (UID %d BODY[%s] {%d}\r\n" % (number, uid, section, size)
        if "LITERAL" in {self.faults.hang_at, self.faults.cut_at}:
            line.write(begun + content[: len(content) // 2])
            self._misbehave("LITERAL", line)
        return begun + content + b")\r\n"
