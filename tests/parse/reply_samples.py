"""Replies as mail clients write them: attributions, signatures, and a writer for each, text and HTML.

The people are invented. `CLIENTS` gives for each client and language how it introduces what it quotes; `render` puts
a reply together from words, an introduction, a place (top, bottom, inline) and a signature.
"""

from dataclasses import dataclass
from html import escape

NAME = "Priya Nair"
ADDRESS = "p.nair@brightwater.example"
QUOTE = (
    "A meter at a meter point you are recorded as supplying has sent an alert.",
    "",
    "Is the telephone number of your main contact still right?",
    "Reply with the words NOT OURS if it is not yours.",
)
WORDS = (
    "Received.",
    "Hi all,\n\nWe had a look on Monday and the number is right.\n\nWe will visit the site next week.",
    "Guten Tag,\n\ndas ist nicht unser Kunde. Wir haben ihn im Mai verloren.",
    "Bonjour,\n\nNous avons bien reçu votre message et nous allons vérifier.",
    "Yes please!\n- first the meter\n- then the hub\n\nOtherwise nothing has changed on our side since March.",
)


@dataclass(frozen=True, slots=True)
class Client:
    """How a client introduces a quote. marks: whether it puts '> ' before the quoted lines."""

    name: str
    introduction: str
    marks: bool = True


def _block(sender: str, sent: str, to: str, about: str, colon: str = ":") -> str:
    return (
        f"{sender}{colon} SECAS <alerts@secas.example>\n{sent}{colon} 23 November 2026 10:05\n"
        f"{to}{colon} {NAME} <{ADDRESS}>\n{about}{colon} Critical Alert"
    )


_FROM = "SECAS <alerts@secas.example>"
CLIENTS = (
    Client("gmail en", f"On Mon, 23 Nov 2026 at 10:05, {_FROM} wrote:"),
    Client("gmail en us", f"On Mon, Nov 23, 2026 at 10:05 AM {_FROM} wrote:"),
    Client("gmail wrapped", "On Mon, 23 Nov 2026 at 10:05, SECAS Critical Alerts <\nalerts@secas.example> wrote:"),
    Client("gmail de", f"Am Mo., 23. Nov. 2026 um 10:05 Uhr schrieb {_FROM}:"),
    Client("gmail fr", f"Le lun. 23 nov. 2026 à 10:05, {_FROM} a écrit :"),
    Client("gmail es", "El lun, 23 nov 2026 a las 10:05, SECAS (<alerts@secas.example>) escribió:"),
    Client("gmail it", f"Il giorno lun 23 nov 2026 alle ore 10:05 {_FROM} ha scritto:"),
    Client("gmail nl", f"Op ma 23 nov 2026 om 10:05 schreef {_FROM}:"),
    Client("gmail pt", f"Em seg., 23 de nov. de 2026 às 10:05, {_FROM} escreveu:"),
    Client("gmail pt-PT", f"{_FROM} escreveu (segunda, 23/11/2026 à(s) 10:05):"),
    Client("gmail sv", f"Den mån 23 nov. 2026 kl 10:05 skrev {_FROM}:"),
    Client("gmail da", f"Den man. 23. nov. 2026 kl. 10.05 skrev {_FROM}:"),
    Client("gmail nb", f"man. 23. nov. 2026 kl. 10:05 skrev {_FROM}:"),
    Client("gmail fi", "ma 23. marrask. 2026 klo 10.05 SECAS (alerts@secas.example) kirjoitti:"),
    Client("gmail pl", f"pon., 23 lis 2026 o 10:05 {_FROM} napisał(a):"),
    Client("gmail cs", f"po 23. 11. 2026 v 10:05 odesílatel {_FROM} napsal:"),
    Client("gmail sk", f"po 23. 11. 2026 o 10:05 {_FROM} napísal(a):"),
    Client("gmail hu", f"{_FROM} ezt írta (időpont: 2026. nov. 23., H, 10:05):"),
    Client("gmail ro", f"În lun., 23 nov. 2026 la 10:05, {_FROM} a scris:"),
    Client("gmail el", f"Στις Δευ 23 Νοε 2026 στις 10:05 π.μ., ο χρήστης {_FROM} έγραψε:"),
    Client("gmail tr", f"{_FROM}, 23 Kas 2026 Pzt, 10:05 tarihinde şunu yazdı:"),
    Client("gmail ru", f"пн, 23 нояб. 2026 г. в 10:05, {_FROM}:"),
    Client("gmail uk", f"пн, 23 лист. 2026 р. о 10:05 {_FROM} пише:"),
    Client("gmail bg", f"На пн, 23.11.2026 г. в 10:05 {_FROM} написа:"),
    Client("gmail zh", f"{_FROM} 于2026年11月23日周一 10:05写道："),
    Client("gmail ja", f"2026年11月23日(月) 10:05 {_FROM}:"),
    Client("gmail ko", f"2026년 11월 23일 (월) 오전 10:05, {_FROM}님이 작성:"),
    Client("gmail he", f"בתאריך יום ב׳, 23 בנוב׳ 2026 ב-10:05 מאת {_FROM}:"),
    Client("gmail ar", f"في الاثنين، 23 نوفمبر 2026 في 10:05 ص تمت كتابة ما يلي بواسطة {_FROM}:"),
    Client("gmail vi", f"Vào Th 2, 23 thg 11, 2026 vào lúc 10:05 {_FROM} đã viết:"),
    Client("gmail hr", f"pon, 23. stu 2026. u 10:05 {_FROM} napisao je:"),
    Client("gmail cy", f"Ar Llun, 23 Tach 2026 am 10:05, ysgrifennodd {_FROM}:"),
    Client("gmail old", "2026/11/23 SECAS <alerts@secas.example>"),
    Client("apple en", f"On 23 Nov 2026, at 10:05, {_FROM} wrote:"),
    Client("apple de", f"Am 23.11.2026 um 10:05 schrieb {_FROM}:"),
    Client("apple fr", f"Le 23 nov. 2026 à 10:05, {_FROM} a écrit :"),
    Client("apple nl", f"Op 23 nov. 2026, om 10:05 heeft {_FROM} het volgende geschreven:"),
    Client("apple sv", f"23 nov. 2026 kl. 10:05 skrev {_FROM}:"),
    Client("apple pl", f"Wiadomość napisana przez {_FROM} w dniu 23 lis 2026, o godz. 10:05:"),
    Client("thunderbird en", "On 23/11/2026 10:05, SECAS wrote:"),
    Client("thunderbird de", "Am 23.11.2026 um 10:05 schrieb SECAS:"),
    Client("thunderbird fr", "Le 23/11/2026 à 10:05, SECAS a écrit :"),
    Client("thunderbird it", "Il 23/11/2026 10:05, SECAS ha scritto:"),
    Client("thunderbird pl", "W dniu 23.11.2026 o 10:05, SECAS pisze:"),
    Client("thunderbird cs", "Dne 23.11.2026 v 10:05 SECAS napsal(a):"),
    Client("thunderbird ru", "23.11.2026 10:05, SECAS пишет:"),
    Client("thunderbird new", "SECAS wrote on 23/11/2026 10:05:"),
    Client("yahoo", f"On Monday 23 November 2026 at 10:05:33 GMT, {_FROM} wrote:", marks=False),
    Client("yahoo plain", "On Monday, November 23, 2026, 10:05 AM, SECAS <alerts@secas.example> wrote:", marks=False),
    Client("zoho", f"---- On Mon, 23 Nov 2026 10:05:33 +0000 {_FROM} wrote ----", marks=False),
    Client("proton", f"On Monday, November 23rd, 2026 at 10:05 AM, {_FROM} wrote:"),
    Client("mutt", "On Mon, Nov 23, 2026 at 10:05:33AM +0000, SECAS wrote:"),
    Client("mutt bracket", f"* {_FROM} [2026-11-23 10:05]:"),
    Client("pine", "On Mon, 23 Nov 2026, SECAS wrote:"),
    Client("horde", f"Quoting {_FROM}:"),
    Client("horde de", f"Zitat von {_FROM}:"),
    Client("eudora", "At 10:05 AM 11/23/2026, SECAS wrote:"),
    Client("the bat", "Monday, November 23, 2026, 10:05:33 AM, you wrote:"),
    Client("emacs", f"{_FROM} writes:"),
    Client("roundcube", "On 2026-11-23 10:05, SECAS wrote:"),
    Client("yandex", '23.11.2026, 10:05, "SECAS" <alerts@secas.example>:'),
    Client("outlook mac", 'On 23/11/2026, 10:05, "SECAS" <alerts@secas.example> wrote:', marks=False),
    Client("outlook en", _block("From", "Sent", "To", "Subject"), marks=False),
    Client("outlook bold", _block("*From", "*Sent", "*To", "*Subject", ":*"), marks=False),
    Client("outlook rule", "________________________________\n" + _block("From", "Sent", "To", "Subject"), marks=False),
    Client("outlook original", "-----Original Message-----\n" + _block("From", "Sent", "To", "Subject"), marks=False),
    Client("outlook de", _block("Von", "Gesendet", "An", "Betreff"), marks=False),
    Client("outlook fr", _block("De", "Envoyé", "À", "Objet", " :"), marks=False),
    Client("outlook nl", _block("Van", "Verzonden", "Aan", "Onderwerp"), marks=False),
    Client("outlook es", _block("De", "Enviado", "Para", "Asunto"), marks=False),
    Client("outlook it", _block("Da", "Inviato", "A", "Oggetto"), marks=False),
    Client("outlook pl", _block("Od", "Wysłano", "Do", "Temat"), marks=False),
    Client("samsung", "-------- Original message --------\n" + _block("From", "Date", "To", "Subject"), marks=False),
    Client("notes", "SECAS/SECAS wrote on 23/11/2026 10:05:33:", marks=True),
    Client("bare marks", ""),
)  # fmt: skip

# (signature, whether the name in From is needed to know it)
SIGNATURES = (
    "",
    f"\n\n-- \n{NAME}\nBrightwater Business Energy",
    f"\n\nKind regards\n\n{NAME}\nCompliance Manager\nBrightwater Business Energy Ltd\nT: 0113 496 0201",
    "\n\nThanks,\nPriya",
    "\n\nBest,\nPriya",
    "\n\nSent from my iPhone",
    "\n\nGet Outlook for iOS<https://aka.ms/o0ukef>",
    f"\n\nMit freundlichen Grüßen\n{NAME}",
    f"\n\nCordialement,\n\n{NAME}\n01 99 00 12 34",
    "\n\nVon meinem iPhone gesendet",
    f"\n\n{NAME}\nCompliance Manager | Brightwater Business Energy Ltd\nT: 0113 496 0201 | {ADDRESS}",
    "\n\n- Priya",
    "\n\nMet vriendelijke groet,\n\nPriya Nair\nBrightwater\n\nDit bericht is vertrouwelijk en alleen bestemd "
    "voor de geadresseerde. Is het bericht niet voor u bestemd, verwijder het dan.",
    f"\n\nRegards,\n{NAME}\n\nThis email and any attachments are confidential and intended solely for the addressee.",
)  # fmt: skip
PLACES = ("top", "bottom", "inline")


def quoted(client: Client) -> str:
    mark = "> " if client.marks else ""
    return "\n".join(f"{mark}{line}".rstrip() for line in QUOTE)


def plain(client: Client, words: str, place: str, signature: str) -> tuple[str, str]:
    """The body, and the own words in it."""
    intro = f"{client.introduction}\n\n" if client.introduction else ""
    if place == "top":
        return f"{words}{signature}\n\n{intro}{quoted(client)}\n", words
    if place == "bottom":
        return f"{intro}{quoted(client)}\n\n{words}{signature}\n", words
    first, *others = quoted(client).split("\n")
    inner = "\n".join(others)
    return f"{intro}{first}\n\nThat is so.\n\n{inner}\n\n{words}{signature}\n", f"That is so.\n\n{words}"


def page(client: Client, words: str, place: str, signature: str) -> tuple[str, str]:
    """The same as HTML: webmail's blockquote, or the lines below a header block."""
    own = _paragraphs(words + signature)
    intro = "<br>\n".join(escape(line) for line in client.introduction.split("\n"))
    body = _paragraphs("\n".join(QUOTE))
    quote = (
        f'<blockquote type="cite" class="gmail_quote">{body}</blockquote>'
        if client.marks
        else f"<div>{body}</div>"
    )
    parts = (own, f"<div>{intro}</div>{quote}") if place == "top" else (f"<div>{intro}</div>{quote}", own)
    return f"<html><body>{parts[0]}<br>{parts[1]}</body></html>", words


def _paragraphs(text: str) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))
