"""What a person wrote in answer to a letter of ours, and what it means.

Takes a Mail, the phrases of rules/reply.yaml and the limits; gives a Reply, or None when there are no words and
the mail answers nothing. Only a whole answer counts: all of it, or its first line or sentence when nothing after
it takes that back. A question, a 'but', or a 'not' that the phrase itself does not hold leaves it unclear, and a
person reads it. 'Received' counts only when nothing at all is said beside it but a greeting, thanks, a closing and
the writer's own name: whatever else somebody took the trouble to write is for a person. So is a mail whose text
and HTML differ, or that hides or strikes out text. Never raises.
"""

import re

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.model.report import Meaning, Reply
from mailbot.model.rulebook import PhraseRule
from mailbot.parse import automatic, doubts, forward, signature, subject

_LONGEST = 5_000
_SENTENCE_END = re.compile(r"[.!;\n]+")
_PIECE_END = re.compile(r"[.!;,\n–—]+| - ")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good morning|good afternoon|morning|afternoon)(?: [^ ]{1,40}){0,5}"
)
_SALUTATION = re.compile(r"(?:hi|hello|hey|dear|good|morning|afternoon)\b[^\n,?]{0,60},", re.IGNORECASE)
_TELLING = frozenset({"received", "noted", "confirmed", "ours", "not", "resend"})
_LONGEST_GREETING = 5
# Words that make a statement of what begins like a greeting: 'Hi Cobalt has this one'.
_STATING = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "to", "for", "from"}
    | {"by", "with", "at", "supply", "supplies", "supplied", "lost", "left", "gone", "moved", "please"}
)
_POLITE = frozenset(
    {
        "thanks",
        "thank you",
        "many thanks",
        "thanks very much",
        "thank you very much",
        "thanks for this",
        "thank you for this",
        "thanks for letting us know",
        "thank you for letting us know",
        "thanks all",
        "cheers",
        "hope you are well",
        "i hope you are well",
        "hope this finds you well",
    }
)
# Words that take back, narrow or add to what was said before them.
_DOUBTS = frozenset(
    {
        "but",
        "not",
        "no",
        "never",
        "nor",
        "however",
        "except",
        "although",
        "though",
        "unless",
        "until",
        "instead",
        "only",
        "apart",
        "besides",
        "unfortunately",
        "cannot",
        "can't",
        "couldn't",
        "didn't",
        "doesn't",
        "don't",
        "hasn't",
        "haven't",
        "isn't",
        "wasn't",
        "aren't",
        "won't",
        "wouldn't",
        "wrong",
        "incorrect",
        "change",
        "changed",
        "changes",
        "update",
        "updated",
        "replace",
        "amend",
        "correction",
        "why",
        "who",
        "whom",
        "what",
        "when",
        "where",
        "which",
        "how",
        "unsure",
        "unclear",
        "maybe",
        "perhaps",
    }
)


def read(mail: Mail, phrases: tuple[PhraseRule, ...], limits: Limits) -> Reply | None:
    """The person's own words and their meaning."""
    own = own_words(forward.layers(mail, limits)[0].text)
    if not own and not _answers(mail):
        return None
    if automatic.auto_reply(mail):
        return Reply(own, Meaning.AWAY)
    written = names(mail)
    meaning = _meaning(own, phrases, written)
    other = forward.alternative_layers(mail, limits)
    agreed = not other or _meaning(own_words(other[0].text), phrases, written) is meaning
    doubtful = any(each.startswith(doubts.PREFIX) for each in mail.defects)
    return Reply(own, Meaning.UNCLEAR if doubtful or not agreed else meaning)


def own_words(text: str) -> str:
    """What the person wrote, without quotes, signature and disclaimer."""
    return signature.split(text)[0].strip()


def _answers(mail: Mail) -> bool:
    return bool(mail.in_reply_to or mail.references) or subject.is_reply(mail.subject)


def _meaning(own: str, phrases: tuple[PhraseRule, ...], names: frozenset[str]) -> Meaning:
    """The meaning of the words; UNCLEAR unless all of them are plain."""
    meaning = _told(own, phrases)
    alone = meaning is not Meaning.RECEIVED or _says_nothing_else(own, phrases, names)
    return meaning if alone else Meaning.UNCLEAR


def _told(own: str, phrases: tuple[PhraseRule, ...]) -> Meaning:
    if not own or len(own) > _LONGEST:
        return Meaning.UNCLEAR
    known = {_normal(phrase): rule.meaning for rule in phrases for phrase in rule.phrases}
    sentences = _sentences(own)
    whole = _known(known, " ".join(sentences))
    if whole and not _asks(own, whole):
        return whole
    first = _known(known, sentences[0]) if sentences else None
    if first is None or "?" in own or _takes_back(sentences[1:], first, known):
        return Meaning.UNCLEAR
    return first


def _known(known: dict[str, str], words: str) -> Meaning | None:
    try:
        return Meaning(known[words])
    except (KeyError, ValueError):
        return None


def _asks(own: str, meaning: Meaning) -> bool:
    """Whether a question mark makes the answer doubtful; 'Can you resend?' is the one question we know."""
    return "?" in own and meaning is not Meaning.RESEND


def _takes_back(rest: list[str], first: Meaning, known: dict[str, str]) -> bool:
    """Whether a later sentence doubts, narrows or says something else than the first."""
    if any(_known(known, sentence) not in (None, first) for sentence in rest):
        return True
    later = [sentence for sentence in rest if _known(known, sentence) is None]
    return any(word in _DOUBTS for sentence in later for word in sentence.split())


def _says_nothing_else(own: str, phrases: tuple[PhraseRule, ...], names: frozenset[str]) -> bool:
    """Whether beside the acknowledgement there is but a greeting at the top, thanks, a closing and the name."""
    known = {_normal(each) for rule in phrases if rule.meaning == Meaning.RECEIVED for each in rule.phrases}
    pieces = [words for piece in _PIECE_END.split(own) if (words := _normal(piece))]
    if pieces and _is_plain_greeting(pieces[0]):
        pieces = pieces[1:]
    nothing = known | _POLITE | {_normal(each) for each in signature.CLOSINGS}
    return all(words in nothing or set(words.split()) <= names for words in pieces)


def _is_plain_greeting(words: str) -> bool:
    return (
        len(words.split()) <= _LONGEST_GREETING and _is_greeting(words) and not _STATING & set(words.split())
    )


def is_courtesy(line: str, names: frozenset[str]) -> bool:
    """Whether a line is a greeting, thanks, a closing or the writer's own name, and says nothing else."""
    words = _normal(line)
    closings = {_normal(each) for each in signature.CLOSINGS}
    plain = _is_plain_greeting(words) or words in _POLITE or words in closings
    return not words or plain or set(words.split()) <= names


def has_doubt(text: str) -> bool:
    """Whether the text holds a word that takes back, narrows or questions something."""
    return bool(_DOUBTS & set(_normal(text).split()))


def names(mail: Mail) -> frozenset[str]:
    """The words a writer may sign with: the parts of the From name and of its local part, and their initials."""
    written = [part for each in mail.from_ for part in (each.name, each.address.partition("@")[0])]
    words = {word for part in written for word in _normal(part.replace("_", " ")).split()}
    return frozenset(words | {word[0] for word in words})


def _sentences(own: str) -> list[str]:
    """The sentences, normalised; greetings and thanks beside other words left out."""
    lines = "\n".join(_without_salutation(line) for line in own.split("\n"))
    several = [words for piece in _SENTENCE_END.split(lines) if (words := _normal(piece))]
    told = [words for words in several if not _is_greeting(words)]
    return [words for words in told if words not in _POLITE] or told


def _without_salutation(line: str) -> str:
    """The line without 'Hi all,' before what it says."""
    match = _SALUTATION.match(line.strip())
    return line.strip()[match.end() :] if match and _is_greeting(_normal(match[0])) else line


def _is_greeting(words: str) -> bool:
    return bool(_GREETING.fullmatch(words)) and not (_TELLING | _DOUBTS) & set(words.split())


def _normal(text: str) -> str:
    """Lower case, straight apostrophes, words apart by one blank, no punctuation."""
    return " ".join(_WORD.findall(text.replace("’", "'").replace("‘", "'").casefold()))
