"""DUIS messages (DCC User Interface Specification), attached or pasted: XML -> labelled facts of the alerts in them.

Takes an Attached, or a text with XML in it; gives a layer with a block of labelled lines for each `Response`: the
device (the originator of ResponseID), the originator counter, the alert code, and the time from the GBCS payload, else
that of the response. Where the payload contradicts the XML both are told, so that a person decides. An alert of the
DCC itself keeps its own code (N24), which is that of no device. A document type, entities, or XML without an alert
raises CannotOpen; never another exception.
"""

import re
from collections.abc import Iterator
from typing import Final

from mailbot.model.mail import Layer
from mailbot.parse import attached_table, gbcs
from mailbot.parse.delimited import decoded
from mailbot.parse.opening import Attached, CannotOpen, Contents, Opening
from mailbot.parse.xml_tree import Element, local, tree

PASTED: Final = "the XML in the text"
_NAMESPACE: Final = "dccinterface.co.uk/ServiceUserGateway"
_ALERTS: Final = ("DeviceAlertMessage", "DCCAlertMessage")
_IDENTIFIER: Final = re.compile(r"([0-9A-Fa-f-]{16,23}):([0-9A-Fa-f-]{16,23}):(\d{1,20})")
_OPENS: Final = re.compile(r"<([A-Za-z0-9_]{1,20}:)?Response[\s>]")
_CLOSES: Final = re.compile(r"</(?:[A-Za-z0-9_]{1,20}:)?Response\s{0,9}>")
_QUOTED: Final = re.compile(r"^(?:>[ \t]?){1,10}", re.MULTILINE)
_MOST: Final = 2000  # messages in one text
_MOST_CODES: Final = 3
_LONGEST: Final = 200  # characters of one value


def may_be(text: str) -> bool:
    """Whether XML is of this kind; cheap."""
    return _NAMESPACE in text or any(each in text for each in _ALERTS)


def may_hold(text: str) -> bool:
    """Whether XML of this kind stands in a text; cheap."""
    return may_be(text) and _OPENS.search(text) is not None


def read(item: Attached, opening: Opening) -> Contents:
    """The alerts in the file."""
    octets = item.part.payload
    if len(octets) > opening.limits.text_characters:
        raise CannotOpen(f"it is longer than {opening.limits.text_characters} bytes")
    try:
        documents = [tree(octets)]
    except CannotOpen:  # several documents one behind the other, perhaps
        pieces = _pieces(decoded(octets) or "")
        documents = [tree(each) for each in pieces]
        if len(documents) < 2:
            raise
    return Contents(tables=(_layer(documents, item.where, opening),))


def pasted(text: str, opening: Opening) -> Layer:
    """The alerts in the XML that stands in a text."""
    pieces = _pieces(_QUOTED.sub("", text))
    return _layer([tree(each) for each in pieces], PASTED, opening)


def _pieces(text: str) -> list[bytes]:
    """Every `Response` element of a text, by itself."""
    found: list[bytes] = []
    at = 0
    while (start := _OPENS.search(text, at)) and len(found) < _MOST:
        end = _CLOSES.search(text, start.end())
        if end is None:
            raise CannotOpen("its XML is cut off")
        found.append(text[start.start() : end.end()].encode("utf-8", "replace"))
        at = end.end()
    return found


def _layer(documents: list[Element], where: str, opening: Opening) -> Layer:
    responses = [each for root in documents for each in root.iter() if local(each) == "Response"] or documents
    told = [list(_blocks(each)) for each in responses]
    blocks = [block for each in told for block in each]
    if not all(told) or not all(blocks):
        raise CannotOpen("it is XML without an alert of a device in it")
    opening.more_rows(len(blocks))
    return attached_table.text("\n\n".join("\n".join(each) for each in blocks), where)


def _blocks(response: Element) -> Iterator[list[str]]:
    """The labelled lines of every alert in one response."""
    identifier = _value(response, "ResponseID")
    answered = _value(response, "ResponseDateTime")
    for each in response.iter():
        if local(each) == "DCCAlertMessage":
            yield _dcc_alert(each, answered)
        elif local(each) in ("DeviceAlertMessage", "FutureDatedDeviceAlertMessage"):
            yield _alert(each, identifier, answered)


def _dcc_alert(alert: Element, answered: str) -> list[str]:
    """An alert of the DCC: no device raised it."""
    code = _value(alert, "DCCAlertCode") or "of the DCC itself"
    return [
        "Device ID: none, it is an alert of the DCC and not of a device",
        f"Alert Code: {code}",
        f"Response Date/Time: {answered}",
    ]


def _alert(alert: Element, identifier: str, answered: str) -> list[str]:
    """The facts of a device's alert, and those of its payload where they differ."""
    octets = gbcs.written(_text(alert, "GBCSPayload"))
    payload = gbcs.read(octets) if octets else None
    parts = _IDENTIFIER.fullmatch(identifier)
    device = parts[1] if parts else identifier or (payload.device if payload else "")
    counter = parts[3].lstrip("0") or "0" if parts else payload.counter if payload else ""
    codes = _codes(alert) or ((payload.code,) if payload else ("",))
    time = payload.raised_at if payload else ""
    pairs = [
        ("Device ID", device),
        *(("Alert Code", code) for code in codes),
        ("Originator Counter", counter),
        ("Date/Time", time),
    ]
    if not time:
        pairs.append(("Response Date/Time", answered))
    if payload and _octets(payload.device) != _octets(device):
        pairs.append(("Originator ID", payload.device))
    if payload and payload.code not in codes:
        pairs.append(("GBCS Alert Code", payload.code))
    return [f"{label}: {value}" for label, value in pairs if value]


def _codes(alert: Element) -> tuple[str, ...]:
    """The codes that the XML gives; an alert has one, and where it gives several a person decides."""
    told = (_plain(each.text or "") for each in alert.iter() if local(each) == "AlertCode")
    return tuple(dict.fromkeys(code.upper().removeprefix("0X") for code in told if code))[:_MOST_CODES]


def _octets(identifier: str) -> str:
    return "".join(each for each in identifier if each.isalnum()).upper()


def _value(element: Element, name: str) -> str:
    """The text of the first element of that name, in one line."""
    return _plain(_text(element, name))


def _plain(text: str) -> str:
    return " ".join(text[:_LONGEST].split())


def _text(element: Element, name: str) -> str:
    return next((each.text or "" for each in element.iter() if local(each) == name), "")
