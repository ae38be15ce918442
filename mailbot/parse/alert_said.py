"""The supplier that one plain sentence names, where no label in the mail names any.

Takes the alerts read from labels, and the lines of each layer; gives the alerts. 'These sites are now supplied by
Cobalt.' counts when it is the only such sentence of the mail, stands with or around every alert, says nothing that is
not on a short list of words, and speaks of several when there are several. Whatever else a sentence says, it names
nobody here. Never raises; work grows with the length of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from mailbot.parse import alert_prose, alert_words
from mailbot.parse.alert_doubt import remarks
from mailbot.parse.alert_draft import Draft
from mailbot.parse.labels import Labels
from mailbot.parse.lines import Line

_WORD = re.compile(r"[^\s,:]{1,40}")
_SEVERAL = frozenset(
    (
        "all", "both", "these", "those", "they", "sites", "customers", "meters", "supplies", "mpans", "mprns",
        "premises", "properties", "alerts",
    )
)  # fmt: skip
_PLAIN = _SEVERAL | frozenset(
    (
        "the", "this", "that", "of", "them", "it", "its", "site", "customer", "meter", "point", "points", "supply",
        "property", "mpan", "mprn", "device", "devices", "alert", "is", "are", "been", "for", "below", "above",
        "following", "attached", "listed", "forwarded", "concerned", "affected", "customer's", "and", "in", "table",
        "which", "sheet", "file",
    )
)  # fmt: skip
_BEHIND = re.compile(r"(?: (?:since|as of|with effect from) [0-9A-Za-z /.-]{1,30})?[.!]?")

Said = tuple[int, str, str, bool]  # the place of the layer, the name, where it stands, whether of several


def with_said_supplier(
    drafts: tuple[Draft, ...], texts: list[tuple[str, tuple[Line, ...]]], labels: Labels
) -> tuple[Draft, ...]:
    """The drafts, each with the supplier that the one plain sentence names."""
    if any(each.field == "named_supplier" for draft in drafts for each in draft.alert.problems):
        return drafts
    said = list(_said(texts, labels))
    if len({name.casefold() for _, name, _, _ in said}) != 1 or not said[0][1]:
        return drafts
    layer, name, where, several = said[0]
    around = all(layer == each.layer or layer in each.outer for each in drafts)
    if not around or (len(drafts) > 1 and not several) or _stands_labelled(name.casefold(), texts, labels):
        return drafts
    return tuple(_named(each, name, where) for each in drafts)


def _stands_labelled(name: str, texts: list[tuple[str, tuple[Line, ...]]], labels: Labels) -> bool:
    """Whether the name is also a labelled value or a cell: then of a column or label that is not the new supplier's."""
    return any(
        name in map(str.casefold, (*line.cells, *(each.value for each in labels.in_line(line.text))))
        for _, lines in texts
        for line in lines
    )


def _said(texts: list[tuple[str, tuple[Line, ...]]], labels: Labels) -> Iterator[Said]:
    """Every sentence that names a supplier; the name is empty where the sentence is not plain."""
    for layer, (where, lines) in enumerate(texts):
        for number, paragraph in remarks(lines, labels):
            for sentence in alert_words.sentences(paragraph):
                if lead := alert_prose.lead(sentence):
                    yield _judged(sentence, lead, layer, f"{where}, line {number}, prose")


def _judged(sentence: str, lead: tuple[int, int], layer: int, where: str) -> Said:
    words = _WORD.findall(sentence[: lead[0]].casefold().translate({ord("\u2019"): "'"}))
    name = alert_prose.supplier(sentence)
    behind = sentence[lead[1] :].strip(" :").removeprefix(name)
    plain = _PLAIN.issuperset(words) and bool(name) and _BEHIND.fullmatch(behind)
    return layer, name if plain else "", where, not _SEVERAL.isdisjoint(words)


def _named(draft: Draft, name: str, where: str) -> Draft:
    provenance = (*draft.alert.provenance, ("named_supplier", where))
    return replace(draft, alert=replace(draft.alert, named_supplier=name, provenance=provenance))
