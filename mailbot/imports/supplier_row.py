"""One row of suppliers.csv -> a SupplierRow, or every mistake in it as sentences. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from mailbot.imports.table import Cells, several, too_many
from mailbot.model.alert import Fuel
from mailbot.model.supplier import Contact, Mpid, Role, Slot
from mailbot.policy.directory import name_key
from mailbot.policy.evidence import LONDON

REQUIRED = (
    "organisation",
    "role",
    "mpids",
    "domains",
    "aliases",
    "main_name",
    "main_email",
    "main_phone",
    "alternative_name",
    "alternative_email",
    "alternative_phone",
)
OPTIONAL = ("exported_at",)
_MPID = re.compile(r"[A-Z0-9]{3,4}")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z0-9-]{2,63}")


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A valid row. `exported_at`: aware, or None when the row does not say."""

    organisation: str
    role: Role
    mpids: tuple[Mpid, ...]
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    main: Contact | None
    alternative: Contact | None
    exported_at: datetime | None

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The contacts the row gives."""
        return tuple(contact for contact in (self.main, self.alternative) if contact)


@dataclass(frozen=True, slots=True)
class Checked:
    """The row when nothing is wrong with it; mistakes and warnings as sentences."""

    row: SupplierRow | None
    mistakes: tuple[str, ...]
    warnings: tuple[str, ...]


def check(cells: Cells, free_mail: frozenset[str], *, test_addresses: bool = False) -> Checked:
    """Check a row by itself; what depends on other rows is checked against the store.

    `test_addresses` lets `.test` domains pass, for the embedded and test mail servers only.
    """
    mistakes = [mistake] if (mistake := too_many(cells)) else []
    role = _role(cells["role"], mistakes)
    row = SupplierRow(
        organisation=_name(cells["organisation"], mistakes),
        role=role,
        mpids=tuple(_mpid(each, mistakes) for each in several(cells["mpids"])),
        domains=tuple(_domain(each, free_mail, mistakes) for each in several(cells["domains"])),
        aliases=tuple(dict.fromkeys(several(cells["aliases"]))),
        main=_contact(cells, Slot.MAIN, mistakes, test_addresses),
        alternative=_contact(cells, Slot.ALTERNATIVE, mistakes, test_addresses),
        exported_at=_moment(cells.get("exported_at", ""), mistakes),
    )
    return Checked(None if mistakes else row, tuple(mistakes), () if mistakes else _warnings(row, free_mail))


def _name(text: str, mistakes: list[str]) -> str:
    if not name_key(text) or len(text) > 200:
        mistakes.append("organisation: a name of 1 to 200 characters is needed")
    return text


def _role(text: str, mistakes: list[str]) -> Role:
    try:
        return Role(text.casefold())
    except ValueError:
        mistakes.append(f"role: '{text[:40]}' is neither dcc_user nor non_dcc_user")
        return Role.NON_DCC_USER


def _mpid(text: str, mistakes: list[str]) -> Mpid:
    mpid, _, fuel = (each.strip() for each in text.partition(":"))
    if not _MPID.fullmatch(mpid):
        mistakes.append(f"mpids: '{text[:40]}' is no MPID (three or four capital letters or digits)")
    if fuel and fuel not in {Fuel.ELECTRICITY, Fuel.GAS}:
        mistakes.append(f"mpids: '{text[:40]}': behind the colon stands electricity or gas")
        fuel = ""
    return Mpid(mpid, Fuel(fuel))


def _domain(text: str, free_mail: frozenset[str], mistakes: list[str]) -> str:
    domain = text.casefold().lstrip("@")
    if not _DOMAIN.fullmatch(domain):
        mistakes.append(f"domains: '{text[:80]}' is no mail domain")
    elif domain in free_mail:
        mistakes.append(
            f"domains: {domain} is a free-mail domain: anybody has an address there, so it proves nobody"
        )
    return domain


def _contact(cells: Cells, slot: Slot, mistakes: list[str], test: bool) -> Contact | None:
    name, email, phone = (cells[f"{slot.value}_{part}"] for part in ("name", "email", "phone"))
    if not email:
        if name or phone:
            mistakes.append(
                f"{slot.value}_email: an address is needed where a name or telephone number is given"
            )
        return None
    try:
        email = validate_email(email, check_deliverability=False, test_environment=test).normalized
    except EmailNotValidError as error:
        mistakes.append(f"{slot.value}_email: '{email[:80]}' is no e-mail address ({str(error).rstrip('.')})")
    return Contact(slot, name[:200], email, _phone(phone, slot, mistakes))


def _phone(text: str, slot: Slot, mistakes: list[str]) -> str:
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        mistakes.append(f"{slot.value}_phone: '{text[:40]}' is no telephone number")
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _moment(text: str, mistakes: list[str]) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        mistakes.append(
            f"exported_at: '{text[:40]}' is no date; write it as 2026-11-24 or 2026-11-24T09:05:00Z"
        )
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _warnings(row: SupplierRow, free_mail: frozenset[str]) -> tuple[str, ...]:
    found = []
    if row.main is None:
        found.append(f"{row.organisation} has no main contact")
    if row.alternative is None:
        found.append(
            f"{row.organisation} has no alternative contact: when the main one fails nobody else is tried"
        )
    elif row.main and row.main.email.casefold() == row.alternative.email.casefold():
        found.append(f"{row.organisation} has one address as main and alternative contact")
    for contact in row.contacts:
        if contact.address.domain in free_mail:
            found.append(
                f"{row.organisation}: {contact.email} is a free-mail address; its mail can prove no company"
            )
    return tuple(found)
