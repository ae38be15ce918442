"""Whether an automatic answer says that nobody is there to read (RFC 3834, section 1).

Takes its Subject and what it says, without what it quotes; gives True for a vacation message, for 'has left the
company' and the like, False for the receipt of a ticket system. Phrases count as whole words, in any case and with any
punctuation. Never raises; one pass over the first lines for each phrase.
"""

import re

from mailbot.parse.automatic import is_auto_reply_subject

_FIRST = 3_000  # characters of the text that are looked at
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")

# Somebody is not there.
_ABSENT = (
    "out of office",
    "out of the office",
    "out of my office",
    "away from",
    "away until",
    "away till",
    "i am away",
    "i'm away",
    "currently away",
    "on leave",
    "annual leave",
    "parental leave",
    "maternity leave",
    "paternity leave",
    "sick leave",
    "on a career break",
    "on holiday",
    "on holidays",
    "on vacation",
    "absent",
    "my absence",
    "not in the office",
    "not in office",
    "will return",
    "i return",
    "shall return",
    "returning on",
    "return on",
    "return to the office",
    "back in the office",
    "i am back on",
    "i will be back",
    "i'll be back",
    "and back on",
    "limited access to",
    "no access to mail",
    "no access to email",
    "no access to my email",
    "office is closed",
    "offices are closed",
    "am closed",
    "no longer works",
    "no longer working",
    "no longer work",
    "no longer with",
    "no longer at",
    "no longer employed",
    "no longer in use",
    "no longer used",
    "has left",
    "have left",
    "left the company",
    "left the business",
    "has retired",
    "abwesend",
    "abwesenheit",
    "nicht im büro",
    "urlaub",
    "absence du bureau",
    "en congé",
    "en congés",
    "afwezig",
    "met vakantie",
    "fuera de la oficina",
    "fuori ufficio",
    "allan o'r swyddfa",
)
# Nobody reads the mailbox, unless it is the one from which a ticket system writes.
_UNREAD = (
    "not monitored",
    "unmonitored",
    "not read",
    "no longer monitored",
    "nobody reads",
)
# A machine says that it has the mail: one of each.
_MATTERS = frozenset(
    {"ticket", "case", "request", "enquiry", "inquiry", "query", "email", "mail", "message", "call"}
)
_TAKEN = (
    "received",
    "logged",
    "created",
    "raised",
    "opened",
    "registered",
    "assigned",
    "acknowledge",
    "thank you for",
    "thanks for",
    "we aim to",
    "will respond within",
    "will reply within",
    "been passed to",
)
# What sounds like an absence and is none.
_NOT_ABSENT = (
    "out of office hours",
    "feedback on",
    "has left a",
    "have left a",
    "away from home",
)


def away(subject: str, said: str) -> bool:
    """Whether an automatic answer is that of somebody who is not there. said: its own words."""
    text = _plain(f"{subject[:300]}\n{said[:_FIRST]}")
    for phrase in _NOT_ABSENT:
        text = text.replace(f" {phrase} ", " ; ")
    if _has(text, _ABSENT):
        return True
    acknowledges = bool(_MATTERS & set(text.split())) and _has(text, _TAKEN)
    return not acknowledges and (_has(text, _UNREAD) or is_auto_reply_subject(subject))


def _has(text: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def _plain(text: str) -> str:
    """Lower case, straight apostrophes, words apart by one blank, one blank at either end."""
    words = _WORD.findall(text.replace("’", "'").replace("‘", "'").casefold())
    return f" {' '.join(words)} "
