"""The embedded mail servers of the demo: pymap for IMAP, aiosmtpd for SMTP. Loopback only, in this process."""

import asyncio
import imaplib
import logging
import queue
import socket
import threading
from argparse import Namespace
from collections.abc import Generator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService

HOST = "127.0.0.1"
USER = "alerts@secas.example"
PASSWORD = "demo"  # noqa: S105  of a server that lives for a few seconds on loopback


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def imap() -> Generator[int, None, None]:
    """An IMAP server with one empty mailbox; its port."""
    logging.getLogger("pymap").setLevel(logging.ERROR)
    port = _free_port()
    started: queue.Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = queue.Queue()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(port, started)), name="imap", daemon=True)
    thread.start()
    try:
        loop, done = started.get(timeout=15)
    except queue.Empty:
        raise RuntimeError("the embedded IMAP server did not start within 15 seconds") from None
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(5)


async def _serve(port: int, started: "queue.Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event]]") -> None:
    """Serve until the event is set; asyncio.run then ends every connection still open."""
    done = asyncio.Event()
    backend, config = await DictBackend.init(_arguments(port))
    config.apply_context()
    async with AsyncExitStack() as stack:
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        started.put((asyncio.get_running_loop(), done))
        await done.wait()


def _arguments(port: int) -> Namespace:
    """What pymap's own command line would give."""
    return Namespace(
        host=[HOST],
        port=str(port),
        cert=None,
        key=None,
        tls=False,
        debug=False,
        demo_data=False,
        demo_user=USER,
        demo_password=PASSWORD,
        inherited_sockets=None,
        proxy_protocol=None,
        passlib_cfg=None,
        insecure_login=True,
    )


def append(port: int, mails: Sequence[bytes]) -> None:
    """Lay mails into the INBOX, in order (RFC 9051, section 6.3.12)."""
    with imaplib.IMAP4(HOST, port, timeout=15) as client:
        client.login(USER, PASSWORD)
        for raw in mails:
            answer, said = client.append("INBOX", "", "", raw)
            if answer != "OK":
                raise RuntimeError(f"the embedded IMAP server refused a sample mail: {said!r}")


class _Shelf:
    """Writes each letter it is handed into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.count = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.count += 1
        recipient = str(envelope.rcpt_tos[0]).replace("/", "_")
        path = self._folder / f"{self.count:02d}_{recipient}.eml"
        path.write_bytes(envelope.original_content or b"")
        return "250 2.0.0 taken"


@contextmanager
def smtp(folder: Path) -> Generator[int, None, None]:
    """An SMTP server that lays every letter into `folder` as .eml; its port."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    port = _free_port()
    controller = Controller(_Shelf(folder), hostname=HOST, port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
