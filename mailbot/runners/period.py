"""The facts of a digest: how things stand now, and what happened since the one before. Reads the store alone."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from mailbot.adapters.store import (
    alerts,
    duty,
    facts,
    held,
    incidents,
    ledgers,
    periods,
    registrations,
    timing,
)
from mailbot.adapters.store.database import Row, Store, moment
from mailbot.compose.digest_facts import (
    AlarmTold,
    DigestFacts,
    Figures,
    LedgerTold,
    LetterTold,
    OpenIncident,
    ReachedNobody,
    SuspectContact,
    TroubleTold,
    WaitingItem,
)
from mailbot.model.configuration import Mode

_TRIES = 3  # looks at a ledger between which mail came in


class Period(NamedTuple):
    """What a digest is about: its local day, and the time it covers (aware)."""

    day: date
    since: datetime
    until: datetime


def digest_facts(
    store: Store, period: Period, number: int, mode: Mode, notes: tuple[str, ...]
) -> DigestFacts:
    """Everything the digest of that number tells. Outside any transaction: it takes its time."""
    between = (store, period.since, period.until)
    waiting = held.listed(store)
    poll, loaded = facts.get(store, facts.LAST_POLL), registrations.active(store)
    paused = facts.get(store, facts.PAUSED)
    return DigestFacts(
        number,
        *period,
        mode=mode,
        figures=_figures(*between),
        ledgers=_ledgers(store),
        paused=paused.value if paused else "",
        notes=notes,
        waiting=_waiting(store, waiting),
        failed=tuple(_letter(row) for row in periods.letters_failed(*between)),
        reached_nobody=tuple(_nobody(row) for row in periods.reached_nobody(*between)),
        suspects=tuple(
            SuspectContact(row["organisation"], row["slot"], row["suspect_why"])
            for row in periods.suspected(*between)
        ),
        incidents=_incidents(store, {row["alert_id"] for row in waiting}),
        again=tuple(_letter(row) for row in periods.letters_again(*between)),
        alarms=tuple(_alarm(row) for row in periods.alarms(*between)),
        troubles=tuple(TroubleTold(each.key, each.value, each.at) for each in facts.troubles(store)),
        last_poll=poll.at if poll else None,
        registrations=moment(loaded["loaded_at"]) if loaded else None,
    )


def _waiting(store: Store, rows: list[Row]) -> tuple[WaitingItem, ...]:
    urgent = {each.id for each in duty.urgent(store, [row["id"] for row in rows])}
    return tuple(_item(store, row, urgent=row["id"] in urgent) for row in rows)


def _item(store: Store, row: Row, *, urgent: bool) -> WaitingItem:
    alert = alerts.by_reference(store, row["reference"]) if row["reference"] else None
    return WaitingItem(
        number=f"H-{row['id']}",
        reference=row["reference"] or "",
        alert=alerts.facts_of(alert) if alert else None,
        subject=row["subject"],
        forwarder=row["forwarder"] or "",
        since=moment(row["opened_at"]),
        claimed_by=row["claimed_by"],
        why=duty.why(row["reasons"]),
        urgent=urgent,
    )


def _letter(row: Row) -> LetterTold:
    several = f"of {row['alerts']} alerts" if row["alerts"] else ""
    return LetterTold(
        number=f"L-{row['id']}",
        kind=row["kind"],
        about=row["reference"] or several,
        to=_to(row),
        said=row["explanation"],
        resent=row["resent"],
        uncertain=row["uncertain"],
        state=row["state"],
    )


def _to(row: Row) -> str:
    """An organisation and which contact; the sender's organisation for an answer; SECAS for what has neither."""
    if row["slot"]:
        return f"{row['organisation']} ({row['slot']} contact)"
    return str(row["organisation"] or row["forwarder"] or "SECAS")


def _nobody(row: Row) -> ReachedNobody:
    return ReachedNobody(
        f"H-{row['id']}",
        row["reference"],
        alerts.facts_of(row),
        row["organisation"] or "",
        row["outcome"] or "",
    )


def _incidents(store: Store, waiting: set[int | None]) -> tuple[OpenIncident, ...]:
    """`waiting`: the alerts that have an open item."""
    return tuple(
        OpenIncident(
            number=f"I-{row['id']}",
            reference=row["reference"],
            kind=row["kind"],
            organisation=row["organisation"] or "",
            known_at=moment(row["known_at"]),
            deadline=incidents.deadline(row),
            waits=row["alert_id"] in waiting,
        )
        for row in incidents.listed(store)
    )


def _alarm(row: Row) -> AlarmTold:
    cleared = moment(row["cleared_at"]) if row["cleared_at"] else None
    return AlarmTold(row["part"], row["sentence"], moment(row["raised_at"]), cleared)


def _ledgers(store: Store) -> tuple[LedgerTold, ...]:
    looked = (
        ("Mails", "received", ledgers.mails),
        ("Alerts", "read", ledgers.alerts),
        ("Letters", "written", ledgers.letters),
    )
    return tuple(_ledger(name, total_is, _steady(store, look)) for name, total_is, look in looked)


def _ledger(name: str, total_is: str, ledger: ledgers.Ledger) -> LedgerTold:
    counts = {state: number for state, number in ledger.counts.items() if state != "uncertain"}
    beside = {"uncertain": ledger.counts["uncertain"]} if "uncertain" in ledger.counts else {}
    return LedgerTold(name, total_is, ledger.total, counts, ledger.faults, beside)


def _steady(store: Store, look: Callable[[Store], ledgers.Ledger]) -> ledgers.Ledger:
    """A ledger whose counts make its total: one that mail came into between two looks at it is looked at again."""
    ledger = look(store)
    for _ in range(_TRIES - 1):
        states = sum(number for state, number in ledger.counts.items() if state != "uncertain")
        if ledger.faults or states == ledger.total:
            break
        ledger = look(store)
    return ledger


def _figures(store: Store, since: datetime, until: datetime) -> Figures:
    between = (store, since, until)
    relayed = timing.time_to_relay(*between)
    return Figures(
        mails=periods.mails(*between),
        alerts=periods.alerts(*between),
        not_sent=periods.letters_not_sent(*between),
        receipts_held_back=periods.receipts_held_back(*between),
        relayed=relayed.count,
        p50=relayed.p50,
        p95=relayed.p95,
        longest=relayed.longest,
    )
