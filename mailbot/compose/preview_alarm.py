"""The alarm and the recovery as they would look, with invented facts; preview.py names them. Reads nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from mailbot.compose.alarm import AlarmFacts, alarm, recovery
from mailbot.compose.letterhead import Letterhead
from mailbot.model.letter import Letter
from mailbot.model.mail import Address
from mailbot.model.trouble import Trouble

_ID = f"<mailbot.{'0' * 32}@secas.example>"
_DUTY = Address("duty@secas.example")
_SINCE = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
_RAISED = _SINCE + timedelta(minutes=30)
_ENDED = _SINCE + timedelta(hours=2, minutes=12)
_MAILBOX = Trouble(
    "mailbox",
    "mail.secas.example refused the sign-in of alerts@secas.example. Check its password.",
    _SINCE,
)
_SILENCE = Trouble(
    "silence",
    "No look at the mailbox has completed since 17:05 on 20 November 2026. mailbot (process 4711) was last heard of "
    "at 17:05 on 20 November 2026: it does not run, or hangs.",
    _SINCE,
)


def samples(head: Letterhead) -> dict[str, Callable[[], Letter]]:
    """Each letter by its name, under this letterhead."""
    inside, outside = (_MAILBOX,), (_SILENCE,)
    return {
        "alarm": lambda: alarm(AlarmFacts(_DUTY, inside, _RAISED), head, _ID, _RAISED),
        "alarm_watch": lambda: alarm(AlarmFacts(_DUTY, outside, _RAISED, outside=True), head, _ID, _RAISED),
        "recovery": lambda: recovery(AlarmFacts(_DUTY, inside, _RAISED, _ENDED), head, _ID, _ENDED),
    }
