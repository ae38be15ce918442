"""Classified -> Decision: the disposition of a mail, its reasons, and the effects that carry it out.

Pure: the clock, the rules, the contact list and the records are passed in. Matches on every kind of mail and
ends in assert_never, so that a new kind cannot be forgotten.
"""

from dataclasses import dataclass
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
    UnknownMail,
)
from mailbot.model.configuration import RoutingPolicy, Unknown
from mailbot.model.decision import (
    AlertEffect,
    Because,
    Decision,
    Disposition,
    Earlier,
    Effect,
    HoldAlert,
    HoldMail,
    OweReceipt,
    Reason,
    RelayAlert,
    SenderFacts,
)
from mailbot.model.mail import Address
from mailbot.model.report import Meaning
from mailbot.model.rulebook import Rulebook
from mailbot.model.sender import Level, Verdict
from mailbot.model.supplier import Directory, Organisation, RegistrationData, Role
from mailbot.policy import whole_mail
from mailbot.policy.alert_decision import AlertContext, decide_alert
from mailbot.policy.directory import speaks_for


class Records(Protocol):
    """What the store knows of an alert; `explain` without a store gives empty answers."""

    def registrations(self, alert: CriticalAlert) -> RegistrationData:
        """The registration data about its meter point or device."""
        ...

    def earlier(self, alert: CriticalAlert) -> tuple[Earlier, ...]:
        """Alerts decided before that it may repeat, newest first."""
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
            return _answer(mail, mail.facts, sender)
        case ReportMail():
            return _report(mail, mail.facts, sender)
        case AutomaticMail():
            because = Because(Reason.MACHINE_MAIL, "Written by a machine: recorded, never answered.")
            return _machine(mail, sender, mail.facts.alerts, because)
        case DispositionNotificationMail():
            text = "A disposition notification: noted, not answered."
            because = Because(Reason.DISPOSITION_NOTIFICATION, text)
            return _machine(mail, sender, mail.facts.alerts, because)
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


def _answer(mail: Classified, facts: AnswerMail, sender: SenderFacts) -> Decision:
    about = facts.letter or "a letter of ours"
    believed = sender.organisation is not None and Level(sender.level).suffices(Level.LIKELY)
    more = facts.alerts or facts.unread
    if facts.reply.meaning is Meaning.RECEIVED and believed and not more:
        return _record(mail, sender, Reason.ANSWER_RECEIVED, f"The receiver says that {about} arrived.")
    text = f"An answer to {about} ({facts.reply.meaning.value.replace('_', ' ')}): a person reads it."
    if facts.alerts:
        text = f"{text} It holds {facts.alerts} alert(s) that are not quoted from a letter of ours."
    return _hold(mail, sender, (Because(Reason.ANSWER, text), *_unread(facts.unread)))


def _report(mail: Classified, facts: ReportMail, sender: SenderFacts) -> Decision:
    about = facts.letter or "no letter of ours that it names"
    if facts.delay:
        text = f"A delay notice about {about}: their mail server goes on trying."
        return _machine(mail, sender, facts.alerts, Because(Reason.DELAYED, text))
    said = "; ".join(
        f"{each.address}: {each.diagnostic or each.status or each.action}" for each in facts.recipients[:3]
    )
    text = f"A bounce about {about}. {said}".strip()
    return _hold(mail, sender, (Because(Reason.BOUNCE, text),))


def _machine(mail: Classified, sender: SenderFacts, alerts: int, because: Because) -> Decision:
    """A machine's mail is recorded; one that holds alerts which are not our own letter's waits for a person."""
    if alerts:
        text = f"A machine's mail that holds {alerts} alert(s) of its own: a person looks."
        return _hold(mail, sender, (Because(Reason.MACHINE_WITH_ALERTS, text),))
    return Decision(Disposition.RECORD, sender, (because,), mail.rules, ())


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
            f"The attachment '{name[:120]}' is of a kind that is not read and may hold alerts: look into it.",
        )
        for name in names
    )


def _distrust(sender: SenderFacts, context: Context) -> tuple[Because, ...]:
    """Why the alerts of this sender are not acted on; empty when it is believed."""
    address = sender.address.address or "(no sender)"
    if not context.vouched and not Level(sender.level).suffices(context.sender_check):
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
    if mail.answer_to:
        all_effects = (*all_effects, OweReceipt(mail.answer_to))
    return Decision(_disposition(effects, bool(unread)), sender, _once(because), mail.rules, all_effects)


def _decided(alert: CriticalAlert, forwarder: Organisation, context: Context) -> AlertEffect:
    return decide_alert(
        alert,
        AlertContext(
            forwarder,
            context.directory,
            context.records.registrations(alert),
            context.records.earlier(alert),
            context.rulebook,
            context.policy,
            context.now,
        ),
    )


def _disposition(effects: tuple[AlertEffect, ...], unread: bool) -> Disposition:
    fates: dict[type, Disposition] = {RelayAlert: Disposition.RELAY, HoldAlert: Disposition.HOLD}
    found = tuple(fates.get(type(effect), Disposition.RECORD) for effect in effects)
    return Disposition.gravest((*found, Disposition.HOLD) if unread else found)


def _once(because: tuple[Because, ...]) -> tuple[Because, ...]:
    """Each reason once, in order: ten alerts for one supplier need not say so ten times."""
    return tuple(dict.fromkeys(because))
