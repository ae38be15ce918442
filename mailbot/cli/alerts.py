"""alert list/show/resend: one alert's whole story."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli import incidents as alert_incidents
from mailbot.cli.common import (
    DEFAULT_CONFIG,
    LONDON,
    AsJson,
    By,
    ConfigPath,
    desk,
    first_reason,
    listing,
    moment_shown,
    open_store,
    say,
    say_json,
    settings_of,
)
from mailbot.model.errors import CallError

if TYPE_CHECKING:
    from mailbot.adapters.store.database import Store

app = typer.Typer(help="Alerts: list, one's whole story, send again, recall, incidents.")

STATES = ("relayed", "not_for_relay", "repeated", "held", "disputed")


@app.command("list")
def list_(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    state: Annotated[str | None, typer.Option("--state", help=f"One of {', '.join(STATES)}.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="A day, such as 2026-11-24.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100,
) -> None:
    """Alerts, newest first."""
    from mailbot.adapters.store import alerts

    if state is not None and state not in STATES:
        raise CallError(f"--state: '{state}' is none of {', '.join(STATES)}.")
    with open_store(settings_of(config)) as store:
        rows = alerts.listed(store, state, _day(since), limit)
    told = [_shown(row) for row in rows]
    columns = ("reference", "decided", "state", "code", "about", "forwarded by", "supplier", "why")
    listing(
        as_json,
        "Alerts",
        columns,
        told,
        lambda row: (
            row["reference"],
            moment_shown(row["decided_at"]),
            row["state"],
            row["code"],
            _ending(row),
            row["forwarder"] or "",
            row["supplier"] or "",
            row["why"],
        ),
    )


def _day(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), LONDON).astimezone(UTC)
    except ValueError:
        raise CallError(f"--since: '{text}' is no day; write it as 2026-11-24.") from None


def _shown(row: dict[str, object]) -> dict[str, object]:
    return {
        "reference": row["reference"],
        "decided_at": row["decided_at"],
        "state": row["state"],
        "code": row["code"],
        "mpxn": row["mpxn"],
        "device": row["device"],
        "raised_at": row["raised_at"],
        "forwarder": row["forwarder"],
        "supplier": row["organisation"],
        "why": first_reason(str(row["reasons"])),
    }


def _ending(row: dict[str, object]) -> str:
    """The meter point's or device's last four characters: enough for a list."""
    return (
        f"ending {str(row['mpxn'] or row['device'])[-4:]}" if row["mpxn"] or row["device"] else "(not given)"
    )


@app.command()
def show(
    reference: str,
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    pack: Annotated[
        Path | None,
        typer.Option(
            "--pack", help="Write everything about it into this new .zip file instead, for an auditor."
        ),
    ] = None,
) -> None:
    """One alert's whole story: what was read and where it stood, why, every letter, every journal line."""
    from mailbot import story
    from mailbot.story_lines import lines

    with open_store(settings_of(config)) as store:
        told = story.of_alert(store, reference)
        if pack is not None:
            _pack(store, told, pack, as_json)
            return
    if as_json:
        say_json(told)
        return
    for line in lines(told):
        say(line)


def _pack(store: "Store", told: dict[str, Any], file: Path, as_json: bool) -> None:
    from mailbot import packing

    names = packing.pack(store, told, file, datetime.now(UTC))
    if as_json:
        say_json({"pack": str(file), "files": list(names), "notice": packing.NOTICE})
    else:
        say(f"{file} was written, with {len(names)} files. {packing.NOTICE}")


@app.command()
def resend(
    reference: str,
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
) -> None:
    """Send a relayed alert again to its supplier's current contact, under the same Message-ID."""
    with desk(config, by) as person:
        say(person.resend(reference, note))


alert_incidents.register(app)
