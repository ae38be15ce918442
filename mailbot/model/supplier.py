"""The Supplier Contact List as it stands on one day, and what the registration data says."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailbot.model.alert import Fuel
from mailbot.model.mail import Address


class Role(StrEnum):
    """Whether the supplier uses the smart-meter network itself."""

    DCC_USER = "dcc_user"
    NON_DCC_USER = "non_dcc_user"


class Slot(StrEnum):
    """The two places an organisation has on the list."""

    MAIN = "main"
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as it stands today. `phone` is E.164 or empty."""

    slot: Slot
    name: str
    email: str
    phone: str = ""

    @property
    def address(self) -> Address:
        """The mailbox a letter goes to."""
        return Address(self.email, self.name)


@dataclass(frozen=True, slots=True)
class Mpid:
    """A market participant identifier; `fuel` is NONE when it stands for both."""

    mpid: str
    fuel: Fuel = Fuel.NONE


@dataclass(frozen=True, slots=True)
class Organisation:
    """A supplier on the list, as it stands on the day the Directory was taken."""

    id: int
    name: str
    role: Role
    mpids: tuple[Mpid, ...] = ()
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()  # lower case
    main: Contact | None = None
    alternative: Contact | None = None
    left_on: date | None = None  # the first day it was no longer a supplier


@dataclass(frozen=True, slots=True)
class Directory:
    """Every organisation on the list. A value: a decision sees one state of the list, whole."""

    organisations: tuple[Organisation, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Registration:
    """One row of the registration data; both days belong to the row, `effective_to` None is open-ended."""

    mpxn: str
    fuel: Fuel
    mpid: str
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class RegistrationData:
    """What the registration data says of one alert; `loaded_at` None means none is loaded.

    `meter_points`: those its device is recorded at (at most one is normal). `rows`: every row of the
    alert's meter point (or of the single one of its device), any day.
    """

    loaded_at: datetime | None = None
    meter_points: tuple[str, ...] = ()
    rows: tuple[Registration, ...] = ()
