"""Every rule hits the sample mails it says it hits, and misses those it says it misses."""

from functools import cache
from pathlib import Path

import pytest

from mailbot import reading, rulebook
from mailbot.model.classified import Classified
from mailbot.model.limits import Limits
from mailbot.model.rulebook import ClassifyRule, LabelRule, PhraseRule

MAIL = Path(__file__).parent / "mail"
RULES = rulebook.load_default()
ALL = (*RULES.classify, *RULES.labels, *RULES.phrases)
HITS = [(rule, path) for rule in ALL for path in rule.must_hit]
MISSES = [(rule, path) for rule in ALL for path in rule.must_miss]


@cache
def read(path: str) -> Classified:
    return reading.read((MAIL / path).read_bytes(), RULES, Limits())


def hits(rule: ClassifyRule | LabelRule | PhraseRule, path: str) -> bool:
    classified = read(path)
    if isinstance(rule, PhraseRule):
        return classified.reply is not None and classified.reply.meaning.value == rule.meaning
    return rule.name in classified.rules


def name(value: object) -> str:
    return value if isinstance(value, str) else str(getattr(value, "name", value))


@pytest.mark.parametrize(("rule", "path"), HITS, ids=name)
def test_a_rule_hits_its_mail(rule: ClassifyRule | LabelRule | PhraseRule, path: str) -> None:
    assert hits(rule, path), f"read as {read(path).kind} by {', '.join(read(path).rules)}"


@pytest.mark.parametrize(("rule", "path"), MISSES, ids=name)
def test_a_rule_misses_its_mail(rule: ClassifyRule | LabelRule | PhraseRule, path: str) -> None:
    assert not hits(rule, path)


def test_every_rule_has_mail_to_hit_and_to_miss() -> None:
    assert all(rule.must_hit and rule.must_miss for rule in ALL)
