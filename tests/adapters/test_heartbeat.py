"""The heartbeat over real HTTP and HTTPS servers."""

import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from mailbot.adapters.heartbeat import fetch
from tests.servers.certificates import Certificates
from tests.servers.process import free_ports


class Ping(BaseHTTPRequestHandler):
    """Answers with the code in its path."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Location", "http://127.0.0.1:1/200")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def server(context: ssl.SSLContext | None = None) -> Generator[int, None, None]:
    with HTTPServer(("127.0.0.1", 0), Ping) as http:
        if context:
            http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield http.server_address[1]
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (200, ""),
        (204, ""),
        (302, "127.0.0.1 answered the heartbeat with 302."),
        (404, "127.0.0.1 answered the heartbeat with 404."),
        (500, "127.0.0.1 answered the heartbeat with 500."),
    ],
)
def test_the_answer_is_told_without_the_path(code: int, told: str) -> None:
    with server() as port:
        assert fetch(f"http://127.0.0.1:{port}/secret/{code}") == told
    assert Ping.asked[-1] == f"/secret/{code}"


def test_nobody_there() -> None:
    told = fetch(f"http://127.0.0.1:{free_ports(1)[0]}/secret")
    assert told == "The heartbeat to 127.0.0.1 did not arrive (ConnectionRefusedError)."


def test_the_certificate_is_verified(certificates: Certificates, server_context: ssl.SSLContext) -> None:
    with server(server_context) as port:
        url = f"https://localhost:{port}/secret/200"
        told = fetch(url)
        assert told == "The heartbeat to localhost did not arrive (SSLCertVerificationError)."
        assert fetch(url, context=ssl.create_default_context(cafile=certificates.ca)) == ""
