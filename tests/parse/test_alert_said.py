"""A supplier that one plain sentence names, where no label names any."""

import pytest

from tests.parse.alert_texts import A, B, attached, only, reading

ONE = f"MPAN: {A}\nAlert Code: 8F3F"
TWO = f"MPAN\tAlert Code\n{A}\t8F3F\n{B}\t8F3E"


@pytest.mark.parametrize(
    "sentence",
    [
        "The site is now supplied by Cobalt Commercial Power Ltd.",
        "This customer is now with Cobalt Commercial Power Ltd",
        "The new supplier is Cobalt Commercial Power Ltd.",
        "The customer's new supplier is Cobalt Commercial Power Ltd.",
        "Hello,\n\nThe meter point below is now supplied by Cobalt Commercial Power Ltd since 1 October 2025.",
        "The site is now supplied by Cobalt Commercial Power Ltd.\n\nIt is now with COBALT COMMERCIAL POWER LTD.",
    ],
)
def test_one_sentence_names_the_supplier_of_the_alert(sentence: str) -> None:
    for alert in (only(f"{sentence}\n\n{ONE}"), only(sentence, ONE), only(f"{ONE}\n\n{sentence}")):
        assert alert.named_supplier == "Cobalt Commercial Power Ltd"
        assert alert.problems == ()
        assert dict(alert.provenance)["named_supplier"].endswith("prose")


@pytest.mark.parametrize(
    "sentence",
    [
        "The site next door is now supplied by Cobalt.",
        "Some of them are now supplied by Cobalt.",
        "We hear the site is now supplied by Cobalt.",
        "The site is not now supplied by Cobalt.",
        "The site is now supplied by Cobalt or Dunmore, depending on the day.",
        "The site is now supplied by Cobalt and the other by Dunmore.",
        "The site is now supplied by Cobalt.\n\nThe site next door is now supplied by Cobalt.",
        "The site is now supplied by Cobalt.\n\nThe new supplier is Dunmore.",
        "New Supplier: TBC\n\nThe site is now supplied by Cobalt.",
        "MPAN 1012345678903 is now supplied by Cobalt.",
        "Our customers are happy.",
    ],
)
def test_what_is_not_plain_names_nobody(sentence: str) -> None:
    assert only(f"{sentence}\n\n{ONE}").named_supplier == ""


def test_a_doubt_beside_the_sentence_is_kept() -> None:
    alert = only(f"The new supplier is Cobalt. Not sure about this, it may be an old supplier.\n\n{ONE}")
    assert alert.problems


def test_what_stands_inside_says_nothing_of_what_stands_around() -> None:
    assert only(ONE, "The site is now supplied by Cobalt.").named_supplier == ""


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("All of these are now supplied by Cobalt.", "Cobalt"),
        ("Both customers listed in the table attached are now with Cobalt.", "Cobalt"),
        ("The customer is now supplied by Cobalt.", ""),
    ],
)
def test_of_several_alerts_the_sentence_must_speak_of_several(sentence: str, named: str) -> None:
    assert [each.named_supplier for each in attached(TWO, sentence).alerts] == [named] * 2
    assert {each.named_supplier for each in reading(f"{sentence}\n\n{TWO}").alerts} == {named}


def test_a_label_that_names_a_supplier_is_enough() -> None:
    alert = only(f"The site is now supplied by Dunmore.\n\n{ONE}\nNew Supplier: Cobalt")
    assert alert.named_supplier == "Cobalt"
    assert alert.problems


@pytest.mark.parametrize(
    "block",
    [
        f"{ONE}\nOld Supplier: Cobalt",
        f"MPAN\tAlert Code\tWho had it\n{A}\t8F3F\tCobalt",
        f"{ONE}\nRaised: 24/11/2026 09:05\nGain Date: 25/11/2026",
    ],
)
def test_what_the_block_says_otherwise_is_believed(block: str) -> None:
    assert only(f"The site is now supplied by Cobalt.\n\n{block}").named_supplier == ""
