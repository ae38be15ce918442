"""The process that reads single mails under limits: `python -m mailbot.runners.reading_process`; see alone.py.

It imports the reader once, then takes one request after another from standard input and forks a child for each, which
alone sees the mail: limits first, then the reading, the Classified as JSON through a pipe. So a mail costs a fork and
not the start of an interpreter, no mail meets what another one left, and nothing a mail does reaches this process.
It ends when its standard input does, or when nothing was asked for IDLE seconds.

Request: length of the head, length of the mail (4 bytes each, big-endian), the head (pickled: limits, rulebook, seconds
to wait), the mail. Answer: exit code of the child (signed; a signal is negative), length, then the Classified, or what
went wrong in words. Only the parent writes requests; it trusts nothing of an answer.
"""

import gc
import importlib
import json
import os
import pickle
import resource
import select
import signal
import struct
import sys
import time
from dataclasses import fields, is_dataclass
from datetime import date
from typing import BinaryIO

from mailbot import reading
from mailbot.model.classified import Classified
from mailbot.model.limits import Limits
from mailbot.model.rulebook import Rulebook

REQUEST = struct.Struct(">II")
ANSWER = struct.Struct(">iI")
MAX_ANSWER = 64 * 1024 * 1024
IDLE = 300.0  # seconds
# What opens attachments: imported by the functions that need it, and here before the fork.
_LIBRARIES = ("python_calamine", "oxmsg", "tnefparse", "defusedxml.ElementTree")
_CHUNK = 1 << 16


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more, or none for IDLE seconds."""
    while select.select([requests], [], [], IDLE)[0]:
        sizes = requests.read(REQUEST.size)
        if len(sizes) < REQUEST.size:
            return
        head, raw = (requests.read(size) for size in REQUEST.unpack(sizes))
        limits, rulebook, seconds = pickle.loads(head)  # noqa: S301  only the parent writes there
        code, answer = in_a_child(raw, rulebook, limits, seconds)
        answers.write(ANSWER.pack(code, len(answer)) + answer)
        answers.flush()


def in_a_child(raw: bytes, rulebook: Rulebook, limits: Limits, seconds: float) -> tuple[int, bytes]:
    """Fork, read the mail there: the child's exit code and what it said. It is ended after so many seconds."""
    from_child, to_parent = os.pipe()
    child = os.fork()
    if child == 0:
        work(to_parent, raw, rulebook, limits)
    os.close(to_parent)
    try:
        answer = _said(from_child, time.monotonic() + seconds)
    finally:
        os.close(from_child)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return (code, answer) if answer is not None else (1, b"it took too long")


def _said(pipe: int, until: float) -> bytes | None:
    """Everything that comes through the pipe; None when it does not end in time, or is too much."""
    pieces: list[bytes] = []
    size = 0
    while size <= MAX_ANSWER and select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(pipe, _CHUNK)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
    return None


def work(answer: int, raw: bytes, rulebook: Rulebook, limits: Limits) -> None:
    """The child: it never returns."""
    code = 1
    try:
        confine(limits)
        said = told(reading.read(raw, rulebook, limits, opening=True))
        code = 0
    except BaseException as error:  # noqa: BLE001  whatever it is, it is told and ends this process
        said = f"{type(error).__name__}: {str(error)[:400]}".removesuffix(": ").encode(errors="replace")
    try:
        while said:
            said = said[os.write(answer, said) :]
    finally:
        os._exit(code)


def confine(limits: Limits) -> None:
    """From here on the process has so much memory and time, and of the parent's streams none."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def told(classified: Classified) -> bytes:
    """The JSON that the parent takes: objects by their fields, times in ISO 8601."""
    return json.dumps(classified, default=_plain, ensure_ascii=False).encode(errors="replace")


def _plain(value: object) -> object:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    assert is_dataclass(value)
    return {each.name: getattr(value, each.name) for each in fields(value)}


def main() -> None:
    """Import what reading takes, then serve."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    gc.freeze()  # what is there now is shared with every child, and collected in none
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
