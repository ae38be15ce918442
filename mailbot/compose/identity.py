"""The Message-ID of a letter (RFC 5322, section 3.6.4).

Takes what the letter is about and who gets it; gives the same Message-ID whenever that is the same, so
that a letter sent twice is one letter to every mail client. Without the key nobody can make one, so an
answer that carries it was written by somebody who has seen the letter. Never uses a row id, a UID or the
clock, and shows nothing of the recipient.
"""

import hashlib
import hmac

from mailbot.model.letter import LetterKind

_HEX_DIGITS = 32  # 128 bits: no two letters share one by chance


def message_id(key: bytes, cause: str, recipient: str, kind: LetterKind, domain: str) -> str:
    """`<mailbot.{32 lower hex digits}@{domain}>`, made from an HMAC-SHA256 (RFC 2104).

    cause: the identity of the alert, or the SHA-256 of the raw mail answered. recipient: an address, in
    any case. domain: that of the From address. An empty key is a ValueError: anybody could forge it.
    """
    if not key:
        raise ValueError("a Message-ID needs a key")
    fields = (cause, recipient.strip().casefold(), kind.value)
    digest = hmac.new(key, b"".join(map(_length_prefixed, fields)), hashlib.sha256)
    return f"<mailbot.{digest.hexdigest()[:_HEX_DIGITS]}@{domain}>"


def _length_prefixed(field: str) -> bytes:
    """The field with its length in front, so that ('ab', 'c') and ('a', 'bc') differ."""
    data = field.encode("utf-8", "surrogatepass")
    return len(data).to_bytes(8, "big") + data
