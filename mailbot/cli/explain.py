"""explain: what would be done with a mail, and why. Writes nothing."""

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import DEFAULT_CONFIG, AsJson, ConfigPath, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    files: Annotated[list[Path], typer.Argument(help="Mail files (.eml), or - for standard input.")],
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Show what would be done with mail from files, and why; needs no store and no configuration."""
    from mailbot import explaining, inspecting

    failed = False
    inspector = inspecting.Inspector(config, asked_for=config != DEFAULT_CONFIG)
    with inspector:
        for note in inspector.notes:
            typer.echo(note, err=True)
        for file in files:
            told = inspector.explain(file)
            if isinstance(told, str):
                failed = True
                typer.echo(told, err=True)
            elif as_json:
                say_json(told)
            else:
                say(explaining.as_text(told))
    if failed:
        raise typer.Exit(2)
