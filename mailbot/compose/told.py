"""What a forwarder is told of one alert: the five things that can become of it, and their words.

Shared by the receipt, the letter that something changed, and the day's statement. Meter points are masked; the
supplier is named as an organisation, and there is no field for an address of its contacts. 'Accepted by their mail
server' is not 'read'. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.compose.words import LONDON, about, at, on, several
from mailbot.model.alert import CriticalAlert

ASK_METER_POINT = (
    "You gave the device only, and the supplier cannot find the meter by that: "
    "please reply with the meter point (MPAN or MPRN)."
)


@dataclass(frozen=True, slots=True)
class PleaseAct:
    """An alert that goes nowhere until the forwarder acts. why: sentences; to_do: a sentence, or empty."""

    reference: str
    alert: CriticalAlert
    why: tuple[str, ...]
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that a person at SECAS decides. reached: somebody has it, who says or may say that it is not theirs."""

    reference: str
    alert: CriticalAlert
    why: tuple[str, ...]
    reached: bool = False


@dataclass(frozen=True, slots=True)
class NotForPassingOn:
    """An alert that is not passed on and needs nothing done; why says so."""

    reference: str
    alert: CriticalAlert
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An alert on its way, or accepted (aware, any zone) by the mail server of that organisation."""

    reference: str
    alert: CriticalAlert
    organisation: str
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlreadyPassedOn:
    """The same alert again. `earlier` is the reference of the first time, what follows belongs to it."""

    reference: str
    alert: CriticalAlert
    earlier: str
    accepted_at: datetime | None = None
    organisation: str = ""


Told = PleaseAct | Waiting | NotForPassingOn | PassedOn | AlreadyPassedOn


@dataclass(frozen=True, slots=True)
class Line:
    """One alert in a letter."""

    reference: str
    about: str
    says: str


def parts(told: Sequence[Told]) -> dict[str, object]:
    """The lines of a letter by its parts, as the templates name them; what the forwarder must act on comes first."""
    reached = any(it.reached for it in told if isinstance(it, Waiting))
    return {
        "waiting_reached": "not reached the right supplier" if reached else "reached nobody",
        "please_act": _lines(told, PleaseAct),
        "waiting": _lines(told, Waiting),
        "not_for_passing_on": _lines(told, NotForPassingOn),
        "passed_on": (*_lines(told, PassedOn), *_lines(told, AlreadyPassedOn)),
    }


def _lines(told: Sequence[Told], kind: type) -> tuple[Line, ...]:
    return tuple(Line(it.reference, about(it.alert), says(it)) for it in told if isinstance(it, kind))


def says(it: Told) -> str:
    """What became of the alert, and what is asked for."""
    match it:
        case PleaseAct():
            return _and_ask(it.alert, *it.why, it.to_do)
        case Waiting():
            return _and_ask(it.alert, *it.why)
        case NotForPassingOn():
            return " ".join(it.why)
        case PassedOn():
            return _and_ask(it.alert, _sent(it))
        case AlreadyPassedOn():
            return _already(it)


def _and_ask(alert: CriticalAlert, *sentences: str) -> str:
    """The sentences, and the question for the meter point where only the device was given."""
    said = " ".join(filter(None, sentences))
    ask = bool(alert.device) and not alert.mpxn and "reply with the meter point" not in said.casefold()
    return f"{said} {ASK_METER_POINT}" if ask else said


def _sent(it: PassedOn) -> str:
    if it.accepted_at is None:
        return f"being sent to {it.organisation}; their mail server has not accepted it yet."
    return f"sent to {it.organisation}; their mail server accepted it at {at(it.accepted_at)}."


def _already(it: AlreadyPassedOn) -> str:
    if it.accepted_at is None:
        return f"the same alert is already being sent as {it.earlier}; nothing more was sent."
    day_of_first = on(it.accepted_at.astimezone(LONDON).date())
    return f"already passed on as {it.earlier} on {day_of_first}; nothing more was sent."


def counted(told: Sequence[Told]) -> str:
    """'3 alerts (1 not passed on, 2 passed on)', the worst first; '2 alerts passed on' when all ended alike."""
    passed_on = "passed on" if all_accepted(told) else "being passed on"
    kinds: tuple[tuple[tuple[type, ...], str], ...] = (
        ((PleaseAct,), "not passed on"),
        ((Waiting,), "waiting for a person at SECAS"),
        ((NotForPassingOn,), "not for passing on"),
        ((PassedOn, AlreadyPassedOn), passed_on),
    )
    found = ((sum(isinstance(it, kind) for it in told), how) for kind, how in kinds)
    some = [(number, how) for number, how in found if number]
    if len(some) == 1:
        return f"{several(len(told), 'alert')} {some[0][1]}"
    return f"{several(len(told), 'alert')} ({', '.join(f'{number} {how}' for number, how in some)})"


def all_accepted(told: Sequence[Told]) -> bool:
    """Whether a mail server accepted every alert that was passed on."""
    return all(it.accepted_at for it in told if isinstance(it, PassedOn | AlreadyPassedOn))
