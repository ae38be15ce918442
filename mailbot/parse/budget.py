"""What may still be read of one mail, and what was found wrong with it.

Takes sizes and texts while a mail is read; gives as much as the caps of model/limits.py leave, and notes each cap
that was passed (`over`) and each damage (`defects`) in words, once. Never raises; reads nothing itself.
"""

from dataclasses import dataclass, field
from typing import Final

from mailbot.model.limits import Limits
from mailbot.parse import doubts

BROKEN_LINES: Final = "the headers hold a bare carriage return or a NUL"
# Bytes of attachments and attached mails that are decoded; what is in a mail in base64 in another counts twice.
MOST_DECODED: Final = 64_000_000
_MOST_DEFECTS: Final = 50


@dataclass(slots=True)
class Budget:
    """What is left of the caps while one mail is read; `over` and `defects` are in words, each once."""

    limits: Limits
    parts: int = 0
    html_bytes: int = 0
    decoded: int = 0
    text_octets: int = 0
    over: dict[str, None] = field(default_factory=dict)
    defects: dict[str, None] = field(default_factory=dict)

    def exceeded(self, cap: str) -> None:
        """Notes a cap that was passed, in words that follow 'The mail has'."""
        self.over[cap] = None

    def another_part(self) -> bool:
        """Whether one more part may be read; if not, the cap is named."""
        self.parts += 1
        if self.parts > self.limits.parts:
            self.exceeded(f"more than {self.limits.parts} parts")
            return False
        return True

    def deeper(self, depth: int) -> bool:
        """Whether entities this deep may be read; if not, the cap is named."""
        if depth > self.limits.depth:
            self.exceeded(f"mails and parts nested more than {self.limits.depth} deep")
            return False
        return True

    def more(self, size: int) -> bool:
        """Whether so many bytes more of attachments may be decoded; if not, the cap is named."""
        self.decoded += size
        if self.decoded > MOST_DECODED:
            self.exceeded(f"more than {MOST_DECODED} bytes of attachments")
            return False
        return True

    def most_octets(self, content_type: str) -> int:
        """The bytes of one body that are decoded; in any charset they hold more than the cap on characters.

        All texts of one mail, the mails in it included, share twice as many.
        """
        if content_type == "text/html":
            return self.limits.html_bytes
        most = 4 * self.limits.text_characters
        return max(0, min(most, 2 * most - self.text_octets))

    def body_cut(self, content_type: str) -> None:
        """Names the cap of which most_octets told."""
        if content_type == "text/html":
            self.exceeded(f"HTML longer than {self.limits.html_bytes} bytes")
        else:
            self.exceeded(f"a text longer than {self.limits.text_characters} characters")

    def html(self, document: str) -> str:
        """As much of an HTML body as may be read; the cap is shared by all bodies of one mail."""
        room = max(0, self.limits.html_bytes - self.html_bytes)
        self.html_bytes += len(document)
        if len(document) > room:
            self.body_cut("text/html")
        return document[:room]

    def text(self, text: str) -> str:
        """As much of one body as may be read."""
        if len(text) > self.limits.text_characters:
            self.body_cut("text/plain")
            text = text[: self.limits.text_characters]
        if text.count("\n") >= self.limits.lines:
            self.exceeded(f"a text of more than {self.limits.lines} lines")
            text = "\n".join(text.split("\n", self.limits.lines)[: self.limits.lines])
        return text

    def defect(self, text: str) -> None:
        """Notes what was damaged; an empty text is nothing. Many small damages never crowd out a grave one."""
        grave = text.startswith(doubts.PREFIX) or text == BROKEN_LINES
        if text and (grave or len(self.defects) < _MOST_DEFECTS):
            self.defects[text] = None
