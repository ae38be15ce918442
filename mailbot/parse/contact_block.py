"""Whether lines are those of a signature: names, posts, companies, telephone numbers, addresses and links.

Takes lines of one author and the words of the author's name; says how much of a signature they have. A line that
tells something is no part of one. Never raises; every expression is bounded.
"""

import re
from typing import Final

from mailbot.parse.signature import is_sentence
from mailbot.parse.signature_words import SPOKEN

_LONGEST: Final = 110
_PHONE: Final = re.compile(
    r"(?:\b(?:t|tel|telephone|phone|ph|m|mob|mobile|cell|f|fax|d|dd|ddi|direct|office|o|w|p|ext|telefon|mobil|tél|téléphone|"
    r"móvil|teléfono|telefono|cellulare|telefoon|mobiel|tlf|telf|puh|gsm|ffôn)\b[.: )]{0,4})?"
    r"[+(]{0,2}[0-9][0-9 ().+/-]{6,24}[0-9]",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}")
_LINK: Final = re.compile(
    r"\b(?:https?://|www\.)\S{3,200}|\b[\w-]{2,60}\.(?:com|co\.uk|org|net|de|fr|nl|eu|example)\b",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"\b(?:ltd|limited|plc|llp|llc|inc|corp|gmbh|ag|kg|ohg|s\.?a\.?s?|sarl|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|a/?s|ab|oy|oyj|"
    r"& co|sp\. z o\.o|s\.?r\.?o|company|group|university|college|department|dept|institute|foundation|cyf)(?:\b|\.)",
    re.IGNORECASE,
)
_POST: Final = re.compile(
    r"\b(?:manager|director|officer|head of|engineer|analyst|assistant|consultant|lead|executive|president|founder|"
    r"ceo|cto|cfo|coo|chief|partner|developer|administrator|adviser|advisor|specialist|coordinator|co-ordinator|team|professor|prof|"
    r"secretary|accountant|leiter|leiterin|geschäftsführer|leitung|directeur|directrice|responsable|gerente|"
    r"jefe|direttore|responsabile|manažer|kierownik|rheolwr|swyddog|helpdesk|support|sales|compliance|operations)\b",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:street|road|avenue|lane|floor|suite|house|square|drive|p\.?o\.? box|straße|strasse|str\.|rue|calle|"
    r"via|straat|ul\.)|\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b|\b[0-9]{4,5} [A-Z][\w-]{2,30}|\b[A-Z]{2} [0-9]{5}\b",
    re.IGNORECASE,
)
_PICTURE: Final = re.compile(
    r"\[?(?:cid:|image[: ]|logo)\S{0,120}[^\n]{0,80}\]?|<image[0-9]{1,4}\.\w{3,4}>", re.IGNORECASE
)
_HANDLE: Final = re.compile(
    r"(?:@\w{2,30}|(?:skype|twitter|linkedin|icq|irc|aim|xing|facebook|blog|web|e-?mail)\b ?[:/ ].{1,80})",
    re.IGNORECASE,
)
_FEATURES: Final = (_PHONE, _ADDRESS, _LINK, _COMPANY, _POST, _PLACE, _HANDLE)
# 'i. A.' and 'i. V.' stand before the name of whoever signs for somebody else.
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "ing", "herr", "frau", "i", "a", "v", "ppa"}
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_BEHIND_NAME: Final = re.compile(r" ?[|,(]| [–—-] ")
_SHORT_WORD: Final = 3
_MOST_WORDS: Final = 6
_ENDS_SENTENCE: Final = ("?", "!", ":", ";")


def features(line: str) -> int:
    """How many signs of a signature the line has; a line that speaks has none."""
    bare = line.strip(" \t*_|>•")
    if not bare or len(bare) > _LONGEST or speaks(bare):
        return 0
    if is_picture(bare):
        return 1
    return sum(bool(each.search(bare)) for each in _FEATURES)


def is_picture(line: str) -> bool:
    """Whether the line is the trace of a picture: '[cid:image001.png@01DC]', '[image: Logo]'."""
    return bool(_PICTURE.fullmatch(line.strip()))


def speaks(line: str) -> bool:
    """Whether a line tells or asks something."""
    bare = line.strip(" \t*_|>•")
    first = bare.partition(" ")[0].rstrip(",:!").casefold()
    spoken = first != "i." and first.rstrip(".") in SPOKEN
    return spoken or bare.endswith(_ENDS_SENTENCE) or is_sentence(bare)


def is_names_line(line: str, names: frozenset[str]) -> bool:
    """Whether the line is the author's name or a part of it, perhaps behind a dash: '- Priya'."""
    words = {word.casefold() for word in _WORD.findall(line.strip()[:60])} - _TITLES
    return 0 < len(words) <= 5 and any(len(word) > 1 for word in words) and words <= names


def name_in(line: str) -> str:
    """The name with which a line of details begins: 'Priya Nair, BSc | Compliance' has 'Priya Nair'."""
    return _BEHIND_NAME.split(line.strip("|*_ \t:"), maxsplit=1)[0]


def is_in_capitals(line: str) -> bool:
    """Whether a short line has a capital in each of its longer words: a company, a place, a post of no table."""
    words = line.strip(" \t*_|>•").split()
    if not 0 < len(words) <= _MOST_WORDS or line.rstrip().endswith((".", *_ENDS_SENTENCE)):
        return False
    return not any(
        word[0].islower() for number, word in enumerate(words) if not number or len(word) > _SHORT_WORD
    )


def looks_like_name(line: str) -> bool:
    """Whether the line could be anybody's name: two to four words, each with a capital, nothing else."""
    words = line.strip(" \t*_|,").split()
    return (
        2 <= len(words) <= 4
        and len(line) < 50
        and all(
            word[0].isupper() and word.replace("-", "").replace("'", "").replace(".", "").isalpha()
            for word in words
        )
    )
