"""One text to the stretches in it that somebody else wrote: forwards, and what a reply quotes.

Takes lines and the Subject above them; gives the author's own lines and each stretch with its header block and
form. `forward_forms` is the table of what mail clients write; an opening line, or a header block, begins a stretch.
What only a reply would have is QUOTED, and so is a block that clients write in both when the Subject is a
reply's. Never raises; linear: what is taken into a stretch is not looked at again at this depth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mailbot.model.mail import Address
from mailbot.parse import forward_block, forward_forms, forward_head, forward_labels, subject
from mailbot.parse.forward_block import Block, Window
from mailbot.parse.forward_forms import ClientForm, Opening
from mailbot.parse.quoting import attribution, depth_of, region, unquoted

_STARTS = frozenset({forward_labels.FROM, forward_labels.DATE, forward_labels.TO, forward_labels.SUBJECT})
_LONG_RULE, _SHORT_RULE = 20, 4
_MOST_OPENINGS = 2


@dataclass(frozen=True, slots=True)
class Inner:
    """A stretch that somebody else wrote: how it was put in, what its header block says, its lines."""

    form: str
    block: Block
    lines: tuple[str, ...]
    end: int  # the line behind it
    author: Address | None = None

    @property
    def from_(self) -> Address | None:
        """Who wrote it, as far as the block or the attribution says."""
        return self.block.from_ or self.author


Divided = tuple[tuple[str, ...], tuple[tuple[int, Inner], ...]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the Subject above the lines says of them."""

    forwards: bool = False
    answers: bool = False

    @classmethod
    def of(cls, written: str) -> "Setting":
        """The setting that a Subject makes."""
        return cls(subject.is_forward(written), subject.is_reply(written))

    def quotes(self, block: Block) -> bool:
        """Whether a block that clients write in replies and forwards alike is a reply's here."""
        finnish = block.first_label in forward_labels.FINNISH_FROM
        return self.answers and (finnish or not self.forwards)


@lru_cache(maxsize=4)
def divided(text: str, setting: Setting, most: int) -> Divided:
    """As `divide`; several readers ask for the same text, one after the other."""
    return divide(text.split("\n"), setting, most)


def divide(lines: Sequence[str], setting: Setting, most: int) -> Divided:
    """The author's own lines, and every stretch among them that is somebody else's, with the line it begins at.

    most: lines that are looked at; what stands behind them belongs to whatever it stands in.
    """
    own: list[str] = []
    inner: list[tuple[int, Inner]] = []
    at = 0
    while at < min(len(lines), most):
        found = _opened(lines, at, setting) or _quoted(lines, at)
        if found:
            inner.append((at, found))
            at = found.end
        else:
            own.append(lines[at])
            at += 1
    return (*own, *lines[at:]), tuple(inner)


def _opened(lines: Sequence[str], at: int, setting: Setting) -> Inner | None:
    """A forward that begins at this line, by its opening line or by its header block alone."""
    depth, line = unquoted(lines[at])
    text = line.strip()
    if text[:1] in forward_forms.DRAWN:  # nothing at all is in it too
        found = _below_rule(lines, at, depth, text, setting) if text else None
        if found or not text:
            return found
    elif text[-1] in ":：" and (opening := forward_forms.opening(text)):
        return _below(lines, at + 1, depth, opening, setting)
    return _block_alone(lines, at, depth, setting) if forward_block.role_of(line)[0] in _STARTS else None


def _below_rule(lines: Sequence[str], at: int, depth: int, text: str, setting: Setting) -> Inner | None:
    """A forward that words between drawn lines open, in a line of their own or with the header lines behind them."""
    if opening := forward_forms.opening(text):
        return _below(lines, at + 1, depth, opening, setting)
    if forward_forms.is_ruled(text):
        return _below_unknown(lines, at + 1, depth, setting)
    before, rest = forward_forms.apart(text)
    if not (opening := forward_forms.opening(before)):
        return None
    block = forward_head.below(Window([rest, *lines[at + 1 : at + 4]], 0))
    return _below(lines, at, depth, opening, setting, block) if block.values else None


def _block_alone(lines: Sequence[str], at: int, depth: int, setting: Setting) -> Inner | None:
    """A forward that its header block alone begins."""
    window = _window(lines, at, depth)
    block = forward_block.read(window)
    if not _is_enough(block, setting):
        block = forward_head.on_one_line(window) if window[0].count(":") > 2 else block
        if not _is_enough(block, setting):
            return None
    begins = at + block.end if depth else _behind_rule(lines, at + block.end, None)
    stretch = region(lines, begins, depth)
    form = forward_forms.QUOTED if setting.quotes(block) else forward_forms.HEADER_BLOCK_ALONE
    return Inner(form, block, _unmarked(stretch.lines), stretch.end)


def _is_enough(block: Block, setting: Setting) -> bool:
    """Whether a header block needs no opening line."""
    return block.stands_alone or (setting.forwards and block.stands_under_prefix)


def _below(
    lines: Sequence[str],
    start: int,
    depth: int,
    opening: Opening,
    setting: Setting,
    block: Block | None = None,
) -> Inner:
    """The forward below an opening line; its header block may be missing, or be an attribution."""
    start = start if block else _behind_openings(lines, start)
    depth = max(depth, _depth_below(lines, start))
    form = opening.form
    block = block or forward_head.below(_window(lines, start, depth), notes=form.name == "notes")
    name = forward_forms.QUOTED if form.answers and setting.quotes(block) else form.name
    if not block.values and (introduced := _introduced(lines, start, depth)):
        return replace(introduced, form=name, end=_past_ending(lines, introduced.end))
    block.author = forward_head.named(opening.author).author
    begins = start + block.end if depth else _behind_rule(lines, start + block.end, form)
    stretch = region(lines, begins, depth)
    words = _unmarked(_without_last_rule(stretch.lines, form))
    return Inner(name, block, words, _past_ending(lines, stretch.end))


def _behind_openings(lines: Sequence[str], start: int) -> int:
    """The line behind further openings that follow the first at once, as where one client forwards what another did."""
    for _ in range(_MOST_OPENINGS):
        here = next((at for at in range(start, min(start + 3, len(lines))) if lines[at].strip("> \t")), -1)
        if here < 0 or not forward_forms.opening(unquoted(lines[here])[1]):
            break
        start = here + 1
    return start


def _below_unknown(lines: Sequence[str], start: int, depth: int, setting: Setting) -> Inner | None:
    """The forward below words between drawn lines, if a whole header block follows them at once."""
    first = next((each.strip("> \t") for each in lines[start : start + 4] if each.strip("> \t")), "-")
    if first[0] in "-–—_=*" or not any(mark in first for mark in ":：\t"):
        return None
    block = forward_head.below_unknown(_window(lines, start, max(depth, _depth_below(lines, start))))
    return _below(lines, start, depth, forward_forms.UNKNOWN, setting, block) if block else None


def _window(lines: Sequence[str], start: int, depth: int) -> Window:
    return Window(lines, start, lambda line: unquoted(line, depth)[1])


def _depth_below(lines: Sequence[str], start: int) -> int:
    """How deep the first line with words below an opening line is quoted."""
    return next((depth_of(each) for each in lines[start : start + 4] if each.strip("> \t")), 0)


def _introduced(lines: Sequence[str], start: int, depth: int) -> Inner | None:
    """The forward whose header is an attribution below its opening ('23.11.2026, 09:14, Ann <a@b>:')."""
    bare = [unquoted(each, depth)[1] for each in lines[start : start + 4]]
    at = start + next((place for place, line in enumerate(bare) if line.strip()), len(bare))
    found = attribution(lines, at) if at < len(lines) else None
    if not found:
        return None
    return Inner("", Block(), found.stretch.lines, found.stretch.end, found.author)


def _behind_rule(lines: Sequence[str], at: int, form: ClientForm | None) -> int:
    """The line behind the ruled line, or the opening once more, with which some clients end the header block."""
    here = at
    while here < min(at + 2, len(lines)) and not lines[here].strip():
        here += 1
    line = lines[here].strip() if here < len(lines) else ""
    if form and form.mark == "=" and (again := forward_forms.opening(line)) and again.form == form:
        return here + 1
    if len(line) < (_SHORT_RULE if here == at else _LONG_RULE) or line.strip("-–—_=*─━"):
        return at
    # Outlook on the web draws the same line above a forward, which here would be one inside this one.
    below = next((each for each in lines[here + 1 : here + 4] if each.strip("> ")), "")
    return at if forward_block.role_of(unquoted(below)[1])[0] else here + 1


def _past_ending(lines: Sequence[str], end: int) -> int:
    """The place behind the line that says that the forward ends, where one follows what was quoted."""
    here = end
    while here < min(end + 2, len(lines)) and not lines[here].strip():
        here += 1
    return here + 1 if here < len(lines) and forward_forms.is_ending(lines[here]) else end


def _without_last_rule(lines: tuple[str, ...], form: ClientForm) -> tuple[str, ...]:
    """The lines without the ruled line that ends what some clients forward."""
    if not form.ruled:
        return lines
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[: end - 1] if end and forward_forms.is_rule(lines[end - 1]) else lines


def _unmarked(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines without their quote marks, where every line of a forward with words in it has one."""
    first = next((each for each in lines if each.strip()), "")
    if not depth_of(first) or any(each.strip() and not depth_of(each) for each in lines):
        return lines
    return tuple(unquoted(each, 1)[1] for each in lines)


def _quoted(lines: Sequence[str], at: int) -> Inner | None:
    """What a reply quotes from this line on: behind 'On .. wrote:', or by its quote marks alone."""
    introduced = None if forward_block.role_of(lines[at])[0] else attribution(lines, at)
    if introduced:
        stretch = introduced.stretch
        return Inner(forward_forms.QUOTED, Block(), stretch.lines, stretch.end, introduced.author)
    if depth_of(lines[at]):
        stretch = region(lines, at, 1)
        author, quoted = _introduced_inside(stretch.lines)
        return Inner(forward_forms.QUOTED, Block(), quoted, stretch.end, author)
    return None


def _introduced_inside(lines: tuple[str, ...]) -> tuple[Address | None, tuple[str, ...]]:
    """Who wrote a quote, and what: its attribution is quoted with it by some clients."""
    at = next((place for place, line in enumerate(lines) if line.strip()), None)
    found = attribution(lines, at) if at is not None else None
    if found and not any(line.strip() for line in lines[found.stretch.end :]):
        return found.author, found.stretch.lines
    return None, lines
