"""What mail systems say when a letter was not delivered, or is late, in some 25 languages.

Takes a text; says whether, and how early, a mail system's sentence stands in it. A phrase counts only with a word such
as 'message' or 'recipient' nearby: parcels, payments and goods are undeliverable too. Phrases are substrings of the
text in lower case with single blanks. Never raises; one pass of the first characters for each phrase.
"""

from mailbot.parse.phrases import phrases, plain, says

_LOOKED_AT = 6_000  # characters of a text
_NEAR = 160  # characters in which the verb and what it is about stand together

_FAILED = phrases(
    """
    delivery of the email was stopped; delivery of the message was stopped; has not been delivered;
    could not be delivered; couldn't be delivered; can't be delivered; cannot be delivered;
    can not be delivered; could not be sent; couldn't be sent; cannot be sent; was not delivered;
    wasn't delivered; were not delivered; not been delivered; has not been sent; not delivered;
    is undeliverable; was undeliverable; undeliverable to; undeliverable mail; undeliverable message;
    undeliverable recipient; undeliverable address; undelivered; unable to deliver; unable to send;
    unable to transfer; not able to deliver; wasn't able to deliver; able to be delivered;
    failed to deliver; fail to deliver; failed to be delivered; failed to send; failed to reach;
    delivery failed; delivery has failed; delivery failure; delivery error; delivery to the following;
    delivery problem; delivery attempt failed; has failed permanently; failed permanently;
    fatal delivery errors; permanent fatal errors; fatal errors; did not reach; didn't reach;
    could not be reached; couldn't be reached; cannot be reached; not be reached; could not reach;
    could not deliver; couldn't deliver; can not deliver; cannot deliver; can't deliver; could not send;
    couldn't send; not received by; did not receive; haven't received; not accepted; permanent error;
    permanent failure; permanently failed; returned to sender; returned to you; being returned;
    is returned; was returned; been returned; returned unread; was rejected; were rejected; been rejected;
    is rejected; rejected your message; rejected the message; rejected by; rejected for; refused by;
    was refused; been refused; refused to accept; undeliverable; bounced; non-delivery; nondelivery;
    message blocked; been blocked; was blocked; blocked by; address(es) failed; addresses failed;
    address failed; failed address; delivery problems; delivery errors; had errors; has errors;
    error in delivery; errors occurred; error occurred while; error while delivering; error delivering;
    an error has occurred; error sending; not deliverable; out of retries; retry timeout exceeded;
    not possible to deliver; transcript of session; transcript of the session; transcript of the attempts;
    smtp error; no valid recipients; error from remote; temporarily rejected; addresses were unknown;
    unrouteable; unroutable; unknown user:; unknown user; user unknown; no such user;
    recipient address rejected; not known at this site; user mailbox exceeds; address not found;
    recipient rejected; invalid receiver; not listed in; bad destination; given up
    """
)
_FAILED_ELSEWHERE = phrases(
    """
    nicht zugestellt; nicht zustellbar; unzustellbar; nicht ausgeliefert; nicht übermittelt;
    nicht erreicht; zustellung fehlgeschlagen; fehler bei der zustellung; fehler bei der übermittlung;
    zustellung an folgende; zustellung ist fehlgeschlagen; nicht gesendet werden; zurückgewiesen;
    abgewiesen; wurde abgelehnt; empfänger unbekannt; unbekannter empfänger; existiert nicht;
    postfach ist voll; nicht gefunden; niet worden bezorgd; niet bezorgd; niet afgeleverd;
    niet worden afgeleverd; onbestelbaar; bezorging mislukt; niet worden verzonden; bestaat niet;
    geweigerd; aflevering mislukt; is mislukt; pas pu être remis; pas pu être délivré; pas pu être livré;
    pas pu être envoyé; pas pu être distribué; n'a pas été remis; n'a pas été délivré;
    n'a pas été distribué; pas parvenu; pas été transmis; pas pu être transmis; échec de la remise;
    échec de remise; échec de livraison; échec de la livraison; échec de la distribution; remise a échoué;
    impossible de remettre; impossible de joindre; impossible de délivrer; impossible d'envoyer;
    n'existe pas; adresse inconnue; utilisateur inconnu; destinataire inconnu; rejeté; no se pudo entregar;
    no se puede entregar; no se ha podido entregar; no pudo ser entregado; no ha podido ser entregado;
    no ha sido entregado; no fue entregado; no se ha entregado; no se entregó; no entregado; no ha llegado;
    no llegó; error en la entrega; error de entrega; no se pudo enviar; no existe; usuario desconocido;
    destinatario desconocido; rechazado; imposible entregar; no se encontró la dirección;
    não pôde ser entregue; não pode ser entregue; não foi entregue; não foi possível entregar;
    não entregue; não é possível entregar; falha na entrega; falha ao entregar; erro na entrega;
    não existe; usuário desconhecido; destinatário desconhecido; rejeitad; não alcançou; não chegou;
    endereço não encontrado; impossibile recapitare; impossibile consegnare; non è stato recapitato;
    non è stato possibile recapitare; non è stato possibile consegnare; non è stato consegnato;
    non può essere consegnato; mancata consegna; mancato recapito; recapito non riuscito;
    consegna non riuscita; non ha raggiunto; non esiste; utente sconosciuto; destinatario sconosciuto;
    rifiutato; non consegnabile; kunde inte levereras; inte levererats; kunde inte skickas; inte nå;
    nådde inte; går inte att leverera; misslyckades; finns inte; kunne ikke leveres; blev ikke leveret;
    ble ikke levert; kan ikke leveres; kunne ikke sendes; nåede ikke; nådde ikke; levering mislykkedes;
    leveringen mislyktes; findes ikke; finnes ikke; mislykkedes; ei voitu toimittaa; toimitus epäonnistui;
    ei voida toimittaa; ei tavoittanut; ei ole olemassa; ei onnistunut; nie może zostać dostarczona;
    nie mogła zostać dostarczona; nie można dostarczyć; nie została dostarczona; nie udało się dostarczyć;
    niedostarczon; nie istnieje; nie dotarła; nelze doručit; nebylo možné doručit; nebyla doručena;
    nepodařilo se doručit; nedoručiteln; neexistuje; nie je možné doručiť; nebolo možné doručiť;
    nepodarilo sa doručiť; nem kézbesíthető; nem sikerült kézbesíteni; kézbesítés sikertelen; nem létezik;
    nu a putut fi livrat; nu poate fi livrat; nu s-a putut livra; nu există; teslim edilemedi; iletilemedi;
    ulaştırılamadı; gönderilemedi; bulunamadı; mevcut değil; δεν ήταν δυνατή η παράδοση; δεν παραδόθηκε;
    δεν μπόρεσε να παραδοθεί; δεν υπάρχει; απέτυχε; не было доставлено; не может быть доставлено;
    не удалось доставить; не удается доставить; не доставлено; невозможно доставить; не было получено;
    доставка не удалась; ошибка доставки; не существует; отклонено; не вдалося доставити;
    не може бути доставлен; не було доставлен; не існує; не можа быць дастаўлен; не беше доставено;
    не можа да бъде доставено; nije isporučen; ni bilo mogoče dostaviti; nije moguće isporučiti;
    nepavyko pristatyti; nevarēja piegādāt; ei õnnestunud kohale toimetada; no s'ha pogut lliurar
    """
)
_FAILED_IN_ASIA = phrases(
    """
    配信できませんでした; 配信できません; 配信されませんでした; 配信することができません; 配信不能;
    配送できません; 配送することができません; 送信できませんでした; 送信することができませんでした;
    届けることができませんでした; お届けできませんでした; 届きませんでした; 配信に失敗; 配送に失敗;
    送信に失敗; エラーが発生; 見つかりません; 存在しません; 宛先不明; 无法投递; 无法送达; 无法传递;
    无法发送; 未能送达; 未能投递; 未能发送; 投递失败; 发送失败; 被退回; 退信; 不存在; 拒收; 被拒绝;
    無法傳遞; 無法投遞; 無法傳送; 無法送達; 傳遞失敗; 投遞失敗; 未送達; 傳送失敗; 找不到; 被拒絕;
    배달하지 못했습니다; 배달되지 않; 배달할 수 없; 전달되지 못; 전송하지 못; 전송되지 않; 전송에 실패;
    보낼 수 없; 발송되지 못; 반송; 실패하였습니다; 실패했습니다; 존재하지 않; לא נמסר; לא ניתן למסור;
    לא ניתן היה למסור; נכשל; تعذر تسليم; لم يتم تسليم; فشل تسليم; فشل التسليم; لم تصل; ไม่สามารถส่ง;
    ส่งไม่สำเร็จ; không thể gửi; không gửi được; tidak dapat dikirim; gagal dikirim; tidak terkirim
    """
)
_DELAYED = phrases(
    """
    has not yet been delivered; not yet been delivered; not yet delivered; could not yet be delivered;
    has been delayed; is delayed; been delayed; being delayed; delivery delayed; delivery incomplete;
    warning message only; do not need to resend; don't need to resend; still trying;
    will continue to be attempted; will be attempted for; will keep trying; keep trying to deliver;
    will continue trying; continue to try; will try again; will retry; will be retried;
    still being retried; queued for retry; transient non-fatal errors; still undelivered;
    technical details of temporary failure; temporary problem delivering; there has been a delay;
    delay reason; remains undelivered; message is not yet undeliverable; is still in the queue;
    not a permanent failure; noch nicht zugestellt; verzögert; zustellung wird weiter;
    wird weiterhin versucht; weitere zustellversuche; retardée; retardé; pas encore été remis; différée;
    nouvelles tentatives; aún no se ha entregado; retrasad; se seguirá intentando; ainda não foi entregue;
    atrasad; continuaremos tentando; ritardat; non è ancora stat; nog niet bezorgd; vertraagd;
    ännu inte levererats; fördröjd; försenad; forsinket; viivästy; opóźnion; zpožděn; késlelt; gecik;
    задерж; ещё не доставлено; еще не доставлено; まだ配信されていません; 遅延; 延迟; 延遲; 尚未; 지연
    """
)
# Why a letter was not delivered. By themselves they are also said of accounts and tickets.
_REASONS = phrases(
    """
    unknown user; user unknown; no such user; unknown recipient; recipient unknown; unknown address;
    addresses were unknown; address unknown; unknown host; unknown mailbox; no such mailbox;
    no such account; no mailbox here; mailbox is full; mailbox full; over quota; over its quota;
    over their quota; quota exceeded; exceeded quota; exceeds allowed size; does not exist; doesn't exist;
    doesn't have an account; invalid recipient; invalid receiver; invalid address; invalid user;
    bad destination; bad address; recipient address rejected; recipient rejected; address not found;
    recipient not found; recipient not recognized; not recognized; not listed in; not found in;
    not known at; giving up; gave up; suspended; deactivated; disabled; inactive; expired;
    no longer accepts; not accepting; not accepted; relaying denied; not permitted; not allowed; denied;
    blocked; spam; blacklisted; timed out; refused; unavailable; no account; too large; too big; full;
    exceeded; unknown; invalid; rejected; error; failed; failure; cannot; could not; unable; not found;
    not a valid; not valid; unbekannt; voll; inconnu; plein; llena; cheia; piena; desconocid; desconhecid;
    sconosciut
    """
)
# Although 'delivery is delayed' may stand in it: nothing is tried any more.
_GIVEN_UP = phrases(
    """
    permanent error; permanent fatal; failed permanently; given up; giving up; gave up;
    retry timeout exceeded; message expired; delivery expired; delivery time expired; will not be retried;
    no further attempts; not retry; too long in the queue; retries exhausted; maximum number of retries;
    has failed to these; delivery has failed
    """
)
_ABOUT = phrases(
    """
    message; mail; recipient; address; recipient(s); user; mailbox; account; delivery; letter; session;
    smtp; host; nachricht; empfänger; adresse; bericht; ontvanger; geadresseerde; courrier; courriel;
    destinataire; mensaje; correo; destinatario; mensagem; destinatário; messaggio; posta; indirizzo;
    meddelande; meddelelse; besked; melding; mottag; modtag; viesti; vastaanottaja; wiadomo; odbior;
    przesyłk; zpráv; příjemc; správ; üzenet; levél; címzett; mesaj; ileti; alıcı; e-posta; μήνυμα; μηνύμα;
    παραλήπτ; сообщени; письм; адресат; получател; повідомлен; лист; съобщени; poruk; sporočil; žinut;
    laišk; ziņojum; vēstul; sõnum; kiri; missatge; メール; 宛先; メッセージ; 受信者; 邮件; 收件人; 郵件;
    收件者; 信件; 메일; 편지; 메시지; 수신; 받는; דואר; הודעה; الرسالة; رسالت; البريد; จดหมาย; อีเมล; thư;
    surat; pesan
    """
)
_SUCCEEDED = phrases(
    """
    successfully delivered; delivered successfully; successfully relayed; been relayed to;
    been delivered to; was delivered to the following; successfully sent to; erfolgreich zugestellt;
    erfolgreich weitergeleitet; wurde zugestellt; wurde an die folgenden; a été remis; a été relayé;
    se entregó; se ha entregado; foi entregue; è stato recapitato; è stato consegnato; is bezorgd;
    har levererats; er leveret; er levert; on toimitettu; została dostarczona; byla doručena;
    было доставлено; 配信されました; 已送达
    """
)
# How notices begin that no person would begin so.
_PREAMBLES = phrases(
    """
    this is the mail system at host; this is the postfix program at host;
    this message was created automatically by; a message that you sent could not be delivered;
    a message that you have sent has not yet; hi. this is the; i'm afraid i wasn't able to deliver;
    the original message was received at; this is an automatically generated; this is an automatic;
    this is an informative message sent by; this is a delivery status notification;
    this is the mail delivery agent at; this report relates to a message you sent;
    this is a mime-encapsulated message; delivery has failed to these; delivery to the following recipient;
    did not reach the following recipient; your message did not reach some or all;
    sorry, we were unable to deliver your message; unable to deliver message to the following;
    i'm sorry to have to inform you; ** address not found; ** message blocked; ** message not delivered;
    ** delivery incomplete; ** die adresse; the following address(es) failed; the following addresses had;
    the following recipient(s); the following message to; the following recipients;
    transcript of session follows; transcript of session; failed addresses follow; message log follows;
    this message was undeliverable due to; your message cannot be delivered to the following;
    your message could not be delivered to the following; the attached message had permanent fatal;
    rejected your message to the following; fehler bei der nachrichtenzustellung;
    échec de la remise pour ces; ihre nachricht hat einige oder alle; ihre nachricht konnte nicht an;
    votre message n'a pas pu être remis; no se pudo entregar el mensaje; falha na entrega para;
    impossibile recapitare il messaggio; nie można dostarczyć wiadomości;
    het bericht kan niet worden bezorgd; kan niet worden bezorgd bij; leveransen misslyckades;
    не удалось доставить сообщение; 无法将邮件传递给; this is a permanent error;
    the enclosed message could not; failed to deliver to; error-for:; sent <<< rcpt
    """
)
_PREAMBLE = 120  # characters in which one stands
_ALL_FAILED = (*_FAILED, *_FAILED_ELSEWHERE, *_FAILED_IN_ASIA)


def failing(text: str) -> int:
    """How many characters stand before the first sentence that tells of a failure; -1 when there is none."""
    return _first(_looked_at(text), (*_ALL_FAILED, *_DELAYED))


def has_preamble(text: str) -> bool:
    """Whether it begins as only a mail system's notice does."""
    words = plain(text[:_LOOKED_AT])[: _PREAMBLE * 2]
    return any(0 <= words.find(each) < _PREAMBLE for each in _PREAMBLES)


def delays(text: str) -> bool:
    """Whether it says that delivery is late and goes on being tried."""
    words = _looked_at(text)
    return _first(words, _DELAYED) >= 0 and not says(words, _GIVEN_UP)


def succeeds(text: str) -> bool:
    """Whether it says that the letter was delivered or passed on, and nothing of a failure."""
    words = _looked_at(text)
    return says(words, _SUCCEEDED) and _first(words, (*_ALL_FAILED, *_DELAYED)) < 0


def fails(sentence: str) -> bool:
    """Whether a short piece of text tells of a failure, whatever else it is about."""
    return says(plain(sentence[:_LOOKED_AT]), (*_ALL_FAILED, *_DELAYED, *_REASONS))


def _looked_at(text: str) -> str:
    return plain(text[:_LOOKED_AT])


def _first(words: str, several: tuple[str, ...]) -> int:
    """Where the first of the phrases stands that has what it is about nearby."""
    places = sorted(at for each in several if (at := words.find(each)) >= 0)
    about = (at for at in places if says(words[max(0, at - _NEAR) : at + _NEAR], _ABOUT))
    return next(about, -1)
