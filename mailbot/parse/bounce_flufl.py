"""The recipients that flufl.bounce finds: the last look at a mail that is a mail system's news already.

Takes a Mail; gives plausible addresses, none where the library finds none or breaks. It wants an email.message.Message,
so the headers, the text and the parts are put together as one again, of bounded size: our own Mail holds all that its
detectors look at. The library raises on some odd mail, and reads lines of encoded files as addresses: what it raises
is no news, and what has not the form of an address is left out. Never raises.
"""

import re
from email.message import Message

from mailbot.model.mail import Address, Mail

_PLAUSIBLE = re.compile(r"[A-Za-z0-9._%+=/&'-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)[A-Za-z0-9.-]{1,180}")
_TEXT = 100_000  # characters of the text, and of each part, that are handed over
_PARTS = 10
_HEADERS = 60
_MOST = 50
_OF_THE_BODY = ("content-", "mime-version")


def addresses(mail: Mail) -> tuple[Address, ...]:
    """The failing and the delayed recipients alike: which of both, the words say better."""
    from flufl.bounce import all_failures  # its detectors are slow to import

    try:
        temporary, permanent = all_failures(_message(mail))
    except Exception:  # noqa: BLE001 -- a library of forty parsers: whatever breaks in one, nothing was found
        return ()
    found = sorted(each.decode("ascii", "replace") for each in (*permanent, *temporary))
    return tuple(Address(each) for each in found if _PLAUSIBLE.fullmatch(each))[:_MOST]


def _message(mail: Mail) -> Message:
    whole = Message()
    for name, value in mail.headers[:_HEADERS]:
        if not name.casefold().startswith(_OF_THE_BODY):
            whole[name] = value.replace("\n", " ").replace("\r", " ")
    report = mail.content_type == "multipart/report"
    whole["Content-Type"] = "multipart/report; report-type=delivery-status" if report else "multipart/mixed"
    whole.set_payload(
        [_text(mail.text), *(_part(part.content_type, part.payload) for part in mail.parts[:_PARTS])]
    )
    return whole


def _text(text: str) -> Message:
    return _part("text/plain", text[:_TEXT].encode("utf-8", "replace"))


def _part(content_type: str, payload: bytes) -> Message:
    part = Message()
    part["Content-Type"] = (
        "text/plain" if content_type.startswith(("message/", "multipart/")) else content_type
    )
    part.set_payload(payload[:_TEXT].decode("ascii", "replace"))
    return part
