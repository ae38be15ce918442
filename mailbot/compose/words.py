"""How letters word the facts they share: an alert in half a line, a time, a way to reach a person.

Takes values of the model, gives plain English (British) without line breaks. Whatever came from a mail is
cleaned before it goes into a letter, and a meter point is shortened to its last four digits wherever the
text may be seen by others than its reader (subjects, receipts). Never raises on what it is given.
"""

import re
import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mailbot.model.alert import CriticalAlert, Fuel, Precision
from mailbot.model.configuration import Helpdesk

LONDON = ZoneInfo("Europe/London")

NAMED_YOU = "they named you"
"""Why a letter goes to its reader, said before 'as the supplier': the forwarder named the supplier."""

FOUND_BY_A_PERSON = "a person at SECAS found you"
"""The same, when a person decided where the alert goes."""

# Eleven digits and more in groups, as an MPAN is often written, or seven and more in a row: a reference
# such as CA-26-004217 stays readable. A match starts at a digit with none before it, so the search is linear.
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){10,}|(?<![0-9])[0-9]{7,}")


def registration_shows_you(day: date) -> str:
    """The same, when the registration data of that day shows the supplier."""
    return f"the registration data of {on(day)} shows you"


def one_line(text: str) -> str:
    """The text on one line: controls, line breaks and text-direction marks become blanks, runs of them one.

    So nothing quoted from a mail can start a line of its own, or a header.
    """
    return " ".join("".join(" " if _unsafe(character) else character for character in text).split())


def _unsafe(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def masked(text: str) -> str:
    """The text with every long number shortened to its last four digits: '..8903'."""
    return _LONG_NUMBER.sub(lambda found: f"..{re.sub('[ -]', '', found[0])[-4:]}", text)


def short(text: str, longest: int = 120) -> str:
    """One line of at most `longest` characters."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 3].rstrip()} .."


def about(alert: CriticalAlert) -> str:
    """The alert in half a line: '8F3F, electricity meter point ending 8903', 'device ending 0B-11'."""
    return f"{alert.code or 'no alert code'}, {masked_subject(alert)}"


def masked_subject(alert: CriticalAlert) -> str:
    """What the alert is about, masked. Never more than half of a short number is shown."""
    if alert.mpxn:
        ending = alert.mpxn[-min(4, len(alert.mpxn) // 2) :] if len(alert.mpxn) > 1 else ""
        return f"{_fuel(alert.fuel)}meter point ending {ending}".rstrip()
    if alert.device:
        return f"device ending {alert.device[-5:]}"
    return "no meter point and no device given"


def meter_point(alert: CriticalAlert) -> str:
    """The whole meter point for the supplier that serves it: '1012345678903 (electricity, MPAN)'."""
    kind = {Fuel.ELECTRICITY: " (electricity, MPAN)", Fuel.GAS: " (gas, MPRN)", Fuel.NONE: ""}[alert.fuel]
    return f"{alert.mpxn}{kind}"


def _fuel(fuel: Fuel) -> str:
    return f"{fuel.value} " if fuel else ""


def on(day: date) -> str:
    """'24 November 2026', without a leading zero and whatever the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def at(moment: datetime) -> str:
    """'10:42 on 24 November 2026', London time. `moment` is aware."""
    local = moment.astimezone(LONDON)
    return f"{local:%H:%M} on {on(local.date())}"


def raised(alert: CriticalAlert) -> str:
    """When the alert was raised, in UK time and UTC, as exactly as the sender gave it.

    The day of the UTC time stands there only where it is another day.
    """
    if alert.raised_at is None:
        return "The sender gave no time."
    clock = "%H:%M:%S" if alert.precision is Precision.SECOND else "%H:%M"
    local, utc = alert.raised_at.astimezone(LONDON), alert.raised_at.astimezone(UTC)
    other_day = "" if local.date() == utc.date() else f" on {on(utc.date())}"
    return f"{on(local.date())} at {local.strftime(clock)} UK time ({utc.strftime(clock)} UTC{other_day})"


def questions(helpdesk: Helpdesk) -> str:
    """How to reach a person, in one sentence."""
    ways = [
        f"ring {helpdesk.helpdesk_phone}" if helpdesk.helpdesk_phone else "",
        f"write to {helpdesk.helpdesk_email}" if helpdesk.helpdesk_email else "reply to this mail",
    ]
    return f"Questions? {_capital(helpdesk.helpdesk_name)} will help: {' or '.join(filter(None, ways))}."


def several(count: int, one: str, many: str = "") -> str:
    """'1 alert', '3 alerts'."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def joined(clauses: tuple[str, ...]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(filter(None, (", ".join(clauses[:-1]), *clauses[-1:])))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
