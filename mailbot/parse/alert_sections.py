"""What stands around a labelled value and changes its meaning: a heading above it, a line below, a cell beside.

Takes the lines of a layer and the items read from one of them; gives the items, those of a supplier under a
heading such as 'Previous supply details' as the old supplier's, and each with the unlabelled line that follows
directly. What is not understood is kept for a person, never joined to the value. Never raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.parse import alert_words
from mailbot.parse.identifiers import alert_codes
from mailbot.parse.labels import Labels
from mailbot.parse.lines import Line
from mailbot.parse.tables import Item

_LONGEST_HEADING = 48
_MOST_WORDS = 6
_FOLLOWED = frozenset({"supplier", "mpan", "mprn", "mpxn", "device", "code"})
_MARKS = " \t\u00a0-=_*#~:>\u2013\u2014"
_SENTENCE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Section:
    """Whether the lines stand under a heading of the old supplier, and in which paragraph that heading was."""

    losing: bool = False
    paragraph: int = 0


def entered(section: Section, line: Line, paragraph: int, labels: Labels) -> Section:
    """The section from this line on."""
    if not _is_heading(line, labels):
        return section
    if alert_words.heads_the_old(line.text):
        return Section(True, paragraph)
    over = alert_words.gaining(line.text) or "alert" in line.text.casefold()
    return Section() if over else section


def placed(section: Section, items: list[Item], labels: Labels) -> Iterator[Item]:
    """The items; under the heading of the old supplier, a supplier's as what the heading says."""
    for item in items:
        if not section.losing or item.field != "supplier":
            yield item
        elif item.paragraph - section.paragraph > 1:
            doubt = "stands below a heading of the old supplier"
            yield replace(item, label=replace(item.label, doubt=doubt))
        else:
            yield replace(item, label=labels.as_losing(item.label))


def _is_heading(line: Line, labels: Labels) -> bool:
    text = line.text.strip(_MARKS)
    if line.blank or not text or len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_WORDS:
        return False
    if text[0] in "([" or text[-1] in ".!?," or not any(each.isalpha() for each in text):
        return False
    return not labels.whole(line.text) and not labels.in_line(line.text)


def beside(line: Line, labels: Labels) -> str:
    """The second cell behind a label that has the row to itself; empty when there is none."""
    filled = [cell for cell in line.cells if cell]
    if not ("\t" in line.text or "|" in line.text) or len(filled) < 3:
        return ""
    label = labels.whole(filled[0])
    if label is None or label.field not in _FOLLOWED or any(labels.whole(cell) for cell in filled[1:]):
        return ""
    return filled[2]


def with_rest(items: list[Item], lines: tuple[Line, ...], place: int, labels: Labels) -> list[Item]:
    """The items, the last with the unlabelled line at `place`, when that follows it directly."""
    if not items or not items[-1].value or items[-1].field not in _FOLLOWED or place >= len(lines):
        return items
    line = lines[place]
    if line.blank or labels.whole(line.text) or labels.in_line(line.text) or not _belongs(items[-1], line):
        return items
    if _heads_a_section(lines, place, labels):
        return items
    return [*items[:-1], replace(items[-1], rest=items[-1].rest or line.text.strip())]


def _belongs(item: Item, line: Line) -> bool:
    """Whether a line may be the rest of the value above it, and is no rule and no sentence of its own."""
    text = line.text.strip()
    if not any(each.isalnum() for each in text):
        return False
    if item.field == "code":
        return bool(alert_codes(text))
    words = text.split()
    sentence = text[0].isupper() and text[-1] in ".!" and len(words) >= _SENTENCE_WORDS
    if not sentence and not text.casefold().startswith(
        ("please ", "thank", "many thanks", "regards", "kind ")
    ):
        return True
    # 'The alert was raised ..' casts no doubt on the name above it.
    return bool(alert_words.supplier_doubted(text)) or alert_words.denied(text.replace(" was ", " "))


def _heads_a_section(lines: tuple[Line, ...], place: int, labels: Labels) -> bool:
    """Whether the line is the heading of labelled lines that follow it."""
    if not _is_heading(lines[place], labels) or not alert_words.heading(lines[place].text):
        return False
    for line in lines[place + 1 : place + 4]:
        if any(each.isalnum() for each in line.text):
            return bool(labels.in_line(line.text)) or labels.whole(line.text) is not None
    return False
