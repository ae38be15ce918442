"""Time to relay: from arrival to the first acceptance, of each alert once, whatever letters it went in."""

from datetime import timedelta

import pytest

from mailbot.adapters.store.timing import Relayed, time_to_relay
from tests.end_to_end.mails import good
from tests.faults.smtp_server import ScriptedSmtp
from tests.people import NOW
from tests.runners.stage import Stage

DAY = timedelta(days=1)


@pytest.fixture
def stage(tmp_path):
    with ScriptedSmtp() as server:
        made = Stage(tmp_path, server.submission_access(per_minute=0, per_day=0), storm_threshold=3)
        yield made
        made.deliver.close()


def relay(stage, number, minutes):
    """A mail arrives; its letter leaves so many minutes later."""
    stage.own(good(number, ("Brightwater", "COBA", "Elmhurst")[number % 3]).raw)
    stage.dispose.tick()
    stage.later(minutes=minutes)
    stage.deliver.tick()


def test_zeros_when_nothing_was_relayed(stage):
    assert time_to_relay(stage.store, NOW - DAY, NOW + DAY) == Relayed(0, 0.0, 0.0, 0.0)


def test_quantiles_are_of_the_nearest_rank_in_seconds(stage):
    for number, minutes in enumerate((5, 1, 3, 2, 4), start=1):
        relay(stage, number, minutes)
    assert time_to_relay(stage.store, NOW, NOW + DAY) == Relayed(5, 180.0, 300.0, 300.0)
    assert time_to_relay(stage.store, NOW, NOW + timedelta(minutes=6)) == Relayed(1, 300.0, 300.0, 300.0)
    assert time_to_relay(stage.store, NOW + timedelta(minutes=6), NOW + DAY).count == 4


def test_a_letter_sent_again_counts_when_it_was_first_accepted(stage):
    relay(stage, 1, 5)
    reference = stage.store.one("SELECT reference FROM alert")
    stage.later(days=2)
    stage.desk.resend(reference)
    stage.deliver.tick()
    assert stage.store.one("SELECT resent FROM letter WHERE kind = 'relayed_alert'") == 1
    assert time_to_relay(stage.store, NOW, NOW + DAY) == Relayed(1, 300.0, 300.0, 300.0)
    assert time_to_relay(stage.store, NOW + DAY, NOW + 3 * DAY).count == 0


def test_each_alert_of_a_storm_counts_once(stage):
    stage.own(*(good(number, "Brightwater").raw for number in range(1, 9)))
    stage.dispose.tick()
    stage.deliver.tick()
    stage.later(minutes=10)
    stage.deliver.tick()
    assert stage.store.one("SELECT count(*) FROM bundle") == 5
    assert time_to_relay(stage.store, NOW, NOW + DAY) == Relayed(8, 600.0, 600.0, 600.0)


def test_a_clock_that_jumped_back_gives_no_negative_time(stage):
    stage.own(good(1, "Brightwater").raw)
    stage.dispose.tick()
    stage.store.run("UPDATE message SET internal_date = '2026-11-24T11:00:00.000000+00:00'")
    stage.deliver.tick()
    assert time_to_relay(stage.store, NOW, NOW + DAY) == Relayed(1, 0.0, 0.0, 0.0)
