"""Style sheets and style attributes, as far as they take words out of sight (CSS 2.2, sections 4 and 11).

Takes the text of a style attribute or of style elements; gives Looks: whether something is hidden or struck out,
and in what colour it is written. A rule whose selector is one compound (`p.note`, `#a`, `td`) is applied; of any
other, such as `div > p`, only the last compound is looked at, and what it hides is `perhaps` hidden. Rules inside
`@media` count as if they always held. What hides in one declaration stays hidden, whatever a later one says.
Damaged CSS is read as far as it goes. Never raises; every expression is bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(.))", re.DOTALL)
_NUMBER: Final = re.compile(r"(-?[0-9]{0,9}\.?[0-9]{0,9})(px|pt|em|rem|%|[a-z]{0,4})")
_COMPOUND: Final = re.compile(r"([a-z][a-z0-9]{0,20}|\*)?((?:[.#][\w-]{1,100}){0,10})")
_NAMES: Final = re.compile(r"[.#][\w-]{1,100}")
_COLOUR: Final = re.compile(r"#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([^()]{0,60}\)|[a-z]{3,30}")
_CHANNELS: Final = re.compile(r"[0-9]{1,3}")
_NO_COLOUR: Final = frozenset({"inherit", "initial", "unset", "none", "auto", "currentcolor", "windowtext"})
_WHITES: Final = frozenset(
    {"white", "snow", "ivory", "ghostwhite", "floralwhite", "whitesmoke", "azure", "mintcream"}
)
_MOVED: Final = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top")
_SIZES: Final = ("height", "width", "max-width")
# Pixels in a unit: of a percentage of the font, of a centimetre and so on; roughly, nothing depends on more.
_UNITS: Final = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "%": 0.16}
_LEAST_SIZE: Final = 1.5  # of letters that can be seen
_NOUGHT: Final = 0.05
_FAR: Final = -500.0
_NEARLY_WHITE: Final = 0xF0
_MOST_RULES: Final = 200
_LONGEST_SHEET: Final = 300_000


@dataclass(frozen=True, slots=True)
class Look:
    """What one rule or attribute says. None and an empty string: nothing, it is as the element around it."""

    hides: bool = False
    perhaps: bool = False
    strikes: bool = False
    reorders: bool = False
    tiny: bool | None = None
    invisible: bool | None = None
    colour: str = ""
    background: str = ""

    @property
    def takes_away(self) -> bool:
        """Whether it takes words out of sight whatever their colour."""
        return bool(self.hides or self.perhaps or self.strikes or self.tiny or self.invisible)

    def over(self, other: "Look") -> "Look":
        """This look on top of another."""
        return Look(
            hides=self.hides or other.hides,
            perhaps=self.perhaps or other.perhaps,
            strikes=self.strikes or other.strikes,
            reorders=self.reorders or other.reorders,
            tiny=other.tiny if self.tiny is None else self.tiny,
            invisible=other.invisible if self.invisible is None else self.invisible,
            colour=self.colour or other.colour,
            background=self.background or other.background,
        )


_NOTHING: Final = Look()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that takes words out of sight, with the tag and the names (`.class`, `#id`) it applies to."""

    tag: str
    names: frozenset[str]
    look: Look


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of a document's style elements that matter here; `full` when one that hides had no room.

    `places` tells under one name of each rule, or under its tag, where in `rules` it stands.
    """

    rules: tuple[Rule, ...] = ()
    full: bool = False
    places: dict[str, list[int]] = field(default_factory=dict)

    def look(self, tag: str, names: frozenset[str]) -> Look:
        """What the rules together say of an element."""
        found = Look()
        for place in sorted(place for name in (*names, tag, "*") for place in self.places.get(name, ())):
            rule = self.rules[place]
            if rule.tag in ("", "*", tag) and rule.names <= names:
                found = rule.look.over(found)
        return found


def sheet(css: str) -> Sheet:
    """The rules of a style sheet that hide, strike out or colour."""
    found: list[Rule] = []
    full = len(css) > _LONGEST_SHEET
    known: dict[str, Look] = {}
    for head, body in _blocks(_plain(css[:_LONGEST_SHEET].replace("<!--", " ").replace("-->", " "))):
        if body not in known:
            known[body] = _look(body)
        told = known[body]
        several = [] if told == _NOTHING else _selectors(head)
        if len(found) + len(several) <= _MOST_RULES:
            found.extend(_rule(selector, told) for selector in several)
        elif told.takes_away:
            full = True
    places: dict[str, list[int]] = {}
    for place, rule in enumerate(found):
        places.setdefault(min(rule.names, default=rule.tag or "*"), []).append(place)
    return Sheet(tuple(found), full, places)


def look(style: str) -> Look:
    """What a style attribute says."""
    return _look(_plain(style))


def faint(colour: str, background: str) -> bool:
    """Whether words in this colour cannot be told from what is behind them; no background is a white one."""
    if colour == "transparent" or (colour and colour == background):
        return True
    return _is_white(colour) and (not background or _is_white(background))


def colour(value: str) -> str:
    """A colour to compare: `transparent`, as it is written without blanks, or empty when it is no colour."""
    match = _COLOUR.search(value.casefold())
    found = "".join(match[0].split()) if match else ""
    if found in _NO_COLOUR:
        return ""
    alpha = found[4:].rstrip(")").replace("/", ",").split(",")
    clear = len(alpha) > 3 and found[3:4] == "a" and not alpha[3].strip("0.%")
    clear = clear or (len(found) == 5 and found.endswith("0")) or (len(found) == 9 and found.endswith("00"))
    return "transparent" if clear else found


def _plain(css: str) -> str:
    """Lower case, comments and escapes undone (CSS Syntax, sections 4.3.2 and 4.3.7)."""
    first, *others = css.split("/*")
    bare = "".join((first, *(each.partition("*/")[2] for each in others)))
    return (_ESCAPE.sub(_unescaped, bare) if "\\" in bare else bare).casefold()


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    point = int(match[1], 16)
    return chr(point) if 0 < point < 0xD800 else " "


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before the braces of each rule, and its declarations."""
    for piece in css.split("}"):
        head, brace, body = piece.rpartition("{")
        if brace and body.strip():
            yield head.rpartition("{")[2].rpartition(";")[2], body


def _selectors(head: str) -> list[str]:
    several = (each.strip() for each in head.split(","))
    return [each for each in several if each and not each.startswith("@")]


def _rule(selector: str, found: Look) -> Rule:
    match = _COMPOUND.fullmatch(selector)
    if match is None:
        last = re.split(r"[\s>+~]", selector[-500:])[-1]
        match = _COMPOUND.match(last)
        found = Look(perhaps=found.takes_away)
    return (
        Rule(match[1] or "", frozenset(_NAMES.findall(match[2])), found)
        if match
        else Rule("", frozenset(), found)
    )


def _look(plain: str) -> Look:
    told = _declarations(plain)
    sizes = [_pixels(each) for each in told.get("font-size", ())]
    sight = told.get("visibility", ())
    decorations = [each for name in told if name.startswith("text-decoration") for each in told[name]]
    return Look(
        hides=_hides(told),
        strikes=any("line-through" in each for each in decorations),
        reorders=any("override" in each for each in told.get("unicode-bidi", ())),
        tiny=any(each is not None and each < _LEAST_SIZE for each in sizes) if sizes else None,
        invisible=any(each in ("hidden", "collapse") for each in sight) if sight else None,
        colour=next((found for each in reversed(told.get("color", [])) if (found := colour(each))), ""),
        background=_background(told),
    )


def _declarations(plain: str) -> dict[str, list[str]]:
    """Every value that each property is given, in order; `!important` taken off."""
    told: dict[str, list[str]] = {}
    for piece in plain.split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            told.setdefault(name.strip(), []).append(value.partition("!")[0].strip())
    return told


def _hides(told: dict[str, list[str]]) -> bool:
    """Whether an element with these declarations shows nothing of what is in it."""
    clipped = any("hidden" in each or "clip" in each for each in told.get("overflow", ()))
    return (
        "none" in told.get("display", ())
        or "all" in told.get("mso-hide", ())
        or any(_is_nought(each) for each in (*told.get("opacity", ()), *told.get("max-height", ())))
        or (clipped and any(_is_nought(each) for name in _SIZES for each in told.get(name, ())))
        or any((_pixels(each) or 0) <= _FAR for name in _MOVED for each in told.get(name, ()))
        or any("scale(0" in "".join(each.split()) for each in told.get("transform", ()))
        or any(each.startswith("rect(0") for each in told.get("clip", ()))
    )


def _is_nought(value: str) -> bool:
    pixels = _pixels(value)
    return pixels is not None and pixels < _NOUGHT


def _pixels(value: str) -> float | None:
    """A length in CSS pixels, near enough to tell nothing from something; None when it is no length."""
    match = _NUMBER.fullmatch(value)
    if match is None or not match[1].strip("-."):
        return None
    return float(match[1]) * _UNITS.get(match[2], 1)


def _background(told: dict[str, list[str]]) -> str:
    values = (*told.get("background", ()), *told.get("background-color", ()))
    if any("url(" in each or "gradient(" in each for each in values):
        return "picture"
    found = next((found for each in reversed(values) if (found := colour(each))), "")
    return "" if found == "transparent" else found


def _is_white(colour: str) -> bool:
    if colour.startswith("#"):
        digits = colour[1:]
        pairs = (
            [each * 2 for each in digits[:3]] if len(digits) < 6 else [digits[0:2], digits[2:4], digits[4:6]]
        )
        return all(int(each, 16) >= _NEARLY_WHITE for each in pairs)
    if colour.startswith("rgb"):
        channels = _CHANNELS.findall(colour)[:3]
        return len(channels) == 3 and all(int(each) >= _NEARLY_WHITE for each in channels)
    return colour in _WHITES
