"""Replies of every client, place and signature, as text and as HTML: the own words come out exactly."""

from itertools import cycle

import pytest

from mailbot.parse import html, reply_text
from tests.parse.reply_samples import CLIENTS, PLACES, SIGNATURES, WORDS, Client, page, plain

PRIYA = frozenset({"priya", "nair", "p", "n"})
SIGNED = [(words, signature) for signature, words in zip(SIGNATURES, cycle(WORDS), strict=False)]
WITH_MARKS = [each for each in CLIENTS if each.marks]


def text_of(body: str) -> str:
    return reply_text.text(body, "Re: Critical Alert", PRIYA)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("client", WITH_MARKS, ids=lambda client: client.name)
def test_text_with_quote_marks(client: Client, place: str) -> None:
    cases = [plain(client, words, place, signature) for words, signature in SIGNED]
    assert [text_of(body) for body, _ in cases] == [own for _, own in cases]


@pytest.mark.parametrize(
    "client", [each for each in CLIENTS if not each.marks], ids=lambda client: client.name
)
def test_text_without_quote_marks(client: Client) -> None:
    cases = [plain(client, words, "top", signature) for words, signature in SIGNED]
    assert [text_of(body) for body, _ in cases] == [own for _, own in cases]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_html(client: Client) -> None:
    places = ("top", "bottom") if client.marks else ("top",)
    cases = [page(client, words, place, signature) for place in places for words, signature in SIGNED[::3]]
    found = [text_of(html.text(document)[0]) for document, _ in cases]
    assert [_lines(own) for own in found] == [_lines(own) for _, own in cases]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
