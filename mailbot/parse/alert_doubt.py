"""What a mail's own words doubt, deny or take back -> Problems on the alerts they are about.

Takes the lines of each layer and the alerts read; gives the alerts, each with a Problem for every sentence
beside or around it that doubts its supplier or retracts it. What a labelled line says is a fact and is
judged where facts are read; only remarks are judged here. Never drops an alert, never raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from mailbot.model.alert import Fault, Problem
from mailbot.model.mail import TABLE, Layer
from mailbot.parse import alert_note, alert_prose, alert_words
from mailbot.parse.alert_draft import Draft, shown, stands_in
from mailbot.parse.labels import Found, Labels
from mailbot.parse.lines import NO_LINE, Line

_LONGEST_PARAGRAPH = 4_000
_SHORTEST_NAME = 5  # characters; what is shorter may be an MPID
_MOST = 10  # of one layer: a person needs no more to see that it is in doubt


def doubted(
    drafts: tuple[Draft, ...], texts: list[tuple[Layer, tuple[Line, ...]]], labels: Labels
) -> tuple[Draft, ...]:
    """The drafts with what the layers, each with its lines, say against them."""
    if not drafts:
        return ()
    said = [_Said(layer.where, *_judged(layer, lines, labels)) for layer, lines in texts]
    return tuple(_with(each, said) for each in drafts) if any(each.speaks for each in said) else drafts


@dataclass(frozen=True, slots=True)
class _Said:
    """What the remarks of one layer come to: Problems, and suppliers that they name in a sentence."""

    where: str
    problems: tuple[Problem, ...]
    suppliers: tuple[str, ...]

    @property
    def speaks(self) -> bool:
        return bool(self.problems or self.suppliers)


def _with(draft: Draft, said: list[_Said]) -> Draft:
    stood = [where for _, where in draft.alert.provenance]
    about = {draft.layer, *draft.outer}
    about |= {
        place for place, each in enumerate(said) if any(stands_in(where, each.where) for where in stood)
    }
    found = [problem for place in sorted(about) for problem in said[place].problems]
    named = "" if _cannot_compare(draft) else draft.alert.named_supplier.casefold()
    for other in dict.fromkeys(name for place in sorted(about) for name in said[place].suppliers):
        if named and other.casefold() not in named and named not in other.casefold():
            text = f"The mail also says in a sentence that the supplier is {shown(other)}."
            found.append(Problem(Fault.DOUBTED, "named_supplier", text))
    new = tuple(each for each in dict.fromkeys(found) if each not in draft.alert.problems)
    return replace(draft, alert=replace(draft.alert, problems=(*draft.alert.problems, *new)))


def _cannot_compare(draft: Draft) -> bool:
    """Whether the supplier is an MPID, or was itself read from a sentence: the next may speak of another alert."""
    return len(draft.alert.named_supplier) < _SHORTEST_NAME or any(
        name == "named_supplier" and where.endswith("prose") for name, where in draft.alert.provenance
    )


def _judged(
    layer: Layer, lines: tuple[Line, ...], labels: Labels
) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    told = tuple(remarks(lines, labels))
    names = (alert_prose.supplier(paragraph) for _, paragraph in told)
    named = dict.fromkeys(each for each in names if each)
    return tuple(islice(_problems(layer, told), _MOST)), tuple(islice(named, _MOST))


def _problems(layer: Layer, told: tuple[tuple[int, str], ...]) -> Iterator[Problem]:
    """What the remarks of one layer doubt or take back; and whatever else the sender itself says of its alerts."""
    where = layer.where
    attached = layer.form == TABLE
    if attached and alert_note.speaks(where):
        yield Problem(
            Fault.DOUBTED, "mail", f"What {shown(where)} is called says more: read it before this goes on."
        )
    for number, paragraph in told:
        own = alert_words.sentences(paragraph) if attached or not layer.depth else ()
        if sentence := next((each for each in own if alert_note.speaks(each)), ""):
            text = (
                f"The sender writes {shown(sentence)} ({where}, line {number}): read it before this goes on."
            )
            yield Problem(Fault.DOUBTED, "mail", text)
        if sentence := alert_words.retracted(paragraph):
            text = f"{shown(sentence)} ({where}, line {number}) takes something back or corrects it."
            yield Problem(Fault.DOUBTED, "mail", text)
        if sentence := alert_words.supplier_doubted(paragraph):
            text = f"The supplier is in doubt: {shown(sentence)} ({where}, line {number})."
            yield Problem(Fault.DOUBTED, "named_supplier", text)


def remarks(lines: tuple[Line, ...], labels: Labels) -> Iterator[tuple[int, str]]:
    """The paragraphs of free text, with the number of their first line."""
    gathered: list[str] = []
    number = 0
    for line in (*lines, NO_LINE):
        text = "" if line.blank else _free(line, labels)
        if text:
            number = number if gathered else line.number
            gathered.append(text)
        elif gathered:
            yield number, " ".join(gathered)[:_LONGEST_PARAGRAPH]
            gathered = []


def _free(line: Line, labels: Labels) -> str:
    """What a line says that is no labelled fact: the whole of it, or the value of a remark's label."""
    if labels.whole(line.text):
        return ""
    found = labels.in_line(line.text)
    if not found:
        return line.text.strip()
    return " ".join(each.value for each in found if _is_remark(each))


def _is_remark(found: Found) -> bool:
    written = found.label.written.casefold()
    return found.label.field == "ignored" and written.startswith(("note", "comment", "action", "status"))
