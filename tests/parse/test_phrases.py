"""Tables of phrases."""

from mailbot.parse import phrases


def test_a_table_is_cut_at_its_semicolons() -> None:
    assert phrases.phrases("\n    One  two;\n    Three;; four\n") == ("one two", "three", "four")
    assert phrases.phrases(" ") == ()


def test_text_is_compared_in_its_plain_form() -> None:
    assert phrases.plain("  Couldn’t\n\tbe – DELIVERED ") == "couldn't be - delivered"
    assert phrases.says("it could not be", ("x", "could not"))
    assert not phrases.says("it could", ("x", "could not"))
