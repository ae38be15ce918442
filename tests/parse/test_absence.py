"""Whether an automatic answer says that nobody is there."""

import pytest

from mailbot.parse import absence

REPLY = "Automatic reply: Critical Alert CA-26-000017"


@pytest.mark.parametrize(
    ("subject", "said", "away"),
    [
        (REPLY, "I am out of the office until 5 January.", True),
        (REPLY, "I’m away until Monday.", True),
        (REPLY, "I am on ANNUAL LEAVE, and back on 7 December.", True),
        (REPLY, "I am currently on maternity leave. Please write to Tom Ashby.", True),
        (REPLY, "I am out\nof the office.", True),
        (REPLY, "I have limited access to email this week.", True),
        (REPLY, "Our offices are closed until 2 January.", True),
        (REPLY, "Priya Nair no longer works at Brightwater.", True),
        (REPLY, "Priya Nair has left the company.", True),
        (REPLY, "I have left the business. Please write to Tom.", True),
        (REPLY, "This address is no longer in use.", True),
        (REPLY, "Ich bin bis Montag abwesend.", True),
        (REPLY, "Je suis en congés.", True),
        (REPLY, "Please write to Tom Ashby.", True),  # Outlook sends this Subject for an absence
        ("Re: Critical Alert", "Priya will return on 7 December.", True),
        ("Out of office", "", True),
        ("Re: Critical Alert", "This mailbox is not monitored.", True),
        ("Re: Critical Alert", "Please write to Tom Ashby.", False),
        ("Re: Critical Alert", "", False),
        ("Your request has been received [#4711]", "Ticket 4711 was opened.", False),
        (REPLY, "Thank you for your email. We aim to answer within two days.", False),
        (REPLY, "We have received your request and raised case 4711.", False),
        (
            REPLY,
            "We have received your message. Out of office hours ring 0113 496 0202.",
            False,
        ),
        (REPLY, "Your enquiry was logged. This mailbox is not monitored, so do not reply.", False),
        (REPLY, "Your message was received. We welcome feedback on our service.", False),
        (REPLY, "Thank you for your email. I am on holiday until Monday.", True),
        (REPLY, "Your ticket was opened, but I am out of the office until Monday.", True),
    ],
)
def test_away(subject: str, said: str, away: bool) -> None:
    assert absence.away(subject, said) is away


def test_only_the_first_lines_are_looked_at() -> None:
    assert not absence.away("Re: Critical Alert", "x " * 2000 + "out of office")


@pytest.mark.parametrize(
    "said",
    [
        "I am out of the office until Monday.",
        "Ich bin bis Montag nicht im Büro.",
        "Je suis absente jusqu'à lundi.",
        "Ik ben met vakantie.",
        "Estoy de vacaciones.",
        "Estou de férias.",
        "Sono in ferie.",
        "Jag är på semester.",
        "Jeg er på ferie.",
        "Olen lomalla.",
        "Jestem na urlopie.",
        "Jsem na dovolené.",
        "Som na dovolenke.",
        "Szabadságon vagyok.",
        "Sunt în concediu.",
        "Yıllık izindeyim.",
        "Είμαι εκτός γραφείου.",
        "Я в отпуске.",
        "Я у відпустці.",
        "В отпуска съм.",
        "Na dopustu sem.",
        "Rwyf allan o'r swyddfa.",
        "12月7日まで休暇をいただいております。",
        "我正在休假。",
        "휴가 중입니다.",
        "אני בחופשה.",
        "أنا في إجازة.",
        "ลาพักร้อนค่ะ",
    ],
)
def test_absences_in_each_language(said: str) -> None:
    assert absence.away_in(said)
    assert absence.away(REPLY, said)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Eingangsbestätigung: Critical Alert", "Vielen Dank."),
        ("Automatische Antwort: Critical Alert", "Ihre Nachricht haben wir erhalten."),
        ("Réponse automatique : Critical Alert", "Nous avons bien reçu votre message."),
        ("Automatisch antwoord: Critical Alert", "Uw bericht hebben wij ontvangen."),
        ("Respuesta automática: Critical Alert", "Hemos recibido su mensaje."),
        ("Risposta automatica: Critical Alert", "Abbiamo ricevuto il Suo messaggio."),
        ("Автоматический ответ: Critical Alert", "Мы получили ваше письмо."),
        ("自動応答: Critical Alert", "お問い合わせを受け付けました。"),
    ],
)
def test_a_receipt_in_another_language_is_no_absence(subject: str, said: str) -> None:
    assert not absence.away(subject, said)


@pytest.mark.parametrize("said", ["", "The meter was tampered with.", "Er ist da.", "电表"])
def test_no_absence(said: str) -> None:
    assert not absence.away_in(said)
