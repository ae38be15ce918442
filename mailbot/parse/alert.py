"""Text of every layer of a mail -> the Critical Alerts in it, with where each fact came from.

Takes the layers of a mail, outermost first, the rulebook and the limits; gives an AlertReading. Reads labelled
blocks, tables upright and sideways, several alerts in one text, and running prose only when nothing is
labelled. What is labelled and cannot be read is kept as a Problem; signatures and disclaimers are no evidence.
A mail that mentions a meter point or a code in passing yields none, but what no alert is about is told as a
stray, and what the mail itself doubts or takes back is a Problem. Never raises; past a cap it stops, and
names the cap.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mailbot.model.alert import CriticalAlert
from mailbot.model.limits import Limits
from mailbot.model.mail import Layer
from mailbot.model.rulebook import Rulebook
from mailbot.parse import alert_prose, alert_strays
from mailbot.parse.alert_doubt import doubted
from mailbot.parse.alert_draft import Draft
from mailbot.parse.alert_facts import draft
from mailbot.parse.alert_join import joined
from mailbot.parse.alert_said import with_said_supplier
from mailbot.parse.alert_text import blocks
from mailbot.parse.labels import Labels
from mailbot.parse.lines import Line, lines_of


@dataclass(frozen=True, slots=True)
class AlertReading:
    """The alerts; the names of the label rules that hit, in the rulebook's order; the caps that were passed.

    `strays`: sentences about meter points and alert codes in the mail that no alert read is about.
    """

    alerts: tuple[CriticalAlert, ...]
    rules: tuple[str, ...]
    over: tuple[str, ...]
    strays: tuple[str, ...] = ()


def alerts(layers: tuple[Layer, ...], rulebook: Rulebook, limits: Limits) -> AlertReading:
    """Every alert in `layers`, in reading order. Never raises for any text."""
    labels = Labels(rulebook.labels)
    texts = [(layer, *lines_of(layer, limits)) for layer in layers]
    over = [cap for _, _, caps in texts for cap in caps]
    blocked = _drafts(
        layers, [_labelled(layer, lines, labels, rulebook, limits) for layer, lines, _ in texts]
    )
    found = joined(blocked)
    if found and not _suppliers_labelled(blocked, rulebook):
        found = with_said_supplier(found, [(layer.where, lines) for layer, lines, _ in texts], labels)
    if not found:
        most = limits.alerts * 2 + 1
        prose = [islice(alert_prose.drafts(each.where, lines, rulebook), most) for each, lines, _ in texts]
        found = joined(_drafts(layers, prose))
    if len(found) > limits.alerts or len(blocked) > limits.alerts * 2:
        over.append(f"more than {limits.alerts} alerts")
        found = found[: limits.alerts]
    found = doubted(found, [(layer, lines) for layer, lines, _ in texts], labels)
    hit = frozenset().union(*(each.rules for each in found))
    rules = tuple(rule.name for rule in rulebook.labels if rule.name in hit)
    read = tuple(each.alert for each in found)
    strays = alert_strays.strays(layers, read, rulebook.codes, limits.text_characters)
    return AlertReading(read, rules, tuple(dict.fromkeys(over)), strays)


def _labelled(
    layer: Layer, lines: tuple[Line, ...], labels: Labels, rulebook: Rulebook, limits: Limits
) -> Iterator[Draft]:
    for block in blocks(lines, labels, limits.alerts * 2 + 1):
        told = draft(block.items, layer.where, block.broken, rulebook.codes, form=layer.form)
        yield replace(told, apart=block.apart)


def _suppliers_labelled(drafts: tuple[Draft, ...], rulebook: Rulebook) -> bool:
    """Whether a label of a supplier stands anywhere, be its value 'unknown'."""
    names = {rule.name for rule in rulebook.labels if rule.field == "supplier"}
    return any(not names.isdisjoint(each.rules) for each in drafts)


def _drafts(layers: tuple[Layer, ...], found: Sequence[Iterable[Draft]]) -> tuple[Draft, ...]:
    """The drafts of all layers, each with the places of its layer and of those around it."""
    outer = _outer(layers)
    return tuple(
        replace(each, layer=place, outer=outer[place])
        for place, drafts in enumerate(found)
        for each in drafts
    )


def _outer(layers: tuple[Layer, ...]) -> tuple[frozenset[int], ...]:
    """For each layer the places of those around it: the nearest before it of each lesser depth."""
    open_layers: list[int] = []
    found = []
    for place, layer in enumerate(layers):
        while open_layers and layers[open_layers[-1]].depth >= layer.depth:
            open_layers.pop()
        found.append(frozenset(open_layers))
        open_layers.append(place)
    return tuple(found)
