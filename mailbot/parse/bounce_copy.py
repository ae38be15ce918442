"""Where a bounce stops speaking and the copy of the letter begins (RFC 3462, section 2: text or headers of it).

Takes the text of a bounce; gives the lines above the copy, and of a copy's header block the addresses it went to and
came from. A mail system marks the copy with a line of its own, or it just begins with its headers. Never raises; one
pass over the first lines.
"""

import re
from dataclasses import dataclass

from mailbot.model.mail import Address
from mailbot.parse import addresses
from mailbot.parse.phrases import phrases, plain

_MOST_LINES = 600
_LONGEST_LINE = 1_000
_LONGEST_MARK = 140
# What comes behind is the letter, or its headers. Without dashes and the like around.
_MARKS = phrases(
    """
    below this line is a copy of the message; this is a copy of; a copy of the original message;
    a copy of your message; copy of the message; copy of your message; copy of the original message;
    here is a copy of; original message; original mail; original email; original e-mail; original text;
    original header; original message headers; the original message; headers of the original message;
    forwarded message; begin forwarded message; header of the original message; headers follow;
    header follows; message headers follow; message header follows; message header; message headers;
    message follows; mail header; mail headers; your message is attached; your message follows;
    your original message; your original mail; the message that you sent; text of your message;
    text of the message; start of message; beginning of message; begin message; begin original message;
    start of returned message; returned message; returned mail follows; returned content;
    the header of the original message is following; the following is the original message;
    the following message; the first few lines; the body of the message is; the body of your message;
    undelivered message; undelivered mail; unsent message follows; unsent message below; unsent message;
    unsent headers; unsent mail; message text follows; message contents follow; message text;
    included is a copy; start of included message; the text of the original message; non-delivered message;
    failed message follows; rejected message follows; rejected message; the failed message;
    attached message; the attached message follows; message that was undelivered; ursprüngliche nachricht;
    originalnachricht; ursprüngliche nachrichtenkopfzeilen; kopie der nachricht; ursprüngliche kopfzeilen;
    oorspronkelijk bericht; oorspronkelijke berichtkoppen; message d'origine; message original;
    en-têtes du message d'origine; en-têtes de message d'origine; en-tête du message; mensaje original;
    encabezados de mensajes originales; encabezados del mensaje original; mensagem original;
    cabeçalhos da mensagem original; cabeçalhos de mensagens originais; messaggio originale;
    intestazioni originali del messaggio; intestazioni messaggio originale; ursprungligt meddelande;
    ursprungliga meddelandehuvuden; oprindelige meddelelse; oprindelige brevhoveder; opprinnelig melding;
    opprinnelige meldingshoder; alkuperäinen viesti; alkuperäisen viestin otsikot; oryginalna wiadomość;
    oryginalne nagłówki wiadomości; původní zpráva; původní záhlaví zprávy; eredeti üzenet;
    eredeti üzenetfejlécek; mesaj original; orijinal ileti; özgün ileti üstbilgileri; исходное сообщение;
    исходные заголовки сообщения; заголовки исходного сообщения; 元のメッセージ; 元のメール;
    元のメッセージヘッダー; 以下は元の; 原始邮件; 原始邮件头; 原始郵件; 原始訊息; 원본 메시지; 원본 메일
    """
)
# They begin a letter that was passed from host to host, and stand in no notice about one.
_TRAVELLED = ("return-path:", "received:", "x-mailbot-reference:", "delivered-to:", "dkim-signature:")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}:(?:[ \t]|\Z)")
_TELLING = ("message-id:", "mime-version:", "content-type:", "x-mailer:", "user-agent:")
_RELATING = (
    "header field",
    "header lines",
    "headers:",
)  # 'a message you sent with the following header fields:'


@dataclass(frozen=True, slots=True)
class Notice:
    """The lines of a mail system's own words, as written but for blanks behind; and those of the copy below them."""

    own: tuple[str, ...]
    copy: tuple[str, ...]


def parted(text: str) -> Notice:
    """The notice and the copy; the copy is empty when none is seen."""
    lines = [line[:_LONGEST_LINE].rstrip() for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]
    end = next((at for at in range(len(lines)) if _begins_copy(lines, at)), len(lines))
    return Notice(tuple(lines[:end]), tuple(lines[end:]))


def addressed(notice: Notice) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """Whom the copy was sent to, and whom it is from, by its headers."""
    found: dict[str, tuple[Address, ...]] = {}
    for line in notice.copy[:200]:
        name, colon, value = line.strip(" >|\t").partition(":")
        if colon and (key := name.casefold()) in ("to", "from", "return-path"):
            found.setdefault(key, addresses.mailboxes(value))
    return found.get("to", ()), (*found.get("from", ()), *found.get("return-path", ()))


def _begins_copy(lines: list[str], at: int) -> bool:
    line = lines[at]
    if not line or line.startswith(">>>"):
        return False
    lower = line.casefold()
    if lower.startswith(_TRAVELLED):
        return True
    if len(line) < _LONGEST_MARK and _is_mark(plain(line.strip("-=_*+|<>[] .:#~\t"))):
        return True
    return bool(_NAME.match(line)) and not (at and lines[at - 1]) and _is_header_block(lines, at)


def _is_mark(words: str) -> bool:
    """Whether a line only marks what follows: 'the original message was received at ..' says something of it."""
    return words.startswith(_MARKS) and not any(
        each in words
        for each in (" was ", " is: ", " could ", " cannot ", " has ", " not ", " to the following")
    )


def _is_header_block(lines: list[str], at: int) -> bool:
    """Whether from here on stand three headers, one of which only a letter has."""
    before = next((line.casefold() for line in reversed(lines[max(0, at - 3) : at]) if line), "")
    if any(each in before for each in _RELATING):
        return False
    block: list[str] = []
    for line in lines[at : at + 40]:
        if not line:
            break
        if _NAME.match(line):
            block.append(line.casefold())
    return len(block) >= 3 and any(line.startswith(_TELLING) for line in block)
