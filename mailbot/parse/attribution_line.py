"""Whether a line is an attribution, and whom it names: 'On Mon, 23 Nov 2026 at 10:05, Priya Nair <p@b.example> wrote:'.

Takes one line, or up to four that a client wrapped, put together by the caller; the words are in `attributions`. A
client writes a date, a name and an address in some order; a person who happens to write 'On Monday I wrote:' does
not. Without quote marks below it, a line must say enough to be no sentence: what stands below is then nobody's own
words, and to take a person's words for a quote is worse than the reverse. Never raises; every expression is bounded.
"""

import re
from typing import Final

from mailbot.model.mail import Address
from mailbot.parse import attributions, forward_block

_DECORATION: Final = " \t*_\"'~-–—"
_LONGEST: Final = 400


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


_OPENING: Final = re.compile(rf"(?:{_alternatives(attributions.OPENINGS)})(?![\w])[ ,]{{0,3}}")
_VERB: Final = re.compile(rf"(?<!\w)(?:{_alternatives(attributions.VERBS)})(?!\w)")
_TIME: Final = re.compile(r"(?<![0-9])[0-9]{1,2}[:.h时時시][ ]?[0-9]{2}(?![0-9])")
_DAY: Final = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}|[0-9]{1,4}[./-] ?[0-9]{1,2}[./-] ?[0-9]{2,4})(?![0-9])|[0-9]{1,2}[月월]"
)
_ADDRESS: Final = re.compile(r"[\w.+'=/-]{1,80}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DATE_FIRST: Final = re.compile(r"[\[(]?[0-9]|[^\W\d_]{1,14}[.,]{0,2} (?:[^\W\d_]{1,14}[.,]{0,2} )?[0-9]")
_ADDRESS_LAST: Final = re.compile(r"[>)\]›]{1,3}$")
_NUMERIC_FIRST: Final = re.compile(r"[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}")
_DIGIT: Final = re.compile(r"[0-9]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_BEFORE_NAME: Final = re.compile(
    r"[0-9][0-9:.h]{0,8}(?:st|nd|rd|th)?(?: ?(?:a\.?m\.?|p\.?m\.?|ptg))?"
    r"(?: ?(?:gmt|utc|bst|cet|cest|mez|mesz|e[sd]t|c[sd]t|m[sd]t|p[sd]t|ist|msk|jst))?"
    r"(?:[+-][0-9]{2}:?[0-9]{2})?[,)\]에]{0,2}|"
    rf"(?<!\w)(?:{_alternatives((*attributions.VERBS, *attributions.TITLES))})(?!\w)"
)
_VERB_BEHIND_ADDRESS: Final = re.compile(rf"[>)] (?:{_alternatives(attributions.VERBS)})$")
_NICKNAME_AND_VERB: Final = 2  # words: "pnair wrote"
_MOST_NAME_WORDS: Final = 6


def may_begin(line: str) -> bool:
    """Whether an attribution may begin on this line; a cheap look, for every line of a mail."""
    bare = line.strip(_DECORATION)
    if not bare or bare[0] == ">" or len(line) >= _LONGEST:
        return False
    folded = bare.casefold()
    return (
        _is_opened(folded)
        or folded.startswith(attributions.QUOTING)
        or bool(_DATE_FIRST.match(folded) or "@" in folded or _VERB.search(folded) or _is_verbless(folded))
    )


def may_go_on(text: str) -> bool:
    """Whether a wrapped attribution may go on below: one without a date and an address stands on one line."""
    return "@" in text or bool(_DIGIT.search(text))


def is_groupwise(line: str) -> bool:
    """Whether GroupWise begins its quote here: '>>> Priya Nair <p@b.example> 23/11/2026 09:14 >>>'."""
    bare = line[:_LONGEST].strip()
    return bare.startswith(">>> ") and bare.endswith(" >>>") and _is_dated(bare)


def introduces(text: str, marked: bool) -> bool:
    """Whether the text is an attribution. marked: quote marks stand below it."""
    bare = text.strip(_DECORATION)
    ends = bare.endswith((":", "：")) or (text.startswith("--") and text.endswith("--"))
    folded = bare.rstrip(":： ").casefold()
    if not ends:
        return bool(_NUMERIC_FIRST.match(folded)) and _names_and_ends(folded) and marked
    if folded.startswith(attributions.QUOTING):
        return marked or bool(_ADDRESS.search(folded))
    if not _has_verb(folded):
        return _is_verbless(folded)
    return _is_told_by_client(bare.rstrip(":： "), folded, marked)


def begins_anew(rest: str, text: str) -> bool:
    """Whether the attribution begins only where `rest` does, and what `text` has before it is a person's words."""
    bare = rest.strip(_DECORATION)
    folded = bare.casefold()
    if _is_opened(text.strip(_DECORATION).casefold()):
        return _is_opened(folded) and introduces(rest, True)
    return bare[:1] not in ("<", "(") and introduces(rest, True)


def author(text: str) -> Address | None:
    """The mailbox that an attribution names, with the name beside it; None without an address."""
    match = _ADDRESS.search(text)
    if match is None:
        return None
    address = forward_block.mailbox(match[0]).address
    return Address(address, _name_before(text[: match.start()]))


def _is_opened(folded: str) -> bool:
    """Whether it begins with a first word of the table and a date close behind it."""
    match = _OPENING.match(folded)
    return match is not None and bool(_DIGIT.search(folded, match.end(), match.end() + 60))


def _has_verb(folded: str) -> bool:
    return bool(_VERB.search(folded)) or folded.endswith(attributions.ENDINGS)


def _names_and_ends(folded: str) -> bool:
    return bool(_ADDRESS.search(folded)) and bool(_ADDRESS_LAST.search(folded))


def _is_verbless(folded: str) -> bool:
    """A date, a name, an address and no verb: 'пн, 23 нояб. 2026 г. в 09:14, Priya <p@b.example>:'."""
    bare = folded.rstrip(":： ")
    if not _names_and_ends(bare) or not _is_dated(bare):
        return False
    return bool(_DATE_FIRST.match(bare)) or bare.endswith("]") or _is_opened(bare)


def _is_dated(folded: str) -> bool:
    return bool(_DAY.search(folded) or _TIME.search(folded))


def _is_told_by_client(bare: str, folded: str, marked: bool) -> bool:
    """Whether a line with a verb has what a client writes beside it; less is enough above quote marks."""
    address = bool(_ADDRESS.search(folded))
    dated = _is_dated(folded)
    if _is_prose(bare):
        return marked and address and dated and _is_opened(folded)
    if marked:
        return address or dated or _is_name(bare) or len(bare.split()) == _NICKNAME_AND_VERB
    if address:
        return dated or bool(_VERB_BEHIND_ADDRESS.search(folded))
    whole = bool(_DAY.search(folded))
    begins = _is_opened(folded) or bool(_DATE_FIRST.match(folded)) or _is_name(bare)
    return whole and begins


def _is_prose(bare: str) -> bool:
    """Whether a word in it is one of a sentence's; a name may have it with a capital."""
    words = _WORD.findall(_ADDRESS.sub(" ", bare).replace(" the following", ""))
    said = [word for word in words if word in attributions.PROSE]
    return bool(said) or (bool(words) and words[0].casefold() in attributions.PROSE)


def _is_name(bare: str) -> bool:
    """Whether all before the verb is a name: few words, each with a capital or of a script without them."""
    words = bare[: _verb_start(bare.casefold())].split()
    plain = [word.strip("\"'(),.<>") for word in words]
    return 0 < len(plain) <= _MOST_NAME_WORDS and all(word[:1].upper() == word[:1] for word in plain)


def _verb_start(folded: str) -> int:
    match = _VERB.search(folded)
    return match.start() if match else len(folded)


def _name_before(text: str) -> str:
    """The name in front of an address: what stands behind the last figure, verb or comma after them."""
    bare = text.removesuffix("mailto:").rstrip(" <([\"'")
    start = max((match.end() for match in _BEFORE_NAME.finditer(bare.lower())), default=0)
    return " ".join(bare[start:].strip(" ,;:\"'*()<>-–—，、“”").split())
