"""A small TCP server: one thread a connection, everything recorded, ended with the test."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"


class Gone(Exception):
    """This end has closed the connection on purpose, or the client has left."""


class Line:
    """One accepted connection: lines in and out, and the ways to misbehave."""

    def __init__(self, accepted: socket.socket, stopped: threading.Event) -> None:
        self._socket = accepted
        self._reader = accepted.makefile("rb")
        self._stopped = stopped

    def read(self) -> bytes:
        """The next line without its end; Gone at the end of the connection."""
        line = self._reader.readline()
        if not line:
            raise Gone
        return line.rstrip(b"\r\n")

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(data)

    def protect(self, context: ssl.SSLContext) -> None:
        """Begin TLS as the server."""
        self._reader.close()
        self._socket = context.wrap_socket(self._socket, server_side=True)
        self._reader = self._socket.makefile("rb")

    def hang(self) -> None:
        """Say nothing more until the server is stopped."""
        self._stopped.wait()
        raise Gone

    def cut(self) -> None:
        """Close both directions."""
        raise Gone

    def half_close(self) -> None:
        """Close our direction only, and go on listening without a word."""
        self._socket.shutdown(socket.SHUT_WR)
        self.hang()

    def shut(self) -> None:
        """End both directions: whoever reads here is told. From any thread."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the socket back; by the thread that serves the connection."""
        self.shut()
        with contextlib.suppress(OSError):
            self._reader.close()
        self._socket.close()


class Listener:
    """Listens on a free loopback port and runs `serve` for each connection; a context manager."""

    def __init__(self, serve: Callable[[Line], None]) -> None:
        self._serve = serve
        self._stopped = threading.Event()
        self._listening = socket.create_server((HOST, 0))
        self._lines: list[Line] = []
        self._threads: list[threading.Thread] = []
        self.port = int(self._listening.getsockname()[1])
        self.connections = 0
        self._accepting = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join(5)
        for line in self._lines:
            line.shut()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                accepted, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            line = Line(accepted, self._stopped)
            self._lines.append(line)
            thread = threading.Thread(target=self._handle, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _handle(self, line: Line) -> None:
        with contextlib.suppress(Gone, OSError, ValueError):
            self._serve(line)
        line.close()
