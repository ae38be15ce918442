"""What is in a regular expression, by the standard library's own parser: its repeats and what they may run over.

`faults` gives in words each place where a text could make the expression slow: a repeat without end inside another, or
two such repeats side by side that may take the same characters. `sample` makes a text that the expression matches, or
nearly. A repeat of up to SHORT characters counts as short: it may cost SHORT steps, never the square of the text.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

SHORT: Final = 500
ALPHABET: Final = [*map(chr, range(0x180)), "\u00a0", "\u2003", "\u3000", "\u0661", "\u4e00"]
PACKAGES: Final = ("mailbot.parse", "mailbot.policy")
MODULES: Final = ("mailbot.reading", "mailbot.settings", "mailbot.settings_values", "mailbot.settings_checks")

_REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_CATEGORIES: Final = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}

AnyPattern = re.Pattern[str] | re.Pattern[bytes]


def patterns() -> dict[str, AnyPattern]:
    """Every compiled expression in a module of the reader, under the module's name and its own."""
    names = list(MODULES)
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        names += [f"{package}.{each.name}" for each in pkgutil.iter_modules(path)]
    found: dict[str, AnyPattern] = {}
    for name in names:
        module = importlib.import_module(name)
        found |= {f"{name} in line {line}": each for line, each in _written(inspect.getsource(module))}
        for key, value in vars(module).items():
            for number, each in enumerate(_inside(value, 0)):
                found[f"{name}.{key}" + (f"[{number}]" if number else "")] = each
    return found


def _written(source: str) -> Iterator[tuple[int, AnyPattern]]:
    """The expressions that stand as a literal in a call of `re`, and the line of each."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        literal = node.args[0]
        if getattr(node.func.value, "id", "") == "re" and isinstance(literal, ast.Constant):
            yield node.lineno, re.compile(literal.value)


def _inside(value: Any, depth: int) -> Iterator[AnyPattern]:
    """The expressions in a value: itself, or in tuples, dictionaries and dataclasses."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 5 and isinstance(value, dict):
        yield from (each for pair in value.items() for one in pair for each in _inside(one, depth + 1))
    elif depth < 5 and isinstance(value, list | tuple | set | frozenset):
        yield from (each for one in value for each in _inside(one, depth + 1))
    elif depth < 5 and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        several = (getattr(value, name) for name in value.__dataclass_fields__)
        yield from (each for one in several for each in _inside(one, depth + 1))


@dataclass(frozen=True, slots=True)
class _Ends:
    """The long repeats that a stretch may begin and end with, as the characters they take; whether it may be empty."""

    first: tuple[frozenset[str], ...] = ()
    last: tuple[frozenset[str], ...] = ()
    empty: bool = True
    long: bool = False  # whether a long repeat stands anywhere in it


@dataclass(slots=True)
class _Look:
    faults: list[str] = field(default_factory=list)

    def sequence(self, items: Any) -> _Ends:
        """The ends of items one behind the other."""
        so_far = _Ends()
        for item in items:
            here = self.item(*item)
            if any(one & other for one in so_far.last for other in here.first):
                self.faults.append("two long repeats side by side take the same characters")
            so_far = _Ends(
                so_far.first + (here.first if so_far.empty else ()),
                here.last + (so_far.last if here.empty else ()),
                so_far.empty and here.empty,
                so_far.long or here.long,
            )
        return so_far

    def item(self, kind: Any, value: Any) -> _Ends:
        """The ends of one item."""
        if kind in _REPEATS:
            return self.repeat(*value)
        if kind is sre.SUBPATTERN:
            return self.sequence(value[-1])
        if kind is sre.BRANCH:
            several = [self.sequence(each) for each in value[1]]
            return _Ends(
                tuple(each for one in several for each in one.first),
                tuple(each for one in several for each in one.last),
                any(one.empty for one in several),
                any(one.long for one in several),
            )
        if kind in (sre.ASSERT, sre.ASSERT_NOT):
            return _Ends(long=self.sequence(value[1]).long)
        return _Ends(empty=kind in (sre.AT, sre.GROUPREF))

    def repeat(self, least: int, most: Any, items: Any) -> _Ends:
        """The ends of a repeat: its characters, when it is long."""
        inner = self.sequence(items)
        many = most is sre.MAXREPEAT or most > SHORT
        if many and inner.long:
            self.faults.append("a long repeat stands inside another")
        if most is sre.MAXREPEAT or most > 1:
            several = any(one & other for one in inner.last for other in inner.first)
            self.faults += ["a repeated group ends and begins with the same characters"] * several
        if not many:
            return _Ends(inner.first, inner.last, least == 0 or inner.empty, inner.long)
        taken = (characters(items),)
        return _Ends(taken, taken, least == 0 or inner.empty, long=True)


def faults(pattern: AnyPattern) -> list[str]:
    """What may make the expression slow, in words."""
    look = _Look()
    look.sequence(_parsed(pattern))
    return look.faults


def _parsed(pattern: AnyPattern) -> Any:
    return _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


def characters(items: Any) -> frozenset[str]:
    """Every character that these items may take."""
    return frozenset(each for item in items for each in _taken(*item))


def _taken(kind: Any, value: Any) -> frozenset[str]:
    if kind in _REPEATS:
        return characters(value[2])
    if kind is sre.SUBPATTERN:
        return characters(value[-1])
    if kind is sre.BRANCH:
        return frozenset(each for one in value[1] for each in characters(one))
    return frozenset(each for each in ALPHABET if _takes(kind, value, each))


def _takes(kind: Any, value: Any, character: str) -> bool:
    """Whether an item of one character takes this one."""
    if kind is sre.LITERAL:
        return chr(value) == character
    if kind is sre.NOT_LITERAL:
        return chr(value) != character
    if kind is sre.ANY:
        return True
    if kind is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if kind is sre.CATEGORY:
        return re.fullmatch(_CATEGORIES[value], character) is not None
    if kind is sre.IN:
        negated = value[0][0] is sre.NEGATE
        return any(_takes(*each, character) for each in value[negated:]) is not negated
    return False


def sample(items: Any) -> str:
    """A text that the items match, near enough: each repeat at its least, but twice where it may be long."""
    return "".join(_sample(*item) for item in items)


def _sample(kind: Any, value: Any) -> str:
    if kind in _REPEATS:
        least, most, inner = value
        return sample(inner) * max(least, min(2, most if most is not sre.MAXREPEAT else 2))
    if kind is sre.SUBPATTERN:
        return sample(value[-1])
    if kind is sre.BRANCH:
        return sample(value[1][0])
    if kind is sre.LITERAL:
        return chr(value)
    return min(_taken(kind, value) & frozenset("axX0 -:.\n<>=") or _taken(kind, value), default="")


def beginnings(pattern: AnyPattern) -> Iterator[tuple[str, str]]:
    """What leads to each repeat of more than a few characters, and a character that the repeat takes."""
    yield from _beginnings(_parsed(pattern), "")


def _beginnings(items: Any, before: str) -> Iterator[tuple[str, str]]:
    for kind, value in items:
        if kind in _REPEATS:
            taken = characters(value[2])
            if (value[1] is sre.MAXREPEAT or value[1] > 50) and taken:
                yield before, min(taken & frozenset("a0 -x.>\n=") or taken)
            yield from _beginnings(value[2], before)
        elif kind is sre.SUBPATTERN:
            yield from _beginnings(value[-1], before)
        elif kind is sre.BRANCH:
            for each in value[1]:
                yield from _beginnings(each, before)
        before += _sample(kind, value)


def texts(pattern: AnyPattern, size: int) -> list[str]:
    """Texts that are meant to be slow for the expression: what it matches over and over, then something else."""
    whole = sample(_parsed(pattern)) or "a"
    found = [whole * max(1, size // len(whole)) + "\x01!"]
    for before, character in dict.fromkeys(beginnings(pattern)):
        found.append(before + character * size + "\x01!")
        piece = before + character * 40
        found.append(piece * max(1, size // len(piece)) + "\x01!")
    return found
