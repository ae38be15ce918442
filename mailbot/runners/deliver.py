"""deliver: due letters -> SMTP -> sent | deferred | failed (promise 4).

The attempt is committed before SMTP starts, the answer after it; a process that dies in between leaves the
letter 'sending', which the next start counts as uncertain and makes due again under the same Message-ID. What
an answer means stands in policy/delivery.py. Trouble that is ours leaves letters due and fails nobody.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from mailbot.adapters.store import alerts, facts, held, letters, mails
from mailbot.adapters.store.database import Store
from mailbot.compose.render import render
from mailbot.model.alert import AlertState
from mailbot.model.configuration import DeliveryPolicy, Mode, SubmissionAccess
from mailbot.model.decision import Because, Reason
from mailbot.model.delivery import DeliveryStatus, Meaning, Outgoing, Stage
from mailbot.model.letter import LetterKind
from mailbot.policy import delivery
from mailbot.policy.evidence import LONDON
from mailbot.runners.clock import Clock
from mailbot.runners.receipts import Receipts

log = structlog.get_logger()

_OF_ONE_LETTER = frozenset({Stage.RCPT, Stage.DATA, Stage.DOT})
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Submission(Protocol):
    """What carries letters: adapters.smtp.Submission, or a test's own."""

    def run(
        self,
        next_letter: Callable[[], Outgoing | None],
        on_answer: Callable[[Outgoing, DeliveryStatus], bool],
    ) -> None:
        """Pull letters and report answers until none is due or an answer says stop."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one tick did."""

    attempted: int = 0
    sent: int = 0
    ours: bool = False  # our own account, host or network is in trouble


class Deliver:
    """Sends what is due, within the submission limits. Used by one thread."""

    def __init__(
        self,
        store: Store,
        submission: Submission,
        access: SubmissionAccess,
        policy: DeliveryPolicy,
        receipts: Receipts,
        clock: Clock,
    ) -> None:
        self._store = store
        self._submission = submission
        self._access = access
        self._policy = policy
        self._receipts = receipts
        self._clock = clock
        self._in_hand: dict[int, letters.QueuedLetter] = {}
        self._attempted = self._sent = self._ours_in_a_row = 0
        self._ours = False
        self._unclear = True  # at the start nobody knows what a process before left in the middle
        self._not_before: datetime | None = None  # while our own account or host is in trouble
        self.stopping: Callable[[], bool] = lambda: False  # asked between letters

    def recover(self) -> int:
        """Letters that a process left 'sending' when it died: uncertain, and due again. At start."""
        with self._store.transaction("recover"):
            return letters.recover(self._store, self._clock.now())

    def tick(self) -> Delivered:
        """Write the receipts that are owed, then send everything that is due and may leave."""
        if self._unclear:
            self.recover()
            self._unclear = False
        self._receipts.write_owed()
        self._attempted = self._sent = 0
        self._ours = False
        if self.sends and self._next_due_now():
            self._run()
            self._receipts.write_owed()
            if self.sends and self._next_due_now() and not self._ours:
                self._run()  # the receipts just written
        with self._store.transaction("delivery"):
            facts.put(self._store, facts.LAST_DELIVERY, str(self._sent), self._clock.now())
            facts.drop(self._store, facts.TROUBLE + "store")
        return Delivered(self._attempted, self._sent, self._ours)

    def _run(self) -> None:
        """One run; when the store fails in the middle of it, the letters in hand are uncertain."""
        self._unclear = True
        self._submission.run(self._next, self._answered)
        self._unclear = False

    def close(self) -> None:
        """Close the connections to the submission host."""
        self._submission.close()

    @property
    def sends(self) -> bool:
        """Whether letters may leave now: not in shadow, not while paused by configuration or by a person."""
        if self._policy.mode in {Mode.SHADOW, Mode.PAUSED}:
            return False
        return facts.get(self._store, facts.PAUSED) is None

    def next_due(self) -> datetime | None:
        """When the next letter is due, the submission limits included; None when nothing waits or may leave."""
        if not self.sends:
            return None
        due = letters.next_due(self._store)
        if due is None:
            return None
        return max(due, *(each for each in (self._free_at(), self._not_before) if each), due)

    def _next_due_now(self) -> bool:
        due = self.next_due()
        return due is not None and due <= self._clock.now()

    def _free_at(self) -> datetime | None:
        """When a limit lets the next letter leave; None when none is reached (0 means no limit)."""
        now = self._clock.now()
        for limit, window in ((self._access.per_minute, MINUTE), (self._access.per_day, DAY)):
            if limit and letters.attempts_since(self._store, now - window) >= limit:
                oldest = letters.earliest_attempt_since(self._store, now - window)
                return oldest + window if oldest else None
        return None

    def _next(self) -> Outgoing | None:
        """The next letter, written; its attempt is committed when this returns. None when none may leave."""
        while not self.stopping() and self._next_due_now():
            queued = self._claim()
            if queued is None:
                return None
            if not self._still_current(queued):
                continue
            if raw := self._written(queued):
                self._in_hand[queued.id] = queued
                self._attempted += 1
                recipient = self._redirect or queued.letter.recipient.address
                return Outgoing(queued.id, self._access.from_, recipient, raw)
        return None

    @property
    def _redirect(self) -> str:
        return self._policy.redirect_to if self._policy.mode is Mode.REDIRECT else ""

    def _claim(self) -> letters.QueuedLetter | None:
        with self._store.transaction("sending"):
            return letters.claim(self._store, self._clock.now(), self._redirect)

    def _still_current(self, queued: letters.QueuedLetter) -> bool:
        """Whether an alert's letter still goes to a current contact (promise 5); if not, a person decides."""
        if queued.letter.kind is not LetterKind.RELAYED_ALERT:
            return True
        today = self._clock.now().astimezone(LONDON).date()
        if letters.recipient_is_current(self._store, queued.id, today):
            return True
        said = (
            "Before it was sent the supplier left the list, or its contact changed. Release it to send it on."
        )
        with self._store.transaction("answer"):
            self._failed(
                queued, DeliveryStatus(Stage.CONNECT), said, self._clock.now(), Reason.NO_LONGER_CURRENT
            )
        return False

    def _written(self, queued: letters.QueuedLetter) -> bytes | None:
        """The RFC 5322 bytes; None when the letter cannot be written, which fails it and stops no other."""
        try:
            return render(queued.letter, redirect_to=self._redirect)
        except Exception as error:  # noqa: BLE001  a fault of our own in one letter must not stop the next
            said = f"The letter could not be written ({type(error).__name__}): a fault of mailbot's own."
            log.error("a letter could not be written", letter=f"L-{queued.id}", error=type(error).__name__)
            with self._store.transaction("answer"):
                self._failed(queued, DeliveryStatus(Stage.CONNECT), said, self._clock.now())
            return None

    def _answered(self, outgoing: Outgoing, status: DeliveryStatus) -> bool:
        """Commit what the answer means; False stops the run, because the trouble is ours."""
        queued = self._in_hand.pop(outgoing.letter_id)
        meaning = delivery.judge(status)
        said = delivery.explain(status)
        with self._store.transaction("answer"):
            self._write(queued, meaning, status, said)
        log.info(
            "letter answered",
            letter=f"L-{queued.id}",
            meaning=meaning.value,
            code=status.code,
            status=status.status,
        )
        if meaning is Meaning.OURS:
            self._ours = True
            self._ours_in_a_row += 1
            self._not_before = self._clock.now() + delivery.ours_back_off(self._ours_in_a_row, _jitter())
        elif meaning is not Meaning.UNCERTAIN:
            self._ours_in_a_row = 0
            self._not_before = None
        return meaning is not Meaning.OURS and self.sends and not self.stopping()

    def _write(
        self, queued: letters.QueuedLetter, meaning: Meaning, status: DeliveryStatus, said: str
    ) -> None:
        now = self._clock.now()
        if meaning is Meaning.OURS:
            # What was said of one letter must not let it stand in front of all others for ever.
            wait = delivery.ours_back_off(1, _jitter()) if status.stage in _OF_ONE_LETTER else timedelta()
            letters.stays_due(self._store, queued.id, status, said, now, now + wait)
            facts.trouble(self._store, "submission", said, now)
            return
        facts.drop(self._store, facts.TROUBLE + "submission")
        until = now + delivery.back_off(queued.attempts, _jitter())
        if meaning is Meaning.SENT:
            letters.sent(self._store, queued.id, status, said, now)
            self._sent += 1
        elif meaning is Meaning.UNCERTAIN:
            letters.uncertain(self._store, queued.id, status, said, now, until)
        elif meaning is Meaning.TRY_LATER and until < letters.give_up_at(queued, self._policy.give_up_after):
            letters.deferred(self._store, queued.id, status, said, now, until)
        else:
            self._failed(queued, status, said, now)

    def _failed(
        self,
        queued: letters.QueuedLetter,
        status: DeliveryStatus,
        said: str,
        now: datetime,
        reason: Reason = Reason.UNDELIVERABLE,
    ) -> None:
        """The letter failed for good; the alert in it reached nobody and waits for a person."""
        letters.failed(self._store, queued.id, status, said, now)
        if queued.alert_id is None:
            return
        because = (Because(reason, f"It did not reach the contact: {said}"),)
        alerts.change(self._store, queued.alert_id, AlertState.HELD, because, now)
        mail_id = int(self._store.one("SELECT message_id FROM alert WHERE id = ?", (queued.alert_id,)))
        held.hold(self._store, mail_id, queued.alert_id, because, now)
        mails.settle(self._store, mail_id)


def _jitter() -> float:
    """So that letters put off together do not come back together."""
    return random.random()  # noqa: S311  not a secret
