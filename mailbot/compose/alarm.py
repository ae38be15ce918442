"""The alarm: something of mailbot itself is wrong; and the recovery, which says that it is over (promise 9).

Takes what is in trouble, gives a Letter to the person on duty at SECAS. It says what happened, since when, what
that means for alerts and what to do first. An unknown part gets general words, never an error. The times are passed
in, aware, UTC. Never looks anything up, and never says who forwarded or received an alert.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.templating import Written, write
from mailbot.compose.words import at, one_line, questions, several
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address
from mailbot.model.trouble import Trouble


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """What an alarm says, and the recovery after it.

    troubles: at least one, the gravest first. raised_at: when it was told first. ended_at: for the recovery.
    outside: `mailbot watch` tells it, not the daemon.
    """

    recipient: Address
    troubles: tuple[Trouble, ...]
    raised_at: datetime
    ended_at: datetime | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """How a part's trouble is worded."""

    wrong: str
    over: str
    means: str
    to_do: str


_WAITS = "Mail waits in the mailbox and no alert of it is passed on. Nothing is lost."
_LETTERS_WAIT = "Letters wait, alerts among them, and leave by themselves once it is mended. Nothing is lost."
_LOOK = "Run `mailbot status` on the machine and look at the log of the service."
_PARTS = {
    "poll": _Words(
        "no look at the mailbox has completed",
        "the mailbox is looked at again",
        _WAITS,
        f"{_LOOK} Until it is over, look into the mailbox yourself and pass urgent alerts on by hand.",
    ),
    "silence": _Words(
        "mailbot is silent",
        "mailbot is heard of again",
        _WAITS,
        "See whether mailbot runs on its machine, and start it if it does not. Until then look into the mailbox "
        "yourself and pass urgent alerts on by hand.",
    ),
    "delivery": _Words("no letters are being sent", "letters are being sent again", _LETTERS_WAIT, _LOOK),
    "mailbox": _Words(
        "the mailbox cannot be read",
        "the mailbox can be read again",
        _WAITS,
        "Do what the sentence above says; `mailbot check` tries every part and says what is missing.",
    ),
    "submission": _Words(
        "our mail host takes no letters",
        "our mail host takes letters again",
        _LETTERS_WAIT,
        "Ask those who run the mail host; `mailbot check` tries it from here.",
    ),
    "account": _Words(
        "our sending account is refused",
        "our sending account is accepted again",
        _LETTERS_WAIT,
        "Ask those who run the mail host about this account: its password, its permission to send, its quota.",
    ),
    "runaway": _Words(
        "more letters were written than is allowed in an hour",
        "letters leave again",
        "Sending rests until the hour is over, so that a fault cannot flood the suppliers. Nothing is lost.",
        "Look with `mailbot queue` whether so many letters are right; if they are, raise max_letters_per_hour.",
    ),
    "time-to-relay": _Words(
        "alerts have not left in time",
        "no alert waits too long any more",
        "The supplier has not been sent the alert, though it is known which one it is for.",
        "`mailbot queue` says what each letter waits for; pass urgent ones on by telephone.",
    ),
    "stuck": _Words(
        "alerts do not leave",
        "alerts leave again",
        _LETTERS_WAIT,
        "`mailbot queue` says what each letter waits for; pass urgent ones on by telephone.",
    ),
    "ledger": _Words(
        "the ledgers do not balance",
        "the ledgers balance again",
        "Two records of the same thing differ, so something may not have been handled.",
        "Keep the store as it is, run `mailbot status`, and compare what it names with the mailbox.",
    ),
    "store": _Words(
        "the store cannot be used",
        "the store can be used again",
        f"Without it nothing is taken in, decided or sent. {_WAITS}",
        "Do what the sentence above says. A damaged store is restored from the last backup.",
    ),
    "rules": _Words(
        "the new rules were refused",
        "the rules are in order again",
        "mailbot goes on with the rules it had, but cannot be started again with these.",
        "Mend the file that the sentence names, then let mailbot load the rules again.",
    ),
    "mail": _Words(
        "a mail cannot be taken in",
        "every mail can be taken in again",
        "The mail host keeps at least one mail back; the mails behind it are handled.",
        "Open that mail in the mailbox and act on it by hand.",
    ),
    "people": _Words(
        "nobody is named to be told",
        "somebody is named to be told",
        "What a person should hear of at once reaches nobody.",
        "Fill in urgent_to, or digest_to, in the section [people] of the configuration.",
    ),
}


def alarm(facts: AlarmFacts, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The letter that says that something is wrong, told once for each trouble."""
    first, more = facts.troubles[0], len(facts.troubles) - 1
    words = write(
        LetterKind.ALARM,
        headline=_wrong(first) + (f", and {several(more, 'other trouble')}" if more else ""),
        troubles=[_told(each) for each in facts.troubles],
        by=_by(facts),
        questions=questions(head.helpdesk),
    )
    return _sealed(words, LetterKind.ALARM, facts, head, message_id, date)


def recovery(facts: AlarmFacts, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The letter that says that what was told is over, and how long it lasted."""
    since = min(each.since for each in facts.troubles)
    ended = facts.ended_at or date
    words = write(
        LetterKind.RECOVERY,
        headline=_over(facts.troubles[0]),
        over=[f"{_capital(_over(each))}." for each in facts.troubles],
        lasted=lasting(ended - since),
        since=at(since),
        ended=at(ended),
        raised=at(facts.raised_at),
        by=_by(facts),
        questions=questions(head.helpdesk),
    )
    return _sealed(words, LetterKind.RECOVERY, facts, head, message_id, date)


def alarm_in_words(trouble: Trouble) -> str:
    """The alarm on one line, for the alarm command and the terminal."""
    return one_line(f"mailbot alarm: {_wrong(trouble)}. {trouble.sentence}")


def recovery_in_words(trouble: Trouble, ended: datetime) -> str:
    """The recovery on one line."""
    return f"mailbot recovered: {_over(trouble)}, after {lasting(ended - trouble.since)}."


def lasting(length: timedelta) -> str:
    """'less than a minute', '5 minutes', '2 hours 5 minutes', '3 days 4 hours'."""
    minutes = max(0, int(length.total_seconds())) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [several(days, "day"), several(hours, "hour"), several(minutes, "minute")]
    told = [unit for unit in units if not unit.startswith("0 ")]
    return " ".join(told[:2]) or "less than a minute"


def _sealed(
    words: Written, kind: LetterKind, facts: AlarmFacts, head: Letterhead, message_id: str, date: datetime
) -> Letter:
    return seal(words, head, kind=kind, message_id=message_id, date=date, recipient=facts.recipient)


def _words(trouble: Trouble) -> _Words:
    part = trouble.part.replace("_", " ").replace("-", " ")
    general = _Words(
        f"{part} is in trouble", f"{part} is in order again", "A part of mailbot does not do its work.", _LOOK
    )
    return _PARTS.get(trouble.part, general)


def _wrong(trouble: Trouble) -> str:
    return _words(trouble).wrong


def _over(trouble: Trouble) -> str:
    return _words(trouble).over


def _told(trouble: Trouble) -> dict[str, str]:
    words = _words(trouble)
    return {
        "wrong": f"{_capital(words.wrong)}.",
        "sentence": trouble.sentence,
        "since": at(trouble.since),
        "means": words.means,
        "to_do": words.to_do,
    }


def _by(facts: AlarmFacts) -> str:
    if facts.outside:
        return "This comes from `mailbot watch`, which looks at mailbot from outside, over an account of its own."
    return "This comes from mailbot itself."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
