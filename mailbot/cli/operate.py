"""run, once, pause, resume, status, queue: the daemon at work."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from mailbot.cli.common import (
    DEFAULT_CONFIG,
    AsJson,
    By,
    ConfigPath,
    desk,
    moment_shown,
    open_store,
    say,
    say_json,
    settings_of,
    table,
)

Json = dict[str, Any]
Cells = tuple[object, ...]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (run, once, pause, resume, status, queue):
        app.command()(command)


def run(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """The daemon, until a signal; a second one on the same store is refused."""
    from mailbot import logs
    from mailbot.service import Daemon

    settings = settings_of(config)
    logs.configure()
    Daemon(settings).run()


def once(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Pickup, dispose, deliver until nothing is due, then stop: for cron and for tests."""
    from mailbot import daemon, logs

    settings = settings_of(config)
    logs.configure()
    decided, left = daemon.once(settings)
    say(f"{decided} mail(s) decided. `mailbot status` shows the ledgers.")
    if left:
        say(left)
        raise typer.Exit(1)


def pause(
    reason: Annotated[str, typer.Option("--reason", help="Why sending stops; status shows it.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """Stop sending; receiving never stops."""
    with desk(config, by) as person:
        say(person.pause(reason))


def resume(config: ConfigPath = DEFAULT_CONFIG, by: By = "") -> None:
    """Go on sending."""
    with desk(config, by) as person:
        say(person.resume())


def status(config: ConfigPath = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """The ledgers, the mode, the last completed poll; exit code 1 when something is wrong."""
    from mailbot import overview

    settings = settings_of(config)
    with open_store(settings) as store:
        told = overview.status(store, settings.mailbox, settings.delivery, datetime.now(UTC))
    if as_json:
        say_json(told)
    else:
        _show_status(told)
    if not told["well"]:
        raise typer.Exit(1)


def _show_status(told: Json) -> None:
    say(f"Mode: {told['mode']}" + (f" ({told['paused']})" if told["paused"] else ""))
    say(f"Last completed poll: {moment_shown(told['last_poll_completed']) or 'none yet'}")
    if told["daemon"]:
        say(_daemon_shown(told["daemon"]))
    for name in ("mails", "alerts", "letters"):
        ledger = dict(told[name])
        balanced = "balanced" if ledger.pop("balanced") else "NOT BALANCED"
        counts = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in ledger.items())
        say(f"{name.capitalize()}: {counts}: {balanced}")
    if told["shadow_mails"]:
        say(f"Seen in shadow and left where they are: {told['shadow_mails']} mail(s)")
    if told["redirected_letters"]:
        say(
            f"Sent to redirect_to and never to whom they were meant for: {told['redirected_letters']} letter(s)"
        )
    for fault in told["faults"]:
        say(f"!! {fault}")
    for trouble in told["troubles"]:
        say(f"!! {trouble['part']}, since {moment_shown(trouble['since'])}: {trouble['what']}")


def _daemon_shown(daemon: Json) -> str:
    heard = moment_shown(daemon["heard_at"])
    if daemon["runs"]:
        return f"The daemon runs (process {daemon['process']})."
    how = "it was stopped" if daemon["stopped"] else "it was last heard of"
    return f"The daemon does not run: {how} on {heard}."


def queue(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 200,
) -> None:
    """What waits: mails to be decided, letters to be sent or failed, receipts owed."""
    from mailbot import overview

    with open_store(settings_of(config)) as store:
        told = overview.queue(store, limit)
    if as_json:
        say_json(told)
        return
    if not any(told.values()):
        say("Nothing waits.")
    lists = (
        ("Mails to be decided", ("mail", "owned", "attempts", "error"), "mails_waiting", _mail_cells),
        ("Letters", _LETTER_COLUMNS, "letters", _letter_cells),
        ("Alerts of a storm, for the next letter", ("supplier", "alerts", "since"), "storms", _storm_cells),
        ("Receipts owed", ("mail", "to", "decided"), "receipts_owed", _receipt_cells),
    )
    for title, columns, key, cells in lists:
        if told[key]:
            table(title, columns, [cells(row) for row in told[key]])


_LETTER_COLUMNS = ("letter", "kind", "alert", "to", "state", "due", "attempts", "said")


def _mail_cells(mail: Json) -> Cells:
    return (mail["mail"], moment_shown(mail["owned_at"]), mail["attempts"], mail["last_error"])


def _letter_cells(letter: Json) -> Cells:
    named = (letter["letter"], letter["kind"], letter["alert"] or "", letter["to"], letter["state"])
    return (*named, moment_shown(letter["due_at"]), letter["attempts"], letter["said"])


def _storm_cells(storm: Json) -> Cells:
    return (storm["supplier"], storm["alerts"], moment_shown(storm["since"]))


def _receipt_cells(mail: Json) -> Cells:
    return (mail["mail"], mail["receipt_to"], moment_shown(mail["decided_at"]))
