"""Reading a mail alone: in a child process with limits on memory and CPU (promise 7).

The child is forked by a process that is started once (reading_process.py) and gives back a Classified as JSON; nothing
else can come back, and every field of it is checked. A child that crashes, hangs or grows raises ReaderFailed here;
when the process that forks them has gone, another is started.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import IO, TYPE_CHECKING

from mailbot import reading
from mailbot.model.classified import Classified
from mailbot.model.errors import MailbotError
from mailbot.model.limits import Limits
from mailbot.model.rulebook import Rulebook
from mailbot.runners.reading_process import ANSWER, MAX_ANSWER, REQUEST

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_WAIT = 30  # seconds: a machine may be busy with other things
_MODULE = "mailbot.runners.reading_process"


class ReaderFailed(MailbotError):
    """The mail could not be read; the text says how the reading ended."""


class _Gone(Exception):
    """The reading process gave no answer."""


def read_safely(raw: bytes, rulebook: Rulebook, limits: Limits) -> Classified:
    """Read one mail here, or in a child process when it has attachments to be opened; never raises for a mail.

    Attachments whose opening failed stay unread, and `over` says how it ended: so the mail is held.
    """
    found = reading.read(raw, rulebook, limits)
    if not found.sealed:
        return found
    try:
        return read_alone(raw, rulebook, limits)
    except ReaderFailed as failure:
        how = str(failure).rstrip(".")
        opening = f"attachments that could not be opened ({', '.join(found.sealed)[:400]}: {how})"
        return replace(found, over=(*found.over, opening))


def read_alone(raw: bytes, rulebook: Rulebook, limits: Limits) -> Classified:
    """Read one mail in a child process. Raises ReaderFailed."""
    seconds = _WAIT + limits.cpu_seconds * 10
    code, answer = _process.asked(pickle.dumps((limits, rulebook, seconds)), raw, seconds)
    if code < 0:
        raise ReaderFailed(f"Reading it alone ended the reading process with signal {-code}.")
    if code:
        raise ReaderFailed(f"Reading it alone failed: {answer.decode(errors='replace') or 'no message'}")
    return _checked(answer)


def close() -> None:
    """End the reading process; the next mail that is read alone starts another."""
    _process.close()


class _ReadingProcess:
    """The process that forks the children: started when first asked, one for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None

    def asked(self, head: bytes, raw: bytes, seconds: float) -> tuple[int, bytes]:
        """The child's exit code and what it said. Raises ReaderFailed when there is no answer twice."""
        with self._lock:
            try:
                return self._asked(head, raw, seconds)
            except _Gone:  # it had nothing to do for long, or somebody ended it
                self._close()
            try:
                return self._asked(head, raw, seconds)
            except _Gone:
                self._close()
                raise ReaderFailed("Reading it alone gave no answer: the reading process ended.") from None

    def _asked(self, head: bytes, raw: bytes, seconds: float) -> tuple[int, bytes]:
        running = self._started()
        assert running.stdin is not None
        assert running.stdout is not None
        watch = threading.Timer(seconds + _WAIT, _end, (running,))  # it ends its children long before
        watch.start()
        try:
            running.stdin.write(REQUEST.pack(len(head), len(raw)) + head + raw)
            running.stdin.flush()
            code, size = ANSWER.unpack(_exactly(running.stdout, ANSWER.size))
            return code, _exactly(running.stdout, min(size, MAX_ANSWER))
        except OSError:
            raise _Gone from None
        finally:
            watch.cancel()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._running is None:
            try:
                self._running = subprocess.Popen(
                    [sys.executable, "-m", _MODULE],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # it and its children are one group; an interrupt is for us alone
                )
            except OSError:
                raise _Gone from None
        return self._running

    def close(self) -> None:
        """End it, after what it is asked now."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            _end(running)
            running.communicate()


def _end(running: "subprocess.Popen[bytes]") -> None:
    """End the reading process and its child; they hold nothing that could be lost."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise _Gone
    return data


def _checked(answer: bytes) -> Classified:
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(answer)
    except ValidationError as error:
        raise ReaderFailed(
            f"Reading it alone gave an answer that is not one ({error.error_count()} faults)."
        ) from None


@cache
def _adapter() -> "TypeAdapter[Classified]":
    from pydantic import TypeAdapter

    return TypeAdapter(Classified)


_process = _ReadingProcess()
atexit.register(close)
