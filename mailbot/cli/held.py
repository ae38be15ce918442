"""held list/show/claim/note/release/route/discard: what waits for a person, and whose it is."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.common import (
    DEFAULT_CONFIG,
    AsJson,
    By,
    ConfigPath,
    account,
    desk,
    first_reason,
    listing,
    moment_shown,
    number_of,
    open_store,
    say,
    say_json,
    settings_of,
)

if TYPE_CHECKING:
    from mailbot.claims import Claims

app = typer.Typer(help="What waits for a person: list, show, claim, note, release, route, discard.")

Number = Annotated[str, typer.Argument(help="The item, such as H-12.")]
Note = Annotated[str, typer.Option("--note", help="Why; it is kept with the item.")]


@app.command("list")
def list_(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    closed: Annotated[bool, typer.Option("--closed", help="Those that ended, newest first.")] = False,
) -> None:
    """What waits, oldest first."""
    from mailbot.adapters.store import held

    with open_store(settings_of(config)) as store:
        rows = held.listed(store, closed=closed)
    told = [_shown(row) for row in rows]
    columns = ("item", "waits", "claimed by", "alert", "code", "from", "would go to", "why")
    listing(
        as_json,
        "Held",
        columns,
        told,
        lambda row: (
            row["held"],
            row["outcome"] or f"{row['hours']} h",
            _claimed(row),
            row["alert"] or f"(mail: {row['subject'][:40]})",
            row["code"] or "",
            row["forwarder"] or row["from"],
            row["candidate"] or "",
            row["why"],
        ),
    )


def _claimed(row: dict[str, object]) -> str:
    """Who has it, and how many notes there are: 'Jo (2 notes)'."""
    notes = row["notes"]
    written = f"({notes} note{'' if notes == 1 else 's'})" if notes else ""
    return f"{row['claimed_by'] or ''} {written}".strip()


def _shown(row: dict[str, object]) -> dict[str, object]:
    waited = datetime.now(UTC) - datetime.fromisoformat(str(row["opened_at"]))
    return {
        "held": f"H-{row['id']}",
        "opened_at": row["opened_at"],
        "hours": round(waited.total_seconds() / 3600, 1),
        "claimed_by": row["claimed_by"] or None,
        "claimed_at": row["claimed_at"],
        "duty_letters": row["duty_letters"],
        "notes": row["notes"],
        "outcome": row["outcome"],
        "mail": f"M-{row['message_id']}",
        "kind": row["kind"],
        "from": row["sender"],
        "forwarder": row["forwarder"],
        "subject": row["subject"],
        "alert": row["reference"],
        "code": row["code"],
        "candidate": row["candidate"],
        "why": first_reason(str(row["reasons"])),
    }


@app.command()
def show(item: Number, config: ConfigPath = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """One item: the mail, the alert, the reasons."""
    from mailbot import story

    with open_store(settings_of(config)) as store:
        told = story.of_held(store, number_of(item, "H"))
    if as_json:
        say_json(told)
        return
    state = f"{told['outcome']} by {told['closed_by']}" if told["outcome"] else "waits"
    say(f"{told['held']}: {state}, since {moment_shown(told['opened_at'])}. {told['note']}".rstrip())
    _show_whose(told)
    mail = told["mail"]
    say(f"  mail {mail['mail']} from {mail['from'] or '(no sender)'}, {mail['level']}: {mail['level_why']}")
    say(f"  subject: {mail['subject']}")
    for reason in told["reasons"]:
        say(f"  because {reason}")
    if told["alert"]:
        facts = told["alert"]["facts"]
        say(f"  alert {told['alert']['reference']}: " + ", ".join(f"{k} {v}" for k, v in facts.items()))
        say(f"  would go to {told['alert']['supplier'] or '(nobody: name a supplier with held route)'}")


def _show_whose(told: dict[str, Any]) -> None:
    """Who has it, how often the person on duty was told, and what was noted."""
    if told["claimed_by"]:
        say(f"  claimed by {told['claimed_by']}, {moment_shown(told['claimed_at'])}")
    elif not told["outcome"]:
        say("  claimed by nobody")
    if told["duty_letters"]:
        say(f"  letters to the person on duty: {told['duty_letters']}")
    for note in told["notes"]:
        say(f"  note {moment_shown(note['at'])}, {note['by']}: {note['note']}")


@contextmanager
def _claims(config: Path, by: str) -> "Generator[Claims, None, None]":
    """The claims of the person who acts."""
    from mailbot.claims import Claims
    from mailbot.runners.clock import SystemClock

    with open_store(settings_of(config)) as store:
        yield Claims(store, SystemClock(), by or account())


@app.command()
def claim(
    items: Annotated[list[str], typer.Argument(help="The items, such as H-12 H-15.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
    take_over: Annotated[bool, typer.Option("--take-over", help="Also what somebody else has.")] = False,
    give_up: Annotated[bool, typer.Option("--give-up", help="You do not have them any more.")] = False,
) -> None:
    """Say that you have them: nobody else is called for a day."""
    numbers = [number_of(each, "H") for each in items]
    with _claims(config, by) as person:
        act = person.give_up if give_up else person.claim
        told = act(numbers, take_over=take_over)
    for each in told:
        say(each.text)
    if not all(each.done for each in told):
        raise typer.Exit(1)


@app.command()
def note(
    item: Number,
    text: Annotated[str, typer.Argument(help="What whoever looks next should know.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """Write a note on it; `held show` shows it."""
    with _claims(config, by) as person:
        say(person.note(number_of(item, "H"), text))


@app.command()
def release(item: Number, config: ConfigPath = DEFAULT_CONFIG, by: By = "", note: Note = "") -> None:
    """Let it go on: an alert to the supplier it would have gone to; a mail is decided again."""
    with desk(config, by) as person:
        say(person.release(number_of(item, "H"), note))


@app.command()
def route(
    item: Number,
    supplier: Annotated[str, typer.Argument(help="Name, alias or MPID.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
    note: Note = "",
    mpxn: Annotated[
        str, typer.Option("--mpxn", help="The right meter point, where the mail had none or a wrong one.")
    ] = "",
) -> None:
    """Send a held alert to the supplier you name."""
    with desk(config, by) as person:
        say(person.route(number_of(item, "H"), supplier, note, mpxn))


@app.command()
def discard(
    item: Number,
    note: Annotated[str, typer.Option("--note", help="Why nothing is sent; it is kept with the item.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """End it without sending anything."""
    with desk(config, by) as person:
        say(person.discard(number_of(item, "H"), note))
