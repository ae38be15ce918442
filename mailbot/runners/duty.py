"""duty: held is not handled (promise 10). What waits too long is mailed to the person on duty until somebody has it.

An alert that reached nobody, or that its receiver disputes, is due at once; any other alert, and any mail that may
hold one nobody read, after `held_alert_after`; then every two hours until it is claimed, and a day after a claim that
came to nothing. All that is due at one tick goes in one letter, written in one transaction with the next times.
"""

import hashlib
from datetime import datetime, timedelta

from mailbot.adapters.store import duty, facts, letters
from mailbot.adapters.store.database import Store
from mailbot.adapters.store.duty import OpenItem, UrgentItem
from mailbot.compose.identity import message_id
from mailbot.compose.letters import DutyFacts, DutyItem, Grave, Letterhead
from mailbot.compose.letters import duty as duty_letter
from mailbot.model.configuration import DeliveryPolicy, Helpdesk, Mode
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.policy.working_time import in_office_hours
from mailbot.runners.clock import Clock

REPEAT = timedelta(hours=2)
CLAIM_HOLDS = timedelta(hours=24)
_OTHER_CLOCK = timedelta(minutes=5)
_PART = "people"
NOBODY = (
    "Something waits for a person at SECAS and nobody is told, because [people] names no address: urgent_to, "
    "out_of_hours_to and digest_to are empty. Fill one in and start mailbot again; `held list` shows what waits."
)
_NOTICES = {
    Mode.SHADOW: "[delivery] mode is shadow: what you release now cannot be sent.",
    Mode.REDIRECT: "[delivery] mode is redirect: what you release goes to redirect_to, not to the supplier.",
    Mode.PAUSED: "[delivery] mode is paused: what you release leaves once sending goes on.",
    Mode.LIVE: "",
}


class Duty:
    """Mails the person on duty. Used by one thread."""

    def __init__(
        self, store: Store, head: Letterhead, people: Helpdesk, delivery: DeliveryPolicy, clock: Clock
    ) -> None:
        self._store = store
        self._head = head
        self._people = people
        self._delivery = delivery
        self._clock = clock

    def tick(self) -> None:
        """Write the letter about everything that is due now, if anything is. Raises TemporaryFailure."""
        now = self._clock.now()
        due = self._due(now)
        recipient = self._on_duty(now) if due else ""
        self._tell_of_nobody(bool(due) and not recipient, now)
        if not recipient:
            return
        with self._store.transaction("duty"):
            if due := self._due(now):  # a person may have claimed some in between
                self._write(due, Address(recipient), now)

    def _on_duty(self, now: datetime) -> str:
        return self._people.on_duty(in_office_hours(now, self._people.office_hours))

    def _due(self, now: datetime) -> list[UrgentItem]:
        after = self._people.held_alert_after
        ids = [each.id for each in duty.open_items(self._store) if is_due(each, after, now)]
        return duty.urgent(self._store, ids)

    def _tell_of_nobody(self, nobody: bool, now: datetime) -> None:
        """Keep the trouble as long as it lasts; what others say of the same part is left alone."""
        known = facts.get(self._store, facts.TROUBLE + _PART)
        ours = known is not None and known.value == NOBODY
        if nobody and known is None:
            with self._store.transaction("trouble"):
                facts.trouble(self._store, _PART, NOBODY, now)
        elif ours and not nobody:
            with self._store.transaction("trouble"):
                facts.drop(self._store, facts.TROUBLE + _PART)

    def _write(self, due: list[UrgentItem], to: Address, now: datetime) -> None:
        told = DutyFacts(to, tuple(_told(each) for each in due), self._notice())
        letter = duty_letter(told, self._head, self._message_id(due, to), now)
        letter_id = letters.write(self._store, letter, letters.About(), now, shadow=False)
        for each in due:
            again = now + (CLAIM_HOLDS if each.claimed_at else REPEAT)
            duty.told(self._store, each.id, letter_id, again, now)

    def _message_id(self, due: list[UrgentItem], to: Address) -> str:
        """One for these items told so many times each: a letter written twice is one letter."""
        items = "\n".join(f"{each.identity} {each.letters}" for each in due)
        cause = f"duty {hashlib.sha256(items.encode()).hexdigest()}"
        key = facts.message_id_key(self._store)
        return message_id(key, cause, to.address, LetterKind.DUTY, self._head.sender.domain)

    def _notice(self) -> str:
        paused = self._delivery.mode is Mode.LIVE and facts.get(self._store, facts.PAUSED)
        return "Sending is paused: `mailbot resume` goes on." if paused else _NOTICES[self._delivery.mode]


def is_due(item: OpenItem, after: timedelta, now: datetime) -> bool:
    """Whether somebody is to be told of an open item now. `after`: held_alert_after.

    A time further off than it can have been planned was planned by a clock that has jumped back since: due now.
    """
    if item.told_next:
        planned, longest = item.told_next, CLAIM_HOLDS if item.claimed_at else REPEAT
    elif item.claimed_at:
        planned, longest = item.claimed_at + CLAIM_HOLDS, CLAIM_HOLDS
    else:
        longest = timedelta(0) if item.at_once else after
        planned = item.opened_at + longest
    return planned <= now or planned > now + longest + _OTHER_CLOCK


def _told(item: UrgentItem) -> DutyItem:
    return DutyItem(
        number=f"H-{item.id}",
        reference=item.reference,
        alert=item.alert,
        subject=item.subject,
        sender=item.sender,
        forwarder=item.forwarder,
        would_go_to=item.candidate,
        why=item.why,
        since=item.opened_at,
        told=item.letters,
        grave=_grave(item),
        claimed_by=item.claimed_by,
        claimed_at=item.claimed_at,
    )


def _grave(item: UrgentItem) -> Grave:
    if duty.NOBODY_GOT_IT & item.reasons:
        return Grave.REACHED_NOBODY
    return Grave.DISPUTED if duty.DISPUTED & item.reasons else Grave.NONE
