"""Disposition notifications, and the rejections that have their form."""

import pytest

from mailbot.model.mail import Mail, Part
from mailbot.model.report import ReportedRecipient
from mailbot.parse import disposition, report
from mailbot.parse.bounce_signs import News

FIELDS = (
    b"Final-Recipient: rfc822; a@b.example\nDisposition: automatic-action/MDN-sent-automatically; deleted\n"
)
DISPLAYED = b"Final-Recipient: rfc822; a@b.example\nDisposition: manual-action/MDN-sent-manually; displayed\n"
MDN = "message/disposition-notification"


def notification(text: str, fields: bytes = FIELDS) -> Mail:
    """One with its fields."""
    return Mail(report_type="disposition-notification", plain=text, parts=(Part(MDN, payload=fields),))


@pytest.mark.parametrize(
    ("subject", "text", "told"),
    [
        ("Read: Critical Alert", "Your message\n\nwas read on Monday.", True),
        ("Not read: Critical Alert", "was deleted without being read on Monday", True),
        ("Gelesen: Critical Alert", "Ihre Nachricht wurde gelesen am Montag", True),
        ("Lu : Critical Alert", "Votre message a été lu le lundi", True),
        ("Leído: Critical Alert", "Su mensaje fue leído el lunes", True),
        ("Lida: Critical Alert", "Sua mensagem foi lida na segunda-feira", True),
        ("Letto: Critical Alert", "Il messaggio è stato letto lunedì", True),
        ("Gelezen: Critical Alert", "Uw bericht is gelezen op maandag", True),
        ("Läst: Critical Alert", "Ditt meddelande har lästs", True),
        ("Przeczytano: Critical Alert", "Wiadomość została przeczytana", True),
        ("Прочтено: Critical Alert", "Ваше сообщение было прочтено", True),
        ("開封済み: Critical Alert", "メッセージは開封されました", True),
        ("已读: Critical Alert", "您的邮件 已阅读", True),
        ("Return Receipt (displayed) - Critical Alert", "This is a Return Receipt for the mail", True),
        ("Read: Critical Alert", "I have read it, and it is not ours.", False),
        ("Critical Alert", "Your message was read on Monday.", False),
        ("Re: Read: Critical Alert", "It was read on Monday.", False),
    ],
)
def test_known_by_subject_and_sentence(subject: str, text: str, told: bool) -> None:
    assert disposition.is_notification(Mail(subject=subject, plain=text)) is told


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        (Mail(report_type="disposition-notification"), True),
        (Mail(parts=(Part(MDN),)), True),
        (Mail(parts=(Part("message/global-disposition-notification"),)), True),
        (Mail(report_type="delivery-status"), False),
        (Mail(), False),
    ],
)
def test_known_by_its_parts(mail: Mail, told: bool) -> None:
    assert disposition.is_notification(mail) is told


def test_a_rejection_is_news_of_a_delivery() -> None:
    mail = notification("Your message to <a@b.example> was automatically rejected:\nQuota exceeded")
    assert disposition.is_rejection(mail)
    why = "Your message to <a@b.example> was automatically rejected: Quota exceeded"
    failed = ReportedRecipient("a@b.example", "failed", "5.2.2", why)
    assert report.read(mail) == report.Report(News.FAILED, (failed,))


@pytest.mark.parametrize(
    "mail",
    [
        notification("Your message was deleted without being read; it was rejected by nobody."),
        notification("The mail was rejected, but shown.", DISPLAYED),
        notification("All is well."),
        Mail(report_type="disposition-notification", plain="was automatically rejected"),
    ],
)
def test_no_rejection(mail: Mail) -> None:
    assert not disposition.is_rejection(mail)
    assert report.read(mail).news is News.NONE


def test_displayed_with_an_error_is_a_rejection() -> None:
    mail = notification("The mail was rejected.", DISPLAYED.replace(b"displayed", b"displayed/error"))
    assert disposition.is_rejection(mail)
    assert disposition.rejected(notification("was rejected", b"Disposition: x; deleted")) == ()
