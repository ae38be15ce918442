"""An end to work that takes too much of the processor.

Work catches exceptions of its own; the one that ends it is none of those (a BaseException) and comes again until the
work is over, so that no `except Exception` inside can hold it back. Outside it is a TooLongError like any other.
"""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

READING = 10.0  # seconds for one mail; the caps of [limits] are passed long before
_AGAIN = 0.1  # seconds after which it comes again


class TooLongError(Exception):
    """The work took more of the processor than it may."""


class _End(BaseException):
    """Ends the work from within."""


@contextmanager
def processor_time(seconds: float) -> Generator[None, None, None]:
    """Raises TooLongError behind the block when it has used so many seconds of processor time.

    Only the main thread can be interrupted so (signal(7)); in any other the block runs on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _end)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _End:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        raise TooLongError(f"it took more than {seconds:g} seconds of processor time") from None
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _End
