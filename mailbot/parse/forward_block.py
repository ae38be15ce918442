"""The header block that a client writes above a forwarded mail: 'From: .. Sent: .. To: .. Subject: ..'.

Takes lines, whose quote marks are taken off as they are looked at; gives what the block says and where the body
begins. Labels may be bold, padded, in a table cell, without colon, with their value a line below, two on a line
or all on one; values may be folded. What the block does not say is not in it; one without values is no block.
Never raises; looks at a bounded number of lines, and at none of them more than a few times.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mailbot.model.mail import Address
from mailbot.parse import forward_labels as labels
from mailbot.parse.forward_address import has_address, mailbox, mailboxes

__all__ = ["Block", "Window", "header_line", "mailbox", "read", "role_of"]

_MOST_LINES = 60
_MOST_OTHERS = 15
_LONGEST_VALUE = 20_000
_WRAPPED = 60  # a line shorter than that was not folded by a client
_FOLD = 72
_MARKS = " \t*_|"
_UNKNOWN_LABEL = re.compile(r"[*_]{0,2}[^\W\d_]{1,20}(?:[ -][^\W\d_]{1,20}){0,2}[*_ ]{0,3}")
_SEPARATOR = re.compile(r"[:：\t]")
_REACH = labels.LONGEST_LABEL + 12
_CORE = frozenset({labels.FROM, labels.DATE, labels.TO, labels.SUBJECT})


@dataclass(slots=True)
class Block:
    """What a header block says. `end` is the line behind it, counted from where it was looked for."""

    end: int = 0
    values: dict[str, str] = field(default_factory=dict)
    first_label: str = ""
    author: Address | None = None  # whom the line above the block names
    others: int = 0

    @property
    def stands_alone(self) -> bool:
        """Whether it is a header block even without an opening line: who, when, and to whom or about what."""
        has = self.values.keys()
        begins = labels.LABELS.get(self.first_label) == labels.FROM
        whole = labels.FROM in has and labels.DATE in has and bool({labels.TO, labels.SUBJECT} & has)
        if labels.DATE not in has:
            addressed = has_address(self.values.get(labels.TO, ""))
            return begins and addressed and labels.SUBJECT in has and self.names_sender
        return whole and (begins or (has >= _CORE and self.names_sender))

    @property
    def stands_under_prefix(self) -> bool:
        """Whether it is one where the Subject says 'forward': an address and one other line, or a name and two."""
        core = (_CORE | {labels.CC}) & self.values.keys()
        least = 1 if self.names_sender else 2
        return self.stands_alone or (labels.FROM in core and len(core) > least)

    @property
    def names_sender(self) -> bool:
        """Whether its From line holds an address."""
        return has_address(self.values.get(labels.FROM, ""))

    @property
    def from_(self) -> Address | None:
        """Whoever it is from; a name alone is an Address without an address."""
        value = self.values.get(labels.FROM, "").strip()
        return mailbox(value) if value else self.author

    def addresses(self, role: str) -> tuple[Address, ...]:
        """The mailboxes of a To or Cc line."""
        return mailboxes(self.values.get(role, ""))

    def add(self, role: str, value: str) -> bool:
        """Takes a header line into the block; not when it has one of this role, for then another block begins."""
        if role == labels.OTHER:
            self.others += 1
            return self.others <= _MOST_OTHERS
        if role in self.values:
            return False
        self.values[role] = value
        return True


class Window:
    """The lines of a text from one on, at most 64 of them, each read when it is asked for."""

    def __init__(self, lines: Sequence[str], start: int, bare: Callable[[str], str] = str) -> None:
        """bare: takes the quote marks off a line."""
        self._lines, self._start, self._bare = lines, start, bare
        self._read: dict[int, str] = {}
        self._length = max(0, min(len(lines) - start, _MOST_LINES + 4))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int) -> str:
        """The line at this place; empty behind the last."""
        if at >= self._length:
            return ""
        if at not in self._read:
            self._read[at] = self._bare(self._lines[self._start + at])
        return self._read[at]

    def is_blank(self, at: int) -> bool:
        """Whether there is nothing in the line."""
        return not self[at].strip()


def header_line(line: str) -> tuple[str, str, str]:
    """The label of a header line as it is compared, its role, and its value; three empty strings when it is none."""
    text = line.lstrip(_MARKS)
    found = _SEPARATOR.search(text, 0, _REACH)
    if found is None:
        return "", "", ""
    colon = found.start()
    label, role = _known(text[:colon])
    if not role:
        return "", "", ""
    value = text[colon + 1 :].lstrip(" \t:：|")
    around = line[
        : len(line) - len(text)
    ]  # bold marks, or the bar of a drawn table, stand at the other end too
    bold = "*" in around or "_" in around or text[colon - 1] == "*"
    value = value.strip("*_ \t") if bold else value
    return label, role, (value.rstrip("| ") if "|" in around else value).strip()


@lru_cache(maxsize=1024)
def _known(written: str) -> tuple[str, str]:
    """A label as it is compared, and its role."""
    label = labels.normal(written.strip(_MARKS))
    return label, labels.LABELS.get(label, "")


def role_of(line: str) -> tuple[str, str]:
    """The role of a header line and its value; two empty strings when it is none."""
    _, role, value = header_line(line)
    return role, value


def read(window: Window) -> Block:
    """The header block at the top of the window (after blank lines); one without values when there is none."""
    return _Reader(window).read()


class _Reader:
    """One reading of a window: where it is, and what it has found."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.block = Block()
        self.last = ""
        self.spaced = False  # a blank line stands between the header lines
        self.below = False  # values stand below their labels
        self.labels: dict[str, str] = {}  # with which label each role was written

    def read(self) -> Block:
        at = skip_blank(self.window, 0)
        while at < min(len(self.window), _MOST_LINES) and self._takes(at):
            at += 1
        return self.block

    def _takes(self, at: int) -> bool:
        """Whether the line belongs to the block; if so, it is in it afterwards."""
        label, role, value = header_line(self.window[at])
        if role and self.labels.setdefault(role, label) != label:
            role = labels.OTHER  # a second word for the same: 'Date' beside 'Sent'
        if role:
            if not self.block.add(role, ""):
                return False
            self._begin(label, role, value)
        elif not self.last:
            return False
        elif self.window.is_blank(at):
            if not self._goes_on(at):
                return False
            self.spaced = True
            return True
        elif not (self._is_unknown(at) or self._continue(at)):
            return False
        self.block.end = at + 1
        return True

    def _is_unknown(self, at: int) -> bool:
        """Whether it is a header line of a label in no table: more header lines follow, or it ends the block.

        The last line counts only when it holds an address, as a reply address does: it may be the body's first.
        """
        line = self.window[at]
        label, colon, value = line.strip().partition(":")
        if not colon or not value[:1].isspace() or not _UNKNOWN_LABEL.fullmatch(label):
            return False
        last = self.block.stands_alone and self.window.is_blank(at + 1) and has_address(value)
        return last or (line[:1] not in " \t" and self._labelled_below(at))

    def _begin(self, label: str, role: str, value: str) -> None:
        self.block.first_label = self.block.first_label or label
        self.last = role
        if role in (labels.TO, labels.FROM):
            value = self._copies_apart(value)
        if role != labels.OTHER:
            self.block.values[role] = value

    def _copies_apart(self, value: str) -> str:
        """The value without the 'cc:' that Notes writes on the same line."""
        at = value.casefold().find(" cc:")
        if at < 0 or labels.CC in self.block.values:
            return value
        self.block.values[labels.CC] = value[at + 4 :].partition("bcc:")[0].strip(" (")
        return value[:at].strip()

    def _continue(self, at: int) -> bool:
        """Takes a line without a label into the value above it, if it belongs there."""
        held = self.block.values.get(self.last, "")
        empty = self.last in self.block.values and not held
        if empty and (
            self.last in (labels.FROM, labels.DATE, labels.TO) or self.below or self._labelled_below(at)
        ):
            self.below = True
        elif not self._is_folded(at):
            return False
        if self.last != labels.OTHER:
            self.block.values[self.last] = f"{held} {self.window[at].strip(_MARKS)}".strip()[:_LONGEST_VALUE]
        return True

    def _is_folded(self, at: int) -> bool:
        held = self.block.values.get(self.last, "")
        line, above = self.window[at], self.window[at - 1].rstrip()
        if line[:1] == ">" or (self.last == labels.FROM and self.block.names_sender):
            return False
        lists = self.last in (labels.TO, labels.CC, labels.FROM)
        if lists and (above.endswith((";", ",")) or (line.strip()[:1] in "<[" and has_address(line))):
            return True
        if line[:1] in " \t" and self.last != labels.SUBJECT:
            return True
        ends = self.window.is_blank(at + 1) or bool(role_of(self.window[at + 1])[0])
        if line[:1] in " \t" and ends and bool(held) and not _SEPARATOR.search(line):
            return True
        first = line.split(maxsplit=1)[0]
        wrapped = len(above) >= _WRAPPED and len(above) + 1 + len(first) > _FOLD
        return (wrapped and ends) or self._labelled_below(at)

    def _labelled_below(self, at: int) -> bool:
        """Whether a header line that is still missing follows within three lines, and no blank one before it.

        Behind who and what about, a Date does not count: it may be that of an alert, and the lines before it its facts.
        """
        begun = {labels.FROM, labels.SUBJECT} <= self.block.values.keys()
        for place in range(at + 1, at + 4):
            if self.window.is_blank(place):
                return False
            role = role_of(self.window[place])[0]
            if role:
                missing = role != labels.OTHER and role not in self.block.values
                return missing and not (begun and role == labels.DATE)
        return False

    def _goes_on(self, at: int) -> bool:
        """Whether the block goes on behind a blank line: some clients write one between all its lines."""
        role, _ = role_of(self.window[at + 1]) if not self.window.is_blank(at + 1) else ("", "")
        has = self.block.values
        if not role or role in has or role == labels.OTHER:
            return False
        if role == labels.DATE:  # an alert may begin with one
            return self.spaced or len(has) == 1
        missing = not (self.block.stands_alone and labels.SUBJECT in has)
        return missing or (self.spaced and role in (labels.TO, labels.CC))


def skip_blank(window: Window, at: int, most: int = 4) -> int:
    """The first line with words from here on, `most` blank lines at the most being skipped."""
    end = at + most
    while at < min(end, len(window)) and window.is_blank(at):
        at += 1
    return at
