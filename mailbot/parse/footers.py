"""What programs write around a person's words: markers of ticket systems, and the footers of lists and scanners.

Takes lines; says which one begins such a footer, and where a person's words are to stand. A paragraph that has
several words of a confidentiality notice is one, whatever its language. Never raises; every expression is bounded.
"""

import re
from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 300
_MARKER: Final = re.compile(
    r"\b(?:reply|respon[ds]e?|type|write|answer|enter)\b.{0,40}\babove (?:this|the) (?:line|dotted line|email)|"
    r"\babove this line\b.{0,40}\b(?:reply|post|respond)|\b(?:do not|don't) (?:write|type|reply|edit) below this line|"
    r"antwort\w{0,10} bitte (?:oberhalb|über)|oberhalb dieser (?:zeile|linie)|au-dessus de cette ligne|"
    r"por encima de esta línea|acima desta linha|sopra questa (?:riga|linea)|boven deze (?:regel|lijn)|"
    r"powyżej tej linii",
    re.IGNORECASE,
)
_LIST: Final = re.compile(
    r"\bmailing list\b|\bmailman/listinfo|\blists?[.@-][\w.-]{1,60}|@(?:lists?|googlegroups|groups)\.",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"(?:[_=~*-][ ]?){4,300}")
_LIST_LINES: Final = (
    "you received this message because",
    "you are receiving this because",
    "you're receiving this because",
    "to unsubscribe from this",
    "to unsubscribe, ",
    "to unsubscribe:",
    "to unsubscribe send",
    "to unsubscribe or change",
    "to post to this group",
    "to post a message",
    "to view this discussion on",
    "to view this discussion visit",
    "for more options, visit",
    "unsubscribe:",
    "reply to this email directly",
    "manage your subscription",
    "view this message online",
    "[quoted text hidden]",
    "[quoted text removed]",
    "sie erhalten diese nachricht, weil",
    "vous recevez ce message",
    "has recibido este mensaje porque",
    "você recebeu essa mensagem porque",
    "hai ricevuto questo messaggio",
    "--~--~",
    "-~----------~",
    "yahoo! groups links",
)
_SCANNED: Final = (
    "this email was scanned",
    "this message was scanned",
    "this mail was scanned",
    "scanned by ",
    "no virus found in this",
    "checked by avg",
    "virus-free",
    "this email is free from viruses",
    "this message was sent using",
    "this mail was sent using",
    "avast logo",
    "click here to report this email as spam",
    "diese e-mail wurde auf viren",
    "cet e-mail a été vérifié",
    "este correo electrónico ha sido comprobado",
)
# Words of a confidentiality notice; three different ones in a paragraph make one.
_NOTICE: Final = re.compile(
    r"confiden[tzc]|privileg|intended recipient|intended (?:solely|only)|addressee|unauthori[sz]ed|disclos|disseminat|"
    r"in error|notify the sender|prohibited|destina?ta[ir]|vertraulich|empfänger|irrtümlich|unbefugt|vernichten|"
    r"vertrouwelijk|geadresseerde|bestemd|riservat|vietat|poufn|adresat|erreur|détruire|destruir|erróne|eliminar|"
    r"environment|luottamuksell|fortrolig|konfidentiell|cyfrinachol|derbyniwr|legally|liabilit|virus",
    re.IGNORECASE,
)
_ENOUGH: Final = 3
_SHORTEST_NOTICE: Final = 80


def is_marker(line: str) -> bool:
    """Whether the line asks to write above it: '##- Please type your reply above this line -##'."""
    return len(line) <= _LONGEST and bool(_MARKER.search(line))


def begins(lines: Sequence[str], plain: Sequence[str], at: int) -> bool:
    """Whether the footer of a list, a scanner or a notice begins at this line. plain: the lines to compare."""
    if plain[at].startswith((*_LIST_LINES, *_SCANNED)):
        return True
    if is_rule(lines[at]):
        return _is_of_list(plain, at + 1) or _is_before_footer(plain, at + 1)
    return _is_notice(plain, at)


def is_rule(line: str) -> bool:
    """Whether the line is drawn: underscores, dashes, stars."""
    bare = line.strip()
    return bool(_RULE.fullmatch(bare[:_LONGEST])) if bare[:1] in "_=~*-" and bare else False


def _is_of_list(plain: Sequence[str], start: int) -> bool:
    return any(_LIST.search(each[:_LONGEST]) for each in _next(plain, start, 2))


def _is_before_footer(plain: Sequence[str], start: int) -> bool:
    return any(each.startswith((*_LIST_LINES, *_SCANNED)) for each in _next(plain, start, 1))


def _next(plain: Sequence[str], start: int, most: int) -> list[str]:
    """The next lines with words, of the few lines below."""
    return [each for each in plain[start : start + 4] if each][:most]


def _is_notice(plain: Sequence[str], at: int) -> bool:
    """Whether a paragraph begins here that is a confidentiality notice. Looked at once, at its first line."""
    if not plain[at] or (at and plain[at - 1] and not is_rule(plain[at - 1])):
        return False
    paragraph: list[str] = []
    for each in plain[at : at + 12]:
        if not each:
            break
        paragraph.append(each)
    text = " ".join(paragraph)
    return (
        len(text) >= _SHORTEST_NOTICE
        and len({match.casefold() for match in _NOTICE.findall(text)}) >= _ENOUGH
    )
