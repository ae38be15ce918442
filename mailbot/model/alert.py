"""A Critical Alert as somebody forwarded it: each fact, where it stood, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Fuel(StrEnum):
    """What the meter measures; NONE when neither the meter point nor the mail says."""

    NONE = ""
    ELECTRICITY = "electricity"
    GAS = "gas"


class Precision(StrEnum):
    """How exactly the sender gave the time: a time in minutes names sixty different alerts."""

    NONE = "none"
    MINUTE = "minute"
    SECOND = "second"


class Fault(StrEnum):
    """What is wrong with a fact. WARNS goes along with the alert, all others hold it."""

    MPAN_CHECK_DIGIT = "mpan-check-digit"
    MPXN_UNREADABLE = "mpxn-unreadable"
    MPRN_WARNING = "mprn-check-digit"
    DEVICE_UNREADABLE = "device-unreadable"
    CODE_UNREADABLE = "code-unreadable"
    TIME_UNREADABLE = "time-unreadable"
    TWO_VALUES = "two-values"
    DOUBTED = "doubted"  # the mail itself doubts or contradicts the fact

    @property
    def warns(self) -> bool:
        """True when the alert is relayed all the same, with the warning in the letter."""
        return self is Fault.MPRN_WARNING


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in one field, with a sentence that quotes what was written and where."""

    fault: Fault
    field: str  # mpxn, device, code, raised_at, named_supplier
    text: str


@dataclass(frozen=True, slots=True)
class CriticalAlert:
    """One alert. An empty string or None means the mail does not say.

    mpxn: digits only (an MPAN core has 13, an MPRN up to 10). device: EUI-64 as AA-BB-.. upper case.
    code: four hex digits upper case. raised_at: aware, with the offset written, or Europe/London.
    counter: the GBCS originator counter, digits, where the form gives it.
    named_supplier: the gaining supplier as the mail names it (name or MPID), not yet looked up.
    provenance: pairs (field, where it stood). raised_on: the day, where the mail gives a day and no time.
    """

    mpxn: str = ""
    fuel: Fuel = Fuel.NONE
    device: str = ""
    code: str = ""
    name: str = ""  # of the code, as the mail words it
    raised_at: datetime | None = None
    precision: Precision = Precision.NONE
    counter: str = ""
    named_supplier: str = ""
    provenance: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    raised_on: date | None = None

    @property
    def subject(self) -> str:
        """What the alert is about: the meter point, else the device; empty when neither is known."""
        return self.mpxn or self.device


class AlertState(StrEnum):
    """Where an alert stands in its ledger: every alert read is in exactly one."""

    RELAYED = "relayed"
    NOT_FOR_RELAY = "not_for_relay"
    REPEATED = "repeated"
    HELD = "held"
    DISPUTED = "disputed"
