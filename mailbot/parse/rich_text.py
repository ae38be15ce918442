"""The rich text in which Outlook keeps a body: compressed RTF -> HTML or plain text.

Takes the octets of PidTagRtfCompressed ([MS-OXRTFCP]) and gives what was written in them: the HTML that the RTF
carries ([MS-OXRTFEX]), else its text. The size it unpacks to is counted before a byte is. What is no such thing raises
CannotOpen; never another exception. One pass over the octets.
"""

import struct
from dataclasses import dataclass
from typing import Final

from mailbot.parse import rtf
from mailbot.parse.opening import CannotOpen, Opening

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_HEADER: Final = 16
_WINDOW: Final = 4096
# What every compressor has in its window before the first octet ([MS-OXRTFCP], section 2.1.2.1).
_BEFORE: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


@dataclass(frozen=True, slots=True)
class Written:
    """What the rich text says; one of the two is empty."""

    plain: str = ""
    page: str = ""


def read(octets: bytes, opening: Opening) -> Written:
    """The text or the HTML of a compressed body."""
    source = _unpacked(octets, opening).decode("latin-1")
    if not source.startswith("{\\rtf"):
        raise CannotOpen("its rich text is damaged")
    from_html = "\\fromhtml" in source[:1000]
    text, defects = rtf.text(source)
    for defect in defects:
        opening.doubt(defect)
    return Written(page=text) if from_html else Written(plain=text)


def _unpacked(octets: bytes, opening: Opening) -> bytes:
    if len(octets) < _HEADER:
        raise CannotOpen("its rich text is damaged")
    size = struct.unpack_from("<I", octets, 4)[0]
    opening.unpack(size)
    if octets[8:12] == _PLAIN:
        return octets[_HEADER : _HEADER + size]
    if octets[8:12] != _COMPRESSED:
        raise CannotOpen("its rich text is damaged")
    return _decompressed(octets, size)


def _decompressed(octets: bytes, size: int) -> bytes:
    """LZFu: runs of eight tokens, each an octet or a stretch of the window."""
    out = bytearray(_BEFORE)
    end = len(_BEFORE) + size
    at = _HEADER
    while at < len(octets) and len(out) < end:
        control = octets[at]
        at += 1
        for bit in range(8):
            if at >= len(octets) or len(out) >= end:
                break
            if not control >> bit & 1:
                out.append(octets[at])
                at += 1
            elif not _copied(out, octets[at : at + 2]):
                at = len(octets)
            else:
                at += 2
    return bytes(out[len(_BEFORE) : end])


def _copied(out: bytearray, reference: bytes) -> bool:
    """Appends a stretch of the window; False at the end, which refers to the place that is written next."""
    offset, length = int.from_bytes(reference, "big") >> 4, (reference[-1] & 0xF) + 2
    place = len(out) % _WINDOW
    if len(reference) < 2 or offset == place:
        return False
    start = len(out) - ((place - offset) % _WINDOW)
    for step in range(length):
        out.append(out[start + step] if start + step >= 0 else 0x20)
    return True
