"""What mail systems write in the Subject of a bounce, a delay notice or a success report, in many languages.

Takes a Subject; says what it announces. Phrases are compared in lower case with blanks made one. A Subject that a
person passes on or answers ('Fwd: Undeliverable: ..', 'Re: failure notice') announces nothing. Never raises.
"""

from mailbot.parse import subject as prefixes
from mailbot.parse.phrases import phrases

_LONGEST = 300

# The Subject begins so, behind at most a tag in square brackets.
_FAILED = phrases(
    """
    undeliverable; undelivered; mail delivery problem; message not deliverable; message could not;
    mail not deliverable; mail failed, returning; problem with delivery; mail status report; undeliverd;
    unable to deliver; unable to send; mail delivery fail; mail failure; mail error; mail system error;
    mail undeliverable; mail returned; mail could not be delivered; mail not delivered; mail rejected;
    mail bounce; delivery failure; delivery failed; delivery has failed; delivery error; delivery problem;
    delivery status notification; delivery status notice; delivery notification: delivery has failed;
    delivery notification: fail; delivery unsuccessful; failure notice; failure notification;
    failure delivery; failure:; failed mail; failed to deliver; failed delivery; failed:; returned mail;
    returned e-mail; returned email; returned message; return mail; returning message; returning mail;
    rejected mail; rejected:; automatically rejected mail; message undeliverable; message undelivered;
    message delivery fail; message delivery problem; message delivery error;
    message could not be delivered; message not delivered; message failed; message rejected;
    message blocked; message returned; message status - undeliverable; message you sent blocked;
    your message could not be delivered; your message was not delivered; your message wasn't delivered;
    your mail could not be delivered; your email could not be delivered;
    your e-mail could not be delivered; your e-mail message was not delivered;
    your email message was not delivered; your email was not delivered; could not deliver;
    could not send message; couldn't deliver; cannot deliver; can't deliver; error sending mail;
    error sending message; error delivering; error in delivery; email delivery fail; email delivery error;
    e-mail delivery fail; e-mail delivery error; email not delivered; e-mail not delivered; user unknown;
    unknown user; unknown address; unknown recipient; address unknown; invalid address; invalid recipient;
    no such user; non-delivery; non delivery; nondeliverable; nondelivery; non-deliverable; not delivered;
    ndn:; ndr:; notification: delivery fail; notice: mail delivery; problem delivering;
    problems delivering; permanent delivery failure; postmaster notify; bounced mail; bounced message;
    bounce:; bounce notification; undeliverable mail; warning from uucp; error in message; smtp error;
    smtp delivery fail; recipient error; bad address; inbound message rejected; banned contents from you;
    considered unsolicited bulk
    """
)
# German, Dutch, French, Spanish, Portuguese, Italian.
_FAILED_ROMANCE_AND_GERMANIC = phrases(
    """
    unzustellbar; nicht zustellbar; nicht zugestellt; zustellung fehlgeschlagen; zustellung nicht möglich;
    zustellungsfehler; zustellfehler; fehler bei der zustellung; fehlgeschlagene zustellung;
    mailzustellung fehlgeschlagen; ihre nachricht konnte nicht zugestellt werden;
    ihre e-mail konnte nicht zugestellt werden; ihre mail konnte nicht zugestellt werden; rückläufer;
    unzustellbare; benachrichtigung zum übermittlungsstatus (fehl;
    benachrichtigung über den zustellstatus (fehl; onbestelbaar; niet bezorgd; kan niet worden bezorgd;
    bezorging mislukt; non remis; non délivré; non distribué; échec de la remise; échec de remise;
    échec de livraison; échec de distribution; échec d'envoi; message non remis; message non délivré;
    message non distribué; erreur de distribution; votre message n'a pas pu être; impossible de remettre;
    impossible de distribuer; no se puede entregar; no se pudo entregar; no entregado;
    no se ha podido entregar; mensaje no entregado; correo no entregado; error de entrega;
    error en la entrega; fallo de entrega; fallo en la entrega; devuelto:;
    notificación de estado de entrega (f; notificación del estado de la entrega (f;
    não é possível entregar; não foi possível entregar; não entregue; mensagem não entregue;
    mensagem devolvida; falha na entrega; falha de entrega; falha ao entregar; erro na entrega;
    erro de entrega; impossibile recapitare; non recapitabile; mancato recapito; mancata consegna;
    messaggio non recapitato; messaggio non consegnato; errore di consegna; avviso di mancata consegna;
    anomalia messaggio; consegna non riuscita; notifica di mancato recapito; imposible entregar;
    no lliurat
    """
)
# The Nordic, Slavic, Baltic, Turkish, Greek and Hungarian languages, Romanian, then those of Asia.
_FAILED_ELSEWHERE = phrases(
    """
    det går inte att leverera; kan inte leverera; ej levererat; olevererat; leveransfel;
    kunne ikke leveres; kan ikke leveres; ikke leveret; ikke levert; leveringsfejl; leveringsfeil;
    levering mislykkedes; kunne ikke levere; uleverelig; ei voi toimittaa; toimitus epäonnistui;
    viestiä ei voitu toimittaa; viestin toimitus ei onnistunut; perillemeno epäonnistui; niedostarczona;
    niedostarczono; nie można dostarczyć; nie dostarczono; niedostarczalne; zwrot:; nedoručiteln;
    nelze doručit; nedoručeno; nedoručené; nie je možné doručiť; ni mogoče dostaviti;
    nije moguće isporučiti; nije isporučeno; kézbesíthetetlen; sikertelen kézbesítés;
    a kézbesítés sikertelen; nu se poate livra; nelivrat; mesaj nelivrat; teslim edilemedi;
    teslim edilemeyen; iletilemedi; δεν είναι δυνατή η παράδοση; αδυναμία παράδοσης; αποτυχία παράδοσης;
    не удается доставить; не удалось доставить; не доставлено; недоставленное сообщение;
    недоставленное письмо; сообщение не доставлено; письмо не доставлено; невозможно доставить;
    не вдалося доставити; неуспешно доставяне; nepavyko pristatyti; neizdevās piegādāt;
    kohaletoimetamine nurjus; 配信不能; 配信できません; 配信エラー; 配信に失敗; 送信できませんでした;
    送信エラー; メール送信エラー; エラーメール; 宛先不明; 未达; 无法投递; 无法送达; 无法传递; 邮件无法;
    退信; 系统退信; 投递失败; 發送失敗; 無法傳遞; 無法投遞; 未傳遞; 退信通知; 배달되지 않음; 배달 못 함;
    배달 실패; 전송 실패; 전송실패; 반송; לא ניתן למסור; תקלה במסירה; تعذر التسليم; فشل التسليم;
    ไม่สามารถส่ง; không thể gửi; tidak dapat dikirim
    """
)
# Long enough to count wherever they stand.
_FAILED_ANYWHERE = phrases(
    """
    undeliverable mail; undeliverable message; undelivered mail; undelivered message; undeliverable:;
    mail delivery failed; mail delivery failure; email delivery failure; message delivery failure;
    delivery failure; delivery failed; delivery has failed; delivery status notification; failure notice;
    returned mail; returned to sender; returning message to sender; could not be delivered;
    non-delivery report; non-delivery notification; non delivery notification; nondelivery report;
    nicht zustellbar; unzustellbar; konnte nicht zugestellt werden; (failure); (fehlschlag); (fehler);
    (échec); (error); (fallo); (falha)
    """
)
_DELAYED = phrases(
    """
    delayed; delivery delay; delivery incomplete; delivery is delayed; delivery status notification (delay;
    delivery status notification (mail delivery delayed; delivery notification: delivery has been delayed;
    delivery notification: delayed; delay:; delay in delivering; mail delivery delay; mail delayed;
    mail delivery deferred; mail delivery warning; message delayed; message delivery delayed;
    message delivery is delayed; message still undelivered; mail still undelivered;
    still trying to deliver; still undelivered; temporary delivery; warning: message;
    warning: could not send message; warning - delayed mail; warning - mail delayed; warning: delivery;
    warning: mail; warning, message still undelivered; transient delivery; deferred:; not yet delivered;
    verzögert; zustellung verzögert; zustellungsverzögerung; verzögerte zustellung; vertraagd;
    bezorging vertraagd; retardé; différé; remise différée; remise retardée; retrasado; entrega retrasada;
    retraso en la entrega; atrasado; entrega atrasada; entrega adiada; ritardato; consegna ritardata;
    recapito ritardato; fördröjd; försenad; forsinket; viivästynyt; opóźnion; zpožděn; késleltetett; gecik;
    задерж; доставка задерж; καθυστέρηση; 配信遅延; 配信の遅延; 延迟; 投递延迟; 傳遞延遲; 배달 지연
    """
)
_DELAYED_ANYWHERE = phrases(
    """
    (delay); (delayed); (mail delivery delayed); (still being retried); still being retried;
    delayed 24 hours; (verzögerung); (verzögert); (retard); (delayed mail); will be retried
    """
)
_SUCCEEDED = phrases(
    """
    delivered:; relayed:; expanded:; delivery status notification (success;
    delivery status notification (relay; delivery status notification (deliv;
    successful mail delivery report; delivery notification: delivered; delivery report: delivered;
    delivery receipt; message delivered; mail delivered; zugestellt:; übermittelt:; weitergeleitet:;
    remis :; remis:; relayé :; relayé:; entregado:; transmitido:; entregue:; retransmitido:; recapitato:;
    consegnato:; inoltrato:; bezorgd:; doorgestuurd:; levererat:; leveret:; levert:; toimitettu:;
    dostarczono:; doručeno:; kézbesítve:; livrat:; teslim edildi:; παραδόθηκε:; доставлено:; 配信済み:;
    已送达:; 已傳遞:; 배달됨:
    """
)
_ALL_FAILED = (*_FAILED, *_FAILED_ROMANCE_AND_GERMANIC, *_FAILED_ELSEWHERE)
_PASSED_ON = (
    "fw",
    "fwd",
    "wg",
    "tr",
    "rv",
    "enc",
    "i",
    "vs",
    "vb",
    "vl",
    "pd",
    "doorst",
    "转发",
    "轉寄",
    "転送",
)


def failed(subject: str) -> bool:
    """Whether it announces that something was not delivered."""
    words = _plain(subject)
    return not (delayed(subject) or succeeded(subject)) and _says(words, _ALL_FAILED, _FAILED_ANYWHERE)


def delayed(subject: str) -> bool:
    """Whether it announces that delivery takes longer."""
    return _says(_plain(subject), _DELAYED, _DELAYED_ANYWHERE)


def succeeded(subject: str) -> bool:
    """Whether it announces that the letter was delivered or passed on."""
    return _says(_plain(subject.replace("：", ":")), _SUCCEEDED, ())


def _says(words: str, starts: tuple[str, ...], anywhere: tuple[str, ...]) -> bool:
    behind = words.partition("]")[2].lstrip(" :-") if words.startswith("[") else words
    begins = behind.lstrip("*#!<- ").startswith(starts)
    return bool(words) and (begins or any(each in words for each in anywhere))


def _plain(subject: str) -> str:
    """Lower case, blanks one, straight apostrophes; nothing at all when somebody passes it on or answers it."""
    words = " ".join(subject[:_LONGEST].casefold().replace("’", "'").split())
    prefix = words.replace("：", ":").partition(":")
    passed_on = bool(prefix[1]) and prefix[0].strip() in _PASSED_ON
    return "" if passed_on or prefixes.is_reply(subject) else words
