"""The letters mailbot writes: the public face of this room.

Each function takes the facts of one letter, the letterhead, a Message-ID (compose/identity.py) and the time
of writing (aware, UTC), and gives a Letter; compose/render.py makes RFC 5322 bytes of it. Pure: the same
facts give the same Letter. Nothing is sent, stored or looked up here.
"""

from datetime import datetime

from mailbot.compose.alarm import AlarmFacts, alarm, recovery
from mailbot.compose.digest import digest, digest_words
from mailbot.compose.digest_facts import DigestFacts
from mailbot.compose.duty import DutyFacts, DutyItem, Grave, duty
from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.recall import RecallFacts, recall
from mailbot.compose.receipt import (
    HeldBackFacts,
    ReceiptFacts,
    receipt,
    receipt_update,
    receipts_held_back,
)
from mailbot.compose.relayed_alert import RelayedAlertFacts, relayed_alert
from mailbot.compose.statement import StatementFacts, statement
from mailbot.compose.storm import RelayedAlertsFacts, relayed_alerts
from mailbot.compose.templating import write
from mailbot.compose.told import AlreadyPassedOn, NotForPassingOn, PassedOn, PleaseAct, Told, Waiting
from mailbot.compose.words import FOUND_BY_A_PERSON, NAMED_YOU, at, questions, registration_shows_you
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

__all__ = [
    "FOUND_BY_A_PERSON",
    "NAMED_YOU",
    "AlarmFacts",
    "AlreadyPassedOn",
    "DigestFacts",
    "DutyFacts",
    "DutyItem",
    "Grave",
    "HeldBackFacts",
    "Letterhead",
    "NotForPassingOn",
    "PassedOn",
    "PleaseAct",
    "RecallFacts",
    "ReceiptFacts",
    "RelayedAlertFacts",
    "RelayedAlertsFacts",
    "StatementFacts",
    "Told",
    "Waiting",
    "alarm",
    "digest",
    "digest_words",
    "duty",
    "recall",
    "receipt",
    "receipt_update",
    "receipts_held_back",
    "recovery",
    "registration_shows_you",
    "relayed_alert",
    "relayed_alerts",
    "statement",
    "test_letter",
]


def test_letter(recipient: Address, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The letter of `mailbot check --send-test`: it says that sending works, and asks for nothing."""
    words = write(
        LetterKind.TEST, written_at=at(date), message_id=message_id, questions=questions(head.helpdesk)
    )
    return seal(words, head, kind=LetterKind.TEST, message_id=message_id, date=date, recipient=recipient)
