"""replay: stored mail decided again with today's rules; what differs is shown, nothing is changed."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.common import (
    DEFAULT_CONFIG,
    LONDON,
    AsJson,
    ConfigPath,
    moment_shown,
    say,
    say_json,
    settings_of,
)
from mailbot.model.errors import CallError

if TYPE_CHECKING:
    from mailbot.replaying import AlertOutcome, Outcome, Replayed, Replaying

NAMED = 20  # so many mails that are no longer kept are named to a person


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    since: Annotated[str | None, typer.Option("--since", help="Only mail taken from this day on.")] = None,
) -> None:
    """Decide stored mail again with today's rules, show what differs, change nothing.

    Each mail is decided as of the time of its first decision, with what was in the store before it; the contact list
    and the registration data are those of today. What a person did about a mail since is not compared. Exit code 1
    when something differs.
    """
    start = _day(since)
    differing, not_kept, count = 0, [], 0
    with _replaying(config) as replaying:
        ids = replaying.mails(start)
        waiting = replaying.waiting(start)
        with _progress(len(ids)) as one_done:
            for mail_id in ids:
                replayed = replaying.replay(mail_id)
                if replayed is None:
                    not_kept.append(f"M-{mail_id}")
                else:
                    count += 1
                    differing += bool(replayed.differs)
                    _tell(replayed, as_json)
                one_done()
    summary = {"replayed": count, "differ": differing, "not_kept": not_kept, "waiting": waiting}
    if as_json:
        say_json(summary)
    else:
        say(_summed(count, differing, not_kept, waiting))
    if differing:
        raise typer.Exit(1)


def _day(text: str | None) -> datetime | None:
    """The first moment of a day in London."""
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), LONDON).astimezone(UTC)
    except ValueError:
        raise CallError(f"--since: '{text}' is no day; write it as 2026-11-24.") from None


@contextmanager
def _replaying(config: Any) -> "Generator[Replaying, None, None]":
    from mailbot import daemon
    from mailbot.adapters.store.database import open_to_read
    from mailbot.replaying import Replaying

    settings = settings_of(config)
    judgement = daemon.judgement(settings, daemon.rules_of(settings))
    store = open_to_read(settings.store)
    try:
        yield Replaying(store, judgement)
    finally:
        store.close()


@contextmanager
def _progress(total: int) -> Generator[Callable[[], None], None, None]:
    """A bar on a terminal, on the error stream; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Mails decided again", total=total)
        yield lambda: progress.advance(task)


def _tell(replayed: "Replayed", as_json: bool) -> None:
    if not replayed.differs:
        return
    if as_json:
        say_json(_as_json(replayed))
        return
    mail = replayed.mail
    say(
        f"M-{mail.id}, decided {moment_shown(mail.decided_at.isoformat())}, "
        f"{mail.subject[:80] or '(no subject)'}: {', '.join(replayed.differs)}"
    )
    for name, outcome in (("was", replayed.was), ("now", replayed.now)):
        say(f"  {name}  {outcome.kind} -> {outcome.disposition.value}: {', '.join(outcome.reasons)}")
        if outcome.completed:
            say(f"       completes {', '.join(outcome.completed)}")
        for number, alert in enumerate(outcome.alerts, start=1):
            say(f"       {number}  {_alert_line(alert)}")


def _alert_line(one: "AlertOutcome") -> str:
    alert = one.alert
    about = alert.mpxn or alert.device
    goes = "(no longer known)" if one.supplier is None else one.supplier or "(nobody)"
    return (
        f"{alert.code or '(no code)'} about {f'ending {about[-4:]}' if about else '(not given)'}, "
        f"{one.state.replace('_', ' ')}, to {goes}: {', '.join(one.reasons)}"
    )


def _summed(count: int, differing: int, not_kept: list[str], waiting: int) -> str:
    lines = [
        f"{differing} of {count} mail(s) would be decided otherwise today."
        if differing
        else f"{count} mail(s) decided again: nothing differs."
    ]
    if not_kept:
        more = f" and {len(not_kept) - NAMED} more" if len(not_kept) > NAMED else ""
        lines.append(
            f"{len(not_kept)} could not be decided again, their bytes are no longer kept: "
            f"{', '.join(not_kept[:NAMED])}{more}."
        )
    if waiting:
        lines.append(f"{waiting} wait for their first decision.")
    return "\n".join(lines)


def _as_json(replayed: "Replayed") -> dict[str, Any]:
    mail = replayed.mail
    return {
        "mail": f"M-{mail.id}",
        "decided_at": mail.decided_at.isoformat(),
        "subject": mail.subject,
        "differs": list(replayed.differs),
        "was": _outcome(replayed.was),
        "now": _outcome(replayed.now),
    }


def _outcome(outcome: "Outcome") -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "disposition": outcome.disposition.value,
        "reasons": list(outcome.reasons),
        "completed": list(outcome.completed),
        "alerts": [_alert(each) for each in outcome.alerts],
    }


def _alert(one: "AlertOutcome") -> dict[str, Any]:
    alert = one.alert
    return {
        "state": one.state,
        "mpxn": alert.mpxn,
        "device": alert.device,
        "code": alert.code,
        "raised_at": alert.raised_at.isoformat() if alert.raised_at else None,
        "named_supplier": alert.named_supplier,
        "supplier": one.supplier,
        "reasons": list(one.reasons),
    }
