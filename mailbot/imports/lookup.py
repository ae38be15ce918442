"""Looking one meter point or device up, for a person: the registration data, and what was said of a device."""

from datetime import date
from typing import Any

from mailbot.adapters.store import devices, registrations, suppliers
from mailbot.adapters.store.database import Store
from mailbot.model.errors import CallError
from mailbot.model.supplier import Directory, Registration
from mailbot.parse import identifiers
from mailbot.policy.directory import with_mpid
from mailbot.policy.evidence import LONDON


def look_up(store: Store, what: str, on: date) -> dict[str, Any]:
    """The rows of a meter point, or of each meter point of a device; which of them hold on the day.

    `said`: what proved mail said of a device, which is evidence and not registration data; `found` is about the
    latter alone. CallError when `what` is neither, or nothing was loaded and nothing said.
    """
    points, device = _points(store, what)
    said = devices.said_of(store, device) if device else ()
    loaded = registrations.active(store) is not None
    if not loaded and not said:
        raise CallError(
            "No registration data is loaded. `registrations import FILE` loads it; mailbot works without."
        )
    directory = suppliers.directory(store)
    sentences, rows = [], []
    for point in points:
        for row in registrations.data_for(store, point, "").rows:
            holds = row.effective_from <= on and (row.effective_to is None or on <= row.effective_to)
            rows.append(_told(row, holds, directory))
            sentences.append(_sentence(row, holds, directory))
        sentences += [f"Device {each} is at {point}." for each in registrations.devices_at(store, point)]
    if not rows:
        nothing = f"The registration data has nothing about {device or what}."
        sentences.append(nothing if loaded else "No registration data is loaded.")
    return {
        "asked": what,
        "on": on.isoformat(),
        "found": bool(rows),
        "rows": rows,
        "said": [_said(each) for each in said],
        "sentences": [*sentences, *(_said_sentence(each) for each in said)],
    }


def _said(each: devices.Said) -> dict[str, Any]:
    return {
        "mpxn": each.mpxn,
        "organisation": each.organisation,
        "said_at": each.said_at.isoformat(timespec="seconds"),
    }


def _said_sentence(each: devices.Said) -> str:
    day = each.said_at.astimezone(LONDON).date()
    return (
        f"{each.organisation} said on {day.day} {day:%B %Y} that this device is at {each.mpxn}. "
        "That is what a mail said, not registration data."
    )


def _points(store: Store, what: str) -> tuple[tuple[str, ...], str]:
    device = identifiers.device(what).value
    if device:
        return registrations.data_for(store, "", device).meter_points, device
    point = identifiers.mpxn(what)
    if not point.value:
        raise CallError(f"'{what}' is neither a meter point ({point.wrong}) nor a device (an EUI-64).")
    return (point.value,), ""


def _told(row: Registration, holds: bool, directory: Directory) -> dict[str, Any]:
    return {
        "mpxn": row.mpxn,
        "fuel": row.fuel.value,
        "mpid": row.mpid,
        "supplier": _supplier(row, directory),
        "effective_from": row.effective_from.isoformat(),
        "effective_to": row.effective_to.isoformat() if row.effective_to else None,
        "holds": holds,
    }


def _supplier(row: Registration, directory: Directory) -> str | None:
    holders = with_mpid(row.mpid, directory, row.fuel)
    return holders[0].name if len(holders) == 1 else None


def _sentence(row: Registration, holds: bool, directory: Directory) -> str:
    ends = f" to {row.effective_to:%d %B %Y}" if row.effective_to else " on"
    supplier = _supplier(row, directory) or "no one supplier on the list"
    mark = "  <- on that day" if holds else ""
    return f"{row.mpxn} ({row.fuel.value}): {row.mpid}, {supplier}, from {row.effective_from:%d %B %Y}{ends}{mark}"
