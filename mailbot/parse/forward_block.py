"""The header block that a client writes above a forwarded mail: 'From: .. Sent: .. To: .. Subject: ..'.

Takes lines (without quote marks); gives what the block says and where the body begins, or None where there is
no such block. Addresses come in every spelling that clients leave behind ([mailto:..], <a@b<mailto:a@b>>, a
name alone). Never raises; looks at a bounded number of lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.model.mail import Address
from mailbot.parse import forward_forms as forms

_MOST_LINES = 60
_LONGEST_VALUE = 20_000
_MAILTO = re.compile(r"<mailto:([^<>\s]{1,300})>|\[mailto:([^\[\]\s]{1,300})\]", re.IGNORECASE)
_MARKS = " \t*_"


@dataclass(slots=True)
class Block:
    """What a header block says. `end` is the line behind it."""

    end: int
    values: dict[str, str] = field(default_factory=dict)

    @property
    def stands_alone(self) -> bool:
        """Whether it is a header block even without an opening line: who, when, and to whom or about what."""
        return (
            forms.FROM in self.values
            and forms.DATE in self.values
            and (forms.TO in self.values or forms.SUBJECT in self.values)
        )

    @property
    def from_(self) -> Address | None:
        """Whoever it is from; a name alone is an Address without an address."""
        value = self.values.get(forms.FROM, "").strip()
        return mailbox(value) if value else None

    def addresses(self, role: str) -> tuple[Address, ...]:
        """The mailboxes of a To or Cc line."""
        return tuple(mailbox(piece) for piece in _separated(_plain_links(self.values.get(role, ""))))


def role_of(line: str) -> tuple[str, str]:
    """The role of a header line and its value; two empty strings when it is none."""
    colon = line.replace("：", ":", 1).find(":", 0, forms.LONGEST_LABEL + 12)
    if colon <= 0:
        return "", ""
    label = line[:colon].strip(_MARKS).casefold()
    role = forms.LABELS.get(label, "")
    return (role, line[colon + 1 :].strip().lstrip("*").strip(_MARKS)) if role else ("", "")


def read(lines: Sequence[str], start: int) -> Block:
    """The header block at `start` (after blank lines); one without values when there is none."""
    at = _skip_blank(lines, start)
    block = Block(end=start)
    spaced = False
    last = ""
    while at < min(len(lines), start + _MOST_LINES):
        role, value = role_of(lines[at])
        if role and (role == forms.OTHER or role not in block.values):
            block.values[role] = value
            last = role
        elif last and lines[at].strip() and _continues(lines, at):
            block.values[last] = f"{block.values[last]} {lines[at].strip()}"[:_LONGEST_VALUE]
        elif last and not lines[at].strip() and _goes_on(lines, at, block, spaced):
            spaced = True
        else:
            break
        at += 1
        block.end = at
    return block


def mailbox(value: str) -> Address:
    """One mailbox as a client shows it; the whole value is one, commas and all."""
    text = _plain_links(value).strip(_MARKS)
    opens, closes = text.rfind("<"), text.rfind(">")
    if 0 <= opens < closes and "@" in text[opens:closes]:
        return Address(text[opens + 1 : closes].strip(), _name(text[:opens]))
    words = [word for word in text.split() if "@" in word]
    if words:
        address = words[0].strip("<>()[]'\",;")
        name = _name(text.replace(words[0], " ", 1))
        return Address(address, "" if "@" in name else name)
    return Address("", _name(text))


def _continues(lines: Sequence[str], at: int) -> bool:
    """Whether a line without a label belongs to the header line above it."""
    if role_of(lines[at])[0]:
        return False
    if lines[at][:1] in " \t" or lines[at - 1].rstrip().endswith((";", ",")):
        return True
    following = list(lines[at + 1 : at + 4])
    until_blank = following[
        : next((n for n, line in enumerate(following) if not line.strip()), len(following))
    ]
    return any(role_of(line)[0] not in ("", forms.OTHER) for line in until_blank)


def _goes_on(lines: Sequence[str], at: int, block: Block, spaced: bool) -> bool:
    """Whether the block goes on behind a blank line: some clients write one between all its lines."""
    following = _skip_blank(lines, at, most=1)
    role = role_of(lines[following])[0] if following < len(lines) else ""
    missing = not (block.stands_alone and forms.SUBJECT in block.values)
    return bool(role) and role not in block.values and (missing or (spaced and role in (forms.TO, forms.CC)))


def _skip_blank(lines: Sequence[str], at: int, most: int = 4) -> int:
    skipped = 0
    while at < len(lines) and not lines[at].strip() and skipped < most:
        at += 1
        skipped += 1
    return at


def _plain_links(value: str) -> str:
    """Links put back into brackets, those that only repeat the address before them taken away."""

    def shown(match: re.Match[str]) -> str:
        address = match[1] or match[2]
        before = value[max(0, match.start() - 320) : match.start()].casefold()
        return "" if address.casefold() in before else f"<{address}>"

    return _MAILTO.sub(shown, value) if "mailto:" in value.casefold() else value


def _separated(value: str) -> list[str]:
    """The entries of a list: at semicolons where there are any, else at the commas behind an address."""
    if ";" in value:
        return [piece.strip() for piece in value.split(";") if piece.strip()]
    entries: list[str] = []
    pending = ""
    for piece in value.split(","):
        pending = f"{pending},{piece}" if pending else piece
        if "@" in piece:
            entries.append(pending.strip())
            pending = ""
    return [*entries, *([pending.strip()] if pending.strip() else [])]


def _name(text: str) -> str:
    return " ".join(text.strip().strip("<>\"'*,;()[]").split())
