"""registrations import/lookup: which supplier serves which meter point, from when."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import (
    DEFAULT_CONFIG,
    LONDON,
    AsJson,
    ConfigPath,
    open_store,
    say,
    say_json,
    settings_of,
)
from mailbot.cli.suppliers import day, show_report

app = typer.Typer(help="The registration data: which supplier serves which meter point.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="registrations.csv")],
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Replace the registration data by a CSV file's."""
    from mailbot.imports.registrations import import_registrations

    with open_store(settings_of(config)) as store:
        report = import_registrations(store, file, datetime.now(UTC), _progress)
    show_report(report, as_json)


def _progress(rows: int) -> None:
    """On a terminal: how far it is, on the error stream, so that --json stays clean."""
    if sys.stderr.isatty():
        print(f"\r{rows:,} rows read", end="", file=sys.stderr, flush=True)


@app.command()
def lookup(
    what: Annotated[str, typer.Argument(help="A meter point (MPAN, MPRN) or a device (EUI-64).")],
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    on: Annotated[str | None, typer.Option("--on", help="A day; today when left out.")] = None,
) -> None:
    """Which supplier serves a meter point on a day, and which device is at it."""
    from mailbot.imports.lookup import look_up

    when = day("--on", on) or datetime.now(LONDON).date()
    with open_store(settings_of(config)) as store:
        told = look_up(store, what, when)
    if as_json:
        say_json(told)
    else:
        for sentence in told["sentences"]:
            say(sentence)
    if not told["found"]:
        raise typer.Exit(1)
