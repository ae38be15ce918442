"""What every letter to a forwarder shares: whether it may be answered, how often a day, and under which Message-ID.

A cap per peer and day, by address and by domain, holds back letters that answer a mail (promise 8): a loop ends there
even when every header check failed. The first one held back becomes a summary for the whole domain. Our own addresses
are never answered, whatever was decided. Everything stands in the caller's transaction.
"""

from datetime import datetime
from itertools import count

from mailbot.adapters.store import facts, journal, letters, receipts
from mailbot.adapters.store.database import Row, Store, stamp
from mailbot.compose.identity import message_id
from mailbot.compose.letters import HeldBackFacts, Letterhead, receipts_held_back
from mailbot.model.configuration import DeliveryPolicy, Mode
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.policy.evidence import LONDON
from mailbot.runners.clock import Clock


class Answering:
    """The rules of answering, over one store."""

    def __init__(self, store: Store, head: Letterhead, policy: DeliveryPolicy, clock: Clock) -> None:
        self.store = store
        self.head = head
        self.clock = clock
        self._policy = policy
        self._ours = frozenset(_without_plus(each) for each in (head.sender, head.reply_to))

    @property
    def paused(self) -> bool:
        """Whether nothing leaves just now: what is written then tells an old story when it does."""
        return self._policy.mode is Mode.PAUSED or facts.get(self.store, facts.PAUSED) is not None

    @property
    def shadowed(self) -> bool:
        """Whether letters are only shown just now."""
        return self._policy.mode is Mode.SHADOW

    def waited_since(self) -> str:
        """What was decided by then (a stored time) has waited long enough; nothing has while sending is paused."""
        return receipts.NEVER if self.paused else stamp(self.clock.now() - self._policy.receipt_after)

    def shadow(self, mail: Row) -> bool:
        """Whether what is written about the mail is only shown."""
        return bool(mail["shadow"]) or self._policy.mode is Mode.SHADOW

    def refused(self, mail: Row) -> bool:
        """Whether the mail is never answered: it is from ourselves, in whatever form; then nothing is owed any more."""
        if mail["receipt_to"] and not self._is_ours(mail["receipt_to"]) and not self._is_ours(mail["sender"]):
            return False
        receipts.never(self.store, mail["id"])
        journal.append(self.store, self.clock.now(), "receipt.never", f"M-{mail['id']}")
        return True

    def _is_ours(self, address: str) -> bool:
        return _without_plus(Address(address)) in self._ours

    def may_answer(self, to: Address) -> bool:
        """Count one letter for the address and its domain; False when either has had its letters of the day."""
        return self._may_get(tuple(dict.fromkeys((to.key, f"@{to.domain}"))))

    def may_state(self, to: Address) -> bool:
        """The same for daily statements, which are counted by domain and by themselves.

        An address gets one a day at most, so that its receipts need not keep it from the summary of them all; a
        domain that changes its addresses still comes to an end.
        """
        return self._may_get((f"statements to @{to.domain}",))

    def _may_get(self, peers: tuple[str, ...]) -> bool:
        today = self.clock.now().astimezone(LONDON).date()
        return letters.peer_may_get(self.store, peers, today, self._policy.per_peer_per_day)

    def message_id(self, cause: str, to: Address, kind: LetterKind) -> str:
        """The Message-ID of the next letter of that cause: the first has the cause alone, others their number too.

        So a second letter about the same mail or day is not taken for the first one, asked for again.
        """
        numbered = (cause if number == 1 else f"{cause} {number}" for number in count(1))
        ids = (self._id(each, to, kind) for each in numbered)
        return next(id_ for id_ in ids if not self._was_written(id_))

    def _id(self, cause: str, to: Address, kind: LetterKind) -> str:
        key = facts.message_id_key(self.store)
        return message_id(key, cause, to.address, kind, self.head.sender.domain)

    def _was_written(self, id_: str) -> bool:
        sql = "SELECT 1 FROM letter WHERE message_id = ? AND state <> 'not_sent'"
        return self.store.row(sql, (id_,)) is not None

    def summary(self, mail: Row, now: datetime) -> None:
        """The peer is at its cap: one summary for the day and the whole domain, then nothing."""
        to = Address(mail["receipt_to"])
        today = now.astimezone(LONDON).date()
        # By the domain: a peer that changes its address each time would else get one each time.
        domain = Address(f"@{to.domain}")
        id_ = self._id(f"held back {today.isoformat()}", domain, LetterKind.RECEIPTS_HELD_BACK)
        if self._was_written(id_):
            return
        told = HeldBackFacts(to, mail["forwarder"], self._policy.per_peer_per_day, today)
        letter = receipts_held_back(told, self.head, id_, now, mail["message_id"], ())
        about = letters.About(mail["id"], None, mail["organisation_id"])
        letters.write(self.store, letter, about, now, shadow=False)


def _without_plus(address: Address) -> str:
    """The mailbox itself: alerts+CA-26-004217@ is alerts@ (RFC 5233)."""
    local, _, domain = address.key.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
