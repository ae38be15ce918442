"""Whether a value is one, field by field."""

import pytest

from mailbot.model.alert import Fuel
from mailbot.parse import values
from tests.parse.alert_texts import DEVICE_A, GAS, A


@pytest.mark.parametrize(
    "value",
    [
        "",
        " - ",
        "N/A",
        "(none)",
        "<none>",
        "TBC",
        "To be confirmed.",
        "see attached",
        "#N/A",
        "[blank]",
        "??",
        "nan",
    ],
)
def test_what_says_nothing(value: str) -> None:
    assert values.says_nothing(value)


@pytest.mark.parametrize("value", ["0", "Cobalt", "not Cobalt", "no idea", "1012345678903"])
def test_what_says_something(value: str) -> None:
    assert not values.says_nothing(value)


@pytest.mark.parametrize(
    ("word", "fuel"),
    [("Elec", Fuel.ELECTRICITY), ("gas.", Fuel.GAS), ("G", Fuel.GAS), ("Dual", Fuel.NONE), ("", Fuel.NONE)],
)
def test_fuels(word: str, fuel: Fuel) -> None:
    assert values.fuel(word) is fuel


@pytest.mark.parametrize(
    ("field", "value", "strictly", "fits"),
    [
        ("mpan", A, True, True),
        ("mpan", f"{A} (core)", False, True),
        ("mpan", "1012345678904", False, True),
        ("mprn", GAS, True, True),
        ("mpxn", GAS, True, True),
        ("mpxn", "Cobalt", False, False),
        ("device", DEVICE_A, True, True),
        ("device", f"{DEVICE_A} (ESME)", False, True),
        ("code", "0x8F3F", True, True),
        ("code", "8F3F Tamper", False, True),
        ("name", "8F3F Tamper", False, True),
        ("name", "Tamper", False, False),
        ("raised_at", "24/11/2026 09:05", True, True),
        ("raised_at", "24/11/2026", False, False),
        ("date", "24/11/2026", True, True),
        ("time", "09:05", True, True),
        ("supplier", "Cobalt", False, False),
    ],
)
def test_fields(field: str, value: str, strictly: bool, fits: bool) -> None:
    assert values.strictly(field, value) is strictly
    assert values.fits(field, value) is fits
