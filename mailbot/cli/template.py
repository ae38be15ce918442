"""template: the CSV and the workbook that forwarders may always send."""

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import DEFAULT_CONFIG, AsJson, ConfigPath, say, say_json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(template)


def template(
    config: ConfigPath = DEFAULT_CONFIG,
    to: Annotated[Path, typer.Option("--to", help="The folder to write them into.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the table, as CSV and as XLSX, that forwarders may always fill in and send."""
    from mailbot.template import write

    del config  # every command takes --config; this one needs nothing of it
    for path in write(to, force=force):
        if as_json:
            say_json({"file": str(path)})
        else:
            say(f"Written to {path}.")
