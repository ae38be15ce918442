"""The previews: every letter there is, with facts that are plainly invented."""

from collections.abc import Callable

import pytest

from mailbot.compose.preview import names, sample
from mailbot.model.errors import CallError
from mailbot.model.letter import Letter, LetterKind


def test_every_kind_of_letter_has_a_preview() -> None:
    assert {sample(name).kind for name in names()} == set(LetterKind)


@pytest.mark.parametrize("name", names())
def test_a_letter_is_sober(name: str, assert_says_the_same: Callable[[Letter], None]) -> None:
    letter = sample(name)
    assert_says_the_same(letter)
    assert all(word not in letter.html for word in ("<a ", "<img", "href", "src=", "url(", "<script", "http"))
    assert letter.html.count("<table") == letter.html.count("</table>")
    assert "{" not in letter.text
    assert "\n\n\n" not in letter.text
    assert len(letter.subject) <= 90
    assert all(line == line.rstrip() for line in letter.text.splitlines())


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(CallError) as refused:
        sample("recipe")
    assert str(refused.value) == (
        f"There is no letter called 'recipe'. The letters are: {', '.join(names())}."
    )
    assert "relayed_alert_device_only" in names()
