"""suppliers.csv -> the Supplier Contact List.

An import adds and changes, and never removes. A contact that is newer in the store than the file is left as
it is and listed as a conflict, unless `overwrite`: January's file must not undo what was changed in April.
"""

from datetime import UTC, datetime
from pathlib import Path

from mailbot.adapters.store import journal, suppliers
from mailbot.adapters.store.database import Store, moment
from mailbot.imports.supplier_row import OPTIONAL, REQUIRED, SupplierRow, check
from mailbot.imports.table import Report, rows
from mailbot.model.supplier import Contact, Directory, Mpid, Organisation
from mailbot.policy.directory import name_key


def import_suppliers(
    store: Store,
    path: Path,
    now: datetime,
    free_mail: frozenset[str],
    *,
    overwrite: bool = False,
    test_addresses: bool = False,
) -> Report:
    """Import the file in one transaction. CallError when the file itself cannot be used."""
    report = Report(str(path))
    parsed = list(rows(path, REQUIRED, OPTIONAL))
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with store.transaction("import"):
        for line, cells in parsed:
            checked = check(cells, free_mail, test_addresses=test_addresses)
            mistakes = list(checked.mistakes)
            if checked.row:
                mistakes += _clashes(checked.row, suppliers.directory(store))
            if mistakes or checked.row is None:
                report.refused += [f"{path}: line {line}: {mistake}." for mistake in mistakes]
                continue
            report.warnings += [f"{path}: line {line}: {warning}." for warning in checked.warnings]
            _Row(store, checked.row, report, now, written, f"import {path.name} line {line}", line).take(
                overwrite
            )
        detail = {"taken": report.taken, "refused": len(report.refused), "conflicts": len(report.conflicts)}
        journal.append(store, now, "suppliers.imported", path.name, detail)
    return report


def _clashes(row: SupplierRow, directory: Directory) -> list[str]:
    """What in the row belongs to another organisation already."""
    own = known_as(row.organisation, directory)
    others = [each for each in directory.organisations if own is None or each.id != own.id]
    found = []
    for other in others:
        names = {name_key(name) for name in (other.name, *other.aliases)}
        for alias in row.aliases:
            if name_key(alias) in names:
                found.append(f"aliases: '{alias}' is a name of {other.name}")
        for mpid in row.mpids:
            if any(_clash(mpid, theirs) for theirs in other.mpids):
                found.append(f"mpids: {mpid.mpid} belongs to {other.name}")
    return found


def _clash(one: Mpid, other: Mpid) -> bool:
    return one.mpid == other.mpid and (one.fuel is other.fuel or not one.fuel or not other.fuel)


def known_as(name: str, directory: Directory) -> Organisation | None:
    """The organisation of that name or alias, spelled in any way."""
    key = name_key(name)
    for organisation in directory.organisations:
        if key in {name_key(each) for each in (organisation.name, *organisation.aliases)}:
            return organisation
    return None


class _Row:
    """One valid row on its way into the store."""

    def __init__(
        self,
        store: Store,
        row: SupplierRow,
        report: Report,
        now: datetime,
        written: datetime,
        source: str,
        line: int,
    ) -> None:
        self._store, self._row, self._report = store, row, report
        self._now, self._source, self._line = now, source, line
        self._as_of = row.exported_at or written
        self._changes: list[str] = []
        self._conflicts: list[str] = []

    def take(self, overwrite: bool) -> None:
        """Write what is new in the row; count it as taken, unchanged or in conflict."""
        known = known_as(self._row.organisation, suppliers.directory(self._store))
        id_ = known.id if known else self._added()
        self._attributes(id_, known)
        for contact in self._row.contacts:
            self._contact(id_, contact, overwrite)
        self._report.changes += self._changes
        self._report.conflicts += self._conflicts
        if self._changes:
            self._report.taken += 1
        elif not self._conflicts:
            self._report.unchanged += 1

    def _added(self) -> int:
        self._changed("added to the list")
        name, role = self._row.organisation, self._row.role
        return suppliers.add_organisation(self._store, name, role, self._now, self._source)

    def _changed(self, what: str) -> None:
        self._changes.append(f"{self._row.organisation}: {what}")

    def _attributes(self, id_: int, known: Organisation | None) -> None:
        row = self._row
        if suppliers.set_role(self._store, id_, row.role, self._now, self._source):
            self._changed(f"role is now {row.role.value}")
        for mpid in row.mpids:
            if known is None or mpid not in known.mpids:
                suppliers.add_mpid(self._store, id_, mpid, self._now, self._source)
                self._changed(f"MPID {mpid.mpid} added")
        for domain in row.domains:
            if known is None or domain not in known.domains:
                suppliers.add_domain(self._store, id_, domain, self._source)
                self._changed(f"domain {domain} added")
        names = {name_key(row.organisation), *(name_key(each) for each in (known.aliases if known else ()))}
        for alias in row.aliases:
            if (key := name_key(alias)) not in names:
                names.add(key)
                suppliers.add_alias(self._store, id_, alias, key, self._source)
                self._changed(f"alias '{alias}' added")

    def _contact(self, id_: int, contact: Contact, overwrite: bool) -> None:
        current = suppliers.current_contact_from(self._store, id_, contact.slot)
        if current is None:
            suppliers.set_contact(self._store, id_, contact, self._now, self._source)
            self._changed(f"{contact.slot.value} contact is {contact.email}")
        elif (current["name"], current["email"], current["phone"]) == (
            contact.name,
            contact.email,
            contact.phone,
        ):
            return
        elif moment(current["valid_from"]) > self._as_of and not overwrite:
            self._conflicts.append(
                f"{self._report.file}: line {self._line}: {self._row.organisation}: the {contact.slot.value} contact "
                f"{current['email']} is newer ({current['valid_from'][:10]}, {current['source']}) than this file; "
                "left as it is. --overwrite takes the file's."
            )
        else:
            suppliers.set_contact(self._store, id_, contact, self._now, self._source)
            self._changed(f"{contact.slot.value} contact is now {contact.email} (was {current['email']})")
