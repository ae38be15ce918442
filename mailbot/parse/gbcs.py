"""A GBCS payload, the alert as the device sent it: in octets, in base64 or in hexadecimal digits.

Takes octets or text; gives a Payload: device, originator counter, alert code and time. Source: the Great Britain
Companion Specification, section 7.2 (grouping header, MAC header) and the alert payloads of DLMS (data-notification),
GBZ and ASN.1 devices. A signed (critical) alert begins DF 09 and a 03, a MACed one DD. Lengths must fit to the last
octet: anything else is no payload, and gives None. A code or time in another form stays empty. Never raises; neither
signature nor MAC is checked, since the keys are not known here.
"""

import re
from binascii import Error as BinasciiError
from binascii import a2b_base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

_ALERT = b"\xdf\x09\x03"
_MAC_HEADER = b"\xdd\x00\x00\x00\x00\x00\x00"
_SECURED = b"\x11\x00\x00\x00\x00"
_MAC_OCTETS = 12
_SIGNED = 64
_MOST = 8_000  # characters; no alert is longer
_HEX = re.compile(r"(?:0[xX])?((?:[0-9A-Fa-f]{2}[\s:-]{0,3}){40,8000})")
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/]{4,4000}={0,2}")
_BEGINS = re.compile(
    r"(?<![A-Za-z0-9+/])(?:3wkD|3QAAAAAA)|(?<![0-9A-WYZa-wyz])(?:DF[ :-]?09[ :-]?03|DD(?:[ :-]?00){6})",
    re.IGNORECASE,
)
_MOST_LINES = 60
_MOST_PASTED = 200
_DLMS_TIME = b"\x09\x0c"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # of ZigBee and so of gas


@dataclass(frozen=True, slots=True)
class Payload:
    """What one payload says. device: AA-BB-..; raised_at: ISO 8601 in UTC. Code and time may be empty."""

    device: str
    counter: str
    code: str
    raised_at: str


def read(octets: bytes) -> Payload | None:
    """The payload that these octets are, to the last one."""
    if octets.startswith(_MAC_HEADER):
        length, start = _length(octets, len(_MAC_HEADER))
        inner = octets[start:]
        if length != len(inner) or not inner.startswith(_SECURED):
            return None
        return _grouped(inner[len(_SECURED) : -_MAC_OCTETS])
    return _grouped(octets)


def written(text: str) -> bytes | None:
    """The octets of a payload that is all there is in a text, in base64 or hexadecimal digits."""
    bare = "".join(text[:_MOST].split())
    for octets in (_of_hex(bare), _of_base64(bare)):
        if octets is not None and read(octets):
            return octets
    return None


def pasted(text: str) -> tuple[Payload, ...]:
    """The payloads that stand in a text among other words, each once."""
    found: dict[Payload, None] = {}
    for begin in islice(_BEGINS.finditer(text), _MOST_PASTED):
        if payload := _at(text[begin.start() : begin.start() + _MOST]):
            found[payload] = None
    return tuple(found)


def labelled(payload: Payload) -> tuple[str, ...]:
    """The facts as labelled lines, for the alert reader."""
    pairs = (
        ("Device ID", payload.device),
        ("Alert Code", payload.code),
        ("Originator Counter", payload.counter),
        ("Date/Time", payload.raised_at),
    )
    return tuple(f"{label}: {value}" for label, value in pairs if value)


def _at(text: str) -> Payload | None:
    """The payload at the beginning of a text: hexadecimal, or lines of base64."""
    if digits := _HEX.match(text):
        octets = _of_hex("".join(each for each in digits[1] if each.isalnum()))
        return _cut(octets) if octets else None
    joined = ""
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        row = line.lstrip("> \t").rstrip()
        if not _BASE64_LINE.fullmatch(row):
            return None
        joined += row
        octets = _of_base64(joined)
        if octets and (payload := read(octets)):
            return payload
    return None


def _cut(octets: bytes) -> Payload | None:
    """The payload these octets are or begin with, by the length it states."""
    if payload := read(octets):
        return payload
    end = _end(octets)
    return read(octets[:end]) if end else None


def _end(octets: bytes) -> int:
    """Where a payload that begins here ends by its own account; 0 when that cannot be told."""
    if octets.startswith(_MAC_HEADER):
        length, start = _length(octets, len(_MAC_HEADER))
        return start + length if length else 0
    parts = _parts(octets)
    return parts[-1] + 1 + octets[parts[-1]] if parts and parts[-1] < len(octets) else 0


def _parts(octets: bytes) -> tuple[int, int] | None:
    """Where the content of a grouped message starts and where its signature's length stands."""
    at = 31  # DF 09, flag, counter, 08 originator, 08 recipient, 00: no date, length of other information
    if not octets.startswith(_ALERT) or len(octets) <= at or octets[11] != 8 or octets[20] != 8 or octets[29]:
        return None
    other = octets[30]
    length, start = _length(octets, at + other)
    return (start, start + length) if other in (2, 10, 18) and length else None


def _grouped(octets: bytes) -> Payload | None:
    parts = _parts(octets)
    if parts is None or parts[1] >= len(octets):
        return None
    start, end = parts
    if octets[end] not in (0, _SIGNED) or len(octets) != end + 1 + octets[end]:
        return None
    code, raised_at = _facts(octets[start:end])
    return Payload(octets[12:20].hex("-").upper(), str(int.from_bytes(octets[3:11], "big")), code, raised_at)


def _length(octets: bytes, at: int) -> tuple[int, int]:
    """A length as BER writes it, and where what it counts starts; (0, 0) when there is none."""
    first = octets[at] if at < len(octets) else 0
    if first < 0x80:
        return first, at + 1
    more = first - 0x80
    if more not in (1, 2) or at + more >= len(octets):
        return 0, 0
    return int.from_bytes(octets[at + 1 : at + 1 + more], "big"), at + 1 + more


def _facts(content: bytes) -> tuple[str, str]:
    """Alert code and time of the content, in each of the three forms; empty what has another form."""
    if content[:1] == b"\x0f" and content[5:7] == b"\x00\x02" and content[8:9] == b"\x12":
        time = content[13:25] if content[11:13] == _DLMS_TIME else b""
        return _code(content[9:11]), _dlms_time(time)
    if content[:2] == b"\x01\x09":
        return _code(content[3:5]), _seconds(content[5:9])
    if content[:1] == b"\x30" and content[2:5] == b"\x02\x03\x00" and content[7:9] == b"\x18\x0f":
        return _code(content[5:7]), content[9:24].decode("ascii", "replace")
    return "", ""


def _code(octets: bytes) -> str:
    return octets.hex().upper() if octets[:1] in (b"\x80", b"\x81", b"\x8f") and len(octets) == 2 else ""


def _dlms_time(octets: bytes) -> str:
    """A DLMS date-time, which GBCS gives in UTC; empty when a part of it is not specified."""
    if len(octets) != 12:
        return ""
    year = int.from_bytes(octets[:2], "big")
    try:
        when = datetime(year, octets[2], octets[3], octets[5], octets[6], octets[7], tzinfo=UTC)
    except ValueError:
        return ""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def _seconds(octets: bytes) -> str:
    count = int.from_bytes(octets, "big")
    known = len(octets) == 4 and 0 < count < 0xFFFFFFFF
    return f"{_EPOCH + timedelta(seconds=count):%Y-%m-%dT%H:%M:%SZ}" if known else ""


def _of_hex(bare: str) -> bytes | None:
    try:
        return bytes.fromhex(bare.removeprefix("0x"))
    except ValueError:
        return None


def _of_base64(bare: str) -> bytes | None:
    try:
        return a2b_base64(bare, strict_mode=True)
    except (BinasciiError, ValueError):
        return None
