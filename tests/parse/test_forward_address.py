"""Mailboxes as mail clients show them in header blocks."""

import pytest

from mailbot.model.mail import Address
from mailbot.parse.forward_address import has_address, mailbox, mailboxes


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        ("Ann Lee <a@b.example>", "a@b.example", "Ann Lee"),
        ('"Lee, Ann" <a@b.example>', "a@b.example", "Lee, Ann"),
        ("Lee, Ann <a@b.example>", "a@b.example", "Lee, Ann"),
        ("'Ann Lee' <a@b.example>", "a@b.example", "Ann Lee"),
        ("“Ann Lee” <a@b.example>", "a@b.example", "Ann Lee"),
        ("Ann Lee [mailto:a@b.example]", "a@b.example", "Ann Lee"),
        ("Ann Lee [mailto:a@b.example] ", "a@b.example", "Ann Lee"),
        ('"Ann Lee" <mailto:a@b.example>', "a@b.example", "Ann Lee"),
        ("Ann Lee <mailto:a@b.example>", "a@b.example", "Ann Lee"),
        ("Ann Lee (mailto:a@b.example)", "a@b.example", "Ann Lee"),
        ("Ann Lee <a@b.example<mailto:a@b.example>>", "a@b.example", "Ann Lee"),
        ("Ann Lee <a@b.example <mailto:a@b.example> >", "a@b.example", "Ann Lee"),
        ("Ann Lee <a@b.example> <mailto:a@b.example>", "a@b.example", "Ann Lee"),
        ("Ann Lee <A@B.example>", "A@B.example", "Ann Lee"),
        ("a@b.example<mailto:a@b.example>", "a@b.example", ""),
        ("a@b.example [mailto:a@b.example]", "a@b.example", ""),
        ("a@b.example <a@b.example>", "a@b.example", ""),
        ("'a@b.example' <a@b.example>", "a@b.example", ""),
        ("<a@b.example>", "a@b.example", ""),
        ("a@b.example", "a@b.example", ""),
        ("'a@b.example'", "a@b.example", ""),
        ("a@b.example;", "a@b.example", ""),
        ("Ann Lee (a@b.example)", "a@b.example", "Ann Lee"),
        ("a@b.example (Ann Lee)", "a@b.example", "Ann Lee"),
        ("Ann Lee a@b.example", "a@b.example", "Ann Lee"),
        ("Ann Lee - a@b.example", "a@b.example", "Ann Lee -"),
        ("Ann Lee via Operations <ops@b.example>", "ops@b.example", "Ann Lee via Operations"),
        ("c@d.example On Behalf Of Ann Lee <a@b.example>", "a@b.example", "Ann Lee"),
        ("Relay <r@d.example> im Auftrag von Ann Lee <a@b.example>", "r@d.example", "Relay"),
        ("relay [mailto:r@d.example] On Behalf Of Ann Lee", "r@d.example", "relay"),
        ("Ann Lee", "", "Ann Lee"),
        ("Lee, Ann", "", "Lee, Ann"),
        ("Ann Lee <>", "", "Ann Lee"),
        ("Ann Lee/LARK@LARK", "", "Ann Lee/LARK@LARK"),
        ("Ann Lee </O=LARK/OU=EXCHANGE/CN=ALEE>", "", "Ann Lee"),
        ("</O=LARK/CN=ALEE>", "", "/O=LARK/CN=ALEE"),
        ("Ann Lee <a@b.example<https://portal.example/x>>", "a@b.example", "Ann Lee"),
        ("Ann Lee <https://portal.example/x>", "", "Ann Lee"),
        ('"ann lee"@b.example', '"ann lee"@b.example', ""),
        ("a/b@c.example", "a/b@c.example", ""),
        ("*Ann Lee* <a@b.example>", "a@b.example", "Ann Lee"),
        ("Ann @ Larkfield <a@b.example>", "a@b.example", "Ann @ Larkfield"),
        ("山田 花子 <a@b.example>", "a@b.example", "山田 花子"),
        ("", "", ""),
        ("@", "", "@"),
    ],
)
def test_one_mailbox(value: str, address: str, name: str) -> None:
    assert mailbox(value) == Address(address, name)
    assert has_address(value) is bool(address)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Ann <a@b.example>; Bo <c@d.example>", ["a@b.example", "c@d.example"]),
        ("Ann <a@b.example>;", ["a@b.example"]),
        ("Lee, Ann <a@b.example>, Ray, Bo <c@d.example>", ["a@b.example", "c@d.example"]),
        ("a@b.example, c@d.example, ", ["a@b.example", "c@d.example"]),
        ("a@b.example、c@d.example", ["a@b.example", "c@d.example"]),
        ("a@b.example, Bo Ray", ["a@b.example", ""]),
        ("Ann Lee; Bo Ray", ["", ""]),
        ("Lee, Ann", [""]),
        ("undisclosed-recipients:;", [""]),
        ("", []),
        (";;", []),
    ],
)
def test_several_mailboxes(value: str, found: list[str]) -> None:
    assert [each.address for each in mailboxes(value)] == found


def test_a_list_is_read_up_to_a_cap() -> None:
    assert len(mailboxes("a@b.example;" * 5_000)) < 2_000
