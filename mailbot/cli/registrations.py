"""registrations import/lookup: which supplier serves which meter point, from when."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from mailbot.cli.suppliers import day

if TYPE_CHECKING:
    from mailbot.imports.registrations import Progress
    from mailbot.imports.table import Report

    Tell = Callable[[Progress], None]

app = typer.Typer(help="The registration data: which supplier serves which meter point.")
EVERY = 250_000  # rows between two lines where there is no terminal for a bar
WORDS = {
    "clearing": "clearing what an earlier import left",
    "reading": "rows read",
    "loading": "rows loaded",
    "devices": "devices loaded",
    "sweeping": "rows of the data before cleared",
}


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="registrations.csv")],
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Replace the registration data by a CSV file's. The daemon may run; it uses the old data until the end."""
    from mailbot.imports.registrations import import_registrations

    with open_store(settings_of(config)) as store, _shown(as_json) as tell:
        try:
            report = import_registrations(store, file, datetime.now(UTC), tell)
        except KeyboardInterrupt:
            typer.echo(
                "Stopped; the next import clears what it left. `mailbot check` tells what is in use.",
                err=True,
            )
            raise
    _show(report, as_json)


@contextmanager
def _shown(as_json: bool) -> "Generator[Tell, None, None]":
    """What tells how far it is: a bar on a terminal, else lines; on the error stream. Nothing for a script."""
    if as_json:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _Lines().tell


class _Lines:
    """A line each 250,000 rows, for a log."""

    def __init__(self) -> None:
        self._stage, self._next = "", EVERY

    def tell(self, progress: "Progress") -> None:
        """Say it when it is due."""
        if progress.stage != self._stage:
            self._stage, self._next = progress.stage, EVERY
        if progress.rows >= self._next:
            typer.echo(f"{self._next} {WORDS[progress.stage]}{_share(progress)}.", err=True)
            self._next += EVERY


def _share(progress: "Progress") -> str:
    return f" ({progress.done * 100 // progress.total} %)" if progress.total else ""


@contextmanager
def _bar() -> "Generator[Tell, None, None]":
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.fields[rows]:>12,} {task.description}"), BarColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(progress: "Progress") -> None:
            if progress.stage not in tasks and progress.rows:
                for each in tasks.values():
                    bars.stop_task(each)
                tasks[progress.stage] = bars.add_task(WORDS[progress.stage], total=None, rows=0)
            if progress.rows:
                total = progress.total or None
                bars.update(tasks[progress.stage], completed=progress.done, total=total, rows=progress.rows)

        yield tell


def _show(report: "Report", as_json: bool) -> None:
    """Say what was taken and every row that was refused; exit code 1 when anything was not taken."""
    if as_json:
        say_json(asdict(report))
    else:
        for sentence in (*report.warnings, *report.refused):
            typer.echo(sentence, err=True)
        say(f"{report.file}: {report.taken} row(s) taken, {report.refused_rows} refused.")
        if not report.activated:
            why = "Most rows were refused" if report.refused_rows else "The file has no rows"
            typer.echo(f"{why}, so the data loaded before stays in use.", err=True)
    if not report.clean:
        raise typer.Exit(1)


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
