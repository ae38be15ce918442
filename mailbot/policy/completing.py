"""A forwarder's answer to a receipt completes a held alert, which is then decided again.

Takes what the answer gives and the alerts that wait for this forwarder; gives each completed alert, or the sentence
for which a person must look. An answer with one value and several open alerts is never spread over them, and a fact
that was readable before is never replaced by another: then the two stand beside each other. Pure.
"""

from dataclasses import dataclass, replace

from mailbot.model.alert import CriticalAlert, Fault, Problem
from mailbot.model.classified import Completion
from mailbot.model.decision import OpenAlert
from mailbot.model.errors import CallError
from mailbot.parse import identifiers

_REPLACED = ("named_supplier",)  # who gained the customer is exactly what the receipt asked for
_KEPT = ("mpxn", "device", "code", "raised_at")


@dataclass(frozen=True, slots=True)
class Completed:
    """An open alert and what it is with the answer's facts."""

    of: OpenAlert
    alert: CriticalAlert


def completed(
    completions: tuple[Completion, ...], waiting: tuple[OpenAlert, ...]
) -> tuple[Completed, ...] | str:
    """Each alert that the answer completes; a sentence when it does not say which it means."""
    by_reference = {each.reference: each for each in waiting}
    done: dict[str, Completed] = {}
    for one in completions:
        target = _target(one, waiting, by_reference)
        if isinstance(target, str):
            return target
        before = done[target.reference].alert if target.reference in done else target.alert
        done[target.reference] = Completed(target, merged(before, one.facts))
    return tuple(done.values())


def _target(
    one: Completion, waiting: tuple[OpenAlert, ...], by_reference: dict[str, OpenAlert]
) -> OpenAlert | str:
    if one.reference:
        return by_reference.get(one.reference) or (
            f"The answer is about {one.reference}, which does not wait for its sender."
        )
    if len(waiting) == 1:
        return waiting[0]
    if not waiting:
        return "Nothing of the mail that it answers waits for its sender any more."
    several = ", ".join(each.reference for each in waiting[:5])
    return f"{len(waiting)} alerts wait ({several}) and the answer does not say which it means."


def merged(alert: CriticalAlert, facts: CriticalAlert) -> CriticalAlert:
    """The alert with the answer's facts: a gap or an unreadable fact is filled; another value is a contradiction."""
    for name in (*_REPLACED, *_KEPT):
        if getattr(facts, name) or any(each.field == name for each in facts.problems):
            alert = _with(alert, facts, name)
    return alert


def _with(alert: CriticalAlert, facts: CriticalAlert, name: str) -> CriticalAlert:
    before, given = getattr(alert, name), getattr(facts, name)
    readable = bool(before) and not any(each.field == name for each in alert.problems)
    contradicts = name not in _REPLACED and readable and bool(given) and given != before
    problems = [each for each in alert.problems if each.field != name]
    problems += [each for each in facts.problems if each.field == name]
    if contradicts:
        text = f"The mail and its sender's answer give different values for the {_WORDS[name]}."
        problems.append(Problem(Fault.TWO_VALUES, name, text))
    if contradicts or not given:  # the mail's own value stands until a person says which is right
        return replace(alert, problems=tuple(problems))
    kept = tuple(each for each in alert.provenance if each[0] != name)
    provenance = (*kept, (name, "in its sender's answer"))
    more: dict[str, object] = {name: given}
    if name == "mpxn":
        more["fuel"] = facts.fuel
    if name == "raised_at":
        more["precision"] = facts.precision
    return replace(alert, problems=tuple(problems), provenance=provenance, **more)  # type: ignore[arg-type]


_WORDS = {"mpxn": "meter point", "device": "device", "code": "alert code", "raised_at": "time"}


def mended(alert: CriticalAlert, mpxn: str, by: str) -> CriticalAlert:
    """The alert with the meter point a person gives in place of a wrong or missing one; as it is when none is given.

    CallError when it is no meter point.
    """
    if not mpxn:
        return alert
    found = identifiers.mpxn(mpxn)
    if found.wrong or not found.value:
        raise CallError(f"--mpxn: {found.wrong or 'no meter point is given'}")
    kept = tuple(each for each in alert.problems if each.field != "mpxn")
    others = (each for each in alert.provenance if each[0] != "mpxn")
    provenance = (*others, ("mpxn", f"given by {by}"))
    fuel = identifiers.fuel_of(found.value)
    return replace(alert, mpxn=found.value, fuel=fuel, problems=kept, provenance=provenance)
