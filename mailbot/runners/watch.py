"""watch: the outside look (promise 9). It mails when mailbot is silent, even when it is dead, and once when it is over.

Run by a timer, with a submission account of its own. What it told stands in watch.json, written before a letter is
handed in and after: a kill in between sends the same letter again under the same Message-ID. Where no letter can be
handed in, the alarm command is told, and the letter is tried again at the next run. The store is only read.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.adapters import alarm_command, watch_state
from mailbot.adapters.store.database import stamp
from mailbot.adapters.watch_state import State, Told
from mailbot.compose.alarm import AlarmFacts, alarm, alarm_in_words, recovery, recovery_in_words
from mailbot.compose.identity import message_id
from mailbot.compose.letters import Letterhead
from mailbot.compose.render import render
from mailbot.model.configuration import DeliveryPolicy, Helpdesk, WatchPolicy
from mailbot.model.delivery import DeliveryStatus, Meaning, Outgoing
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address
from mailbot.model.trouble import Trouble
from mailbot.policy import delivery as answers
from mailbot.policy.working_time import in_office_hours
from mailbot.runners.outlets import Submission
from mailbot.runners.outside_look import look

Compose = Callable[[AlarmFacts, Letterhead, str, datetime], Letter]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run found and did. said: sentences for a person. failure: why something could not be told."""

    at: datetime
    troubles: tuple[Trouble, ...]
    said: tuple[str, ...]
    failure: str

    @property
    def well(self) -> bool:
        """Whether nothing is wrong and nothing is left to be told."""
        return not self.troubles and not self.failure

    def to_json(self) -> dict[str, Any]:
        """For a script."""
        return {
            "at": self.at.isoformat(),
            "well": self.well,
            "troubles": [
                {"part": each.part, "since": each.since.isoformat(), "what": each.sentence}
                for each in self.troubles
            ],
            "said": list(self.said),
            "failure": self.failure or None,
        }


class Watch:
    """One run. submission: None where [watch] names no host. at: the time it is, aware."""

    def __init__(
        self,
        store: Path,
        state: Path,
        policy: WatchPolicy,
        people: Helpdesk,
        delivery: DeliveryPolicy,
        head: Letterhead,
        submission: Submission | None,
        at: datetime,
    ) -> None:
        self._store = store
        self._file = state
        self._policy = policy
        self._people = people
        self._delivery = delivery
        self._head = head
        self._submission = submission
        self._at = at
        self._said: list[str] = []
        self._failures: list[str] = []
        self._state = State()

    def run(self) -> Outcome:
        """Look, tell what is new or over, write down what was told."""
        troubles = look(self._store, self._policy.silent_after, self._delivery, self._at)
        self._state = watch_state.read(self._file)
        self._keep(self._merged(troubles))
        if troubles:
            self._tell_alarm()
        elif self._state.told:
            self._tell_recovery()
        if self._submission:
            self._submission.close()
        return Outcome(self._at, troubles, tuple(self._said), " ".join(self._failures))

    def _merged(self, troubles: tuple[Trouble, ...]) -> tuple[Told, ...]:
        """What was told before, and what is new; one that is over stays until all is well."""
        wrong, known = {each.part: each for each in troubles}, self._state.by_part()
        over = [
            each if each.over_at or part in wrong else replace(each, over_at=self._at)
            for part, each in known.items()
        ]
        back = [replace(each, over_at=None) if each.trouble.part in wrong else each for each in over]
        new = [Told(each, self._at) for part, each in wrong.items() if part not in known]
        return (*back, *new)

    def _keep(self, told: tuple[Told, ...]) -> None:
        """Write down what was told, where that changed."""
        if told == self._state.told:
            return
        self._state = replace(self._state, told=told)
        if failure := watch_state.write(self._file, self._state):
            self._failures.append(f"{failure} What was told will be told again.")

    def _tell_alarm(self) -> None:
        new = tuple(each for each in self._state.told if not each.mailed and not each.over_at)
        if not new:
            return
        mailed = self._mailed(alarm, LetterKind.ALARM, new)
        commanded = not mailed and self._commanded(
            [alarm_in_words(each.trouble) for each in new if not each.commanded], raised=True
        )
        self._keep(
            tuple(
                replace(each, mailed=mailed, commanded=each.commanded or commanded) if each in new else each
                for each in self._state.told
            )
        )

    def _tell_recovery(self) -> None:
        """All is well again: whoever was told hears of it, each in the way he was told."""
        by_mail = tuple(each for each in self._state.told if each.mailed)
        by_command = [each for each in self._state.told if each.commanded]
        if by_command:
            words = [recovery_in_words(each.trouble, each.over_at or self._at) for each in by_command]
            if not self._commanded(words, raised=False):
                return
            self._keep(tuple(replace(each, commanded=False) for each in self._state.told))
        if not by_mail or self._mailed(recovery, LetterKind.RECOVERY, by_mail):
            self._keep(())

    def _mailed(self, compose: Compose, kind: LetterKind, about: tuple[Told, ...]) -> bool:
        """Hand in one letter about all of it; whether it was taken."""
        to = self._policy.to or self._people.on_duty(in_office_hours(self._at, self._people.office_hours))
        if not to or self._submission is None:
            missing = "whom to mail: fill in `to`" if not to else "through which host: fill in `host`"
            self._failures.append(f"Nothing could be mailed, because [watch] does not say {missing}.")
            return False
        raised_at = min(each.raised_at for each in about)
        ended = max((each.over_at for each in about if each.over_at), default=None)
        troubles = tuple(each.trouble for each in about)
        facts = AlarmFacts(Address(to), troubles, raised_at, ended, outside=True)
        cause = f"watch {' '.join(each.part for each in troubles)} {stamp(raised_at)}"
        key = bytes.fromhex(self._state.key)
        id_ = message_id(key, cause, to, kind, self._head.sender.domain)
        return self._handed_in(compose(facts, self._head, id_, self._at), to)

    def _handed_in(self, letter: Letter, to: str) -> bool:
        assert self._submission is not None
        waiting = [Outgoing(0, self._head.sender.address, to, render(letter))]
        heard: list[DeliveryStatus] = []

        def answered(_letter: Outgoing, status: DeliveryStatus) -> bool:
            heard.append(status)
            return False

        self._submission.run(lambda: waiting.pop() if waiting else None, answered)
        if heard and answers.judge(heard[0]) is Meaning.SENT:
            self._said.append(f"Mailed to {to}: {letter.subject}")
            return True
        why = answers.explain(heard[0]) if heard else "The host of [watch] gave no answer."
        self._failures.append(f"The mail to {to} could not be handed in; it is tried again. {why}")
        return False

    def _commanded(self, words: list[str], *, raised: bool) -> bool:
        """Tell the alarm command; whether it was told."""
        if not self._policy.alarm_command or not words:
            return False
        failure = alarm_command.run(self._policy.alarm_command, "\n".join(words), raised=raised)
        if failure:
            self._failures.append(failure)
            return False
        self._said.append("The alarm command was told.")
        return True
