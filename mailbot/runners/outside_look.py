"""What is wrong with mailbot as one sees it from outside: by health.json and by the store, read only.

Takes the path of the store, the policies and a time (aware). Gives troubles, the gravest first: `silence` when no poll
has completed for silent_after, by the later of both witnesses; `store` when it cannot be read; `stuck` when letters
that carry alerts are due and none moves. Either witness may be missing, locked or damaged. Never raises, never
writes.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mailbot.adapters import health
from mailbot.adapters.health import Health
from mailbot.adapters.store import alarms, facts
from mailbot.adapters.store.outside import open_from_outside
from mailbot.compose.alarm import lasting
from mailbot.compose.words import at as on_the_clock
from mailbot.compose.words import several
from mailbot.model.configuration import DeliveryPolicy, Mode
from mailbot.model.errors import MailbotError
from mailbot.model.trouble import Trouble

FRESH = timedelta(seconds=60)  # health.json is written every few seconds


@dataclass(frozen=True, slots=True)
class _Store:
    """What the store says. failure: why it says nothing."""

    created: datetime | None = None
    poll: datetime | None = None
    standing: int = 0
    oldest: datetime | None = None
    failure: str = ""


def look(store: Path, silent_after: timedelta, delivery: DeliveryPolicy, at: datetime) -> tuple[Trouble, ...]:
    """What is wrong at that time."""
    daemon = health.read(store)
    seen = _asked(store, delivery, at - silent_after)
    return tuple(_troubles(daemon, seen, silent_after, at))


def last_poll(store: Path, delivery: DeliveryPolicy, at: datetime) -> datetime | None:
    """When a poll completed last, by the later of both witnesses."""
    return _polled(health.read(store), _asked(store, delivery, at))


def _asked(path: Path, delivery: DeliveryPolicy, since: datetime) -> _Store:
    try:
        with closing(open_from_outside(path)) as store:
            poll = facts.get(store, facts.LAST_POLL)
            sends = delivery.mode in {Mode.LIVE, Mode.REDIRECT} and not facts.get(store, facts.PAUSED)
            return _Store(
                created=alarms.created_at(store),
                poll=poll.at if poll else None,
                standing=alarms.standing_alerts(store, since) if sends else 0,
                oldest=alarms.oldest_due_alert(store),
            )
    except MailbotError as failure:
        return _Store(failure=str(failure))


def _polled(daemon: Health | None, seen: _Store) -> datetime | None:
    witnesses = (daemon.last_poll_completed if daemon else None, seen.poll)
    return max((each for each in witnesses if each), default=None)


def _troubles(
    daemon: Health | None, seen: _Store, silent_after: timedelta, at: datetime
) -> Iterator[Trouble]:
    polled = _polled(daemon, seen)
    since = polled or seen.created
    if since and at - since > silent_after:
        first = "has completed" if polled else "has ever completed"
        said = f"No look at the mailbox {first} since {on_the_clock(since)}. {_of_the_daemon(daemon, at)}"
        yield Trouble("silence", said, since)
    if seen.failure:
        yield Trouble("store", seen.failure, at)
    if seen.standing:
        letters = several(seen.standing, "letter that carries an alert", "letters that carry alerts")
        said = f"{letters} has been due for more than {lasting(silent_after)}, and none has left meanwhile."
        said = said.replace(" has been", " have been", 1) if seen.standing > 1 else said
        yield Trouble("stuck", said, seen.oldest or at)


def _of_the_daemon(daemon: Health | None, at: datetime) -> str:
    """What is known of the process."""
    if daemon is None:
        return "mailbot left no word of itself (health.json): it may never have been started."
    heard = on_the_clock(daemon.at)
    if daemon.stopped:
        return f"mailbot was stopped at {heard} and has not been started since."
    if at - daemon.at > FRESH:
        return f"mailbot (process {daemon.process}) was last heard of at {heard}: it does not run, or hangs."
    troubles = "; ".join(each.sentence for each in daemon.troubles)
    return f"mailbot runs (process {daemon.process}). {troubles or 'It names no trouble.'}"
