"""Feedback reports."""

import pytest

from mailbot.model.mail import Mail, Part
from mailbot.parse import feedback, report
from mailbot.parse.bounce_signs import News

TYPE = "message/feedback-report"


@pytest.mark.parametrize(
    ("mail", "told", "kind"),
    [
        (Mail(report_type="feedback-report"), True, ""),
        (Mail(parts=(Part(TYPE, payload=b"Feedback-Type: Abuse\nVersion: 1\n"),)), True, "abuse"),
        (Mail(parts=(Part(TYPE, payload=b"Version: 1\r\nfeedback-type:not-spam\r\n"),)), True, "not-spam"),
        (Mail(parts=(Part(TYPE, payload=b"Version: 1\n"),)), True, ""),
        (Mail(parts=(Part("text/plain", payload=b"Feedback-Type: abuse\n"),)), False, ""),
        (Mail(report_type="delivery-status"), False, ""),
    ],
)
def test_feedback(mail: Mail, told: bool, kind: str) -> None:
    assert feedback.is_report(mail) is told
    assert feedback.kind(mail) == kind


def test_it_is_no_news_of_a_delivery() -> None:
    mail = Mail(
        report_type="feedback-report", parts=(Part("message/delivery-status", payload=b"Action: failed"),)
    )
    assert report.read(mail).news is News.NONE
