"""rules/*.yaml -> Rulebook: the alert catalogue, how mail is told apart, labels and phrases.

Takes a folder with alerts.yaml, classify.yaml, extract.yaml and reply.yaml (YAML 1.1, as PyYAML reads it,
without aliases and duplicate keys); gives a Rulebook. Bad input gets one ConfigError that holds every
mistake of every file at once, each with its file, its rule or line, and a sentence. Never writes a file,
and never takes half a rulebook.
"""

from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mailbot.model.errors import ConfigError, Mistake
from mailbot.model.rulebook import AlertCode, LabelRule, PhraseRule, Rulebook
from mailbot.rulebook_schema import AlertEntry, ClassifyEntry, Entry, LabelEntry, PhraseEntry
from mailbot.rulebook_yaml import read_yaml

PACKAGE = "mailbot.default_rules"
_E = TypeVar("_E", bound=Entry)


def load_default() -> Rulebook:
    """The rules that mailbot comes with: package data, or in a source tree the folder beside the package."""
    try:
        packaged = resources.files(PACKAGE)
    except ModuleNotFoundError:
        return load(Path(__file__).parent.parent / "rules")
    if packaged.joinpath("alerts.yaml").is_file():
        return load(packaged)
    return load(Path(__file__).parent.parent / "rules")


def load(folder: Path | Traversable) -> Rulebook:
    """The rules of one folder. Raises ConfigError with every mistake found in any of its files."""
    mistakes: list[Mistake] = []
    alerts = _read(folder, "alerts.yaml", "alerts", AlertEntry, mistakes)
    classify = _read(folder, "classify.yaml", "rules", ClassifyEntry, mistakes)
    labels = tuple(each.value() for each in _read(folder, "extract.yaml", "rules", LabelEntry, mistakes))
    phrases = tuple(each.value() for each in _read(folder, "reply.yaml", "rules", PhraseEntry, mistakes))
    free = _free_mail(folder, mistakes)
    codes = tuple(each.value() for each in alerts)
    mistakes.extend(_across(codes, labels, phrases))
    if mistakes:
        raise ConfigError(tuple(mistakes))
    return Rulebook(
        codes={each.code: each for each in codes},
        classify=tuple(each.value() for each in classify),
        labels=labels,
        phrases=phrases,
        free_mail_domains=free,
    )


def _read(
    folder: Path | Traversable, file: str, key: str, shape: type[_E], mistakes: list[Mistake]
) -> tuple[_E, ...]:
    """The entries of one file; what is wrong with it is added to `mistakes`."""
    known = {key, "free_mail_domains"} if file == "classify.yaml" else {key}
    data, wrong = read_yaml(folder, file)
    mistakes.extend(wrong)
    if wrong:
        return ()
    if not isinstance(data, dict) or not isinstance(data.get(key), list):
        mistakes.append(Mistake(file, "", f"the file must hold a list called {key}"))
        return ()
    for unknown in sorted(str(each) for each in data if each not in known):
        mistakes.append(
            Mistake(file, "", f"unknown key {unknown!r}; the file holds {' and '.join(sorted(known))}")
        )
    entries = tuple(_entries(file, data[key], shape, mistakes))
    if shape is not AlertEntry:
        mistakes.extend(_twice(file, "rule", (str(getattr(each, "name", "")) for each in entries)))
    return entries


def _entries(file: str, rows: list[Any], shape: type[_E], mistakes: list[Mistake]) -> Iterator[_E]:
    for number, row in enumerate(rows, start=1):
        try:
            yield shape.model_validate(row)
        except ValidationError as error:
            who = _called(row, number, shape)
            errors = error.errors()
            mistakes.extend(
                Mistake(file, who, _sentence(each, shape)) for each in errors if not _follows(each, errors)
            )


def _follows(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """True for a list found too short only because what stands in it is wrong, which is told already."""
    place = error["loc"]
    within = (each for each in errors if len(each["loc"]) > len(place) and each["loc"][: len(place)] == place)
    return error["type"] == "too_short" and any(within)


def _called(row: object, number: int, shape: type[Entry]) -> str:
    """How an entry is named to a person: by its name or code, else by its place."""
    names = row if isinstance(row, dict) else {}
    name = names.get("code") if shape is AlertEntry else names.get("name")
    return f"{shape.kind_of_entry} {name}" if name else f"{shape.kind_of_entry} number {number}"


def _sentence(error: ErrorDetails, shape: type[Entry]) -> str:
    """One pydantic error in words."""
    place = ".".join(str(each) for each in error["loc"])
    what = error["type"]
    if what == "missing":
        return f"{place} is missing"
    if what == "extra_forbidden":
        known = (
            ", ".join(shape.model_fields)
            if len(error["loc"]) == 1
            else "subject, operator, values, all, any, none"
        )
        return f"unknown key {error['loc'][-1]!r}; there are {known}"
    if what == "enum":
        return f"{place} cannot be {error['input']!r}; it is {error['ctx']['expected']}"
    if what in {"too_short", "string_too_short"}:
        return f"{place} is empty"
    if what == "value_error":
        return f"{place}: {error['ctx']['error']}" if place else str(error["ctx"]["error"])
    if what == "model_type":
        return f"{place or 'the entry'} must be keys and values"
    if what == "string_type":
        return f"{place} must be text; write {error['input']!r} in quotes if it is meant so"
    return f"{place}: {error['msg']}"


def _across(
    codes: Iterable[AlertCode], labels: Iterable[LabelRule], phrases: Iterable[PhraseRule]
) -> Iterator[Mistake]:
    """What only shows when the entries of a file are seen together."""
    yield from _twice("alerts.yaml", "alert", (each.code for each in codes))
    yield from _shared("extract.yaml", "label", ((each.name, each.labels) for each in labels))
    yield from _shared("reply.yaml", "phrase", ((each.name, each.phrases) for each in phrases))


def _twice(file: str, what: str, names: Iterable[str]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Mistake(file, f"{what} {name}", "it stands in the file twice; keep one")
        seen.add(name)


def _shared(file: str, what: str, rules: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Mistake]:
    """A label or phrase that two rules claim could mean either."""
    owner: dict[str, str] = {}
    for name, words in rules:
        for word in words:
            if word in owner:
                yield Mistake(
                    file, f"rule {name}", f"the {what} {word!r} stands in rule {owner[word]} already"
                )
            owner.setdefault(word, name)


def _free_mail(folder: Path | Traversable, mistakes: list[Mistake]) -> frozenset[str]:
    """The domains at which anybody can have an address."""
    data, wrong = read_yaml(folder, "classify.yaml")
    if wrong or not isinstance(data, dict):
        return frozenset()
    domains = data.get("free_mail_domains", [])
    if not isinstance(domains, list) or not all(isinstance(each, str) and "." in each for each in domains):
        why = "free_mail_domains must be a list of domains, such as gmail.com"
        mistakes.append(Mistake("classify.yaml", "", why))
        return frozenset()
    return frozenset(each.casefold() for each in domains)
