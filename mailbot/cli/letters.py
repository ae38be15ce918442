"""letters preview: each letter as it would look."""

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import DEFAULT_CONFIG, AsJson, ConfigPath, say, say_json
from mailbot.model.errors import CallError

app = typer.Typer(help="The letters mailbot writes.")


@app.callback()
def letters() -> None:
    """The letters mailbot writes."""


@app.command()
def preview(
    name: Annotated[str, typer.Argument(help="Which letter; all names when left out.")] = "",
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    eml: Annotated[Path | None, typer.Option("--eml", help="Write it as a mail file instead.")] = None,
) -> None:
    """Show a letter with invented facts."""
    from mailbot.compose.preview import names, sample
    from mailbot.compose.render import render

    del config  # every command takes --config; this one needs nothing of it
    if not name:
        for each in names():
            say(each)
        return
    if name not in names():
        raise CallError(f"There is no letter '{name}'. There are: {', '.join(names())}.")
    letter = sample(name)
    if eml:
        eml.write_bytes(render(letter))
        say(f"Written to {eml}.")
    elif as_json:
        say_json({"name": name, "subject": letter.subject, "text": letter.text, "html": letter.html})
    else:
        say(
            f"Subject: {letter.subject}\nTo: {letter.recipient.name} <{letter.recipient.address}>\n\n{letter.text}"
        )
