"""Classified -> Decision: the disposition of a mail, its reasons, and the effects that carry it out.

Pure: the clock, the rules, the contact list and the records are passed in. Matches on every kind of mail and
ends in assert_never, so that a new kind cannot be forgotten.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, assert_never

from mailbot.model.alert import CriticalAlert
from mailbot.model.classified import (
    AlertMail,
    AnswerMail,
    AutomaticMail,
    Classified,
    DispositionNotificationMail,
    OwnMail,
    ReportMail,
    Traces,
    UnknownMail,
)
from mailbot.model.configuration import RoutingPolicy, Unknown
from mailbot.model.decision import (
    AlertEffect,
    Because,
    CompleteAlert,
    Decision,
    Disposition,
    Earlier,
    Effect,
    HoldAlert,
    HoldMail,
    OpenAlert,
    OweReceipt,
    Reason,
    RelayAlert,
    SenderFacts,
    TracedLetter,
)
from mailbot.model.mail import Address
from mailbot.model.rulebook import Rulebook
from mailbot.model.sender import Level, Verdict
from mailbot.model.supplier import Directory, Organisation, RegistrationData, Role
from mailbot.policy import heard, whole_mail
from mailbot.policy.alert_decision import AlertContext, decide_alert
from mailbot.policy.completing import Completed, completed
from mailbot.policy.directory import is_contact, speaks_for


class Records(Protocol):
    """What the store knows of an alert; `explain` without a store gives empty answers."""

    def registrations(self, alert: CriticalAlert) -> RegistrationData:
        """The registration data about its meter point or device."""
        ...

    def earlier(self, alert: CriticalAlert) -> tuple[Earlier, ...]:
        """Alerts decided before that it may repeat, newest first."""
        ...

    def letter(self, traces: Traces, failed: tuple[str, ...] = ()) -> TracedLetter | None:
        """The letter of ours that a mail is about; `failed`: addresses that a report names."""
        ...

    def open_alerts(self, letter: TracedLetter | None, references: tuple[str, ...]) -> tuple[OpenAlert, ...]:
        """The held alerts that their forwarder can complete: of the mail a receipt answers, or of these references."""
        ...

    def disputed(self, alert: CriticalAlert) -> str:
        """The reference of an alert of the same meter point that is disputed; empty when there is none."""
        ...

    def said_of(self, device: str) -> tuple[str, ...]:
        """What proved mail said of a device's meter point, in sentences, newest first; masked."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a decision depends on beside the mail. `now` is aware.

    `vouched`: a person says that the sender is who the mail says; only the address is looked up then.
    """

    verdict: Verdict
    directory: Directory
    records: Records
    rulebook: Rulebook
    policy: RoutingPolicy
    sender_check: Level
    unknown: Unknown
    now: datetime
    vouched: bool = False
    ours: frozenset[str] = frozenset()  # our own addresses, lower case: never answered


def decide(mail: Classified, context: Context) -> Decision:
    """The whole decision on one mail."""
    sender = _sender(mail, context)
    if mail.over:
        texts = tuple(
            Because(Reason.OVER_LIMIT, f"The mail has {cap}; it was not read further.") for cap in mail.over
        )
        return Decision(Disposition.HOLD, sender, texts, mail.rules, (HoldMail(texts),))
    match mail.facts:
        case AlertMail():
            return _alerts(mail, mail.facts, sender, context)
        case AnswerMail():
            return _answer(mail, mail.facts, sender, context)
        case ReportMail():
            failed = tuple(each.address for each in mail.facts.recipients)
            return heard.report(mail, mail.facts, sender, context.records.letter(mail.facts.traces, failed))
        case AutomaticMail():
            letter = context.records.letter(mail.facts.traces)
            return heard.automatic(mail, mail.facts, sender, letter)
        case DispositionNotificationMail():
            return heard.disposition_notification(mail, mail.facts, sender)
        case OwnMail():
            return _record(
                mail, sender, Reason.OWN_LETTER, "A letter of ours that came back: recorded, never answered."
            )
        case UnknownMail():
            return _unknown(mail, mail.facts, sender, context.unknown)
        case _:
            assert_never(mail.facts)


def hold_unread(reason: Reason, text: str) -> Decision:
    """The decision on a mail that was never read: too large, or it broke the reader three times."""
    because = (Because(reason, text),)
    nobody = SenderFacts(Address(""), Level.UNPROVED, "The mail was not read.", None)
    return Decision(Disposition.HOLD, nobody, because, (), (HoldMail(because),))


def same_mail(mail: Classified, context: Context, which: str) -> Decision:
    """The decision on a mail that is byte for byte one decided before."""
    text = f"Byte for byte the mail {which}, which was decided then; nothing is done a second time."
    return _record(mail, _sender(mail, context), Reason.SAME_MAIL, text)


def _sender(mail: Classified, context: Context) -> SenderFacts:
    speaks = speaks_for(mail.from_, context.directory)
    one = speaks[0] if len(speaks) == 1 else None
    return SenderFacts(mail.from_, context.verdict.level, context.verdict.why, one)


def _record(mail: Classified, sender: SenderFacts, reason: Reason, text: str) -> Decision:
    return Decision(Disposition.RECORD, sender, (Because(reason, text),), mail.rules, ())


def _hold(mail: Classified, sender: SenderFacts, because: tuple[Because, ...]) -> Decision:
    return Decision(Disposition.HOLD, sender, because, mail.rules, (HoldMail(because),))


def _answer(mail: Classified, facts: AnswerMail, sender: SenderFacts, context: Context) -> Decision:
    letter = context.records.letter(facts.traces)
    unread = (*_unread(facts.unread), *whole_mail.doubtful(mail))
    if facts.completions and not facts.alerts and not unread:
        return _completing(mail, facts, sender, letter, context)
    believed = not _unsure(sender, context)
    contact = sender.organisation is not None and is_contact(sender.address, sender.organisation)
    return heard.answer(mail, facts, sender, letter, unread, believed=believed, is_contact=contact)


def _completing(
    mail: Classified, facts: AnswerMail, sender: SenderFacts, letter: TracedLetter | None, context: Context
) -> Decision:
    """A forwarder's answer with what was missing: the held alerts are decided again, or a person looks."""
    if distrust := _distrust(sender, context):
        return heard.held(mail, sender, *distrust)
    assert sender.organisation is not None  # a believed sender speaks for one
    references = tuple(dict.fromkeys(each.reference for each in facts.completions if each.reference))
    waiting = context.records.open_alerts(letter, references)
    theirs = tuple(each for each in waiting if each.forwarder_id == sender.organisation.id)
    done = completed(facts.completions, theirs)
    if isinstance(done, str):
        return heard.held(mail, sender, Because(Reason.ANSWER, f"An answer to a receipt: {done}"))
    effects = tuple(CompleteAlert(one.of, _again(one, sender.organisation, context)) for one in done)
    told = ", ".join(one.of.reference for one in done)
    wait = [each.of.reference for each in effects if isinstance(each.effect, HoldAlert)]
    text = f"{sender.organisation.name} answered about {told}, which was decided again."
    if wait:
        text = f"{text} Still waiting, since that does not suffice: {', '.join(wait)}."
    return Decision(Disposition.RECORD, sender, (Because(Reason.COMPLETED, text),), mail.rules, effects)


def _again(one: Completed, forwarder: Organisation, context: Context) -> AlertEffect:
    return _decided(one.alert, forwarder, context, without=one.of.id)


def _unknown(mail: Classified, facts: UnknownMail, sender: SenderFacts, unknown: Unknown) -> Decision:
    if hidden := (*_unread(facts.unread), *whole_mail.doubtful(mail)):
        return _hold(mail, sender, hidden)
    if unknown is Unknown.LEAVE:
        because = (Because(Reason.NOT_FOR_US, "Not for mailbot: it stays where it is."),)
        return Decision(Disposition.IGNORE, sender, because, mail.rules, ())
    text = "No alert, answer or report was recognised in it: a person decides."
    return _hold(mail, sender, (Because(Reason.UNKNOWN_MAIL, text),))


def _unread(names: tuple[str, ...]) -> tuple[Because, ...]:
    return tuple(
        Because(
            Reason.UNREAD_ATTACHMENT,
            f"The attachment {name[:240]} was not read and may hold alerts.",
        )
        for name in names
    )


def _unsure(sender: SenderFacts, context: Context) -> bool:
    """Whether it is not sure enough who sent the mail."""
    return not context.vouched and not Level(sender.level).suffices(context.sender_check)


def _distrust(sender: SenderFacts, context: Context) -> tuple[Because, ...]:
    """Why the alerts of this sender are not acted on; empty when it is believed."""
    address = sender.address.address or "(no sender)"
    if _unsure(sender, context):
        return (Because(Reason.SENDER_UNPROVED, f"It is not proved that {address} sent this. {sender.why}"),)
    speaks = speaks_for(sender.address, context.directory)
    if not speaks:
        text = (
            f"{address} speaks for no organisation on the list. Ring them; add the domain, then release this."
        )
        return (Because(Reason.SENDER_UNKNOWN, text),)
    if len(speaks) > 1:
        names = ", ".join(each.name for each in speaks[:4])
        return (Because(Reason.SENDER_AMBIGUOUS, f"{address} may speak for {names}: which one is not said."),)
    if speaks[0].role is not Role.DCC_USER:
        text = f"{speaks[0].name} is no DCC User, so it has no alerts of former customers to forward."
        return (Because(Reason.SENDER_NOT_DCC_USER, text),)
    return ()


def _alerts(mail: Classified, facts: AlertMail, sender: SenderFacts, context: Context) -> Decision:
    distrust = _distrust(sender, context)
    if distrust or sender.organisation is None:
        held = tuple(HoldAlert(alert, distrust) for alert in facts.alerts)
        return Decision(Disposition.HOLD, sender, distrust, mail.rules, held)
    effects = whole_mail.agreeing(
        tuple(_decided(alert, sender.organisation, context) for alert in facts.alerts)
    )
    doubts = whole_mail.against(mail, facts, effects, context.directory)
    if doubts:
        effects = whole_mail.held(effects, doubts)
    unread = _unread(facts.unread)
    believed = Because(Reason.SENDER_BELIEVED, f"Sent by {sender.organisation.name}: {sender.why}")
    because = (believed, *unread, *(each for effect in effects for each in effect.because))
    all_effects: tuple[Effect, ...] = (*effects, HoldMail(unread)) if unread else effects
    if mail.answer_to and mail.answer_to.key not in context.ours:
        all_effects = (*all_effects, OweReceipt(mail.answer_to))
    return Decision(_disposition(effects, bool(unread)), sender, _once(because), mail.rules, all_effects)


def _decided(
    alert: CriticalAlert, forwarder: Organisation, context: Context, without: int | None = None
) -> AlertEffect:
    """One alert's effect. `without`: the id of the alert itself, when it is decided again."""
    records = context.records
    known = AlertContext(
        forwarder,
        context.directory,
        records.registrations(alert),
        tuple(each for each in records.earlier(alert) if each.id != without),
        context.rulebook,
        context.policy,
        context.now,
    )
    effect = decide_alert(alert, known)
    said = _said_of_device(alert, effect, context)
    if isinstance(effect, RelayAlert) and (dispute := records.disputed(effect.alert)):
        text = (
            f"{dispute} of the same meter point is disputed; until that is settled nothing more is passed on."
        )
        because = (Because(Reason.METER_POINT_DISPUTED, text), *effect.because, *said)
        return HoldAlert(effect.alert, because, effect.organisation)
    if said and isinstance(effect, HoldAlert | RelayAlert):
        return replace(effect, because=(*effect.because, *said))
    return effect


def _said_of_device(alert: CriticalAlert, effect: AlertEffect, context: Context) -> tuple[Because, ...]:
    """What was said before of a device whose meter point the mail does not give: evidence for a person."""
    if not alert.device or effect.alert.mpxn:
        return ()
    return tuple(Because(Reason.DEVICE_SAID_AT, text) for text in context.records.said_of(alert.device)[:3])


def _disposition(effects: tuple[AlertEffect, ...], unread: bool) -> Disposition:
    fates: dict[type, Disposition] = {RelayAlert: Disposition.RELAY, HoldAlert: Disposition.HOLD}
    found = tuple(fates.get(type(effect), Disposition.RECORD) for effect in effects)
    return Disposition.gravest((*found, Disposition.HOLD) if unread else found)


def _once(because: tuple[Because, ...]) -> tuple[Because, ...]:
    """Each reason once, in order: ten alerts for one supplier need not say so ten times."""
    return tuple(dict.fromkeys(because))
