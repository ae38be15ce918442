"""Subjects of automatic answers (RFC 3834, and what mail programs of some 25 languages write).

Takes a Subject; says whether it is that of an automatic answer. A phrase counts alone, or before a colon, dash or
bracket: 'Annual leave cover for Leeds' is a person's Subject. Never raises.
"""

from mailbot.parse.phrases import phrases, plain

_LONGEST = 300

_SUBJECTS = phrases(
    """
    auto; automatic reply; automatic response; automatic answer; automated reply; automated response;
    automated message; auto reply; auto-reply; autoreply; auto response; auto-response; autoresponse;
    autoresponder; auto-responder; auto responder; auto answer; autoanswer; auto-generated reply;
    automatically generated reply; out of office; out of office reply; out of office autoreply;
    out of office auto reply; out of office auto-reply; out of office response; out of office message;
    out of office notification; out of office notice; out of office alert; out-of-office;
    out-of-office reply; out-of-office autoreply; out-of-office message; ooo; oof; out of the office;
    i'm out of office; i'm out of the office; i am out of office; i am out of the office;
    i am currently out of the office; i'm currently out of the office; currently out of the office;
    away from the office; away from my mail; away from my desk; away from office; away; away message;
    i am away from the office; i am away; i'm away; vacation; vacation reply; vacation response;
    vacation message; on vacation; i am on vacation; i'm on vacation; on holiday; i am on holiday;
    i'm on holiday; on leave; i am on leave; i'm on leave; on annual leave; annual leave;
    i am on annual leave; maternity leave; on maternity leave; paternity leave; sick leave; absence;
    absent; my absence; no longer at this address; no longer with the company; automatische antwort;
    automatische rückantwort; automatische abwesenheitsnachricht; automatische benachrichtigung;
    abwesenheitsnotiz; abwesenheitsnachricht; abwesenheitsmeldung; abwesenheit; abwesend; außer haus;
    nicht im büro; im urlaub; ich bin im urlaub; ich bin nicht im büro; ich bin außer haus; urlaub;
    eingangsbestätigung; automatische empfangsbestätigung; auto-antwort; autom. antwort;
    réponse automatique; réponse d'absence; absence du bureau; absent du bureau; absente du bureau;
    message d'absence; notification d'absence; en congé; en congés; je suis absent; je suis absente;
    je suis en congés; en vacances; message automatique; automatisch antwoord; automatische reactie;
    automatisch bericht; afwezig; afwezigheid; afwezigheidsbericht; afwezigheidsassistent; niet aanwezig;
    buiten kantoor; niet op kantoor; met vakantie; op vakantie; respuesta automática; respuesta automatica;
    autorespuesta; fuera de la oficina; fuera de oficina; ausente; ausencia; de vacaciones;
    estoy de vacaciones; ausente de la oficina; resposta automàtica; resposta automática;
    resposta automatica; auto-resposta; fora do escritório; fora da oficina; ausência;
    ausente do escritório; ausência temporária; de férias; em férias; risposta automatica;
    risposta automatica fuori sede; fuori sede; fuori ufficio; assente; assenza; assenza dall'ufficio;
    in ferie; sono in ferie; autosvar; automatiskt svar; automatisk svar; frånvaromeddelande; frånvaro;
    frånvarande; ej på kontoret; inte på kontoret; på semester; semester; fraværsbesked; fraværende;
    fravær; ikke til stede; ikke på kontoret; på ferie; ferie; fraværsmelding; automaattinen vastaus;
    poissa toimistosta; poissa; poissaoloilmoitus; lomalla; sjálfvirkt svar; automatyczna odpowiedź;
    odpowiedź automatyczna; autoodpowiedź; poza biurem; nieobecność; nieobecność w biurze; urlop;
    na urlopie; jestem na urlopie; automatická odpověď; automatická odpoveď; mimo kancelář;
    mimo kancelárie; nepřítomnost; neprítomnosť; dovolená; automatikus válasz; házon kívül; irodán kívül;
    szabadságon; szabadság; nem vagyok az irodában; răspuns automat; în afara biroului; absent de la birou;
    în concediu; otomatik yanıt; otomatik cevap; ofis dışında; ofis dışındayım; izindeyim; yıllık izin;
    αυτόματη απάντηση; αυτόματη απόκριση; εκτός γραφείου; απουσία; автоматический ответ; автоответ;
    автоответчик; вне офиса; в отпуске; нет на месте; отсутствие на рабочем месте; меня нет в офисе;
    автоматична відповідь; автовідповідь; у відпустці; поза офісом; автоматичен отговор; извън офиса;
    automatski odgovor; samodejni odgovor; odsutnost; izvan ureda; automatinis atsakymas;
    automātiskā atbilde; automaatvastus; автоматты жауап; ateb awtomatig; allan o'r swyddfa; 自動応答;
    自動返信; 自動応答メール; 不在通知; 不在; 不在のお知らせ; 不在連絡; 休暇中; 自动回复; 自動回覆;
    自动答复; 自動回復; 外出; 不在办公室; 休假; 부재중; 자동 회신; 자동회신; 자동 응답; 부재 중;
    부재중 자동 회신; 휴가; תשובה אוטומטית; מענה אוטומטי; מחוץ למשרד; رد تلقائي; خارج المكتب;
    ตอบกลับอัตโนมัติ; ไม่อยู่ที่สำนักงาน; trả lời tự động; vắng mặt; balasan otomatis; di luar kantor;
    jawapan automatik
    """
)
# 'Accepted: Quarterly review': what a calendar writes for its owner.
_CALENDAR = phrases(
    """
    accepted; declined; tentative; tentatively accepted; new time proposed; zugesagt; angenommen;
    akzeptiert; abgelehnt; abgesagt; mit vorbehalt; unter vorbehalt; vorbehalt; mit vorbehalt zugesagt;
    accepté; acceptée; refusé; refusée; décliné; provisoire; peut-être; geaccepteerd; geweigerd; afgewezen;
    voorlopig; voorlopig geaccepteerd; aceptado; aceptada; rechazado; rechazada; provisional; aceite;
    aceito; recusado; recusada; provisório; provisória; accettato; accettata; rifiutato; rifiutata;
    provvisorio; accepterad; accepterat; avböjd; avböjt; avslagit; preliminärt; preliminär; accepteret;
    afvist; foreløbig; foreløbigt; godtatt; godkjent; avslått; hyväksytty; hylätty; alustava;
    zaakceptowano; zaakceptowane; odrzucono; odrzucone; wstępnie; wstępnie zaakceptowano; přijato;
    odmítnuto; nezávazně; prijaté; odmietnuté; elfogadva; elutasítva; feltételes; acceptat; refuzat;
    kabul edildi; reddedildi; belirsiz; αποδοχή; απόρριψη; принято; отклонено; под вопросом; прийнято;
    відхилено; 承諾; 承諾済み; 辞退; 仮承諾; 已接受; 接受; 已拒绝; 拒绝; 暂定; 已拒絕; 수락됨; 수락;
    거절됨; 거절; התקבל; נדחה; مقبول; مرفوض
    """
)


def is_auto_reply_subject(subject: str) -> bool:
    """Whether a Subject is that of an automatic answer."""
    return _begins(subject, _SUBJECTS, ":-([;")


def is_calendar_subject(subject: str) -> bool:
    """Whether a Subject is that of a calendar's answer to an invitation."""
    return _begins(subject, _CALENDAR, ":")


def _begins(subject: str, several: tuple[str, ...], behind: str) -> bool:
    """Whether it is one of them alone, or one with such a mark behind it; a tag ('[EXT]') before it is skipped."""
    words = plain(subject[:_LONGEST].replace("：", ":"))
    words = words.partition("]")[2].strip() if words.startswith("[") else words
    words = words.lstrip("*-#!<( ")
    rests = (words[len(each) :].lstrip(" *>") for each in several if words.startswith(each))
    return any(not rest or rest[0] in behind for rest in rests)
