"""Raw bytes -> Explained: the reader and the policy in one call, for dispose, explain and the child process.

`read` is what the bytes say by themselves; `explain` adds what would be done. Neither writes anything nor
looks at a clock, a file or a network: everything else is passed in.
"""

import re
from dataclasses import dataclass, replace

from mailbot.model.alert import CriticalAlert, Fault, Problem
from mailbot.model.classified import (
    AlertMail,
    AnswerMail,
    AutomaticMail,
    Classified,
    Completion,
    DispositionNotificationMail,
    Facts,
    OwnMail,
    ReportMail,
    Traces,
    UnknownMail,
)
from mailbot.model.decision import Decision
from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Layer, Mail
from mailbot.model.report import Meaning, Reply
from mailbot.model.rulebook import ClassifyRule, Kind, Rulebook
from mailbot.model.sender import Verdict
from mailbot.parse import (
    absence,
    attachments,
    authentic,
    automatic,
    completion,
    doubts,
    forward,
    message,
    reply,
    report,
    trace,
)
from mailbot.parse import alert as alerts
from mailbot.parse.alert_strays import strays
from mailbot.policy.classify import first_hit
from mailbot.policy.decide import Context, decide

HEADER_BYTES = 262_144
# The reference of an alert, as it stands in every letter of ours that somebody quotes.
_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])CA-[0-9]{2}-[0-9]{6,9}(?![A-Za-z0-9-])")
WORDS = 400_000  # characters in which other suppliers are looked for


@dataclass(frozen=True, slots=True)
class Explained:
    """A mail, what it is and what is done with it."""

    classified: Classified
    decision: Decision


@dataclass(frozen=True, slots=True)
class _Read:
    """What the parsers found, before a rule decided the kind."""

    mail: Mail
    alerts: tuple[CriticalAlert, ...]
    label_rules: tuple[str, ...]
    fresh: int  # alerts that are not quoted from a letter of ours
    strays: tuple[str, ...]
    words: str
    over: tuple[str, ...]
    reply: Reply | None
    traces: Traces  # what points at letters of ours
    others: tuple[Layer, ...]  # the same layers in the other form, where a mail has text and HTML
    answered: str
    own: str
    why_machine: str


def verdict(raw: bytes, trusted_authserv_id: str, limits: Limits) -> Verdict:
    """How sure we are who sent the mail, from its header block alone. Taken once, at pickup."""
    head = raw[:HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    return authentic.verdict(message.read(head, limits), trusted_authserv_id)


def read(raw: bytes, rulebook: Rulebook, limits: Limits) -> Classified:
    """Everything the bytes say. Never raises for any bytes short of exhausting the machine."""
    found = _parsed(message.read(raw, limits), raw, rulebook, limits)
    rule = first_hit(found.mail, _facts(found), rulebook.classify)
    return _classified(found, rule, rulebook, forward.layers(found.mail, limits))


def explain(raw: bytes, rulebook: Rulebook, limits: Limits, context: Context) -> Explained:
    """What the mail is and what would be done with it."""
    classified = read(raw, rulebook, limits)
    return Explained(classified, decide(classified, context))


def _parsed(mail: Mail, raw: bytes, rulebook: Rulebook, limits: Limits) -> _Read:
    layers, others = forward.layers(mail, limits), forward.alternative_layers(mail, limits)
    shown = alerts.alerts(layers, rulebook, limits)
    other = alerts.alerts(others, rulebook, limits)
    fresh = tuple(layer for layer in (*layers, *others) if not _REFERENCE.search(layer.whole or layer.text))
    said = reply.read(mail, rulebook.phrases, limits)
    why_machine = automatic.machine(mail)
    own_words = said.text if said else mail.text
    return _Read(
        mail=mail,
        alerts=_one_story(shown.alerts, other.alerts) if others else shown.alerts,
        fresh=len(alerts.alerts(fresh, rulebook, limits).alerts),
        strays=tuple(dict.fromkeys((*shown.strays, *other.strays, *_in_subject(mail, shown, rulebook)))),
        words=_words(mail, (*layers, *others), rulebook),
        label_rules=tuple(dict.fromkeys((*shown.rules, *other.rules))),
        over=tuple(dict.fromkeys((*mail.over, *shown.over, *other.over))),
        reply=said,
        others=others,
        traces=trace.traces(mail, raw, own_words, everywhere=bool(why_machine) or report.is_bounce(mail)),
        answered=trace.answered(mail),
        own=trace.own(mail),
        why_machine=why_machine,
    )


def _in_subject(mail: Mail, shown: alerts.AlertReading, rulebook: Rulebook) -> tuple[str, ...]:
    """What the mail's own Subject names and no alert is about: a correction, or another meter point."""
    line = Layer("the subject", mail.subject)
    return strays((line,), shown.alerts, rulebook.codes, WORDS) if shown.alerts else ()


def _words(mail: Mail, layers: tuple[forward.Layer, ...], rulebook: Rulebook) -> str:
    """All that the mail says, save what stands plainly labelled as the losing supplier."""
    losing = tuple(label for rule in rulebook.labels if rule.field == "ignored" for label in rule.labels)
    lines = (line for layer in layers for line in layer.text.splitlines() if not _labelled(line, losing))
    return "\n".join((mail.subject, *lines))[:WORDS]


def _labelled(line: str, labels: tuple[str, ...]) -> bool:
    """Whether the line is one of these labels, a colon or TAB, and a value."""
    label, _, value = line.replace("\t", ":", 1).partition(":")
    return bool(value) and label.strip(" *>•-").casefold() in labels


def _one_story(
    plain: tuple[CriticalAlert, ...], html: tuple[CriticalAlert, ...]
) -> tuple[CriticalAlert, ...]:
    """The alerts of the richer body; when text and HTML tell different ones, each is marked for a person.

    A text part that only says 'this mail is in HTML' tells none, and contradicts nothing.
    """
    richer, poorer = sorted((plain, html), key=_richness, reverse=True)
    if not plain:
        return html
    if len(richer) == len(poorer) and all(map(_agrees, richer, poorer)):
        return richer
    text = "The text and the HTML of this mail tell different alerts: look at both before passing it on."
    doubt = Problem(Fault.TWO_VALUES, "mpxn", text)
    return tuple(replace(each, problems=(*each.problems, doubt)) for each in richer)


def _richness(found: tuple[CriticalAlert, ...]) -> int:
    return sum(len(each.provenance) for each in found)


def _agrees(rich: CriticalAlert, poor: CriticalAlert) -> bool:
    """Whether two readings are of one alert. Descriptions and times may be cut; what decides may not."""
    return all(
        getattr(rich, name) == getattr(poor, name)
        for name in ("mpxn", "device", "code", "counter", "named_supplier")
    )


def _facts(found: _Read) -> frozenset[str]:
    """The facts that a condition of rules/classify.yaml may ask for."""
    mail = found.mail
    holds = {
        "alerts": bool(found.alerts),
        "own-letter": bool(found.own),
        "answers-ours": _answers_ours(found),
        "bounce": report.is_bounce(mail),
        "delay": report.is_delay(mail),
        "disposition-notification": report.is_disposition_notification(mail),
        "auto-reply": automatic.auto_reply(mail),
        # A program's attachment may hold alerts that are not read: then a person looks, as with anybody's.
        "machine": bool(found.why_machine) and not attachments.unread(mail),
        "has-words": bool(mail.text.strip()),
    }
    return frozenset(name for name, true in holds.items() if true)


def _answers_ours(found: _Read) -> bool:
    """Whether it answers a letter of ours; what a mail daemon says of one and nobody understands is put to a person.

    It does not when it holds new alerts, and only an old address from an address book makes it look like an answer.
    """
    if automatic.is_daemon(found.mail):
        return bool(found.answered or found.traces.message_ids)
    begins_anew = bool(found.fresh) and trace.answered_by_address_alone(found.mail)
    return bool(found.answered) and not begins_anew


def _classified(
    found: _Read, rule: ClassifyRule, rulebook: Rulebook, layers: tuple[forward.Layer, ...]
) -> Classified:
    mail = found.mail
    facts = _by_kind(found, rule, rulebook)
    from_ = mail.from_[0] if mail.from_ else Address("")
    answerable = len(mail.from_) == 1 and "@" in from_.address and not found.why_machine and not found.own
    return Classified(
        kind=rule.kind,
        facts=facts,
        from_=from_,
        subject=mail.subject,
        message_id=mail.message_id,
        references=mail.references,
        answer_to=from_ if answerable else None,
        original=forward.original(layers),
        reply=facts.reply if isinstance(facts, AnswerMail) else None,
        rules=(rule.name, *(found.label_rules if rule.kind is Kind.ALERT else ())),
        defects=mail.defects,
        over=found.over,
    )


def _automatic(found: _Read, letter: str) -> AutomaticMail:
    said = found.reply.text if found.reply else ""
    away = automatic.auto_reply(found.mail) and absence.away(found.mail.subject, said)
    return AutomaticMail(letter, found.fresh, found.traces, away)


def _answer(found: _Read, letter: str, unread: tuple[str, ...], rulebook: Rulebook) -> AnswerMail:
    said = found.reply or Reply("", Meaning.UNCLEAR)
    given = _completions(found, said, rulebook)
    if given:
        said = replace(said, meaning=Meaning.ANSWERS)
    return AnswerMail(said, letter, found.fresh, unread, found.traces, given)


def _completions(found: _Read, said: Reply, rulebook: Rulebook) -> tuple[Completion, ...]:
    """What the answer gives for alerts that wait; nothing when its text and HTML differ, or it hides something."""
    mail = found.mail
    if any(each.startswith(doubts.PREFIX) for each in mail.defects) or said.meaning is not Meaning.UNCLEAR:
        return ()
    own = completion.completions(said.text, reply.names(mail), rulebook)
    others = (reply.own_words(layer.text) for layer in found.others[:1])
    agreed = all(completion.completions(text, reply.names(mail), rulebook) == own for text in others)
    return own if agreed else ()


def _by_kind(found: _Read, rule: ClassifyRule, rulebook: Rulebook) -> Facts:
    letter = found.answered or next(iter(found.traces.message_ids), "")
    unread = attachments.unread(found.mail)
    match rule.kind:
        case Kind.ALERT:
            return AlertMail(found.alerts, unread, found.strays, found.words)
        case Kind.ANSWER | Kind.CONFIRMATION | Kind.UPDATE:
            return _answer(found, letter, unread, rulebook)
        case Kind.BOUNCE | Kind.DELAY:
            return ReportMail(
                rule.kind is Kind.DELAY, report.recipients(found.mail), letter, found.fresh, found.traces
            )
        case Kind.AUTOMATIC:
            return OwnMail(found.own) if found.own else _automatic(found, letter)
        case Kind.DISPOSITION_NOTIFICATION:
            return DispositionNotificationMail(letter, found.fresh)
        case _:
            return UnknownMail(unread)
