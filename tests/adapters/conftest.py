"""Certificates for the scripted servers, and what a test of a mailbox keeps needing."""

import ssl
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mailbot.adapters.imap import Mailbox
from mailbot.model.configuration import MailboxAccess
from tests.servers import certificates as authority
from tests.servers.certificates import Certificates


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A private authority and its certificate for localhost."""
    folder: Path = tmp_path_factory.mktemp("certificates")
    return authority.make(folder)


@pytest.fixture(scope="session")
def server_context(certificates: Certificates) -> ssl.SSLContext:
    """TLS as a scripted server speaks it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    return context


@contextmanager
def opened(access: MailboxAccess, *, readonly: bool = False) -> Generator[Mailbox, None, None]:
    """A connected mailbox with its folder selected."""
    with closing(Mailbox(access)) as mailbox:
        mailbox.connect()
        mailbox.select(access.folder, readonly=readonly)
        yield mailbox
