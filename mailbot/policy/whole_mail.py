"""What speaks against a mail as a whole, after each of its alerts was decided by itself.

The last net under the reader: whatever it did not understand, a mail that also mentions another supplier of the
list, a meter point or a code that no alert read is about, or whose text was damaged in a telling way, is not
passed on by itself. Pure; gives reasons, empty when nothing speaks against it.
"""

import re
from dataclasses import replace

from mailbot.model.classified import AlertMail, Classified
from mailbot.model.decision import (
    AlertEffect,
    Because,
    DeclineAlert,
    HoldAlert,
    Reason,
    RelayAlert,
    TwinAlert,
)
from mailbot.model.supplier import Directory, Organisation, Role
from mailbot.parse.doubts import PREFIX
from mailbot.policy.directory import name_key
from mailbot.policy.neighbours import Neighbours
from mailbot.policy.repeats import Likeness, likeness

SHORTEST_NAME = 4  # shorter names are words of other things too often
_MPID = re.compile(r"(?<![A-Za-z0-9])[A-Z]{4}(?![A-Za-z0-9])")


def against(
    mail: Classified, facts: AlertMail, effects: tuple[AlertEffect, ...], directory: Directory
) -> tuple[Because, ...]:
    """The reasons for which none of the mail's alerts goes anywhere by itself."""
    strays = tuple(Because(Reason.NOT_ALL_READ, text) for text in facts.strays)
    return (*strays, *doubtful(mail), *_mentioned(facts, effects, directory))


def doubtful(mail: Classified) -> tuple[Because, ...]:
    """What in the mail's own make-up may hide or change what it says."""
    defects = (each.removeprefix(PREFIX) for each in mail.defects if each.startswith(PREFIX))
    return tuple(Because(Reason.MAIL_DOUBTFUL, f"The mail is doubtful: {text}.") for text in defects)


def _mentioned(
    facts: AlertMail, effects: tuple[AlertEffect, ...], directory: Directory
) -> tuple[Because, ...]:
    """Suppliers on the list that the text mentions and no alert of it goes to."""
    goes_to = {each.organisation.id for each in effects if isinstance(each, RelayAlert)}
    if not goes_to:
        return ()
    key = f" {name_key(facts.words)} "
    mpids = frozenset(_MPID.findall(facts.words))
    others = (each for each in directory.organisations if each.role is Role.NON_DCC_USER)
    return tuple(
        Because(
            Reason.OTHER_SUPPLIER_MENTIONED, f"The mail also mentions {other.name}: which supplier is meant?"
        )
        for other in others
        if other.id not in goes_to and _mentions(key, mpids, other)
    )


def _mentions(key: str, mpids: frozenset[str], organisation: Organisation) -> bool:
    names = (name_key(name) for name in (organisation.name, *organisation.aliases))
    if any(len(name) >= SHORTEST_NAME and f" {name} " in key for name in names):
        return True
    return any(each.mpid in mpids for each in organisation.mpids)


def held(effects: tuple[AlertEffect, ...], because: tuple[Because, ...]) -> tuple[AlertEffect, ...]:
    """Every alert that would be sent on or put aside is held instead, for these reasons."""
    return tuple(_held(each, because) for each in effects)


def _held(effect: AlertEffect, because: tuple[Because, ...]) -> AlertEffect:
    if isinstance(effect, RelayAlert):
        return HoldAlert(effect.alert, (*because, *effect.because), effect.organisation)
    if isinstance(effect, DeclineAlert):
        return HoldAlert(effect.alert, (*because, *effect.because))
    if isinstance(effect, HoldAlert):  # told too, so that no answer of its sender lets it go by itself
        return replace(effect, because=(*effect.because, *because))
    return effect


def agreeing(effects: tuple[AlertEffect, ...]) -> tuple[AlertEffect, ...]:
    """The alerts of one mail beside each other: contradictions are held, the same one is sent once.

    What may be the same again, for want of an exact time, is marked.
    """
    near = Neighbours([each.alert for each in effects])
    checked = tuple(
        _contradicted(each, tuple(effects[place] for place in near.of(each.alert))) or each
        for each in effects
    )
    return tuple(_twin(place, each, checked, near) for place, each in enumerate(checked))


def _contradicted(effect: AlertEffect, effects: tuple[AlertEffect, ...]) -> HoldAlert | None:
    if not isinstance(effect, RelayAlert):
        return None
    for other in effects:
        if not isinstance(other, RelayAlert):
            continue
        alike = likeness(other.alert, effect.alert)
        if alike is Likeness.CONTRADICTS:
            text = "The mail gives one alert of one device for two meter points."
            return _hold(effect, Because(Reason.OTHER_METER_POINT_BEFORE, text))
        if alike is not Likeness.DIFFERENT and other.organisation.id != effect.organisation.id:
            text = f"The mail names {effect.organisation.name} and {other.organisation.name} for one alert."
            return _hold(effect, Because(Reason.OTHER_SUPPLIER_BEFORE, text))
    return None


def _hold(effect: RelayAlert, reason: Because) -> HoldAlert:
    return HoldAlert(effect.alert, (reason, *effect.because), effect.organisation, sender_can_act=True)


def _twin(place: int, effect: AlertEffect, effects: tuple[AlertEffect, ...], near: Neighbours) -> AlertEffect:
    if not isinstance(effect, RelayAlert):
        return effect
    for first in near.of(effect.alert):
        other = effects[first]
        if first >= place or not isinstance(other, RelayAlert):
            continue
        alike = likeness(other.alert, effect.alert)
        if alike is Likeness.SAME:
            reason = Because(Reason.REPEAT, "The mail has this alert twice; it goes once.")
            return TwinAlert(effect.alert, first, (reason, *effect.because))
        if alike is Likeness.MAYBE and not effect.may_repeat:
            reason = Because(Reason.MAY_REPEAT, "Without an exact time it may be another of this mail again.")
            return replace(effect, may_repeat_here=first, because=(*effect.because, reason))
    return effect
