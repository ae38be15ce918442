"""Mailboxes, however they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.mail import Address
from mailbot.parse import addresses


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a@b.example", [("a@b.example", "")]),
        ("<a@b.example>", [("a@b.example", "")]),
        ("Ann <a@b.example>", [("a@b.example", "Ann")]),
        ('"Lee, Ann" <a@b.example>', [("a@b.example", "Lee, Ann")]),
        ('"Ann \\"Q\\" Lee" <a@b.example>', [("a@b.example", 'Ann "Q" Lee')]),
        ("a@b.example (Ann Lee)", [("a@b.example", "Ann Lee")]),
        ("=?utf-8?q?Ann=2C_Lee?= <a@b.example>", [("a@b.example", "Ann, Lee")]),
        ('"=?utf-8?q?Zo=C3=AB?=" <a@b.example>', [("a@b.example", "Zoë")]),
        ("=?utf-8?b?Wm8=?= =?utf-8?b?w6s=?= <a@b.example>", [("a@b.example", "Zoë")]),
        ("a@b.example, Bo <c@d.example>", [("a@b.example", ""), ("c@d.example", "Bo")]),
        ("a@b.example; c@d.example", [("a@b.example", ""), ("c@d.example", "")]),
        ("Team: a@b.example, Bo <c@d.example>;", [("a@b.example", ""), ("c@d.example", "Bo")]),
        ("undisclosed-recipients:;", []),
        ("Team:;, a@b.example", [("a@b.example", "")]),
        ("Ann <a@b.example", [("a@b.example", "Ann")]),
        ("Ann <a@b.example, Bo <c@d.example>", [("a@b.example", "Ann"), ("c@d.example", "Bo")]),
        ('Ann "Lee <a@b.example>', [("a@b.example", "Ann Lee")]),
        ("Ann (Lee <a@b.example>", [("a@b.example", "Ann (Lee")]),
        ("<@x.example,@y.example:a@b.example>", [("a@b.example", "")]),
        ("Ann <mailto:a@b.example>", [("a@b.example", "Ann")]),
        ('"a b"@c.example', [('"a b"@c.example', "")]),
        ("Ann", []),
        ("", []),
        (",,;", []),
        ("<>", []),
    ],
)
def test_mailboxes(value: str, found: list[tuple[str, str]]) -> None:
    assert addresses.mailboxes(value) == tuple(Address(*each) for each in found)


@given(st.text(alphabet='ab@.<>(),;:"\\ =?', max_size=80))
def test_any_value_gives_addresses_with_an_at(value: str) -> None:
    assert all("@" in each.address for each in addresses.mailboxes(value))
