"""The labels of header lines that mail clients write above a forwarded mail, by language: data only.

One row a language: From, Sent or Date, To, Cc, Subject; the words for one thing apart by |, without colon, in
lower case. A further language, or a client that says it otherwise, is a further row or word. Labels are compared
in Unicode's composed form and without regard to case.
"""

from unicodedata import normalize

FROM, DATE, TO, CC, SUBJECT, OTHER = "from", "date", "to", "cc", "subject", "other"

# (language, from, date, to, cc, subject)
_LABELS = (
    ("en", "from", "sent|date|sent on|sent at|date sent|sent date", "to", "cc|copy|copies|c.c.", "subject"),
    ("de", "von|absender", "gesendet|datum|gesendet am|gesendet um|versendet am", "an|empfänger",
     "cc|kopie|kopie an", "betreff"),
    ("fr", "de|expéditeur|from", "envoyé|date|envoyé le|date d'envoi|date d’envoi|envoye",
     "à|a|pour|destinataire|destinataires|envoyé à", "cc|copie|copie à|copies à", "objet|sujet"),
    ("es", "de|remitente", "enviado|fecha|enviado el|fecha de envío|enviado a las|envío",
     "para|a|destinatario|destinatarios", "cc|copia|con copia", "asunto|tema"),
    ("pt", "de|remetente", "enviado|enviada|enviadas|data|enviada em|enviado em|data de envio|data do envio",
     "para|a|destinatário", "cc|cópia|com cópia", "assunto"),
    ("it", "da|mittente", "inviato|data|inviata|data invio|data di invio|inviato il|spedito",
     "a|per|destinatario", "cc|copia|copia conoscenza|per conoscenza", "oggetto"),
    ("nl", "van|afzender", "verzonden|datum|verzonden op|verstuurd|verzonden om", "aan|naar",
     "cc|kopie|kopie aan", "onderwerp|betreft"),
    ("da", "fra|afsender", "sendt|dato|sendt den", "til|modtager", "cc|kopi|kopi til", "emne"),
    ("nb", "fra|avsender", "sendt|dato|sendt den", "til|mottaker", "kopi|kopi til", "emne"),
    ("nn", "frå", "sendt|dato", "til", "kopi", "emne"),
    ("sv", "från|avsändare", "skickat|datum|skickades|skickat den", "till|mottagare", "kopia|cc|kopia till",
     "ämne"),
    ("fi", "lähettäjä|keneltä|lähettänyt", "lähetetty|päivämäärä|päiväys|päivä|pvm",
     "vastaanottaja|kenelle|vast.ott", "kopio|kopiot", "aihe|otsikko"),
    ("is", "frá|sendandi", "sent|dagsetning|dags", "til|viðtakandi", "afrit", "efni"),
    ("et", "saatja|kellelt|kust", "saadetud|kuupäev|saatmisaeg", "adressaat|kellele|saaja", "koopia",
     "teema"),
    ("lv", "no|sūtītājs", "nosūtīts|datums|sūtīts", "kam|adresāts", "kopija", "temats|tēma"),
    ("lt", "nuo|siuntėjas", "išsiųsta|data|išsiuntimo data", "kam|gavėjas|iki", "kopija", "tema"),
    ("pl", "od|nadawca", "wysłano|data|wysłane|data wysłania|wysłany", "do|adresat|odbiorca", "dw|kopia|do wiadomości",
     "temat"),
    ("cs", "od|odesílatel", "odesláno|datum|odeslán|posláno", "komu|pro|adresát|příjemce", "kopie", "předmět|věc"),
    ("sk", "od|odosielateľ", "odoslané|dátum|poslané|odoslaný", "komu|pre|adresát|príjemca", "kópia", "predmet|vec"),
    ("hu", "feladó|küldő|kitől", "küldve|dátum|elküldve|küldés dátuma|küldés ideje", "címzett|kinek",
     "másolatot kap|másolat|másolat címzettje", "tárgy"),
    ("ro", "de la|expeditor|din partea", "trimis|data|dată|trimis la|expediat|data trimiterii",
     "către|catre|la|pentru", "copie|cc", "subiect"),
    ("bg", "от|подател", "изпратено|дата|изпратен", "до|получател", "копие|як", "относно|тема"),
    ("hr", "od|šalje|pošiljatelj", "poslano|datum|dana", "za|prima|kome|primatelj", "kopija|kopija za|kp",
     "predmet|naslov"),
    ("sr", "шаље|од|пошиљалац|šalje|od", "послато|датум|послано|poslato", "за|коме|прима|prima",
     "копија|kopija", "тема|предмет|наслов|naslov"),
    ("sl", "od|pošiljatelj", "poslano|datum", "za|prejemnik|komu", "kp|kopija|v vednost", "zadeva"),
    ("mk", "од|испраќач", "испратено|датум|пратено", "до|за|примач", "копија", "предмет|тема|наслов"),
    ("el", "από|αποστολέας", "στάλθηκε|ημερομηνία|ημ/νία|εστάλη|απεστάλη", "προς|παραλήπτης",
     "κοιν.|κοιν|κοινοποίηση|αντίγραφο|κοιν", "θέμα"),
    ("tr", "kimden|gönderen|gönderici", "gönderildi|tarih|gönderme tarihi|gönderilme tarihi|gönderilen tarih",
     "kime|alıcı|alıcılar", "bilgi|kopya|bilgi için", "konu"),
    ("ru", "от|от кого|отправитель", "отправлено|дата|отправлен|дата отправки|послано", "кому|получатель|для",
     "копия|копии", "тема|заголовок"),
    ("uk", "від|від кого|відправник", "надіслано|дата|відправлено|надісланий", "кому|до|одержувач",
     "копія|копії", "тема"),
    ("be", "ад|ад каго|адпраўнік", "адпраўлена|дата|даслана", "каму", "копія", "тэма"),
    ("he", "מאת|מ-|מ|השולח", "נשלח|תאריך|נשלח ב|בתאריך", "אל|ל|נמען", "עותק|העתק|עותק לידיעה", "נושא|הנדון"),
    ("ar", "من|المرسل", "تم الإرسال|التاريخ|أرسلت|تاريخ الإرسال|مرسل|تاريخ", "إلى|الى|المستلم|المرسل إليه",
     "نسخة|نسخة إلى|نسخة كربونية", "الموضوع|موضوع"),
    ("fa", "از|فرستنده", "ارسال شده|تاریخ|ارسال‌شده|زمان ارسال", "به|گیرنده", "رونوشت|کپی", "موضوع"),
    ("hi", "प्रेषक|से|द्वारा", "भेजा गया|दिनांक|तारीख|भेजी गई|प्रेषित", "प्रति|को|प्राप्तकर्ता",
     "प्रतिलिपि|प्रति लिपि", "विषय"),
    ("th", "จาก|ผู้ส่ง", "ส่ง|วันที่|ส่งเมื่อ|วันที่ส่ง", "ถึง|ผู้รับ", "สำเนา|สำเนาถึง", "เรื่อง|หัวเรื่อง|หัวข้อ"),
    ("vi", "từ|người gửi", "gửi|ngày|đã gửi|gửi lúc|ngày gửi|đã gửi vào|vào lúc|thời gian",
     "đến|tới|người nhận|gửi đến|cho", "đồng gửi|sao gửi|đồng kính gửi", "chủ đề|tiêu đề|về việc"),
    ("id", "dari|pengirim", "dikirim|tanggal|terkirim|tgl|waktu", "kepada|ke|untuk|penerima",
     "tembusan|salinan", "subjek|perihal|hal|subyek|judul"),
    ("ms", "daripada|dari", "dihantar|tarikh", "kepada|ke", "salinan|sk", "subjek|perkara|tajuk"),
    ("zh", "发件人|寄件人|寄件者|發件人|从|從|发送人|来自|由|发信人|寄信人",
     "发送时间|日期|时间|發送時間|傳送時間|寄件日期|已傳送|发送日期|發送日期|時間|傳送日期|寄送時間|"
     "发件时间", "收件人|收件者|至|到|發送至|发送至|收信人", "抄送|副本|副本抄送|抄送人",
     "主题|主旨|主題|标题|標題"),
    ("ja", "差出人|送信者|発信者|送信元|from", "送信日時|日時|日付|送信日|送信|送信済み|受信日時|送信時刻",
     "宛先|宛て先|受信者|あて先|送信先", "cc|写し", "件名|題名|タイトル"),
    ("ko", "보낸 사람|보낸사람|발신자|보낸이|발신|보내는 사람|보낸 이",
     "보낸 날짜|날짜|보낸 시간|보낸날짜|보낸시간|일시|발신일|보낸 일시|전송 날짜|보냄|작성일",
     "받는 사람|받는사람|수신자|받는이|수신|받는 이", "참조|참조인", "제목"),
    ("ca", "de|remitent", "enviat|data|enviat el|data d'enviament|enviat a les", "per a|a|destinatari|per",
     "a/c|còpia|cc", "assumpte|tema"),
    ("gl", "de|remitente", "enviado|data|data de envío|enviado o", "para|a", "copia|cc", "asunto"),
    ("eu", "nork|nondik|igorlea|bidaltzailea|-(r)en", "bidalia|data|bidaltze-data|noiz|bidalita",
     "nori|nora|hartzailea", "kopia", "gaia"),
    ("cy", "oddi wrth|gan|anfonwr", "anfonwyd|dyddiad", "at", "copi|cc", "pwnc|testun"),
    ("ga", "ó|seoltóir", "seolta|dáta", "chuig", "cóip", "ábhar"),
)  # fmt: skip

_OTHERS = (
    "bcc|b.c.c.|reply-to|reply to|replyto|importance|sensitivity|priority|attachments|attachment|"
    "attached|categories|category|sender|organization|organisation|message-id|message id|resent-from|"
    "resent-to|resent-date|x-mailer|required|optional|on behalf of|mailed-by|signed-by|list-id|"
    "mailing list|flag status|follow up flag|due by|user-agent|return-path|delivered-to|conversation|"
    "to-name|udw|please respond to|mime-version|content-type|x-priority|errors-to|newsgroups|references|"
    "in-reply-to|antwort an|antworten an|antwort|wichtigkeit|priorität|anlagen|anlage|anhang|anhänge|"
    "vertraulichkeit|blindkopie|kategorien|répondre à|rép. à|réponse à|pièces jointes|pièce jointe|pj|"
    "cci|catégories|priorité|bijlagen|bijlage|antwoord aan|beantwoorden|urgentie|prioriteit|"
    "datos adjuntos|adjuntos|archivos adjuntos|responder a|importancia|prioridad|cco|allegati|allegato|"
    "rispondi a|priorità|importanza|ccn|anexos|anexo|responder para|importância|prioridade|svar til|"
    "vedhæftede filer|vedhæftninger|vedlegg|prioritet|prioritering|svara till|bifogade filer|bilagor|"
    "bilaga|vigtighed|viktighet|viktighetsgrad|liitteet|liite|vastaus|tärkeys|vastausosoite|piilokopio|"
    "załączniki|załącznik|odpowiedź do|odpowiedz do|ważność|priorytet|přílohy|příloha|odpověď komu|"
    "odpovědět|důležitost|skrytá kopie|prílohy|príloha|odpovedať|dôležitosť|mellékletek|melléklet|"
    "válaszcím|titkos másolat|fontosság|atașamente|ataşări|răspuns către|importanță|приложения|важност|"
    "prilozi|privitci|privitak|odgovori|važnost|prilog|priloge|priponke|pomembnost|прилози|прилог|"
    "прикачени|συνημμένα|συνημμένο|απάντηση προς|σπουδαιότητα|ekler|ek|yanıt adresi|yanıtla|önem|gizli|"
    "вложения|вложение|ответить|важность|скрытая копия|вкладення|відповісти|важливість|קבצים מצורפים|"
    "השב אל|חשיבות|المرفقات|الرد على|الأهمية|پیوست‌ها|پاسخ به|संलग्नक|เอกสารแนบ|ตอบกลับ|tệp đính kèm|"
    "đính kèm|trả lời|lampiran|balas ke|附件|回复|答复|重要性|密送|密件副本|回覆|添付ファイル|返信先|"
    "重要度|첨부 파일|첨부파일|첨부|회신|숨은 참조|중요도|adjunts|respon a|importància|eranskinak|"
    "atodiadau|ateb i|ceangaltáin|viðhengi|manused|pielikumi|priedai|atsakyti|atbildēt"
)


def _labels() -> dict[str, str]:
    """Label to role. An earlier language keeps a word that a later one uses otherwise."""
    table: dict[str, str] = {}
    for _, *columns in _LABELS:
        for role, column in zip((FROM, DATE, TO, CC, SUBJECT), columns, strict=True):
            for label in column.split("|"):
                table.setdefault(normal(label), role)
    for label in _OTHERS.split("|"):
        table.setdefault(normal(label), OTHER)
    return table


def normal(label: str) -> str:
    """A label as it is compared."""
    text = label.casefold()
    return text if text.isascii() else normalize("NFC", text)


LABELS: dict[str, str] = _labels()
LONGEST_LABEL = max(map(len, LABELS))
# Under a Subject with 'VS:' a Finnish block is what a reply quotes, a Norwegian or Danish one a forward.
FINNISH_FROM = frozenset({"lähettäjä", "keneltä", "lähettänyt"})
