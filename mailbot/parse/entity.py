"""The MIME tree: bytes to Entity (RFC 2045, RFC 2046 section 5.1).

Takes one entity as bytes; gives its fields, its type and parameters, its octets and the entities inside it. The bytes
are never copied before they are decoded: an entity is a view of them. Each level of nesting is one pass of a fixed
expression over its own bytes, and nesting, parts and headers are capped, so the time is linear in the bytes. Past a
cap the entity stays whole and the cap is named in words. Never raises.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from mailbot.parse import boundaries, doubts, fields, parameters, transfer
from mailbot.parse.budget import BROKEN_LINES, Budget
from mailbot.parse.transfer import View

__all__ = ["BROKEN_LINES", "Budget", "Entity", "read"]

STRAY_LINE: Final = "a line among the headers is no header"
NO_MAIL: Final = "these bytes are no text"

_END_OF_HEADERS: Final = re.compile(rb"\r\n\r\n|\n\r?\n|\r\r")
_EMPTY_LINE: Final = re.compile(rb"\n\r?\n")
_END_OF_FIELD: Final = re.compile(rb"\n(?![ \t])")
_BARE_CR: Final = re.compile(rb"\r(?!\n|\Z)")
_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HTML: Final = re.compile(rb"\s{0,100}<(?:!doctype html|html|head|body|div|p|table)[\s>]", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]+")
_REPORTS: Final = {
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}
_SAMPLE: Final = 4096


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity. `body` are its bytes as they travelled; `octets` and `content` undo the transfer encoding."""

    fields: fields.Fields
    content_type: str
    disposition: str
    filename: str
    charset: str
    body: View = field(repr=False)
    parameters: dict[str, str] = field(default_factory=dict)
    children: "tuple[Entity, ...]" = ()

    def octets(self, budget: Budget) -> bytes:
        """As much of the content as a body may have; the cap is named when there is more."""
        encoding = self._encoding
        if not encoding and transfer.unannounced(self.body):
            encoding = "base64"
            budget.defect(doubts.CODED)
        found = transfer.decoded(self.body, encoding, budget.most_octets(self.content_type))
        budget.defect(found.defect)
        budget.text_octets += len(found.octets)
        if found.cut:
            budget.body_cut(self.content_type)
        return found.octets

    def content(self, budget: Budget) -> View:
        """All of the content: what is attached. What travelled as it is stays a view of the mail."""
        if transfer.is_plain(self._encoding):
            return self.body
        if not budget.more(len(self.body)):
            return b""
        found = transfer.decoded(self.body, self._encoding)
        budget.defect(found.defect)
        return found.octets

    @property
    def _encoding(self) -> str:
        return fields.first(self.fields, "content-transfer-encoding").partition(";")[0]


def read(raw: View, budget: Budget, depth: int, default_type: str = "text/plain") -> Entity:
    """The entity and everything inside it, down to the caps."""
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return _entity((), raw[1 if raw[:1] == b"\n" else 2 :], budget, depth, default_type)
    head, begins = _head(raw, budget)
    if _has_broken_lines(head):
        budget.defect(BROKEN_LINES)
    block = fields.split(head, budget.limits.headers)
    if block.stray:
        budget.defect(STRAY_LINE)
    if block.full:
        budget.exceeded(f"more than {budget.limits.headers} headers")
    body = raw[block.end :] if block.end < len(head) else raw[begins:]
    return _entity(block.fields, body, budget, depth, default_type)


def _head(raw: View, budget: Budget) -> tuple[bytes, int]:
    """The header block, at most as long as it may be, and where the body begins behind its empty line."""
    most = budget.limits.header_bytes
    window = bytes(raw[: most + 4])
    end = _END_OF_HEADERS.search(window)
    if end and end.start() <= most:
        return window[: end.start()], end.end()
    if len(raw) <= most:
        return window, len(raw)
    head = window[:most]
    later = _EMPTY_LINE.search(raw, most)
    if fields.split(head, budget.limits.headers).end == len(head):  # else it was a text, not a header block
        budget.exceeded(f"headers longer than {most} bytes")
    return head, later.end() if later else len(raw)


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


def _entity(found: fields.Fields, body: View, budget: Budget, depth: int, default_type: str) -> Entity:
    value = fields.first(found, "content-type")
    content_type, given = parameters.content_type(value, default_type), parameters.parameters(value)
    shown = fields.first(found, "content-disposition")
    children: tuple[Entity, ...] = ()
    if content_type.startswith("multipart/") and budget.deeper(depth + 1):
        children = _children(content_type, given.get("boundary", ""), body, budget, depth)
        content_type = content_type if children else _sniffed(body)
    elif depth == 0 and content_type == "text/plain" and (boundary := boundaries.undeclared(body)):
        budget.defect(doubts.PARTS_IN_TEXT)
        children = _children("multipart/mixed", boundary, body, budget, depth)
        content_type, given = _undeclared_type(children, given)
    if not found and _is_binary(body):
        budget.defect(NO_MAIL)
        content_type = "application/octet-stream"
    return Entity(
        fields=found,
        content_type=content_type,
        disposition=parameters.disposition(shown),
        filename=_filename(parameters.parameters(shown).get("filename", "") or given.get("name", "")),
        charset=given.get("charset", ""),
        body=b"" if children else body,
        parameters=given,
        children=children,
    )


def _undeclared_type(children: tuple[Entity, ...], given: dict[str, str]) -> tuple[str, dict[str, str]]:
    """What a multipart that does not say so is by its parts: a report (RFC 6522), alternatives, or mixed."""
    types = [each.content_type for each in children]
    report = next((_REPORTS[each] for each in types if each in _REPORTS), "")
    if report:
        return "multipart/report", {**given, "report-type": report}
    alternatives = types == ["text/plain", "text/html"]
    return "multipart/alternative" if alternatives else "multipart/mixed", given


def _children(content_type: str, boundary: str, body: View, budget: Budget, depth: int) -> tuple[Entity, ...]:
    default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
    found = boundaries.pieces(boundary, body, budget)
    return tuple(read(piece, budget, depth + 1, default) for piece in found)


def _sniffed(body: View) -> str:
    """What a multipart without parts holds: its words must not be lost."""
    return "text/html" if _HTML.match(body) else "text/plain"


def _is_binary(body: View) -> bool:
    """Whether bytes without a header are a file rather than a text: NULs or many control characters."""
    sample = bytes(body[:_SAMPLE])
    return b"\x00" in sample or len(_NO_TEXT.findall(sample)) * 20 > len(sample)


def _filename(name: str) -> str:
    """The last piece of a file's path, without control characters."""
    return _CONTROLS.sub("", name).replace("\\", "/").rpartition("/")[2].strip()[:255]
