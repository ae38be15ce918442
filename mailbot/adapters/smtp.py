"""Submission: letters leave over a few SMTP connections at once (RFC 6409).

Takes SubmissionAccess and two callbacks. Gives each letter's DeliveryStatus to the second as soon as it is
known. The face is synchronous and belongs to one thread, in which the callbacks run too; the event loop below
works only while run() does. Trouble with the host is a status, never an exception. What a status means, and
when a letter is tried again, is decided elsewhere.

The first connection is proved before others are opened: a refused sign-in happens once, not once a worker.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from mailbot.adapters.smtp_session import Session, Stopped
from mailbot.model.configuration import SubmissionAccess
from mailbot.model.delivery import DeliveryStatus, Outgoing, Stage

DOT_SECONDS = 600.0  # RFC 5321, section 4.5.3.2.6; less makes duplicates
KEEP_SECONDS = 60.0  # a connection idle for longer is not used again
LOOK_SECONDS = 0.5  # how often an idle worker asks again while another still waits for its host

NextLetter = Callable[[], Outgoing | None]
OnAnswer = Callable[[Outgoing, DeliveryStatus], bool]


class Submission:
    """Our submission host. Connections are kept from one run to the next."""

    def __init__(self, access: SubmissionAccess, *, dot_timeout: float = DOT_SECONDS) -> None:
        self._access = access
        self._dot_timeout = dot_timeout
        self._runner: asyncio.Runner | None = None
        self._idle: list[Session] = []

    def run(self, next_letter: NextLetter, on_answer: OnAnswer) -> None:
        """Pull letters until none is due; report each answer before the next letter is pulled.

        on_answer: False ends the run once the letters in hand are answered. An exception of a callback ends it
        likewise, and is raised then.
        """
        self._loop().run(_Run(self, next_letter, on_answer).work(self._access.connections))

    def test_sign_in(self) -> DeliveryStatus:
        """Connect, protect, sign in and leave, without a letter. Fine when the code is 2xx."""
        return self._loop().run(self._signed_in())

    def close(self) -> None:
        """Leave all connections. Never raises; run() opens fresh ones."""
        runner, self._runner = self._runner, None
        if runner is not None:
            with suppress(RuntimeError, OSError):
                runner.run(self._quit(keep=-1.0))
            runner.close()

    async def take(self) -> Session | None:
        """A kept connection that still stands, or None."""
        while self._idle:
            session = self._idle.pop()
            if await session.alive():
                return session
            await session.quit()
        return None

    async def open(self) -> Session:
        """A fresh connection, signed in. Stopped when there is none to be had."""
        session = Session(self._access, self._dot_timeout)
        await session.open()
        return session

    def keep(self, session: Session) -> None:
        """Take a connection back for the next run."""
        session.idle_since = asyncio.get_running_loop().time()
        self._idle.append(session)

    async def expire(self) -> None:
        """Leave the connections that were idle for too long."""
        await self._quit(keep=KEEP_SECONDS)

    async def _quit(self, *, keep: float) -> None:
        now = asyncio.get_running_loop().time()
        stale = [session for session in self._idle if now - session.idle_since > keep]
        self._idle = [session for session in self._idle if session not in stale]
        await asyncio.gather(*(session.quit() for session in stale))
        await asyncio.sleep(0)  # lets the transports close for good before the loop stops

    async def _signed_in(self) -> DeliveryStatus:
        session = Session(self._access, self._dot_timeout)
        try:
            status = await session.open()
        except Stopped as stopped:
            return stopped.status
        await session.quit()
        return status

    def _loop(self) -> asyncio.Runner:
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner


class _Run:
    """What the workers of one run share."""

    def __init__(self, submission: Submission, next_letter: NextLetter, on_answer: OnAnswer) -> None:
        self._submission = submission
        self._next_letter = next_letter
        self._on_answer = on_answer
        self._stopped = False
        self._busy = 0  # workers with a letter in hand
        self._proved = asyncio.Event()  # the first connection stands, or never will

    async def work(self, connections: int) -> None:
        """Run the workers to their end; the first exception of a callback is raised then."""
        await self._submission.expire()
        workers = [self._worker(first=number == 0) for number in range(max(1, connections))]
        for result in await asyncio.gather(*workers, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    async def _worker(self, *, first: bool) -> None:
        session: Session | None = None
        try:
            if not first:
                await self._proved.wait()
            while (letter := await self._pulled()) is not None:
                self._busy += 1
                try:
                    session, status = await self._carry(session, letter)
                finally:
                    self._busy -= 1
                if not self._on_answer(letter, status):
                    self._stopped = True
        except BaseException:
            self._stopped = True
            raise
        finally:
            self._proved.set()
            if session is not None and session.usable:
                self._submission.keep(session)

    async def _pulled(self) -> Outgoing | None:
        """The next letter; while another worker still waits for its host, a later one is waited for, too."""
        while not self._stopped:
            if (letter := self._next_letter()) is not None:
                return letter
            if not self._busy:
                return None
            await asyncio.sleep(LOOK_SECONDS)
        return None

    async def _carry(
        self, session: Session | None, letter: Outgoing
    ) -> tuple[Session | None, DeliveryStatus]:
        """Send a letter over the connection at hand, a kept one, or a fresh one."""
        if session is None or not session.usable:
            session = await self._submission.take()
        if session is not None:
            self._proved.set()
            status = await session.send(letter)
            if not _never_began(status):
                return session, status
            await session.quit()  # it died while it was idle, and the letter shall not suffer for it
        try:
            session = await self._submission.open()
        except Stopped as stopped:
            return None, stopped.status
        self._proved.set()
        return session, await session.send(letter)


def _never_began(status: DeliveryStatus) -> bool:
    """True when an old connection turned out dead before anything of the letter was taken."""
    return status.stage is Stage.MAIL and status.code in {0, 421}
