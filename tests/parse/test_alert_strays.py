"""What stands in a mail and is in no alert read is told, wherever it stands."""

import pytest

from tests.parse.alert_texts import A, B, C, reading

BLOCK = f"MPAN: {A}\nAlert Code: 8F3F\nDate/Time: 23/11/2026 09:05\nNew Supplier: Cobalt"


@pytest.mark.parametrize(
    "written",
    [C, "15 0012 3456 780", "15-0012-3456-780", f"00801200{C}", f"({C}),", "15 0012 3456 780 23/11/2026"],
)
def test_a_meter_point_that_no_alert_is_about(written: str) -> None:
    sentence = "The mail also has the meter point ending 6780, which no alert that was read is about."
    assert reading(f"{BLOCK}\n\nAnd look at {written} too.").strays == (sentence,)


@pytest.mark.parametrize("written", ["8F76", "0x8F76", "8f76", "(8F76)", "8F76/", "0x 8F76"])
def test_a_code_that_no_alert_has(written: str) -> None:
    sentence = "The mail also has the alert code 8F76, which no alert that was read has."
    assert reading(f"{BLOCK}\n\nAnd {written} came in.").strays == (sentence,)


def test_every_layer_and_its_signature_is_looked_at() -> None:
    found = reading("See below.\n\nKind regards\n\nMegan\n8F76", f"{BLOCK}\n\nAlso {C}.").strays
    assert [each.partition(",")[0] for each in found] == [
        "The mail also has the meter point ending 6780",
        "The mail also has the alert code 8F76",
    ]


@pytest.mark.parametrize(
    "words",
    [
        f"The alert 8F3F of {A} again.",
        "1012345678904",
        "Telephone 020 7946 0117, registered 12345678",
        "Code 8F12 is not relayed.",
        "8F-76-00-11-22-33-44-55",
        "We have 8002 customers.",
        "A8F76B",
        "0000000000000",
        "Originator Counter: 4611686018427387911",
    ],
)
def test_what_is_no_stray(words: str) -> None:
    assert reading(f"{BLOCK}\n\n{words}").strays == ()


def test_many_strays_are_counted() -> None:
    codes = " ".join(f"8F{number:02X}" for number in range(0xA0, 0xFF))
    found = reading(f"{BLOCK}\n\n{codes}").strays
    assert len(found) == 51
    assert found[-1] == f"The mail has {95 - 50} more meter points or codes of this kind."


def test_no_sentence_tells_a_whole_meter_point() -> None:
    found = reading(f"{BLOCK}\n\n{B} and {C} with 8F76").strays
    assert len(found) == 3
    assert not any(B in each or C in each for each in found)
