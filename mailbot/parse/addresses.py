"""Mailboxes out of an address field, however it was written (RFC 5322, section 3.4).

Takes a raw value (not yet decoded: an encoded word may hold a comma or an @ that is no syntax); gives every
mailbox in it. Groups, comments, quoted names, routes, missing angle brackets and semicolons are understood.
What is doubtful gives more mailboxes rather than fewer, so that a second sender cannot hide. Never raises.
One pass over the value: linear.
"""

from typing import Final

from mailbot.model.mail import Address
from mailbot.parse.fields import words

MOST_CHARACTERS: Final = 100_000
MOST_MAILBOXES: Final = 2_000


def mailboxes(value: str) -> tuple[Address, ...]:
    """Every mailbox of the value in order, up to MOST_MAILBOXES; an entry without an @ is left out."""
    found: list[Address] = []
    for entry in _entries(value[:MOST_CHARACTERS]):
        found.extend(entry.mailboxes())
        if len(found) >= MOST_MAILBOXES:
            break
    return tuple(found)


class _Entry:
    """One stretch between commas: words outside and inside angle brackets, and comments."""

    def __init__(self) -> None:
        self.phrase: list[str] = []
        self.has_at = False
        self.angles: list[str] = []
        self.comments: list[str] = []

    def mailboxes(self) -> list[Address]:
        """An angle address and its name; a bare address; and each further one, which is doubtful."""
        bare = _bare("".join(self.phrase)) if self.has_at else []
        inside = [text for text in map(_angle, self.angles) if "@" in text]
        if not inside:
            return [Address(each, _display(" ".join(self.comments))) for each in bare]
        name = "" if bare and self._trailing() else _display("".join(self.phrase))
        extra = bare if self._trailing() else []
        return [*(Address(each, name) for each in inside), *(Address(each) for each in extra)]

    def add(self, text: str) -> None:
        """A piece of the phrase."""
        self.phrase.append(text)
        self.has_at = self.has_at or "@" in text

    def _trailing(self) -> bool:
        """Whether something with an @ stands behind the angle address."""
        return _AFTER in self.phrase and "@" in "".join(self.phrase[self.phrase.index(_AFTER) :])


_AFTER = "\x00"  # no header value holds a NUL any more


def _entries(value: str) -> "list[_Entry]":
    entries = [_Entry()]
    scan = _Scan(value)
    while scan.at < len(value):
        here = value[scan.at]
        entry = entries[-1]
        if here == '"':
            entry.add(scan.quoted())
        elif here == "(":
            scan.comment_into(entry)
        elif here == "<":
            entry.angles.append(scan.angle())
            entry.add(_AFTER)
        elif here in ",;" or (here == ":" and not entry.angles and not entry.has_at):
            scan.at += 1
            entries[-1:] = [_Entry()] if here == ":" else [entry, _Entry()]
        else:
            entry.add(here)
            scan.at += 1
    return entries


class _Scan:
    """A place in a value, and which closing marks are known to be missing from here on."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.at = 0
        self._no_quote = False
        self._no_comment = False
        self._closes = -1  # where the next closing angle bracket stands

    def quoted(self) -> str:
        """The quoted string at this place with its quotes; a lone quote mark is dropped."""
        end = self.at + 1
        while not self._no_quote and end < len(self.value):
            if self.value[end] == '"':
                text = self.value[self.at : end + 1]
                self.at = end + 1
                return text
            end += 2 if self.value[end] == "\\" else 1
        self._no_quote = True
        self.at += 1
        return ""

    def comment_into(self, entry: _Entry) -> None:
        """The comment at this place, nested ones included; a lone bracket belongs to the phrase."""
        depth = 0
        end = self.at
        while not self._no_comment and end < len(self.value):
            here = self.value[end]
            depth += (here == "(") - (here == ")")
            if depth == 0:
                entry.comments.append(self.value[self.at + 1 : end])
                entry.add(" ")
                self.at = end + 1
                return
            end += 2 if here == "\\" else 1
        self._no_comment = True
        entry.add("(")
        self.at += 1

    def angle(self) -> str:
        """What stands in the angle brackets at this place; unclosed, up to the next comma or bracket."""
        if self._closes < self.at:
            found = self.value.find(">", self.at)
            self._closes = found if found >= 0 else len(self.value)
        opens = self.value.find("<", self.at + 1, self._closes)
        end = self._closes
        if opens >= 0 or end == len(self.value):
            end = opens if opens >= 0 else end
            comma = self.value.find(",", self.at, end)
            end = comma if comma >= 0 else end
            text = self.value[self.at + 1 : end]
            self.at = end
            return text
        text = self.value[self.at + 1 : end]
        self.at = end + 1
        return text


def _angle(text: str) -> str:
    """The addr-spec in angle brackets: without `mailto:` and without an obsolete route (`@a,@b:c@d`)."""
    text = text.strip()
    if text[:7].casefold() == "mailto:":
        text = text[7:]
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2]
    return text.replace(" ", "")


def _bare(phrase: str) -> list[str]:
    """Addresses that stand without angle brackets: a quoted local part, or a word with an @."""
    phrase = phrase.replace(_AFTER, " ").strip()
    if phrase.startswith('"') and '"@' in phrase:
        return [phrase]
    words = " ".join(_outside_quotes(phrase).split())
    for joint in (".", "@"):  # blanks and comments may stand around them: 'a@b .c' is a@b.c (obsolete syntax)
        words = words.replace(f" {joint}", joint).replace(f"{joint} ", joint)
    return [word.strip("[]'") for word in words.split() if "@" in word]


def _outside_quotes(phrase: str) -> str:
    return " ".join(phrase.split('"')[::2])


def _display(phrase: str) -> str:
    """A display name: quotes and escapes undone, then encoded words (which stand inside quotes too)."""
    text = phrase.partition(_AFTER)[0].strip()
    if '"' in text:
        text = text.replace('\\"', "\x01").replace('"', "").replace("\x01", '"').replace("\\\\", "\\")
    return " ".join(words(text).split())
