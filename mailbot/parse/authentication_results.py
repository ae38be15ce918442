"""The value of an Authentication-Results header to results (RFC 8601, section 2.2, and Exchange Online's form).

Takes one unfolded value; gives the authserv-id, whether its version is one we know, and the results. Comments,
quoted strings and several results are understood. A value that does not parse to its end (an open quote or
comment, a closing bracket without an opening one) is no result at all: None. Exchange Online writes no
authserv-id; its value begins with a result. Never raises; one pass, linear.
"""

from dataclasses import dataclass

_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Result:
    """One method's result. `properties` keeps the order and every repetition."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...] = ()

    def only(self, name: str) -> str:
        """The property of that name where it stands exactly once; said twice it says nothing."""
        values = [value for key, value in self.properties if key == name]
        return values[0] if len(values) == 1 else ""


@dataclass(frozen=True, slots=True)
class Results:
    """A header that was read. `authserv_id` is empty in Exchange Online's form."""

    authserv_id: str
    known_version: bool
    results: tuple[Result, ...]

    def of(self, method: str) -> tuple[Result, ...]:
        """Every result of one method."""
        return tuple(each for each in self.results if each.method == method)


def read(value: str) -> Results | None:
    """What the header says; None when it cannot be read to its end."""
    sections = _sections(value)
    if sections is None:
        return None
    head, rest = sections[0], sections[1:]
    if _is_result(head):
        return Results("", True, _results(sections))
    words = head.split()
    if not 1 <= len(words) <= 2 or "\x00" in head or any('"' in word for word in words):
        return None
    return Results(words[0].casefold(), len(words) == 1 or words[1] == "1", _results(rest))


def _results(sections: list[str]) -> tuple[Result, ...]:
    found = (_result(section) for section in sections)
    return tuple(each for each in found if each)


def _result(section: str) -> Result | None:
    pairs = _pairs(section.replace("\x00", " "))
    if not pairs:
        return None
    (method, value), properties = pairs[0], pairs[1:]
    method, _, version = method.partition("/")
    return Result(method, value.casefold(), tuple(properties)) if version in ("", "1") else None


def _is_result(section: str) -> bool:
    """Whether a first section is a result already: it then stands where the authserv-id would be."""
    return section.split("=")[0].strip().casefold() in ("spf", "dkim", "dmarc", "compauth") and "=" in section


def _sections(value: str) -> list[str] | None:
    """The stretches between semicolons. A comment leaves a NUL, so that it cannot join or end a word."""
    sections = [""]
    pieces: list[str] = []
    at = 0
    value = value[:_LONGEST]
    while at < len(value):
        here = value[at]
        if here == ";":
            sections[-1] = "".join(pieces)
            sections.append("")
            pieces = []
            at += 1
        elif here in '"(':
            end = _closing(value, at)
            if end < 0:
                return None
            pieces.append(value[at:end] if here == '"' else "\x00")
            at = end
        elif here == ")":
            return None
        else:
            pieces.append(here)
            at += 1
    sections[-1] = "".join(pieces)
    return sections


def _closing(value: str, at: int) -> int:
    """The place behind the quoted string or comment that begins here; -1 when it does not end."""
    comment = value[at] == "("
    depth = 1
    at += 1
    while at < len(value):
        here = value[at]
        if here == "\\":
            at += 1
        elif comment:
            depth += (here == "(") - (here == ")")
        elif here == '"':
            depth = 0
        at += 1
        if depth == 0:
            return at
    return -1


def _pairs(section: str) -> list[tuple[str, str]]:
    """`name=value` pairs in order; a section that does not begin with one has none.

    Blanks may stand around the equals sign. Quote marks are taken off a value that is all quoted; any other
    value with a quote mark in it is kept as it is, and matches no domain.
    """
    pairs: list[tuple[str, str]] = []
    words = _words(section)
    at = 0
    while at < len(words):
        name, equals, value = words[at].partition("=")
        if not equals and at + 1 < len(words) and words[at + 1].startswith("="):
            equals, value = "=", words[at + 1][1:]
            at += 1
        if equals and not value and at + 1 < len(words) and "=" not in words[at + 1]:
            value = words[at + 1]
            at += 1
        if equals and name:
            pairs.append((name.casefold(), _unquoted(value)))
        elif not pairs:
            return []
        at += 1
    return pairs


def _words(section: str) -> list[str]:
    """Stretches between blanks; a blank inside quote marks divides nothing."""
    words = [""]
    for number, piece in enumerate(section.split('"')):
        if number % 2:
            words[-1] += f'"{piece}"'
        else:
            first, *others = piece.split(" ")
            words[-1] += first
            words.extend(others)
    return [word for word in words if word]


def _unquoted(value: str) -> str:
    inner = value[1:-1]
    return inner if len(value) >= 2 and value[0] == value[-1] == '"' and '"' not in inner else value
