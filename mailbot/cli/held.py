"""held list/show/release/route/discard: what waits for a person."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from mailbot.cli.common import (
    DEFAULT_CONFIG,
    AsJson,
    By,
    ConfigPath,
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

app = typer.Typer(help="What waits for a person: list, show, release, route, discard.")

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
    columns = ("item", "waits", "alert", "code", "from", "would go to", "why")
    listing(
        as_json,
        "Held",
        columns,
        told,
        lambda row: (
            row["held"],
            row["outcome"] or f"{row['hours']} h",
            row["alert"] or f"(mail: {row['subject'][:40]})",
            row["code"] or "",
            row["forwarder"] or row["from"],
            row["candidate"] or "",
            row["why"],
        ),
    )


def _shown(row: dict[str, object]) -> dict[str, object]:
    waited = datetime.now(UTC) - datetime.fromisoformat(str(row["opened_at"]))
    return {
        "held": f"H-{row['id']}",
        "opened_at": row["opened_at"],
        "hours": round(waited.total_seconds() / 3600, 1),
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
    mail = told["mail"]
    say(f"  mail {mail['mail']} from {mail['from'] or '(no sender)'}, {mail['level']}: {mail['level_why']}")
    say(f"  subject: {mail['subject']}")
    for reason in told["reasons"]:
        say(f"  because {reason}")
    if told["alert"]:
        facts = told["alert"]["facts"]
        say(f"  alert {told['alert']['reference']}: " + ", ".join(f"{k} {v}" for k, v in facts.items()))
        say(f"  would go to {told['alert']['supplier'] or '(nobody: name a supplier with held route)'}")


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
