"""How much of a mail is looked at. Over a cap the mail is held, and the reason says which cap."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """[limits]: caps on one mail. Sizes are bytes unless the name says otherwise.

    unpacked_bytes and unpacked_ratio: of everything a mail holds packed (.zip, .xlsx), the ratio to its packed size.
    rows: of all tables attached. memory_bytes and cpu_seconds: of the child process that opens attachments.
    """

    depth: int = 12  # mails, multiparts and archives inside each other
    parts: int = 300
    header_bytes: int = 262_144  # of one mail or part
    headers: int = 2_000  # of one mail or part
    text_characters: int = 500_000  # of one body, after decoding
    html_bytes: int = 1_200_000
    lines: int = 20_000
    alerts: int = 2_000
    rows: int = 20_000
    unpacked_bytes: int = 30_000_000
    unpacked_ratio: int = 200
    memory_bytes: int = 536_870_912  # address space
    cpu_seconds: int = 2
