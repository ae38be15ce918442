"""What the sentences of mail systems tell."""

import pytest

from mailbot.parse import bounce_words


@pytest.mark.parametrize(
    "text",
    [
        "Your message could not be delivered.",
        "Ihre Nachricht konnte nicht zugestellt werden: nicht zugestellt.",
        "Uw bericht kan niet worden bezorgd.",
        "Votre message n'a pas pu être remis.",
        "No se pudo entregar el mensaje.",
        "A mensagem não pôde ser entregue.",
        "Impossibile recapitare il messaggio.",
        "Ditt meddelande kunde inte levereras.",
        "Beskeden kunne ikke leveres.",
        "Viestiä ei voitu toimittaa.",
        "Nie można dostarczyć wiadomości.",
        "Zprávu nelze doručit.",
        "Az üzenet nem kézbesíthető.",
        "Mesajul nu a putut fi livrat.",
        "İleti teslim edilemedi: mesaj",
        "Το μήνυμα δεν παραδόθηκε.",
        "Не удалось доставить сообщение.",
        "メールを配信できませんでした。",
        "邮件无法投递。",
        "無法傳遞郵件。",
        "메일이 전송되지 않았습니다.",
        "Pesan tidak dapat dikirim.",
    ],
)
def test_failing_in_each_language(text: str) -> None:
    assert bounce_words.failing(text) >= 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The goods could not be delivered on Monday.",
        "A meter has sent an alert.",
        "Your message arrived.",
    ],
)
def test_not_failing(text: str) -> None:
    assert bounce_words.failing(text) == -1


def test_the_place_is_that_of_the_first_sentence() -> None:
    assert bounce_words.failing("Sorry. Your message was rejected; it could not be delivered.") == 20
    assert bounce_words.failing(f"{'x ' * 4000} Your message could not be delivered.") == -1
    apart = f"The goods could not be delivered. {'Word ' * 60} Your message was rejected."
    assert bounce_words.failing(apart) > 300


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("Your message has not yet been delivered. We will keep trying.", True),
        ("Delivery of your message is delayed.", True),
        ("Ihre Nachricht ist verzögert.", True),
        ("Delivery of your message was delayed and has failed permanently; it is delayed no more.", False),
        ("Your message could not be delivered.", False),
    ],
)
def test_delays(text: str, late: bool) -> None:
    assert bounce_words.delays(text) is late


@pytest.mark.parametrize(
    ("text", "fails"),
    [("The mailbox is full", True), ("no such user", True), ("It is delayed", True), ("It is here", False)],
)
def test_reasons(text: str, fails: bool) -> None:
    assert bounce_words.fails(text) is fails


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("This is the mail system at host mx.example.", True),
        ("\n\n   ----- The following addresses had permanent fatal errors -----", True),
        (f"{'Word ' * 40} This is the mail system at host mx.example.", False),
        ("The mail system is at host mx.example.", False),
    ],
)
def test_preambles(text: str, begins: bool) -> None:
    assert bounce_words.has_preamble(text) is begins


@pytest.mark.parametrize(
    ("text", "succeeds"),
    [
        ("Your message has been delivered to the following recipients:", True),
        ("Votre message a été remis.", True),
        ("Your message was successfully delivered to some and could not be delivered to others.", False),
        ("Your message arrived.", False),
    ],
)
def test_successes(text: str, succeeds: bool) -> None:
    assert bounce_words.succeeds(text) is succeeds
