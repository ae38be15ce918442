"""Mail that asks the writer of a letter to prove that he is no machine, before anybody reads it.

Takes its Subject and its own words; says whether it is such a challenge (TMDA, SpamArrest, Boxbe, UOL AntiSpam and the
like). It often says that the letter 'has not been delivered', and is no news of a delivery all the same. Never raises;
one pass of the first characters for each phrase.
"""

from mailbot.parse.phrases import phrases, plain, says

_LOOKED_AT = 3_000
_SUBJECTS = phrases(
    """
    please confirm your message; please confirm your email; please confirm your e-mail;
    confirmation required; please verify your message; please verify your email; please verify that you;
    verification required; sender verification; sender address verification; sender confirmation;
    confirm your message; confirm your email to; action required to deliver; challenge; (verification);
    your email requires verification; your message requires; your message is awaiting;
    requires your confirmation; email verification; [boxbe]; antispam; anti-spam; spamarrest; spam arrest;
    bestätigung erforderlich; confirmez votre; confirmation de votre message; confirme seu;
    confirmação de envio; confirme su; подтвердите
    """
)
_ASKING = phrases(
    """
    confirm that you; confirm you are; confirm that your message; confirm your message;
    confirm your email address; confirm your identity; confirm this message; confirm receipt by replying;
    confirm the delivery; verify that you; verify your message; verify your email; verify your identity;
    verify yourself; prove that you; prove you are; you are not a spammer; you are human; you are a human;
    you are a real person; a one-time; one time verification; one-time verification; just this once;
    just once; only have to do this once; only need to do this once; only once; guest list;
    approved senders; approved sender; safe senders list; my whitelist; whitelist; not in my address book;
    not on my list; my contact list; challenge-response; challenge/response; spamarrest; spam arrest; tmda;
    boxbe; antispam uol; earthlink spamblocker; mailblocks; sender verification;
    awaiting your confirmation; being held until; held until you; held pending; is being held;
    reply to this message to have; reply to this message and; simply reply to; click the link below;
    click on the link; click the following link; click here to confirm; klicken sie; bestätigen sie, dass;
    cliquez sur le lien; cliquez ici; clique no link; clique aqui; haga clic; fare clic; нажмите на ссылку;
    confirme que
    """
)
_BODILY = phrases(
    "your message; your mail; your e-mail; your email; ihre nachricht; votre message; su mensaje; sua mensagem"
)


def is_challenge(subject: str, said: str) -> bool:
    """Whether it asks to be confirmed. said: its own words, without what it quotes."""
    words = plain(said[:_LOOKED_AT])
    if says(plain(subject[:300]), _SUBJECTS):
        return says(words, _ASKING)
    return says(words, _BODILY) and sum(each in words for each in _ASKING) >= 2
