"""The TLS context, and what may go unprotected."""

import ssl
from pathlib import Path

import pytest

from mailbot.adapters import tls
from mailbot.model.configuration import Security
from mailbot.model.errors import PermanentFailure
from tests.servers.certificates import Certificates


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LocalHost", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("128.0.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("", False),
    ],
)
def test_only_this_machine_may_go_unprotected(host: str, loopback: bool) -> None:
    assert tls.is_loopback(host) is loopback
    tls.require_protection(Security.TLS, host, 993)
    tls.require_protection(Security.STARTTLS, host, 143)
    if loopback:
        tls.require_protection(Security.NONE, host, 143)
    else:
        with pytest.raises(PermanentFailure, match=f"{host}:143"):
            tls.require_protection(Security.NONE, host, 143)


def test_the_context_verifies(certificates: Certificates) -> None:
    for ca_file in (None, certificates.ca):
        context = tls.client_context(ca_file)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_with_a_ca_file_nobody_else_is_trusted(certificates: Certificates) -> None:
    assert len(tls.client_context(certificates.ca).get_ca_certs()) == 1


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff\xfe"])
def test_a_ca_file_that_is_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(
        PermanentFailure, match=r"ca\.pem cannot be used .* readable file of PEM certificates"
    ):
        tls.client_context(path)
