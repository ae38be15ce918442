"""Something of mailbot itself that is wrong: what status, alarms and health.json tell."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that is in trouble. part: one word; sentence: for a person; since: aware, UTC."""

    part: str
    sentence: str
    since: datetime
