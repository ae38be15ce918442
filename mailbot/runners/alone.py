"""Reading a mail alone: in a child process with limits on memory and CPU (promise 7).

The parent sends the mail and the rules to `python -m mailbot.runners.alone` and gets a Classified back as
JSON; nothing else can come back. A child that crashes, hangs or grows raises ReaderFailed in the parent.
"""

import json
import resource
import subprocess
import sys

from pydantic import TypeAdapter, ValidationError

from mailbot import reading
from mailbot.model.classified import Classified
from mailbot.model.errors import MailbotError
from mailbot.model.limits import Limits
from mailbot.model.rulebook import Rulebook

_CLASSIFIED = TypeAdapter(Classified)
_RULEBOOK = TypeAdapter(Rulebook)
_LIMITS = TypeAdapter(Limits)
MAX_ANSWER = 64 * 1024 * 1024


class ReaderFailed(MailbotError):
    """The mail could not be read; the text says how the reading ended."""


def read_alone(raw: bytes, rulebook: Rulebook, limits: Limits) -> Classified:
    """Read one mail in a child process. Raises ReaderFailed."""
    head = {"rulebook": _RULEBOOK.dump_python(rulebook, mode="json"), "limits": _LIMITS.dump_python(limits)}
    try:
        child = subprocess.run(
            [sys.executable, "-m", "mailbot.runners.alone"],
            input=json.dumps(head).encode() + b"\n" + raw,
            capture_output=True,
            timeout=limits.cpu_seconds * 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReaderFailed(f"Reading it alone took longer than {limits.cpu_seconds * 2} seconds.") from None
    return _answer(child)


def _answer(child: "subprocess.CompletedProcess[bytes]") -> Classified:
    if child.returncode < 0:
        raise ReaderFailed(f"Reading it alone ended the reading process with signal {-child.returncode}.")
    if child.returncode:
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise ReaderFailed(f"Reading it alone failed: {last[0][:500]}")
    try:
        return _CLASSIFIED.validate_json(child.stdout[:MAX_ANSWER])
    except ValidationError as error:
        raise ReaderFailed(
            f"Reading it alone gave an answer that is not one ({error.error_count()} faults)."
        ) from None


def main() -> None:
    """The child: limits first, then the mail from standard input, the Classified to standard output."""
    head, _, raw = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    limits = _LIMITS.validate_python(asked["limits"])
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    classified = reading.read(raw, _RULEBOOK.validate_python(asked["rulebook"]), limits)
    sys.stdout.buffer.write(_CLASSIFIED.dump_json(classified))


if __name__ == "__main__":
    main()
