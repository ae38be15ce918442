"""The fields of a message/delivery-status (RFC 3464, section 2), however broken.

Takes its text; gives one ReportedRecipient for each block of fields that names one. Read are: blocks that no blank
line parts, a blank line within a block, fields without an action (RFC 3464 wants one) or with words of a program's own,
addresses without a type or in xtext (RFC 3461, section 4), and a local name alone where another field has the address.
What names neither an address nor an action is left out. Never raises; one pass over the lines.
"""

from collections.abc import Iterator

from mailbot.model.report import ReportedRecipient
from mailbot.parse import bounce_status

GOOD = frozenset({"delivered", "relayed", "expanded"})
_ACTIONS = frozenset({"failed", "delayed"}) | GOOD
# What a status means where the action is left out, or is a word of the program's own.
_BY_STATUS = {"2": "delivered", "4": "delayed", "5": "failed"}
# Where the address is looked for: what our own letter was sent to comes first.
_ADDRESSES = (
    "original-recipient",
    "final-recipient",
    "x-original-recipient",
    "x-actual-recipient",
    "recipient",
    "x-smtp-recipient",
)
_BEGINS = frozenset({"final-recipient", "original-recipient", "recipient"})
_FATE = frozenset({"action", "status", "diagnostic-code"})
_LONGEST = 200_000
_DIAGNOSTIC = 2_000

Block = dict[str, str]


def recipients(payload: str) -> Iterator[ReportedRecipient]:
    """Each recipient and its fate; the block about the whole message names none."""
    for block in _whole(_blocks(payload[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n"))):
        yield from _of_block(block)


def holds_fields(text: str) -> bool:
    """Whether a text has the fields of a report in it, as a plain copy of one has."""
    words = text[:_LONGEST].casefold()
    return "final-recipient:" in words and ("action:" in words or "status:" in words)


def _blocks(payload: str) -> Iterator[Block]:
    """The blocks, unfolded, by name in lower case; of a name that stands twice the first counts."""
    block: dict[str, list[str]] = {}
    last: list[str] = []
    for line in payload.split("\n"):
        name, colon, value = line.strip().partition(":")
        name = name.strip().casefold()
        if line[:1] in (" ", "\t") and line.strip() and name not in _BEGINS | _FATE:
            last.append(line.strip())
            continue
        if block and (not line.strip() or _begins_anew(name, block)):
            yield {key: " ".join(lines) for key, lines in block.items()}
            block = {}
        last = [value.strip()]
        if colon:
            block.setdefault(name, last)
    yield {key: " ".join(lines) for key, lines in block.items()}


def _begins_anew(name: str, block: dict[str, list[str]]) -> bool:
    """Whether a field belongs to another recipient, though no blank line stands before it."""
    has_both = bool(_FATE & block.keys()) and bool(_BEGINS & block.keys())
    return name in _BEGINS and (name in block or has_both)


def _whole(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks; one that has an address and no fate is put together with the next, which has it."""
    waiting: Block = {}
    for block in blocks:
        if waiting and not _names(block) and _FATE & block.keys():
            yield {**block, **waiting}
            waiting = {}
            continue
        if waiting:
            yield waiting
        waiting = block if _names(block) and not _FATE & block.keys() else {}
        if not waiting:
            yield block
    if waiting:
        yield waiting


def _names(block: Block) -> str:
    return next((found for name in _ADDRESSES if (found := address(block.get(name, "")))), "")


def _of_block(block: Block) -> Iterator[ReportedRecipient]:
    found = _names(block)
    if not found and "action" not in block:
        return
    diagnostic = _typed(block.get("diagnostic-code", ""))
    status = bounce_status.given(block.get("status", "")) or bounce_status.given(diagnostic)
    action = block.get("action", "").partition("(")[0].strip(" .;").casefold()
    if action not in _ACTIONS:
        action = _BY_STATUS.get(status[:1] or bounce_status.smtp_code(diagnostic)[:1], "failed")
    if action in GOOD and status[:1] in ("4", "5"):  # they contradict each other: what went wrong is told
        action = _BY_STATUS[status[0]]
    if not status and action not in GOOD:
        status = bounce_status.derived(diagnostic, action)
    yield ReportedRecipient(found, action, status, diagnostic[:_DIAGNOSTIC])


def address(value: str) -> str:
    """The address of `rfc822; someone@example`; a + or = left in xtext is undone (RFC 3461, section 4)."""
    kind, _, rest = value.partition(";")
    found = (rest or kind).strip()
    if "<" in found and "@" in found.partition("<")[2]:
        found = found.partition("<")[2].partition(">")[0]
    found = found.strip("<> \t") if '"@' in found else found.strip("<>\"' \t").partition(" ")[0]
    if "@" not in found or len(found) > 1000:
        return ""
    return found.replace("+2B", "+").replace("+3D", "=")


def _typed(value: str) -> str:
    """The diagnostic without the type before it ('smtp; 550 5.1.1 ..')."""
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and " " not in kind.strip() else value.strip()
