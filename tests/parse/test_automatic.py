"""Whether a machine wrote a mail."""

import pytest

from mailbot.model.mail import Address, Mail
from mailbot.parse import automatic

PERSON = (Address("joel.kerr@tamarvalley.example", "Joel Kerr"),)


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ((), ""),
        ((("Auto-Submitted", "no"),), ""),
        ((("Auto-Submitted", "No (a person)"),), ""),
        ((("Auto-Submitted", "auto-generated"),), "its Auto-Submitted header says auto-generated"),
        ((("auto-submitted", "Auto-Replied; owner-email=x"),), "its Auto-Submitted header says auto-replied"),
        ((("Auto-Submitted", "auto-notified"),), "its Auto-Submitted header says auto-notified"),
        ((("Return-Path", "<>"),), "its Return-Path is empty, as a machine writes it"),
        ((("Return-Path", "<a@b.example>"),), ""),
        ((("Precedence", "bulk"),), "its Precedence header says bulk"),
        ((("Precedence", "List"),), "its Precedence header says list"),
        ((("Precedence", "junk"),), "its Precedence header says junk"),
        ((("Precedence", "first-class"),), ""),
        ((("List-Id", "<x.example>"),), "it came through a mailing list (List-Id)"),
        (
            (("List-Unsubscribe", "<mailto:x@y.example>"),),
            "it came through a mailing list (List-Unsubscribe)",
        ),
        ((("X-Auto-Response-Suppress", "All"),), "its X-Auto-Response-Suppress header asks for no answer"),
        ((("X-Auto-Response-Suppress", "None"),), ""),
        ((("X-Autoreply", "yes"),), "it has an X-Autoreply header"),
        ((("X-Autoreply", "no"),), ""),
    ],
)
def test_headers(headers: tuple[tuple[str, str], ...], why: str) -> None:
    assert automatic.machine(Mail(headers=headers, from_=PERSON)) == why


@pytest.mark.parametrize(
    ("address", "name", "machine"),
    [
        ("MAILER-DAEMON@mx.example", "Mail Delivery System", True),
        ("no-reply@larkfield.example", "", True),
        ("NoReply+42@larkfield.example", "", True),
        ("postmaster@larkfield.example", "", True),
        ("x@larkfield.example", "Mail Delivery Subsystem", True),
        ("joel.noreply@larkfield.example", "", False),
        ("dcc-alerts@larkfield.example", "DCC Alerts", False),
    ],
)
def test_who_no_person_reads(address: str, name: str, machine: bool) -> None:
    assert bool(automatic.machine(Mail(from_=(Address(address, name),)))) is machine


def test_a_report_is_a_machines() -> None:
    assert automatic.machine(Mail(report_type="delivery-status")) == "it is a delivery-status report"


@pytest.mark.parametrize(
    ("subject", "away"),
    [
        ("Automatic reply: Critical Alert CA-26-000017", True),
        ("Out of Office: Critical Alert", True),
        ("Out of Office AutoReply: x", True),
        ("Out of office", True),
        ("AUTO: Rosa Lind is out of the office (returning 30/11/2026)", True),
        ("Annual leave", True),
        ("Annual leave cover for Leeds", False),
        ("Automatic Reply settings for the mailbox", False),
        ("Automation of alerts", False),
        ("Re: Out of Office: x", False),
        ("FW: Automatic reply: x", False),
        ("Critical alert", False),
        ("", False),
    ],
)
def test_subjects_of_automatic_replies(subject: str, away: bool) -> None:
    mail = Mail(subject=subject, from_=PERSON)
    assert automatic.auto_reply(mail) is away
    assert bool(automatic.machine(mail)) is away


@pytest.mark.parametrize(
    ("headers", "report_type", "away"),
    [
        ((("Auto-Submitted", "auto-replied"),), "", True),
        ((("Auto-Submitted", "auto-replied"),), "delivery-status", False),
        ((("Auto-Submitted", "auto-generated"),), "", False),
        ((("Precedence", "auto_reply"),), "", True),
        ((("X-Autoreply", "yes"),), "", True),
        ((("Precedence", "bulk"),), "", False),
    ],
)
def test_which_machines_reply(headers: tuple[tuple[str, str], ...], report_type: str, away: bool) -> None:
    assert automatic.auto_reply(Mail(headers=headers, report_type=report_type)) is away
