"""A Letter as the bytes that are sent (RFC 5322, RFC 2045 to 2047, RFC 2231).

Takes a Letter, gives CRLF bytes of ASCII with no line over 998 characters. The same Letter gives the same
bytes, today and after a crash: the MIME boundaries come from the Message-ID, and the Date from the Letter.
A line break in any value becomes a blank, so no value can start a header of its own. Non-ASCII text goes
out encoded, never as 8-bit, so no mail host needs 8BITMIME or SMTPUTF8. Never adds a recipient: To is the
one address, and there is no Cc or Bcc.

The headers that machines read:

- Auto-Submitted (RFC 3834, section 5), as the Letter says.
- X-Auto-Response-Suppress, which Exchange honours: delivery and read receipts and rule-made replies are
  unwanted. `All` would also suppress the bounce and the out-of-office answer, the only signs that an alert
  reached nobody: a relayed alert suppresses neither. A letter that answers a mail suppresses out-of-office
  answers too, so that two machines cannot go on answering each other.
- X-Mailbot-Reference: the alert, for filing rules at the recipient's.
"""

import base64
import hashlib
import re
from datetime import UTC
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, quote

from mailbot.compose.redirect import redirected
from mailbot.compose.words import one_line, short
from mailbot.model.letter import Attachment, Letter, LetterKind
from mailbot.model.mail import Address

_POLICY = compat32.clone(linesep="\r\n", max_line_length=78)
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_UTF8.header_encoding = QP
# Longer identifiers cannot stand on one line (RFC 5322, 2.1.1); nobody's mail client makes any.
_IDENTIFIER = re.compile(r"<[!-;=?-~]{1,900}>")
_REFERENCES = 30
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_TOKEN = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_UNFIT_IN_FILENAME = re.compile(r'[/\\:*?"<>|]')
_STEM, _EXTENSION = 50, 12


def render(letter: Letter, redirect_to: str = "") -> bytes:
    """The bytes of `letter`. With `redirect_to` it goes to that address, and says whom it was meant for."""
    if redirect_to:
        letter = redirected(letter, redirect_to)
    message = _body(letter)
    if letter.attachments:
        message = _with_attachments(message, letter)
    for name, value in _headers(letter):
        message[name] = value
    return message.as_bytes(policy=_POLICY)


def _headers(letter: Letter) -> list[tuple[str, str]]:
    """Every header but those of MIME. An empty one is left out."""
    headers: list[tuple[str, str]] = [
        ("Date", format_datetime(letter.date.astimezone(UTC))),
        ("From", _mailbox(letter.sender, "From")),
        ("To", _mailbox(letter.recipient, "To")),
        ("Reply-To", _mailbox(letter.reply_to, "Reply-To")),
        ("Message-ID", _identifiers((letter.message_id,))),
        ("In-Reply-To", _identifiers((letter.in_reply_to,))),
        ("References", _identifiers(letter.references)),
        ("Subject", _subject(letter.subject)),
        ("Auto-Submitted", one_line(letter.auto_submitted)),
        ("X-Auto-Response-Suppress", _suppressed(letter.kind)),
        ("X-Mailbot-Reference", short(letter.reference, 60).encode("ascii", "replace").decode()),
    ]
    return [(name, value) for name, value in headers if value]


def _suppressed(kind: LetterKind) -> str:
    return "DR, RN, NRN, OOF, AutoReply" if kind.answers else "DR, RN, NRN, AutoReply"


def _subject(subject: str) -> str:
    line = one_line(subject)
    return line if _plain(line) else _encoded(line, "Subject")


def _encoded(text: str, header: str) -> str:
    """Text as encoded words of at most 75 characters, blank-separated (RFC 2047, section 2)."""
    return Header(text, _UTF8, header_name=header, maxlinelen=76).encode().replace("\n", "")


def _plain(text: str) -> bool:
    """True when it needs no encoded words: '=?' would be read as one, and a long word cannot be folded."""
    return text.isascii() and "=?" not in text and all(len(word) <= 70 for word in text.split())


def _mailbox(mailbox: Address, header: str) -> str:
    """'Name <local@domain>', the name quoted or encoded.

    An address that is not ASCII even with its domain in IDNA form, or that is none at all, becomes an empty
    group with the address as its name (RFC 6857, section 3.1.8): the header stays readable and names
    nobody else, and the envelope decides.
    """
    address, name = _ascii_domain(one_line(mailbox.address)), short(mailbox.name, 100)
    if not address:
        return ""
    if not _PLAIN_ADDRESS.fullmatch(address):
        return f"{_phrase(address, header)}:;"
    return f"{_phrase(name, header)} <{address}>" if name else address


def _phrase(name: str, header: str) -> str:
    return f'"{quote(name)}"' if _plain(name) else _encoded(name, header)


def _ascii_domain(address: str) -> str:
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _identifiers(several: tuple[str, ...]) -> str:
    """Well-formed Message-IDs, blank-separated; of very many the first and the newest."""
    good = [one for one in several if _IDENTIFIER.fullmatch(one)]
    return " ".join(good if len(good) <= _REFERENCES else [good[0], *good[-(_REFERENCES - 1) :]])


def _body(letter: Letter) -> Message:
    both = MIMEMultipart("alternative", boundary=_boundary(letter, "body"))
    both.attach(_text(letter.text, "plain"))
    both.attach(_text(letter.html, "html"))
    return both


def _text(body: str, subtype: str) -> Message:
    """A text part in quoted-printable, so that a long paragraph stays one line to its reader."""
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    part.set_payload(lines.encode("utf-8", "replace").decode("utf-8"), _UTF8)
    return part


def _with_attachments(body: Message, letter: Letter) -> Message:
    mixed = MIMEMultipart("mixed", boundary=_boundary(letter, "mixed"))
    mixed.attach(body)
    for attachment in letter.attachments:
        mixed.attach(_attached(attachment))
    return mixed


def _attached(attachment: Attachment) -> Message:
    main, _, sub = _content_type(attachment.content_type).partition("/")
    part = MIMEBase(main, sub)
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(attachment.payload).decode("ascii"))
    name = _filename(attachment.filename)
    part.add_header(
        "Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name)
    )
    return part


def _content_type(given: str) -> str:
    """The type as given when it is one that may go out in base64 (RFC 2046, 5.1 and 5.2.1 forbid two)."""
    kind = given.strip().casefold()
    fit = _TOKEN.fullmatch(kind) and not kind.startswith(("multipart/", "message/"))
    return kind if fit else "application/octet-stream"


def _filename(given: str) -> str:
    """A short name without a folder; its ending is kept, since the recipient's machine goes by it."""
    name = _UNFIT_IN_FILENAME.sub("_", one_line(given)).strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _EXTENSION:
        return name[:_STEM] or "attachment"
    return f"{stem[:_STEM]}.{extension}"


def _boundary(letter: Letter, part: str) -> str:
    """Never in a body: quoted-printable writes '=' as '=3D', and base64 ends with it."""
    return f"=_{hashlib.sha256(f'{letter.message_id} {part}'.encode('utf-8', 'replace')).hexdigest()[:32]}"
