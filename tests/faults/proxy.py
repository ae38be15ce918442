"""A TCP proxy between mailbot and a real mail server, whose faults are switched on and off while it runs.

Takes where the server listens and what is spoken there. It reads along: it knows which command the client has sent,
and where the letter of an SMTP dialogue ends. What it cannot read (TLS) it passes on as bytes. Without a fault it
changes nothing. It runs in a thread of its own; its methods may be called from any thread.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from tests.faults.fault import Fault, Speaks, Then
from tests.servers.process import free_ports

HOST = "127.0.0.1"
_LIMIT = 64 * 1024 * 1024  # bytes of the longest line


class Proxy:
    """Listens on a port of 127.0.0.1 until it is left; a context manager."""

    def __init__(self, upstream_port: int, speaks: Speaks) -> None:
        self.port = free_ports(1)[0]
        self.upstream_port, self.speaks = upstream_port, speaks
        self.happened = 0  # how often a fault struck
        self.accepted = 0  # connections
        self._faults: tuple[Fault, ...] = ()
        self._connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._listen())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def fault(self, *faults: Fault, fresh: bool = False) -> None:
        """These faults from now on, in place of those before; fresh: open connections are cut first."""
        self._faults = faults
        if fresh:
            self._call(self._cut())

    def refuse(self) -> None:
        """Cut every connection and refuse new ones."""
        self._call(self._shut())
        self.happened += 1

    def heal(self) -> None:
        """No more faults. Connections that are silent or half closed stay so."""
        self._faults = ()
        self._call(self._listen())

    def pick(self, moment: str, line: bytes) -> Fault | None:
        """The fault that strikes at this moment, counted."""
        for fault in self._faults:
            if fault.without or fault.times == 0 or fault.about not in line:
                continue
            if fault.at in {"", moment}:
                fault.times = fault.times - 1 if fault.times else fault.times
                return fault
        return None

    def stands(self, fault: Fault) -> bool:
        """Whether it has not been healed."""
        return fault in self._faults

    def changed(self, line: bytes) -> bytes:
        """A line of the server without the capabilities that a fault takes away."""
        for fault in self._faults:
            if fault.without and b"CAPABILITY" in line and b" " + fault.without in line:
                line = line.replace(b" " + fault.without, b"")
                self.happened += 1
        return line

    def _call(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._accepted, HOST, self.port, limit=_LIMIT)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        connection = _Connection(self, reader, writer)
        self._connections.add(connection)
        try:
            with contextlib.suppress(OSError, _Over, asyncio.IncompleteReadError):
                await connection.run()
        finally:
            self._connections.discard(connection)
            connection.end()

    async def _cut(self) -> None:
        for connection in tuple(self._connections):
            connection.end()
        await asyncio.sleep(0.05)

    async def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._cut()

    async def _stop(self) -> None:
        await self._shut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class _Over(Exception):
    """The connection has ended."""


class _Connection:
    """One connection of a client, and the one to the server behind it."""

    def __init__(self, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy, self._reader, self._writer = proxy, reader, writer
        self._upstream: asyncio.StreamWriter | None = None
        self._held = False
        self._moment, self._tag, self._recipient = "GREETING", b"*", b""
        self._passed = 0  # bytes of the answer, or of the letter, since the moment began
        self._content = False  # SMTP: what the client sends is the letter
        self._fault: Fault | None = None

    async def run(self) -> None:
        """Until one side has ended, or a fault ended it."""
        await self._begin("GREETING", b"")
        if self._held:
            return await self._client(None)
        reader, self._upstream = await asyncio.open_connection(HOST, self._proxy.upstream_port, limit=_LIMIT)
        pumps = [asyncio.create_task(self._client(self._upstream)), asyncio.create_task(self._server(reader))]
        try:
            while True:
                done, _ = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
                if not self._held or pumps[0] in done:
                    return await next(iter(done))
                await pumps[0]  # a silent connection lasts as long as the client wants
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    def end(self) -> None:
        """Close both sides at once."""
        for writer in (self._writer, self._upstream):
            if writer is not None:
                writer.transport.abort()

    async def _client(self, upstream: asyncio.StreamWriter | None) -> None:
        while data := await self._read(self._reader):
            if self._held or upstream is None:
                continue
            moment = self._heard(data)
            if moment and await self._begin(moment, data):
                continue
            if self._moment == "CONTENT" and (fault := self._standing()) and fault.after is not None:
                self._passed += len(data)
                if self._passed >= fault.after:
                    await self._strike(fault)
                    continue
            upstream.write(data)
            await upstream.drain()

    async def _server(self, reader: asyncio.StreamReader) -> None:
        while data := await self._read(reader):
            if self._held:
                return
            if self._moment == "DATA" and data.startswith(b"354"):
                self._content = True
            await self._answer(self._proxy.changed(data))

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        return await (reader.read(65_536) if self._proxy.speaks is Speaks.NOTHING else reader.readline())

    async def _answer(self, data: bytes) -> None:
        """What the server said, on its way to the client."""
        fault = self._standing() or self._proxy.pick("", b"")
        if fault and fault.strikes:
            room = (fault.after or 0) - self._passed
            await self._write(data[: max(0, room)])
            if len(data) < room:
                return
            await self._strike(fault)
            if self._held:
                return
            data = data[max(0, room) :]
        await self._write(data, fault if fault and fault.pause else None)

    async def _write(self, data: bytes, slow: Fault | None = None) -> None:
        size = (slow.piece if slow else 0) or max(1, len(data))
        for start in range(0, len(data), size):
            if slow and self._proxy.stands(slow):
                self._proxy.happened += 1
                await asyncio.sleep(slow.pause)
            self._passed += len(data[start : start + size])
            self._writer.write(data[start : start + size])
            await self._writer.drain()

    def _standing(self) -> Fault | None:
        """The fault of this moment, unless it was healed meanwhile."""
        if self._fault and not self._proxy.stands(self._fault):
            self._fault = None
        return self._fault

    async def _begin(self, moment: str, line: bytes) -> bool:
        """A command was sent; True when the server does not hear of it."""
        self._moment, self._passed = moment, 0
        about = line if self._proxy.speaks is Speaks.IMAP else line + self._recipient
        self._fault = self._proxy.pick(moment, about)
        if self._fault and self._fault.strikes and self._fault.after is None:
            await self._strike(self._fault)
            return True
        return False

    async def _strike(self, fault: Fault) -> None:
        self._proxy.happened += 1
        self._fault = None
        self._writer.write(fault.answer.replace(b"%tag%", self._tag))
        await self._writer.drain()
        if fault.then is Then.CLOSE:
            self._writer.close()
            await self._writer.wait_closed()
            raise _Over
        if fault.then is Then.RESET:
            accepted: socket.socket = self._writer.get_extra_info("socket")
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._writer.transport.abort()
            raise _Over
        if fault.then is Then.HALF_CLOSE:
            self._writer.write_eof()
        self._held = fault.then is not Then.GO_ON

    def _heard(self, line: bytes) -> str:
        """The moment that this line of the client begins; empty when it goes on with the one before."""
        if self._proxy.speaks is Speaks.IMAP:
            return self._imap(line)
        return self._smtp(line) if self._proxy.speaks is Speaks.SMTP else ""

    def _imap(self, line: bytes) -> str:
        words = line.upper().split()
        if words[:1] == [b"DONE"]:
            return "DONE"
        if len(words) < 2:
            return ""
        self._tag = line.split()[0]
        return words[2 if words[1] == b"UID" and len(words) > 2 else 1].decode("ascii", "replace")

    def _smtp(self, line: bytes) -> str:
        if self._content:
            self._content = line != b".\r\n"
            if not self._content:
                return "DOT"
            return "" if self._moment == "CONTENT" else "CONTENT"
        name = line[:4].upper().decode("ascii", "replace").strip()
        if name in {"MAIL", "RCPT"}:
            self._recipient = line if name == "RCPT" else b""
        return name if name.isalpha() else ""
