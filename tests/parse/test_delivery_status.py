"""The fields of a report, however broken."""

import pytest

from mailbot.parse import delivery_status

A = "Final-Recipient: rfc822; a@b.example"
C = "Final-Recipient: rfc822; c@d.example"
FAILED = "Action: failed"
LOCAL = ("b@c.example", "failed", "")
HEAD = "Reporting-MTA: dns; mx.example\n\n"


def read(text: str) -> list[tuple[str, str, str]]:
    return [(each.address, each.action, each.status) for each in delivery_status.recipients(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            f"{HEAD}{A}\nAction: failed\nStatus: 5.1.1\n",
            [("a@b.example", "failed", "5.1.1")],
        ),
        (
            f"{HEAD}Action: failed\r\nStatus: 5.1.1\r\nFinal-Recipient: rfc822;a@b.example\r\n",
            [("a@b.example", "failed", "5.1.1")],
        ),
        (
            f"{A}\nAction: failed\n{C}\nAction: delayed",
            [("a@b.example", "failed", ""), ("c@d.example", "delayed", "")],
        ),
        (
            f"Original-Recipient: rfc822; o@b.example\n{A}\nAction: failed\n",
            [("o@b.example", "failed", "")],
        ),
        (f"{A}\n\nAction: failed\nStatus: 5.2.2", [("a@b.example", "failed", "5.2.2")]),
        (
            f"{A}\n\n{C}\n\nStatus: 5.1.1",
            [("a@b.example", "failed", ""), ("c@d.example", "failed", "5.1.1")],
        ),
        (f"{A}\n\nReporting-UA: x\n", [("a@b.example", "failed", "")]),
        (f"{A}\n", [("a@b.example", "failed", "")]),
        (A, [("a@b.example", "failed", "")]),
        (f"  {A}\n  Action: failed\n", [("a@b.example", "failed", "")]),
        (f"Final-Recipient: LOCAL; b\nX-Actual-Recipient: rfc822; b@c.example\n{FAILED}", [LOCAL]),
        (f"{A}\nStatus: 4.2.0", [("a@b.example", "delayed", "4.2.0")]),
        (f"{A}\nAction: Failed.\nDiagnostic-Code: smtp; 550 no", [("a@b.example", "failed", "5.0.0")]),
        (f"{A}\nDiagnostic-Code: smtp; 421 later", [("a@b.example", "delayed", "4.4.2")]),
        (f"{A}\nAction: delivered", [("a@b.example", "delivered", "")]),
        (f"{A}\nAction: delivered\nStatus: 2.1.5", [("a@b.example", "delivered", "2.1.5")]),
        (f"{A}\nAction: delivered\nStatus: 5.1.1", [("a@b.example", "failed", "5.1.1")]),
        (f"{A}\nAction: relayed\nStatus: 4.4.1", [("a@b.example", "delayed", "4.4.1")]),
        ("Action: failed\nStatus: 5.0.0", [("", "failed", "5.0.0")]),
        ("Reporting-MTA: dns; mx.example\nArrival-Date: today", []),
        ("no field at all", []),
        ("", []),
    ],
)  # fmt: skip
def test_recipients(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(text) == found


def test_a_folded_diagnostic_is_one() -> None:
    text = f"{A}\nAction: failed\nDiagnostic-Code: smtp; 550 5.1.1\n no\n\tsuch user: gone"
    assert next(delivery_status.recipients(text)).diagnostic == "550 5.1.1 no such user: gone"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("rfc822; a@b.example", "a@b.example"),
        ("RFC822;<a@b.example>", "a@b.example"),
        ("a@b.example", "a@b.example"),
        ("rfc822; A B <a@b.example>", "a@b.example"),
        ("rfc822; a@b.example (Ann)", "a@b.example"),
        ('rfc822; "a b"@c.example', '"a b"@c.example'),
        ("rfc822; a+2Btag@b.example", "a+tag@b.example"),
        ("rfc822; ann", ""),
        ("x400; /G=Ann/S=Weir/", ""),
        (f"rfc822; {'a' * 1000}@b.example", ""),
        ("", ""),
    ],
)
def test_addresses(value: str, address: str) -> None:
    assert delivery_status.address(value) == address


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (f"{A}\nAction: failed", True),
        ("final-recipient: x\nstatus: 5.1.1", True),
        (f"{A}", False),
        ("Action: failed", False),
    ],
)
def test_a_plain_copy_of_a_report_is_seen(text: str, holds: bool) -> None:
    assert delivery_status.holds_fields(text) is holds
