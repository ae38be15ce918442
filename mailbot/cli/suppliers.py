"""suppliers import/export/list/show/set/exit: the Supplier Contact List."""

import sys
from datetime import UTC, date, datetime
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
    listing,
    moment_shown,
    open_store,
    say,
    say_json,
    settings_of,
)
from mailbot.model.errors import CallError

if TYPE_CHECKING:
    from mailbot.adapters.store.database import Row, Store
    from mailbot.imports.table import Report
    from mailbot.model.supplier import Organisation

app = typer.Typer(help="The Supplier Contact List.")
_WANTED = {
    "each": "a receipt for each mail.",
    "daily": "one statement a day at 17:00, and at once a receipt for each mail with a problem.",
    "problems": "a receipt only where something is asked, waits or was declined.",
}


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="suppliers.csv")],
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Take the file's contacts over newer ones.")
    ] = False,
) -> None:
    """Add and change suppliers from a CSV file; nothing is ever removed."""
    from mailbot import daemon
    from mailbot.imports.suppliers import import_suppliers

    settings = settings_of(config)
    free_mail = daemon.rules_of(settings).free_mail_domains
    with open_store(settings) as store:
        report = import_suppliers(store, file, datetime.now(UTC), free_mail, overwrite=overwrite)
    show_report(report, as_json)


def show_report(report: "Report", as_json: bool) -> None:
    """Say what an import took, changed, warned of and refused; exit code 1 when anything was not taken."""
    if as_json:
        names = ("file", "taken", "unchanged", "refused", "conflicts", "warnings", "changes", "activated")
        say_json({name: getattr(report, name) for name in names})
    else:
        for sentence in (*report.changes, *report.warnings):
            say(sentence)
        for sentence in (*report.conflicts, *report.refused):
            typer.echo(sentence, err=True)
        unchanged = f", {report.unchanged} unchanged" if report.unchanged else ""
        say(f"{report.file}: {report.taken} row(s) taken{unchanged}, {len(report.refused)} mistake(s).")
        if not report.activated:
            typer.echo("Most rows were refused, so the data loaded before stays in use.", err=True)
    if not report.clean:
        raise typer.Exit(1)


@app.command()
def export(
    config: ConfigPath = DEFAULT_CONFIG,
    to: Annotated[Path | None, typer.Option("--to", help="A file; standard output when left out.")] = None,
) -> None:
    """Write the list in the form that import takes."""
    from mailbot.exports import suppliers_csv

    with open_store(settings_of(config)) as store:
        text = suppliers_csv(store, datetime.now(UTC))
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text, encoding="utf-8-sig", newline="")
        say(f"Written to {to}.")


@app.command("list")
def list_(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: AsJson = False,
    on: Annotated[
        str | None, typer.Option("--on", help="As it stood at the end of a day, such as 2026-03-03.")
    ] = None,
) -> None:
    """Every organisation with its contacts."""
    from mailbot.adapters.store import suppliers

    with open_store(settings_of(config)) as store:
        found = suppliers.directory(store, day("--on", on))
        extras = _today(store) if on is None else {}
    told = [
        {**shown(each), **extras.get(each.id, {"receipts": None, "suspect": {}})}
        for each in found.organisations
    ]
    columns = ("organisation", "role", "MPIDs", "main contact", "alternative contact", "receipts", "left")
    listing(
        as_json,
        "Supplier Contact List",
        columns,
        told,
        lambda row: (
            row["organisation"],
            row["role"],
            " ".join(row["mpids"]),
            _contact(row["main"], row["suspect"].get("main")),
            _contact(row["alternative"], row["suspect"].get("alternative")),
            row["receipts"] or "",
            row["left_on"] or "",
        ),
    )


def day(option: str, text: str | None) -> date | None:
    """The day an option gives; CallError when it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallError(f"{option}: '{text}' is no day; write it as 2026-11-24.") from None


def shown(organisation: "Organisation") -> dict[str, Any]:
    """An organisation for a script."""
    contacts = {"main": organisation.main, "alternative": organisation.alternative}
    return {
        "organisation": organisation.name,
        "role": organisation.role.value,
        "mpids": [
            f"{each.mpid}:{each.fuel.value}" if each.fuel else each.mpid for each in organisation.mpids
        ],
        "domains": list(organisation.domains),
        "aliases": list(organisation.aliases),
        "left_on": organisation.left_on.isoformat() if organisation.left_on else None,
        **{
            slot: {"name": each.name, "email": each.email, "phone": each.phone} if each else None
            for slot, each in contacts.items()
        },
    }


def _contact(contact: dict[str, str] | None, suspect: str | None) -> str:
    if contact is None:
        return "(none)"
    shown_as = f"{contact['name']} <{contact['email']}> {contact['phone']}".strip()
    return f"{shown_as} ({suspect})" if suspect else shown_as


def _today(store: "Store") -> dict[int, dict[str, Any]]:
    """What holds today and has no dates: which receipts an organisation wants, which contacts mail fails to reach.

    By organisation id: receipts, and suspect, a sentence by slot.
    """
    from mailbot.adapters.store import suppliers

    told: dict[int, dict[str, Any]] = {
        id_: {"receipts": wanted, "suspect": {}} for id_, wanted in suppliers.receipts_wanted(store).items()
    }
    for row in suppliers.suspected(store):
        told[row["organisation_id"]]["suspect"][row["slot"]] = _suspicion(row)
    return told


def _suspicion(row: "Row") -> str:
    happened = (
        "a letter came back" if row["suspect_how"] == "report" else "their mail server refused a letter"
    )
    said = f": {row['suspect_why'].rstrip('.')}" if row["suspect_why"] else ""
    return f"in doubt since {moment_shown(row['suspect_since'])}, {happened}{said}."


@app.command()
def show(name: str, config: ConfigPath = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """One organisation (name, alias or MPID) and the history of its contacts."""
    from mailbot.adapters.store import suppliers
    from mailbot.runners.records import organisation_named

    with open_store(settings_of(config)) as store:
        organisation = organisation_named(store, name)
        history = suppliers.contact_history(store, organisation.id)
        today = _today(store)[organisation.id]
    told = {**shown(organisation), **today, "history": history}
    if as_json:
        say_json(told)
        return
    for key, value in told.items():
        if key not in {"history", "main", "alternative", "suspect"}:
            say(f"{key:14} {'; '.join(value) if isinstance(value, list) else value or ''}")
    for row in history:
        until = moment_shown(row["valid_to"]) or "now"
        say(
            f"{row['slot']:14} {row['name']} <{row['email']}> {row['phone']}"
            f"  {moment_shown(row['valid_from'])} to {until} ({row['source']})"
        )
    for slot, sentence in today["suspect"].items():
        say(f"The {slot} contact is {sentence}")


@app.command("set")
def set_(
    name: str,
    receipts: Annotated[
        str,
        typer.Option(
            "--receipts", help="each: one for each mail; daily; problems: only when all is not well."
        ),
    ],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """Which receipts an organisation (name, alias or MPID) wants for the mails it forwards."""
    from mailbot.adapters.store import suppliers
    from mailbot.runners.records import organisation_named

    if receipts not in suppliers.RECEIPTS:
        raise CallError(f"--receipts: '{receipts}' is none of {', '.join(suppliers.RECEIPTS)}.")
    with open_store(settings_of(config)) as store, store.transaction("desk"):
        organisation = organisation_named(store, name)
        changed = suppliers.set_receipts(store, organisation.id, receipts, by or account(), datetime.now(UTC))
    say(f"{organisation.name} {'gets' if changed else 'already got'} {_WANTED[receipts]}")


@app.command()
def exit(
    name: str,
    on: Annotated[str, typer.Option("--on", help="The first day it is no longer a supplier.")],
    config: ConfigPath = DEFAULT_CONFIG,
    by: By = "",
) -> None:
    """A supplier leaves the list on a day: later alerts for it are held for a person."""
    leaves = day("--on", on)
    assert leaves is not None  # the option is required
    with desk(config, by) as person:
        say(person.exit(name, leaves))
