"""What a forwarder's own words in an answer give for alerts that wait for it: 'Supplier: Brightwater'.

Takes the own words of a reply (without quotes and signature), the words the writer may sign with, and the rulebook;
gives a Completion for each reference. Every line must be a labelled value, a reference, or a courtesy: whatever else
somebody took the trouble to write is for a person, and so is a question, a doubt, or a label that says 'unknown'.
'The supplier is Brightwater' is read like a label; a bare name never is. Never raises; work grows with the length of
the text.
"""

import re
from dataclasses import dataclass, field

from mailbot.model.alert import CriticalAlert
from mailbot.model.classified import Completion
from mailbot.model.rulebook import Rulebook
from mailbot.parse import reply
from mailbot.parse.alert_facts import draft
from mailbot.parse.labels import Labels
from mailbot.parse.tables import Item

_LONGEST = 5_000
_MOST_LINES = 200
_REFERENCE = re.compile(
    r"(?:(?:for|re|ref|reference|your ref|your reference|alert|critical alert)\b[ \t]{0,5}:?[ \t]{0,5})?"
    r"\(?(CA-[0-9]{2}-[0-9]{4,9})(?![A-Za-z0-9-])[ \t]{0,5}[:.,)–-]?[ \t]{0,5}",
    re.IGNORECASE,
)
_ARTICLES = ("the ", "its ", "our ", "your ")
_IS = re.compile(r" (?:is|are) ", re.IGNORECASE)
_FIELDS = frozenset(
    {"mpan", "mprn", "mpxn", "device", "code", "raised_at", "date", "time", "supplier", "fuel"}
)
_WHERE = "its sender's answer"


@dataclass(slots=True)
class _Block:
    """The labelled values under one reference; the first block has none."""

    reference: str = ""
    items: list[Item] = field(default_factory=list)


def completions(own: str, names: frozenset[str], rulebook: Rulebook) -> tuple[Completion, ...]:
    """What the answer gives; empty when it gives nothing, or says anything beside."""
    lines = own.splitlines()
    if len(own) > _LONGEST or len(lines) > _MOST_LINES or "?" in own:
        return ()
    blocks = [_Block()]
    labels = Labels(rulebook.labels)
    for number, line in enumerate(lines, start=1):
        if not _take(line.strip(), number, blocks, labels, names):
            return ()
    found = tuple(_completion(block, rulebook) for block in _meant(blocks))
    return found if all(_says_something(each.facts) for each in found) else ()


def _meant(blocks: list[_Block]) -> list[_Block]:
    """The blocks with values; none when a reference has none, or values stand without one beside others that have.

    A lone reference below the values is theirs.
    """
    first, *others = blocks
    if len(others) == 1 and first.items and not others[0].items:
        return [_Block(others[0].reference, first.items)]
    if (first.items and others) or any(not each.items for each in others):
        return []
    return others or ([first] if first.items else [])


def _says_something(facts: CriticalAlert) -> bool:
    """Whether any fact was given, readable or not: 'Supplier: unknown' gives none."""
    return bool(facts.provenance or facts.problems)


def _take(line: str, number: int, blocks: list[_Block], labels: Labels, names: frozenset[str]) -> bool:
    """Take one line into the blocks; False when a person must read it."""
    line = line.lstrip("-*• \t")
    if match := _REFERENCE.match(line):
        _open(match[1].upper(), blocks)
        line = line[match.end() :].strip()
    if not line or reply.is_courtesy(line, names):
        return True
    line = _stated(reply.without_salutation(line).strip(), labels)
    found = labels.in_line(line)
    if not found or not all(each.label.field in _FIELDS and each.value for each in found):
        return False
    if any(each.label.doubt or reply.has_doubt(each.value) for each in found) or not _whole(
        line, found[0].label.written
    ):
        return False
    place = blocks[-1]
    place.items += [Item(each.label, each.value, number, f"label '{each.label.written}'") for each in found]
    return True


def _open(reference: str, blocks: list[_Block]) -> None:
    """Make the block of this reference the last one; what is said twice of one alert stands in one block."""
    known = next((each for each in blocks if each.reference == reference), None)
    if known:
        blocks.remove(known)
    blocks.append(known or _Block(reference))


def _stated(line: str, labels: Labels) -> str:
    """'The supplier is Brightwater.' as 'supplier: Brightwater'; any other line as it is."""
    said = line.rstrip(" .!")
    start = next((len(each) for each in _ARTICLES if said[: len(each)].casefold() == each), 0)
    verb = _IS.search(said, start)
    if verb is None or labels.whole(said[start : verb.start()]) is None:
        return line
    return f"{said[start : verb.start()]}: {said[verb.end() :]}"


def _whole(line: str, written: str) -> bool:
    """Whether the line begins with its label, so that nothing stands before it."""
    return line.casefold().lstrip("*_ ").startswith(written.casefold())


def _completion(block: _Block, rulebook: Rulebook) -> Completion:
    return Completion(block.reference, draft(block.items, _WHERE, codes=rulebook.codes).alert)
