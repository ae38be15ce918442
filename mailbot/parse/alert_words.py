"""The words by which a mail says that a supplier is the old one, is in doubt, or that the mail was a mistake.

Takes text; answers with yes or no. Such words never choose a supplier: they hold an alert for a person.
What people write of themselves ("we are no longer the supplier") casts no doubt. Linear in the text, never raises.
"""

import re

_WORD = re.compile(r"[a-z][a-z']*")
_LOSING = frozenset(
    (
        "old", "prev", "previous", "previously", "prior", "former", "formerly", "ex", "losing", "lost", "loser",
        "outgoing", "orig", "original", "originally", "pre", "prechurn", "last", "past", "departing", "was",
        "historic", "historical", "before", "not", "never", "until", "longer",
    )
)  # fmt: skip
_OLD = frozenset(
    (
        "old", "prev", "previous", "prior", "former", "ex", "losing", "outgoing", "orig", "original", "past",
        "departing", "historic", "historical",
    )
)  # fmt: skip
_HEADINGS = _OLD | frozenset(
    (
        "new", "gaining", "incoming", "current", "alert", "alerts", "event", "details", "detail", "information",
        "section", "party", "meter", "device", "supply", "site", "customer",
    )
)  # fmt: skip
_SURE = frozenset({"new", "gaining", "incoming", "receiving", "now"})
_GAINING = frozenset(
    {"new", "gaining", "gained", "incoming", "current", "now", "after", "present", "receiving"}
)
_CURLY = {ord("\u2019"): "'", ord("\u2018"): "'", ord("\u00a0"): " "}

_SUPPLIER = re.compile(r"\b(?:supplier|supplied by|now with|gaining|losing party)")
_DOUBT = re.compile(
    r"\?|n't\b|\b(?:not|nor|neither|no longer|no wait|nobody|no one|no-one|never|none of|untrue|false|whether|if"
    r"|unless|unlike|wrong|wrongly|incorrect|mistaken|may|might|perhaps|maybe|possibly|probably|presumably|believed?"
    r"|believes|think|thinks|thought|assumed?|unsure|unclear|unknown|unconfirmed|uncertain|supposedly|allegedly"
    r"|tbc|tba|to be confirmed|formerly|until|rather than|instead of|according to"
    r"|suppliers? was|suppliers? were|was the supplier|will be|from (?:\d|[a-z]{3,9} \d))"
)
_MAY = re.compile(r"(?<=[0-9a-z])[ -]may[ -](?=(?:20)?[0-9]{2}\b)")  # the month, in 3 May 2026
# What follows a sentence and takes it back: "Not true any more, it is Cobalt."
_TAKES_BACK = re.compile(r"(?:not|no|or|sorry|wait|but|actually|untrue|wrong|never|hm+)\b")
_VALUE_DOUBT = re.compile(
    r"\?|n't\b|\b(?:not|nor|neither|no longer|never|untrue|unless|wrong|incorrect|might|perhaps|maybe|possibly"
    r"|probably|presumably|believed?|think|assumed?|unsure|unclear|unknown|unconfirmed|tbc|tba|to be confirmed"
    r"|former|formerly|previous|previously|prev|old|losing|until|was|will be|from \d|from [a-z]{3,9} \d)\b"
)
_ASKS = re.compile(r"\b(?:please|check)\b")
_OURSELVES = re.compile(
    r"\bwe(?:'re| are| were)?(?: now)? (?:no longer|not)(?: the)?(?: (?:registered|current|responsible|energy))?"
    r" suppl(?:y|ier|iers)\b|\bwe (?:do not|don't|no longer) (?:have|hold|supply)\b(?! confirm)"
)

_RETRACTS = re.compile(
    r"\b(?:sent|forwarded|raised|issued) (?:to you )?in error\b|\bsent by mistake\b"
    r"|\b(?:do not|don't|please don't) (?:forward|pass|relay|send|action|process)\b"
    r"|\b(?:please|pls) (?:ignore|disregard)\b|\b(?:disregard|ignore) (?:this|the|my|our|below|above)\b"
    r"|\bwrong (?:supplier|mpan|mprn|meter|device|code|site|customer)\b"
    r"|\bshould(?: have been| read| say)\b|\bcorrection\b|\bcorrected\b"
    r"|\bshould be (?!sent|forwarded|passed|relayed|with|handled|given|delivered|able|aware|fine|actioned)"
    r"|\bnot as (?:below|above|shown|stated|written)\b|\b(?:is|are|was|were) (?:incorrect|wrong)\b"
    r"|\b(?:was|is|just|only) a test\b|\bscrap (?:this|that|the)\b|\brecall:|\bretract|\bwithdrawn\b"
)
_DISCLAIMS = re.compile(r"\breceived (?:this|it|the)\b[^.]{0,60}\bin error\b|\bintended recipient")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|(?<=[.!?;])\Z|\n")


def _lowered(text: str) -> str:
    return " ".join(text.translate(_CURLY).casefold().split())


def heads_the_old(text: str) -> bool:
    """True for the words of a heading above the facts of the old supplier: 'Previous supply details'."""
    return not _OLD.isdisjoint(_WORD.findall(_lowered(text)))


def heading(text: str) -> bool:
    """True when the words are those of a heading, and not the rest of a name."""
    return text.rstrip().endswith(":") or not _HEADINGS.isdisjoint(_WORD.findall(_lowered(text)))


def losing(text: str) -> bool:
    """True when one of the words says 'the old one': Prev., Ex-, former, losing."""
    return not _LOSING.isdisjoint(_WORD.findall(_lowered(text)))


def surely_new(label: str) -> bool:
    """True for the label of a supplier that cannot be the old one: 'New Supplier', 'Gaining MPID'."""
    return not _SURE.isdisjoint(_WORD.findall(_lowered(label)))


def gaining(text: str) -> bool:
    """True when one of the words says 'the new one': New supply, Gaining party, Current."""
    return not _GAINING.isdisjoint(_WORD.findall(_lowered(text)))


def value_doubted(value: str) -> bool:
    """True when a labelled name is written with a doubt: 'Cobalt?', 'Cobalt (not confirmed)'."""
    return denied(value) or bool(_ASKS.search(_lowered(value)))


def denied(text: str) -> bool:
    """True when a name, or a line that follows one, holds a word of denial or doubt."""
    return bool(_VALUE_DOUBT.search(_lowered(text)))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, as written, each with the mark that ends it."""
    return [each.strip() for each in _SENTENCE_END.split(text) if each.strip()]


def supplier_doubted(paragraph: str) -> str:
    """The sentence that speaks of a supplier and doubts or denies it, or an empty string."""
    said = sentences(paragraph)
    for place, sentence in enumerate(said):
        lowered = _MAY.sub(" fifth ", _lowered(sentence))
        if not _SUPPLIER.search(lowered):
            continue
        behind = _lowered(said[place + 1]) if place + 1 < len(said) else ""
        if _DOUBT.search(_OURSELVES.sub("", lowered)) or _TAKES_BACK.match(behind):
            return sentence
    return ""


def retracted(paragraph: str) -> str:
    """The sentence that takes a mail back or corrects it, or an empty string."""
    for sentence in sentences(paragraph):
        lowered = _lowered(sentence)
        if _RETRACTS.search(lowered) and not _DISCLAIMS.search(lowered):
            return sentence
    return ""
