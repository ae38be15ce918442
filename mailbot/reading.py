"""Raw bytes -> Explained: the reader and the policy in one call, for dispose, explain and the child process.

`read` is what the bytes say by themselves; `explain` adds what would be done. Neither writes anything nor
looks at a clock, a file or a network: everything else is passed in.
"""

import re
from dataclasses import dataclass, replace

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
from mailbot.model.mail import TABLE, Address, Layer, Mail
from mailbot.model.report import Meaning, Reply
from mailbot.model.rulebook import ClassifyRule, Kind, Rulebook
from mailbot.model.sender import Verdict
from mailbot.parse import (
    absence,
    alert_mail,
    attachments,
    authentic,
    automatic,
    completion,
    doubts,
    feedback,
    forward,
    message,
    reply,
    report,
    signature,
    trace,
)
from mailbot.parse.bounce_signs import News
from mailbot.parse.forward_forms import QUOTED
from mailbot.policy.classify import first_hit
from mailbot.policy.decide import Context, decide

HEADER_BYTES = 262_144
# Such an answer is only noted, and nobody reads it: it counts when nothing stands beside it.
_PLAIN = frozenset({Meaning.RECEIVED, Meaning.CONFIRMS})
_DENIED = re.compile(
    r"\b(?:not|isn't|wasn't|no longer|never)(?: [^\W_]{1,12}){0,2} ours?\b|\bbelongs? to\b", re.IGNORECASE
)
# What such a mail encloses is the letter that it is about: nobody forwards it.
_REPORTS = frozenset({Kind.BOUNCE, Kind.DELAY, Kind.DISPOSITION_NOTIFICATION})


@dataclass(frozen=True, slots=True)
class Explained:
    """A mail, what it is and what is done with it."""

    classified: Classified
    decision: Decision


@dataclass(frozen=True, slots=True)
class _Read:
    """What the parsers found, before a rule decided the kind."""

    mail: Mail
    story: alert_mail.AlertStory
    told: report.Report  # of a delivery
    reply: Reply | None
    traces: Traces  # what points at letters of ours
    layers: tuple[Layer, ...]
    others: tuple[Layer, ...]  # the same layers in the other form, where a mail has text and HTML
    cut: str  # what was cut away below and above them
    spoken: str  # the writer's own words, as carefully cut as a decision needs it
    answered: str
    own: str
    why_machine: str


def verdict(raw: bytes, trusted_authserv_id: str, limits: Limits) -> Verdict:
    """How sure we are who sent the mail, from its header block alone. Taken once, at pickup."""
    return authentic.verdict(message.read(header_block(raw), limits), trusted_authserv_id)


def header_block(raw: bytes) -> bytes:
    """The headers of a mail, with the empty line behind them; at most HEADER_BYTES."""
    return raw[:HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"


def read(raw: bytes, rulebook: Rulebook, limits: Limits, *, opening: bool = False) -> Classified:
    """Everything the bytes say. Never raises for any bytes short of exhausting the machine.

    opening: attachments that need a library are opened too, which only a process with limits may do; without it they
    are named in `sealed`.
    """
    mail = message.read(raw, limits)
    mail = attachments.opened(mail, limits) if opening else mail
    found = _parsed(mail, raw, rulebook, limits)
    return _classified(found, first_hit(found.mail, _facts(found), rulebook.classify), rulebook)


def explain(raw: bytes, rulebook: Rulebook, limits: Limits, context: Context) -> Explained:
    """What the mail is and what would be done with it, its attachments opened."""
    classified = read(raw, rulebook, limits, opening=True)
    return Explained(classified, decide(classified, context))


def _parsed(mail: Mail, raw: bytes, rulebook: Rulebook, limits: Limits) -> _Read:
    layers, others = forward.layers(mail, limits), forward.alternative_layers(mail, limits)
    why_machine, told = automatic.machine(mail), report.read(mail)
    spoken, cut = (each.strip() for each in signature.split(layers[0].text))
    everywhere = bool(why_machine) or told.news is News.FAILED
    return _Read(
        mail=mail,
        story=alert_mail.story(mail, layers, others, rulebook, limits),
        told=told,
        reply=reply.read(mail, rulebook.phrases, layers, others),
        layers=layers,
        others=others,
        traces=trace.traces(mail, raw, spoken, everywhere=everywhere),
        cut=cut,
        spoken=spoken,
        answered=trace.answered(mail),
        own=trace.own(mail),
        why_machine=why_machine,
    )


def _facts(found: _Read) -> frozenset[str]:
    """The facts that a condition of rules/classify.yaml may ask for."""
    mail = found.mail
    holds = {
        "alerts": bool(found.story.alerts),
        "own-letter": bool(found.own),
        "answers-ours": _answers_ours(found),
        "bounce": found.told.news is News.FAILED,
        "delay": found.told.news is News.DELAYED,
        "disposition-notification": report.is_disposition_notification(mail),
        "feedback-report": feedback.is_report(mail),
        "auto-reply": automatic.auto_reply(mail),
        # A program's attachment may hold alerts that are not read: then a person looks, as with anybody's.
        "machine": bool(found.why_machine)
        and not (attachments.unread(mail) or automatic.is_postmasters_own(mail)),
        "has-words": bool(mail.text.strip()),
    }
    return frozenset(name for name, true in holds.items() if true)


def _answers_ours(found: _Read) -> bool:
    """Whether it answers a letter of ours; what a mail daemon says of one and nobody understands is put to a person.

    It does not when it holds new alerts, and only an old address from an address book makes it look like an answer.
    """
    if automatic.is_daemon(found.mail):
        return bool(found.answered or found.traces.message_ids)
    begins_anew = bool(found.story.fresh) and trace.answered_by_address_alone(found.mail)
    return bool(found.answered) and not begins_anew


def _classified(found: _Read, rule: ClassifyRule, rulebook: Rulebook) -> Classified:
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
        original=None if rule.kind in _REPORTS else forward.original(found.layers, mail, found.others),
        reply=facts.reply if isinstance(facts, AnswerMail) else found.reply,
        rules=(rule.name, *(found.story.rules if rule.kind is Kind.ALERT else ())),
        defects=mail.defects,
        over=(*mail.over, *found.story.over),
        sealed=attachments.sealed(mail),
    )


def _automatic(found: _Read, letter: str) -> AutomaticMail:
    said = found.reply.text if found.reply else ""
    away = automatic.auto_reply(found.mail) and absence.away(found.mail.subject, said)
    complaint = feedback.kind(found.mail) or "other" if feedback.is_report(found.mail) else ""
    return AutomaticMail(letter, found.story.fresh, found.traces, away, complaint)


def _answer(found: _Read, letter: str, unread: tuple[str, ...], rulebook: Rulebook) -> AnswerMail:
    said = found.reply or Reply("", Meaning.UNCLEAR)
    given = _completions(found, said, rulebook)
    if said.meaning in _PLAIN and _says_more(found):
        said = replace(said, meaning=Meaning.UNCLEAR)
    if given:
        said = replace(said, meaning=Meaning.ANSWERS)
    return AnswerMail(said, letter, found.story.fresh, unread, found.traces, given)


def _says_more(found: _Read) -> bool:
    """Whether something beside an answer may take it back: a file, a mail sent on, words cut off below it."""
    mail = found.mail
    forwarded = any(each.depth and _is_told(each, mail) for each in found.layers)
    return bool(mail.tables or mail.enclosed) or forwarded or bool(_DENIED.search(found.cut))


def _is_told(layer: Layer, mail: Mail) -> bool:
    """Whether it is sent on, or words that another of the writer's own house wrote, which are quoted from no letter."""
    if layer.form != QUOTED:
        return layer.form not in ("", TABLE)
    house = {each.domain for each in mail.from_}
    return layer.from_ is not None and layer.from_.domain in house and bool(reply.own_words(layer.text))


def _completions(found: _Read, said: Reply, rulebook: Rulebook) -> tuple[Completion, ...]:
    """What the answer gives for alerts that wait; nothing when its text and HTML differ, or it hides something."""
    mail = found.mail
    if any(each.startswith(doubts.PREFIX) for each in mail.defects) or said.meaning is not Meaning.UNCLEAR:
        return ()
    own = completion.completions(found.spoken, reply.names(mail), rulebook)
    others = (reply.own_words(layer.text) for layer in found.others[:1])
    agreed = all(completion.completions(text, reply.names(mail), rulebook) == own for text in others)
    return own if agreed else ()


def _by_kind(found: _Read, rule: ClassifyRule, rulebook: Rulebook) -> Facts:
    letter = found.answered or next(iter(found.traces.message_ids), "")
    unread = attachments.unread(found.mail)
    match rule.kind:
        case Kind.ALERT:
            return AlertMail(found.story.alerts, unread, found.story.strays, found.story.words)
        case Kind.ANSWER | Kind.CONFIRMATION | Kind.UPDATE:
            return _answer(found, letter, unread, rulebook)
        case Kind.BOUNCE | Kind.DELAY:
            late = rule.kind is Kind.DELAY
            return ReportMail(late, found.told.recipients, letter, found.story.fresh, found.traces)
        case Kind.AUTOMATIC:
            return OwnMail(found.own) if found.own else _automatic(found, letter)
        case Kind.DISPOSITION_NOTIFICATION:
            return DispositionNotificationMail(letter, found.story.fresh)
        case _:
            return UnknownMail(unread)
