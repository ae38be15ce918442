"""The alarm command: a program of SECAS' own, such as a pager, told of an alarm when mail may not leave.

Takes the command as configured, split as a POSIX shell splits words, and run without a shell. It gets the words on
standard input and MAILBOT_ALARM=raised or cleared in its environment. Gives an empty string when it exited with 0,
else a sentence. After 30 seconds it is killed, with everything it started. Never raises, never shows its output.
"""

import os
import shlex
import signal
import subprocess
from contextlib import suppress

LIMIT_SECONDS = 30.0
_GOODBYE_SECONDS = 5.0


def run(command: str, words: str, *, raised: bool, limit: float = LIMIT_SECONDS) -> str:
    """Run it to its end. raised: False tells that it is over. The sentence names no argument of the command."""
    program = _words_of(command)
    if not program:
        return ""
    environment = {**os.environ, "MAILBOT_ALARM": "raised" if raised else "cleared"}
    try:
        process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # a process group of its own, which can be killed as a whole
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return f"The alarm command {program[0]} could not be started: {why}."
    return _finished(process, program[0], f"{words}\n".encode(), limit)


def _words_of(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []  # the configuration refuses such a command


def _finished(process: "subprocess.Popen[bytes]", name: str, words: bytes, limit: float) -> str:
    try:
        process.communicate(words, timeout=limit)
    except subprocess.TimeoutExpired:
        _kill(process)
        return f"The alarm command {name} did not end within {limit:.0f} seconds and was killed."
    except OSError:
        process.wait()  # it closed its input unread, which is its own affair
    if process.returncode:
        return f"The alarm command {name} failed with exit code {process.returncode}."
    return ""


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired, OSError):
        process.communicate(timeout=_GOODBYE_SECONDS)
