"""alert recall/note/incidents: what is done when an alert went wrong."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.common import (
    DEFAULT_CONFIG,
    AsJson,
    By,
    ConfigPath,
    account,
    listing,
    moment_shown,
    number_of,
    open_store,
    say,
    settings_of,
)
from mailbot.model.errors import CallError

if TYPE_CHECKING:
    from mailbot.incidents import Incidents


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (recall, note, incidents):
        app.command()(command)


@contextmanager
def _acting(config: Path, by: str) -> "Generator[Incidents, None, None]":
    from mailbot import daemon
    from mailbot.incidents import Incidents
    from mailbot.runners.clock import SystemClock

    settings = settings_of(config)
    with open_store(settings) as store:
        head = daemon.letterhead(settings)
        yield Incidents(store, settings.delivery.mode, head, SystemClock(), by or account())


def recall(
    reference: str,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept with the incident.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """Ask everybody who got the alert to delete it, stop what has not left, and open an incident."""
    with _acting(config, by) as person:
        say(person.recall(reference, reason))


def note(
    reference: str,
    text: Annotated[str, typer.Argument(help="What to keep with the alert.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """Keep a note with an alert; `alert show` shows it."""
    with _acting(config, by) as person:
        say(person.note(reference, text))


def incidents(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    all_: Annotated[bool, typer.Option("--all", help="Those that were closed, too.")] = False,
    close: Annotated[str | None, typer.Option("--close", help="End this incident, such as I-3.")] = None,
    note: Annotated[str, typer.Option("--note", help="With --close: what was decided.")] = "",
    by: By = "",
) -> None:
    """Possible personal-data incidents: what went to whom, hours left of the 72, who said it was deleted."""
    if close is not None:
        with _acting(config, by) as person:
            say(person.close(number_of(close, "I"), note))
    elif note:
        raise CallError("--note goes with --close I-..; `alert note REF TEXT` keeps a note with an alert.")
    else:
        _list(config, as_json=as_json, closed=all_)


def _list(config: Path, *, as_json: bool, closed: bool) -> None:
    from mailbot import story

    with open_store(settings_of(config)) as store:
        told = story.of_incidents(store, datetime.now(UTC), closed=closed)
    columns = ("incident", "alert", "what", "to", "known", "72 hours", "deleted", "recall", "why")
    listing(as_json, "Incidents", columns, told, _cells)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    fields = dict.fromkeys(field for each in row["disclosed"] for field in each["fields"])
    receivers = dict.fromkeys(each["to"] for each in row["disclosed"])
    return (
        row["incident"],
        row["alert"],
        f"{row['kind'].replace('_', ' ')}: {', '.join(fields) or 'nothing was sent'}",
        ", ".join(receivers) or "(nobody)",
        moment_shown(row["known_at"]),
        _time_left(row),
        _deleted(row),
        ", ".join(f"{each['to']}: {each['state']}" for each in row["recalls"]) or "none",
        row["reason"] if row["note"] is None else f"{row['reason']} - {row['note']}",
    )


def _time_left(row: dict[str, Any]) -> str:
    if row["closed_at"]:
        return f"closed {moment_shown(row['closed_at'])} by {row['closed_by']}"
    left = row["hours_left"]
    return f"{left:.0f} h left" if left >= 0 else f"OVER by {-left:.0f} h"


def _deleted(row: dict[str, Any]) -> str:
    if row["deleted_at"]:
        return moment_shown(row["deleted_at"])
    missing = row["not_yet_deleted"]
    return f"not yet: {', '.join(missing)}" if missing else ""
