"""What the commands share: options, the open store, and how things are printed."""

import getpass
import json
import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from mailbot.model.errors import CallError

if TYPE_CHECKING:
    from mailbot.adapters.store.database import Store
    from mailbot.desk import Desk
    from mailbot.settings import Settings

LONDON = ZoneInfo("Europe/London")

ConfigPath = Annotated[
    Path, typer.Option("--config", envvar="MAILBOT_CONFIG", help="The configuration file.", show_envvar=True)
]
DEFAULT_CONFIG = Path("config/mailbot.toml")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
By = Annotated[str, typer.Option("--by", help="Who acts; your account's name when left out.")]


def settings_of(config: Path) -> "Settings":
    """The configuration; ConfigError with every mistake in it."""
    from mailbot.settings import load

    return load(config, os.environ)


@contextmanager
def open_store(settings: "Settings") -> "Generator[Store, None, None]":
    """The store that `init` created, closed again at the end."""
    from mailbot.adapters.store.database import open_store as opened

    store = opened(settings.store, datetime.now(UTC))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def desk(config: Path, by: str) -> "Generator[Desk, None, None]":
    """The desk of the person who acts."""
    from mailbot import daemon
    from mailbot.desk import Desk
    from mailbot.runners.clock import SystemClock

    settings = settings_of(config)
    rules = daemon.rules_of(settings)
    clock = SystemClock()
    with open_store(settings) as store:
        effects = daemon.parts(settings, store, rules, clock).effects
        yield Desk(store, daemon.judgement(settings, rules), effects, clock, by or account())


def account() -> str:
    """The name of the account that runs the command."""
    return os.environ.get("SUDO_USER") or getpass.getuser()


def number_of(text: str, letter: str) -> int:
    """The number in H-12, h12 or 12."""
    digits = text.strip().upper().removeprefix(letter).removeprefix("-")
    if not digits.isdecimal() or len(digits) > 15:
        raise CallError(f"'{text}' is no {letter}- number, such as {letter}-12.")
    return int(digits)


def moment_shown(stored: str | None) -> str:
    """A stored time as people in the office read it: London time, minutes."""
    return f"{datetime.fromisoformat(stored).astimezone(LONDON):%d %b %Y %H:%M}" if stored else ""


def first_reason(stored: str) -> str:
    """The first sentence of stored reasons; the last word of a person where one was given."""
    reasons = json.loads(stored)
    by_person = [text for code, text in reasons if code == "by-a-person"]
    return str(by_person[-1]) if by_person else str(reasons[0][1]) if reasons else ""


class UnshownError(Exception):
    """What a command did is done, but could not be shown."""


def say(text: str) -> None:
    """Print to a person, in plain text. Raises UnshownError when the output cannot take it."""
    try:
        typer.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnshownError(
            f"The output could not be written ({error.strerror}). What the command did is done; look at "
            "`mailbot status` before you repeat it."
        ) from None


# What some readers take for the end of a line (Unicode Standard, section 5.8), as JSON escapes it in a string.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def say_json(value: object) -> None:
    """Print one JSON object on a line that is one line for every reader."""
    say(json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table; as plain lines, tab-separated, when the output is no terminal."""
    if not sys.stdout.isatty():
        say("\t".join(columns))
        for row in rows:
            say("\t".join(" ".join(str(cell).split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(*columns, title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for row in rows:
        shown.add_row(*(Text(str(cell)) for cell in row))
    Console().print(shown)


def listing(
    as_json: bool,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Any],
    cells: Callable[[Any], Sequence[Any]],
) -> None:
    """A list of rows: one JSON object a line for a script, else a table, else a sentence that it is empty."""
    if as_json:
        for row in rows:
            say_json(row)
    elif rows:
        table(title, columns, [cells(row) for row in rows])
    else:
        say(f"{title}: none.")
