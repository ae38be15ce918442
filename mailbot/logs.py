"""How the daemon logs: lines a person reads on a terminal, JSON otherwise. To standard error, never a mail's text.

What is logged are our own references (M-, L-, H-, CA-), counts and SMTP codes; a meter point, name or address
in a value is masked before it is written, in case one slips in.
"""

import logging
import re
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog

_DIGITS = re.compile(r"(?<![\d:.])\d{2,17}(?=\d{4}(?![\d:.]))")
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@(?=[\w.-]{1,255})")
_OURS = frozenset({"timestamp", "level", "mail", "letter", "event", "process"})


class _Unfailing:
    """A stream whose writing never raises: a full disk under the log must not stop a mail on its way."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or lose the line."""
        with suppress(OSError, ValueError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, or lose what was not flushed."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def configure(*, quiet: bool = False) -> None:
    """Set logging up for this process; `quiet` leaves out everything below a warning."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            mask,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Unfailing(sys.stderr))),
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def mask(_logger: object, _method: str, event: Any) -> Any:
    """Replace meter points and the local part of addresses in every value that is not our own reference."""
    return {key: value if key in _OURS else _masked(value) for key, value in event.items()}


def _masked(value: object) -> object:
    if isinstance(value, str):
        return _ADDRESS.sub("***@", _DIGITS.sub(lambda found: "*" * len(found[0]), value))
    if isinstance(value, list | tuple):
        return [_masked(each) for each in value]
    return value
