"""The labels of rules/extract.yaml, found in a cell or in a line.

Takes text; gives the label, its rule and the value behind it. A label counts as a whole only: 'Old
Supplier' is not 'Supplier', and a word before a label inside a line ('the losing supplier: X') makes it none,
unless its value is beyond doubt. A program's spellings count too: alert_code, AlertCode, "alertCode". A supplier's
label that punctuation parts from 'Old' or 'Prev.' is that of the old one; behind other words it is in doubt. Work
grows with the length of the line. Never raises.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from mailbot.model.rulebook import LabelRule
from mailbot.parse import alert_words
from mailbot.parse.values import strictly

_MOST_WORDS = 7
_LONGEST = 60
_DECORATION = " \t\u00a0*_•·:=>\"'`.?#[]{}-–—"
_SEPARATOR = re.compile(
    r"[ \u00a0]?(?:[-=]>|\u2192|\.{4,60}:?|[:=](?!//))|[ \u00a0][-–—](?=[ \u00a0])|\t+|[ \u00a0]{2,}"
)
_STRONG = frozenset({":", "=", "->", "=>", "\u2192"})
_WORD = re.compile(r"[^\s,;|]+")
_PIECE = re.compile(r"[^,;|\t]+")
_NUMBERED = re.compile(r"\A(?:\d{1,3}|[a-kmnq-z])[.)] ?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SLASH = re.compile(r" ?/ ?")
_ZONES = frozenset({"utc", "gmt", "bst"})
_TIMES = frozenset({"raised_at", "date", "time"})
# How a column of running numbers is headed; 'No' in a line of its own is an answer.
_NUMBER_HEADS = frozenset({"no.", "nr.", "nos.", "sr.", "sr. no.", "s. no.", "#"})
_BREAK = ",;|/(.-–—\t>["


@dataclass(frozen=True, slots=True)
class Label:
    """A label as written. `rank`: the place of its rule, smaller is better.

    `remark`: what stood in brackets, or the zone that a time's label names. `doubt`: why its value may not be what
    the label says, in words that follow 'the label ..'; empty when it is.
    """

    written: str
    rule: LabelRule
    rank: int
    remark: str = ""
    doubt: str = ""

    @property
    def sure(self) -> bool:
        """True for the label of a supplier that says new or gaining, so that it cannot be the old one."""
        return self.field == "supplier" and alert_words.surely_new(self.written)

    @property
    def field(self) -> str:
        """The field of its rule."""
        return self.rule.field


@dataclass(frozen=True, slots=True)
class Found:
    """A label in a line and the value behind it, up to the next label; the value may be empty."""

    label: Label
    value: str


class Labels:
    """All labels, ready to be looked up."""

    def __init__(self, rules: tuple[LabelRule, ...]) -> None:
        self._known = _known(rules)
        self._losing = next((rule for rule in rules if rule.field == "ignored"), None)
        # Forms are tried line after line and look ahead; each line and cell is read once.
        self._wholes: dict[str, Label | None] = {}
        self._lines: dict[str, tuple[Found, ...]] = {}

    def whole(self, text: str) -> Label | None:
        """The label that the whole of `text` is: 'MPAN Core:', '*MPAN*', 'Time (UTC)'; None when it is none."""
        if text not in self._wholes:
            self._wholes[text] = self._whole(text)
        return self._wholes[text]

    def head(self, text: str) -> Label | None:
        """The label at the head of a column: as `whole`, or the 'No.' of running numbers, which name no fact."""
        if self._losing is None or text.strip().casefold() not in _NUMBER_HEADS:
            return self.whole(text)
        return Label(text.strip(), self._losing, len(self._known))

    def in_line(self, text: str) -> tuple[Found, ...]:
        """Every label in a line with the value behind it, in the order written."""
        if text not in self._lines:
            self._lines[text] = self._in_line(text)
        return self._lines[text]

    def as_losing(self, label: Label) -> Label:
        """The label of a supplier as that of the old one; in doubt when it says new, or no rule is for the old."""
        if self._losing is None or label.sure:
            return replace(label, doubt="stands under or behind a word that says it is the old one")
        return Label(label.written, self._losing, len(self._known), label.remark)

    def _whole(self, text: str) -> Label | None:
        if len(text) > _LONGEST + 20:
            return None
        written = " ".join(text.strip(_DECORATION).split())
        key = _key(_NUMBERED.sub("", written, count=1) if written[:1].isalnum() else written)
        if found := self._label(written, key) or self._with_zone(written, key):
            return found
        if key.endswith(")"):
            return self._with_remark(written, key)
        spelled = _key(_CAMEL.sub(" ", written.replace("_", " ")))
        return None if spelled == key else self._label(written, spelled) or self._with_zone(written, spelled)

    def _with_zone(self, written: str, key: str) -> Label | None:
        """'Timestamp UTC' and 'UTC Timestamp' are labels of a time, and say its zone."""
        first, _, behind = key.partition(" ")
        before, _, last = key.rpartition(" ")
        bare, zone = (behind, first) if first in _ZONES else (before, last)
        found = self._label(written, bare, zone) if zone in _ZONES else None
        return found if found and found.field in _TIMES else None

    def _with_remark(self, written: str, key: str) -> Label | None:
        bare, _, remark = key[:-1].rpartition("(")
        found = self._label(written, bare.strip(" :"), remark.strip())
        # '(losing)' behind 'Supplier' turns it into its opposite, so there only a known whole counts.
        return None if found is None or found.field == "supplier" else found

    def _label(self, written: str, key: str, remark: str = "") -> Label | None:
        if key not in self._known:
            return None
        rank, rule = self._known[key]
        return Label(written, rule, rank, remark)

    def _in_line(self, text: str) -> tuple[Found, ...]:
        places = self._places(text)
        found = list(self._without_separator(text[: places[0][1]] if places else text))
        for place, (label, _, start) in enumerate(places):
            end = places[place + 1][1] if place + 1 < len(places) else len(text)
            found.append(Found(label, _value(text[start:end])))
        return tuple(found)

    def _places(self, text: str) -> list[tuple[Label, int, int]]:
        """Each label of a line: itself, where it starts, and where its value starts."""
        places: list[tuple[Label, int, int]] = []
        behind = 0
        for separator in _SEPARATOR.finditer(text):
            window = text[max(behind, separator.start() - _LONGEST) : separator.start()]
            ended = self._ending(window)
            if ended is None:
                continue
            label, offset = ended
            start = separator.start() - len(window) + offset
            if self._stands(text, label, start, separator, places):
                behind_last = places[-1][2] if places else 0
                label = self._qualified(label, text[behind_last:start], bool(places))
                places.append((label, start, separator.end()))
                behind = separator.end()
        return places

    def _qualified(self, label: Label, lead: str, inside: bool) -> Label:
        """The label of a supplier, judged by what stands before it in its line: 'Prev. Supplier'."""
        if label.field != "supplier":
            return label
        words = _NUMBERED.sub("", lead.strip().casefold())
        if alert_words.losing(words) and not inside:
            return self.as_losing(label)
        last = _PIECE.findall(words.rstrip(_BREAK + " *_"))[-1:]
        if last and len(last[0].split()) < 3 and alert_words.losing(last[0]):
            return replace(label, doubt="stands behind a word that says it is the old one")
        if not inside and not label.sure and any(each.isalpha() for each in words):
            return replace(label, doubt="stands behind words that are not understood")
        return label

    def _ending(self, window: str) -> tuple[Label, int] | None:
        """The longest label at the end of `window`, and where in it the label starts."""
        if not window or window[-1] in " ,;|":
            return None
        words = [word for word in _WORD.finditer(window) if any(map(str.isalnum, word[0]))]
        for start in (word.start() for word in words[-_MOST_WORDS:]):
            if label := self._whole(window[start:]):
                return label, start
        return None

    def _stands(
        self,
        text: str,
        label: Label,
        start: int,
        separator: re.Match[str],
        before: list[tuple[Label, int, int]],
    ) -> bool:
        """Whether what looks like a label is one, by what stands before it and behind it."""
        lead = text[before[-1][2] if before else 0 : start]
        bare = lead.rstrip(" \u00a0*_")
        free = not bare or bare[-1] in _BREAK or lead.endswith(("  ", "\u00a0\u00a0"))
        free = free or (not before and not any(each.isalnum() for each in lead))
        free = free or ("_" in label.written and separator[0] == "=")  # status=open new_supplier=..
        if separator[0].strip(" \u00a0") not in _STRONG:
            return free and (not before or separator[0][0] not in " \u00a0" or len(separator[0]) > 1)
        if free:
            return True
        if before and (strictly(before[-1][0].field, bare) or label.field != "supplier"):
            return True
        return strictly(label.field, _value(text[separator.end() :].partition(",")[0]))

    def _without_separator(self, text: str) -> tuple[Found, ...]:
        """'MPAN 1012345678903, alert code 8F3F': labels with a value beyond doubt, from the line's start on."""
        found: list[Found] = []
        for piece in _PIECE.finditer(text[:400]):
            hit = self._label_and_value(piece[0].strip())
            if hit is None:
                break
            found.append(hit)
        return tuple(found)

    def _label_and_value(self, piece: str) -> Found | None:
        for end in [space.start() for space in re.finditer(" ", piece[:_LONGEST])][:_MOST_WORDS]:
            label = self._whole(piece[:end])
            if label and strictly(label.field, piece[end:]):
                return Found(label, piece[end:].strip())
        return None


@lru_cache(maxsize=8)  # of one rulebook, asked for again with each mail
def _known(rules: tuple[LabelRule, ...]) -> dict[str, tuple[int, LabelRule]]:
    """Each label as it is looked up, with the place of its rule."""
    return {_key(label): (rank, rule) for rank, rule in enumerate(rules) for label in rule.labels}


def _key(label: str) -> str:
    """What the spellings of one label share: lower case, no blanks around a slash, 'and' for '&'."""
    key = label.casefold().replace(" & ", " and ")
    return _SLASH.sub("/", key) if "/" in key else key


def _value(text: str) -> str:
    """The value without what separates it from the next label. A TAB ends the cell it stands in."""
    return text.strip().partition("\t")[0].strip(" \u00a0,;|/*_").lstrip(":=-–— ").rstrip("-–— (")
