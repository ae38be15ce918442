"""The parts of a digest, in the order in which they are read: a title, and lines below it.

Takes a day's facts, gives plain English, one line a matter. A part with nothing to tell is its title alone, which says
so. What came from a mail or a mail server is shortened, its long numbers masked, its addresses left out. Times are
shown in London time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.compose.digest_facts import (
    AlarmTold,
    DigestFacts,
    LedgerTold,
    LetterTold,
    OpenIncident,
    ReachedNobody,
    SuspectContact,
    TroubleTold,
    WaitingItem,
)
from mailbot.compose.words import LONDON, about, at, masked, several, short
from mailbot.model.configuration import Mode
from mailbot.policy.working_time import working_days_between

MOST = 30  # lines a part
_SAID = 160  # characters of what a mail server said


@dataclass(frozen=True, slots=True)
class Part:
    """A title and its lines."""

    title: str
    lines: tuple[str, ...] = ()


def parts(facts: DigestFacts) -> tuple[Part, ...]:
    """Every part, empty ones too."""
    return (
        _part("Waiting for a person", _waiting(facts), "; mailbot held list shows them all"),
        _part("Failed", _failed(facts)),
        _part("Open incidents", [_incident(each, facts.until) for each in facts.incidents]),
        _part("Sent again, or perhaps twice", [_again(each) for each in facts.again]),
        Part("Do the ledgers balance?", tuple(line for each in facts.ledgers for line in _ledger(each))),
        Part("In this period", _figures(facts)),
        _part("Alarms", [_alarm(each, facts.until) for each in facts.alarms]),
        _part("In trouble now", [_trouble(each) for each in facts.troubles]),
        Part("mailbot itself", _itself(facts)),
    )


def _part(title: str, lines: Sequence[str], see: str = "") -> Part:
    if not lines:
        return Part(f"{title}: nothing.")
    left = len(lines) - MOST
    rest = (f"And {left} more{see}.",) if left > 0 else ()
    return Part(f"{title}:", (*lines[:MOST], *rest))


def _waiting(facts: DigestFacts) -> list[str]:
    """The urgent ones first, each kind oldest first."""
    items = sorted(facts.waiting, key=lambda each: not each.urgent)
    return [_waits(each, facts.until) for each in items]


def _waits(item: WaitingItem, now: datetime) -> str:
    urgent = "urgent, " if item.urgent else ""
    claimed = f"claimed by {item.claimed_by}" if item.claimed_by else "claimed by nobody"
    what = f"{item.reference}, {about(item.alert)}" if item.alert else f'mail "{_brief(item.subject, 60)}"'
    sender = f" from {item.forwarder}" if item.forwarder else ""
    return f"{item.number}, {urgent}{age(item.since, now)}, {claimed}: {what}{sender}. {_brief(item.why)}"


def _brief(text: str, longest: int = _SAID) -> str:
    words = (word if "@" not in word else "(address)" for word in masked(text).split())
    return short(" ".join(words), longest)


def _failed(facts: DigestFacts) -> list[str]:
    return [
        *(_nobody(each) for each in facts.reached_nobody),
        *(_letter(each) for each in facts.failed),
        *(_suspect(each) for each in facts.suspects),
    ]


def _nobody(alert: ReachedNobody) -> str:
    since = f"; {alert.outcome} since" if alert.outcome else ""
    for_whom = alert.supplier or "no known supplier"
    return f"{alert.reference} ({about(alert.alert)}) for {for_whom} reached nobody: {alert.number}{since}."


def _letter(letter: LetterTold) -> str:
    return f"{_named(letter)} failed. {_brief(letter.said)}".rstrip()


def _named(letter: LetterTold) -> str:
    """'L-7, the relayed alert CA-26-000012 to Brightwater Business Energy Ltd (main contact)'."""
    subject = f" {letter.about}" if letter.about else ""
    return f"{letter.number}, the {letter.kind.replace('_', ' ')}{subject} to {letter.to},"


def _suspect(contact: SuspectContact) -> str:
    return f"The {contact.slot} contact of {contact.organisation} is suspect: {_brief(contact.why)}"


def _incident(incident: OpenIncident, now: datetime) -> str:
    left = incident.deadline - now
    hours = abs(left) // timedelta(hours=1)
    clock = f"{hours} h left of the 72" if left > timedelta(0) else f"the 72 hours ended {hours} h ago"
    kind = {"not_ours": "said not to be theirs", "recall": "recalled"}.get(incident.kind, incident.kind)
    who = f", {incident.organisation}" if incident.organisation else ""
    return (
        f"{incident.number}, {clock}: {incident.reference}, {kind}{who}; known since {at(incident.known_at)}."
    )


def _again(letter: LetterTold) -> str:
    times = several(letter.resent, "time")
    told = [
        f"sent again on purpose {times}" if letter.resent else "",
        f"{several(letter.uncertain, 'attempt')} uncertain: it may have arrived twice"
        if letter.uncertain
        else "",
    ]
    return f"{_named(letter)} {'; '.join(filter(None, told))}. It is {letter.state.replace('_', ' ')} now."


def _ledger(ledger: LedgerTold) -> Iterable[str]:
    sum_of = " + ".join(_counted(ledger.counts))
    beside = "".join(f"; {each}" for each in _counted(ledger.beside))
    yield f"{ledger.name}: {ledger.total:,} {ledger.total_is} = {sum_of}{beside}. {_verdict(ledger)}"
    yield from (f"NOT BALANCED, {ledger.name.lower()}: {_brief(each)}." for each in ledger.faults)


def _verdict(ledger: LedgerTold) -> str:
    return "NOT BALANCED." if ledger.faults else "Balanced."


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items()]


def _figures(facts: DigestFacts) -> tuple[str, ...]:
    figures = facts.figures
    lines = [
        f"Mails: {_listed(figures.mails)}.",
        f"Alerts: {_listed(figures.alerts)}.",
        f"Receipts held back: {figures.receipts_held_back:,}.",
    ]
    if figures.not_sent:
        lines.append(f"Written in shadow, would have been sent: {_listed(figures.not_sent)}.")
    if not figures.relayed:
        return (*lines, "Time to relay: no alert was relayed.")
    times = [lasting(timedelta(seconds=each)) for each in (figures.p50, figures.p95, figures.longest)]
    took = f"half within {times[0]}, 95 in 100 within {times[1]}, the longest {times[2]}"
    return (*lines, f"Time to relay, {several(figures.relayed, 'alert')}: {took}.")


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(_counted(counts)) or "none"


def _alarm(alarm: AlarmTold, now: datetime) -> str:
    if alarm.cleared_at is None:
        return f"OPEN for {lasting(now - alarm.raised_at)}, {alarm.part}: {_brief(alarm.sentence)}"
    took = lasting(alarm.cleared_at - alarm.raised_at)
    return f"Over after {took}, {alarm.part}, raised at {at(alarm.raised_at)}: {_brief(alarm.sentence)}"


def _trouble(trouble: TroubleTold) -> str:
    return f"{trouble.part}, since {at(trouble.since)}: {_brief(trouble.sentence)}"


def _itself(facts: DigestFacts) -> tuple[str, ...]:
    poll = f"at {at(facts.last_poll)}" if facts.last_poll else "none yet"
    loaded = facts.registrations
    data = f"loaded at {at(loaded)}, {age(loaded, facts.until)} ago" if loaded else "none is loaded"
    return (
        f"Mode: {facts.mode.value}. {_mode(facts)}",
        f"Last completed look at the mailbox: {poll}.",
        f"Registration data: {data}.",
    )


def _mode(facts: DigestFacts) -> str:
    if facts.mode is Mode.LIVE and facts.paused:
        return f"Sending is paused: {_brief(facts.paused)}"
    return {
        Mode.SHADOW: "Nothing is moved, and nothing but letters to SECAS itself is sent.",
        Mode.REDIRECT: "Every letter goes to redirect_to; the suppliers get none.",
        Mode.PAUSED: "Nothing but letters to SECAS itself is sent; the rest waits.",
        Mode.LIVE: "Letters go to the suppliers.",
    }[facts.mode]


def age(since: datetime, now: datetime) -> str:
    """How long something has been so: '7 h', '3 days (1 working day)'."""
    if now - since < timedelta(days=2):
        return lasting(now - since)
    days = working_days_between(since.astimezone(LONDON).date(), now.astimezone(LONDON).date())
    return f"{lasting(now - since)} ({several(days, 'working day')})"


def lasting(long: timedelta) -> str:
    """'45 s', '14 min', '31 h', '3 days': the largest unit of which there are two, rounded down. Never negative."""
    long = max(long, timedelta(0))
    for unit, one in ((timedelta(days=1), "days"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "min")):
        if long >= 2 * unit:
            return f"{long // unit} {one}"
    return f"{long // timedelta(seconds=1)} s"
