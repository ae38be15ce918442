"""What stands between the opening of a forward and its body, however the client wrote it.

Takes the lines below an opening; gives the header block they begin with. The labelled lines of forward_block are
tried first, then what some clients write instead: all header lines on one, labels without colon, Lotus Notes'
'Ann Lee <a@b> on 23/11/2026', and, for clients and languages that no table knows, any labelled lines of which one
holds an address and one a date with a time. Nothing of that is tried without an opening line above. Never raises;
bounded like forward_block.
"""

import re
from collections.abc import Callable

from mailbot.parse import forward_labels as labels
from mailbot.parse.forward_address import has_address, mailbox
from mailbot.parse.forward_block import Block, Window, header_line, read, skip_blank

_LONGEST_LABEL = 40
_LONGEST_LINE = 2_000
_MOST_GUESSED = 12
_MOST_COLONS = 60
_TIME = re.compile(r"(?<![0-9])[0-2]?[0-9][:.時点시h][ ]?[0-5][0-9](?![0-9])")
_DAY = re.compile(
    r"(?<![0-9])(?:(?:19|20|25)[0-9]{2}|[0-3]?[0-9][./-][01]?[0-9][./-][0-9]{2,4})(?![0-9])"
)  # 25xx: the Buddhist calendar of Thailand
_NOTES_DATE = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}")
_NOTES_ON = re.compile(r" (?:on|am|le|el|il|op|em|den|dne) (?=[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4})")
_NOTES_MOST = 8


def below(window: Window, *, notes: bool = False) -> Block:
    """The header block below an opening line; one without values, of no lines, when there is none.

    notes: the opening is that of Lotus Notes.
    """
    plain = read(window)
    if not any("@" in window[at] for at in range(_MOST_GUESSED)):
        looks: tuple[Callable[[Window], Block], ...] = ()
    else:
        looks = (on_one_line,) if _is_good(plain) else (on_one_line, _without_colons, _guessed)
    looks = (*looks, _notes) if notes and not _is_good(plain) else looks
    return next((block for look in looks if _is_good(block := look(window))), plain)


def below_unknown(window: Window) -> Block | None:
    """The header block below an opening that no client is known to write: a whole one that names its sender."""
    if not any("@" in window[at] for at in range(_MOST_GUESSED)):
        return None
    block = read(window)
    block = block if block.values else _guessed(window)
    whole = block.names_sender and labels.DATE in block.values and len(block.values) > 2
    return block if whole else None


def _is_good(block: Block) -> bool:
    """Whether it says who, and one thing more."""
    core = {labels.FROM, labels.DATE, labels.TO, labels.SUBJECT} & block.values.keys()
    return labels.FROM in core and len(core) > 1 and bool(block.values[labels.FROM])


def on_one_line(window: Window) -> Block:
    """'From: Ann <a@b>To: Bo <c@d>Sent: MondaySubject: words', as Yahoo's plain text has it."""
    at = skip_blank(window, 0)
    line = window[at].strip()[:_LONGEST_LINE]
    block = Block(end=at + 1)
    starts = _labels_in(line)
    if len(starts) < 3 or starts[0][0] > 3:
        return Block()
    ends = [start for start, _, _ in starts[1:]] + [len(line)]
    for (_, role, behind), end in zip(starts, ends, strict=True):
        if not block.add(role, line[behind:end].strip(" *_")):
            return Block()
    return block


def _labels_in(line: str) -> list[tuple[int, str, int]]:
    """Where labels stand in a line: the place, the role, and the place behind the colon."""
    found: list[tuple[int, str, int]] = []
    colon = line.find(":")
    while colon >= 0 and len(found) < _MOST_COLONS:
        floor = found[-1][2] if found else 0
        for start in range(max(floor, colon - labels.LONGEST_LABEL), colon):
            word = line[start:colon]
            role = labels.LABELS.get(labels.normal(word.rstrip(" *")), "")
            if role and role != labels.OTHER and not word[0].islower():
                found.append((start, role, colon + 1))
                break
        colon = line.find(":", colon + 1)
    return found


def _without_colons(window: Window) -> Block:
    """'From "Ann" <a@b>', 'To c@d', 'Date 23/11/2026': labels and a blank."""
    at = skip_blank(window, 0)
    block = Block()
    while at < len(window) and (found := _spaced_label(window[at])) and block.add(*found):
        at += 1
        block.end = at
    return block if block.names_sender else Block()


def _spaced_label(line: str) -> tuple[str, str] | None:
    """The role and value of a line that begins with a label of up to three words."""
    if header_line(line)[1]:
        return header_line(line)[1:]
    words = line[:_LONGEST_LINE].split()
    for count in (3, 2, 1):
        role = labels.LABELS.get(labels.normal(" ".join(words[:count])), "")
        if role and not words[0][:1].islower():
            return role, " ".join(words[count:])
    return None


def _notes(window: Window) -> Block:
    """Lotus Notes: who it is from and when stand above 'To:', without labels."""
    at = skip_blank(window, 0)
    author = date = ""
    for _ in range(_NOTES_MOST):
        line = window[at].strip(' \t"')
        if header_line(line)[1]:
            break
        apart = _NOTES_ON.search(line)
        found = _NOTES_DATE.match(line)
        if apart:
            author, date = line[: apart.start()], line[apart.end() :]
        elif found and not date:
            date = line
        elif line and not date:
            author = f"{author} {line}".strip()
        at += 1
    rest = read(_Rest(window, at))
    if not (author and date and rest.values):
        return Block()
    rest.end += at
    rest.values = {labels.FROM: author, labels.DATE: date, **rest.values}
    return rest


class _Rest(Window):
    """The lines of a window from one on."""

    def __init__(self, window: Window, start: int) -> None:
        super().__init__([window[at] for at in range(start, len(window))], 0)


def _guessed(window: Window) -> Block:
    """Labelled lines in a language that is in no table: the roles from what the lines hold and their order."""
    at = skip_blank(window, 0)
    pairs: list[tuple[str, str]] = []
    while at < len(window) and len(pairs) < _MOST_GUESSED and (pair := _labelled(window[at])):
        pairs.append(pair)
        at += 1
    block = Block(end=at)
    if len(pairs) < 3:
        return Block()
    for label, value in pairs:
        role = labels.LABELS.get(label, "") or _role_by_content(value, block)
        block.add(role, value)
    return block if block.names_sender and labels.DATE in block.values else Block()


def _labelled(line: str) -> tuple[str, str] | None:
    """The label, as it is compared, and the value of any 'label: value' line."""
    text = line.strip(" \t*|")[:_LONGEST_LINE]
    colon = min((at for at in (text.find(":"), text.find("："), text.find("\t")) if at > 0), default=0)
    label = text[:colon].strip(" *_\t")
    if not label or colon > _LONGEST_LABEL or len(label.split()) > 4 or any(map(str.isdigit, label)):
        return None
    return labels.normal(label), text[colon + 1 :].strip(" \t*:：")


def _role_by_content(value: str, block: Block) -> str:
    """The first address is the sender's, the second the receiver's; what is no date either is the subject."""
    if has_address(value):
        people = (labels.FROM, labels.TO, labels.CC)
        return next((role for role in people if role not in block.values), labels.OTHER)
    if labels.DATE not in block.values and _TIME.search(value) and _DAY.search(value):
        return labels.DATE
    return labels.SUBJECT if value and labels.SUBJECT not in block.values else labels.OTHER


def named(text: str) -> Block:
    """A block that says only who, from the opening line itself ('Forwarded message from Ann <a@b>')."""
    return Block(author=mailbox(text) if text else None)
