"""Whether a mail is a mail system's news of a delivery, where no report of RFC 3464 says so.

Takes a Mail; gives what kind of news it is. Nobody's word alone counts: a mail system's sender needs words or a Subject
that tell of a failure; a mail that came back without a return path needs them too, and that nobody says he is away;
any other mail must open with a mail system's words, name a recipient with its failure, and, where a person's address
sent it, come under the Subject of a bounce with the copy of a letter. A vacation message, a challenge, a receipt or a
person who quotes a bounce is none. Never raises; linear.
"""

import re
from dataclasses import dataclass
from enum import Enum

from mailbot.model.mail import Mail
from mailbot.parse import (
    absence,
    automatic,
    bounce_copy,
    bounce_status,
    bounce_subjects,
    bounce_words,
    challenge,
)
from mailbot.parse import subject as prefixes
from mailbot.parse.automatic_subjects import is_auto_reply_subject
from mailbot.parse.phrases import phrases, plain, says

_SYSTEM_NAMES = phrases(
    """
    mail delivery; mailer-daemon; mailer daemon; mailerdaemon; mail daemon; mail-daemon; postmaster;
    mail system; mail administrator; mail administration; internet mail service; delivery subsystem;
    delivery system; delivery agent; delivery notification; delivery status; delivery failure; mail router;
    mail transfer; mdaemon; non-delivery; mailsystem
    """
)
# People and other programs are called so too: more must tell.
_OFFICE_NAMES = phrases(
    """
    system administrator; systemadministrator; system attendant; administrateur système;
    administrador del sistema; systemadministratör; delivery service; delivery report; mail gateway;
    smtp server; smtp gateway; mail server; mailserver; email server; e-mail server; bounce; undeliverable;
    microsoft outlook; microsoft exchange
    """
)
_SYSTEM_LOCALS = phrases(
    """
    mailer-daemon; mailer_daemon; mailer.daemon; mailerdaemon; mail-daemon; mail_daemon; mail.daemon;
    maildaemon; mail-delivery; maildelivery; mail_delivery; mdaemon; mailsystem; mail-system; post_master;
    post-master; post.master; postmaster; postmast; microsoftexchange; system-administrator
    """
)
_OFFICES = frozenset(
    phrases(
        """
        pmdf; mmdf; mailer; uucp; smtp; daemon; ndr; dsn; bounce; bounces; mail-admin; mailadmin; administrator
        """
    )
)
# Headers that only news of a delivery has.
_NEWS_HEADERS = ("X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr", "X-Mailer-Daemon")
# What stands above a mail system's first sentence when a person passes it on.
_PERSONS = re.compile(
    r"(?<![\w'])(?:hi|hello|hey|dear|hallo|liebe|lieber|guten tag|guten morgen|sehr geehrter?|bonjour|bonsoir|"
    r"salut|cher|chère|hola|estimado|estimada|buenos días|olá|prezado|prezada|bom dia|ciao|buongiorno|gentile|beste|"
    r"geachte|goedemorgen|hej|hei|dzień dobry|cześć|witam|dobrý den|vážený|vážená|tisztelt|merhaba|sayın|здравствуйте|"
    r"добрый день|привет|уважаемый|fyi|thanks|thank you|regards|see below|came back|bounced back|got this|wrote|"
    r"forward|fwd|begin forwarded|i got|i get|i received|i sent|i tried|we got|we get|we received|we sent|my|"
    r"could somebody|any idea|can you|could you|does anybody|who has|please|team|all|you wrote)(?![\w'])"
)
_MACHINE_GREETS = phrases(
    """
    hi. this is; hello, this is the mail; hello. this is; this is the; this message was created;
    dear sender; dear user; dear customer; dear subscriber; dear sir
    """
)
# What else is delivered, or is not; and what somebody says whose address has changed.
_OTHERWISE = phrases(
    """
    new address; new email address; new e-mail address; my address has changed; address has changed;
    please use; neue adresse; neue e-mail-adresse; nouvelle adresse; nueva dirección; novo endereço;
    nuovo indirizzo; новый адрес; your order; invoice; parcel; package; payment; shipment; your goods; fax;
    text message; sms; subscription; rechnung; bestellung; paket; sendung; facture; commande; colis;
    factura; pedido; paquete; fattura; ordine; pacco
    """
)
_EARLY = 400  # characters in which a mail system's sentence begins
_INTRO = 3_000


class News(Enum):
    """What a mail tells of a delivery."""

    NONE = ""
    FAILED = "failed"
    DELAYED = "delayed"


def news(mail: Mail, found: bool) -> News:
    """What the mail tells. found: whether a recipient other than those who wrote it was read out of it."""
    if not _tells(mail, found):
        return News.NONE
    if bounce_subjects.failed(mail.subject):
        return News.DELAYED if bounce_words.delays(own_text(mail)) and not _is_refused(mail) else News.FAILED
    return News.DELAYED if only_delays(mail) else News.FAILED


def may_tell(mail: Mail) -> bool:
    """Whether it is worth looking closer: most mail has neither a sign of a machine nor a mail system's sentence."""
    return (
        is_system(mail)
        or _is_office(mail)
        or _came_back(mail)
        or 0 <= bounce_words.failing(mail.text[: 2 * _EARLY]) < _EARLY
    )


def only_delays(mail: Mail) -> bool:
    """Whether the Subject or the words say that delivery is late and goes on being tried."""
    return bounce_subjects.delayed(mail.subject) or bounce_words.delays(own_text(mail))


def succeeds(mail: Mail) -> bool:
    """Whether its words say that the letter was delivered or passed on."""
    return bounce_words.succeeds(own_text(mail))


def is_vacation(mail: Mail) -> bool:
    """Whether its Subject is that of an automatic answer."""
    return is_auto_reply_subject(mail.subject)


def own_text(mail: Mail) -> str:
    """What it says itself, above the copy of a letter."""
    return "\n".join(bounce_copy.parted(mail.text).own)


def is_system(mail: Mail) -> bool:
    """Whether a mail system sent it, by its address, its name or a header of its own."""
    if any(name.casefold() == each.casefold() for each in _NEWS_HEADERS for name, _ in mail.headers):
        return True
    return any(each.startswith(_SYSTEM_LOCALS) for each in _locals(mail)) or _is_named(mail, _SYSTEM_NAMES)


def _is_office(mail: Mail) -> bool:
    return any(each in _OFFICES for each in _locals(mail)) or _is_named(mail, _OFFICE_NAMES)


def _locals(mail: Mail) -> list[str]:
    return [each.address.partition("@")[0].casefold() for each in mail.from_]


def _is_named(mail: Mail, names: tuple[str, ...]) -> bool:
    """Whether From bears one of these names; without an address it is all name."""
    named = [plain(each.name[:100]) for each in mail.from_] or [plain(mail.header("From")[:200])]
    return any(says(each, names) for each in named)


def _came_back(mail: Mail) -> bool:
    return automatic.has_null_path(mail) or automatic.is_submitted_by_program(mail)


def _tells(mail: Mail, found: bool) -> bool:
    text = own_text(mail)
    if is_vacation(mail) or challenge.is_challenge(mail.subject, text):
        return False
    signs = _Signs(
        subject=_announces(mail),
        opening=_opens(text),
        found=found,
        copied=bool(mail.enclosed) or bool(bounce_copy.parted(mail.text).copy),
        coded=bool(bounce_status.given(text) or bounce_status.smtp_code(text)),
    )
    if is_system(mail):
        return _of_system(mail, text, signs)
    if automatic.is_listed(mail) or prefixes.is_reply(mail.subject) or absence.away_in(text):
        return False
    if says(plain(f"{mail.subject[:300]} {text[:_EARLY]}"), _OTHERWISE):
        return False
    return _of_nobody(mail, text, signs)


def _announces(mail: Mail) -> bool:
    if bounce_subjects.succeeded(mail.subject):
        return succeeds(mail)
    return bounce_subjects.failed(mail.subject) or bounce_subjects.delayed(mail.subject)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells: a Subject of a bounce; a mail system's sentence first; a recipient; the letter; a status or code."""

    subject: bool
    opening: bool
    found: bool
    copied: bool
    coded: bool


def _of_system(mail: Mail, text: str, signs: _Signs) -> bool:
    """A mail system's own mail: its Subject tells, or its words do; a postmaster who writes as a person is none."""
    if prefixes.is_reply(mail.subject) and not signs.opening:
        return False
    if signs.subject or mail.header("X-Failed-Recipients").strip():
        return True
    shown = signs.found or (signs.copied and signs.opening)
    return shown and (signs.opening or signs.coded or bounce_words.failing(text) >= 0)


def _of_nobody(mail: Mail, text: str, signs: _Signs) -> bool:
    """A mail that no mail system's address sent: the more it may be a person's, the more must tell."""
    named = signs.opening and signs.found
    begins = bounce_words.has_preamble(text)
    if _came_back(mail) or _is_office(mail):
        by_subject = (
            not text.strip() or named or (signs.opening and signs.copied) or (signs.found and signs.coded)
        )
        return (signs.subject and by_subject) or (named and (signs.copied or begins))
    if mail.from_:
        nameless = not mail.subject.strip()
        return named and ((signs.subject and (signs.copied or begins)) or (nameless and begins))
    return named and (begins or signs.subject or (signs.copied and signs.coded))


def _opens(text: str) -> bool:
    """Whether a mail system's sentence opens it: nothing that a person says stands above."""
    at = bounce_words.failing(text)
    if at < 0:
        return False
    words = plain(text[:_INTRO])
    greets = words.startswith(_MACHINE_GREETS) and at < 2 * _EARLY
    return greets or (at < _EARLY and not _PERSONS.search(words[:at]))


def _is_refused(mail: Mail) -> bool:
    """'Undeliverable' may stand above a notice that says it is tried again, but not above a refusal."""
    return bounce_status.smtp_code(own_text(mail))[:1] == "5"
