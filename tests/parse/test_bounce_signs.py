"""How much must tell before a mail is news of a delivery."""

import pytest

from mailbot.model.mail import Address, Mail
from mailbot.parse import bounce_signs
from mailbot.parse.bounce_signs import News

DAEMON = (Address("MAILER-DAEMON@mx.example"),)
PERSON = (Address("joel@b.example", "Joel"),)
OFFICE = (Address("dcc@b.example", "System Administrator"),)
NULL = (("Return-Path", "<>"),)
SUBMITTED = (("Auto-Submitted", "auto-generated"),)
FAILS = "Your message could not be delivered to x@y.example."
CODED = f"{FAILS} 550 no"
PREAMBLE = "A message that you sent could not be delivered to one or more of its recipients.\n\n  x@y.example"
BOUNCE = "Undeliverable mail"
LETTER = (Mail(subject="hello"),)


@pytest.mark.parametrize(
    ("mail", "found", "news"),
    [
        (Mail(from_=DAEMON, subject=BOUNCE), False, News.FAILED),
        (Mail(from_=DAEMON, subject="Report", plain=FAILS), True, News.FAILED),
        (Mail(from_=DAEMON, subject="Report", plain=FAILS), False, News.NONE),
        (Mail(from_=DAEMON, subject="Report", plain=FAILS, enclosed=LETTER), False, News.FAILED),
        (Mail(from_=DAEMON, subject="Report", plain="x@y.example: 550 no"), True, News.FAILED),
        (Mail(from_=DAEMON, subject="Report", plain="x@y.example"), True, News.NONE),
        (Mail(from_=DAEMON, subject=f"Re: {BOUNCE}", plain="Thanks, it works."), True, News.NONE),
        (Mail(from_=DAEMON, subject="Out of office", plain=FAILS), True, News.NONE),
        (Mail(from_=DAEMON, headers=(("X-Failed-Recipients", "a@b.example"),)), False, News.FAILED),
        (Mail(from_=DAEMON, subject="Delayed mail"), False, News.DELAYED),
        (Mail(from_=DAEMON, subject="Delivered: x", plain="Your mail has been delivered to x"), True, News.FAILED),
        (Mail(from_=DAEMON, subject="Delivered: x", plain="Your parcel"), True, News.NONE),
        (Mail(from_=DAEMON, subject=BOUNCE, plain="It will be retried: the message is delayed"), True, News.DELAYED),
        (Mail(from_=DAEMON, subject=BOUNCE, plain=f"{CODED} It will be retried: message"), True, News.FAILED),
        (Mail(from_=(), headers=(("From", "Mail Delivery System"),), subject=BOUNCE), False, News.FAILED),
        (Mail(from_=OFFICE, subject="Alert", plain=CODED), True, News.NONE),
        (Mail(from_=OFFICE, subject=BOUNCE, plain=CODED), True, News.FAILED),
        (Mail(from_=PERSON, headers=NULL, subject=BOUNCE), False, News.FAILED),
        (Mail(from_=PERSON, headers=NULL, subject=BOUNCE, plain=FAILS), True, News.FAILED),
        (Mail(from_=PERSON, headers=NULL, subject=BOUNCE, plain=FAILS), False, News.NONE),
        (Mail(from_=PERSON, headers=NULL, subject=BOUNCE, plain=FAILS, enclosed=LETTER), False, News.FAILED),
        (Mail(from_=PERSON, headers=NULL, subject=BOUNCE, plain="x@y.example: 550"), True, News.FAILED),
        (Mail(from_=PERSON, headers=NULL, subject="Report", plain=FAILS), True, News.NONE),
        (Mail(from_=PERSON, headers=NULL, subject="Report", plain=FAILS, enclosed=LETTER), True, News.FAILED),
        (Mail(from_=PERSON, headers=SUBMITTED, subject="Report", plain=PREAMBLE), True, News.FAILED),
        (Mail(from_=PERSON, headers=NULL, subject=BOUNCE, plain=f"I am on leave. {FAILS}"), True, News.NONE),
        (Mail(from_=PERSON, headers=(*NULL, ("List-Id", "x")), subject=BOUNCE, plain=FAILS), True, News.NONE),
        (Mail(from_=PERSON, subject=BOUNCE, plain=FAILS), True, News.NONE),
        (Mail(from_=PERSON, subject=BOUNCE, plain=PREAMBLE), True, News.FAILED),
        (Mail(from_=PERSON, subject="", plain=PREAMBLE), True, News.FAILED),
        (Mail(from_=PERSON, subject="Lunch", plain=PREAMBLE), True, News.NONE),
        (Mail(from_=PERSON, subject="", plain=FAILS, enclosed=LETTER), True, News.NONE),
        (Mail(from_=PERSON, subject=BOUNCE, plain=FAILS, enclosed=LETTER), True, News.FAILED),
        (Mail(from_=PERSON, subject=BOUNCE, plain=f"Hi Sam, look: {PREAMBLE}"), True, News.NONE),
        (Mail(from_=PERSON, subject=f"Fwd: {BOUNCE}", plain=PREAMBLE), True, News.NONE),
        (Mail(subject=BOUNCE, plain=FAILS), True, News.FAILED),
        (Mail(subject=BOUNCE, plain=FAILS), False, News.NONE),
        (Mail(plain=FAILS), True, News.NONE),
        (Mail(plain=PREAMBLE), True, News.FAILED),
        (Mail(plain=CODED, enclosed=LETTER), True, News.FAILED),
        (Mail(plain="The parcel is on its way."), True, News.NONE),
    ],
)  # fmt: skip
def test_news(mail: Mail, found: bool, news: News) -> None:
    assert bounce_signs.news(mail, found) is news


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dear customer, your message could not be delivered to x@y.example.", True),
        ("Dear Sam, your message could not be delivered to x@y.example.", False),
        (f"{'Word ' * 90} your message could not be delivered to x@y.example.", False),
        (f"Dear customer, {'word ' * 200} your message could not be delivered to x@y.example.", False),
    ],
)
def test_what_may_stand_above_the_first_sentence(text: str, told: bool) -> None:
    mail = Mail(subject=BOUNCE, plain=text)
    assert (bounce_signs.news(mail, True) is News.FAILED) is told


@pytest.mark.parametrize(
    ("mail", "worth"),
    [
        (Mail(from_=DAEMON), True),
        (Mail(from_=OFFICE), True),
        (Mail(headers=NULL), True),
        (Mail(plain=FAILS), True),
        (Mail(from_=PERSON, plain="A meter has sent an alert."), False),
    ],
)
def test_what_is_worth_a_look(mail: Mail, worth: bool) -> None:
    assert bounce_signs.may_tell(mail) is worth


@pytest.mark.parametrize(
    ("name", "value", "system"),
    [
        ("X-MS-Exchange-Message-Is-Ndr", "", True),
        ("x-failed-recipients", "a@b.example", True),
        ("X-Mailer", "Daemon", False),
    ],
)
def test_headers_of_mail_systems(name: str, value: str, system: bool) -> None:
    assert bounce_signs.is_system(Mail(headers=((name, value),), from_=PERSON)) is system
