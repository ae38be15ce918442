"""What every letter shares: who writes it, where answers go, how to reach a person.

Takes the words of a letter and its addresses, gives a Letter. The time is passed in, aware, UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.compose.templating import Written
from mailbot.model.configuration import Helpdesk
from mailbot.model.letter import Attachment, Letter, LetterKind
from mailbot.model.mail import Address


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The part of the configuration that letters show.

    plus_addressing: the mail host delivers alerts+ANYTHING@ to alerts@, so that a reply can carry the
    reference in its address (RFC 5233), where no mail client loses it.
    """

    sender: Address
    reply_to: Address
    plus_addressing: bool
    helpdesk: Helpdesk

    def answers_to(self, reference: str) -> Address:
        """The Reply-To address of a letter about `reference`; the plain one when that is empty."""
        local, at, domain = self.reply_to.address.rpartition("@")
        if not (self.plus_addressing and reference and at):
            return self.reply_to
        return Address(f"{local}+{reference}@{domain}", self.reply_to.name)


def seal(
    words: Written,
    head: Letterhead,
    *,
    kind: LetterKind,
    message_id: str,
    date: datetime,
    recipient: Address,
    reference: str = "",
    answers: str = "",
    thread: Sequence[str] = (),
    attachments: tuple[Attachment, ...] = (),
) -> Letter:
    """The Letter made of these words. answers: the Message-ID of the mail it answers; thread: its References.

    A letter that answers a mail is 'auto-replied', any other 'auto-generated' (RFC 3834, section 5). Its
    own Message-ID ends its References: some submission hosts replace the Message-ID, and an answer still
    brings the References back.
    """
    return Letter(
        kind=kind,
        message_id=message_id,
        date=date.astimezone(UTC),
        sender=head.sender,
        recipient=recipient,
        reply_to=head.answers_to(reference),
        subject=words.subject,
        text=words.text,
        html=words.html,
        auto_submitted="auto-replied" if kind.answers else "auto-generated",
        in_reply_to=answers,
        references=tuple(dict.fromkeys(filter(None, (*thread, answers, message_id)))),
        attachments=attachments,
        reference=reference,
    )
