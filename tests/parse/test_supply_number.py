"""The box of a bill, one cell a line: only a good supply number is put together."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Layer
from mailbot.parse.lines import lines_of
from mailbot.parse.supply_number import boxed
from tests.parse.alert_texts import A, only

BOX = ("S", "00", "801", "112", "10", "1234", "5678", "903")


def read(*cells: str, between: str = "\n\n") -> tuple[str, int] | None:
    lines, _ = lines_of(Layer("the body", between.join(cells)), Limits())
    return boxed(lines, 0)


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (BOX, "00 801 112 10 1234 5678 903"),
        (BOX[1:], "00 801 112 10 1234 5678 903"),
        (BOX[4:], "10 1234 5678 903"),
        ((*BOX, "8F3F"), "00 801 112 10 1234 5678 903"),
        ((*BOX[:7], "904"), None),
        (("S",), None),
        (("S", "00", "S"), None),
        ((A,), None),
        (("1234",) * 40, None),
        (("Cobalt",), None),
    ],
)
def test_what_is_put_together(cells: tuple[str, ...], number: str | None) -> None:
    found = read(*cells)
    assert (found[0] if found else None) == number


def test_the_place_behind_the_box_is_told() -> None:
    assert read(*BOX, "Alert Code: 8F3F", between="\n") == ("00 801 112 10 1234 5678 903", 8)


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n"])
def test_an_alert_with_such_a_box(between: str) -> None:
    alert = only(between.join(("Supply Number", *BOX, "Alert Code: 8F3F", "New Supplier: Cobalt")))
    assert (alert.mpxn, alert.code, alert.named_supplier) == (A, "8F3F", "Cobalt")
    assert alert.problems == ()
