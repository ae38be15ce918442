"""XML -> a tree of elements (XML 1.0), by a parser that takes neither entities nor a document type.

Takes bytes; gives the root element. A document type, an entity, or what is no well-formed XML raises CannotOpen;
never another exception.
"""

from collections.abc import Iterator
from typing import Protocol

from mailbot.parse.opening import CannotOpen


class Element(Protocol):
    """As much of xml.etree's Element as is used here."""

    tag: str
    text: str | None
    attrib: dict[str, str]

    def get(self, key: str, default: str = ..., /) -> str:
        """An attribute."""

    def iter(self) -> "Iterator[Element]":
        """Itself and all elements in it."""

    def __iter__(self) -> "Iterator[Element]":
        """Its children."""


def tree(document: bytes) -> Element:
    """The root of the document."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException, ElementTree

    try:
        root: Element = ElementTree.fromstring(document, forbid_dtd=True)
    except DefusedXmlException:
        raise CannotOpen("its XML has a document type or entities, which are not read") from None
    except (ParseError, ValueError, LookupError) as error:
        raise CannotOpen("its XML is damaged") from error
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
