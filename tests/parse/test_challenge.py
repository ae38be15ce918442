"""Challenges to the writer of a letter."""

import pytest

from mailbot.model.mail import Address, Mail
from mailbot.parse import automatic, challenge


@pytest.mark.parametrize(
    ("subject", "said", "asks"),
    [
        ("Please confirm your message", "Simply reply to this mail to have it delivered.", True),
        ("[Boxbe] Critical Alert", "Your message was waitlisted. Join my Guest List.", True),
        ("Re: Critical Alert", "Your message is being held. Click the link below to verify yourself.", True),
        ("AntiSpam: confirme", "Sua mensagem não foi entregue. Clique aqui.", True),
        ("Re: Critical Alert", "Your message is being held in our queue.", False),
        ("Re: Critical Alert", "Click the link below; you only have to do this once.", False),
        ("Please confirm your message", "We have it. Thank you.", False),
        ("Undeliverable mail", "Your message could not be delivered. Please verify the address.", False),
        ("", "", False),
    ],
)
def test_challenges(subject: str, said: str, asks: bool) -> None:
    assert challenge.is_challenge(subject, said) is asks
    mail = Mail(subject=subject, plain=said, from_=(Address("joe@mill.example"),))
    assert automatic.auto_reply(mail) is asks
    assert bool(automatic.machine(mail)) is asks
