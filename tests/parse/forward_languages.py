"""The words of a forward in each language, as mail clients of that language write them.

One row: language, From, Sent (Outlook), Date (others), To, Subject, the words between Gmail's and Thunderbird's
dashes, Outlook's and the telephones' words for the original message, Apple Mail's opening, the Subject prefix.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    code: str
    from_: str
    sent: str
    date: str
    to: str
    subject: str
    forwarded: str
    original: str
    begin: str
    prefix: str


_ROWS = """
en / From / Sent / Date / To / Subject / Forwarded message / Original Message / Begin forwarded message: / FW
de / Von / Gesendet / Datum / An / Betreff / Weitergeleitete Nachricht / Ursprüngliche Nachricht / Anfang der weitergeleiteten Nachricht: / WG
fr / De / Envoyé / Date / À / Objet / Message transféré / Message d'origine / Début du message réexpédié : / TR
es / De / Enviado / Fecha / Para / Asunto / Mensaje reenviado / Mensaje original / Inicio del mensaje reenviado: / RV
pt-PT / De / Enviado / Data / Para / Assunto / Mensagem encaminhada / Mensagem original / Início da mensagem reencaminhada: / FW
pt-BR / De / Enviada em / Data / Para / Assunto / Mensagem encaminhada / Mensagem original / Início da mensagem encaminhada: / ENC
it / Da / Inviato / Data / A / Oggetto / Messaggio inoltrato / Messaggio originale / Inizio messaggio inoltrato: / I
nl / Van / Verzonden / Datum / Aan / Onderwerp / Doorgestuurd bericht / Oorspronkelijk bericht / Begin doorgestuurd bericht: / Doorst
da / Fra / Sendt / Dato / Til / Emne / Videresendt meddelelse / Oprindelig meddelelse / Start på videresendt besked: / VS
sv / Från / Skickat / Datum / Till / Ämne / Vidarebefordrat meddelande / Ursprungligt meddelande / Vidarebefordrat brev: / VB
nb / Fra / Sendt / Dato / Til / Emne / Videresendt melding / Opprinnelig melding / Videresendt melding: / VS
nn / Frå / Sendt / Dato / Til / Emne / Vidaresendt melding / Opphavleg melding / Vidaresendt melding: / VS
fi / Lähettäjä / Lähetetty / Päivämäärä / Vastaanottaja / Aihe / Välitetty viesti / Alkuperäinen viesti / Välitetty viesti alkaa: / VL
is / Frá / Sent / Dagsetning / Til / Efni / Áframsent skeyti / Upprunaleg skilaboð / Upphaf áframsends skeytis: / FW
et / Saatja / Saadetud / Kuupäev / Adressaat / Teema / Edastatud kiri / Algne kiri / Edastatud kirja algus: / FW
lv / No / Nosūtīts / Datums / Kam / Temats / Pārsūtīta ziņa / Sākotnējā ziņa / Pārsūtītās ziņas sākums: / FW
lt / Nuo / Išsiųsta / Data / Kam / Tema / Persiųstas laiškas / Pradinis laiškas / Persiųsto laiško pradžia: / FW
pl / Od / Wysłano / Data / Do / Temat / Wiadomość przekazana / Wiadomość oryginalna / Początek przekazanej wiadomości: / PD
cs / Od / Odesláno / Datum / Komu / Předmět / Přeposlaná zpráva / Původní zpráva / Začátek přeposílané zprávy: / FW
sk / Od / Odoslané / Dátum / Komu / Predmet / Preposlaná správa / Pôvodná správa / Začiatok preposlanej správy: / FW
hu / Feladó / Elküldve / Dátum / Címzett / Tárgy / Továbbított üzenet / Eredeti üzenet / Továbbított levél kezdete: / FW
ro / De la / Trimis / Dată / Către / Subiect / Mesaj redirecționat / Mesaj original / Începutul mesajului redirecționat: / FW
bg / От / Изпратено / Дата / До / Относно / Препратено съобщение / Оригинално съобщение / Начало на препратеното съобщение: / FW
hr / Šalje / Poslano / Datum / Prima / Predmet / Proslijeđena poruka / Izvorna poruka / Početak proslijeđene poruke: / FW
sr / Од / Послато / Датум / За / Тема / Прослеђена порука / Изворна порука / Почетак прослеђене поруке: / FW
sl / Od / Poslano / Datum / Za / Zadeva / Posredovano sporočilo / Izvirno sporočilo / Začetek posredovanega sporočila: / FW
mk / Од / Испратено / Датум / До / Предмет / Препратена порака / Оригинална порака / Почеток на препратената порака: / FW
el / Από / Στάλθηκε / Ημερομηνία / Προς / Θέμα / Προωθημένο μήνυμα / Αρχικό μήνυμα / Αρχή προωθημένου μηνύματος: / FW
tr / Kimden / Gönderildi / Tarih / Kime / Konu / Yönlendirilen mesaj / Özgün İleti / İletilmiş mesajın başlangıcı: / İLT
ru / От / Отправлено / Дата / Кому / Тема / Пересылаемое сообщение / Исходное сообщение / Начало переадресованного сообщения: / FW
uk / Від / Надіслано / Дата / Кому / Тема / Переслане повідомлення / Вихідне повідомлення / Початок листа, що пересилається: / FW
be / Ад / Адпраўлена / Дата / Каму / Тэма / Перасланае паведамленне / Зыходнае паведамленне / Пачатак перасланага паведамлення: / FW
he / מאת / נשלח / תאריך / אל / נושא / הודעה שהועברה / הודעה מקורית / תחילת ההודעה שהועברה: / FW
ar / من / تم الإرسال / التاريخ / إلى / الموضوع / رسالة معاد توجيهها / الرسالة الأصلية / بداية الرسالة المعاد توجيهها: / FW
fa / از / ارسال شده / تاریخ / به / موضوع / پیام هدایت شده / پیام اصلی / شروع پیام هدایت شده: / FW
hi / प्रेषक / भेजा गया / दिनांक / प्रति / विषय / अग्रेषित संदेश / मूल संदेश / अग्रेषित संदेश की शुरुआत: / FW
th / จาก / ส่ง / วันที่ / ถึง / เรื่อง / ข้อความที่ส่งต่อ / ข้อความต้นฉบับ / เริ่มข้อความที่ส่งต่อ: / FW
vi / Từ / Đã gửi / Ngày / Đến / Chủ đề / Thư đã chuyển tiếp / Thư gốc / Bắt đầu thư được chuyển tiếp: / FW
id / Dari / Dikirim / Tanggal / Kepada / Subjek / Pesan terusan / Pesan Asli / Mulai pesan yang diteruskan: / TRS
ms / Daripada / Dihantar / Tarikh / Kepada / Subjek / Mesej yang dimajukan / Mesej Asal / Mulakan mesej yang dimajukan: / FW
zh-CN / 发件人 / 发送时间 / 日期 / 收件人 / 主题 / 转发的邮件 / 原始邮件 / 开始转发的邮件： / 转发
zh-TW / 寄件者 / 寄件日期 / 日期 / 收件者 / 主旨 / 轉寄的郵件 / 原始郵件 / 開始轉寄的郵件： / 轉寄
ja / 差出人 / 送信日時 / 日付 / 宛先 / 件名 / 転送されたメッセージ / 元のメッセージ / 転送されたメッセージ： / 転送
ko / 보낸 사람 / 보낸 날짜 / 날짜 / 받는 사람 / 제목 / 전달된 메시지 / 원본 메시지 / 전달된 메시지: / 전달
ca / De / Enviat / Data / Per a / Assumpte / Missatge reenviat / Missatge original / Inici del missatge reenviat: / RV
eu / Nork / Bidalia / Data / Nori / Gaia / Birbidalitako mezua / Jatorrizko mezua / Birbidalitako mezuaren hasiera: / FW
gl / De / Enviado / Data / Para / Asunto / Mensaxe reenviada / Mensaxe orixinal / Inicio da mensaxe reenviada: / RV
cy / Oddi wrth / Anfonwyd / Dyddiad / At / Pwnc / Neges a anfonwyd ymlaen / Neges wreiddiol / Dechrau'r neges a anfonwyd ymlaen: / YML
ga / Ó / Seolta / Dáta / Chuig / Ábhar / Teachtaireacht curtha ar aghaidh / Bunteachtaireacht / Tús teachtaireachta curtha ar aghaidh: / FW
"""  # noqa: E501  # one language a line

LANGUAGES = tuple(Language(*row.split(" / ")) for row in _ROWS.strip().splitlines())
