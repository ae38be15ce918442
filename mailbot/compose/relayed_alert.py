"""The relayed alert: a Critical Alert as it goes to the contact of the supplier that serves the meter point.

Takes the facts of one alert, gives a Letter. The subject never holds the whole meter point; the body does,
for the one supplier it belongs to. Shows the forwarder as an organisation, never the person who forwarded.
The date is passed in, aware, UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.templating import write
from mailbot.compose.words import about, joined, meter_point, questions, raised, short
from mailbot.model.alert import CriticalAlert, Precision
from mailbot.model.letter import Attachment, Letter, LetterKind
from mailbot.model.supplier import Contact, Slot


@dataclass(frozen=True, slots=True)
class RelayedAlertFacts:
    """What the letter says.

    code_name: the catalogue's name of the code, never the mail's own words for it. forwarder: the name of
    the organisation, or empty. because: clauses between 'we pass it to you because' and 'as the supplier', namely
    words.NAMED_YOU, words.registration_shows_you(day), words.FOUND_BY_A_PERSON. may_repeat: the reference
    of an alert this one may repeat. warnings: whole sentences. second: why it goes to this contact beside another,
    as half a sentence ('mail to Priya Nair was refused'); empty for the first one.
    """

    reference: str
    alert: CriticalAlert
    code_name: str
    organisation: str
    recipient: Contact
    forwarder: str
    because: tuple[str, ...]
    may_repeat: str = ""
    warnings: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    second: str = ""


def relayed_alert(facts: RelayedAlertFacts, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The letter that passes the alert on."""
    words = write(
        LetterKind.RELAYED_ALERT,
        reference=facts.reference,
        about=about(facts.alert),
        has_meter_point=bool(facts.alert.mpxn),
        thing="meter point" if facts.alert.mpxn else "meter",
        forwarder=facts.forwarder,
        because=joined(facts.because) or "SECAS has you recorded",
        rows=_rows(facts),
        notes=(*facts.warnings, *may_repeat(facts)),
        attached=joined(tuple(short(attachment.filename, 80) for attachment in facts.attachments)),
        standing=standing(facts.recipient, facts.organisation, facts.second),
        questions=questions(head.helpdesk),
    )
    return seal(
        words,
        head,
        kind=LetterKind.RELAYED_ALERT,
        message_id=message_id,
        date=date,
        recipient=facts.recipient.address,
        reference=facts.reference,
        attachments=facts.attachments,
    )


def standing(recipient: Contact, organisation: str, second: str) -> str:
    """Why its reader gets the letter: 'You receive this as alternative contact of X, because ..'."""
    slot = "alternative" if recipient.slot is Slot.ALTERNATIVE else "main"
    if second:
        return f"You receive this as {slot} contact of {organisation}, because {second}."
    return f"You receive this as the {slot} contact of {organisation} on the SEC Supplier Contact List."


def _rows(facts: RelayedAlertFacts) -> tuple[tuple[str, str], ...]:
    """The facts as label and value. What the sender left out is said, not left out."""
    alert = facts.alert
    code = ", ".join(filter(None, (alert.code or "not given", facts.code_name)))
    no_meter_point = "The sender did not give the meter point, only the device."
    return (
        ("Reference", facts.reference),
        ("Alert code", code),
        ("Meter point", meter_point(alert) if alert.mpxn else no_meter_point),
        ("Device", alert.device or "The sender did not give the device."),
        ("Raised", raised(alert)),
    )


def may_repeat(facts: RelayedAlertFacts) -> tuple[str, ...]:
    """The warning that the reader may have had the alert before; none when it is new."""
    if not facts.may_repeat:
        return ()
    why = {
        Precision.NONE: "The sender gave no time, so this",
        Precision.MINUTE: "The sender gave the time without seconds, so this",
        Precision.SECOND: "This",
    }[facts.alert.precision]
    return (f"MAY REPEAT {facts.may_repeat}. {why} may be the alert you have had under that reference.",)
