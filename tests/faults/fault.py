"""What a proxy can do wrong."""

from dataclasses import dataclass
from enum import Enum, auto


class Speaks(Enum):
    """What is understood of the dialogue."""

    IMAP = auto()
    SMTP = auto()
    NOTHING = auto()  # TLS: bytes


class Then(Enum):
    """How a connection goes on after a fault."""

    GO_ON = auto()
    CLOSE = auto()  # both directions, politely
    RESET = auto()  # at once, and what is under way is lost
    HALF_CLOSE = auto()  # nothing more comes, and what is sent here is not heeded
    SILENCE = auto()  # nothing passes in either direction, and the connection stays


@dataclass(eq=False)
class Fault:
    """One misbehaviour.

    at: the command (IMAP without UID; SMTP also GREETING, CONTENT and DOT); empty for every moment.
    about: bytes that must stand in the command, or in the last RCPT of the letter.
    after: None when the command does not reach the server; else it does, and so many bytes of its answer still pass
    (of CONTENT: so many bytes of the letter). Then `answer` is said (%tag% is the command's tag), and `then` happens.
    pause, piece: the answer comes in pieces of so many bytes (0: as it is), with so many seconds before each.
    without: a capability that the server does not mention. times: how often it happens; None: until it is healed.
    """

    at: str = ""
    answer: bytes = b""
    then: Then = Then.GO_ON
    after: int | None = None
    about: bytes = b""
    pause: float = 0.0
    piece: int = 0
    without: bytes = b""
    times: int | None = None

    @property
    def strikes(self) -> bool:
        """Whether something is said or done; else the answer is only slow, or changed."""
        return bool(self.answer) or self.then is not Then.GO_ON
