"""The IMAP connection below `Mailbox`: imaplib and imapclient with their gaps closed.

Takes where to connect and a verifying TLS context. Gives an IMAPClient whose socket has a time limit, whose
server cannot make us read without end, and whose STARTTLS (RFC 9051, section 6.2.1) refuses anything that
was slipped in before the handshake. IDLE (RFC 2177) waits on the socket and on a second descriptor, so that
another thread can end the wait. What breaks the protocol raises imaplib's `abort`; nothing here retries.
"""

import imaplib
import io
import select
import socket
import ssl
from dataclasses import dataclass
from typing import Any, cast

from imapclient import IMAPClient, SocketTimeout

from mailbot.model.configuration import Security

LINE_LIMIT = 16 * 1024 * 1024  # bytes; a SEARCH answer is one line: about two million UIDs
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how to connect. `literal_limit`: bytes of the largest literal read (RFC 9051, section 4.3)."""

    host: str
    port: int
    security: Security
    timeout_seconds: float
    literal_limit: int


class Wire(imaplib.IMAP4):
    """imaplib's connection, with limits on what it reads and a strict STARTTLS."""

    def __init__(self, endpoint: Endpoint, context: ssl.SSLContext) -> None:
        self._endpoint = endpoint
        self._context = context
        super().__init__(endpoint.host, endpoint.port, endpoint.timeout_seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._endpoint.host, self._endpoint.port), timeout)
        if self._endpoint.security is not Security.TLS:
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=self._endpoint.host)
        except BaseException:
            plain.close()
            raise

    @property
    def _reader(self) -> io.BufferedReader:
        return cast(io.BufferedReader, self.file)

    def read(self, size: int) -> bytes:
        """A literal of `size` bytes, read in pieces: a promised size alone reserves no memory."""
        if size > self._endpoint.literal_limit:
            raise self.abort(f"the server wants to send {size} bytes at once")
        pieces = []
        while size and (piece := self._reader.read(min(size, _CHUNK))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def readline(self) -> bytes:
        """One line, at most LINE_LIMIT bytes; imaplib's own limit is too low for a large mailbox."""
        line = self._reader.readline(LINE_LIMIT + 1)
        if len(line) > LINE_LIMIT:
            raise self.abort(f"the server sent a line of more than {LINE_LIMIT} bytes")
        return line

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> Any:
        """Begin TLS. Bytes that came after the OK and before the handshake were not sent by our server."""
        typ, data = self._simple_command("STARTTLS")
        if typ != "OK":
            raise self.error(f"STARTTLS refused: {data!r}")
        if self.has_pending():
            raise self.abort("something was sent between STARTTLS and the handshake")
        self.file.close()
        self.sock = (ssl_context or self._context).wrap_socket(self.sock, server_hostname=self.host)
        self.file = self.sock.makefile("rb")
        self._tls_established = True
        self.untagged_responses = {}  # what was said in the clear counts for nothing (RFC 9051, 6.2.1)
        self._get_capabilities()
        return typ, data

    def has_pending(self) -> bool:
        """True when bytes lie in our buffers or on the socket, ready to be read without waiting."""
        self.sock.settimeout(0)
        try:
            return bool(self._reader.peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            self.sock.settimeout(self._endpoint.timeout_seconds)

    def idle_begin(self) -> bytes:
        """Send IDLE and wait for the '+'; what the server says before it is kept. The command's tag."""
        tag: bytes = self._command("IDLE")
        while self._get_response() is not None:
            if self.tagged_commands[tag]:
                raise self.error(f"IDLE refused: {self.tagged_commands.pop(tag)!r}")
        return tag

    def idle_wait(self, seconds: float, wake: int) -> None:
        """Sleep until the server says something, descriptor `wake` is readable, or `seconds` are over."""
        if self.has_pending():
            return
        poll = select.poll()
        poll.register(self.sock, select.POLLIN)
        poll.register(wake, select.POLLIN)
        poll.poll(seconds * 1000)

    def idle_end(self, tag: bytes) -> None:
        """Send DONE and read to the end of IDLE: a dead peer is found out here, every time."""
        self.send(b"DONE\r\n")
        typ, data = self._command_complete("IDLE", tag)
        if typ != "OK":
            raise self.error(f"IDLE failed: {data!r}")

    def take(self, *names: str) -> bool:
        """True when one of these untagged responses has come; they are forgotten."""
        return any([self.untagged_responses.pop(name, None) is not None for name in names])


class Client(IMAPClient):  # type: ignore[misc]  # imapclient ships no types
    """imapclient over a Wire. Times stay aware."""

    def __init__(self, endpoint: Endpoint, context: ssl.SSLContext) -> None:
        self._endpoint = endpoint
        self._context = context
        timeout = SocketTimeout(endpoint.timeout_seconds, endpoint.timeout_seconds)
        super().__init__(
            endpoint.host,
            endpoint.port,
            ssl=endpoint.security is Security.TLS,
            ssl_context=context,
            timeout=timeout,
        )
        self.normalise_times = False

    def _create_IMAP4(self) -> Wire:
        return Wire(self._endpoint, self._context)

    @property
    def wire(self) -> Wire:
        """The connection below."""
        wire: Wire = self._imap
        return wire

    @property
    def preauthenticated(self) -> bool:
        """True when the greeting was PREAUTH: signed in as nobody knows whom (RFC 9051, section 7.1.4)."""
        return bool(self.wire.state == "AUTH")
