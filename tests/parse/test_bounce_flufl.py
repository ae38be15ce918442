"""The last look by flufl.bounce."""

import pytest

from mailbot.model.mail import Address, Mail, Part
from mailbot.parse import bounce_flufl

QMAIL = (
    "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
    "following addresses.\n\n<ola@fjord.example>:\nSorry.\n"
)


def test_what_it_finds_is_given() -> None:
    headers = (("From", "MAILER-DAEMON@mx.example"), ("Content-Type", "text/plain"))
    assert bounce_flufl.addresses(Mail(headers=headers, plain=QMAIL)) == (Address("ola@fjord.example"),)


def test_the_parts_are_looked_at() -> None:
    fields = b"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ann@weir.example\nAction: failed\nStatus: 5.1.1\n"
    parts = (Part("message/delivery-status", payload=fields), Part("image/png", payload=b"\xff\x00"))
    mail = Mail(content_type="multipart/report", parts=parts, plain="Sorry.\nÄ", headers=(("X", "a\nb"),))
    assert bounce_flufl.addresses(mail) in ((), (Address("ann@weir.example"),))


@pytest.mark.parametrize("mail", [Mail(), Mail(plain="A meter has sent an alert.")])
def test_nothing_is_found(mail: Mail) -> None:
    assert bounce_flufl.addresses(mail) == ()


@pytest.mark.parametrize("found", [b"M1@(#$%", b"no-at", b"a@b", b"\xff@b.example", b"a b@c.example"])
def test_what_is_no_address_is_left_out(monkeypatch: pytest.MonkeyPatch, found: bytes) -> None:
    monkeypatch.setattr("flufl.bounce.all_failures", lambda _: ({found}, {b"x@y.example"}))
    assert bounce_flufl.addresses(Mail()) == (Address("x@y.example"),)


def test_what_it_raises_is_no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise LookupError("unknown encoding")

    monkeypatch.setattr("flufl.bounce.all_failures", broken)
    assert bounce_flufl.addresses(Mail(plain=QMAIL)) == ()
