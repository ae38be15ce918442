"""One SMTP connection to our submission host (RFC 5321, RFC 6409, RFC 3207, RFC 4954).

Takes SubmissionAccess and letters. Gives a DeliveryStatus for each, whose stage says exactly how far the
dialogue had come: the final dot is written alone, once everything before it has left, so that a connection
lost before is known to have delivered nothing. It never sends in the clear over a network, never signs in
twice for one refusal, and raises nothing but Stopped.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import NoReturn, cast

from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPResponseException
from aiosmtplib.protocol import SMTPProtocol

from mailbot.adapters import tls
from mailbot.adapters.smtp_answer import answered, lost
from mailbot.model.configuration import Security, SubmissionAccess
from mailbot.model.delivery import DeliveryStatus, Outgoing, Stage
from mailbot.model.errors import PermanentFailure

GOODBYE_SECONDS = 3.0
_CHUNK = 65_536
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]{1,256}@[^\s<>@\x00-\x1f\x7f]{1,255}")


class Stopped(Exception):
    """The dialogue ended before the letter was taken; `status` says where and why."""

    def __init__(self, status: DeliveryStatus) -> None:
        self.status = status
        super().__init__(status.diagnostic)


class Session:
    """A connection, from TCP to QUIT."""

    def __init__(self, access: SubmissionAccess, dot_timeout: float) -> None:
        self._access = access
        self._where = f"{access.host}:{access.port}"
        self._dot_timeout = dot_timeout
        self._secret = access.password.reveal()
        self._client = SMTP(timeout=access.timeout_seconds)
        self.idle_since = 0.0  # the loop's time

    @property
    def usable(self) -> bool:
        """Whether it can carry another letter, as far as is known without asking the host."""
        return self._client.is_connected

    async def open(self) -> DeliveryStatus:
        """Connect, protect, sign in. The status of the last step; Stopped when one fails."""
        try:
            return await self._open()
        except BaseException:
            self._drop()
            raise

    async def send(self, letter: Outgoing) -> DeliveryStatus:
        """Carry one letter to one recipient. Never raises; after a refusal the next letter may follow."""
        try:
            return await self._send(letter)
        except Stopped as stopped:
            await self._reset(stopped.status)
            return stopped.status
        except BaseException:
            self._drop()
            raise

    async def alive(self) -> bool:
        """Ask the host whether the connection still stands (RSET)."""
        with suppress(Stopped):
            with self._at(Stage.MAIL):
                answer = await self._client.execute_command(b"RSET")
            return answer.code == 250
        return False

    async def quit(self) -> None:
        """Take leave, briefly, and close. Never raises."""
        with suppress(Stopped), self._at(Stage.MAIL):
            await self._client.quit(timeout=GOODBYE_SECONDS)
        self._drop()

    async def _open(self) -> DeliveryStatus:
        access = self._access
        with self._at(Stage.TLS):
            tls.require_protection(access.security, access.host, access.port)
            context = tls.client_context(access.ca_file)
        with self._at(Stage.CONNECT):
            await self._client.connect(
                hostname=access.host,
                port=access.port,
                use_tls=access.security is Security.TLS,
                start_tls=False,
                tls_context=context,
                local_hostname=_own_name(),
            )
            status = self._answer(Stage.CONNECT, await self._client.ehlo())
        if access.security is Security.STARTTLS:
            with self._at(Stage.TLS):
                if not self._client.supports_extension("starttls"):
                    self._stop(Stage.TLS, f"{self._where} offers no STARTTLS; nothing is sent unprotected.")
                await self._client.starttls()
                status = self._answer(Stage.TLS, await self._client.ehlo())
        return await self._sign_in() if access.username else status

    async def _sign_in(self) -> DeliveryStatus:
        """AUTH with one mechanism: a refused password tried three ways locks the account."""
        offered = self._client.server_auth_methods
        with self._at(Stage.SIGN_IN):
            if "plain" in offered:
                answer = await self._client.auth_plain(self._access.username, self._secret)
            elif "login" in offered:
                answer = await self._client.auth_login(self._access.username, self._secret)
            else:
                self._stop(Stage.SIGN_IN, f"{self._where} offers no sign-in by user name and password.")
        return self._answer(Stage.SIGN_IN, answer)

    async def _send(self, letter: Outgoing) -> DeliveryStatus:
        raw = _crlf(letter.raw)
        mail, rcpt = self._envelope(letter, len(raw))
        await self._command(Stage.MAIL, mail, 250)
        await self._command(Stage.RCPT, rcpt, 250, 251)
        await self._command(Stage.DATA, b"DATA", 354)
        return await self._content(raw)

    def _envelope(self, letter: Outgoing, size: int) -> tuple[bytes, bytes]:
        """MAIL and RCPT. An address no host could take is refused here, before anything is said."""
        utf8 = self._client.supports_extension("smtputf8")
        if not _ADDRESS.fullmatch(letter.recipient):
            self._refuse(Stage.RCPT, "5.1.3", "The recipient's address is not an e-mail address.")
        if not letter.recipient.isascii() and not utf8:
            text = f"{self._where} cannot send to an address with letters outside ASCII (no SMTPUTF8)."
            self._refuse(Stage.RCPT, "5.6.7", text)
        if not _ADDRESS.fullmatch(letter.envelope_from) or not letter.envelope_from.isascii():
            self._refuse(Stage.MAIL, "5.1.7", "Our own sender address is not an e-mail address.")
        options = f" SIZE={size}" if self._client.supports_extension("size") else ""
        options += "" if letter.recipient.isascii() else " SMTPUTF8"
        return (
            f"MAIL FROM:<{letter.envelope_from}>{options}".encode(),
            f"RCPT TO:<{letter.recipient}>".encode(),
        )

    async def _command(self, stage: Stage, command: bytes, *wanted: int) -> None:
        with self._at(stage):
            answer = await self._client.execute_command(command)
        if answer.code not in wanted:
            raise Stopped(self._answer(stage, answer))

    async def _content(self, raw: bytes) -> DeliveryStatus:
        """Everything but the final dot, then the dot, then up to `dot_timeout` seconds for the answer."""
        protocol = self._protocol()
        reading = asyncio.ensure_future(protocol.read_response())  # a host may refuse in the middle
        try:
            with self._at(Stage.DATA):
                await self._pour(protocol, _stuffed(raw), reading)
                if reading.done():
                    self._cut_short(reading.result())
                protocol.write(b".\r\n")  # raises when the connection is gone: then no dot was sent
            with self._at(Stage.DOT):
                answer = await asyncio.wait_for(reading, self._dot_timeout)
        finally:
            _forget(reading)
        if answer.code != 250:
            raise Stopped(self._answer(Stage.DOT, answer))
        return self._answer(Stage.DOT, answer)

    async def _pour(
        self, protocol: SMTPProtocol, content: bytes, reading: "asyncio.Future[SMTPResponse]"
    ) -> None:
        """Write the letter; returns once it has left, or an early answer has come."""
        transport = cast(asyncio.WriteTransport, protocol.transport)
        transport.set_write_buffer_limits(high=1, low=0)  # so that draining means: it has left
        for start in range(0, len(content), _CHUNK):
            protocol.write(content[start : start + _CHUNK])
            async with asyncio.timeout(self._access.timeout_seconds):
                await protocol._drain_helper()
            await asyncio.sleep(0)  # lets an early answer be read
            if reading.done():
                return

    def _cut_short(self, answer: SMTPResponse) -> NoReturn:
        """The host answered before the letter's end. What it says now is no acceptance; no dot follows."""
        self._drop()
        if answer.code < 400:
            self._stop(Stage.DATA, f"{self._where} answered {answer.code} before the end of the letter.")
        raise Stopped(self._answer(Stage.DATA, answer))

    def _protocol(self) -> SMTPProtocol:
        protocol = self._client.protocol
        if protocol is None or protocol.transport is None:
            self._stop(Stage.DATA, f"{self._where} closed the connection before the letter.")
        return protocol

    async def _reset(self, status: DeliveryStatus) -> None:
        """After a refusal: clear the envelope, or close where the dialogue is broken."""
        if status.code in {0, 421} or not self.usable or not await self.alive():
            self._drop()

    def _drop(self) -> None:
        """Close at once: a peer that reads no more must not hold the socket with what is left to send."""
        transport = self._client.transport
        self._client.close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()

    def _answer(self, stage: Stage, answer: SMTPResponse) -> DeliveryStatus:
        return answered(stage, answer.code, answer.message, self._access.host, self._secret)

    def _refuse(self, stage: Stage, status: str, text: str) -> NoReturn:
        raise Stopped(DeliveryStatus(stage, 553, status, "failed", text, self._access.host))

    def _stop(self, stage: Stage, why: str) -> NoReturn:
        raise Stopped(lost(stage, why, self._access.host, self._secret))

    @contextmanager
    def _at(self, stage: Stage) -> Generator[None, None, None]:
        """Whatever breaks in here ends the dialogue at `stage`."""
        try:
            yield
        except SMTPResponseException as error:
            raise Stopped(self._answer(stage, SMTPResponse(error.code, error.message))) from None
        except (SMTPException, OSError, ValueError, PermanentFailure) as error:
            self._drop()
            cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
            stage = Stage.TLS if isinstance(cause, ssl.SSLError) and stage is Stage.CONNECT else stage
            self._stop(stage, self._why(cause))

    def _why(self, error: BaseException) -> str:
        """A sentence for what broke."""
        if isinstance(error, PermanentFailure):
            return str(error)
        if isinstance(error, ssl.SSLError):
            return tls.sentence(error, self._where)
        if isinstance(error, TimeoutError):
            return f"{self._where} did not answer in time."
        if isinstance(error, socket.gaierror):
            return f"The name in {self._where} cannot be looked up: check host, and the DNS."
        return f"The connection to {self._where} failed or was lost ({error})."


def _own_name() -> str:
    """The name said in EHLO; never looked up, since a broken DNS would hold up every connection."""
    name = socket.gethostname()
    return name if _HOST_NAME.fullmatch(name) else "localhost"


def _crlf(raw: bytes) -> bytes:
    """Every line ends in CRLF, the last one too: a lone CR or LF could end a letter early (RFC 5321, 2.3.8)."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
    return lines.replace(b"\n", b"\r\n") + b"\r\n"


def _stuffed(content: bytes) -> bytes:
    """A line that begins with a dot gets another one (RFC 5321, section 4.5.2)."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _forget(reading: "asyncio.Future[SMTPResponse]") -> None:
    """Nobody reads this answer any more."""
    reading.cancel()
    if reading.done() and not reading.cancelled():
        reading.exception()
