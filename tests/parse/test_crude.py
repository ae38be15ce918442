"""HTML without its tags, when no parser can bear it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import crude


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<p>a</p><p>b</p>c<br>d<BR/>e", "a\nb\nc\nd\ne"),
        ("<tr><td>MPAN</td>\n<td>10</td></tr>", "MPAN|10\n"),
        ("a<!-- not <b>this --> b<!-- nor this", "a b"),
        ("a<script>not this</script>b<style>.x{}</style>c", "abc"),
        ("a<script>never closed", "a"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<" + "x" * 6000 + ">", "<" + "x" * 6000 + ">"),
    ],
)
def test_words(document: str, words: str) -> None:
    assert crude.words(document, "|") == words


def test_what_outlook_alone_is_shown() -> None:
    document = "a<!--[if mso]><p>MPAN</p><style>x</style><![endif]-->b<!--[if gte mso 9]>c<![endif]-->"
    assert crude.for_outlook(document) == "MPAN\nc"
    assert crude.for_outlook("a<!-- b -->") == ""


@given(st.text(alphabet="<>!-/ptdrscipt &;a", max_size=200))
def test_any_document(document: str) -> None:
    assert isinstance(crude.words(document, "\t") + crude.for_outlook(document), str)
