"""Encoded words in header fields (RFC 2047), and what programs make of them.

Takes an unfolded value; gives it with its encoded words decoded. Neighbours in one charset are joined before they are
decoded, because programs split characters between them; so is base64 that was cut in the middle. Read too: blanks and
question marks inside a word, words inside quotes, a last word that was cut off, unknown charsets. Never raises;
linear.
"""

import re
from binascii import a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mailbot.parse.charset import named
from mailbot.parse.transfer import from_base64

_BEGINS: Final = re.compile(r"=\?[ \t]{0,5}([^?\s]{1,60})[ \t]{0,5}\?[ \t]{0,5}([bBqQ])[ \t]{0,5}\?")
_BLANK: Final = re.compile(r"[ \t]")


@dataclass(frozen=True, slots=True)
class _Word:
    """One encoded word, and where it stands."""

    start: int
    end: int
    charset: str
    encoding: str
    text: str


@dataclass(slots=True)
class _Run:
    """Neighbouring words in one charset."""

    charset: str = ""
    words: list[_Word] = field(default_factory=list)

    def decoded(self) -> str:
        """Their text. Base64 that ends in the middle of a character goes on in the next word."""
        octets: list[bytes] = []
        coded = ""
        for word in self.words:
            if word.encoding == "b":
                coded += word.text
            if word.encoding == "q" or coded.endswith("=") or len(coded.strip()) % 4 == 0:
                octets.append(_from_base64(coded))
                coded = ""
            if word.encoding == "q":
                octets.append(_from_q(word.text))
        return named(b"".join((*octets, _from_base64(coded))), self.charset)[0] if self.words else ""


def decoded(value: str) -> str:
    """The value with its encoded words decoded; everything else as it stands."""
    out: list[str] = []
    run = _Run()
    end = 0
    for word in _words(value):
        between = value[end : word.start]
        if between.strip() or run.charset != word.charset or not run.words:
            out.append(run.decoded())
            out.append(between if between.strip() or not run.words else "")
            run = _Run(word.charset)
        run.words.append(word)
        end = word.end
    return "".join((*out, run.decoded(), value[end:]))


def _words(value: str) -> Iterator[_Word]:
    begun = list(_BEGINS.finditer(value))
    closes = 0
    for number, match in enumerate(begun):
        if 0 <= closes < match.end():
            closes = value.find("?=", match.end())
        follows = begun[number + 1].start() if number + 1 < len(begun) else len(value)
        whole = 0 <= closes < follows
        text = value[match.end() : closes if whole else follows].rstrip()
        # A word that was cut off runs on to the next, unless other words stand behind it.
        if whole or not _BLANK.search(text):
            end = closes + 2 if whole else match.end() + len(text)
            yield _Word(match.start(), end, match[1].partition("*")[0].casefold(), match[2].casefold(), text)


def _from_base64(text: str) -> bytes:
    return from_base64(text.encode("utf-8", "replace"))[0] if text.strip() else b""


def _from_q(text: str) -> bytes:
    return a2b_qp(text.encode("utf-8", "replace"), header=True)
