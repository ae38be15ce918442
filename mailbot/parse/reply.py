"""What a person wrote in answer to a letter of ours, and what it means.

Takes a Mail, the phrases of rules/reply.yaml and the layers of the mail; gives a Reply, or None when there are no
words and the mail answers nothing. Only a whole answer counts: all of it, or its first line or sentence when
nothing after it takes that back. A question, a 'but', or a 'not' that the phrase itself does not hold leaves it
unclear, and a person reads it. 'Received', 'confirmed' and 'deleted', and all that is said in another language than
English, count only when nothing at all is said beside them but a greeting, thanks, a closing and the writer's own
name: whatever else somebody took the trouble to write is for a person. So is a mail whose text and HTML differ, or
that hides or strikes out text. The meaning rests on the warier cut of `own_words`; the text that is shown is cut more
eagerly, by `reply_text`. Never raises.
"""

import re
from functools import lru_cache

from mailbot.model.mail import Layer, Mail
from mailbot.model.report import Meaning, Reply
from mailbot.model.rulebook import PhraseRule
from mailbot.parse import automatic, doubts, html, reply_text, signature, subject
from mailbot.parse.reply_words import (
    ALONE,
    BEFORE,
    BEHIND,
    DENIALS,
    DOUBTS,
    ENGLISH,
    FOREIGN_DOUBTS,
    LONGEST_GREETING,
    POLITE,
    STATING,
    TELLING,
)
from mailbot.parse.signature_words import CLOSINGS

_LONGEST = 5_000
_LONGEST_STUB = 300
_TAGS = ("</div>", "</p>", "<br", "</body>", "</html>", "</blockquote>")
_SENTENCE_END = re.compile(r"[.!?;\n]+")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])CA-[0-9]{2}-[0-9]{4,9}(?![A-Za-z0-9-])", re.IGNORECASE)
_PIECE_END = re.compile(r"[.!;,\n–—]+| - ")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good morning|good afternoon|morning|afternoon)(?: [^ ]{1,40}){0,5}"
)
_SALUTATION = re.compile(r"(?:hi|hello|hey|dear|good|morning|afternoon)\b[^\n,?]{0,60},", re.IGNORECASE)


def read(
    mail: Mail, phrases: tuple[PhraseRule, ...], layers: tuple[Layer, ...], others: tuple[Layer, ...]
) -> Reply | None:
    """The person's own words and their meaning.

    layers: of the body that a person reads, the own words first; others: of the other body, where there is one.
    """
    own = own_words(layers[0].text)
    written = names(mail)
    shown = reply_text.text(_shown_body(mail), mail.subject, written if _is_named(mail) else frozenset())
    if not own and not shown and not _answers(mail):
        return None
    if automatic.auto_reply(mail):
        return Reply(shown, Meaning.AWAY)
    meaning = _meaning(own, phrases, written)
    agreed = not others or _meaning(own_words(others[0].text), phrases, written) is meaning
    doubtful = any(each.startswith(doubts.PREFIX) for each in mail.defects)
    return Reply(shown, Meaning.UNCLEAR if doubtful or not agreed else meaning)


def _is_named(mail: Mail) -> bool:
    """Whether From has a display name; an address alone says too little of who signs."""
    return any(each.name for each in mail.from_)


def _shown_body(mail: Mail) -> str:
    """The body that a person reads: the HTML, where the text only says that there is one, or is one itself."""
    plain = mail.plain.casefold()
    if mail.html_text.strip() and len(plain) < _LONGEST_STUB and "html" in plain:
        return mail.html_text
    is_page = plain.lstrip()[:1] == "<" and any(tag in plain for tag in _TAGS)
    return html.text(mail.plain)[0] if is_page else mail.text


def own_words(text: str) -> str:
    """What the person wrote, without quotes, signature and disclaimer."""
    return signature.split(text)[0].strip()


def _answers(mail: Mail) -> bool:
    return bool(mail.in_reply_to or mail.references) or subject.is_reply(mail.subject)


def _meaning(own: str, phrases: tuple[PhraseRule, ...], names: frozenset[str]) -> Meaning:
    """The meaning of the words; UNCLEAR unless all of them are plain. A reference among them says which, not what."""
    own = _REFERENCE.sub(" ", own)
    meaning = _told(own, phrases, names)
    beside = meaning not in ALONE and bool(ENGLISH & set(_normal(own).split()))
    if meaning is not Meaning.UNCLEAR and (beside or _says_nothing_else(own, meaning, phrases, names)):
        return meaning
    return Meaning.CHANGES if _states_change(own, phrases) else Meaning.UNCLEAR


def _states_change(own: str, phrases: tuple[PhraseRule, ...]) -> bool:
    """Whether a sentence says that a contact or detail is another now: whatever else it says, a person reads it."""
    if "?" in own or len(own) > _LONGEST:
        return False
    wanted = [f" {each} " for each in _phrases_of(Meaning.CHANGES, phrases)]
    sentences = [f" {_normal(piece)} " for piece in _SENTENCE_END.split(own)]
    said = [each for each in sentences if not DENIALS & set(each.split())]
    return any(phrase in sentence for sentence in said for phrase in wanted)


def _told(own: str, phrases: tuple[PhraseRule, ...], names: frozenset[str]) -> Meaning:
    if not own or len(own) > _LONGEST:
        return Meaning.UNCLEAR
    known = _whole_answers(phrases)
    sentences = _sentences(own)
    all_of_it = _known(known, " ".join(sentences))
    if all_of_it and not _asks(own, all_of_it):
        return all_of_it
    first = _known(known, sentences[0]) if sentences else None
    if first is None or _asks(own, first) or _takes_back(sentences[1:], first, known):
        return Meaning.UNCLEAR if "?" in own else _agreed(own, known, names)
    return first


def _agreed(own: str, known: dict[str, str], names: frozenset[str]) -> Meaning:
    """What several phrases with commas between them say as one: 'Not ours, we do not supply this meter point'."""
    pieces = [words for piece in _PIECE_END.split(own) if (words := _normal(piece))]
    told = {_known(known, words) for words in pieces if not is_courtesy(words, names)}
    only = told.pop() if len(told) == 1 else None
    return only or Meaning.UNCLEAR


def _known(known: dict[str, str], words: str) -> Meaning | None:
    """The meaning of a phrase, with or without courtesies at its ends."""
    try:
        return Meaning(known.get(words) or known[_bare(words)])
    except (KeyError, ValueError):
        return None


def _bare(words: str) -> str:
    """The words without courtesies at either end."""
    for each in BEFORE:
        words = words.removeprefix(f"{each} ")
    for each in BEHIND:
        words = words.removesuffix(f" {each}")
    return words


def _asks(own: str, meaning: Meaning) -> bool:
    """Whether a question makes the answer doubtful; 'Can you resend?' is the one question we know."""
    return own.count("?") > (meaning is Meaning.RESEND)


def _takes_back(rest: list[str], first: Meaning, known: dict[str, str]) -> bool:
    """Whether a later sentence doubts, narrows or says something else than the first."""
    if any(_known(known, sentence) not in (None, first) for sentence in rest):
        return True
    later = [sentence for sentence in rest if _known(known, sentence) is None]
    return any(word in DOUBTS | FOREIGN_DOUBTS for sentence in later for word in sentence.split())


def _says_nothing_else(
    own: str, meaning: Meaning, phrases: tuple[PhraseRule, ...], names: frozenset[str]
) -> bool:
    """Whether beside phrases of this meaning there is but a greeting at the top, thanks, a closing and the name."""
    pieces = [words for piece in _PIECE_END.split(own) if (words := _normal(piece))]
    if pieces and _is_plain_greeting(pieces[0]):
        pieces = pieces[1:]
    nothing = _phrases_of(meaning, phrases) | POLITE | _closings()
    return all(words in nothing or _bare(words) in nothing or set(words.split()) <= names for words in pieces)


def _is_plain_greeting(words: str) -> bool:
    return len(words.split()) <= LONGEST_GREETING and _is_greeting(words) and not STATING & set(words.split())


def is_courtesy(line: str, names: frozenset[str]) -> bool:
    """Whether a line is a greeting, thanks, a closing or the writer's own name, and says nothing else."""
    words = _normal(line)
    plain = _is_plain_greeting(words) or words in POLITE or words in _closings()
    return not words or plain or set(words.split()) <= names


def without_salutation(line: str) -> str:
    """The line without 'Hi all,' before what it says."""
    match = _SALUTATION.match(line.strip())
    return line.strip()[match.end() :] if match and _is_greeting(_normal(match[0])) else line


def has_doubt(text: str) -> bool:
    """Whether the text holds a word that takes back, narrows or questions something."""
    return bool(DOUBTS & set(_normal(text).split()))


def names(mail: Mail) -> frozenset[str]:
    """The words a writer may sign with: the parts of the From name and of its local part, and their initials."""
    written = [part for each in mail.from_ for part in (each.name, each.address.partition("@")[0])]
    words = {word for part in written for word in _normal(part.replace("_", " ")).split()}
    return frozenset(words | {word[0] for word in words})


def _sentences(own: str) -> list[str]:
    """The sentences, normalised; greetings and thanks beside other words left out."""
    lines = "\n".join(without_salutation(line) for line in own.split("\n"))
    several = [words for piece in _SENTENCE_END.split(lines) if (words := _normal(piece))]
    told = [words for words in several if not _is_greeting(words)]
    return [words for words in told if words not in POLITE] or told


def _is_greeting(words: str) -> bool:
    return bool(_GREETING.fullmatch(words)) and not (TELLING | DOUBTS) & set(words.split())


# Rulebooks are few and long, and every mail is compared with one: what they come to is kept.
@lru_cache(maxsize=8)
def _whole_answers(phrases: tuple[PhraseRule, ...]) -> dict[str, str]:
    """The meaning of every phrase that counts as a whole, by the phrase."""
    rules = [rule for rule in phrases if rule.meaning != Meaning.CHANGES]
    return {_normal(each): rule.meaning for rule in rules for each in rule.phrases}


@lru_cache(maxsize=64)
def _phrases_of(meaning: Meaning, phrases: tuple[PhraseRule, ...]) -> frozenset[str]:
    return frozenset(_normal(each) for rule in phrases if rule.meaning == meaning for each in rule.phrases)


@lru_cache(maxsize=1)
def _closings() -> frozenset[str]:
    return frozenset(map(_normal, CLOSINGS))


def _normal(text: str) -> str:
    """Lower case, straight apostrophes, words apart by one blank, no punctuation."""
    return " ".join(_WORD.findall(text.replace("’", "'").replace("‘", "'").casefold()))
