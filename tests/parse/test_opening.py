"""The caps that hold while attachments are opened."""

import pytest

from mailbot.model.limits import Limits
from mailbot.parse.opening import CannotOpen, Opening, masked


@pytest.mark.parametrize(
    ("limits", "act", "why"),
    [
        ({"unpacked_bytes": 10}, lambda it: it.unpack(11), "it unpacks to more than 10 bytes"),
        ({"unpacked_ratio": 2}, lambda it: it.unpack(9), "it unpacks to more than 2 times its size"),
        ({"unpacked_bytes": 10}, lambda it: it.repeated(11), "it unpacks to more than 10 bytes"),
        ({"rows": 3}, lambda it: (it.more_rows(2), it.more_rows(2)), "it has more than 3 rows"),
        ({"text_characters": 3}, lambda it: it.text_of(4), "it has more than 3 characters"),
        ({"parts": 1}, lambda it: (it.another_part(), it.another_part()), "it has more than 1 parts"),
        ({"depth": 2}, lambda it: it.deeper(3), "it is nested more than 2 deep"),
    ],
)
def test_a_cap_that_is_passed_is_named(limits, act, why) -> None:
    opening = Opening(Limits(**limits), packed=4)
    with pytest.raises(CannotOpen) as raised:
        act(opening)
    assert str(raised.value) == why
    assert list(opening.over) == [f"what is attached {why.removeprefix('it ')}"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("1012345678903.pdf", "..8903.pdf"),
        ("alert 3938424403 a.csv in 118011111012345678903.zip", "alert ..4403 a.csv in ..8903.zip"),
        (
            "alerts_20261113.csv, 202611130740, 20261113074005",
            "alerts_20261113.csv, 202611130740, 20261113074005",
        ),
    ],
)
def test_no_name_tells_a_meter_point(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_below_the_caps_nothing_is_named() -> None:
    opening = Opening(Limits(), packed=4)
    opening.unpack(800)
    opening.repeated(800)
    opening.more_rows(20_000)
    opening.another_part()
    opening.deeper(12)
    opening.doubt("")
    assert (opening.over, opening.defects) == ({}, {})


def test_what_is_doubtful_is_noted_once() -> None:
    opening = Opening(Limits())
    opening.doubt("doubtful: it hides rows")
    opening.doubt("doubtful: it hides rows")
    assert list(opening.defects) == ["doubtful: it hides rows"]
