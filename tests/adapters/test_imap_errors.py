"""What an exception means, where no server at hand can be made to cause it."""

import imaplib
import socket
import ssl

import pytest
from imapclient.exceptions import LoginError, ProtocolError

from mailbot.adapters.imap_errors import explain, is_refusal
from mailbot.model.errors import MailbotError, PermanentFailure, TemporaryFailure

WHERE = "imap.secas.example:993"


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (socket.gaierror(-2, "Name or service not known"), TemporaryFailure, "cannot be looked up"),
        (TimeoutError(), TemporaryFailure, "did not answer in time while signing in"),
        (ConnectionResetError(104, "Connection reset by peer"), TemporaryFailure, "Connection reset by peer"),
        (ssl.SSLError(1, "bad record mac"), TemporaryFailure, "No protected connection"),
        (imaplib.IMAP4.abort("socket error: EOF"), TemporaryFailure, "was lost while signing in"),
        (ProtocolError("(((("), TemporaryFailure, "not IMAP"),
        (ValueError("what"), TemporaryFailure, "not IMAP"),
        (RecursionError(), TemporaryFailure, "not IMAP"),
        (LoginError("no hush-hush here"), PermanentFailure, "no (secret) here"),
        (LoginError("x" * 5000), PermanentFailure, "x" * 300 + ")"),
        (LoginError("one\r\n\x1b[31mtwo"), PermanentFailure, "(one [31mtwo)"),
    ],
)
def test_explain(error: Exception, kind: type[MailbotError], sentence: str) -> None:
    failure = explain(error, WHERE, "signing in", "hush-hush")
    assert type(failure) is kind
    assert sentence in str(failure)
    assert WHERE in str(failure)
    assert "x" * 301 not in str(failure)


def test_a_connection_lost_while_signing_in_is_no_refused_password() -> None:
    error = LoginError("socket error: EOF")
    error.__context__ = imaplib.IMAP4.abort("socket error: EOF")
    assert isinstance(explain(error, WHERE, "signing in", "", final=True), TemporaryFailure)
    assert not is_refusal(error)


@pytest.mark.parametrize("final", [True, False])
def test_a_plain_no_is_as_final_as_the_caller_says(final: bool) -> None:
    error = imaplib.IMAP4.error("create failed: no")
    assert is_refusal(error)
    assert isinstance(
        explain(error, WHERE, "x", "", final=final), PermanentFailure if final else TemporaryFailure
    )
