"""What a report, an automatic answer or a person's answer about a letter of ours comes to.

Takes the facts of the mail and the letter of ours that the store traced it to; gives a Decision. A machine's word
counts only where it shows our Message-ID, which nobody can guess: a report of the right shape alone fails nothing.
A person's word counts only from a believed sender who speaks for the organisation the letter went to. Everything
else that may matter waits for a person. Pure.
"""

from dataclasses import replace

from mailbot.model.classified import (
    AnswerMail,
    AutomaticMail,
    Classified,
    DispositionNotificationMail,
    ReportMail,
)
from mailbot.model.decision import (
    Because,
    Decision,
    Disposition,
    Heard,
    HeardOf,
    HoldMail,
    Reason,
    SenderFacts,
    Trace,
    TracedLetter,
)
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.model.report import Meaning, ReportedRecipient
from mailbot.model.sender import Level

_GOOD = frozenset({"delivered", "relayed", "expanded"})
_TOLD = 200  # characters of somebody else's words in a reason


def held(mail: Classified, sender: SenderFacts, *because: Because) -> Decision:
    """The mail itself waits for a person."""
    return Decision(Disposition.HOLD, sender, because, mail.rules, (HoldMail(because),))


def recorded(mail: Classified, sender: SenderFacts, because: Because, *effects: HeardOf) -> Decision:
    """The mail is noted, and nobody needs to act on it."""
    return Decision(Disposition.RECORD, sender, (because,), mail.rules, effects)


def with_alerts(mail: Classified, sender: SenderFacts, alerts: int) -> Decision:
    """A machine's mail that holds alerts of its own waits for a person."""
    text = f"A machine's mail that holds {alerts} alert(s) of its own: a person looks."
    return held(mail, sender, Because(Reason.MACHINE_WITH_ALERTS, text))


def report(mail: Classified, facts: ReportMail, sender: SenderFacts, letter: TracedLetter | None) -> Decision:
    """A bounce, a delay notice or a success report (RFC 3464)."""
    if facts.alerts:
        return with_alerts(mail, sender, facts.alerts)
    if letter is None:
        text = "A report about nothing of ours: recorded, never acted on."
        return recorded(mail, sender, Because(Reason.REPORT_OF_NOTHING, text))
    heard, said = _reported(facts)
    if heard is None:
        text = f"Their mail server passed {letter.named} on to another one: recorded."
        return recorded(mail, sender, Because(Reason.DELIVERED, text))
    if letter.trace is not Trace.MESSAGE_ID:
        return _untraced(mail, sender, letter, heard, said)
    if heard is not Heard.DELIVERED and (others := _others(facts, letter)):
        text = (
            f"A report about {letter.named}, which went to {letter.recipient}, names {others} alone: whether "
            f"{letter.recipient} has it is not said. {said} Ring them if it is urgent."
        )
        return held(mail, sender, Because(Reason.BOUNCE, text))
    reason = {
        Heard.FAILED: Reason.BOUNCE,
        Heard.DELAYED: Reason.DELAYED,
        Heard.DELIVERED: Reason.DELIVERED,
    }[heard]
    words = {
        Heard.FAILED: "A bounce",
        Heard.DELAYED: "A delay notice: their mail server goes on trying",
        Heard.DELIVERED: "Their mail server says that it was delivered",
    }[heard]
    because = Because(reason, f"{words}, about {letter.named} to {letter.recipient}. {said}".rstrip())
    return recorded(mail, sender, because, HeardOf(letter, heard, said))


def _reported(facts: ReportMail) -> tuple[Heard | None, str]:
    """The gravest thing that the report says of a recipient, and its words; None for 'passed on', which is neither."""
    if facts.delay:
        return Heard.DELAYED, _said(facts.recipients)
    if facts.recipients and all(each.action in _GOOD for each in facts.recipients):
        return Heard.DELIVERED if any(each.action == "delivered" for each in facts.recipients) else None, ""
    return Heard.FAILED, _said(tuple(each for each in facts.recipients if each.action not in _GOOD))


def _said(recipients: tuple[ReportedRecipient, ...]) -> str:
    told = (f"{each.address}: {each.status} {each.diagnostic or each.action}" for each in recipients[:3])
    return " ".join("; ".join(told).split())[:_TOLD]


def _others(facts: ReportMail, letter: TracedLetter) -> str:
    """The addresses a report is about, when the letter's own is none of them: somewhere its mail is passed on to."""
    named = [each.address for each in facts.recipients if each.address and each.action not in _GOOD]
    if not named or letter.recipient.casefold() in {each.casefold() for each in named}:
        return ""
    return ", ".join(named[:3])


def _untraced(
    mail: Classified, sender: SenderFacts, letter: TracedLetter, heard: Heard, said: str
) -> Decision:
    """A report that names a letter of ours without showing it: anybody could have written it."""
    if heard is Heard.DELIVERED:
        text = f"It says that {letter.named} was delivered, without showing our letter: recorded only."
        return recorded(mail, sender, Because(Reason.DELIVERED, text))
    text = (
        f"A {'delay notice' if heard is Heard.DELAYED else 'bounce'} that seems to be about {letter.named} to "
        f"{letter.recipient}, found by its {letter.trace.value.replace('-', ' ')} only; our Message-ID is not in it, "
        f"so nothing was done. {said} Ring {letter.recipient}; if it is true, send the alert to the other contact."
    )
    return held(mail, sender, Because(Reason.REPORT_UNTRACED, text))


def automatic(
    mail: Classified, facts: AutomaticMail, sender: SenderFacts, letter: TracedLetter | None
) -> Decision:
    """An auto-reply or other machine mail (RFC 3834): never answered."""
    if facts.complaint:
        text = (
            f"A receiver, or its mail host, complains of a letter of ours (feedback: {facts.complaint}). Ask them why: "
            "mail that counts as spam will soon not be seen."
        )
        return held(mail, sender, Because(Reason.COMPLAINT, text))
    if facts.alerts:
        return with_alerts(mail, sender, facts.alerts)
    if letter and facts.away and letter.kind.passes_on and _from_receiver(sender, letter):
        said = f"{sender.address.address}: {mail.subject}"[:_TOLD]
        text = f"The mailbox of {letter.recipient} answers that nobody is there, about {letter.named}."
        return recorded(mail, sender, Because(Reason.AWAY, text), HeardOf(letter, Heard.AWAY, said))
    return recorded(
        mail, sender, Because(Reason.MACHINE_MAIL, "Written by a machine: recorded, never answered.")
    )


def _from_receiver(sender: SenderFacts, letter: TracedLetter) -> bool:
    """Whether the receiver of the letter wrote it, or a colleague whose mailbox took it.

    References can be guessed: without our Message-ID it must be likely enough who sent it.
    """
    receiver = Address(letter.recipient)
    if letter.trace is Trace.MESSAGE_ID:
        return sender.address.domain == receiver.domain
    return sender.address.key == receiver.key and suffices(sender, Level.LIKELY)


def disposition_notification(
    mail: Classified, facts: DispositionNotificationMail, sender: SenderFacts
) -> Decision:
    """'Read', 'deleted unread' (RFC 3798): noted, never answered."""
    if facts.alerts:
        return with_alerts(mail, sender, facts.alerts)
    text = "A disposition notification: noted, not answered."
    return recorded(mail, sender, Because(Reason.DISPOSITION_NOTIFICATION, text))


def answer(
    mail: Classified,
    facts: AnswerMail,
    sender: SenderFacts,
    letter: TracedLetter | None,
    unread: tuple[Because, ...],
    *,
    believed: bool,
    is_contact: bool,
) -> Decision:
    """A person's answer to a letter. `believed`: it is likely enough who sent it; is_contact: of the list, now."""
    letter = _the_one_named(facts, letter)
    heard = _meant(facts, letter)
    speaks = letter is not None and sender.organisation is not None
    addressed = speaks and sender.organisation.id == letter.organisation_id  # type: ignore[union-attr]
    plain = believed and addressed and not facts.alerts and not unread
    if heard is Heard.RESEND and not is_contact:
        plain = False
    nothing_else = not facts.alerts and not unread and believed and sender.organisation is not None
    if letter is None and facts.reply.meaning is Meaning.RECEIVED and nothing_else:
        text = "The receiver says that a letter arrived which is not kept any more."
        return recorded(mail, sender, Because(Reason.ANSWER_RECEIVED, text))
    if letter is None or heard is None or not plain:
        return held(mail, sender, _for_a_person(facts, letter, believed=believed), *unread)
    reason, text = _ANSWERS[heard]
    said = " ".join(facts.reply.text.split())[:_TOLD]
    because = Because(reason, text.format(letter=letter.named))
    return recorded(mail, sender, because, HeardOf(letter, heard, said))


_ANSWERS = {
    Heard.RECEIVED: (Reason.ANSWER_RECEIVED, "The receiver says that {letter} arrived."),
    Heard.NOT_OURS: (
        Reason.NOT_OURS,
        "The receiver says that {letter} is not theirs: disputed, and possibly a personal-data incident.",
    ),
    Heard.RESEND: (Reason.RESENT, "The receiver asks for {letter} once more."),
    Heard.DELETED: (Reason.DELETED, "The receiver says that {letter} was deleted."),
}


def _the_one_named(facts: AnswerMail, letter: TracedLetter | None) -> TracedLetter | None:
    """A letter of many alerts, narrowed to those whose references the answer gives: 'NOT OURS CA-26-000004'."""
    if letter is None or len(letter.alerts) < 2 or facts.reply.meaning is not Meaning.NOT_OURS:
        return letter
    named = tuple(each for each in letter.alerts if each[1] in facts.traces.references)
    return replace(letter, alerts=named) if named else letter


def _meant(facts: AnswerMail, letter: TracedLetter | None) -> Heard | None:
    """What the answer says of the letter; None when a person must read it."""
    if letter is None:
        return None
    if letter.kind is LetterKind.RECALL:
        known = {Meaning.CONFIRMS: Heard.DELETED, Meaning.RECEIVED: Heard.RECEIVED}
        return known.get(facts.reply.meaning)
    if not letter.kind.passes_on:
        return Heard.RECEIVED if facts.reply.meaning is Meaning.RECEIVED else None
    # In a letter with many alerts 'not ours' without a reference may mean one of them or all: a person asks.
    if facts.reply.meaning is Meaning.NOT_OURS and not _says_which(facts, letter):
        return None
    known = {
        Meaning.RECEIVED: Heard.RECEIVED,
        Meaning.NOT_OURS: Heard.NOT_OURS,
        Meaning.RESEND: Heard.RESEND,
    }
    return known.get(facts.reply.meaning)


def _says_which(facts: AnswerMail, letter: TracedLetter) -> bool:
    """Whether the answer can only be about these alerts: it names no other, and each of several."""
    carried, named = {each[1] for each in letter.alerts}, set(facts.traces.references)
    return named <= carried and (len(carried) == 1 or named == carried)


def _for_a_person(facts: AnswerMail, letter: TracedLetter | None, *, believed: bool) -> Because:
    about = letter.named if letter else facts.letter or "a letter of ours"
    text = f"An answer to {about} ({facts.reply.meaning.value.replace('_', ' ')}): a person reads it."
    if facts.alerts:
        text = f"{text} It holds {facts.alerts} alert(s) that are not quoted from a letter of ours."
    urgent = believed and facts.reply.meaning is Meaning.NOT_OURS  # somebody may have what is not theirs
    return Because(Reason.NOT_OURS if urgent else Reason.ANSWER, text)


def suffices(sender: SenderFacts, needed: Level) -> bool:
    """Whether it is sure enough who sent the mail."""
    return Level(sender.level).suffices(needed)
