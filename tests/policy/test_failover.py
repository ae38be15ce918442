"""Who gets an alert next, from all its letters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailbot.model.letter import LetterState
from mailbot.policy.failover import (
    Arrived,
    Attempt,
    Fate,
    Nobody,
    Wait,
    WriteTo,
    next_step,
    why_nobody,
    why_second,
)
from tests.people import BRIGHTWATER, COBALT, NOW

MAIN, ALTERNATIVE = BRIGHTWATER.main.email, BRIGHTWATER.alternative.email
SENT, FAILED, DUE, DEFERRED, NOT_SENT = (
    LetterState.SENT,
    LetterState.FAILED,
    LetterState.DUE,
    LetterState.DEFERRED,
    LetterState.NOT_SENT,
)
PAST, FUTURE = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


def main(state, **more):
    return Attempt(MAIN, state, **more)


def second(state, **more):
    return Attempt(ALTERNATIVE, state, **more)


def to_second(fate):
    return WriteTo(BRIGHTWATER.alternative, fate)


@pytest.mark.parametrize(
    ("attempts", "step"),
    [
        ((main(DUE),), Wait()),
        ((main(SENT),), Arrived()),
        ((main(NOT_SENT),), Arrived()),
        ((main(FAILED),), to_second(Fate.FAILED)),
        ((main(DEFERRED, failover_at=FUTURE),), Wait()),
        ((main(DEFERRED, failover_at=PAST),), to_second(Fate.LATE)),
        ((main(SENT, failover_at=FUTURE),), Arrived()),
        ((main(SENT, failover_at=PAST),), to_second(Fate.LATE)),
        ((main(SENT, failover_at=PAST, received=True),), Arrived()),
        ((main(SENT, away=True),), to_second(Fate.AWAY)),
        ((main(FAILED), second(DUE)), Wait()),
        ((main(FAILED), second(SENT)), Arrived()),
        ((main(FAILED), second(FAILED)), Nobody((Fate.FAILED, Fate.FAILED))),
        ((main(SENT, away=True), second(FAILED)), Nobody((Fate.AWAY, Fate.FAILED))),
        ((main(DEFERRED, failover_at=PAST), second(FAILED)), Nobody((Fate.LATE, Fate.FAILED))),
        ((main(DEFERRED, failover_at=FUTURE), second(FAILED)), Wait()),
        ((second(FAILED),), WriteTo(BRIGHTWATER.main, Fate.FAILED)),
        ((main(NOT_SENT), main(FAILED)), to_second(Fate.FAILED)),
    ],
)
def test_the_step(attempts, step):
    assert next_step(attempts, BRIGHTWATER, NOW) == step


def test_without_an_alternative_nobody_is_left():
    assert next_step((Attempt(COBALT.main.email, FAILED),), COBALT, NOW) == Nobody((Fate.FAILED,))


def test_a_supplier_that_left_gets_no_further_letter():
    left = replace(BRIGHTWATER, left_on=date(2026, 11, 24))
    assert next_step((main(FAILED),), left, NOW) == Nobody((Fate.FAILED,))


def test_one_address_in_both_places_is_written_to_once():
    same = replace(BRIGHTWATER, alternative=replace(BRIGHTWATER.alternative, email=MAIN.upper()))
    assert next_step((main(FAILED),), same, NOW) == Nobody((Fate.FAILED,))


def test_a_new_main_contact_is_asked_before_the_alternative():
    renewed = replace(BRIGHTWATER, main=replace(BRIGHTWATER.main, email="new@brightwater.example"))
    assert next_step((main(FAILED),), renewed, NOW) == WriteTo(renewed.main, Fate.FAILED)


def test_the_words():
    assert (
        why_second(Fate.AWAY, "Priya Nair") == "mail to Priya Nair was answered by an out-of-office message"
    )
    assert why_nobody((Fate.FAILED,)) == (
        "It reached nobody: the only contact was refused or returned. Ring the supplier."
    )
