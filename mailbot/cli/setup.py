"""init, check, demo: before mailbot works for real."""

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import DEFAULT_CONFIG, AsJson, ConfigPath, say, say_json, settings_of, table
from mailbot.model.errors import MailbotError


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(init)
    app.command()(check)
    app.command()(demo)


def init(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Write a configuration to fill in, or check the one there is and create the store."""
    from mailbot import checking

    for sentence in checking.init(config, settings_of):
        say(sentence)


def check(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    send_test: Annotated[
        bool, typer.Option("--send-test", help="Send one test letter to our own address.")
    ] = False,
) -> None:
    """Try everything without changing anything: one line each, what is wrong and what to do."""
    from mailbot import checking

    results = checking.check(settings_of(config), send_test=send_test)
    if as_json:
        for result in results:
            say_json({"what": result.what, "well": result.well, "said": result.said})
    else:
        table("Check", ("", "what", "result"), [("ok" if r.well else "!!", r.what, r.said) for r in results])
    if not all(result.well for result in results):
        raise typer.Exit(1)


def demo(
    keep: Annotated[
        Path | None, typer.Option("--keep", help="Folder for the written letters (made new).")
    ] = None,
) -> None:
    """The whole main job on embedded mail servers and sample mail; nothing to configure."""
    from mailbot import logs

    try:
        from mailbot import demo as demonstration
    except ImportError as error:
        raise MailbotError(
            f"The demo needs the extra 'demo' ({error.name} is missing): pip install 'mailbot[demo]'."
        ) from None
    logs.configure(quiet=True)
    outcome = demonstration.run(keep)
    table("What became of each mail", outcome.columns, outcome.rows)
    for sentence in outcome.sentences:
        say(sentence)
    if not outcome.well:
        raise typer.Exit(1)
