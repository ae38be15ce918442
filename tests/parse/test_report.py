"""Delivery status and disposition notifications."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Mail, Part
from mailbot.model.report import ReportedRecipient
from mailbot.parse import message, report
from mailbot.parse.bounce_signs import News

DAEMON = (Address("MAILER-DAEMON@mx.example", "Mail Delivery System"),)


def dsn(*blocks: str) -> Mail:
    """A delivery status notification with one block a recipient."""
    status = "\r\n\r\n".join(
        ("Reporting-MTA: dns; mx.example\r\nArrival-Date: Mon, 23 Nov 2026 10:00:00 +0000", *blocks)
    )
    raw = (
        "From: MAILER-DAEMON@mx.example\r\nSubject: Report\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        f"--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n--b--\r\n"
    )
    return message.read(raw.encode(), Limits())


FAILED = "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1"
DELAYED = "Final-Recipient: rfc822; a@b.example\r\nAction: delayed\r\nStatus: 4.4.1"
DELIVERED = "Final-Recipient: rfc822; a@b.example\r\nAction: delivered\r\nStatus: 2.0.0"


@pytest.mark.parametrize(
    ("block", "found"),
    [
        (FAILED, ("a@b.example", "failed", "5.1.1", "")),
        (DELAYED, ("a@b.example", "delayed", "4.4.1", "")),
        (
            FAILED.replace("rfc822; a@b.example", "RFC822;<a@b.example>"),
            ("a@b.example", "failed", "5.1.1", ""),
        ),
        (FAILED.replace("5.1.1", "5.1.1 (bad mailbox)"), ("a@b.example", "failed", "5.1.1", "")),
        (FAILED.replace("failed", "Failed (no such user)"), ("a@b.example", "failed", "5.1.1", "")),
        (
            FAILED + "\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  <a@b.example>: unknown;\r\n\tgone",
            ("a@b.example", "failed", "5.1.1", "550 5.1.1 <a@b.example>: unknown; gone"),
        ),
        (
            "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 5.7.1 refused",
            ("a@b.example", "failed", "5.7.1", "550 5.7.1 refused"),
        ),
        (
            "Original-Recipient: rfc822; ours@b.example\r\n" + FAILED,
            ("ours@b.example", "failed", "5.1.1", ""),
        ),
        ("Original-Recipient: rfc822;\r\n" + FAILED, ("a@b.example", "failed", "5.1.1", "")),
        (FAILED.replace("a@b", "a+2Btag@b"), ("a+tag@b.example", "failed", "5.1.1", "")),
        (FAILED.replace("a@b", "a+ab@b"), ("a+ab@b.example", "failed", "5.1.1", "")),
        ("Action: failed\r\nStatus: 5.0.0", ("", "failed", "5.0.0", "")),
        (DELIVERED, ("a@b.example", "delivered", "2.0.0", "")),
        (DELIVERED.replace("delivered", "relayed"), ("a@b.example", "relayed", "2.0.0", "")),
        (DELIVERED.replace("delivered", "expanded"), ("a@b.example", "expanded", "2.0.0", "")),
        (FAILED.replace("failed", "rejected"), ("a@b.example", "failed", "5.1.1", "")),
        (DELIVERED.replace("Action: delivered\r\n", ""), ("a@b.example", "delivered", "2.0.0", "")),
        ("Final-Recipient: rfc822; a@b.example\r\nAction: odd", ("a@b.example", "failed", "", "")),
    ],
)
def test_one_recipient(block: str, found: tuple[str, str, str, str]) -> None:
    assert report.recipients(dsn(block)) == (ReportedRecipient(*found),)


@pytest.mark.parametrize(
    ("blocks", "bounce", "delay"),
    [
        ((FAILED,), True, False),
        ((DELAYED,), False, True),
        ((DELAYED, DELAYED), False, True),
        ((FAILED, DELAYED), True, False),
        ((DELAYED, DELIVERED), False, True),
        ((FAILED, DELIVERED), True, False),
        ((DELAYED, FAILED, DELIVERED), True, False),
        ((DELIVERED,), True, False),
        ((), True, False),
        ((DELIVERED.replace("delivered", "relayed"),), True, False),
        (("Final-Recipient: rfc822; a@b.example\r\nStatus: 4.2.2",), False, True),
        (("Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 4.4.7",), True, False),
    ],
)
def test_bounce_or_delay(blocks: tuple[str, ...], bounce: bool, delay: bool) -> None:
    mail = dsn(*blocks)
    assert (report.is_bounce(mail), report.is_delay(mail)) == (bounce, delay)
    wrapped = Mail(subject="FW: look", from_=(Address("joel@b.example"),), enclosed=(mail,))
    assert (report.is_bounce(wrapped), report.is_delay(wrapped)) == (bounce, delay)
    assert report.recipients(wrapped) == report.recipients(mail)


@pytest.mark.parametrize(
    ("subject", "bounce", "delay"),
    [
        ("Mail delivery failed: returning message to sender", True, False),
        ("Undelivered Mail Returned to Sender", True, False),
        ("Undeliverable: Critical Alert", True, False),
        ("Returned mail: see transcript for details", True, False),
        ("failure notice", True, False),
        ("Delivery Status Notification (Failure)", True, False),
        ("Delivery Status Notification (Delay)", False, True),
        ("Delayed Mail (still being retried)", False, True),
        ("Warning: message 1abc delayed 24 hours", False, True),
        ("Delivery Status Notification (Mail Delivery Delayed)", False, True),
        ("Delayed: Critical Alert", False, True),
        ("Delivery delayed: Critical Alert", False, True),
        ("Message could not be delivered", True, False),
        ("Non-Delivery Report", True, False),
        ("Your quota", False, False),
    ],
)
def test_what_a_daemon_writes_without_a_report(subject: str, bounce: bool, delay: bool) -> None:
    mail = Mail(subject=subject, from_=DAEMON)
    assert (report.is_bounce(mail), report.is_delay(mail)) == (bounce, delay)
    person = Mail(subject=subject, from_=(Address("joel@b.example"),))
    assert (report.is_bounce(person), report.is_delay(person)) == (False, False)


def test_exim_names_the_failed_recipients_in_a_header() -> None:
    mail = Mail(
        headers=(("X-Failed-Recipients", "a@b.example, c@d.example"),),
        subject="Mail delivery failed",
        from_=DAEMON,
        plain="550 5.1.1 unknown user",
    )
    assert report.recipients(mail) == (
        ReportedRecipient("a@b.example", "failed", "5.1.1", ""),
        ReportedRecipient("c@d.example", "failed", "5.1.1", ""),
    )
    assert report.is_bounce(mail)


def test_each_fate_of_several_is_told() -> None:
    mail = dsn(FAILED, DELAYED.replace("a@b", "c@d"), DELIVERED.replace("a@b", "e@f"))
    assert [(each.address, each.action) for each in report.recipients(mail)] == [
        ("a@b.example", "failed"),
        ("c@d.example", "delayed"),
        ("e@f.example", "delivered"),
    ]


@pytest.mark.parametrize("path", ["<>", "< >", "", "<> (nobody)"])
def test_an_empty_return_path_is_a_daemons(path: str) -> None:
    somebody = (Address("help@mx.example"),)
    mail = Mail(headers=(("Return-Path", path),), subject="Undeliverable: x", from_=somebody)
    assert report.is_bounce(mail)


@pytest.mark.parametrize(
    ("mail", "read"),
    [
        (Mail(report_type="disposition-notification"), True),
        (Mail(parts=(Part("message/disposition-notification"),)), True),
        (Mail(report_type="delivery-status"), False),
        (Mail(subject="Read: Critical Alert"), False),
        (Mail(subject="Read: Critical Alert", plain="Your message was read on Monday."), True),
    ],
)
def test_disposition_notifications(mail: Mail, read: bool) -> None:
    assert report.is_disposition_notification(mail) is read


NOTICE = "Your message could not be delivered to the following recipients:\n\n"


def test_what_names_nobody_is_asked_of_the_words() -> None:
    fields = (Part("message/delivery-status", payload=b"Action: failed\nStatus: 5.0.0\n"),)
    mail = Mail(
        report_type="delivery-status", parts=fields, plain=f"{NOTICE}a@b.example: 550 no", from_=DAEMON
    )
    assert report.recipients(mail) == (ReportedRecipient("a@b.example", "failed", "5.0.0", "550 no"),)


@pytest.mark.parametrize(
    ("subject", "text", "news"),
    [
        ("Report", "Sorry.", News.FAILED),
        ("Delayed mail", "Sorry.", News.DELAYED),
        ("Out of office", "I am away.", News.NONE),
    ],
)
def test_a_report_without_any_field(subject: str, text: str, news: News) -> None:
    mail = Mail(report_type="delivery-status", subject=subject, plain=text, from_=DAEMON)
    assert report.read(mail) == report.Report(news, ())


def test_a_plain_copy_of_the_fields_is_read_in_a_part_too() -> None:
    copy = b"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"
    mail = Mail(
        subject="Undelivered mail", from_=DAEMON, parts=(Part("text/plain", "details.txt", payload=copy),)
    )
    assert report.recipients(mail) == (ReportedRecipient("a@b.example", "failed", "5.1.1", ""),)
    other = Mail(subject="Undelivered mail", from_=DAEMON, parts=(Part("image/png", payload=copy),))
    assert report.recipients(other) == ()


def test_to_whom_the_returned_letter_went() -> None:
    letter = Mail(
        to=(Address("ann@b.example"), Address("cat@d.example")), from_=(Address("alerts@secas.example"),)
    )
    mail = Mail(subject="Undelivered mail", from_=DAEMON, plain="cat: mailbox full", enclosed=(letter,))
    assert report.recipients(mail) == (ReportedRecipient("cat@d.example", "failed", "5.2.2", ""),)
    nobody = Mail(subject="Undelivered mail", from_=DAEMON, plain="Sorry.", enclosed=(letter,))
    assert report.read(nobody) == report.Report(News.FAILED, ())


def test_the_subject_is_asked_last() -> None:
    mail = Mail(subject="Unable to deliver mail to <a@b.example>", from_=DAEMON, plain="Host unknown.")
    assert report.recipients(mail) == (ReportedRecipient("a@b.example", "failed", "5.1.2", ""),)


def test_a_bounce_in_words_counts_when_nobody_wrote_above_it() -> None:
    inner = Mail(subject="Undelivered mail", from_=DAEMON, plain=f"{NOTICE}a@b.example: 550 no")
    alone = Mail(subject="FW: look", from_=(Address("joel@b.example"),), enclosed=(Mail(), inner))
    assert [each.address for each in report.recipients(alone)] == ["a@b.example"]
    told = Mail(subject="FW: look", plain="Hi Sam, please see the attached mail.", enclosed=(inner,))
    assert report.read(told).news is News.NONE


def test_mails_in_each_other_are_read_to_a_depth() -> None:
    mail = Mail(subject="Undelivered mail", from_=DAEMON, plain=f"{NOTICE}a@b.example: 550 no")
    for _ in range(20):
        mail = Mail(enclosed=(mail,))
    assert report.read(mail).news is News.NONE
