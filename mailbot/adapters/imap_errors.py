"""What a failed IMAP operation means: temporary or not, and the sentence for the helpdesk.

Takes the exception of imapclient, imaplib, ssl or the socket, with where and in doing what it came. Gives a
TemporaryFailure or a PermanentFailure; the response codes are those of RFC 9051, section 7.1 (RFC 5530).
Whatever is not recognised counts as temporary, except where the caller says that a refusal is final. It
never raises, never connects, and never lets the password into the text.
"""

import imaplib
import socket
import ssl

from imapclient.exceptions import LoginError, ProtocolError

from mailbot.adapters import tls
from mailbot.model.errors import MailbotError, PermanentFailure, TemporaryFailure

# All that a library call can raise: imaplib's own, the network's, and what parsing a broken answer brings up.
RAISED = (
    imaplib.IMAP4.error,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    MemoryError,
)

# [EXPUNGEISSUED]: somebody deleted a mail while we asked for it; the next look no longer lists it.
_TRY_LATER = (
    "[expungeissued]",
    "[unavailable]",
    "[inuse]",
    "[limit]",
    "[serverbug]",
    "throttl",
    "too many",
    "try again",
    "try later",
)


def is_refusal(error: BaseException) -> bool:
    """True when the server plainly said NO or BAD: the connection stays usable."""
    broken = (imaplib.IMAP4.abort, ProtocolError)
    return isinstance(error, imaplib.IMAP4.error) and not isinstance(_origin(error), broken)


def explain(
    error: BaseException, where: str, doing: str, secret: str, *, final: bool = False
) -> MailbotError:
    """The failure to raise for `error` at `where` (host:port) while `doing` something ("signing in").

    final: a plain NO to this operation does not heal by itself.
    """
    if isinstance(error, ssl.SSLError):
        kind = PermanentFailure if tls.is_final(error) else TemporaryFailure
        return kind(tls.sentence(error, where))
    if isinstance(error, OSError):
        return TemporaryFailure(_network(error, where, doing))
    said = _said(error, secret)
    if isinstance(error, imaplib.IMAP4.error):
        return _answered(_origin(error), said, where, doing, final)
    return TemporaryFailure(f"{where} answered with something that is not IMAP while {doing} ({said}).")


def _network(error: OSError, where: str, doing: str) -> str:
    if isinstance(error, socket.gaierror):
        return f"The name in {where} cannot be looked up: check host in the configuration, and the DNS."
    if isinstance(error, TimeoutError):
        return f"{where} did not answer in time while {doing}; it is tried again."
    if isinstance(error, ConnectionRefusedError):
        return f"Nothing answers at {where}: check host and port, and whether the mail server runs."
    return f"The connection to {where} was lost while {doing} ({error.strerror or error}); it is tried again."


def _answered(error: BaseException, said: str, where: str, doing: str, final: bool) -> MailbotError:
    folded = said.casefold()
    if "authenticated but not connected" in folded:
        return PermanentFailure(
            f"{where} knows the account but gives it no access to the mailbox: the mailbox permission (or the "
            "scope of the application) is missing in Exchange. The password is right."
        )
    if isinstance(error, imaplib.IMAP4.readonly):
        return PermanentFailure(
            f"{where} lets us read the folder but not move mail out of it: grant that right."
        )
    if any(phrase in folded for phrase in _TRY_LATER):
        return TemporaryFailure(f"{where} asks us to come back later ({said}).")
    if isinstance(error, imaplib.IMAP4.abort):
        return TemporaryFailure(
            f"The connection to {where} was lost while {doing} ({said}); it is tried again."
        )
    if isinstance(error, ProtocolError):
        return TemporaryFailure(f"{where} answered with something that is not IMAP while {doing} ({said}).")
    if isinstance(error, LoginError):
        return PermanentFailure(
            f"{where} refuses our sign-in ({said}): check username and password_file (then start mailbot "
            "again), and that the account may use IMAP."
        )
    if "* bye" in folded:  # a greeting that turns us away (RFC 9051, section 7.1.5)
        return TemporaryFailure(f"{where} turned our connection away ({said}); it is tried again.")
    kind = PermanentFailure if final else TemporaryFailure
    return kind(f"{where} refused while {doing}: {said}.")


def _origin(error: BaseException) -> BaseException:
    """imapclient reports a connection lost while signing in as a refused sign-in; its context says the truth."""
    cause = error.__context__
    lost = isinstance(error, LoginError) and isinstance(cause, imaplib.IMAP4.abort)
    return cause if lost and cause is not None else error


def _said(error: BaseException, secret: str) -> str:
    """The server's words: one line, printable, at most 300 characters, without our secret."""
    text = str(error) or type(error).__name__
    if secret:
        text = text.replace(secret, "(secret)")
    return " ".join("".join(c if c.isprintable() else " " for c in text[:2000]).split())[:300].rstrip(".")
