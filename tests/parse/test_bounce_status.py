"""The status of a recipient: given, or what words and codes come to."""

import pytest

from mailbot.parse import bounce_status


@pytest.mark.parametrize(
    ("text", "action", "status"),
    [
        ("550 5.1.1 <a@b.example>: unknown", "failed", "5.1.1"),
        ("#5.7.133 smtp;550", "failed", "5.7.133"),
        ("(#4.4.1)", "delayed", "4.4.1"),
        ("host [192.0.5.1.1] said 550 no", "failed", "5.0.0"),
        ("550 user unknown", "failed", "5.1.1"),
        ("450 user unknown", "failed", "4.1.1"),
        ("User unknown", "failed", "5.1.1"),
        ("User unknown", "delayed", "4.1.1"),
        ("550_No_such_user", "failed", "5.1.1"),
        ("The mailbox is full", "failed", "5.2.2"),
        ("Das Postfach ist voll", "failed", "5.2.2"),
        ("The account is disabled", "failed", "5.2.1"),
        ("Host unknown", "failed", "5.1.2"),
        ("too many hops", "failed", "5.4.6"),
        ("message too large", "failed", "5.3.4"),
        ("retry timeout exceeded", "failed", "5.4.7"),
        ("Connection timed out", "delayed", "4.4.1"),
        ("No route to host", "delayed", "4.4.4"),
        ("554 blocked by a list", "failed", "5.7.1"),
        ("552 no", "failed", "5.2.2"),
        ("452 no", "delayed", "4.3.1"),
        ("551 no", "failed", "5.1.6"),
        ("553 no", "failed", "5.1.3"),
        ("421 no", "delayed", "4.4.2"),
        ("450 no", "delayed", "4.2.0"),
        ("555 no", "failed", "5.5.4"),
        ("554 no", "failed", "5.0.0"),
        ("Sorry.", "failed", ""),
        ("", "failed", ""),
        ("10:550 or 192.0.2.550 or x-550 no code", "failed", ""),
    ],
)
def test_status(text: str, action: str, status: str) -> None:
    assert bounce_status.derived(text, action) == status


def test_only_failures_have_a_code() -> None:
    assert bounce_status.smtp_code("250 ok") == ""
    assert bounce_status.smtp_code("said: 451 later") == "451"
    assert bounce_status.given("2.0.0 ok") == "2.0.0"
