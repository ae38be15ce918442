"""digest: the day, as it was sent; or as it would be sent now."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from mailbot.cli.common import (
    DEFAULT_CONFIG,
    AsJson,
    ConfigPath,
    open_store,
    say,
    say_json,
    settings_of,
)
from mailbot.model.errors import CallError

Json = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(digest)


def digest(
    config: ConfigPath = DEFAULT_CONFIG,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="The day, such as 2026-11-24; the latest when left out."
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="What it would say now; writes nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The daily digest as it was sent."""
    if preview and on:
        raise CallError("--preview is of today; leave out --date, or --preview for a digest as it was sent.")
    told = _preview(config) if preview else _as_sent(config, on.date() if on else None)
    if as_json:
        say_json(told)
    else:
        say(f"Subject: {told['subject']}\n\n{told['text']}".rstrip())


def _as_sent(config: ConfigPath, day: date | None) -> Json:
    """The digest of that day, or the latest; CallError when there is none."""
    from mailbot.adapters.store import digests

    with open_store(settings_of(config)) as store:
        latest = digests.latest(store)
        found = digests.of_day(store, day) if day else latest
    if latest is None:
        raise CallError(
            "No digest was written yet; [digest] says when it is. `mailbot digest --preview` shows what it would say."
        )
    if found is None:
        raise CallError(f"There is no digest of {day}. The latest is {latest['number']}, of {latest['day']}.")
    letter = found.pop("letter_id")
    return {**found, "letter": f"L-{letter}" if letter else None}


def _preview(config: ConfigPath) -> Json:
    from mailbot import daemon
    from mailbot.runners.clock import SystemClock
    from mailbot.runners.report import Report

    settings = settings_of(config)
    with open_store(settings) as store:
        head = daemon.letterhead(settings)
        report = Report(store, head, settings.people, settings.digest, settings.delivery, SystemClock())
        told = report.preview()
    return {
        "number": told.number,
        "day": told.day.isoformat(),
        "since": told.since.astimezone(UTC).isoformat(),
        "until": told.until.astimezone(UTC).isoformat(),
        "subject": told.subject,
        "text": told.text,
        "preview": True,
    }
