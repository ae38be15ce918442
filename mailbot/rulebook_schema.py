"""The shape of the rules files: what a key may be called and what may stand behind it.

Takes what YAML gave for one entry; gives a checked entry that turns itself into the value of
model/rulebook.py, or pydantic errors, which rulebook.py puts into sentences. Never opens a file.
"""

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from mailbot.model.report import Meaning
from mailbot.model.rulebook import (
    AlertCode,
    ClassifyRule,
    Condition,
    Handling,
    Kind,
    LabelRule,
    PhraseRule,
)

FACTS = frozenset(
    (
        "alerts", "own-letter", "answers-ours", "bounce", "delay", "disposition-notification", "auto-reply",
        "feedback-report", "machine", "has-words",
    )
)  # fmt: skip
FIELDS = frozenset(
    (
        "mpxn", "mpan", "mprn", "device", "code", "name", "raised_at", "date", "time", "supplier", "fuel",
        "counter", "ignored",
    )
)  # fmt: skip
SUBJECTS = frozenset({"subject", "from", "content-type", "report-type"})
WITHOUT_VALUES = frozenset({"present", "true"})
WITH_VALUES = frozenset({"is", "contains", "starts"})
_HEX = frozenset("0123456789ABCDEF")


def _no_number(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f'it became the number {value}; write it in quotes, like "8F3F"')
    return value


def _word(value: object) -> object:
    """YAML reads an unquoted yes, no, true or false as a truth value; here they are words."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _yes_no(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _one_line(value: str) -> str:
    return " ".join(value.split())


Sentence = Annotated[str, Field(min_length=1)]
Code = Annotated[str, BeforeValidator(_no_number)]
Word = Annotated[str, BeforeValidator(_word)]


class Entry(BaseModel):
    """One entry of a rules file; unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind_of_entry: ClassVar[str] = "rule"


class AlertEntry(Entry):
    """One row of alerts.yaml."""

    kind_of_entry: ClassVar[str] = "alert"
    code: Code
    name: Sentence
    device: Sentence
    relay: Annotated[Handling, BeforeValidator(_yes_no)]
    why: Sentence
    source: str = ""

    @field_validator("code")
    @classmethod
    def _four_hex_digits(cls, value: str) -> str:
        upper = value.upper()
        if len(upper) != 4 or not set(upper) <= _HEX:
            raise ValueError(f'"{value}" is not four hexadecimal digits, such as "8F3F"')
        return upper

    def value(self) -> AlertCode:
        """The row as the rest of the program knows it."""
        why, name = _one_line(self.why), _one_line(self.name)
        return AlertCode(self.code, name, self.device, self.relay, why, _one_line(self.source))


class ConditionEntry(Entry):
    """A test on one mail, or several combined; see Condition."""

    subject: str = ""
    operator: Word = ""
    values: tuple[str, ...] = ()
    all: "tuple[ConditionEntry, ...]" = ()
    any: "tuple[ConditionEntry, ...]" = ()
    none: "tuple[ConditionEntry, ...]" = ()

    @model_validator(mode="after")
    def _one_form(self) -> "ConditionEntry":
        combined = bool(self.all or self.any or self.none)
        if combined == bool(self.operator or self.subject):
            raise ValueError("a condition is either subject and operator, or one or more of all, any, none")
        if not combined:
            self._checked_test()
        return self

    def _checked_test(self) -> None:
        if self.operator not in WITHOUT_VALUES | WITH_VALUES:
            known = ", ".join(sorted(WITHOUT_VALUES | WITH_VALUES))
            raise ValueError(f'unknown operator "{self.operator}"; there are {known}')
        if (self.operator in WITH_VALUES) != bool(self.values):
            need = "needs at least one value" if self.operator in WITH_VALUES else "takes no values"
            raise ValueError(f'the operator "{self.operator}" {need}')
        about, _, name = self.subject.partition(":")
        if about == "fact" and name not in FACTS:
            raise ValueError(f'unknown fact "{name}"; there are {", ".join(sorted(FACTS))}')
        if (about == "fact") != (self.operator == "true"):
            raise ValueError('a fact is tested with the operator "true", and nothing else is')
        if about not in {"fact", "header"} and self.subject not in SUBJECTS:
            raise ValueError(f'unknown subject "{self.subject}"; write header:Name, fact:name or subject')

    def value(self) -> Condition:
        """The condition as the rest of the program knows it."""
        return Condition(
            self.subject,
            self.operator,
            tuple(each.casefold() for each in self.values),
            tuple(each.value() for each in self.all),
            tuple(each.value() for each in self.any),
            tuple(each.value() for each in self.none),
        )


class RuleEntry(Entry):
    """What every rule has: a name, a reason, and golden mails that it must hit and must miss."""

    name: Sentence
    why: Sentence
    must_hit: Annotated[tuple[str, ...], Field(min_length=1)]
    must_miss: Annotated[tuple[str, ...], Field(min_length=1)]


class ClassifyEntry(RuleEntry):
    """One rule of classify.yaml."""

    kind: Kind
    when: ConditionEntry

    def value(self) -> ClassifyRule:
        """The rule as the rest of the program knows it."""
        why = _one_line(self.why)
        return ClassifyRule(self.name, self.kind, why, self.when.value(), self.must_hit, self.must_miss)


class LabelEntry(RuleEntry):
    """One rule of extract.yaml."""

    field: str
    labels: Annotated[tuple[Word, ...], Field(min_length=1)]

    @field_validator("field")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in FIELDS:
            raise ValueError(f'unknown field "{value}"; there are {", ".join(sorted(FIELDS))}')
        return value

    def value(self) -> LabelRule:
        """The rule as the rest of the program knows it; labels in lower case with single blanks."""
        labels = tuple(_one_line(each).casefold() for each in self.labels)
        return LabelRule(self.name, self.field, _one_line(self.why), labels, self.must_hit, self.must_miss)


class PhraseEntry(RuleEntry):
    """One rule of reply.yaml."""

    meaning: Meaning
    phrases: Annotated[tuple[Word, ...], Field(min_length=1)]

    def value(self) -> PhraseRule:
        """The rule as the rest of the program knows it; phrases in lower case with single blanks."""
        phrases = tuple(_one_line(each).casefold() for each in self.phrases)
        return PhraseRule(
            self.name, self.meaning.value, _one_line(self.why), phrases, self.must_hit, self.must_miss
        )
