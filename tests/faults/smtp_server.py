"""A scripted SMTP server, whose misbehaviour is switched on in SmtpFaults."""

import ssl
import threading
from dataclasses import dataclass, field
from typing import Any

from mailbot.model.configuration import Secret, Security, SubmissionAccess
from tests.faults.server import HOST, Line, Listener

PASSWORD = "open sesame"


@dataclass
class SmtpFaults:
    """What goes wrong; without arguments, nothing.

    Moments: GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, CONTENT (in the letter), DOT (the letter is whole),
    TAKEN (after the answer to the dot). answers: replies in place of the usual ones, without the line end.
    refused: answers to RCPT by recipient; hanging: recipients at whose RCPT nothing more is said.
    connections: how many connections misbehave, counted from the first; the later ones are well.
    """

    extensions: tuple[str, ...] = ("SIZE 10485760", "ENHANCEDSTATUSCODES", "AUTH LOGIN PLAIN")
    answers: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    hanging: tuple[str, ...] = ()
    hang_at: str = ""
    cut_at: str = ""
    connections: int = 1_000_000


class ScriptedSmtp(Listener):
    """The server. `commands`: all received; `letters`: those taken whole, dots unstuffed, as (recipient, bytes)."""

    def __init__(self, faults: SmtpFaults | None = None, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(self._dialogue)
        self.faults = faults or SmtpFaults()
        self.commands: list[str] = []
        self.letters: list[tuple[str, bytes]] = []
        self._lock = threading.Lock()
        self._tls = tls

    def submission_access(self, **overrides: Any) -> SubmissionAccess:
        """Access for mailbot, in the clear on loopback and one connection unless overridden; one second's patience."""
        settings: dict[str, Any] = {
            "host": HOST,
            "from_": "alerts@secas.example",
            "port": self.port,
            "security": Security.NONE,
            "username": "alerts@secas.example",
            "password": Secret(PASSWORD),
            "connections": 1,
            "timeout_seconds": 1,
        }
        return SubmissionAccess(**settings | overrides)

    def _dialogue(self, line: Line) -> None:
        faults = (
            self.faults if self.connections <= self.faults.connections else SmtpFaults(self.faults.extensions)
        )
        _Dialogue(self, faults, line).run()

    def record(self, command: str) -> None:
        """Remember a command."""
        with self._lock:
            self.commands.append(command)

    def take(self, recipient: str, letter: bytes) -> None:
        """Remember a letter that arrived whole, whatever was answered."""
        with self._lock:
            self.letters.append((recipient, letter))

    @property
    def tls(self) -> ssl.SSLContext | None:
        """What STARTTLS begins with."""
        return self._tls


class _Dialogue:
    """One connection."""

    def __init__(self, server: ScriptedSmtp, faults: SmtpFaults, line: Line) -> None:
        self._server = server
        self._faults = faults
        self._line = line
        self._recipient = ""

    def run(self) -> None:
        """Greet, then answer until the client leaves."""
        self._reply("GREETING", "220 scripted.example ready")
        while True:
            command = self._line.read().decode("utf-8", "replace")
            name = command.partition(" ")[0].upper()
            self._server.record("AUTH" if name == "AUTH" else command)
            self._answer(name, command)

    def _answer(self, name: str, command: str) -> None:
        if name == "EHLO":
            lines = ["scripted.example", *self._faults.extensions]
            body = "".join(f"250-{each}\r\n" for each in lines[:-1])
            self._reply(name, f"{body}250 {lines[-1]}")
        elif name == "STARTTLS":
            self._reply(name, "220 2.0.0 go ahead")
            if self._server.tls:
                self._line.protect(self._server.tls)
        elif name == "RCPT":
            self._recipient = command.partition("<")[2].partition(">")[0]
            if self._recipient in self._faults.hanging:
                self._line.hang()
            if self._recipient in self._faults.refused:
                self._line.write(self._faults.refused[self._recipient].encode() + b"\r\n")
            else:
                self._reply(name, "250 2.1.5 fine")
        elif name == "DATA":
            if self._reply(name, "354 go on"):
                self._letter()
        else:
            self._reply(name, {"AUTH": "235 2.7.0 welcome", "QUIT": "221 bye"}.get(name, "250 2.0.0 fine"))

    def _letter(self) -> None:
        lines: list[bytes] = []
        while (line := self._line.read()) != b".":
            self._misbehave("CONTENT")
            lines.append(line.removeprefix(b"."))
        self._server.take(self._recipient, b"\r\n".join(lines) + b"\r\n")
        self._reply("DOT", "250 2.0.0 taken")
        self._misbehave("TAKEN")

    def _reply(self, moment: str, usual: str) -> bool:
        """Answer, or misbehave; True when the usual answer was given."""
        self._misbehave(moment)
        text = self._faults.answers.get(moment, usual)
        self._line.write(text.encode("utf-8", "surrogateescape") + b"\r\n")
        if text.startswith("421"):
            self._line.cut()
        return text == usual

    def _misbehave(self, moment: str) -> None:
        if self._faults.hang_at == moment:
            self._line.hang()
        if self._faults.cut_at == moment:
            self._line.cut()
