"""The MIME tree: bytes to Entity (RFC 2045, RFC 2046 section 5.1, RFC 2231 for parameters).

Takes one entity as bytes; gives its fields, its type and parameters, its octets and the entities inside it.
Each level of nesting is one pass of a fixed expression over its own bytes, and nesting and the number of
parts are capped, so the time is linear in the bytes. Past a cap the entity stays whole and the cap is named
in words. Never raises.
"""

import re
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from mailbot.model.limits import Limits
from mailbot.parse import doubts, fields
from mailbot.parse.charset import transfer_decoded

_END_OF_HEADERS: Final = re.compile(rb"\r\n\r\n|\n\r?\n|\r\r")
_END_OF_FIELD: Final = re.compile(rb"\n(?![ \t])")
_BARE_CR: Final = re.compile(rb"\r(?!\n|\Z)")
BROKEN_LINES: Final = "the headers hold a bare carriage return or a NUL"
# What reading a parameter of a damaged field was seen to raise.
_DAMAGE: Final = (
    KeyError,
    ValueError,
    LookupError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)


@dataclass(slots=True)
class Budget:
    """What is left of the caps while one mail is read; `over` and `defects` are in words, each once."""

    limits: Limits
    parts: int = 0
    over: dict[str, None] = field(default_factory=dict)
    defects: dict[str, None] = field(default_factory=dict)
    html_bytes: int = 0

    def another_part(self) -> bool:
        """Whether one more part may be read; if not, the cap is named."""
        self.parts += 1
        if self.parts > self.limits.parts:
            self.over[f"more than {self.limits.parts} parts"] = None
            return False
        return True

    def deeper(self, depth: int) -> bool:
        """Whether entities this deep may be read; if not, the cap is named."""
        if depth > self.limits.depth:
            self.over[f"mails and parts nested more than {self.limits.depth} deep"] = None
            return False
        return True

    def html(self, document: str) -> str:
        """As much of an HTML body as may be read; the cap is shared by all bodies of one mail."""
        room = max(0, self.limits.html_bytes - self.html_bytes)
        self.html_bytes += len(document)
        if len(document) > room:
            self.over[f"HTML longer than {self.limits.html_bytes} bytes"] = None
        return document[:room]

    def text(self, text: str) -> str:
        """As much of one body as may be read."""
        if len(text) > self.limits.text_characters:
            self.over[f"a text longer than {self.limits.text_characters} characters"] = None
            text = text[: self.limits.text_characters]
        if text.count("\n") >= self.limits.lines:
            self.over[f"a text of more than {self.limits.lines} lines"] = None
            text = "\n".join(text.split("\n", self.limits.lines)[: self.limits.lines])
        return text

    def defect(self, text: str) -> None:
        """Notes what was damaged; an empty text is nothing. Many small damages never crowd out a grave one."""
        if text and (len(self.defects) < 50 or text.startswith(doubts.PREFIX) or text == BROKEN_LINES):
            self.defects[text] = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity. `body` are its bytes as they travelled; `octets()` undoes the transfer encoding."""

    fields: fields.Fields
    content_type: str
    disposition: str
    filename: str
    charset: str
    body: bytes = field(repr=False)
    parameters: dict[str, str] = field(default_factory=dict)
    children: "tuple[Entity, ...]" = ()

    def octets(self, budget: Budget) -> bytes:
        """The content with the transfer encoding undone."""
        name = fields.first(self.fields, "content-transfer-encoding")
        data, defect = transfer_decoded(self.body, name.partition(";")[0].strip().casefold())
        budget.defect(defect)
        return data


def read(raw: bytes, budget: Budget, depth: int, default_type: str = "text/plain") -> Entity:
    """The entity and everything inside it, down to the caps."""
    end = _END_OF_HEADERS.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        head, body = b"", raw[1:] if raw[:1] == b"\n" else raw[2:]
    head = _capped(head, budget)
    if _has_broken_lines(head):
        budget.defect(BROKEN_LINES)
    found, rest, stray = fields.split(head)
    if stray:
        budget.defect("a line among the headers is no header")
    if rest:
        body = rest + raw[len(head) :]
    return _entity(found, body, budget, depth, default_type)


def _capped(head: bytes, budget: Budget) -> bytes:
    if len(head) <= budget.limits.header_bytes:
        return head
    budget.over[f"headers longer than {budget.limits.header_bytes} bytes"] = None
    return head[: budget.limits.header_bytes]


def _has_broken_lines(head: bytes) -> bool:
    """Whether a bare CR or a NUL stands above or in the last thing that calls itself Authentication-Results.

    One program ends a line there and another does not, so what is one header to our mail host may be two here.
    """
    last = head.lower().rfind(b"authentication-results")
    if last < 0:
        return False
    end = _END_OF_FIELD.search(head, last)
    above = head[: end.start()] if end else head
    return b"\x00" in above or bool(_BARE_CR.search(above))


def _entity(found: fields.Fields, body: bytes, budget: Budget, depth: int, default_type: str) -> Entity:
    head = _structured(found, default_type)
    content_type = _type(head)
    parameters = _parameters(head)
    children: tuple[Entity, ...] = ()
    if content_type.startswith("multipart/") and budget.deeper(depth + 1):
        children = _children(content_type, parameters.get("boundary", ""), body, budget, depth)
        content_type = content_type if children else "text/plain"
    return Entity(
        fields=found,
        content_type=content_type,
        disposition=_disposition(head),
        filename=_filename(head),
        charset=parameters.get("charset", ""),
        body=b"" if children else body,
        parameters=parameters,
        children=children,
    )


def _children(
    content_type: str, boundary: str, body: bytes, budget: Budget, depth: int
) -> tuple[Entity, ...]:
    default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
    pieces = _pieces(boundary, body, budget)
    if not pieces:
        budget.defect("a multipart has no parts that can be told apart")
    return tuple(read(piece, budget, depth + 1, default) for piece in pieces)


def _pieces(boundary: str, body: bytes, budget: Budget) -> list[bytes]:
    """The bytes between the boundary lines. Without a closing line the last part runs to the end."""
    if not boundary or len(boundary) > 500:
        return []
    line = re.compile(
        rb"(?:\A|\r?\n|\r)--"
        + re.escape(boundary.encode("utf-8", "replace"))
        + rb"(--)?[ \t]{0,200}(?=\r|\n|\Z)"
    )
    pieces: list[bytes] = []
    start = -1
    for match in line.finditer(body):
        if start >= 0:
            pieces.append(_from_next_line(body[start : match.start()]))
        start = -1 if match[1] else match.end()
        if match[1] or not budget.another_part():
            start = -1
            break
    if start >= 0:
        budget.defect("the last part of a multipart is cut off")
        pieces.append(_from_next_line(body[start:]))
    return pieces


def _from_next_line(piece: bytes) -> bytes:
    return piece[2:] if piece[:2] == b"\r\n" else piece[1:]


def _structured(found: fields.Fields, default_type: str) -> Message:
    """The MIME fields where the standard library can read their parameters."""
    head = Message()
    head.set_default_type(default_type)
    for name, value in found:
        lower = name.casefold()
        if lower in ("content-type", "content-disposition") and lower not in head:
            head.set_raw(lower, value[:4000])
    return head


def _type(head: Message) -> str:
    try:
        return head.get_content_type()
    except _DAMAGE:
        return "text/plain"


def _parameters(head: Message) -> dict[str, str]:
    try:
        pairs = head.get_params(failobj=[])[1:]
        return {name.casefold(): _text(value).strip() for name, value in reversed(pairs)}
    except _DAMAGE:
        return {}


def _disposition(head: Message) -> str:
    try:
        return head.get_content_disposition() or ""
    except _DAMAGE:
        return ""


def _filename(head: Message) -> str:
    try:
        name = fields.words(head.get_filename() or "")
    except _DAMAGE:
        return ""
    return re.sub(r"[\x00-\x1f\x7f]+", "", name).replace("\\", "/").rpartition("/")[2].strip()[:255]


def _text(value: str | tuple[str | None, str | None, str]) -> str:
    if isinstance(value, str):
        return value
    charset, _, octets = value  # RFC 2231: latin-1 characters that stand for octets
    try:
        return octets.encode("latin-1", "replace").decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return octets
