"""Undo a forward: the body of a mail to layers, one author each.

Takes a Mail; gives its layers, outermost first: the sender's own words, then what each mail client wrote in
below them, then the mails attached. No RFC covers inline forwards: `forward_layers` finds the stretches, and one
loop here puts them in order. What is quoted in a reply is a layer too, of the form 'quoted', so that nobody's words
are taken for another's; a quote in a mail whose Subject says that it forwards, and that holds no other forward, is
what it forwards. A redirect (RFC 5322, section 3.6.6) is a mail by its own author: its layers are as of any mail,
and only `original` says that it was passed on. Never raises; nesting past the cap stays in the layer above.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from mailbot.model.classified import Original
from mailbot.model.limits import Limits
from mailbot.model.mail import TABLE, Address, Layer, Mail
from mailbot.parse import forward_forms, forward_labels, subject
from mailbot.parse.forward_layers import Inner, Setting, divide, divided

__all__ = ["Layer", "alternative_layers", "foreign", "layers", "original"]


_NOT_FORWARDED = ("", forward_forms.QUOTED, TABLE)


def layers(mail: Mail, limits: Limits) -> tuple[Layer, ...]:
    """The layers of the body that a person reads, and of every mail attached. Depth 0 is always there."""
    return _layers(mail, limits, lambda each: each.text)


def alternative_layers(mail: Mail, limits: Limits) -> tuple[Layer, ...]:
    """The same from the HTML, where the mail or one attached to it has text and HTML; else nothing."""
    if not _has_both(mail):
        return ()
    return _layers(mail, limits, lambda each: each.html_text if each.html_text.strip() else each.text)


def foreign(lines: Sequence[str], written: str, most: int = 20_000) -> tuple[tuple[int, int], ...]:
    """The stretches of a body that are not its author's own, openings included: first line, line behind the last.

    written: the Subject above the lines. most: lines that are looked at.
    """
    return tuple((at, each.end) for at, each in divided("\n".join(lines), Setting.of(written), most)[1])


def original(
    several: tuple[Layer, ...], mail: Mail | None = None, others: tuple[Layer, ...] = ()
) -> Original | None:
    """The outermost forwarded mail, its body without the header block; None when nothing was forwarded.

    mail: the mail itself, for what only its header says: that it was redirected, and a Subject that the header block
    leaves out. others: the layers of its other body; the richer of the two is taken.
    """
    if mail and mail.header("Resent-From") and (mail.header("Resent-To") or mail.header("Resent-Date")):
        return _redirected(mail)
    found = [_from_layer(each) for body in (several, others) if (each := _outermost(body))]
    if not found:
        return None
    best = max(found, key=_richness)
    before = subject.unforwarded(mail.subject) if mail else None
    return best if best.subject or not before else replace(best, subject=before)


def _outermost(several: tuple[Layer, ...]) -> Layer | None:
    forwarded = [each for each in several if each.depth > 0 and each.form not in _NOT_FORWARDED]
    return min(forwarded, key=lambda layer: layer.depth, default=None)


def _from_layer(layer: Layer) -> Original:
    return Original(
        from_address=layer.from_.address if layer.from_ else "",
        from_name=layer.from_.name if layer.from_ else "",
        to=_shown(layer.to),
        cc=_shown(layer.cc),
        subject=layer.subject,
        date=layer.date,
        body=layer.whole,
        form=layer.form,
    )


def _redirected(mail: Mail) -> Original:
    from_ = mail.from_[0] if mail.from_ else Address("")
    return Original(
        from_address=from_.address,
        from_name=from_.name,
        to=_shown(mail.to),
        cc=_shown(mail.cc),
        subject=mail.subject,
        date=mail.header("Date"),
        body=mail.text.strip("\n"),
        form=forward_forms.RESENT,
    )


def _richness(found: Original) -> int:
    """How many of the things that a reader wants to know it says."""
    return sum(map(bool, (found.from_address, found.from_name, found.subject, found.date, found.body)))


def _shown(several: tuple[Address, ...]) -> tuple[str, ...]:
    return tuple(each.address or each.name for each in several)


def _has_both(mail: Mail) -> bool:
    both = bool(mail.plain.strip() and mail.html_text.strip())
    return both or any(_has_both(inner) for inner in mail.enclosed)


def _layers(mail: Mail, limits: Limits, body: Callable[[Mail], str]) -> tuple[Layer, ...]:
    own = Layer("the body", "", subject=mail.subject)
    found = list(_inline(own, body(mail), limits))
    if _only_forwards(mail.subject) and not mail.enclosed:
        found = _quote_forwarded(found)
    for number, inner in enumerate(mail.enclosed, 1):
        where = f"attached mail {number}"
        for layer in _layers(inner, limits, body):
            found.append(_attached(layer, inner, where, body))
    return (*found, *mail.tables)


def _only_forwards(written: str) -> bool:
    """Whether a Subject is a forward's and, unlike 'VS:', never a reply's."""
    return subject.is_forward(written) and not subject.is_reply(written)


def _quote_forwarded(found: list[Layer]) -> list[Layer]:
    """The layers, the quote that the Subject calls a forward being one: where nothing else was forwarded beside it."""
    beside = [each for each in found if each.depth == 1]
    inside = any(each.form not in _NOT_FORWARDED for each in found)
    if any(each.form not in _NOT_FORWARDED for each in beside):
        return found
    quote = next((each for each in beside if each.from_ or not inside), None)
    form = forward_forms.QUOTED_FORWARD
    where = _where(form)
    return [replace(each, form=form, where=where) if each is quote else each for each in found]


def _attached(layer: Layer, inner: Mail, where: str, body: Callable[[Mail], str]) -> Layer:
    """A layer of an attached mail, one deeper; its own words carry what its headers say."""
    if layer.depth:
        return replace(layer, depth=layer.depth + 1, where=f"{layer.where}, in {where}")
    return Layer(
        where=where,
        text=layer.text,
        depth=1,
        form=inner.form,
        from_=inner.from_[0] if inner.from_ else None,
        to=inner.to,
        cc=inner.cc,
        subject=inner.subject,
        date=inner.header("Date"),
        whole=_without_blank_ends(body(inner).split("\n")),
    )


@lru_cache(maxsize=4)
def _inline(own: Layer, text: str, limits: Limits) -> tuple[Layer, ...]:
    """The one loop: take a stretch, keep its author's words, put what is inside it next.

    Several readers ask for the layers of one mail, one after the other.
    """
    answers = subject.is_reply(own.subject) and not subject.is_forward(own.subject)
    words, inner = divided(text, Setting.of(own.subject), limits.lines)
    found = [replace(own, subject="", text=_trimmed(words))]
    pending = [(_layer(each, own, answers), each.lines) for _, each in reversed(inner)]
    while pending:
        layer, lines = pending.pop()
        words, inner = tuple(lines), ()
        if layer.depth < limits.depth and len(found) + len(pending) < limits.parts:
            words, inner = divide(lines, _setting(layer), limits.lines)
        found.append(replace(layer, text=_trimmed(words)))
        pending.extend((_layer(each, layer, answers), each.lines) for _, each in reversed(inner))
    return tuple(found)


def _setting(layer: Layer) -> Setting:
    """Below the outermost text every block came along with a mail: nothing there is a reply of the sender's."""
    return Setting(forwards=subject.is_forward(layer.subject))


def _layer(inner: Inner, outer: Layer, answers: bool) -> Layer:
    """The layer of a stretch found in another. What a reply quotes is quoted, a forward inside it too."""
    form = forward_forms.QUOTED if answers and outer.form == forward_forms.QUOTED else inner.form
    block = inner.block
    return Layer(
        where=_where(form),
        text="",
        depth=outer.depth + 1,
        form=form,
        from_=inner.from_,
        to=block.addresses(forward_labels.TO),
        cc=block.addresses(forward_labels.CC),
        subject=block.values.get(forward_labels.SUBJECT, ""),
        date=block.values.get(forward_labels.DATE, ""),
        whole=_without_blank_ends(inner.lines),
    )


def _where(form: str) -> str:
    return "the quoted mail" if form == forward_forms.QUOTED else f"the forwarded mail ({form})"


def _trimmed(words: Sequence[str]) -> str:
    """The lines as text, without the rules and empty lines that led to what was forwarded."""
    end = len(words)
    while end and (not words[end - 1].strip() or forward_forms.is_rule(words[end - 1])):
        end -= 1
    return "\n".join(words[:end]).strip("\n")


def _without_blank_ends(lines: Sequence[str]) -> str:
    """The lines as text, without the blank ones before and behind it; the blanks of its first line are kept."""
    places = [place for place, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[places[0] : places[-1] + 1]) if places else ""
