"""When an item is due, also by a clock that jumps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.adapters.store.duty import OpenItem
from mailbot.runners.duty import is_due
from tests.people import NOW
from tests.runners.stage import Stage
from tests.runners.test_duty import duty_of, hold, written


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path)


@pytest.fixture
def duty(stage):
    return duty_of(stage)


def test_a_clock_that_jumps_back_does_not_stop_the_repeats(stage, duty):
    hold(stage)
    stage.later(minutes=30)
    duty.tick()
    stage.later(hours=-6)
    stage.later(hours=2)  # two hours of real waiting
    duty.tick()
    assert len(written(stage)) == 2
    duty.tick()
    stage.later(minutes=119)
    duty.tick()
    assert len(written(stage)) == 2


def test_a_clock_that_jumps_forward_brings_one_letter(stage, duty):
    hold(stage)
    stage.later(minutes=30)
    duty.tick()
    stage.later(days=30)
    for _ in range(5):
        duty.tick()
        stage.later(seconds=5)
    assert len(written(stage)) == 2
    stage.later(days=-30)
    for _ in range(5):
        duty.tick()
        stage.later(seconds=5)
    assert len(written(stage)) == 3


HALF_HOUR = timedelta(minutes=30)
OPEN = OpenItem(1, NOW, None, None, 0, at_once=False)


@pytest.mark.parametrize(
    ("item", "after_opening", "due"),
    [
        (OPEN, timedelta(minutes=29), False),
        (OPEN, HALF_HOUR, True),
        (replace(OPEN, at_once=True), timedelta(0), True),
        (OPEN, -timedelta(minutes=5), False),  # a clock set back a little
        (OPEN, -timedelta(hours=1), True),
        (replace(OPEN, told_next=NOW + timedelta(hours=2)), timedelta(minutes=119), False),
        (replace(OPEN, told_next=NOW + timedelta(hours=2)), timedelta(hours=2), True),
        (replace(OPEN, told_next=NOW + timedelta(hours=2)), -timedelta(seconds=10), False),
        (replace(OPEN, told_next=NOW + timedelta(hours=2)), -timedelta(hours=1), True),
        (replace(OPEN, claimed_at=NOW), timedelta(hours=23), False),
        (replace(OPEN, claimed_at=NOW, at_once=True), timedelta(hours=23), False),
        (replace(OPEN, claimed_at=NOW), timedelta(hours=24), True),
        (replace(OPEN, claimed_at=NOW, told_next=NOW + timedelta(hours=48)), timedelta(hours=47), False),
        (replace(OPEN, claimed_at=NOW), -timedelta(hours=1), True),
    ],
)
def test_when_an_item_is_due(item, after_opening, due):
    assert is_due(item, HALF_HOUR, NOW + after_opening) is due
