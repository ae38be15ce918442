"""Readiness: whether the daemon lives, and whether it does its work, each in a sentence or none. Reads only."""

from datetime import timedelta
from pathlib import Path

from mailbot.adapters.store.outside import open_from_outside
from mailbot.model.errors import MailbotError
from mailbot.runners.clock import Clock
from mailbot.runners.pulse import Pulse


class Readiness:
    """What /livez and /readyz answer: an empty string when all is well. Called from any thread."""

    def __init__(self, store: Path, pulse: Pulse, alarm_after: timedelta, clock: Clock) -> None:
        self._store = store
        self._pulse = pulse
        self._alarm_after = alarm_after
        self._clock = clock

    def lives(self) -> str:
        """Whether every stage goes round."""
        hanging = self._pulse.hanging()
        return f"Not heard of for too long: {', '.join(hanging)}." if hanging else ""

    def works(self) -> str:
        """Whether a poll completed within alarm_after and the store can be read."""
        poll = self._pulse.last_poll
        if poll is None:
            return "No poll of the mailbox has completed yet."
        if self._clock.now() - poll > self._alarm_after:
            return f"No poll of the mailbox has completed since {poll:%Y-%m-%d %H:%M:%S} UTC."
        try:
            open_from_outside(self._store).close()
        except MailbotError as failure:
            return str(failure)
        return ""
