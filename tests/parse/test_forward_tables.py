"""The tables of labels and openings hold together: every word is found, and means one thing."""

import pytest

from mailbot.parse import forward_labels as labels
from mailbot.parse import forward_openings as openings
from mailbot.parse.forward_block import header_line
from mailbot.parse.forward_forms import apart, is_ending, is_rule, is_ruled, opening
from tests.parse.forward_languages import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.code)
def test_the_labels_of_every_language(language: Language) -> None:
    words = (language.from_, language.sent, language.date, language.to, language.subject)
    roles = (labels.FROM, labels.DATE, labels.DATE, labels.TO, labels.SUBJECT)
    for word, role in zip(words, roles, strict=True):
        for line in (
            f"{word}: x",
            f"*{word}:* x",
            f"  {word.upper()} :\tx",
            f"{word}：x",
            f"| {word} | : x |",
        ):
            assert header_line(line)[1:] == (role, "x"), line


def test_a_label_stands_for_one_thing_in_all_languages() -> None:
    assert set(labels.LABELS.values()) == {"from", "date", "to", "cc", "subject", "other"}
    assert all(label == labels.normal(label) for label in labels.LABELS)
    assert len(labels.LABELS) > 700


@pytest.mark.parametrize(
    "line", ["Phone: x", "From", "From x", ": x", "", "\t", "x" * 50 + "From: x", "Frommage: x", "> From: x"]
)
def test_what_is_no_header_line(line: str) -> None:
    assert header_line(line) == ("", "", "")


@pytest.mark.parametrize("words", [each for row in openings.FORWARDED for each in row.split("|")])
def test_every_word_for_a_forward_opens_one(words: str) -> None:
    found = opening(f"---------- {words} ----------")
    assert found is not None
    assert found.form.name in ("gmail", "openxchange")


@pytest.mark.parametrize("words", [each for row in openings.ORIGINAL for each in row.split("|")])
def test_every_word_for_an_original_opens_one(words: str) -> None:
    found = opening(f"-----{words}-----")
    assert found is not None
    assert found.form.name == "outlook" if found.form.answers else found.form.name == "yahoo"


@pytest.mark.parametrize("words", [each for row in openings.BEGINNING for each in row.split("|")])
def test_every_beginning_opens_a_forward(words: str) -> None:
    for line in (f"{words}:", f" {words} :", f"{words}：", f"*{words}:*".replace(":*", ":")):
        found = opening(line)
        assert found is not None, line
        assert found.form.name in ("apple", "gmail")


@pytest.mark.parametrize("words", openings.ENDINGS.split("|"))
def test_every_ending_ends_one(words: str) -> None:
    assert is_ending(f"----- {words} -----")
    assert is_ending(f"--- {words.upper() if words.isascii() else words}")
    assert not is_ending(words)


@pytest.mark.parametrize(
    ("line", "form", "author"),
    [
        ("----- Forwarded by Ann Lee/LARK on 23/11/2026 -----", "notes", ""),
        ("---------------------- Weitergeleitet von Ann Lee ----", "notes", ""),
        ("----- Forwarded message from Ann <a@b.example> -----", "mutt", "Ann <a@b.example>"),
        ("----------  Forwarded Message  ----------", "kmail", ""),
        ("============ Forwarded message ============", "zoho", ""),
        ("---- Begin forwarded message ----", "apple", ""),
        ("- - - Original Message - - -", "ionos", ""),
    ],
)
def test_what_an_opening_line_says(line: str, form: str, author: str) -> None:
    found = opening(line)
    assert found is not None
    assert (found.form.name, found.author) == (form, author)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "---",
        "Forwarded message",
        "-- Forwarding",
        "----- the news -----",
        "Original Message:",
        "---- x" * 60,
        "> -",
    ],
)
def test_what_opens_nothing(line: str) -> None:
    assert opening(line) is None


@pytest.mark.parametrize(
    ("line", "rule", "ruled"),
    [
        ("-----", True, False),
        ("_" * 32, True, False),
        ("- - - - -", True, False),
        ("----", False, False),
        ("--- words ---", False, True),
        ("--- words", False, False),
        ("--- 12 ---", False, False),
        ("words", False, False),
        ("", False, False),
    ],
)
def test_rules(line: str, rule: bool, ruled: bool) -> None:
    assert (is_rule(line), is_ruled(line)) == (rule, ruled)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("  --- Forwarded message --- From: a@b.example", ("--- Forwarded message ---", "From: a@b.example")),
        ("--- Forwarded message ---", ("", "")),
        ("--- Forwarded message --- From", ("", "")),
        ("words", ("", "")),
    ],
)
def test_an_opening_and_more_on_one_line(line: str, pieces: tuple[str, str]) -> None:
    assert apart(line) == pieces
