"""Two tellings of one alert -> one: what they share, what they contradict each other in.

Takes two drafts; gives one. Where they clash the first one's value is kept and a Problem names both; what is written
and unreadable in one stays a Problem though the other says it readably. Never raises.
"""

from dataclasses import replace
from datetime import UTC, datetime

from mailbot.model.alert import CriticalAlert, Fault, Fuel, Precision, Problem
from mailbot.parse.alert_draft import Draft, shown

_FIELDS = ("mpxn", "fuel", "device", "code", "name", "raised_at", "counter", "named_supplier")


def united(one: Draft, other: Draft) -> Draft:
    """The first draft with what only the second says; what they contradict each other in is a Problem."""
    alert = one.alert
    for name in _FIELDS:
        mine, theirs = getattr(alert, name), getattr(other.alert, name)
        if theirs and not mine:
            alert = _filled(alert, other.alert, name)
        elif theirs and contradicts(name, alert, other.alert) and not _already_two(name, alert):
            alert = replace(alert, problems=(*alert.problems, _two_values(name, alert, other.alert)))
    finer = other.alert.precision is Precision.SECOND and alert.precision is Precision.MINUTE
    if finer and same_time(alert, other.alert):
        alert = replace(alert, raised_at=other.alert.raised_at, precision=Precision.SECOND)
    new = tuple(each for each in other.alert.problems if not _is_told(each, alert))
    alert = replace(alert, problems=(*alert.problems, *new))
    return replace(one, alert=alert, signs=one.signs | other.signs, rules=one.rules | other.rules)


def _is_told(problem: Problem, alert: CriticalAlert) -> bool:
    """Whether a problem of the other telling stands with the alert already; of doubts each one counts."""
    if problem.fault is Fault.DOUBTED:
        return problem in alert.problems
    return any((each.fault, each.field) == (problem.fault, problem.field) for each in alert.problems)


def _already_two(name: str, alert: CriticalAlert) -> bool:
    return any(each.fault is Fault.TWO_VALUES and each.field == name for each in alert.problems)


def _filled(alert: CriticalAlert, source: CriticalAlert, name: str) -> CriticalAlert:
    where = tuple(each for each in source.provenance if each[0] == name)
    wrong = tuple(each for each in source.problems if each.field == name)
    changes: dict[str, object] = {name: getattr(source, name)}
    if name == "raised_at":
        changes["precision"] = source.precision
    if name == "mpxn" and source.fuel is not Fuel.NONE:
        changes["fuel"] = source.fuel
    problems = (*alert.problems, *wrong)
    return replace(alert, **changes, provenance=(*alert.provenance, *where), problems=problems)  # type: ignore[arg-type]


def contradicts(name: str, one: CriticalAlert, other: CriticalAlert) -> bool:
    """Whether both say something of the field, and not the same. Wording and fuel never clash."""
    if name in {"name", "fuel"}:
        return False
    if name == "raised_at":
        return not same_time(one, other)
    a, b = str(getattr(one, name)).casefold(), str(getattr(other, name)).casefold()
    return bool(a and b) and a != b and not (name == "named_supplier" and (a in b or b in a))


def _two_values(name: str, one: CriticalAlert, other: CriticalAlert) -> Problem:
    words = {
        "mpxn": "two meter points",
        "device": "two devices",
        "code": "two alert codes",
        "raised_at": "two times",
        "counter": "two counters",
        "named_supplier": "two suppliers",
    }
    told = " and ".join(f"{shown(str(getattr(each, name)))} ({_stood(each, name)})" for each in (one, other))
    return Problem(Fault.TWO_VALUES, name, f"The mail gives {words[name]} for this alert: {told}.")


def _stood(alert: CriticalAlert, name: str) -> str:
    return next((where for field, where in alert.provenance if field == name), "the mail")


def same_meter(one: CriticalAlert, other: CriticalAlert) -> bool:
    """One meter point or device in common, and neither contradicted."""
    pairs = ((one.mpxn, other.mpxn), (one.device, other.device))
    return any(a and a == b for a, b in pairs) and not any(a and b and a != b for a, b in pairs)


def same_time(one: CriticalAlert, other: CriticalAlert) -> bool:
    """Whether the times agree as exactly as both are given; a missing one contradicts nothing."""
    if one.raised_at is None or other.raised_at is None:
        return True
    exact = Precision.MINUTE not in {one.precision, other.precision}
    return _instant(one.raised_at, exact) == _instant(other.raised_at, exact)


def _instant(when: datetime, exact: bool) -> datetime:
    return when.astimezone(UTC) if exact else when.astimezone(UTC).replace(second=0, microsecond=0)
