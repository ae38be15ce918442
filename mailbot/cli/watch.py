"""watch: the outside look, for a timer."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from mailbot.runners.watch import Outcome

At = Annotated[
    str,
    typer.Option(
        "--at",
        metavar="TIME",
        help="What it says at that time (2026-11-21T09:00, London time); for trials: it is mailed all the same.",
    ),
]
StateFile = Annotated[
    Path | None,
    typer.Option("--state", help="Where it keeps what it told; watch.json beside the store when left out."),
]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(watch)


def watch(
    config: ConfigPath = DEFAULT_CONFIG, at: At = "", state: StateFile = None, as_json: AsJson = False
) -> None:
    """Look at mailbot from outside and mail SECAS when it is silent; exit code 1 while something is wrong."""
    from mailbot import watching

    outcome = watching.build_watch(settings_of(config), state, _time(at)).run()
    if as_json:
        say_json(outcome.to_json())
    else:
        _show(outcome)
    if not outcome.well:
        raise typer.Exit(1)


def _time(text: str) -> datetime:
    """The time given, London time where it names no zone; the time now when it is empty."""
    if not text:
        return datetime.now(UTC)
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise CallError(f"'{text}' is no time, such as 2026-11-21T09:00.") from None
    return (given if given.tzinfo else given.replace(tzinfo=LONDON)).astimezone(UTC)


def _show(outcome: "Outcome") -> None:
    for trouble in outcome.troubles:
        say(f"!! {trouble.part}, since {moment_shown(trouble.since.isoformat())}: {trouble.sentence}")
    for sentence in outcome.said:
        say(sentence)
    if outcome.failure:
        say(f"!! {outcome.failure}")
    if outcome.well:
        say("All is well.")
