"""Bounces in words alone, as the common mail systems write them."""

import pytest

from mailbot.model.mail import Address, Mail
from mailbot.model.report import ReportedRecipient
from mailbot.parse import bounce_text, report

PRIYA = "priya.nair@brightwater.example"
OTHERS = frozenset({"alerts@secas.example", "mailer-daemon@mx.example"})

EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {PRIYA}
    host mx.brightwater.example [192.0.2.210]
    SMTP error from remote mail server after RCPT TO:<{PRIYA}>:
    550 5.1.1 <{PRIYA}>: Recipient address rejected

  tom.ashby@brightwater.example
    mailbox is full: retry timeout exceeded

------ This is a copy of the message, including all the headers. ------

To: nobody@other.example
"""
EXIM_DELAY = f"""A message that you have sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.

The address to which the message has not yet been delivered is:

  {PRIYA}
    Delay reason: Connection timed out
"""
QMAIL = f"""Hi. This is the mail program at mail.brightwater.example.
I was not able to deliver your message to the following addresses.

<{PRIYA}>:
192.0.2.200 does not like recipient.
Remote host said: 550 5.1.1 User unknown
Giving up on 192.0.2.200.

--- Below this line is a copy of the message.

To: <nobody@other.example>
"""
POSTFIX = f"""This is the mail system at host mx.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<{PRIYA}>: host mx.brightwater.example[192.0.2.1] said: 550 5.1.1
    <{PRIYA}>: Recipient address rejected: User unknown
    (in reply to RCPT TO command)
"""
SENDMAIL = f"""The original message was received at Mon, 23 Nov 2026 10:00:00 GMT
from mail.secas.example [198.51.100.25]

   ----- The following addresses had permanent fatal errors -----
<{PRIYA}>
    (reason: 550 5.1.1 <{PRIYA}>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.brightwater.example.:
>>> RCPT To:<{PRIYA}>
<<< 550 5.1.1 <{PRIYA}>... User unknown
"""
GMAIL = f"""** Address not found **

Your message wasn't delivered to {PRIYA} because the address couldn't be found.

The response was:

550 5.1.1 The email account that you tried to reach does not exist.
"""
GMAIL_OLD = f"""Delivery to the following recipient failed permanently:

     {PRIYA}

Technical details of permanent failure:

The error that the other server returned was:
550 5.1.1 User unknown

----- Original message -----

To: nobody@other.example
"""
GMAIL_DELAY = f"""** Delivery incomplete **

There was a temporary problem delivering your message to {PRIYA}. Gmail will retry for 46 more hours.

The response was:

451 4.3.0 Mail server temporarily rejected message.
"""
YAHOO = f"""Sorry, we were unable to deliver your message to the following address.

<{PRIYA}>:
554: delivery error: This user doesn't have an account [-5]
"""
EXCHANGE = f"""mx.example rejected your message to the following email addresses:

Priya Nair ({PRIYA})
Your message couldn't be delivered. The address you entered couldn't be found.

Diagnostic information for administrators:

Generating server: LO4P265MB3311.GBRP265.PROD.OUTLOOK.COM

{PRIYA}
Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'

Original message headers:

To: Priya Nair <nobody@other.example>
"""
EXCHANGE_OLD = f"""Your message did not reach some or all of the intended recipients.

The following recipient(s) cannot be reached:

      'Priya Nair' on 23/11/2026 10:05
            550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##rfc822;{PRIYA}
"""
EXCHANGE_TABLE = f"""Your message to {PRIYA} couldn't be delivered.

priya.nair wasn't found at brightwater.example.
"""


@pytest.mark.parametrize(
    ("text", "action", "status", "diagnostic"),
    [
        (EXIM_DELAY, "delayed", "4.4.1", "Delay reason: Connection timed out"),
        (QMAIL, "failed", "5.1.1", "Remote host said: 550 5.1.1 User unknown Giving up on 192.0.2.200."),
        (
            POSTFIX,
            "failed",
            "5.1.1",
            f"host mx.brightwater.example[192.0.2.1] said: 550 5.1.1 <{PRIYA}>: Recipient address rejected: "
            "User unknown (in reply to RCPT TO command)",
        ),
        (SENDMAIL, "failed", "5.1.1", f"(reason: 550 5.1.1 <{PRIYA}>... User unknown)"),
        (GMAIL, "failed", "5.1.1", "550 5.1.1 The email account that you tried to reach does not exist."),
        (GMAIL_OLD, "failed", "5.1.1", "550 5.1.1 User unknown"),
        (GMAIL_DELAY, "delayed", "4.3.0", "451 4.3.0 Mail server temporarily rejected message."),
        (YAHOO, "failed", "5.1.1", "554: delivery error: This user doesn't have an account [-5]"),
        (
            EXCHANGE,
            "failed",
            "5.1.10",
            "Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'",
        ),
        (EXCHANGE_OLD, "failed", "5.1.1", "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found"),
        (EXCHANGE_TABLE, "failed", "5.1.1", "couldn't be delivered."),
    ],
)
def test_one_recipient(text: str, action: str, status: str, diagnostic: str) -> None:
    found = bounce_text.recipients(text, OTHERS, action)
    assert found == (ReportedRecipient(PRIYA, action, status, diagnostic),)


def test_each_recipient_has_its_own_words() -> None:
    first, second = bounce_text.recipients(EXIM, OTHERS, "failed")
    assert (first.address, first.status) == (PRIYA, "5.1.1")
    assert first.diagnostic == f"550 5.1.1 <{PRIYA}>: Recipient address rejected"
    assert second == ReportedRecipient(
        "tom.ashby@brightwater.example", "failed", "5.2.2", "mailbox is full: retry timeout exceeded"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Your mailbox is at 90 per cent. Please write to it@secas.example.",
        "alerts@secas.example sent this",
        "The message from alerts@secas.example could not be delivered.",
        "--- Below this line is a copy of the message.\n<a@b.example>: 550 5.1.1 no",
        "Received: by mx\n<a@b.example>: 550 5.1.1 no",
        "@b.example: failed",
    ],
)
def test_no_recipient(text: str) -> None:
    assert bounce_text.recipients(text, OTHERS, "failed") == ()


@pytest.mark.parametrize(
    ("subject", "text", "bounce", "delay"),
    [
        ("Mail delivery failed: returning message to sender", EXIM, True, False),
        ("Warning: message 1tEx0F-0004 delayed 24 hours", EXIM_DELAY, False, True),
        ("failure notice", QMAIL, True, False),
        ("Undelivered Mail Returned to Sender", POSTFIX, True, False),
        ("Delivery Status Notification (Failure)", GMAIL, True, False),
        ("Delivery Status Notification (Delay)", GMAIL_DELAY, False, True),
        ("Failure Notice", YAHOO, True, False),
        ("Undeliverable: Critical Alert", EXCHANGE, True, False),
        ("Mededeling", POSTFIX, True, False),  # a Subject that nobody wrote down: the words tell
        ("Mededeling", EXIM_DELAY, False, True),
    ],
)
def test_what_a_daemons_words_are(subject: str, text: str, bounce: bool, delay: bool) -> None:
    daemon = Mail(
        subject=subject,
        from_=(Address("MAILER-DAEMON@mx.example"),),
        to=(Address("alerts@secas.example"),),
        plain=text,
    )
    assert (report.is_bounce(daemon), report.is_delay(daemon)) == (bounce, delay)
    assert [each.address for each in report.recipients(daemon)][:1] == [PRIYA]
    person = Mail(subject=f"Fwd: {subject}", from_=(Address("joel@b.example"),), plain=f"Hi Sam,\n\n{text}")
    assert (report.is_bounce(person), report.is_delay(person)) == (False, False)
    assert report.recipients(person) == ()


def test_a_letter_to_oneself_comes_back_to_oneself() -> None:
    found = bounce_text.recipients("alerts@secas.example: could not be delivered", OTHERS, "failed")
    assert found == (ReportedRecipient("alerts@secas.example", "failed", "", "could not be delivered"),)


def test_the_whole_notice_is_about_the_only_recipient() -> None:
    text = "Your message could not be delivered because of\n\n550 5.1.1 User unknown\n\nAffected:\n    a@b.example"
    found = bounce_text.recipients(text, OTHERS, "failed")
    assert found == (ReportedRecipient("a@b.example", "failed", "5.1.1", "550 5.1.1 User unknown"),)


def test_advice_is_no_diagnostic() -> None:
    text = (
        "This Message was undeliverable due to the following reason:\n\nThe account is over quota.\n\n"
        "<a@b.example>\n\nPlease reply to Postmaster@b.example if you feel this message to be in error."
    )
    found = bounce_text.recipients(text, OTHERS, "failed")
    assert found == (ReportedRecipient("a@b.example", "failed", "5.2.2", "The account is over quota."),)


def test_not_more_than_fifty_are_told() -> None:
    text = "\n".join(f"a{number}@b.example: 550 no" for number in range(80))
    assert len(bounce_text.recipients(text, OTHERS, "failed")) == 50
