"""The daily digest: a subject that says all a telephone can show, and a text to be read in a minute.

Takes a day's facts (digest_facts.py), gives the words, and the Letter made of them. What waits for a person comes
first, then what failed, then whether the ledgers balance; figures come last (digest_parts.py). Meter points are masked
and no address of a contact stands in it. Times are shown in London time. Nothing is looked up.
"""

from collections.abc import Sequence
from datetime import datetime

from mailbot.compose.digest_facts import DigestFacts
from mailbot.compose.digest_parts import parts
from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.templating import Written, write
from mailbot.compose.words import at, on, questions, several
from mailbot.model.configuration import Mode
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def digest_words(facts: DigestFacts, head: Letterhead) -> Written:
    """The words of the digest, whoever gets them."""
    return write(
        LetterKind.DIGEST,
        headline=_headline(facts),
        opening=_opening(facts),
        notes=facts.notes,
        parts=parts(facts),
        questions=questions(head.helpdesk),
    )


def digest(words: Written, head: Letterhead, message_id: str, date: datetime, recipient: Address) -> Letter:
    """The letter made of a digest's words."""
    return seal(words, head, kind=LetterKind.DIGEST, message_id=message_id, date=date, recipient=recipient)


def _headline(facts: DigestFacts) -> str:
    """'[PAUSED] mailbot 412 Mon 24 Nov: 3 to do (1 urgent), 47 relayed, balance OK'."""
    day = facts.day
    name = f"mailbot {facts.number} {_DAYS[day.weekday()][:3]} {day.day} {on(day).split()[1][:3]}"
    says = [_to_do(facts), _relayed(facts)]
    says += ["balance OK"] if facts.balanced else []
    says += _alarms(facts)
    marks = ["" if facts.balanced else "BALANCE WRONG", _mark(facts)]
    return " ".join(filter(None, (*marks, f"{name}: {', '.join(says)}")))


def _to_do(facts: DigestFacts) -> str:
    if not facts.to_do:
        return "nothing to do"
    return f"{facts.to_do} to do" + (f" ({facts.urgent} urgent)" if facts.urgent else "")


def _relayed(facts: DigestFacts) -> str:
    if facts.mode is Mode.SHADOW:
        return f"{facts.figures.alerts.get('relayed', 0)} would be relayed"
    return f"{facts.figures.relayed} relayed"


def _alarms(facts: DigestFacts) -> Sequence[str]:
    open_ones = sum(each.cleared_at is None for each in facts.alarms) or len(facts.troubles)
    return [several(open_ones, "alarm open", "alarms open")] if open_ones else []


def _mark(facts: DigestFacts) -> str:
    """How the mode is shown where it is not the ordinary one."""
    if facts.mode is Mode.LIVE:
        return "[PAUSED]" if facts.paused else ""
    return f"[{facts.mode.value.upper()}]"


def _opening(facts: DigestFacts) -> str:
    day = f"{_DAYS[facts.day.weekday()]} {on(facts.day)}"
    return f"Digest {facts.number}, {day}. It tells of {at(facts.since)} to {at(facts.until)}."
