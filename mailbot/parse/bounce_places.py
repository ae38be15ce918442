"""Where the notice of a mail system names a recipient.

Takes the lines above the copy of the letter and the addresses that are no recipients; gives each place. They are looked
for as these systems write them, the surest way first, and the first way that finds any decides: at the start of a line
or as a name with its address; behind a label ('Failed address:'); in a sentence that tells of a failure; in the SMTP
session; and in the fields of the letter that it tells of. Never raises; one pass over the lines a way.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailbot.parse import bounce_words
from mailbot.parse.phrases import phrases, plain, says

ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{}~.-]{1,100}@(?:\[[0-9.]{7,15}\]|[A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)"
_BEHIND = r"(?=[>'\"\]\s:;,(.<|]|[^\x00-\x7f]|\Z)"
_ANY = re.compile(ADDRESS)
_START = re.compile(
    r"(?:(?:[*•·o–-]{1,3}|->|=>) {1,5}|[0-9]{1,3}[.)] {1,5})?(?:mailto:|smtp:|rfc822; ?)?[<'\"\[]{0,2}"
    rf"({ADDRESS}){_BEHIND}",
    re.IGNORECASE,
)
_MORE = re.compile(rf"[>'\"]{{0,2}}(?:[,;] {{0,3}}| {{1,3}}| and )[<'\"]?({ADDRESS}){_BEHIND}")
# 'Priya Nair (priya@brightwater.example)', 'Nair, Priya [SMTP:priya@brightwater.example] on 23/11/2026 10:05'
_NAMED = re.compile(
    rf"['\"]?[^\s@<>()\[\]:][^@<>()\[\]:]{{0,80}}[<(\[] ?(?:mailto:|smtp:)?({ADDRESS}) ?[>)\]]", re.IGNORECASE
)
_BEHIND_NAME = re.compile(r"(?:[.,:;!]|<mailto:[^<>]{0,200}>| on .{1,60}|\s){0,3}\Z")
_SESSION = re.compile(rf"\brcpt {{0,3}}to {{0,3}}:? {{0,3}}<? ?({ADDRESS})", re.IGNORECASE)
_ACCEPTED = re.compile(r"[<>=\-\s*]{0,10}(?:\w{1,12}: )?25[0-2][ -]")
_REFUSED = re.compile(r"(?<![0-9.])[45][0-5][0-9][ -]")
_GLUED = re.compile(r"\A(?:[245][0-9]{2}[-'`*]{1,3}|smtp=|rfc-?822=)(?=[A-Za-z0-9])", re.IGNORECASE)
_MOST = 200

_LABELS = phrases(
    """
    failed address; failed recipient; failed recipients; failing address; failed addresses;
    failed addressee; recipient address; recipient; recipients; recipient(s); final-recipient;
    final recipient; original address; original-recipient; original recipient; invalid receiver address;
    invalid address; invalid recipient; invalid recipients; bad address; bad recipient; unknown user;
    user unknown; unknown recipient; unknown address; unknown host; no such user; undeliverable address;
    undeliverable to; undeliverable recipient; undelivered to; undeliverable recipients; not delivered to;
    addressed to; intended recipient; intended recipients; receiver; addressee; rejected address;
    rejected recipient; rejected recipients; error for; error-for; failed to; failed for;
    failed to deliver to; could not be delivered to; cannot be delivered to; was not delivered to;
    user mailbox exceeds allowed size; mailbox; user; account; e-mail address; email address; mail address;
    address; addresses; destination; destination address; envelope-to; envelope to; x-failed-recipients;
    failure; message to; mail to; the recipient; recipient's address; recipient email address;
    recipient's e-mail; recipient email; affected recipients; smtp recipient; x-actual-recipient;
    empfänger; empfängeradresse; adresse; destinataire; destinataires; destinatario; destinatarios;
    destinatário; destinatários; destinatari; ontvanger; ontvangers; geadresseerde; mottagare; modtager;
    mottaker; vastaanottaja; odbiorca; adresat; příjemce; príjemca; címzett; destinatar; alıcı; παραλήπτης;
    получатель; адресат; кому; одержувач; получатели; 収件人; 收件人; 收件者; 宛先; 宛先メールアドレス;
    受信者; 送信先; 送信先メールアドレス; 받는사람; 받는 사람; 수신자; נמען; المستلم; ผู้รับ; người nhận;
    penerima
    """
)
_ENDINGS = phrases(
    """
    failed to deliver to; delivered to; deliver to; unknown user; unknown host; no such user; user unknown;
    recipient; recipients; failed address; failed for; address; undeliverable to; invalid recipient;
    addresses; mailbox
    """
)
_FIELDS = frozenset(
    phrases("to; cc; an; à; a; para; per; naar; aan; till; til; do; komu; kime; кому; 收件人; 宛先")
)
# What is said of somebody else than the recipient.
_NO_RECIPIENT = phrases(
    """
    contact; assistance; further information; more information; questions; help desk; helpdesk; for help;
    write to; message-id; message id; on behalf of; return-path; reply to; send mail to; send an email to;
    send e-mail to; email us; administrator at; please notify; forward this; kontaktieren; wenden sie sich;
    contactez; contacte; contatt; received from; mail from; unsubscribe; wrote:
    """
)
_FROM = re.compile(
    r"(?:\bfrom|\bvon|\bsender|\bby|\bde la part de|\bdal|\bот|\bvia)[ :]{1,3}[<'\"(]{0,2}\Z", re.IGNORECASE
)
_OFFICES = (
    "postmaster@",
    "abuse@",
    "mailer-daemon@",
    "support@",
    "helpdesk@",
    "hostmaster@",
    "noreply@",
    "no-reply@",
)
_OF_THE_LETTER = ("from", "subject", "date", "sent", "message-id", "to", "cc", "sender", "reply-to", "x-")
_FATES = (
    (
        "delivered",
        phrases("successful delivery notifications; successfully delivered; were delivered successfully"),
    ),
    ("delayed", phrases("transient non-fatal errors; not yet been delivered; warning message only")),
    (
        "failed",
        phrases(
            "permanent fatal errors; failed permanently; delivery problems; permanent errors; fatal errors"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A recipient, the line it stands in, and its fate where the section it stands in tells one."""

    address: str
    line: int
    action: str = ""


def places(lines: list[str], others: frozenset[str]) -> tuple[Place, ...]:
    """The places at which the recipients stand. others: in lower case; they count only where nobody else is listed."""
    for way in _WAYS:
        found = [place for place in way(lines) if place.address.casefold() not in others]
        if found:
            return tuple(found[:_MOST])
    return tuple(place for place in _listed(lines) if _is_told_of(lines, place))[:_MOST]


def addresses(line: str) -> tuple[str, ...]:
    """Every address in a line."""
    return tuple(map(_clean, _ANY.findall(line)))


def at_start(line: str) -> str:
    """The address at the start of a line, behind a bullet and the like; an empty string when there is none."""
    match = _START.match(line)
    return (
        _clean(match[1]) if match and not plain(line[match.end() :]).startswith(("> wrote", "wrote")) else ""
    )


def _listed(lines: list[str]) -> Iterator[Place]:
    fate = ""
    for number, line in enumerate(lines):
        fate = _fate(line) or fate
        if _is_about_others(lines, number):
            continue
        for address in (*_starting(line), *_named(line)):
            yield Place(address, number, fate)


def _starting(line: str) -> Iterator[str]:
    """The address at the start of a line, and those that only commas part from it."""
    if first := at_start(line):
        match = _START.match(line)
        while match:
            yield _clean(match[1]) or first
            match = _MORE.match(line, match.end(1))


def _named(line: str) -> Iterator[str]:
    match = _NAMED.match(line)
    if match and _BEHIND_NAME.match(line[match.end() : match.end() + 300]) and not bounce_words.fails(line):
        yield _clean(match[1])


def _labelled(lines: list[str]) -> Iterator[Place]:
    last = Place("", -9)
    for number, line in enumerate(lines):
        label, colon, value = line.replace("：", ":").partition(":")
        words = plain(label[:120]).strip(" *-•<>[]()\"'.")
        if not colon or not (words in _LABELS or words.endswith(_ENDINGS)) or _is_about_others(lines, number):
            continue
        # iPlanet and PMDF name the mailbox first, then what the letter was sent to.
        for address in addresses(value[:500]):
            if words == "original address" and 0 <= number - last.line < 3:
                last = Place(address, last.line)
                continue
            if last.address:
                yield last
            last = Place(address, number)
    if last.address:
        yield last


def _in_sentences(lines: list[str]) -> Iterator[Place]:
    start = 0
    for number in range(len(lines) + 1):
        if number < len(lines) and lines[number]:
            continue
        if number > start and bounce_words.fails(" ".join(lines[start:number])):
            yield from _of_paragraph(lines, start, number)
        start = number + 1


def _of_paragraph(lines: list[str], start: int, end: int) -> Iterator[Place]:
    for number in range(start, end):
        line = lines[number]
        field = line.casefold().startswith(_OF_THE_LETTER) and ":" in line[:30]
        if field or _is_about_others(lines, number):
            continue
        for match in _ANY.finditer(line):
            address = _clean(match[0])
            before = line[max(0, match.start() - 30) : match.start()]
            before = before if match.start() or number == start else f"{lines[number - 1][-30:]} "
            if not _FROM.search(before) and not address.casefold().startswith(_OFFICES):
                yield Place(address, number)


def _in_session(lines: list[str]) -> Iterator[Place]:
    """Whom the session names in RCPT TO, save those that were accepted; else in the reply that refuses."""
    found = [(number, match[1]) for number, line in enumerate(lines) if (match := _SESSION.search(line))]
    for number, address in found:
        answer = next((line for line in lines[number + 1 : number + 3] if line), "")
        if not _ACCEPTED.match(answer):
            yield Place(_clean(address), number)
    for number, line in enumerate(lines if not found else []):
        refused = _REFUSED.search(line)
        if refused and (match := _ANY.search(line, refused.end())):
            yield Place(_clean(match[0]), number)


def _in_fields(lines: list[str]) -> Iterator[Place]:
    for number, line in enumerate(lines):
        label, colon, value = line.replace("：", ":").partition(":")
        if colon and plain(label[:40]).strip(" *-•") in _FIELDS:
            for address in addresses(value[:500]):
                yield Place(address, number)


_WAYS: tuple[Callable[[list[str]], Iterator[Place]], ...] = (
    _listed,
    _labelled,
    _in_sentences,
    _in_session,
    _in_fields,
)


def _fate(line: str) -> str:
    words = plain(line[:200])
    fate = next((action for action, several in _FATES if says(words, several)), "")
    return "" if fate == "delivered" and bounce_words.fails(words) else fate


def _is_about_others(lines: list[str], number: int) -> bool:
    """Whether a line, or the line above that runs on into it, speaks of whom to ask and the like."""
    above = lines[number - 1] if number else ""
    return says(plain(lines[number]), _NO_RECIPIENT) or says(plain(above[-60:]), _NO_RECIPIENT)


def _is_told_of(lines: list[str], place: Place) -> bool:
    """Whether a failure is told right behind the address: a letter to oneself comes back to oneself."""
    return bounce_words.fails(" ".join(lines[place.line : place.line + 4]))


def _clean(address: str) -> str:
    """Without what is glued to it: quotes, a reply code ("550-'ann@weir.example"), an attribute of X.400."""
    return _GLUED.sub("", address, count=1).strip("'`*.<>").removeprefix("=").rstrip("-")
