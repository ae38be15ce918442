"""How much of a mail is looked at. Over a cap the mail is held, and the reason says which cap."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps on one mail. Sizes are bytes unless the name says otherwise."""

    depth: int = 12  # mails and multiparts inside each other
    parts: int = 300
    header_bytes: int = 262_144
    text_characters: int = 1_000_000  # of one body, after decoding
    html_bytes: int = 2_000_000
    lines: int = 40_000
    alerts: int = 2_000
    memory_bytes: int = 1_073_741_824  # of the child process that reads a mail alone
    cpu_seconds: int = 30
