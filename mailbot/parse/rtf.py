"""Rich Text Format 1.9.1, as far as a mail's body uses it: a document -> the text that it shows.

Takes a document; gives its text, cells parted by TABs, or the HTML that it carries ([MS-OXRTFEX]), and what was
doubtful. Pictures, fonts and what a reader of RTF would not show are left out; text that is marked as hidden or struck
out is no text, and a defect. Nested too deep raises CannotOpen; never another exception. One pass.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from mailbot.parse import doubts
from mailbot.parse.opening import CannotOpen

_TOKEN: Final = re.compile(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SKIPPED: Final = frozenset(
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "header",
        "footer",
        "listtable",
        "fldinst",
    }
)
_WRITES: Final = {
    "par": "\n", "line": "\n", "sect": "\n", "row": "\n", "tab": "\t", "cell": "\t", "emdash": "\u2014",
    "endash": "\u2013", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d",
}  # fmt: skip
_SYMBOLS: Final = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_UNSEEN: Final = frozenset({"v", "deleted"})
_STRUCK: Final = frozenset({"strike", "striked"})
_DEEPEST: Final = 500
_LONGEST_HIDDEN: Final = 5000  # characters of what is hidden that are looked at


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    silent: bool = False
    rtf_alone: bool = False  # inside htmlrtf .. htmlrtf0: for readers that know no HTML
    marked: bool = False  # \\* was the last token
    skip: int = 1  # characters that stand for one \\u
    unseen: bool = False
    struck: bool = False


@dataclass(slots=True)
class _Reader:
    """The text while it is gathered."""

    codec: str = "cp1252"
    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    octets: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    unseen: list[str] = field(default_factory=list)
    struck: bool = False

    def write(self, text: str) -> None:
        """Text that is shown; characters that only stand for a \\u before them are left out."""
        self.flush()
        left_out = min(self.to_skip, len(text))
        self.to_skip -= left_out
        if not self.group.silent and not self.group.rtf_alone:
            self._put(text[left_out:])

    def octet(self, value: int) -> None:
        """An octet in the code page of the document."""
        if self.to_skip:
            self.to_skip -= 1
        elif not self.group.silent and not self.group.rtf_alone:
            self.octets.append(value)

    def flush(self) -> None:
        """The octets gathered so far, as text."""
        if self.octets:
            self._put(self.octets.decode(self.codec, "replace"))
            self.octets.clear()

    def _put(self, text: str) -> None:
        """Text among what is shown, or among what is not."""
        self.struck = self.struck or (self.group.struck and bool(text.strip()))
        if self.group.unseen:
            self.unseen.append(text)
        elif not self.group.struck:
            self.pieces.append(text)

    def defects(self) -> tuple[str, ...]:
        """What a person would not see, or see struck out."""
        hidden = doubts.states_facts("".join(self.unseen)[:_LONGEST_HIDDEN])
        found = (("the rich text hides text", hidden), ("the rich text strikes out text", self.struck))
        return tuple(f"{doubts.PREFIX}{words}" for words, true in found if true)

    def brace(self, brace: str) -> None:
        """A group begins or ends."""
        self.flush()
        if brace == "{":
            if len(self.outer) >= _DEEPEST:
                raise CannotOpen("its rich text is nested too deep")
            self.outer.append(self.group)
            before = self.group
            self.group = replace(before, marked=False)
        elif self.outer:
            self.group = self.outer.pop()

    def word(self, word: str, number: str) -> None:
        """A control word."""
        marked, self.group.marked = self.group.marked, False
        if word == "ansicpg":
            self.codec = _codec(number)
        elif word == "u":
            self.write(_character(int(number or 0)))
            self.to_skip = self.group.skip
        elif word == "uc":
            self.group.skip = max(0, min(int(number or 1), 10))
        elif word == "htmlrtf":
            self.flush()
            self.group.rtf_alone = number != "0"
        elif word in _UNSEEN:
            self.flush()
            self.group.unseen = number != "0"
        elif word in _STRUCK:
            self.flush()
            self.group.struck = number != "0"
        elif word == "plain":
            self.flush()
            self.group.unseen = self.group.struck = False
        elif word in _SKIPPED or (marked and word != "htmltag"):
            self.group.silent = True
        elif word in _WRITES:
            self.write(_WRITES[word])


def text(source: str) -> tuple[str, tuple[str, ...]]:
    """The text of a document, and its defects (doubts.py), each once. The document's octets are given as Latin-1."""
    reader = _Reader()
    for token in _TOKEN.finditer(source):
        word, number, octet, symbol, brace, plain = token.groups()
        if word:
            reader.word(word, number or "")
        elif octet:
            reader.octet(int(octet, 16))
        elif symbol == "*":
            reader.group.marked = True
        elif symbol:
            reader.write(_SYMBOLS.get(symbol, ""))
        elif brace:
            reader.brace(brace)
        elif plain:
            reader.write(plain)
    reader.flush()
    return "".join(reader.pieces), reader.defects()


def _codec(number: str) -> str:
    name = "utf-8" if number == "65001" else f"cp{number}"
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return "cp1252"
    return name


def _character(number: int) -> str:
    value = number % 0x10000
    return " " if 0xD800 <= value < 0xE000 or value < 0x20 else chr(value)
