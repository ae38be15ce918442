"""The words by which mail clients say whose text they quote: 'On .. wrote:', one row a language.

Data only, in lower case: how an attribution begins, its verb, and what shows that a sentence is prose after all. A
further language is a further row. RFC 3676 has the quote marks; no RFC has the attributions.
"""

from typing import Final

# (language, first words, verbs); words apart by |
_ROWS: Final = (
    ("en", "on|at|in message|in article|in a message dated|from", "wrote|writes|has written|said|wrote the following"),
    ("de", "am|um|den|zitat von|vom", "schrieb|schreibt|schrieben|geschrieben|hat folgendes geschrieben"),
    ("fr", "le|message du|selon|en date du|à la date du|du", "a écrit|a ecrit|écrit|écrivait|écrivit|à écrit"),
    ("es", "el|en|con fecha|citando a", "escribió|escribio|escribiste|ha escrito|escribía"),
    ("pt", "em|a|no dia|às|citando|na data", "escreveu|escreveste|escreve"),
    ("it", "il|il giorno|in data|alle|lo", "ha scritto|scrive|scrisse|hai scritto"),
    ("nl", "op|citeren", "schreef|schreven|schrijft|het volgende geschreven|geschreven"),
    ("sv", "den|på|citat", "skrev|skriver"),
    ("da", "den|d", "skrev|skriver|har skrevet"),
    ("nb", "den|på", "skrev|skreiv"),
    ("fi", "la|lainaus", "kirjoitti|kirjoittaa|viestissään"),
    ("is", "þann|hinn|á", "skrifaði"),
    ("et", "kuupäev|kuupäeval|ajal", "kirjutas|kirjutas järgmist"),
    ("lv", "", "rakstīja"),
    ("lt", "", "rašė"),
    ("pl", "w dniu|dnia|wiadomość napisana przez|cytowanie", "napisał|napisała|napisał(a)|pisze|napisano|napisana"),
    ("cs", "dne|dnia|v|ve", "napsal|napsala|napsal(a)|píše"),
    ("sk", "dňa|v|vo", "napísal|napísala|napísal(a)|napísal/a|píše"),
    ("hu", "", "ezt írta|írta|írja"),
    ("ro", "pe|în|in data de|la data de|pe data de|la", "a scris|scrie"),
    ("hr", "dana|u|dne", "napisao je|napisala je|napisao|napisala|je napisao|je napisala|napisao/la|je napisao/la"),
    ("sl", "v|dne", "napisal|napisala|je napisal|je napisala|piše|napisal(a)"),
    ("sr", "дана|у", "је написао|је написала|написао|написала|је написао/ла|пише"),
    ("bg", "на", "написа|пише"),
    ("mk", "на", "напиша"),
    ("el", "στις|στισ|την|την ημέρα", "έγραψε|εγραψε|έγραψεσ"),
    ("tr", "", "yazdı|yazmış|şunu yazdı|şunları yazdı"),
    ("ru", "в|от", "написал|написала|написал(а)|пишет|писал|писала|писал(а)"),
    ("uk", "у", "пише|написав|написала|написав(ла)|писав|писав(ла)"),
    ("be", "", "піша|напісаў"),
    ("he", "בתאריך|ב", "כתב|כתבה|כתב/ה|נכתב על ידי|מאת"),
    ("ar", "في|بتاريخ", "كتب|كتبت|كتب/كتبت|تمت كتابة ما يلي بواسطة"),
    ("fa", "در تاریخ|در", "نوشت|نوشته است"),
    ("hi", "", "ने लिखा"),
    ("th", "ในวันที่|เมื่อ|วันที่", "เขียนว่า|เขียน"),
    ("vi", "vào|ngày|lúc|vào lúc", "đã viết|viết"),
    ("id", "pada|di", "menulis|telah menulis"),
    ("ca", "el|missatge de", "va escriure|ha escrit"),
    ("eu", "", "idatzi du|igorleak hau idatzi du"),
    ("gl", "o|en", "escribiu"),
    ("cy", "ar|dyddiad", "ysgrifennodd"),
    ("ga", "ar", "scríobh|a scríobh"),
)  # fmt: skip


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


def _column(number: int) -> tuple[str, ...]:
    words = {word.casefold() for row in _ROWS for word in row[number].split("|") if word}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


OPENINGS: Final = _column(1)
VERBS: Final = _column(2)
# Where words are not set apart by blanks, the attribution ends with one of these.
ENDINGS: Final = (
    "写道", "寫道", "写到", "写了", "撰寫", "のメール", "書きました",
    "님이 다음을 작성함", "작성", "님이 쓴 글", "เขียนว่า", "เขียน",
)  # fmt: skip
# An attribution that begins with one of these names its author next and needs no verb.
QUOTING: Final = (
    "quoting ",
    "zitat von ",
    "zitiere ",
    "citando ",
    "citando a ",
    "citeren ",
    "selon ",
    "cytowanie ",
    "lainaus ",
    "missatge de ",
)
# A sentence with one of these before its verb is told by a person: 'On 23 November the customer wrote:'.
PROSE: Final = _words("""
    I i we it and that was were had have which they he she who this the my our customer supplier colleague someone
    but because when then also sent asked told received as like please to
    ich wir er sie und dass hat habe haben kunde nous elle et qui client
    ik wij hij zij dat klant yo él ella cliente io lui lei che
    """)
# What stands between a date or verb and the name.
TITLES: Final = (
    "heeft", "je oseba", "odesílatel", "ο χρήστης", "lietotājs", "tarihinde", "από", "quoting", "zitat von", "citando",
    "um", "uhr", "π.μ.", "μ.μ.", "in article", "przez",
    "от", "from",
)  # fmt: skip
