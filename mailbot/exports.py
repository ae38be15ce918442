"""The Supplier Contact List as a CSV file that `suppliers import` takes back."""

import csv
import io
from datetime import datetime

import phonenumbers

from mailbot.adapters.store import suppliers
from mailbot.adapters.store.database import Store
from mailbot.imports.supplier_row import OPTIONAL, REQUIRED
from mailbot.model.supplier import Contact, Organisation

_CALCULATES = ("=", "+", "-", "@", "\t", "\r")


def suppliers_csv(store: Store, now: datetime) -> str:
    """The whole list as it stands; `exported_at` lets a later import see which of two contacts is newer."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow((*REQUIRED, *OPTIONAL))
    for organisation in suppliers.directory(store).organisations:
        writer.writerow([_inert(cell) for cell in (*_cells(organisation), now.isoformat(timespec="seconds"))])
    return file.getvalue()


def _cells(organisation: Organisation) -> tuple[str, ...]:
    mpids = (f"{each.mpid}:{each.fuel.value}" if each.fuel else each.mpid for each in organisation.mpids)
    return (
        organisation.name,
        organisation.role.value,
        ";".join(mpids),
        ";".join(organisation.domains),
        ";".join(organisation.aliases),
        *_contact(organisation.main),
        *_contact(organisation.alternative),
    )


def _contact(contact: Contact | None) -> tuple[str, str, str]:
    if contact is None:
        return ("", "", "")
    return (contact.name, contact.email, _phone(contact.phone))


def _phone(e164: str) -> str:
    """British numbers in the national form: a leading + would be a formula to a spreadsheet."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return national if number.country_code == 44 else e164


def _inert(cell: str) -> str:
    """A cell that no spreadsheet calculates; import takes the apostrophe off again."""
    return f"'{cell}" if cell.startswith(_CALCULATES) else cell
