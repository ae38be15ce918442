"""dispose: the journal -> read, classify, decide -> one transaction (promises 3 and 7).

The attempt is committed before a mail is read. A mail with an earlier attempt is read alone, in a child
process with limits; after the third failure, a crash included, it is held with the error. So no mail can stop
the mail behind it. Contact changes, alerts, letters, held items and journal lines of one mail commit together
or not at all; nothing here touches a network.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import structlog

from mailbot.adapters.store import journal, mails, suppliers
from mailbot.adapters.store.database import Store
from mailbot.model.classified import Classified
from mailbot.model.configuration import Mode, RoutingPolicy, Unknown
from mailbot.model.decision import Decision, Reason
from mailbot.model.errors import MailbotError
from mailbot.model.limits import Limits
from mailbot.model.rulebook import Rulebook
from mailbot.model.sender import Level
from mailbot.model.spool import SpooledMail
from mailbot.policy.decide import Context, decide, hold_unread, same_mail
from mailbot.runners.alone import ReaderFailed, read_alone, read_safely
from mailbot.runners.clock import Clock
from mailbot.runners.effects import Effects
from mailbot.runners.records import StoreRecords

log = structlog.get_logger()

ATTEMPTS = 3  # the first among other mails, the others alone
# A kill from outside while a mail is read alone is not its fault; only a daemon that dies of it each time is.
INTERRUPTED = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """What decisions depend on beside mail and store; replaced as a whole when rules are reloaded."""

    rulebook: Rulebook
    policy: RoutingPolicy
    sender_check: Level
    unknown: Unknown
    mode: Mode
    limits: Limits = field(default_factory=Limits)
    ours: frozenset[str] = frozenset()  # our own addresses, lower case


class Dispose:
    """Decides waiting mails, oldest first, those that made trouble after the others. Used by one thread."""

    def __init__(self, store: Store, judgement: Judgement, effects: Effects, clock: Clock) -> None:
        self._store = store
        self.judgement = judgement
        self._effects = effects
        self._clock = clock
        self.stopping: Callable[[], bool] = lambda: False  # asked between mails
        self.news: Callable[[], None] = lambda: None  # called when a mail was decided

    def use_rules(self, rulebook: Rulebook) -> None:
        """Decide by these rules from the next mail on."""
        self.judgement = replace(self.judgement, rulebook=rulebook)
        self._effects.use_rules(rulebook)

    def tick(self) -> int:
        """Decide every mail that waits; how many were decided. A mail that failed is taken again next tick."""
        decided = 0
        for mail_id in mails.waiting(self._store, shadow=self._shadow):
            if self.stopping():
                break
            spooled = mails.get(self._store, mail_id)
            assert spooled is not None  # raw bytes are kept at least until the decision
            if self._one(spooled):
                decided += 1
                self.news()
        return decided

    @property
    def waiting(self) -> bool:
        """Whether a mail still waits: it came meanwhile, or its reading failed and is tried again, alone."""
        return bool(mails.waiting(self._store, shadow=self._shadow))

    @property
    def _shadow(self) -> bool:
        return self.judgement.mode is Mode.SHADOW

    def _one(self, spooled: SpooledMail) -> bool:
        """One mail: read it, decide it, commit. False when the reading failed and is to be tried again."""
        if not spooled.whole:
            text = (
                f"The mail has {spooled.key.size // 1024} KB, more than max_message_bytes: only its headers were "
                "taken, the mail lies in the folder."
            )
            return self._commit(spooled, hold_unread(Reason.TOO_LARGE, text), self._headers_of(spooled))
        if spooled.attempts >= INTERRUPTED:
            text = (
                f"Reading it was interrupted {spooled.attempts} times by the end of the daemon. Act by hand."
            )
            return self._commit(spooled, hold_unread(Reason.READER_FAILED, text))
        if bool(spooled.attempts) + spooled.failures >= ATTEMPTS:
            why = mails.last_error(self._store, spooled.id) or "the daemon ended while reading it"
            text = f"It could not be read in {ATTEMPTS} attempts ({why}). Open it in the mailbox and act by hand."
            return self._commit(spooled, hold_unread(Reason.READER_FAILED, text))
        return self._read_and_decide(spooled)

    def _read_and_decide(self, spooled: SpooledMail) -> bool:
        with self._store.transaction("attempt"):
            mails.begin_reading(self._store, spooled.id)
        try:
            self._decide(spooled, self._read(spooled))
        except ReaderFailed as failure:
            self._failed(spooled, str(failure))
            return False
        except MailbotError:
            raise  # the store or the disk, not the mail
        except Exception as error:  # noqa: BLE001
            # The boundary of promise 7: whatever a mail provokes must not stop the mail behind it.
            self._failed(spooled, f"{type(error).__name__}: {error}")
            return False
        return True

    def _read(self, spooled: SpooledMail) -> Classified:
        limits, rulebook = self.judgement.limits, self.judgement.rulebook
        if spooled.attempts:
            return read_alone(spooled.raw, rulebook, limits)
        return read_safely(spooled.raw, rulebook, limits)

    def _failed(self, spooled: SpooledMail, error: str) -> None:
        log.warning(
            "a mail could not be read", mail=f"M-{spooled.id}", attempt=spooled.attempts + 1, error=error
        )
        with self._store.transaction("attempt"):
            mails.note_failure(self._store, spooled.id, error, alone=bool(spooled.attempts))
            detail = {"attempt": spooled.attempts + 1}
            journal.append(self._store, self._clock.now(), "mail.reader_failed", f"M-{spooled.id}", detail)

    def _decide(self, spooled: SpooledMail, classified: Classified) -> None:
        now = self._clock.now()
        with self._store.transaction("dispose"):
            context = Context(
                verdict=spooled.verdict,
                directory=suppliers.directory(self._store),
                records=StoreRecords(self._store, now),
                rulebook=self.judgement.rulebook,
                policy=self.judgement.policy,
                sender_check=self.judgement.sender_check,
                unknown=self.judgement.unknown,
                now=now,
                ours=self.judgement.ours,
            )
            before = mails.same_bytes(self._store, spooled)
            if before:
                which = f"M-{before['id']} of {before['owned_at'][:16].replace('T', ' ')} UTC"
                decision = same_mail(classified, context, which)
            else:
                decision = decide(classified, context)
            self._carry_out(spooled, classified, decision)

    def _headers_of(self, spooled: SpooledMail) -> Classified | None:
        """Who wrote it and about what, for the person who must find it in the folder; None when unreadable."""
        try:
            return read_alone(spooled.raw, self.judgement.rulebook, self.judgement.limits)
        except ReaderFailed:
            return None

    def _commit(self, spooled: SpooledMail, decision: Decision, headers: Classified | None = None) -> bool:
        with self._store.transaction("dispose"):
            self._carry_out(spooled, headers, decision)
        return True

    def _carry_out(self, spooled: SpooledMail, classified: Classified | None, decision: Decision) -> None:
        self._effects.apply(spooled, classified, decision, shadow=spooled.shadow or self._shadow)
        log.info(
            "mail decided",
            mail=f"M-{spooled.id}",
            disposition=decision.disposition.value,
            reasons=[each.reason.value for each in decision.because],
        )
