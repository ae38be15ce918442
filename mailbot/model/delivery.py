"""What became of one attempt to hand a letter to our submission host (RFC 5321, RFC 3463, RFC 3464)."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far the SMTP dialogue had come when the answer was given or the connection was lost."""

    CONNECT = "connect"  # TCP, greeting, EHLO
    TLS = "tls"
    SIGN_IN = "sign-in"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # the DATA command, before any of the letter was sent
    DOT = "dot"  # the letter was sent; its final dot may or may not have arrived


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """One struct for an SMTP answer and for a bounce. Nothing is None: not given is an empty string or 0.

    code: SMTP reply code, 0 when the host gave none (a timeout, a cut). status: enhanced status, RFC 3463.
    action: RFC 3464 word. diagnostic: the text given, cleaned, at most 500 characters. remote: the host.
    """

    stage: Stage
    code: int = 0
    status: str = ""
    action: str = ""
    diagnostic: str = ""
    remote: str = ""

    @property
    def accepted(self) -> bool:
        """True when the host took responsibility for the letter: 2xx after the final dot."""
        return self.stage is Stage.DOT and 200 <= self.code < 300


class Meaning(StrEnum):
    """What a status means for the letter."""

    SENT = "sent"
    FAILED = "failed"  # the recipient or this letter is refused for good
    TRY_LATER = "try-later"  # the recipient's trouble, it may heal
    OURS = "ours"  # our account, host or network: the letter stays due, nobody failed
    UNCERTAIN = "uncertain"  # cut after the final dot: it may have been taken


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter on its way: what `adapters.smtp` is given. `letter_id` only comes back in the answer."""

    letter_id: int
    envelope_from: str
    recipient: str
    raw: bytes
