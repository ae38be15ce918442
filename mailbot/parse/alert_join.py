"""Blocks of a whole mail -> its alerts: what several have in common, what belongs together, what is there twice.

Takes the drafts of all layers in reading order, the sender's own words first; gives the alerts. A fact goes
from one block to another only where nothing contradicts it and it is clear whose it is; where two layers
contradict each other about one alert, that is a Problem for a person. Work grows with the number of blocks.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from mailbot.parse.alert_draft import Draft
from mailbot.parse.alert_unite import contradicts, same_meter, same_time, united

# What a list of alerts may say once for all of them. A time is not among them: it makes an alert's identity.
_SHARED = ("named_supplier", "code", "name", "fuel")


def joined(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The alerts of a mail, in reading order."""
    found = _gathered(_shared(drafts))
    alerts = [each for each in found if is_alert(each)]
    alerts = _with_fragments(alerts, [each for each in found if not is_alert(each)])
    return _once(alerts)


def is_alert(draft: Draft) -> bool:
    """Whether a block is an alert by itself, and no mere mention of a code or a meter point."""
    alert, signs = draft.alert, draft.signs
    if "broken" in signs:
        return True
    if alert.code:
        return "sure code" in signs or "subject" in signs or ("context" in signs and "code" not in signs)
    if "code" in signs:
        return "subject" in signs or ("sure code" in signs and "context" in signs)
    return bool(alert.subject) and "alert label" in signs


def _loose(draft: Draft) -> bool:
    """A block that names neither a meter point nor a device: it may speak of all of them."""
    return "subject" not in draft.signs and "broken" not in draft.signs


def _shared(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts, each with what a loose block says for all."""
    subjects = [each for each in drafts if not _loose(each)]
    if not subjects or len(subjects) == len(drafts):
        return drafts
    if len(subjects) == 1:
        return _into_the_only_one(drafts, subjects[0])
    filled = list(drafts)
    for name in _SHARED:
        filled = _from_outside([*_within_layers(filled, name)], name)
    told = {each.alert.code for each in filled if not _loose(each)}
    return tuple(
        each for each in filled if not (_loose(each) and each.alert.code and each.alert.code in told)
    )


def _into_the_only_one(drafts: tuple[Draft, ...], subject: Draft) -> tuple[Draft, ...]:
    """One meter in the whole mail: what stands apart from it is about it, unless it is another alert."""
    kept: list[Draft] = []
    whole = subject
    for each in drafts:
        if each is subject:
            continue
        another = each.alert.code and whole.alert.code and each.alert.code != whole.alert.code
        said = None if another else _about(each, whole)
        if said is None:
            kept.append(each)
        else:
            whole = united(whole, said)
    return (whole, *kept)


def _about(said: Draft, whole: Draft) -> Draft | None:
    """What one block may tell another: all in the same layer and further in; outwards, never a supplier.

    A thread below an alert may be about anything; who wrote above it knew what lies below.
    """
    if said.layer == whole.layer or said.layer in whole.outer:
        return said
    if whole.layer not in said.outer:
        return None
    where = tuple(each for each in said.alert.provenance if each[0] != "named_supplier")
    return replace(said, alert=replace(said.alert, named_supplier="", provenance=where))


def _within_layers(drafts: list[Draft], name: str) -> Iterator[Draft]:
    """Each draft with what a loose block of its own layer says for all: the one above, or the only one below."""
    for _, group in groupby(drafts, key=lambda each: each.layer):
        yield from _share(list(group), name)


def _from_outside(drafts: list[Draft], name: str) -> list[Draft]:
    """Each draft that still lacks the fact, with what the layers around it say, if they say one thing."""
    outside: defaultdict[int, dict[str, Draft]] = defaultdict(dict)
    for each in drafts:
        if _loose(each) and (said := _says(each, name)):
            outside[each.layer].setdefault(said, each)
    result = []
    for each in drafts:
        told = {said: source for layer in each.outer for said, source in outside[layer].items()}
        lacks = not _loose(each) and not _says(each, name)
        result.append(_with(each, next(iter(told.values())), name) if lacks and len(told) == 1 else each)
    return result


def _share(drafts: list[Draft], name: str) -> list[Draft]:
    says = [_says(each, name) if _loose(each) and each.apart else "" for each in drafts]
    told = {each for each in says if each}
    if not told or (len(told) > 1 and not _each_above_its_own(drafts, says)):
        return drafts
    only = next(place for place, each in enumerate(says) if each) if len(told) == 1 else None
    result, above = [], None
    for place, draft in enumerate(drafts):
        above = place if says[place] else above
        source = above if above is not None else only
        if source is None or _loose(draft) or _says(draft, name):
            result.append(draft)
        else:
            result.append(_with(draft, drafts[source], name))
    return result


def _says(draft: Draft, name: str) -> str:
    value = getattr(draft.alert, name)
    return str(value) if value else ""


def _each_above_its_own(drafts: list[Draft], says: list[str]) -> bool:
    """Several groups, each under a heading of its own: only then is it clear which heading is whose."""
    meters = [place for place, each in enumerate(drafts) if not _loose(each)]
    spoken = [place for place, each in enumerate(says) if each]
    return bool(meters) and spoken[0] < meters[0] and spoken[-1] < meters[-1]


def _with(draft: Draft, source: Draft, name: str) -> Draft:
    """The draft with one field of another, and where that stood."""
    where = tuple(each for each in source.alert.provenance if each[0] == name)
    wrong = tuple(each for each in source.alert.problems if each.field == name)
    alert = draft.alert
    filled = replace(
        alert,
        **{name: getattr(source.alert, name)},
        provenance=(*alert.provenance, *where),
        problems=(*alert.problems, *wrong),
    )
    signs = draft.signs | (source.signs & {"code", "sure code"} if name == "code" else frozenset())
    return replace(draft, alert=filled, signs=signs, rules=draft.rules | source.rules)


def _gathered(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    return tuple(each for each in drafts if each.signs or each.alert.provenance)


def _with_fragments(alerts: list[Draft], fragments: list[Draft]) -> list[Draft]:
    """The alerts with what blocks that are none by themselves say of the same meter."""
    by_meter: defaultdict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(alerts):
        for meter in filter(None, (each.alert.mpxn, each.alert.device)):
            by_meter[meter].append(place)
    for fragment in fragments:
        if _loose(fragment) or not fragment.alert.subject:
            alerts = _into_the_only_alert(alerts, fragment, ("named_supplier",))
            continue
        near = {*by_meter[fragment.alert.mpxn], *by_meter[fragment.alert.device]}
        same = [place for place in sorted(near) if same_meter(alerts[place].alert, fragment.alert)]
        for place in same:
            alerts[place] = united(alerts[place], fragment)
        if not same:
            alerts = _into_the_only_alert(alerts, fragment, ("mpxn", "device", "named_supplier"))
    return alerts


def _into_the_only_alert(alerts: list[Draft], fragment: Draft, names: tuple[str, ...]) -> list[Draft]:
    """The only alert of a mail and what is said apart from it; of a thread below, only what does not clash."""
    said = _about(fragment, alerts[0]) if len(alerts) == 1 else None
    if said is None or not any(getattr(said.alert, name) for name in names):
        return alerts
    clash = any(contradicts(name, alerts[0].alert, said.alert) for name in names if _says(said, name))
    if said is not fragment and clash:
        return alerts
    return [united(alerts[0], said)]


def _once(alerts: list[Draft]) -> tuple[Draft, ...]:
    """The alerts, those of a deeper layer that a layer above it tells as well put together with it."""
    result: list[Draft] = []
    by_meter: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for draft in alerts:
        keys = [(each, draft.alert.code) for each in (draft.alert.mpxn, draft.alert.device) if each]
        near = sorted({place for key in keys for place in by_meter[key][:50]})
        twin = next((place for place in near if _twins(result[place], draft)), None)
        if twin is None:
            twin = len(result)
            result.append(draft)
        else:
            result[twin] = united(*_richer_first(result[twin], draft))
        merged = result[twin].alert
        for meter in (merged.mpxn, merged.device):
            if meter and twin not in by_meter[(meter, merged.code)][-50:]:
                by_meter[(meter, merged.code)].append(twin)
    return tuple(result)


def _twins(one: Draft, other: Draft) -> bool:
    """The same alert told in two layers. Within one layer, two blocks are two alerts."""
    a, b = one.alert, other.alert
    return (
        one.layer != other.layer
        and bool(a.code)
        and a.code == b.code
        and same_meter(a, b)
        and (not a.counter or not b.counter or a.counter == b.counter)
        and same_time(a, b)
    )


def _richer_first(one: Draft, other: Draft) -> tuple[Draft, Draft]:
    """Of two tellings the one with more facts, told with the layer of the outer one."""
    if len(other.alert.provenance) > len(one.alert.provenance):
        return replace(other, layer=one.layer), one
    return one, other
