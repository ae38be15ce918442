"""How mail clients write a forwarded or quoted mail into a body: one row a client and language.

Data only, and the two look-ups into it. A further client or language is a further row. Openings are compared
without the dashes around them; labels without colon and asterisks; both without regard to case.
"""

from dataclasses import dataclass

QUOTED = "quoted"  # the form of what is quoted in a reply: no forward


@dataclass(frozen=True, slots=True)
class ClientForm:
    """One way to open a forwarded mail.

    openings: the words of the opening line. dashes: how many stand before them, 0 when that varies, -1 when
    none do. A form may also be recognised by its header block alone: `HEADER_BLOCK_ALONE`.
    """

    name: str
    openings: tuple[str, ...]
    dashes: int = 0


HEADER_BLOCK_ALONE = "outlook"

FORMS: tuple[ClientForm, ...] = (
    ClientForm("gmail", ("Forwarded message",), 10),
    ClientForm("thunderbird", ("Forwarded Message", "Weitergeleitete Nachricht", "Message transféré"), 8),
    ClientForm("thunderbird", ("Doorgestuurd bericht", "Mensaje reenviado", "Messaggio Inoltrato"), 8),
    ClientForm("thunderbird", ("Mensagem encaminhada", "Wiadomość przekazana", "Videresendt meddelelse"), 8),
    ClientForm(
        "thunderbird", ("Vidarebefordrat meddelande", "Välitetty viesti", "Neges a Anfonwyd Ymlaen"), 8
    ),
    ClientForm("yahoo", ("Forwarded Message", "Forwarded message"), 5),
    ClientForm("yahoo", ("Weitergeleitete Mail", "Message transmis", "Mail inoltrato"), 5),
    ClientForm("proton", ("Forwarded Message", "Original Message"), 7),
    ClientForm("outlook", ("Original Message", "Ursprüngliche Nachricht", "Originalnachricht"), 5),
    ClientForm("outlook", ("Message d'origine", "Message original", "Oorspronkelijk bericht"), 5),
    ClientForm("outlook", ("Mensaje original", "Messaggio originale", "Mensagem original"), 5),
    ClientForm("outlook", ("Oprindelig meddelelse", "Ursprungligt meddelande", "Opprinnelig melding"), 5),
    ClientForm(
        "outlook", ("Alkuperäinen viesti", "Wiadomość oryginalna", "Původní zpráva", "Neges Wreiddiol"), 5
    ),
    ClientForm("samsung", ("Original message", "Ursprüngliche Nachricht", "Message d'origine"), 8),
    ClientForm("gmx", ("Original-Nachricht", "Original Nachricht"), 8),
    ClientForm("emclient", ("Original Message", "Originalnachricht", "Message d'origine"), 6),
    ClientForm("zoho", ("Forwarded message",), 12),
    ClientForm("apple", ("Begin forwarded message:", "Anfang der weitergeleiteten Nachricht:"), -1),
    ClientForm("apple", ("Anfang der weitergeleiteten E-Mail:", "Begin doorgestuurd bericht:"), -1),
    ClientForm("apple", ("Début du message réexpédié :", "Début du message transféré :"), -1),
    ClientForm("apple", ("Inicio del mensaje reenviado:", "Inizio messaggio inoltrato:"), -1),
    ClientForm("apple", ("Início da mensagem encaminhada:", "Início da mensagem reencaminhada:"), -1),
    ClientForm(
        "apple", ("Start på videresendt besked:", "Vidarebefordrat brev:", "Videresendt melding:"), -1
    ),
    ClientForm("apple", ("Välitetty viesti alkaa:", "Początek przekazanej wiadomości:"), -1),
    ClientForm("notes", ("Forwarded by", "Weitergeleitet von", "Transféré par"), 0),
)

_ENDINGS = frozenset(
    {
        "end of forwarded message",
        "end forwarded message",
        "end of forwarded email",
        "ende der weitergeleiteten nachricht",
    }
)

FROM, DATE, TO, CC, SUBJECT, OTHER = "from", "date", "to", "cc", "subject", "other"

# (language, from, date, to, cc, subject): words apart by |
_LABELS = (
    ("en", "from", "sent|date", "to", "cc|copy", "subject"),
    ("de", "von", "gesendet|datum|gesendet am", "an", "cc|kopie", "betreff"),
    ("fr", "de", "envoyé|date|envoyé le|date d'envoi|envoye", "à|a|pour", "cc|copie|copie à", "objet|sujet"),
    ("nl", "van", "verzonden|datum|verzonden op", "aan", "cc|kopie", "onderwerp"),
    ("es", "de", "enviado|fecha|enviado el", "para|a", "cc", "asunto"),
    ("it", "da", "inviato|data|inviata", "a", "cc|ccn", "oggetto"),
    ("pt", "de", "enviado|data|enviada em|enviado em", "para", "cc", "assunto"),
    ("da", "fra", "sendt|dato", "til", "cc|kopi", "emne"),
    ("sv", "från", "skickat|datum|skickades", "till", "kopia|cc", "ämne"),
    ("fi", "lähettäjä", "lähetetty|päivämäärä|päiväys", "vastaanottaja", "kopio|cc", "aihe"),
    ("pl", "od", "wysłano|data", "do", "dw|cc|kopia", "temat"),
    ("cs", "od", "odesláno|datum", "komu", "kopie|kopie", "předmět"),
    ("cy", "oddi wrth", "anfonwyd|dyddiad", "at", "cc", "pwnc"),
)
_OTHER_LABELS = (
    "bcc|reply-to|reply to|importance|sensitivity|priority|attachments|attachment|categories|sender|organization|"
    "message-id|resent-from|antwort an|wichtigkeit|priorität|anlagen|anlage|vertraulichkeit|répondre à|importance|"
    "pièces jointes|pièce jointe|bijlagen|datos adjuntos|allegati|anexos|on behalf of"
)


def _labels() -> dict[str, str]:
    table = {label: OTHER for label in _OTHER_LABELS.split("|")}
    for _, *columns in _LABELS:
        for role, column in zip((FROM, DATE, TO, CC, SUBJECT), columns, strict=True):
            table.update(dict.fromkeys(column.split("|"), role))
    return table


LABELS: dict[str, str] = _labels()
LONGEST_LABEL = max(map(len, LABELS))

# How a reply introduces what it quotes: the first word, the verb; a digit and a colon at the end go with it.
ATTRIBUTIONS: tuple[tuple[str, str], ...] = (
    ("on ", "wrote:"),
    ("am ", "schrieb"),
    ("le ", "a écrit"),
    ("op ", "schreef"),
    ("el ", "escribió"),
    ("il ", "ha scritto"),
    ("em ", "escreveu"),
    ("den ", "skrev"),
    ("w dniu ", "pisze"),
    ("dne ", "napsal"),
    ("ar ", "ysgrifennodd"),
)

_BY_WORDS: dict[str, tuple[ClientForm, ...]] = {}
for _form in FORMS:
    for _words in _form.openings:
        _BY_WORDS[_words.casefold()] = (*_BY_WORDS.get(_words.casefold(), ()), _form)
_RULE = "-–—_=*─ "


def opening(line: str) -> str:
    """The name of the form that this line opens, or an empty string."""
    text = line.strip()
    if not 6 <= len(text) <= 200:
        return ""
    words = text.strip(_RULE)
    dashes = len(text) - len(text.lstrip(_RULE.strip()))
    found = _BY_WORDS.get(words.casefold(), ())
    if not found and dashes >= 3:
        found = _BY_WORDS.get(" ".join(words.split()[:2]).casefold(), ())
        found = tuple(form for form in found if form.name == "notes")
    fitting = [form for form in found if (form.dashes < 0) or dashes >= 2]
    return max(fitting, key=lambda form: _likeness(form, words, dashes)).name if fitting else ""


def is_ending(line: str) -> bool:
    """Whether this line says that the forwarded mail ends."""
    text = line.strip()
    return len(text) <= 100 and text.startswith("--") and text.strip(_RULE).casefold() in _ENDINGS


def is_rule(line: str) -> bool:
    """Whether the line is nothing but a drawn rule, such as Outlook on the web puts above a forward."""
    text = line.strip()
    return len(text) >= 5 and not text.strip(_RULE)


def _likeness(form: ClientForm, words: str, dashes: int) -> tuple[bool, int]:
    return words in form.openings, -abs(form.dashes - dashes)
