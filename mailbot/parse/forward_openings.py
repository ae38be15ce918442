"""The words with which mail clients open and end a forwarded mail, by language: data only.

FORWARDED and ORIGINAL stand between dashes ('---------- Forwarded message ---------'), BEGINNING stands alone with
a colon ('Begin forwarded message:'), BY is followed by who forwarded or wrote it ('Forwarded by Ann Lee'). Words
for one language apart by |; compared without regard to case. A further language or wording is a further entry.
"""

FORWARDED = (
    "Forwarded message|Forwarded email|Forwarded mail|Forwarded|Fwd|Forward",
    "Weitergeleitete Nachricht|Weitergeleitete Mail|Weitergeleitete E-Mail|Weitergeleitet|"
    "Weitergeleitete Email",
    "Message transféré|Message transmis|Message réexpédié|E-mail transféré|Mail transféré|"
    "Message réacheminé|Courriel transféré",
    "Mensaje reenviado|Correo reenviado|Reenviado",
    "Messaggio inoltrato|Mail inoltrato|Inoltrato|Inizio messaggio inoltrato",
    "Mensagem encaminhada|Mensagem reencaminhada|E-mail encaminhado|Encaminhado|Mensagem enviada",
    "Doorgestuurd bericht|Doorgestuurde e-mail|Doorgestuurd|Doorgestuurde mail|Doorgezonden bericht",
    "Videresendt meddelelse|Videresendt besked|Videresendt mail|Videresendt e-mail",
    "Videresendt melding|Videresendt e-post|Videresendt beskjed|Vidaresendt melding|Videresend melding",
    "Vidarebefordrat meddelande|Vidarebefordrat mejl|Vidarebefordrat brev|Vidarebefordrad e-post|"
    "Vidarebefordrat",
    "Välitetty viesti|Edelleenlähetetty viesti|Lähetetty edelleen|Välitetty sähköposti|"
    "Edelleen lähetetty viesti",
    "Áframsent skeyti|Framsent skeyti|Áframsendur póstur|Áframsend skilaboð",
    "Edastatud kiri|Edastatud sõnum|Edastatud e-kiri|Edasi saadetud kiri|Edasisaadetud kiri",
    "Pārsūtīta ziņa|Pārsūtīts ziņojums|Pārsūtītā ziņa|Pārsūtītais ziņojums|Pārsūtīta vēstule",
    "Persiųstas laiškas|Persiunčiamas laiškas|Persiųsta žinutė|Persiųstas pranešimas|"
    "Persiunčiama žinutė",
    "Wiadomość przekazana|Przekazana wiadomość|Wiadomość przekazana dalej|Przesłana dalej wiadomość|"
    "Treść przekazanej wiadomości|Wiadomość przesłana dalej",
    "Přeposlaná zpráva|Předaná zpráva|Přeposlaný e-mail|Přeposlaný email|Přesměrovaná zpráva",
    "Preposlaná správa|Preposlaný e-mail|Preposlaný email|Odoslaná správa ďalej|Postúpená správa",
    "Továbbított üzenet|Továbbított levél|Továbbított e-mail|Továbbküldött üzenet|Továbbított email",
    "Mesaj redirecționat|Mesaj redirecţionat|Mesaj retransmis|Mesaj transmis mai departe|Mesaj înaintat|"
    "Mesaj redirectionat|Mesaj expediat mai departe",
    "Препратено съобщение|Препратен имейл|Препратено писмо|Препратено",
    "Proslijeđena poruka|Proslijeđena pošta|Proslijeđeno|Poslana dalje poruka|Proslijeđeni mail",
    "Прослеђена порука|Prosleđena poruka|Prosleđeno|Прослеђено|Proslеđena poruka",
    "Posredovano sporočilo|Posredovana pošta|Posredovano|Posredovana sporočila",
    "Препратена порака|Проследена порака",
    "Προωθημένο μήνυμα|Προωθούμενο μήνυμα|Προώθηση μηνύματος|Προωθημένο email",
    "Yönlendirilen mesaj|İletilmiş mesaj|Yönlendirilmiş mesaj|İletilen mesaj|İletilen ileti|"
    "İletilmiş ileti|Yönlendirilmiş ileti|Forwarded mesaj",
    "Пересылаемое сообщение|Пересланное сообщение|Перенаправленное сообщение|Пересылаемое письмо|"
    "Пересланное письмо|Пересланное|Переадресованное сообщение|Переадресованное письмо",
    "Переслане повідомлення|Пересланий лист|Пересилане повідомлення|Перенаправлене повідомлення|"
    "Повідомлення, що пересилається|Переслане|Пересилається лист",
    "Пераасланае паведамленне|Перасланае паведамленне|Перасланы ліст|Пераадрасаванае паведамленне",
    "הודעה שהועברה|הודעה מועברת|הודעה שהועברה הלאה|הועבר",
    "رسالة معاد توجيهها|رسالة مُعاد توجيهها|رسالة محولة|الرسالة المعاد توجيهها|رسالة مُعاد إرسالها|"
    "رسالة معاد إرسالها|رسالة تمت إعادة توجيهها",
    "پیام هدایت‌شده|پیام هدایت شده|پیام بازارسال شده|پیام بازارسال‌شده|پیغام ارسال شده|پیام ارسال‌شده|"
    "پیام فوروارد شده",
    "अग्रेषित संदेश|अग्रेषित किया गया संदेश|अग्रेषित मेल|आगे भेजा गया संदेश|अग्रेषित ईमेल",
    "ข้อความที่ส่งต่อ|ข้อความส่งต่อ|ข้อความถูกส่งต่อ|อีเมลที่ส่งต่อ|ข้อความที่ถูกส่งต่อ",
    "Thư đã chuyển tiếp|Thư chuyển tiếp|Tin nhắn được chuyển tiếp|Thư được chuyển tiếp|"
    "Tin nhắn đã chuyển tiếp|Tin nhắn chuyển tiếp",
    "Pesan terusan|Pesan yang diteruskan|Pesan diteruskan|Email yang diteruskan|Surat terusan",
    "Mesej yang dimajukan|Mesej dimajukan|Mesej yang dikirim semula|Mesej terkirim semula|"
    "E-mel dimajukan|Mesej dipanjangkan",
    "转发的邮件|转发邮件|转发的消息|已转发邮件|转发邮件信息|已转发的邮件|转发信息|转发消息|转发",
    "轉寄的郵件|轉寄郵件|已轉寄的郵件|轉寄的訊息|轉寄訊息|已轉寄郵件|轉寄郵件訊息|轉發郵件|轉發的郵件|"
    "轉發訊息",
    "転送されたメッセージ|転送メッセージ|転送メール|転送されたメール|転送",
    "전달된 메시지|전달된 메일|전달 메시지|전달받은 메시지|전달된 이메일|전달된 편지|전달 메일",
    "Missatge reenviat|Correu reenviat",
    "Mensaxe reenviada",
    "Birbidalitako mezua|Birbidalitako posta|Birbideratutako mezua",
    "Neges a Anfonwyd Ymlaen|Neges wedi'i hanfon ymlaen|Neges ymlaen",
    "Teachtaireacht curtha ar aghaidh|Teachtaireacht ar Aghaidh|Teachtaireacht a cuireadh ar aghaidh|"
    "Teachtaireacht seolta ar aghaidh",
)  # fmt: skip

ORIGINAL = (
    "Original Message|Original Mail|Original e-mail|Original Email|Original|Original Appointment|"
    "Original message text|Message original|Start of original message",
    "Ursprüngliche Nachricht|Originalnachricht|Original-Nachricht|Original Nachricht|"
    "Ursprungliche Nachricht|Originaltermin|Ursprüngliche E-Mail|Original-Mail|Originalmail|"
    "Ursprüngliche Mail",
    "Message d'origine|Message d’origine|Message initial|Mail original|E-mail original|"
    "Courriel original|Rendez-vous d'origine|Message de départ",
    "Mensaje original|Correo original|Mensaje de origen",
    "Messaggio originale|Messaggio d'origine|Messaggio original|Mail originale",
    "Mensagem original|Mensagem de origem",
    "Oorspronkelijk bericht|Origineel bericht|Oorspronkelijke e-mail|Origineel e-mailbericht|"
    "Originele mail",
    "Oprindelig meddelelse|Original meddelelse|Oprindelig besked|Oprindelig mail|Originalmeddelelse",
    "Opprinnelig melding|Original melding|Opprinneleg melding|Opprinnelig e-post|Opphavleg melding|"
    "Originalmelding",
    "Ursprungligt meddelande|Originalmeddelande|Ursprungligt mejl|Ursprunglig meddelande|"
    "Ursprungligt brev",
    "Alkuperäinen viesti|Alkuperäinen sähköposti|Alkuperäinen",
    "Upprunaleg skilaboð|Upphaflegt skeyti|Upprunalegt skeyti|Upphafleg skilaboð",
    "Algne kiri|Algne sõnum|Originaalsõnum|Algteade|Originaalkiri",
    "Sākotnējā ziņa|Sākotnējais ziņojums|Oriģinālais ziņojums|Oriģinālā ziņa",
    "Pradinis laiškas|Originalus laiškas|Pirminis pranešimas|Originali žinutė|Pradinis pranešimas|"
    "Originalus pranešimas",
    "Wiadomość oryginalna|Oryginalna wiadomość|Wiadomość źródłowa|Oryginalna wiadomosc|"
    "Wiadomosc oryginalna",
    "Původní zpráva|Původní e-mail|Originální zpráva|Puvodni zprava|Původní email",
    "Pôvodná správa|Originálna správa|Pôvodný e-mail|Povodna sprava",
    "Eredeti üzenet|Eredeti levél|Eredeti e-mail",
    "Mesaj original|Mesajul original|Mesaj inițial|Mesajul inițial",
    "Оригинално съобщение|Първоначално съобщение|Оригинално писмо|Изходно съобщение",
    "Izvorna poruka|Originalna poruka|Originalni mail|Izvorni tekst poruke",
    "Изворна порука|Оригинална порука",
    "Izvirno sporočilo|Izvirna pošta|Originalno sporočilo",
    "Оригинална порака|Изворна порака",
    "Αρχικό μήνυμα|Πρωτότυπο μήνυμα",
    "Özgün İleti|Özgün ileti|Orijinal Mesaj|Orjinal Mesaj|Asıl ileti|Orijinal İleti|Orijinal ileti",
    "Исходное сообщение|Оригинальное сообщение|Исходное письмо|Первоначальное сообщение|"
    "Начальное сообщение|Оригинальное письмо",
    "Вихідне повідомлення|Початкове повідомлення|Оригінальне повідомлення|Оригінал повідомлення|"
    "Вихідний лист",
    "Зыходнае паведамленне|Першапачатковае паведамленне|Арыгінальнае паведамленне",
    "הודעה מקורית|ההודעה המקורית|דואר מקורי",
    "الرسالة الأصلية|رسالة أصلية|رساله أصلية|الرسالة الاصلية",
    "پیام اصلی|پیغام اصلی|نامه اصلی",
    "मूल संदेश|मूल सन्देश|मूल मेल",
    "ข้อความต้นฉบับ|ข้อความดั้งเดิม|ข้อความเดิม|อีเมลต้นฉบับ",
    "Thư gốc|Tin nhắn gốc|Nội dung gốc|Thư ban đầu",
    "Pesan Asli|Email asli|Pesan asal",
    "Mesej Asal|E-mel asal",
    "原始邮件|邮件原件|原邮件|原始消息|原始信息|原始郵件|原郵件|原始訊息|回复的原邮件|邮件原文",
    "元のメッセージ|オリジナルメッセージ|元のメール|オリジナル メッセージ|原文",
    "원본 메시지|원본 메일|원래 메시지|원본메시지|원본 이메일|원본 편지",
    "Missatge original|Correu original",
    "Mensaxe orixinal|Correo orixinal",
    "Jatorrizko mezua|Mezu originala|Jatorrizko posta",
    "Neges Wreiddiol",
    "Bunteachtaireacht|An teachtaireacht bhunaidh|Teachtaireacht bhunaidh",
)  # fmt: skip

BEGINNING = (
    "Begin forwarded message|Begin forwarded email|Start of forwarded message|Forwarded message|"
    "Begin forwarded mail",
    "Anfang der weitergeleiteten Nachricht|Anfang der weitergeleiteten E-Mail|"
    "Anfang der weitergeleiteten Mail|Beginn der weitergeleiteten Nachricht|"
    "Beginn der weitergeleiteten E-Mail|Weitergeleitete Nachricht",
    "Début du message réexpédié|Début du message transféré|Début de l'e-mail transféré|"
    "Début de l’e-mail transféré|Début du message transmis|Message transféré|"
    "Début du courriel transféré",
    "Inicio del mensaje reenviado|Inicio del correo reenviado|Comienzo del mensaje reenviado|"
    "Empieza el mensaje reenviado|Mensaje reenviado",
    "Inizio messaggio inoltrato|Inizio del messaggio inoltrato|Inizio dell'email inoltrata|"
    "Inizio e-mail inoltrata|Messaggio inoltrato",
    "Início da mensagem encaminhada|Início da mensagem reencaminhada|Começo da mensagem encaminhada|"
    "Início do e-mail encaminhado|Início de mensagem reenviada|Início da mensagem reenviada|"
    "Mensagem encaminhada",
    "Begin doorgestuurd bericht|Begin van doorgestuurd bericht|Begin van doorgestuurde e-mail|"
    "Begin doorgestuurde e-mail|Doorgestuurd bericht",
    "Start på videresendt besked|Begyndelse på videresendt besked|Videresendt besked|"
    "Start på videresendt mail|Start af videresendt besked|Start på videresendt e-mail|"
    "Begynd videresendt besked",
    "Videresendt melding|Vidaresendt melding|Begynnelse på videresendt melding|"
    "Start på videresendt melding|Start på videresendt e-post|Begynn videresendt melding|"
    "Videresendt e-post",
    "Vidarebefordrat brev|Vidarebefordrat mejl|Vidarebefordrat meddelande|"
    "Början på vidarebefordrat meddelande|Början på vidarebefordrat brev|"
    "Börja vidarebefordrat meddelande|Början av vidarebefordrat mejl|Börjar vidarebefordrat brev",
    "Välitetty viesti alkaa|Alkaa välitetty viesti|Välitetyn viestin alku|Välitetty viesti|"
    "Edelleenlähetetty viesti alkaa|Aloita välitetty viesti",
    "Upphaf framsends skeytis|Byrjun áframsends skeytis|Upphaf áframsends skeytis",
    "Edastatud kirja algus|Edastatud sõnumi algus|Edastatud meili algus",
    "Pārsūtītās ziņas sākums|Pārsūtītā ziņojuma sākums",
    "Persiųsto laiško pradžia|Persiųsto pranešimo pradžia",
    "Początek przekazanej wiadomości|Początek przesłanej dalej wiadomości|"
    "Początek wiadomości przekazanej dalej|Początek przekazywanej wiadomości|"
    "Początek przesyłanej wiadomości|Wiadomość przekazana dalej|Początek przekazywanego listu|"
    "Początek przekazanego maila",
    "Začátek přeposílané zprávy|Začátek přeposlané zprávy|Začátek předávané zprávy|"
    "Začátek přeposílaného e-mailu|Začátek přeposlaného e-mailu|Přeposlaná zpráva",
    "Začiatok preposlanej správy|Začiatok preposielanej správy|Začiatok preposlaného e-mailu|"
    "Preposlaná správa",
    "Továbbított levél kezdete|Továbbított üzenet kezdete|A továbbított levél kezdete|"
    "A továbbított üzenet kezdete|Továbbított e-mail kezdete|Kezdődik a továbbított üzenet|"
    "Továbbított üzenet",
    "Începutul mesajului redirecționat|Începe mesajul redirecționat|Început mesaj redirecționat|"
    "Inceputul mesajului redirecționat|Începutul mesajului redirecţionat|Mesaj redirecționat|"
    "Începutul mesajului retrimis",
    "Начало на препратеното съобщение|Начало на препратено съобщение|Начало на препратения имейл|"
    "Препратено съобщение",
    "Početak proslijeđene poruke|Započni proslijeđenu poruku|Početak proslijeđenog e-maila|"
    "Započinje proslijeđena poruka|Proslijeđena poruka",
    "Почетак прослеђене поруке|Početak prosleđene poruke|Прослеђена порука|Prosleđena poruka",
    "Začetek posredovanega sporočila|Začetek posredovane pošte|Posredovano sporočilo",
    "Почеток на препратената порака|Почеток на проследената порака",
    "Αρχή προωθημένου μηνύματος|Έναρξη προωθημένου μηνύματος|Αρχή προωθημένου email|"
    "Έναρξη προωθημένου email|Προωθημένο μήνυμα|Αρχή μηνύματος που προωθήθηκε",
    "İletilmiş mesajın başlangıcı|İletilen mesajın başlangıcı|İletilen iletinin başlangıcı|"
    "Yönlendirilen mesajın başlangıcı|Yönlendirilmiş mesajın başlangıcı|Yönlendirilen ileti başlangıcı|"
    "İletilmiş iletinin başlangıcı|Şu iletinin başlangıcı|İletilen e-postanın başlangıcı|"
    "Yönlendirilen iletinin başlangıcı|Yönlendirilmiş ileti başlangıcı|İletilmiş ileti başlangıcı|"
    "İletilen ileti başlangıcı|İletilen mesaj",
    "Начало переадресованного сообщения|Начало пересланного сообщения|Начало пересылаемого сообщения|"
    "Начало переадресованного письма|Начало пересланного письма|Начало переадресуемого сообщения|"
    "Пересылаемое сообщение|Начало пересылаемого письма",
    "Початок листа, що пересилається|Початок пересланого повідомлення|Початок переадресованого листа|"
    "Початок переадресованого повідомлення|Початок листа, який переслано|Початок листа, що переслано|"
    "Початок повідомлення, що пересилається|Початок пересланого листа|Переслане повідомлення",
    "Пачатак перасланага паведамлення|Пачатак пераадрасаванага паведамлення|"
    "Пачатак пераадрасаванага ліста",
    "תחילת ההודעה שהועברה|תחילת הודעה שהועברה|התחל הודעה שהועברה|תחילת ההודעה המועברת|"
    "תחילת המייל שהועבר|תחילת הודעה מועברת",
    "بدء الرسالة المعاد توجيهها|بداية الرسالة المعاد توجيهها|بداية الرسالة المُعاد توجيهها|"
    "بدء الرسالة المُعاد توجيهها|بداية رسالة معاد توجيهها|بدء رسالة معاد توجيهها|بداية الرسالة المحولة|"
    "ابدأ الرسالة المعاد توجيهها",
    "شروع پیام هدایت‌شده|آغاز پیام بازارسال‌شده|شروع پیام بازارسال شده|آغاز پیام هدایت‌شده|"
    "شروع پیام هدایت شده",
    "अग्रेषित संदेश की शुरुआत|अग्रेषित संदेश प्रारंभ|अग्रेषित संदेश आरंभ करें|अग्रेषित संदेश शुरू करें|"
    "अग्रेषित ईमेल की शुरुआत",
    "เริ่มข้อความที่ส่งต่อ|เริ่มต้นข้อความที่ส่งต่อ|เริ่มข้อความที่ถูกส่งต่อ|เริ่มต้นข้อความที่ถูกส่งต่อ|เริ่มอีเมลที่ส่งต่อ|"
    "เริ่มการส่งต่อข้อความ",
    "Bắt đầu thư được chuyển tiếp|Bắt đầu thư đã chuyển tiếp|Bắt đầu tin nhắn được chuyển tiếp|"
    "Bắt đầu thư chuyển tiếp|Bắt đầu email được chuyển tiếp",
    "Mulai pesan yang diteruskan|Awal pesan yang diteruskan|Awal pesan terusan|Mulai pesan terusan|"
    "Memulai pesan yang diteruskan|Mulai email yang diteruskan",
    "Mulakan mesej yang dimajukan|Mulakan mesej dimajukan|Permulaan mesej yang dimajukan|"
    "Mula mesej dimajukan|Mesej dimajukan bermula",
    "开始转发的邮件|转发的邮件|以下是转发的邮件|下面是被转发的邮件|下面是转发的邮件|开始转发邮件|"
    "开始被转发的邮件|被转发邮件信息|以下是转发邮件|已转发邮件",
    "開始轉寄的郵件|開始轉寄郵件|開始轉寄訊息|轉寄的郵件|以下是轉寄的郵件|以下為轉寄的郵件|"
    "開始轉寄的訊息|以下是轉寄的訊息|開始轉發的郵件|開始轉發郵件|轉寄郵件",
    "転送されたメッセージ|転送メッセージの始まり|転送されたメッセージの始まり|転送メッセージ|"
    "転送されたメール|転送メール|ここから転送メッセージ|以下転送|開始：転送メッセージ|"
    "転送されたメッセージ開始|ここから転送されたメッセージ",
    "전달된 메시지|전달된 메시지의 시작|전달된 메시지 시작|전달받은 메시지|전달된 메일|"
    "전달된 이메일 시작|다음은 전달된 메시지입니다|전달된 메일 시작",
    "Inici del missatge reenviat|Comença el missatge reenviat|Inici del correu reenviat|"
    "Missatge reenviat",
    "Inicio da mensaxe reenviada|Comezo da mensaxe reenviada",
    "Birbidalitako mezuaren hasiera|Hasi birbidalitako mezua",
    "Dechrau'r neges a anfonwyd ymlaen|Dechrau neges a anfonwyd ymlaen",
    "Tús na teachtaireachta a cuireadh ar aghaidh|Tús teachtaireachta curtha ar aghaidh",
)  # fmt: skip

BY = (
    "Forwarded by|Weitergeleitet von|Transféré par|Réexpédié par|Reenviado por|Inoltrato da|"
    "Encaminhado por|Doorgestuurd door|Videresendt af|Videresendt av|Vidarebefordrat av|Välittänyt|"
    "Przesłane przez|Přeposláno od|Továbbította|Переслано|Yönlendiren|Iletilen|転送者|转发人|"
    "Reenviat per|Birbidaltzailea|Redirecționat de|Proslijedio|Weitergel. durch"
)
FROM_ = (
    "Forwarded message from|Forwarded mail from|Weitergeleitete Nachricht von|Message transféré de|"
    "Message transféré par|Mensaje reenviado de|Messaggio inoltrato da|Mensagem encaminhada de|"
    "Doorgestuurd bericht van|Videresendt meddelelse fra|Videresendt melding fra|"
    "Vidarebefordrat meddelande från|Välitetty viesti lähettäjältä|Wiadomość przekazana od|"
    "Przesłana wiadomość od|Přeposlaná zpráva od|Továbbított üzenet tőle|Пересланное сообщение от|"
    "Mesaj redirecționat de la"
)
ENDINGS = (
    "End of forwarded message|End forwarded message|End of forwarded email|End of original message|"
    "End of original message text|End original message|Original message ends|Forwarded message ends|"
    "End of forwarded mail|Ende der weitergeleiteten Nachricht|Ende weitergeleitete Nachricht|"
    "Ende der weitergeleiteten E-Mail|Ende der Originalnachricht|Fin du message transféré|"
    "Fin du message réexpédié|Fin du message d'origine|Fin del mensaje reenviado|"
    "Fin de mensaje reenviado|Fine messaggio inoltrato|Fine del messaggio inoltrato|"
    "Fim da mensagem encaminhada|Fim da mensagem reencaminhada|Einde doorgestuurd bericht|"
    "Einde van doorgestuurd bericht|Slut på videresendt besked|Slut på videresendt meddelelse|"
    "Slutt på videresendt melding|Slut på vidarebefordrat meddelande|Välitetty viesti päättyy|"
    "Koniec przekazanej wiadomości|Koniec przesłanej wiadomości|Konec přeposlané zprávy|"
    "Konec předané zprávy|Koniec preposlanej správy|Továbbított üzenet vége|"
    "Sfârșitul mesajului redirecționat|Конец пересылаемого сообщения|Конец пересланного сообщения|"
    "Завершение пересылаемого сообщения|Кінець пересланого повідомлення|"
    "Кінець повідомлення, що пересилається|Край на препратеното съобщение|İletilen mesajın sonu|"
    "Yönlendirilen mesajın sonu|转发邮件结束|轉寄郵件結束|転送メッセージここまで|전달된 메시지 끝|"
    "Fi del missatge reenviat"
)
