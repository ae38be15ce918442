"""Which mail client opens a forwarded mail with which line: one row a client, and the look-ups into the rows.

Takes one line; gives the form it opens, ends or draws, or nothing. The words are in forward_openings, the labels
of the header lines in forward_labels. Openings are compared without the dashes around them and without regard to
case; how many dashes there are tells clients with the same words apart. Never raises; each look-up is linear in
the line, and a long line opens nothing.
"""

import re
from dataclasses import dataclass

from mailbot.parse import forward_openings as words

QUOTED = "quoted"  # the form of what is quoted in a reply: no forward
QUOTED_FORWARD = "quoted-forward"  # of a quote that the Subject calls a forward
HEADER_BLOCK_ALONE = "outlook"  # of a header block without an opening line
OTHER_FORM = "other"  # of an opening that is in no row
RESENT = "resent"  # of a redirect (RFC 5322, section 3.6.6): the mail itself is the original
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ClientForm:
    """One way to open a forwarded mail.

    kind: which words. mark and dashes: the character of the ruled line and how many of them stand before the words,
    0 when that varies. spaced: two blanks stand between the line and the words. answers: the client opens what a reply
    quotes in the same way, and the Subject tells which it is. ruled: a ruled line ends what is forwarded.
    """

    name: str
    kind: str
    dashes: int = 0
    mark: str = "-"
    answers: bool = False
    spaced: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that opens a forward, and who the line itself says wrote it."""

    form: ClientForm
    author: str = ""


_FORWARDED, _ORIGINAL, _BEGINNING, _BY, _FROM = "forwarded", "original", "beginning", "by", "from"

FORMS: tuple[ClientForm, ...] = (
    ClientForm("gmail", _FORWARDED, 10),
    ClientForm("kmail", _FORWARDED, 10, spaced=True, ruled=True),
    ClientForm("thunderbird", _FORWARDED, 8),
    ClientForm("proton", _FORWARDED, 7),
    ClientForm("emclient", _FORWARDED, 6),
    ClientForm("yahoo", _FORWARDED, 5),
    ClientForm("ionos", _FORWARDED, 3),
    ClientForm("zoho", _FORWARDED, 12, mark="="),
    ClientForm("squirrelmail", _FORWARDED, 28),
    ClientForm("outlook", _ORIGINAL, 5, answers=True),
    ClientForm("proton", _ORIGINAL, 7, answers=True),
    ClientForm("emclient", _ORIGINAL, 6, answers=True),
    ClientForm("samsung", _ORIGINAL, 8, answers=True),
    ClientForm("ionos", _ORIGINAL, 3, answers=True),
    ClientForm("openxchange", _ORIGINAL, 10, answers=True),
    ClientForm("squirrelmail", _ORIGINAL, 28, answers=True),
    ClientForm("thebat", _ORIGINAL, 14, mark="=", answers=True),
    ClientForm("apple", _BEGINNING),
    ClientForm("notes", _BY),
    ClientForm("mutt", _FROM),
)
UNKNOWN = Opening(ClientForm(OTHER_FORM, _ORIGINAL, answers=True))
_RULE = "-–—_=*─━ <>8"
_OPENING_AND_MORE = re.compile(r"([-–—_=]{3,40}[^-–—_=:]{3,80}[-–—_=]{3,40})[ ]?([^-–—_= ].{9,2000})")
DRAWN = "-–—_=*─━"
_TABLE = {_FORWARDED: words.FORWARDED, _ORIGINAL: words.ORIGINAL, _BEGINNING: words.BEGINNING}


def _kinds() -> dict[str, frozenset[str]]:
    """The words of an opening to the kinds they are of."""
    found: dict[str, frozenset[str]] = {}
    for kind, languages in _TABLE.items():
        for each in "|".join(languages).split("|"):
            found[each.casefold()] = found.get(each.casefold(), frozenset()) | {kind}
    return found


_KINDS = _kinds()
_BY_WHOM = tuple(
    (f"{each.casefold()} ", kind)
    for kind, several in ((_FROM, words.FROM_), (_BY, words.BY))
    for each in several.split("|")
)
_ENDINGS = frozenset(each.casefold() for each in words.ENDINGS.split("|"))


def opening(line: str) -> Opening | None:
    """The form that this line opens, or None."""
    text = line.strip()
    if not 4 <= len(text) <= _LONGEST:
        return None
    said = text.strip(_RULE).rstrip(" ")
    drawn = _drawn(text)
    if drawn >= 2:
        return _ruled(text, said.casefold(), drawn) or _by_whom(text.strip(DRAWN + " "))
    return _beginning(said)


def apart(line: str) -> tuple[str, str]:
    """The opening and what some clients write behind it on the same line, the header lines; else two empty strings."""
    found = _OPENING_AND_MORE.match(line.lstrip())
    return (found[1], found[2]) if found else ("", "")


def is_ruled(line: str) -> bool:
    """Whether the line is words between drawn lines, as an unknown client may open a forward."""
    text = line.strip()
    said = text.strip(DRAWN + " ")
    drawn = _drawn(text) >= 3 and _drawn(text[::-1]) >= 2
    return drawn and 3 <= len(said) <= 100 and any(map(str.isalpha, said))


def _drawn(text: str) -> int:
    """How many characters of a ruled line the text begins with, blanks between them not counted."""
    return len(text[: len(text) - len(text.lstrip(DRAWN + " "))].replace(" ", ""))


def is_ending(line: str) -> bool:
    """Whether this line says that the forwarded mail ends."""
    text = line.strip()
    if len(text) > 120 or text[:2] not in ("--", "==", "—-", "––", "——"):
        return False
    return text.strip(_RULE).casefold() in _ENDINGS


def is_rule(line: str) -> bool:
    """Whether the line is nothing but a drawn rule, such as Outlook on the web puts above a forward."""
    text = line.strip()
    return len(text) >= 5 and not text.strip(DRAWN + " ")


def _ruled(text: str, said: str, drawn: int) -> Opening | None:
    """The row of an opening between drawn lines that is most like it."""
    kinds = _KINDS.get(said.rstrip(" :："), frozenset())
    fitting = [form for form in FORMS if form.kind in kinds and form.kind != _BEGINNING]
    if not fitting:
        return Opening(_row("apple")) if _BEGINNING in kinds else None
    spaced = "  " in text[: len(text) - len(text.lstrip(DRAWN + " "))]
    mark = "=" if text.startswith("=") else "-"

    def unlike(form: ClientForm) -> tuple[bool, bool, int]:
        return form.mark != mark, form.spaced != spaced, abs(form.dashes - drawn)

    return Opening(min(fitting, key=unlike))


def _by_whom(text: str) -> Opening | None:
    """'Forwarded by Ann Lee on ..', 'Forwarded message from Ann Lee'; only the second names the author."""
    low = text.casefold()
    for start, kind in _BY_WHOM:
        if low.startswith(start):
            author = text[len(start) :].strip() if kind == _FROM else ""
            return Opening(_row("mutt" if kind == _FROM else "notes"), author)
    return None


def _beginning(said: str) -> Opening | None:
    """'Begin forwarded message:', the colon belonging to it."""
    if said[-1:] not in (":", "："):
        return None
    kinds = _KINDS.get(said.rstrip(" :：").casefold(), frozenset())
    return Opening(_row("apple")) if _BEGINNING in kinds else None


def _row(name: str) -> ClientForm:
    return next(form for form in FORMS if form.name == name)
