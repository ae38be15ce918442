"""Received headers above the results of our mail host."""

import pytest

from mailbot.parse import received

OURS = "from x.example by mx2.secas.example with ESMTP"


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ([], ""),
        ([OURS, "by mail.secas.example with LMTP"], ""),
        (["from x.example by 192.0.2.1 with SMTP"], ""),
        (["from a (by evil.example) by mx.secas.example"], ""),
        (["from a by evil.example"], "evil.example"),
        (["from a by mx.secas.example by evil.example"], "evil.example"),
        (["from a by mx.evil-secas.example"], "mx.evil-secas.example"),
        ([OURS] * 9, "more than 8 Received headers"),
    ],
)
def test_foreign(above: list[str], told: str) -> None:
    found = received.foreign(above, "mx.secas.example")
    assert told in found
    assert bool(found) is bool(told)


def test_a_country_shares_its_second_label() -> None:
    assert received.foreign(["by mail.secas.co.uk"], "mx.secas.co.uk") == ""
    assert received.foreign(["by mail.evil.co.uk"], "mx.secas.co.uk")


def test_a_bare_word_has_no_domain_to_compare() -> None:
    assert received.foreign(["by evil.example"], "exchange-online") == ""
    assert received.foreign(["by evil.example"] * 9, "exchange-online")
