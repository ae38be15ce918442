"""An SMTP answer as a DeliveryStatus."""

import pytest

from mailbot.adapters.smtp_answer import DIAGNOSTIC_LIMIT, answered, lost
from mailbot.model.delivery import DeliveryStatus, Stage


@pytest.mark.parametrize(
    ("stage", "code", "text", "status", "action", "diagnostic"),
    [
        (Stage.DOT, 250, "2.0.0 Ok: queued", "2.0.0", "relayed", "Ok: queued"),
        (Stage.DOT, 250, "Ok", "", "relayed", "Ok"),
        (Stage.RCPT, 250, "2.1.5 Ok", "2.1.5", "", "Ok"),
        (Stage.RCPT, 550, "5.1.1 <a@b.example>: unknown", "5.1.1", "failed", "<a@b.example>: unknown"),
        (Stage.RCPT, 450, "4.2.1 one\n4.2.1 two", "4.2.1", "delayed", "one two"),
        (Stage.MAIL, 550, "5.7.60 SMTP; SendAsDenied", "5.7.60", "failed", "SMTP; SendAsDenied"),
        (Stage.RCPT, 550, "4.2.1 contradicts the code", "", "failed", "4.2.1 contradicts the code"),
        (Stage.RCPT, 550, "5.1.1", "5.1.1", "failed", ""),
        (Stage.RCPT, 550, "5.1.1234 none", "", "failed", "5.1.1234 none"),
        (Stage.RCPT, 550, "", "", "failed", ""),
        (Stage.DATA, 354, "go on", "", "", "go on"),
        (Stage.RCPT, 550, "bad\x00\x1b[31m\x7f text\udc80", "", "failed", "bad [31m text"),
        (Stage.SIGN_IN, 535, "5.7.8 not hush-hush", "5.7.8", "failed", "not (secret)"),
    ],
)
def test_answered(stage: Stage, code: int, text: str, status: str, action: str, diagnostic: str) -> None:
    expected = DeliveryStatus(stage, code, status, action, diagnostic, "mail.example")
    assert answered(stage, code, text, "mail.example", "hush-hush") == expected


@pytest.mark.parametrize("code", [-1, 0, 99, 150, 600, 999])
def test_a_code_that_is_none_is_zero(code: int) -> None:
    status = answered(Stage.DOT, code, "what is this", "mail.example")
    assert (status.stage, status.code, status.status, status.action) == (Stage.DOT, 0, "", "")
    assert status.diagnostic == "An answer that is not SMTP: what is this"


def test_the_diagnostic_is_bounded() -> None:
    assert answered(Stage.RCPT, 550, "x" * 10_000, "mail.example").diagnostic == "x" * DIAGNOSTIC_LIMIT


def test_lost() -> None:
    assert lost(Stage.DOT, "No answer.", "mail.example") == DeliveryStatus(
        Stage.DOT, diagnostic="No answer.", remote="mail.example"
    )
