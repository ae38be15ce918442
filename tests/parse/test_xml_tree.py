"""XML without entities and document types."""

import pytest

from mailbot.parse.opening import CannotOpen
from mailbot.parse.xml_tree import local, tree

BOMB = b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
FILE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'


def test_a_document_becomes_a_tree() -> None:
    root = tree(
        b'<?xml version="1.0" encoding="UTF-16"?><a xmlns="urn:b"><c d="e">f</c></a>'.replace(
            b"UTF-16", b"UTF-8"
        )
    )
    assert (local(root), local(next(iter(root))), next(iter(root)).get("d", "")) == ("a", "c", "e")


@pytest.mark.parametrize("document", [BOMB, FILE, b"<!DOCTYPE a><a/>"])
def test_entities_and_document_types_are_refused(document: bytes) -> None:
    with pytest.raises(CannotOpen, match="its XML has a document type or entities, which are not read"):
        tree(document)


@pytest.mark.parametrize(
    "document",
    [b"", b"<a>", b"<a/><b/>", b"\x00", b'<?xml version="1.0" encoding="none-such"?><a/>', b"<a>&b;</a>"],
)
def test_what_is_no_xml_is_damaged(document: bytes) -> None:
    with pytest.raises(CannotOpen, match="its XML is damaged"):
        tree(document)
