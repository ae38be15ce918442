"""Names, MPIDs and addresses looked up in the list."""

import pytest

from mailbot.model.alert import Fuel
from mailbot.model.mail import Address
from mailbot.model.supplier import Directory
from mailbot.policy.directory import Match, find, name_key, speaks_for
from tests.people import BRIGHTWATER, COBALT, LARKFIELD, LIST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dunmore Gas & Power Ltd", "dunmore gas and power limited"),
        ("Tamar  Valley Power plc", "TAMAR VALLEY POWER"),
        ("Énergie Côte Ltd.", "Energie Cote"),
        ("Cobalt-Commercial Power", "Cobalt Commercial Power Ltd"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Elm Energy", "Elm Energy Gas"), ("Ltd", "plc"), ("A1", "A11")])
def test_different_names_do_not(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("text", ["", "   ", "Ltd", "()", " - ", "\x00", "x" * 5000, "((((((((/////"])
def test_nothing_is_found_in_nothing(text):
    assert find(text, LIST).match is not Match.FOUND


def test_an_mpid_in_lower_case_is_a_word_and_no_mpid():
    assert find("brwa", LIST).match is not Match.FOUND


def test_the_fuel_narrows_an_mpid():
    assert find("BWG", LIST, Fuel.GAS).organisation == BRIGHTWATER
    assert find("BWG", LIST, Fuel.ELECTRICITY).match is Match.UNKNOWN


@pytest.mark.parametrize(
    ("address", "organisations"),
    [
        ("priya.nair@brightwater.example", (BRIGHTWATER,)),
        ("PRIYA.NAIR@Brightwater.Example", (BRIGHTWATER,)),
        ("anyone@cobalt.example", (COBALT,)),
        ("anyone@mail.cobalt.example", ()),
        ("anyone@cobalt.example.evil.example", ()),
        ("cobalt.example", ()),
        ("", ()),
    ],
)
def test_who_an_address_speaks_for(address, organisations):
    assert speaks_for(Address(address), LIST) == organisations


def test_a_domain_of_two_proves_neither_and_a_contact_of_one_proves_it():
    from dataclasses import replace

    shared = Directory((LARKFIELD, replace(COBALT, domains=("larkfield.example",))))
    assert len(speaks_for(Address("someone@larkfield.example"), shared)) == 2
    assert speaks_for(Address("hannah.reid@larkfield.example"), shared) == (LARKFIELD,)
