"""The words that begin a signature, a device line, a disclaimer or a warning banner, in the languages of mail clients.

Data only, in lower case and without decoration, as `signature` and `sign_off` compare them: closings whole, the others
as the beginning of a line. A further language or client is a further word.
"""

from typing import Final


def _words(table: str) -> tuple[str, ...]:
    """The words between the bars, their own outer blanks kept; as `str.casefold` compares them."""
    return tuple(
        dict.fromkeys(word.casefold() for line in table.split("\n") for word in line[4:].split("|") if word)
    )


# Closings that say something: what the person wrote, when nobody's name stands below them.
GRATITUDE: Final = frozenset(
    _words("""
    cheers|thanks|thank you|many thanks|thanks in advance|thanks again|with thanks|ta|thx|tks|thanks a lot|
    thanks so much|thank you so much|thank you very much|thanks very much|thank you in advance|
    many thanks in advance|thanking you|danke|vielen dank|danke im voraus|vielen dank im voraus|besten dank|
    herzlichen dank|merci|merci d'avance|merci beaucoup|gracias|muchas gracias|gracias de antemano|obrigado|
    obrigada|muito obrigado|grazie|grazie mille|grazie in anticipo|bedankt|alvast bedankt|dank u|dank je|
    hartelijk dank|tack|tack på förhand|tak|på forhånd tak|takk|kiitos|dziękuję|z góry dziękuję|dzięki|děkuji|
    děkuji předem|ďakujem|köszönöm|mulțumesc|hvala|спасибо|дякую|diolch|diolch yn fawr|teşekkürler|谢谢|謝謝|
    ありがとうございます|감사합니다|have a nice day|have a great day|have a good day|have a good weekend|
    have a great weekend|have a nice weekend|take care|talk soon|speak soon|talk to you soon|see you|
    see you soon|see you then|much appreciated|ciao|looking forward|looking forward to hearing from you|
    thank you kindly
    """)
)
CLOSINGS: Final = GRATITUDE | frozenset(
    _words("""
    warmly|love|hugs|fondly|gratefully|with appreciation|with gratitude|kind regards|kindest regards|
    best regards|warm regards|warmest regards|with kind regards|with regards|many regards|regards|rgds|
    best rgds|kind rgds|bests|my best|my best regards|very best regards|with best regards|with warm regards|
    best wishes|with best wishes|all the best|all best|best|kr|br|b/r|k/r|vr|v/r|respectfully|
    respectfully yours|cordially|many thanks and kind regards|thanks and regards|thanks and kind regards|
    thanks and best regards|thanks, regards|thanks & regards|many thanks & kind regards|thanks & best regards|
    thanks & kind regards|thanks with regards|thanks and best wishes|thank you and kind regards|
    thank you and best regards|thanks kind regards|yours sincerely|yours faithfully|sincerely|sincerely yours|
    yours truly|yours|ttyl|faithfully|cofion cynnes|cofion gorau|cofion|yn gywir|yr eiddoch yn gywir|
    gyda diolch|dymuniadau gorau|mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|
    mit freundlichem gruss|freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|beste grüße|
    beste grüsse|liebe grüße|liebe grüsse|herzliche grüße|mit besten grüßen|mit besten grüssen|schöne grüße|
    schönen gruß|viele liebe grüße|beste grüße und vielen dank|gruß|grüße|gruss|grüsse|mfg|vg|lg|lieber gruß|
    mit vielen grüßen|hochachtungsvoll|freundlichst|mit bestem gruß|besten gruß|vielen dank und viele grüße|
    danke und viele grüße|vielen dank und freundliche grüße|viele grüße aus berlin|cordialement|
    bien cordialement|très cordialement|cdlt|bien à vous|sincères salutations|salutations distinguées|
    amicalement|meilleures salutations|salutations|avec mes salutations|bonne journée|bonne réception|
    merci et bonne journée|merci, cordialement|respectueusement|sincèrement|à bientôt|cordiales salutations|
    merci cordialement|saludos|saludos cordiales|un saludo|atentamente|un cordial saludo|cordialmente|
    reciba un cordial saludo|atte|saludos.|un abrazo|muchos saludos|le saluda atentamente|salut|salutacions|
    salutacions cordials|atentament|saúdos|atenciosamente|att|cumprimentos|com os melhores cumprimentos|
    melhores cumprimentos|abraços|abraço|cordiais saudações|os melhores cumprimentos|saudações|atentamente|
    com os meus cumprimentos|um abraço|cordiali saluti|distinti saluti|saluti|un saluto|cari saluti|
    un cordiale saluto|buona giornata|i migliori saluti|grazie e cordiali saluti|grazie e saluti|grazie, saluti|
    tanti saluti|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|
    hartelijke groet|groet|groeten|hartelijke groeten|mvg|m.v.g|m.vr.gr|met hartelijke groet|hoogachtend|
    groetjes|met groet|med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänlig hälsning|mvh|
    hälsningar|bästa hälsningar|hälsning|med venlig hilsen|venlig hilsen|med venlige hilsner|venlige hilsner|vh|
    bedste hilsner|hilsen|mange hilsner|kh|de bedste hilsner|med vennlig hilsen|vennlig hilsen|
    vennlige hilsener|beste hilsen|hilsning|ystävällisin terveisin|terveisin|parhain terveisin|yst. terv|
    yst.terv|terv|kunnioittavasti|lämpimin terveisin|pozdrawiam|z poważaniem|pozdrawiam serdecznie|
    serdecznie pozdrawiam|z wyrazami szacunku|pozdrowienia|pozdr|s pozdravem|s přátelským pozdravem|zdravím|
    s úctou|hezký den|s pozdravom|s priateľským pozdravom|pozdrav|lp|üdvözlettel|tisztelettel|üdv|köszönettel|
    cu stimă|cu respect|cu drag|toate cele bune|cu considerație|s poštovanjem|lijep pozdrav|srdačan pozdrav|
    lep pozdrav|s spoštovanjem|sa poštovanjem|с поштовањем|поздрав|с уважением|с наилучшими пожеланиями|
    всего доброго|с ув|з повагою|с уважение|поздрави|паважаю|με εκτίμηση|φιλικά|χαιρετισμούς|με τιμή|
    saygılarımla|saygılar|iyi çalışmalar|sevgiler|selamlar|selam|kolay gelsin|בברכה|בברכה רבה|تحياتي|مع تحياتي|
    مع أطيب التحيات|با احترام|با تشکر|此致|敬礼|此致敬礼|祝好|顺祝商祺|敬上|敬具|よろしくお願いします|
    よろしくお願いいたします|以上|드림|올림|trân trọng|thân mến|salam|hormat saya|salam hormat|terima kasih|
    ขอแสดงความนับถือ|ด้วยความเคารพ|pagarbiai|su pagarba|ar cieņu|ar sveicieniem|lugupidamisega|
    parimate soovidega|heade soovidega|kveðja|bestu kveðjur|le meas|le gach dea-ghuí|agur bero bat|adeitasunez
    """)
)
CLOSING_SENTENCES: Final = _words("""
    je vous prie d'agréer|je vous prie de croire|je vous prie de recevoir|nous vous prions d'agréer|
    veuillez agréer|veuillez recevoir|recevez, |sin otro particular|in attesa di un |in attesa di vostr
    """)
DEVICE_LINES: Final = _words("""
    sent from my |sent from outlook|sent from mail for windows|gesendet von mail für|envoyé de courrier|
    enviado desde correo|inviato da posta|verzonden vanuit mail|sent with mail|sent from mail on|
    sent from windows mail|sent from yahoo|sent from samsung|sent from proton|sent from aol|
    sent from the all new|sent from iphone|sent from ipad|sent from android|sent from blue|sent from type|
    sent from spark|sent from superhuman|sent from front|sent from airmail|sent from nine|sent from mobile|
    sent from mailbird|sent from surface|sent from gmail|sent from zoho|sent from tutanota|sent from workspace|
    sent from hotmail|sent from mail.ru|sent from yandex|sent from mymail|sent from tablet|sent from galaxy|
    sent from polymail|sent from newton|sent from xfinity|sent from canary|sent from edison|sent from email.|
    sent from blackberry|sent from windows phone|sent on the go|sent whilst mobile|sent while mobile|
    get outlook for |get bluemail|get typeapp|composed on my|typed on my|typed with my thumbs|sent by my |
    please excuse the brevity|please excuse brevity|please excuse any typos|please excuse my brevity|
    please pardon any typos|sent and received on my|von meinem iphone|von meinem ipad|von meinem handy|
    von meinem mobil|von meinem samsung|von meinem android|von meinem smartphone|von meinem blackberry|
    von meinem windows|diese nachricht wurde von meinem|diese nachricht wurde mit|holen sie sich outlook|
    laden sie outlook|von unterwegs gesendet|von samsung mobile |verfasst auf meinem|envoyé de mon |
    envoyé de outlook|téléchargez outlook|télécharger outlook|obtenez outlook|obtenir outlook|
    provenance : courrier|obtener outlook |obtén outlook |descargar outlook |enviado por blackberry|
    enviado de mi |enviado de meu |enviado de samsung|obter o outlook |obtenha o outlook |baixe o outlook|
    inviata da |scarica outlook |ottieni outlook |outlook voor |download outlook|hämta outlook |hent outlook |
    få outlook |skaff deg outlook|last ned outlook|lähetetty iphone|lähetetty samsung|lähetetty outlook|
    lähetetty mobi|lähetetty android|lähetetty puhel|hanki outlook |lataa outlook |pobierz outlook |
    pobierz aplikację outlook|stáhnout outlook |získat outlook |získajte outlook |küldve i|az iphone-omról|
    obțineți outlook |preuzmite outlook |λήψη του outlook|скачать outlook |发自|發自|寄自|来自我的|從我的|
    获取 outlook|取得 outlook|下載 outlook|iphoneから|ipadから|outlook for ios を|나의 iphone|내 iphone|נשלח מ|
    أرسل من|تم الإرسال من|أُرسلت من|مرسل من|ส่งจาก|iphone'umdan|iphone’umdan|saadetud |
    """)
# These begin a device line when a device or a mail program is named behind them.
SENT_BY: Final = _words("""
    sent via |sent with |sent using |sent through |gesendet von |gesendet mit |gesendet über |von yahoo mail |
    envoyé depuis |envoyé à partir d|envoyé avec |envoyé d'un|envoyé via |enviado desde |enviado con |
    enviado via |enviado vía |enviat des d|enviado do |enviado da |enviado a partir |enviado pelo |inviato da |
    inviato dal |inviato con |verstuurd vanaf |verzonden vanaf |verzonden met |verstuurd met |verstuurd via |
    verzonden via |verzonden vanuit |skickat från |skickades från |sendt fra |sendt med |wysłano z |wysłane z |
    wysłano przy |odesláno z |odesláno pomocí |odesláno ze |odoslané z |küldve az |trimis de pe |trimis din |
    poslano s |poslano iz |poslato sa |στάλθηκε από |εστάλη από |отправлено с |отправлено из |отправлено от |
    надіслано з |відправлено з |изпратено от |đã gửi từ |được gửi từ |dikirim dari |anfonwyd o |išsiųsta iš |
    sūtīts no |
    """)
DEVICES: Final = _words("""
    iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|oneplus|pixel|nokia|lumia|sony|xperia|motorola|htc|
    lenovo|honor|oppo|realme|blackberry|windows|ios|outlook|yahoo|aol|gmail|gmx|web.de|t-online|freenet|proton|
    tutanota|hushmail|zoho|superhuman|spark|front|missive|airmail|mailbird|mailspring|mailtrack|mailbutler|
    mail.ru|mail_ru|яндекс|yandex|bluemail|typeapp|boxer|canary|edison|newton|polymail|nine|mobile|mobil|móvil|
    movil|celular|smartphone|telefon|téléphone|telefono|teléfono|telemóvel|telemovel|telefoon|telefonu|телефон|
    tablet|tablette|handy|aplikacji|приложени|мобильн|почты|wireless|at&t|verizon|vodafone|ffôn|puhelim|
    virgilio|libero|tiscali|orange|laposte
    """)
DEVICE_ENDINGS: Final = _words("""
    から送信|から送信しました|에서 보냄|에서 보냈습니다|ile gönderildi|dan gönderildi|den gönderildi|
    iphone gesendet|ipad gesendet|handy gesendet|wireless device|wireless handheld|发送自我的iphone
    """)
DISCLAIMERS: Final = _words("""
    this email is confidential|this e-mail is confidential|this message is confidential|this email and any|
    this e-mail and any|this message and any|this email, including|this e-mail, including|this email (including|
    this e-mail (including|this message (including|this email may contain|this e-mail may contain|
    this message may contain|this email message|this communication is|this email is intended|
    this e-mail is intended|this message is intended|this email has been scanned|this message has been scanned|
    this mail was sent|the information in this email|the information in this e-mail|
    the information contained in this|the contents of this email|the contents of this e-mail|
    if you are not the intended recipient|if you have received this email in error|
    if you have received this e-mail in error|confidentiality notice|confidentiality:|disclaimer|legal notice|
    important notice|privileged and confidential|private and confidential|please consider the environment|
    think before you print|registered in england|registered office|registered address|registered number|
    company registration|before printing this|save a tree|save paper|this email has been checked|
    this message has been checked|virus-free|diese e-mail enthält vertrauliche|
    diese nachricht enthält vertrauliche|diese e-mail wurde von avast|virenfrei|diese e-mail und etwaige|
    der inhalt dieser e-mail|denken sie an die umwelt|bitte denken sie an die umwelt|
    ce message et toutes les pièces|ce courriel et|ce message contient des informations conf|
    pensez à l'environnement|garanti sans virus|l'absence de virus dans ce courrier|avant d'imprimer|
    este mensaje y sus|este correo electrónico y|este mensaje contiene|libre de virus|antes de imprimir|
    el contenido de este mensaje|aviso legal|esta mensagem e|esta mensagem pode conter|questo messaggio e|
    le informazioni contenute|avviso di riservatezza|privo di virus|prima di stampare|dit e-mailbericht|
    dit bericht is vertrouwelijk|de informatie in dit|de informatie verzonden|virusvrij|denk aan het milieu|
    detta e-postmeddelande|denne e-mail er fortrolig|tämä viesti on luottamuksellinen|niniejsza wiadomość|
    treść tej wiadomości|mae'r e-bost hwn|gall y neges hon
    """)
BANNERS: Final = _words("""
    caution:|caution -|[caution|*caution|**caution|caution! |caution external|external email|external e-mail|
    external sender|[external|external:|*external|warning: this email|warning: this message|warning: external|
    attention: this email|attention: external|notice: this email|this email originated from outside|
    this message originated from outside|this email came from outside|this email was sent from outside|
    this message was sent from outside|this is an external email|this email is from an external|
    this message is from an external|this e-mail originated from outside|this message came from outside|
    this email has been sent from outside|you don't often get email from|you don’t often get email from|
    some people who received this message don't often get|some people who received this message don’t often get|
    be careful with this message|do not click links|exercise caution|achtung: diese e-mail|achtung: externe|
    externe e-mail|vorsicht: diese e-mail|sie erhalten nicht oft e-mail|attention : ce |attention: ce |
    ce message provient de l'extérieur|courriel externe|vous n'obtenez pas souvent|let op: dit|let op: deze|
    externe afzender|u ontvangt niet vaak|u krijgt niet vaak|atención: este correo|aviso: este correo|
    correo externo|no suele recibir correo|attenzione: questa|email esterna|uwaga: ta wiadomość|
    nie otrzymujesz często|varning: detta|advarsel: denne|rhybudd:|e-bost allanol
    """)
GREETINGS: Final = ("hi", "hello", "dear ", "good morning", "good afternoon", "morning", "afternoon")
# A line that begins like this is said, not signed: what follows 'Thanks' may take back what stands before it.
SPOKEN: Final = frozenset(
    _words("""
    but|however|also|except|although|unfortunately|not|no|this|that|these|it|we|i|i'm|i’m|you|they|is|are|do|
    does|can|could|would|will|please|ps|p.s|nb|n.b|who|what|when|where|why|how|and|so|if|only|aber|jedoch|nicht|
    kein|keine|wir|ich|bitte|mais|pas|nous|je|maar|niet|wij|ik|graag|pero|nosotros|ma|però|noi|ale|nie|proszę|
    ond|ddim
    """)
)
