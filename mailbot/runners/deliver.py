"""deliver: due letters -> SMTP -> sent | deferred | failed (promise 4).

The attempt is committed before SMTP starts, the answer after it; a process that dies in between leaves the
letter 'sending', which the next start counts as uncertain and makes due again under the same Message-ID. What
an answer means stands in policy/delivery.py. Trouble that is ours leaves letters due and fails nobody.

Suppliers take turns, and none has all connections to itself: a slow host delays its own letters only. Letters to
SECAS itself leave in every mode and past every limit.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from mailbot.adapters.store import facts, letters
from mailbot.adapters.store.database import Store
from mailbot.compose.render import render
from mailbot.model.configuration import DeliveryPolicy, Mode, SubmissionAccess
from mailbot.model.decision import Because, Reason
from mailbot.model.delivery import DeliveryStatus, Meaning, Outgoing, Stage
from mailbot.policy import delivery
from mailbot.runners.clock import Clock
from mailbot.runners.failover import Failover
from mailbot.runners.leaving import Leaving
from mailbot.runners.outlets import Submission, Writer
from mailbot.runners.sending_limits import SendingLimits
from mailbot.runners.turns import Turns

log = structlog.get_logger()

_OF_ONE_LETTER = frozenset({Stage.RCPT, Stage.DATA, Stage.DOT})
WRITING_EVERY = timedelta(seconds=1)  # how often a long run looks for letters to be written


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
        failover: Failover,
        leaving: Leaving,
        writers: tuple[Writer, ...],
        clock: Clock,
    ) -> None:
        self._store = store
        self._submission = submission
        self._access = access
        self._policy = policy
        self._failover = failover
        self._leaving = leaving
        self._writers = writers
        self._clock = clock
        self._turns = Turns(access.connections)
        self._limits = SendingLimits(store, access, policy, clock)
        self._in_hand: dict[int, letters.QueuedLetter] = {}
        self._attempted = self._sent = self._ours_in_a_row = 0
        self._ours = False
        self._unclear = True  # at the start nobody knows what a process before left in the middle
        self._not_before: datetime | None = None  # while our own account or host is in trouble
        self._written_at: datetime | None = None
        self.stopping: Callable[[], bool] = lambda: False  # asked between letters
        self.beat: Callable[[], None] = lambda: None  # called when a letter was answered

    def recover(self) -> int:
        """Letters that a process left 'sending' when it died: uncertain, and due again. At start."""
        with self._store.transaction("recover"):
            return letters.recover(self._store, self._clock.now())

    def tick(self) -> Delivered:
        """Write the letters that are owed, then send everything that is due and may leave."""
        if self._unclear:
            self.recover()
            self._unclear = False
        self._write_owed()
        self._attempted = self._sent = 0
        self._ours = False
        if self._next_due_now():
            self._run()
            self._write_owed()
            if self._next_due_now() and not self._ours:
                self._run()  # the letters just written
        with self._store.transaction("delivery"):
            facts.put(self._store, facts.LAST_DELIVERY, str(self._sent), self._clock.now())
            facts.drop(self._store, facts.TROUBLE + "store")
        return Delivered(self._attempted, self._sent, self._ours)

    def _write_owed(self) -> None:
        self._written_at = self._clock.now()
        for writer in self._writers:
            writer.write_due()

    def _run(self) -> None:
        """One run; when the store fails in the middle of it, the letters in hand are uncertain."""
        self._unclear = True
        self._turns.begin()
        self._submission.run(self._next, self._answered)
        self._unclear = False

    def close(self) -> None:
        """Close the connections to the submission host."""
        self._submission.close()

    @property
    def sends(self) -> bool:
        """Whether letters to others may leave now: not in shadow, not while paused."""
        if self._policy.mode in {Mode.SHADOW, Mode.PAUSED}:
            return False
        return facts.get(self._store, facts.PAUSED) is None

    def next_due(self) -> datetime | None:
        """When the next letter is due, the submission limits included; None when nothing waits or may leave."""
        house = letters.next_due(self._store, house=True)
        others = letters.next_due(self._store, house=False) if self.sends else None
        if others and (free := self._limits.free_at()):
            others = max(others, free)
        due = min((each for each in (house, others) if each), default=None)
        return max(due, self._not_before) if due and self._not_before else due

    def next_work(self) -> datetime | None:
        """When this runner has something to do: a letter due, or one to be written."""
        times = [self.next_due(), *(writer.next_due() for writer in self._writers)]
        return min((each for each in times if each), default=None)

    def _next_due_now(self) -> bool:
        due = self.next_due()
        return due is not None and due <= self._clock.now()

    def _next(self) -> Outgoing | None:
        """The next letter, written; its attempt is committed when this returns. None when none may leave."""
        while not self.stopping():
            if not self._next_due_now():
                if not self._wrote_meanwhile():
                    return None
                continue
            queued = self._claim()
            if queued is None:
                return None
            if not self._leaving.may(queued, self._clock.now()):
                continue
            if raw := self._written(queued):
                self._in_hand[queued.id] = queued
                self._turns.took(queued.id, queued.organisation_id)
                self._attempted += 1
                recipient = self._recipient(queued)
                return Outgoing(queued.id, self._access.from_, recipient, raw)
        return None

    def _wrote_meanwhile(self) -> bool:
        """During a long run (a host may take ten minutes over one letter) the others go on being written."""
        since = self._clock.now() - self._written_at if self._written_at else WRITING_EVERY
        if timedelta(0) <= since < WRITING_EVERY or not self._in_hand:
            return False
        self._write_owed()
        return self._next_due_now()

    @property
    def _redirect(self) -> str:
        return self._policy.redirect_to if self._policy.mode is Mode.REDIRECT else ""

    def _recipient(self, queued: letters.QueuedLetter) -> str:
        """Whom it goes to; a letter to SECAS itself is never redirected."""
        return (
            queued.letter.recipient.address
            if queued.letter.kind.house
            else self._redirect or queued.letter.recipient.address
        )

    def _claim(self) -> letters.QueuedLetter | None:
        """The letter whose turn it is; None when nobody's letter may leave."""
        now = self._clock.now()
        free = self._limits.free_at()
        house_only = not self.sends or (free is not None and free > now)
        peer = self._turns.choose(letters.peers_waiting(self._store, now, house_only=house_only))
        if peer is None:
            return None
        with self._store.transaction("sending"):
            return letters.claim(self._store, now, peer, "" if peer[0] == 0 else self._redirect)

    def _written(self, queued: letters.QueuedLetter) -> bytes | None:
        """The RFC 5322 bytes; None when the letter cannot be written, which fails it and stops no other."""
        try:
            redirect = "" if queued.letter.kind.house else self._redirect
            return render(queued.letter, redirect_to=redirect)
        except Exception as error:  # noqa: BLE001  a fault of our own in one letter must not stop the next
            said = f"The letter could not be written ({type(error).__name__}): a fault of mailbot's own."
            log.error("a letter could not be written", letter=f"L-{queued.id}", error=type(error).__name__)
            with self._store.transaction("answer"):
                status = DeliveryStatus(Stage.CONNECT)
                letters.failed(self._store, queued.id, status, said, self._clock.now())
                self._failover.hold_all(queued.id, Because(Reason.UNDELIVERABLE, said))
            return None

    def _answered(self, outgoing: Outgoing, status: DeliveryStatus) -> bool:
        """Commit what the answer means; False stops the run, because the trouble is ours."""
        queued = self._in_hand.pop(outgoing.letter_id)
        self._turns.answered(outgoing.letter_id)
        meaning = delivery.judge(status)
        said = delivery.explain(status)
        with self._store.transaction("answer"):
            self._write(queued, meaning, status, said)
        self.beat()
        log.info(
            "letter answered",
            letter=f"L-{queued.id}",
            meaning=meaning.value,
            code=status.code,
            status=status.status,
        )
        if meaning is Meaning.OURS:
            self._ours_in_a_row += not self._ours  # once a run, however many connections met it
            self._ours = True
            self._not_before = self._clock.now() + delivery.ours_back_off(self._ours_in_a_row, _jitter())
        elif meaning is not Meaning.UNCERTAIN:
            self._ours_in_a_row = 0
            self._not_before = None
        return meaning is not Meaning.OURS and not self.stopping()

    def _write(
        self, queued: letters.QueuedLetter, meaning: Meaning, status: DeliveryStatus, said: str
    ) -> None:
        now = self._clock.now()
        if meaning is Meaning.OURS:
            # What was said of one letter must not let it stand in front of all others for ever.
            wait = delivery.ours_back_off(1, _jitter()) if status.stage in _OF_ONE_LETTER else timedelta()
            letters.stays_due(self._store, queued.id, status, said, now, now + wait)
            facts.trouble(self._store, "account" if status.code else "submission", said, now)
            return
        for part in ("submission", "account"):
            facts.drop(self._store, facts.TROUBLE + part)
        until = now + delivery.back_off(queued.attempts, _jitter())
        if meaning is Meaning.SENT:
            letters.sent(self._store, queued.id, status, said, now)
            self._failover.arrived(queued.id, ("dialogue",))
            self._sent += 1
        elif meaning is Meaning.UNCERTAIN:
            letters.uncertain(self._store, queued.id, status, said, now, until)
            self._failover.put_off(queued.id)
        elif meaning is Meaning.TRY_LATER and until < letters.give_up_at(queued, self._policy.give_up_after):
            letters.deferred(self._store, queued.id, status, said, now, until)
            self._failover.put_off(queued.id)
        else:
            letters.failed(self._store, queued.id, status, said, now)
            self._failover.failed(queued.id, "dialogue", said)


def _jitter() -> float:
    """So that letters put off together do not come back together."""
    return random.random()  # noqa: S311  not a secret
