"""The recall: asks somebody who got an alert that was not for them to delete it.

Takes what was sent, when and under which subject; gives a Letter to the address that got it. No meter point stands
in it beyond what the subject of the recalled mail shows. The date is passed in, aware, UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.templating import write
from mailbot.compose.words import at, questions, several
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address


@dataclass(frozen=True, slots=True)
class RecallFacts:
    """What the letter says.

    subject and written_at (aware, UTC): those of the mail that is recalled, by which its receiver finds it.
    others: how many alerts in that mail are not recalled.
    """

    recipient: Address
    reference: str
    subject: str
    written_at: datetime
    others: int = 0


def recall(facts: RecallFacts, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The letter that asks to delete an alert, and for word that it was deleted."""
    words = write(
        LetterKind.RECALL,
        reference=facts.reference,
        rows=(
            ("Reference", facts.reference),
            ("Subject of our mail", facts.subject),
            ("Date of our mail", f"{at(facts.written_at)} (UK time)"),
        ),
        others=several(facts.others, "other alert") if facts.others else "",
        questions=questions(head.helpdesk),
    )
    return seal(
        words,
        head,
        kind=LetterKind.RECALL,
        message_id=message_id,
        date=date,
        recipient=facts.recipient,
        reference=facts.reference,
    )
