"""Undo a forward: the body of a mail to layers, one author each.

Takes a Mail; gives its layers, outermost first: the sender's own words, then what each mail client wrote in
below them, then the mails attached. No RFC covers inline forwards: `forward_forms` is the table of what the
clients do, and one loop here reads it. What is quoted in a reply is a layer too, of the form 'quoted', so that
nobody's words are taken for another's. Never raises; nesting past the cap stays in the layer above.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mailbot.model.classified import Original
from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Layer, Mail
from mailbot.parse import forward_block, forward_forms, subject
from mailbot.parse.quoting import attribution, depth_of, region, unquoted

__all__ = ["Layer", "alternative_layers", "layers", "original"]


def layers(mail: Mail, limits: Limits) -> tuple[Layer, ...]:
    """The layers of the body that a person reads, and of every mail attached. Depth 0 is always there."""
    return _layers(mail, limits, lambda each: each.text)


def alternative_layers(mail: Mail, limits: Limits) -> tuple[Layer, ...]:
    """The same from the HTML, where the mail or one attached to it has text and HTML; else nothing."""
    if not _has_both(mail):
        return ()
    return _layers(mail, limits, lambda each: each.html_text if each.html_text.strip() else each.text)


def original(several: tuple[Layer, ...]) -> Original | None:
    """The outermost forwarded mail, its body without the header block; None when nothing was forwarded."""
    forwarded = [each for each in several if each.depth > 0 and each.form not in ("", forward_forms.QUOTED)]
    if not forwarded:
        return None
    first = min(forwarded, key=lambda layer: layer.depth)
    return Original(
        from_address=first.from_.address if first.from_ else "",
        from_name=first.from_.name if first.from_ else "",
        to=_shown(first.to),
        cc=_shown(first.cc),
        subject=first.subject,
        date=first.date,
        body=first.whole,
        form=first.form,
    )


def _shown(several: tuple[Address, ...]) -> tuple[str, ...]:
    return tuple(each.address or each.name for each in several)


def _has_both(mail: Mail) -> bool:
    both = bool(mail.plain.strip() and mail.html_text.strip())
    return both or any(_has_both(inner) for inner in mail.enclosed)


def _layers(mail: Mail, limits: Limits, body: Callable[[Mail], str]) -> tuple[Layer, ...]:
    own = Layer("the body", "", subject=mail.subject)
    found = list(_inline(own, body(mail), limits))
    for number, inner in enumerate(mail.enclosed, 1):
        where = f"attached mail {number}"
        for layer in _layers(inner, limits, body):
            found.append(_attached(layer, inner, where, body))
    return tuple(found)


def _attached(layer: Layer, inner: Mail, where: str, body: Callable[[Mail], str]) -> Layer:
    """A layer of an attached mail, one deeper; its own words carry what its headers say."""
    if layer.depth:
        return replace(layer, depth=layer.depth + 1, where=f"{layer.where}, in {where}")
    return Layer(
        where=where,
        text=layer.text,
        depth=1,
        form="rfc822",
        from_=inner.from_[0] if inner.from_ else None,
        to=inner.to,
        cc=inner.cc,
        subject=inner.subject,
        date=inner.header("Date"),
        whole=body(inner).strip("\n"),
    )


def _inline(own: Layer, text: str, limits: Limits) -> list[Layer]:
    """The one loop: take a stretch, keep its author's words, put what is inside it next."""
    found: list[Layer] = []
    pending: list[tuple[Layer, Sequence[str]]] = [(own, text.split("\n"))]
    while pending:
        layer, lines = pending.pop()
        may_divide = layer.depth < limits.depth and len(found) + len(pending) < limits.parts
        words, inner = _divide(lines) if may_divide else (list(lines), [])
        found.append(replace(layer, text=_trimmed(words)))
        pending.extend((_layer(each, layer), each.lines) for each in reversed(inner))
    return [_without_subject(found[0]), *found[1:]]


def _without_subject(own: Layer) -> Layer:
    return replace(own, subject="")


def _layer(inner: "_Inner", outer: Layer) -> Layer:
    """The layer of a stretch found in another. An Outlook block in a reply is what the reply quotes."""
    form = inner.form
    if form == forward_forms.HEADER_BLOCK_ALONE and outer.depth == 0 and subject.is_reply(outer.subject):
        form = forward_forms.QUOTED
    block = inner.block
    where = "the quoted mail" if form == forward_forms.QUOTED else f"the forwarded mail ({form})"
    return Layer(
        where=where,
        text="",
        depth=outer.depth + 1,
        form=form,
        from_=block.from_ or inner.author,
        to=block.addresses(forward_forms.TO),
        cc=block.addresses(forward_forms.CC),
        subject=block.values.get(forward_forms.SUBJECT, ""),
        date=block.values.get(forward_forms.DATE, ""),
        whole="\n".join(inner.lines).strip("\n"),
    )


@dataclass(frozen=True, slots=True)
class _Inner:
    """A stretch that somebody else wrote: how it was put in, what its header block says, its lines."""

    form: str
    block: forward_block.Block
    lines: tuple[str, ...]
    end: int  # the line behind it
    author: Address | None = None


def _divide(lines: Sequence[str]) -> tuple[list[str], list[_Inner]]:
    """The author's own lines, and every stretch among them that is somebody else's."""
    own: list[str] = []
    inner: list[_Inner] = []
    at = 0
    while at < len(lines):
        found = _opened(lines, at) or _quoted(lines, at)
        if found:
            inner.append(found)
            at = found.end
        else:
            own.append(lines[at])
            at += 1
    return own, inner


def _opened(lines: Sequence[str], at: int) -> _Inner | None:
    """A forward that begins at this line, by its opening line or by its header block alone."""
    depth, line = unquoted(lines[at])
    form = forward_forms.opening(line)
    if not form and forward_block.role_of(line)[0] != forward_forms.FROM:
        return None
    start = at + 1 if form else at
    depth = max(depth, _depth_below(lines, start)) if form else depth
    window = [unquoted(each, depth)[1] for each in lines[start : start + 64]]
    block = forward_block.read(window, 0)
    if not form and not block.stands_alone:
        return None
    stretch = region(lines, start + block.end, depth)
    return _Inner(form or forward_forms.HEADER_BLOCK_ALONE, block, stretch.lines, stretch.end)


def _depth_below(lines: Sequence[str], start: int) -> int:
    """How deep the first line with words below an opening line is quoted."""
    return next((depth_of(each) for each in lines[start : start + 4] if each.strip("> \t")), 0)


def _quoted(lines: Sequence[str], at: int) -> _Inner | None:
    """What a reply quotes from this line on: behind 'On .. wrote:', or by its quote marks alone."""
    introduced = attribution(lines, at)
    if introduced:
        stretch = introduced.stretch
        return _Inner(forward_forms.QUOTED, _no_block(at), stretch.lines, stretch.end, introduced.author)
    if depth_of(lines[at]):
        stretch = region(lines, at, 1)
        return _Inner(forward_forms.QUOTED, _no_block(at), stretch.lines, stretch.end)
    return None


def _no_block(at: int) -> forward_block.Block:
    return forward_block.Block(end=at)


def _trimmed(words: list[str]) -> str:
    """The lines as text, without the rules and empty lines that led to what was forwarded."""
    end = len(words)
    while end and (not words[end - 1].strip() or forward_forms.is_rule(words[end - 1])):
        end -= 1
    return "\n".join(words[:end]).strip("\n")
