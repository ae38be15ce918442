"""Alarms: what is wrong with mailbot itself is told once, and once more when it is over (promise 9).

A row, a letter to the person on duty and a journal line commit together; the letter's Message-ID comes from the part
and the moment it was raised, so a kill neither doubles nor loses it. Then the alarm command is told, outside the
transaction and at least once. When the store itself fails, the command is told from memory: that alarm needs no
store. The letters are ours to SECAS: they leave in shadow and while paused, too.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from mailbot.adapters import alarm_command
from mailbot.adapters.store import alarms, facts, letters
from mailbot.adapters.store.alarms import Alarm, Owed
from mailbot.adapters.store.database import Store, stamp
from mailbot.compose.alarm import AlarmFacts, alarm, alarm_in_words, recovery, recovery_in_words
from mailbot.compose.identity import message_id
from mailbot.compose.letters import Letterhead
from mailbot.model.configuration import DeliveryPolicy, Helpdesk
from mailbot.model.errors import MailbotError, StoreGone, TemporaryFailure
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address
from mailbot.model.trouble import Trouble
from mailbot.policy.working_time import in_office_hours
from mailbot.runners.clock import Clock
from mailbot.runners.conditions import Conditions

log = structlog.get_logger()

COMMAND_AGAIN = timedelta(minutes=5)  # a command that failed is run again
NOBODY = (
    "An alarm could not be mailed, because [people] names nobody: fill in urgent_to, or digest_to, in the "
    "configuration."
)

Compose = Callable[[AlarmFacts, Letterhead, str, datetime], Letter]


class Alarms:
    """Looks at the conditions and tells what is new and what is over. Used by one thread.

    alarm_after: how long a silence or trouble lasts before it is told. command: the alarm command, or empty.
    """

    def __init__(
        self,
        store: Store,
        head: Letterhead,
        people: Helpdesk,
        delivery: DeliveryPolicy,
        clock: Clock,
        *,
        alarm_after: timedelta,
        command: str = "",
    ) -> None:
        self._store = store
        self._head = head
        self._people = people
        self._after = alarm_after
        self._command = command
        self._clock = clock
        self._conditions = Conditions(store, alarm_after, delivery)
        self._store_trouble: Trouble | None = None
        self._store_told = False
        self._in_memory: list[Owed] = []  # what the command is to be told without the store's help
        self._told: set[str] = set()  # what it was told while the store could not be written
        self._command_not_before: datetime | None = None
        self.troubles: tuple[Trouble, ...] = ()  # as seen in the last look, told or not
        self.alarming = False  # whether any of them is one that a person was told of

    def tick(self) -> None:
        """Look once. Only StoreGone is raised; any other failure of the store is itself what is told."""
        now = self._clock.now()
        try:
            self._look(now)
            self._store_answers(now)
        except StoreGone:
            raise
        except MailbotError as failure:
            self._store_fails(failure, now)
        self._tell_command(now)

    def _look(self, now: datetime) -> None:
        wrong = {each.part: each for each in self._conditions.alarming(now)}
        still = alarms.still_open(self._store)
        to = self._on_duty(now)
        new = [each for part, each in wrong.items() if part not in still]
        late = [each for part, each in still.items() if part in wrong and to and not each.letter_id]
        over = [each for part, each in still.items() if part not in wrong]
        mended = bool(to) and self._nobody_noted()
        if new or late or over or mended:
            with self._store.transaction("alarm"):
                self._raise(new, late, to, now)
                self._clear(over, to, now)
                if mended:
                    facts.drop(self._store, facts.TROUBLE + "people")
        noted = {each.part: each for each in self._conditions.noted()}
        self.troubles, self.alarming = tuple({**noted, **wrong}.values()), bool(wrong)

    def _raise(self, new: list[Trouble], late: list[Alarm], to: str, now: datetime) -> None:
        for trouble in new:
            raised = alarms.raise_alarm(self._store, trouble, now)
            late = [*late, raised]
            if self._command:
                alarms.owe(self._store, raised, alarm_in_words(trouble), now, raised=True)
            log.error("alarm", part=trouble.part, what=trouble.sentence)
        for each in late:
            if to:
                alarms.written(self._store, each, self._letter(alarm, LetterKind.ALARM, each, to, now))
            elif facts.get(self._store, facts.TROUBLE + "people") is None:  # what others say of it stays
                facts.trouble(self._store, "people", NOBODY, now)

    def _clear(self, over: list[Alarm], to: str, now: datetime) -> None:
        for each in over:
            tell = to and each.letter_id is not None
            letter = self._letter(recovery, LetterKind.RECOVERY, each, to, now) if tell else None
            alarms.clear(self._store, each, letter, now)
            if self._command:
                words = recovery_in_words(each.trouble, now)
                alarms.owe(self._store, each, words, now, raised=False)
            log.info("alarm is over", part=each.trouble.part)

    def _letter(self, compose: Compose, kind: LetterKind, of: Alarm, to: str, now: datetime) -> int:
        told = AlarmFacts(Address(to), (of.trouble,), of.raised_at, now)
        cause = f"alarm {of.trouble.part} {stamp(of.raised_at)}"
        domain = self._head.sender.domain
        id_ = message_id(facts.message_id_key(self._store), cause, to, kind, domain)
        letter = compose(told, self._head, id_, now)
        return letters.write(self._store, letter, letters.About(), now, shadow=False)

    def _on_duty(self, now: datetime) -> str:
        return self._people.on_duty(in_office_hours(now, self._people.office_hours))

    def _nobody_noted(self) -> bool:
        noted = facts.get(self._store, facts.TROUBLE + "people")
        return noted is not None and noted.value == NOBODY

    def _store_fails(self, failure: MailbotError, now: datetime) -> None:
        """The store cannot be used: remembered here, and told by the command alone."""
        since = self._store_trouble.since if self._store_trouble else now
        trouble = self._store_trouble = Trouble("store", str(failure), since)
        self.troubles = (trouble, *(each for each in self.troubles if each.part != "store"))
        self.alarming = True
        if not self._store_told and now - since > self._after:
            self._store_told = True
            self._in_memory.append(Owed("", True, alarm_in_words(trouble)))
            log.error("alarm", part="store", what=trouble.sentence)

    def _store_answers(self, now: datetime) -> None:
        if self._store_told and self._store_trouble:
            self._in_memory.append(Owed("", False, recovery_in_words(self._store_trouble, now)))
            log.info("alarm is over", part="store")
        self._store_trouble, self._store_told = None, False

    def _tell_command(self, now: datetime) -> None:
        """Run the alarm command for all it is owed, in order; a failure is tried again later."""
        if not self._command or (self._command_not_before and now < self._command_not_before):
            return
        self._command_not_before = None
        self._told_before()
        for owing in (*self._in_memory, *self._owed_in_store()):
            failure = alarm_command.run(self._command, owing.words, raised=owing.raised)
            if failure:
                log.error("the alarm command failed", what=failure)
                self._command_not_before = now + COMMAND_AGAIN
            self._note_told(owing, failure, now)
            if failure:
                return

    def _told_before(self) -> None:
        """Write down what was told while the store could not be written."""
        if self._told and not self._store_trouble:
            with suppress(TemporaryFailure), self._store.transaction("alarm"):
                for key in self._told:
                    facts.drop(self._store, key)
                self._told.clear()

    def _owed_in_store(self) -> tuple[Owed, ...]:
        try:
            owed = alarms.owed(self._store)
        except MailbotError:
            return ()  # told already, by _store_fails
        return tuple(each for each in owed if each.key not in self._told)

    def _note_told(self, owing: Owed, failure: str, now: datetime) -> None:
        """Write down that the command was told, or that it failed; in memory where the store cannot be written."""
        if not failure and owing in self._in_memory:
            self._in_memory.remove(owing)
        try:
            with self._store.transaction("alarm"):
                if failure:
                    facts.trouble(self._store, "alarm-command", failure, now)
                    return
                facts.drop(self._store, facts.TROUBLE + "alarm-command")
                alarms.told(self._store, owing)
        except StoreGone:
            raise
        except MailbotError as second:
            if not failure:
                self._told.add(owing.key)
            log.error("what the alarm command did could not be written down", what=str(second))
