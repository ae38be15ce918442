"""Which parts of a mail are its body, and what they say (RFC 2046 section 5.1, RFC 2387, RFC 2183).

Takes the MIME tree of one mail; gives its text, its HTML as text, and every other part for the caller.
The texts of a multipart/mixed belong together, those of a multipart/alternative say the same. A part with a
file name or marked as an attachment is no body, unless the mail has no other. Never raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.parse import doubts, html
from mailbot.parse.charset import named, tidy, unflowed
from mailbot.parse.entity import Budget, Entity


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds no parts, and how many multiparts it stands in."""

    entity: Entity
    depth: int


@dataclass(frozen=True, slots=True)
class Bodies:
    """The text, the HTML as text, and all other parts in the order of the mail."""

    plain: str
    html_text: str
    others: tuple[Leaf, ...]


def collect(root: Entity, budget: Budget) -> Bodies:
    """The bodies of one mail. Mails inside it are among `others`."""
    leaves = tuple(_leaves(root, 0))
    chosen = {id(each) for each in (*_chosen(root, "text/plain"), *_chosen(root, "text/html"))}
    if not chosen:
        chosen = {id(leaf.entity) for leaf in leaves if _is_named_body(leaf.entity)}
    texts = [leaf.entity for leaf in leaves if id(leaf.entity) in chosen]
    plain = [_plain(each, budget) for each in texts if each.content_type == "text/plain"]
    pages = [_page(each, budget) for each in texts if each.content_type == "text/html"]
    return Bodies(
        plain=budget.text("\n".join(plain)),
        html_text=budget.text("\n".join(pages)),
        others=tuple(leaf for leaf in leaves if id(leaf.entity) not in chosen),
    )


def _leaves(entity: Entity, depth: int) -> Iterator[Leaf]:
    if not entity.children:
        yield Leaf(entity, depth)
    for child in entity.children:
        yield from _leaves(child, depth + 1)


def _chosen(entity: Entity, content_type: str) -> list[Entity]:
    """The parts of one type that are the body: of alternatives the first that has any, else all of them."""
    if not entity.children:
        return [entity] if entity.content_type == content_type and _is_body(entity) else []
    found = [each for child in entity.children if (each := _chosen(child, content_type))]
    if entity.content_type == "multipart/alternative":
        return found[0] if found else []
    return [each for several in found for each in several]


def _is_body(entity: Entity) -> bool:
    return entity.disposition != "attachment" and not entity.filename


def _is_named_body(entity: Entity) -> bool:
    """A text with a name that is not marked as an attachment: the body of some programs' mail."""
    text = entity.content_type in ("text/plain", "text/html")
    return text and entity.disposition != "attachment" and not entity.filename.casefold().endswith(".eml")


def _plain(entity: Entity, budget: Budget) -> str:
    written, defect = named(entity.octets(budget), entity.charset)
    budget.defect(defect)
    budget.defect(doubts.reordering(written))
    text = tidy(written)
    if entity.parameters.get("format", "").casefold() == "flowed":
        text = unflowed(budget.text(text), entity.parameters.get("delsp", "").casefold() == "yes")
    return text


def _page(entity: Entity, budget: Budget) -> str:
    document, defect = named(entity.octets(budget), entity.charset)
    budget.defect(defect)
    text, damages = html.text(budget.html(document))
    for damage in damages:
        budget.defect(damage)
    return text
