"""The Supplier Contact List: organisations, and what belongs to them, each with its dates and source."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from mailbot.adapters.store import journal
from mailbot.adapters.store.database import Row, Store, stamp
from mailbot.model.alert import Fuel
from mailbot.model.supplier import Contact, Directory, Mpid, Organisation, Role, Slot

T = TypeVar("T")
RECEIPTS = ("each", "daily", "problems")


def directory(store: Store, on: date | None = None) -> Directory:
    """The whole list as a value: as it stands now, or as it stood at the end of the day `on` (UTC)."""
    at = f"{on.isoformat()}T23:59:59.999999+00:00" if on else "9999"
    when = {"at": at}
    current = "valid_from <= :at AND (valid_to IS NULL OR valid_to > :at)"
    roles = store.rows(f"SELECT organisation_id, role FROM organisation_role WHERE {current}", when)
    mpids = _grouped(store.rows(f"SELECT * FROM mpid WHERE {current} ORDER BY id", when), _mpid)
    contacts = _grouped(store.rows(f"SELECT * FROM contact WHERE {current}", when), _contact)
    aliases = _grouped(store.rows("SELECT * FROM alias ORDER BY alias"), lambda row: str(row["alias"]))
    domains = _grouped(store.rows("SELECT * FROM domain ORDER BY domain"), lambda row: str(row["domain"]))
    role_of = {row["organisation_id"]: Role(row["role"]) for row in roles}
    return Directory(
        tuple(
            Organisation(
                id=row["id"],
                name=row["name"],
                role=role_of[row["id"]],
                mpids=tuple(mpids[row["id"]]),
                aliases=tuple(aliases[row["id"]]),
                domains=tuple(domains[row["id"]]),
                main=_in_slot(contacts[row["id"]], Slot.MAIN),
                alternative=_in_slot(contacts[row["id"]], Slot.ALTERNATIVE),
                left_on=date.fromisoformat(row["left_on"]) if row["left_on"] else None,
            )
            for row in store.rows("SELECT * FROM organisation ORDER BY name")
            if row["id"] in role_of
        )
    )


def _grouped(rows: list[Row], make: Callable[[Row], T]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        groups[row["organisation_id"]].append(make(row))
    return groups


def _mpid(row: Row) -> Mpid:
    return Mpid(row["mpid"], Fuel(row["fuel"]))


def _contact(row: Row) -> Contact:
    return Contact(Slot(row["slot"]), row["name"], row["email"], row["phone"])


def _in_slot(contacts: list[Contact], slot: Slot) -> Contact | None:
    return next((contact for contact in contacts if contact.slot is slot), None)


def add_organisation(store: Store, name: str, role: Role, now: datetime, source: str) -> int:
    """A new organisation; its id."""
    id_ = store.insert("organisation", {"name": name})
    set_role(store, id_, role, now, source)
    return id_


def set_role(store: Store, organisation_id: int, role: Role, now: datetime, source: str) -> bool:
    """The role from now on; True when it changed."""
    row = store.row(
        "SELECT role FROM organisation_role WHERE organisation_id = ? AND valid_to IS NULL",
        (organisation_id,),
    )
    if row and row["role"] == role.value:
        return False
    store.run(
        "UPDATE organisation_role SET valid_to = ? WHERE organisation_id = ? AND valid_to IS NULL",
        (stamp(now), organisation_id),
    )
    values = {"organisation_id": organisation_id, "role": role.value}
    store.insert("organisation_role", {**values, "valid_from": stamp(now), "source": source})
    return True


def add_mpid(store: Store, organisation_id: int, mpid: Mpid, now: datetime, source: str) -> None:
    """An MPID of the organisation from now on. IntegrityError when another has it: the caller looks first."""
    values = {"organisation_id": organisation_id, "mpid": mpid.mpid, "fuel": mpid.fuel.value}
    store.insert("mpid", {**values, "valid_from": stamp(now), "source": source})


def add_alias(store: Store, organisation_id: int, alias: str, key: str, source: str) -> None:
    """A brand or former name. `key` is the normalised form by which mail is matched."""
    store.insert("alias", {"organisation_id": organisation_id, "alias": alias, "key": key, "source": source})


def add_domain(store: Store, organisation_id: int, domain: str, source: str) -> None:
    """A mail domain, lower case."""
    store.insert("domain", {"organisation_id": organisation_id, "domain": domain, "source": source})


def current_contact_from(store: Store, organisation_id: int, slot: Slot) -> Row | None:
    """The current contact's row, with its dates and source."""
    return store.row(
        "SELECT * FROM contact WHERE organisation_id = ? AND slot = ? AND valid_to IS NULL",
        (organisation_id, slot.value),
    )


def set_contact(store: Store, organisation_id: int, contact: Contact, now: datetime, source: str) -> None:
    """A new version of a contact; the one before ends now."""
    store.run(
        "UPDATE contact SET valid_to = ? WHERE organisation_id = ? AND slot = ? AND valid_to IS NULL",
        (stamp(now), organisation_id, contact.slot.value),
    )
    values = {"organisation_id": organisation_id, "slot": contact.slot.value, "name": contact.name}
    more = {"email": contact.email, "phone": contact.phone, "valid_from": stamp(now), "source": source}
    store.insert("contact", {**values, **more})


def set_left(store: Store, organisation_id: int, on: date | None) -> None:
    """The first day the organisation was no longer a supplier; None takes it back."""
    store.run(
        "UPDATE organisation SET left_on = ? WHERE id = ?", (on.isoformat() if on else None, organisation_id)
    )


def receipts_wanted(store: Store) -> dict[int, str]:
    """Which receipts each organisation chose, by its id: each, daily or problems."""
    return {row["id"]: row["receipts"] for row in store.rows("SELECT id, receipts FROM organisation")}


def set_receipts(store: Store, organisation_id: int, wanted: str, by: str, now: datetime) -> bool:
    """The receipts an organisation wants from now on, one of RECEIPTS; False when it had chosen that before."""
    changed = store.run(
        "UPDATE organisation SET receipts = ? WHERE id = ? AND receipts <> ?",
        (wanted, organisation_id, wanted),
    )
    if changed:
        journal.append(
            store, now, "supplier.receipts", f"O-{organisation_id}", {"receipts": wanted, "by": by}
        )
    return changed > 0


def suspected(store: Store) -> list[Row]:
    """The current contacts to whom mail failed: organisation_id, slot, suspect_since, suspect_how, suspect_why."""
    return store.rows(
        "SELECT organisation_id, slot, suspect_since, suspect_how, suspect_why FROM contact "
        "WHERE valid_to IS NULL AND suspect_since IS NOT NULL ORDER BY id"
    )


def contact_history(store: Store, organisation_id: int) -> list[Row]:
    """Every version of both contacts, oldest first."""
    return store.rows(
        "SELECT slot, name, email, phone, valid_from, valid_to, source FROM contact "
        "WHERE organisation_id = ? ORDER BY valid_from, id",
        (organisation_id,),
    )
