"""Subjects of automatic answers, in every language in which they are known."""

import pytest

from mailbot.parse.automatic_subjects import is_auto_reply_subject, is_calendar_subject


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Critical Alert",
        "[EXT] Automatic reply: Critical Alert",
        "AUTO: Rosa Lind is out of the office (returning 30/11/2026)",
        "Out of Office AutoReply: Critical Alert",
        "Automatische Antwort: Critical Alert",
        "Abwesenheitsnotiz: Critical Alert",
        "Réponse automatique : Critical Alert",
        "Automatisch antwoord: Critical Alert",
        "Respuesta automática: Critical Alert",
        "Resposta automática: Critical Alert",
        "Risposta automatica: Critical Alert",
        "Autosvar: Critical Alert",
        "Automatiskt svar: Critical Alert",
        "Automatisk svar: Critical Alert",
        "Automaattinen vastaus: Critical Alert",
        "Odpowiedź automatyczna: Critical Alert",
        "Automatická odpověď: Critical Alert",
        "Automatická odpoveď: Critical Alert",
        "Automatikus válasz: Critical Alert",
        "Răspuns automat: Critical Alert",
        "Otomatik yanıt: Critical Alert",
        "Αυτόματη απάντηση: Critical Alert",
        "Автоматический ответ: Critical Alert",
        "Автоматична відповідь: Critical Alert",
        "Автоматичен отговор: Critical Alert",
        "Automatski odgovor: Critical Alert",
        "Samodejni odgovor: Critical Alert",
        "自動応答：Critical Alert",
        "自动回复: Critical Alert",
        "自動回覆: Critical Alert",
        "자동 회신: Critical Alert",
        "תשובה אוטומטית: Critical Alert",
        "رد تلقائي: Critical Alert",
        "ตอบกลับอัตโนมัติ: Critical Alert",
        "Trả lời tự động: Critical Alert",
        "Balasan otomatis: Critical Alert",
        "Ateb awtomatig: Critical Alert",
    ],
)
def test_automatic_answers(subject: str) -> None:
    assert is_auto_reply_subject(subject)
    assert not is_auto_reply_subject(f"RE: {subject}")


@pytest.mark.parametrize(
    "subject",
    ["", "Annual leave cover for Leeds", "Automatic reply settings", "Urlaubsplanung", "Critical Alert"],
)
def test_a_persons_subject(subject: str) -> None:
    assert not is_auto_reply_subject(subject)


@pytest.mark.parametrize(
    ("subject", "calendars"),
    [
        ("Accepted: Review", True),
        ("Abgelehnt: Review", True),
        ("Accepté : Review", True),
        ("承諾: Review", True),
        ("Accepted - all of it", False),
        ("Acceptance: Review", False),
    ],
)
def test_calendars(subject: str, calendars: bool) -> None:
    assert is_calendar_subject(subject) is calendars
