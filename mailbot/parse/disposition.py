"""Disposition notifications (RFC 3798, RFC 8098): a letter was read, or deleted unread, or refused by a filter.

Takes a Mail; says whether it is one, by its parts, or by the words that Outlook and others write where the parts are
lost: a Subject such as 'Read:' above a sentence such as 'was read on'. The rejections of a mailbox's own filter (RFC
5429; RFC 3028, section 4.1) have the form of one and are news of a delivery: nobody got the letter. Never raises.
"""

from mailbot.model.mail import Mail
from mailbot.model.report import ReportedRecipient
from mailbot.parse import bounce_status, delivery_status
from mailbot.parse.charset import guessed
from mailbot.parse.phrases import phrases, plain, says

_TYPES = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
_LOOKED_AT = 2_000
# Outlook and Exchange, Notes, Thunderbird, Apple and GroupWise in the languages they are sold in.
_SUBJECTS = phrases(
    """
    read:; not read:; read receipt; return receipt; receipt:; deleted:; message read; message displayed;
    opened:; disposition notification; gelesen:; ungelesen gelöscht:; nicht gelesen:; ungelesen:;
    lesebestätigung; empfangsbestätigung; lu :; lu:; non lu :; non lu:; accusé de lecture;
    accusé de réception; confirmation de lecture; gelezen:; niet gelezen:; leesbevestiging; leído:;
    no leído:; confirmación de lectura; acuse de recibo; lida:; não lida:; lido:; não lido:;
    recibo de leitura; confirmação de leitura; letto:; non letto:; conferma di lettura;
    ricevuta di ritorno; läst:; oläst:; inte läst:; läskvitto; læst:; ikke læst:; lest:; ikke lest:;
    kvittering; luettu:; ei luettu:; lukukuittaus; przeczytano:; nie przeczytano:;
    potwierdzenie przeczytania; přečteno:; nepřečteno:; prečítané:; elolvasva:; olvasva:; olvasatlan:;
    citit:; necitit:; okundu:; okunmadı:; διαβάστηκε:; αναγνώστηκε:; прочтено:; прочитано:; не прочтено:;
    не прочитано:; уведомление о прочтении; 開封済み:; 開封済み：; 未開封:; 開封確認; 已读:; 已读：; 未读:;
    已讀:; 已讀：; 未讀:; 읽음:; 읽지 않음:; נקרא:; לא נקרא:; مقروءة:; تمت القراءة:; อ่านแล้ว:; đã đọc:
    """
)
_SENTENCES = phrases(
    """
    was read on; was read; was displayed; has been displayed; has been read; was opened;
    was deleted without being read; was deleted unread; deleted without being read;
    this is a return receipt; this is a receipt for the mail; return receipt for; read receipt;
    message was seen; no guarantee that the message has been read; gelesen am; wurde gelesen; wurde am;
    wurde angezeigt; ungelesen gelöscht; ohne gelesen zu werden; a été lu; été lu le;
    supprimé sans être lu; supprimé sans avoir été lu; a été affiché; is gelezen; is ongelezen;
    verwijderd zonder; fue leído; se leyó; ha sido leído; se eliminó sin leer; ha sido mostrado; foi lida;
    foi lido; foi excluída sem ser lida; foi exibida; è stato letto; è stata letta; stato eliminato senza;
    è stato visualizzato; lästes; har lästs; togs bort utan att läsas; blev læst; blev slettet uden;
    ble lest; ble slettet uten; luettiin; on luettu; poistettiin lukematta; została przeczytana;
    została odczytana; została usunięta bez; byla přečtena; byla odstraněna bez; bola prečítaná;
    elolvasták; elolvasva; olvasatlanul törölték; a fost citit; a fost șters; okundu; okunmadan;
    διαβάστηκε; αναγνώστηκε; было прочтено; было прочитано; прочитано; прочтено; удалено без прочтения;
    開封されました; 読まれました; 開封済み; 的阅读时间; 已阅读; 已被阅读; 已讀取; 已于; 읽었습니다;
    읽은 시간; נקראה; تمت قراءة; ถูกอ่าน; đã được đọc
    """
)
_REJECTED = phrases(
    """
    automatically rejected; was rejected; has been rejected; rejected by; was refused; quota exceeded;
    mailbox is full; mailbox full; over quota; could not be delivered; not delivered; undeliverable;
    unable to deliver
    """
)
_ERRORS = ("error", "failed", "denied")


def is_notification(mail: Mail) -> bool:
    """Whether it tells that a letter was read, or deleted unread."""
    if mail.report_type == "disposition-notification" or _payloads(mail):
        return True
    subject = plain(mail.subject[:300])
    return subject.startswith(_SUBJECTS) and says(plain(mail.text[:_LOOKED_AT]), _SENTENCES)


def is_rejection(mail: Mail) -> bool:
    """Whether it has the form of one and says that the letter was refused."""
    if not _payloads(mail) or says(plain(mail.text[:_LOOKED_AT]), _SENTENCES):
        return False
    said = " ".join(line for line in _lines(mail) if line.startswith("disposition:"))
    displayed = "displayed" in said and not any(each in said for each in _ERRORS)
    return not displayed and says(plain(mail.text[:_LOOKED_AT]), _REJECTED)


def rejected(mail: Mail) -> tuple[ReportedRecipient, ...]:
    """Whose filter refused the letter, and why."""
    named = (line.partition(":")[2] for line in _lines(mail) if line.startswith("final-recipient:"))
    found = dict.fromkeys(address for value in named if (address := delivery_status.address(value)))
    why = " ".join(mail.text[:_LOOKED_AT].split())[:500]
    status = bounce_status.derived(why, "failed")
    return tuple(ReportedRecipient(each, "failed", status, why) for each in found)


def _payloads(mail: Mail) -> list[bytes]:
    return [part.payload[:20_000] for part in mail.parts if part.content_type in _TYPES]


def _lines(mail: Mail) -> list[str]:
    return [line.strip().casefold() for each in _payloads(mail) for line in guessed(each).splitlines()]
