"""Whether an automatic answer says that nobody is there to read (RFC 3834, section 1).

Takes its Subject and what it says, without what it quotes; gives True for a vacation message, for 'has left the
company' and the like, False for the receipt of a ticket system. Phrases count as whole words, in any case and with any
punctuation. Never raises; one pass over the first lines for each phrase.
"""

import re

from mailbot.parse.automatic_subjects import is_auto_reply_subject
from mailbot.parse.phrases import phrases, plain, says

_FIRST = 3_000  # characters of the text that are looked at
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")

# Somebody is not there.
_ABSENT = phrases(
    """
    out of office; out of the office; out of my office; away from; away until; away till; i am away;
    i'm away; i will be away; i'll be away; currently away; on leave; annual leave; parental leave;
    maternity leave; paternity leave; sick leave; on a career break; on holiday; on holidays;
    on my holidays; on vacation; on my vacation; on a business trip; absent; my absence; not in the office;
    not in office; will return; i return; shall return; returning on; return on; return to the office;
    back in the office; i am back on; i will be back; i'll be back; and back on; be back on;
    limited access to; no access to mail; no access to email; no access to my email;
    unable to check my email; unable to read my email; office is closed; offices are closed; am closed;
    no longer works; no longer working; no longer work; no longer with; no longer at; no longer employed;
    no longer in use; no longer used; has left; have left; left the company; left the business;
    has retired; have retired; abwesend; abwesenheit; nicht im büro; nicht im hause; außer haus; urlaub;
    im urlaub; bin ich wieder; wieder im büro; wieder erreichbar; nicht mehr im unternehmen;
    nicht mehr bei uns; nicht mehr für; ausgeschieden; elternzeit; absence du bureau; absent du bureau;
    je suis absent; je suis absente; serai absent; serai absente; mon absence; en congé; en congés;
    en vacances; de retour le; retour au bureau; ne travaille plus; ne fait plus partie; a quitté; afwezig;
    mijn afwezigheid; met vakantie; op vakantie; niet op kantoor; niet aanwezig; weer aanwezig;
    weer bereikbaar; niet meer werkzaam; met verlof; met zwangerschapsverlof; fuera de la oficina;
    fuera de oficina; estoy ausente; estaré ausente; mi ausencia; de vacaciones; ya no trabaja; regreso el;
    volveré el; baja maternal; fora do escritório; fora da oficina; estou ausente; estarei ausente;
    de férias; em férias; minha ausência; retorno no dia; retornarei; já não trabalha; não trabalha mais;
    fuori ufficio; fuori sede; sono assente; sarò assente; mia assenza; in ferie; sono in ferie; rientrerò;
    rientro il; non lavora più; in maternità; inte på kontoret; på semester; frånvarande; åter på kontoret;
    tillbaka på kontoret; föräldraledig; slutat på; ikke på kontoret; på ferie; er fraværende;
    tilbage på kontoret; tilbake på kontoret; barselsorlov; foreldrepermisjon; poissa toimistosta; lomalla;
    olen lomalla; palaan; vuosilomalla; poza biurem; na urlopie; jestem nieobecny; jestem nieobecna;
    nieobecny; nieobecna; już nie pracuje; mimo kancelář; na dovolené; nejsem v kanceláři; nepřítomen;
    nepřítomna; mimo kancelárie; na dovolenke; szabadságon; házon kívül; nem vagyok az irodában;
    nem tartózkodom; în concediu; nu sunt la birou; în afara biroului; izindeyim; yıllık izinde;
    ofis dışında; ofiste değilim; εκτός γραφείου; σε άδεια; με άδεια; απουσιάζω; в отпуске; нет в офисе;
    вне офиса; нет на месте; отсутствую; буду отсутствовать; больше не работает; у відпустці; поза офісом;
    в отпуска; извън офиса; na godišnjem odmoru; na dopustu; atostogauju; atvaļinājumā; puhkusel;
    allan o'r swyddfa; ar wyliau; ar fy ngwyliau
    """
)
# In languages whose words no blanks part.
_ABSENT_IN_ASIA = phrases(
    """
    不在; 外出中; 休暇; お休みをいただいて; 出張中; 夏季休業; 年末年始; 退職; 休假; 外出; 出差; 不在办公室;
    离职; 年假; 不在辦公室; 離職; 부재중; 휴가; 출장; 자리를 비; 퇴사; מחוץ למשרד; בחופשה; بإجازة; إجازة;
    خارج المكتب; ลาพักร้อน; ไม่อยู่ที่; nghỉ phép; vắng mặt; sedang cuti; di luar kantor
    """
)
# Nobody reads the mailbox, unless it is the one from which a ticket system writes.
_UNREAD = (
    "not monitored",
    "unmonitored",
    "not read",
    "no longer monitored",
    "nobody reads",
)
# A machine says that it has the mail: one of each.
_MATTERS = frozenset(
    {"ticket", "case", "request", "enquiry", "inquiry", "query", "email", "mail", "message", "call"}
)
_TAKEN = (
    "received",
    "logged",
    "created",
    "raised",
    "opened",
    "registered",
    "assigned",
    "acknowledge",
    "thank you for",
    "thanks for",
    "we aim to",
    "will respond within",
    "will reply within",
    "been passed to",
)
# The same in other languages.
_TAKEN_ELSEWHERE = phrases(
    """
    eingangsbestätigung; empfangsbestätigung; haben wir erhalten; haben ihre nachricht erhalten;
    haben ihre e-mail erhalten; haben ihre anfrage erhalten; ist bei uns eingegangen; ist eingegangen;
    vielen dank für ihre anfrage; wir melden uns; werden uns; avons bien reçu; a bien été reçu;
    accusé de réception; hebben wij ontvangen; hebben we ontvangen; in goede orde ontvangen;
    ontvangstbevestiging; hemos recibido; acuse de recibo; recebemos; foi recebida; abbiamo ricevuto;
    è stata ricevuta; conferma di ricezione; vi har mottagit; har tagits emot; vi har modtaget;
    vi har mottatt; olemme vastaanottaneet; otrzymaliśmy; obdrželi jsme; prijali sme; megkaptuk; am primit;
    tarafımıza ulaş; λάβαμε; мы получили; ваше обращение; зарегистрирован; отримали; 受け付けました;
    受付いたしました; 受け取りました; 受領しました; 已收到; 收到您的; 접수되었습니다; 접수하였습니다;
    קיבלנו; استلمنا
    """
)
# What sounds like an absence and is none.
_NOT_ABSENT = (
    "out of office hours",
    "feedback on",
    "has left a",
    "have left a",
    "away from home",
)


def away(subject: str, said: str) -> bool:
    """Whether an automatic answer is that of somebody who is not there. said: its own words."""
    written = f"{subject[:300]}\n{said[:_FIRST]}"
    text = _plain(written)
    for phrase in _NOT_ABSENT:
        text = text.replace(f" {phrase} ", " ; ")
    if _is_absent(text, written):
        return True
    acknowledges = bool(_MATTERS & set(text.split())) and _has(text, _TAKEN)
    acknowledges = acknowledges or says(plain(written), _TAKEN_ELSEWHERE)
    return not acknowledges and (_has(text, _UNREAD) or is_auto_reply_subject(subject))


def away_in(said: str) -> bool:
    """Whether words say that somebody is not there, whoever wrote them and under whatever Subject."""
    return _is_absent(_plain(said[:_FIRST]), said[:_FIRST])


def _is_absent(text: str, written: str) -> bool:
    return _has(text, _ABSENT) or (not text.isascii() and says(plain(written), _ABSENT_IN_ASIA))


def _has(text: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def _plain(text: str) -> str:
    """Lower case, straight apostrophes, words apart by one blank, one blank at either end."""
    words = _WORD.findall(text.replace("’", "'").replace("‘", "'").casefold())
    return f" {' '.join(words)} "
