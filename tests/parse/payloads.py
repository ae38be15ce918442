"""GBCS payloads and DUIS messages for tests: the layouts of real ones, invented devices."""

import base64
from datetime import datetime

DEVICE, OTHER = "00-1D-24-02-01-A0-0B-11", "00-1D-24-02-01-A0-0B-99"
REMOTE = "90-B3-D5-1F-30-01-00-00"
WHEN = datetime(2026, 11, 13, 7, 40, 31)
SIGNATURE = b"\x40" + bytes(range(64))


def octets(identifier):
    return bytes.fromhex(identifier.replace("-", ""))


def dlms(code="8F3F", when=WHEN, tail=b"\x09\x02\x01\x02", date_time=None):
    """The content of an alert of an electricity meter."""
    time = when.year.to_bytes(2, "big") + bytes(
        [when.month, when.day, 255, when.hour, when.minute, when.second]
    )
    time = date_time or time + bytes([0, 0x80, 0, 0])
    return b"\x0f\x20\x00\x07\xe0\x00\x02\x03\x12" + bytes.fromhex(code) + b"\x09\x0c" + time + tail


def gbz(code="8F3F", when=WHEN):
    """The content of an alert of a gas meter."""
    seconds = int((when - datetime(2000, 1, 1)).total_seconds())
    return b"\x01\x09\x01" + bytes.fromhex(code) + seconds.to_bytes(4, "big")


def asn1(code="8F3F", when=WHEN):
    """The content of an alert in ASN.1."""
    inner = b"\x02\x03\x00" + bytes.fromhex(code) + b"\x18\x0f" + f"{when:%Y%m%d%H%M%SZ}".encode()
    return b"\x30" + bytes([len(inner)]) + inner


def grouped(
    content, device=DEVICE, counter=4711, end=SIGNATURE, other=b"\x02\x10\x00", begin=b"\xdf\x09\x03"
):
    """A whole message: grouping header, content, signature."""
    head = (
        begin
        + counter.to_bytes(8, "big")
        + b"\x08"
        + octets(device)
        + b"\x08"
        + octets(REMOTE)
        + b"\x00"
        + other
    )
    return head + length(len(content)) + content + end


def length(count):
    if count < 0x80:
        return bytes([count])
    return bytes([0x81, count]) if count < 0x100 else b"\x82" + count.to_bytes(2, "big")


def maced(content, **more):
    """A non-critical one: MAC header, message without signature, MAC."""
    inner = (
        b"\x11\x00\x00\x00\x00"
        + grouped(content, end=b"\x00", other=b"\x02\x10\x01", **more)
        + bytes(range(12))
    )
    return b"\xdd" + bytes(6) + length(len(inner)) + inner


def duis(
    *bodies, identifier=f"{DEVICE}:{REMOTE}:4711", time="2026-11-13T07:41:00.123Z", prefix="sr:", head=""
):
    """A response with these bodies."""
    sr = prefix
    space = f'xmlns{":" + sr[:-1] if sr else ""}="http://www.dccinterface.co.uk/ServiceUserGateway"'
    return (
        f'<{sr}Response {space} schemaVersion="5.1"><{sr}Header>{head}<{sr}ResponseID>{identifier}</{sr}ResponseID>'
        f"<{sr}ResponseCode>I0</{sr}ResponseCode><{sr}ResponseDateTime>{time}</{sr}ResponseDateTime></{sr}Header>"
        f"<{sr}Body>{''.join(bodies)}</{sr}Body></{sr}Response>"
    )


def alert(code="8F3F", payload=b"", element="DeviceAlertMessage", prefix="sr:"):
    """The body of a device's alert."""
    written = f"<{prefix}GBCSPayload>{base64.b64encode(payload).decode()}</{prefix}GBCSPayload>"
    return f"<{prefix}{element}><{prefix}AlertCode>{code}</{prefix}AlertCode>{written}</{prefix}{element}>"
