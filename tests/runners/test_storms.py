"""Storms: many alerts for one supplier go in few letters; suppliers take turns; a runaway is stopped."""

import csv
import io
from datetime import timedelta

import pytest

from mailbot import overview
from mailbot.adapters.store import facts, ledgers, letters
from mailbot.model.configuration import Mode
from tests.coming_back import report
from tests.end_to_end.mails import good
from tests.faults.smtp_server import SmtpFaults
from tests.runners.stage import Stage
from tests.runners.test_failover import ALTERNATIVE, MAIN, message_id

OTHER = "alan.whitby@cobalt.example"


@pytest.fixture
def stage(tmp_path, server, request):
    more = {"storm_threshold": 3, "storm_window": timedelta(minutes=10), **getattr(request, "param", {})}
    access = more.pop("access", {})
    made = Stage(tmp_path, server.submission_access(per_minute=0, per_day=0, **access), **more)
    yield made
    made.deliver.close()


def storm(stage, numbers, supplier="Brightwater"):
    shadow = stage.policy.mode is Mode.SHADOW
    stage.own(*(good(number, supplier).raw for number in numbers), shadow=shadow)
    stage.dispose.tick()


def passed_on(stage):
    rows = stage.store.rows(
        "SELECT id, kind, recipient, state, (SELECT count(*) FROM alert_letter WHERE letter_id = letter.id) AS alerts "
        "FROM letter WHERE kind LIKE 'relayed%' ORDER BY id"
    )
    return [(row["kind"], row["recipient"], row["state"], row["alerts"]) for row in rows]


def balanced(stage):
    return all(each(stage.store).balanced for each in (ledgers.mails, ledgers.alerts, ledgers.letters))


def test_the_first_go_singly_and_the_rest_together_within_the_window(stage, server):
    storm(stage, range(1, 11))
    stage.deliver.tick()
    assert passed_on(stage) == [("relayed_alert", MAIN, "sent", 1)] * 3
    assert stage.store.one("SELECT count(*) FROM bundling") == 7
    assert balanced(stage)
    assert stage.deliver.next_work() <= stage.clock.now() + timedelta(minutes=5)
    stage.later(minutes=5)
    stage.deliver.tick()
    assert passed_on(stage)[3:] == [("relayed_alerts", MAIN, "sent", 7)]
    assert balanced(stage)
    letter = letters.unpack(stage.store.one("SELECT content FROM letter WHERE kind = 'relayed_alerts'"))
    assert letter.subject == "7 Critical Alerts: 7 x 8F3F"
    (attached,) = letter.attachments
    rows = list(csv.DictReader(io.StringIO(attached.payload.decode("utf-8-sig"))))
    assert {row["reference"] for row in rows} == {f"CA-26-{number:06d}" for number in range(4, 11)}
    assert all(row["meter_point"] in letter.text for row in rows)


def test_alerts_of_other_suppliers_are_no_part_of_it(stage):
    storm(stage, range(1, 9))
    storm(stage, [50], "COBA")
    stage.deliver.tick()
    assert ("relayed_alert", OTHER, "sent", 1) in passed_on(stage)


def test_a_storm_letter_that_bounces_goes_to_the_alternative_whole(stage):
    storm(stage, range(1, 9))
    stage.later(minutes=5)
    stage.deliver.tick()
    stage.own(report(message_id(stage), MAIN))
    stage.dispose.tick()
    stage.deliver.tick()
    assert passed_on(stage)[3:] == [
        ("relayed_alerts", MAIN, "failed", 5),
        ("relayed_alerts", ALTERNATIVE, "sent", 5),
    ]
    assert balanced(stage)


def test_both_contacts_lost_hold_every_alert_of_the_letter(stage, server):
    no = "550 5.1.1 no such user here"
    server.faults = SmtpFaults(refused={MAIN: no, ALTERNATIVE: no})
    storm(stage, range(1, 9))
    stage.later(minutes=5)
    stage.deliver.tick()
    assert stage.store.one("SELECT count(*) FROM alert WHERE state = 'held'") == 8
    assert stage.store.one("SELECT count(*) FROM held WHERE closed_at IS NULL") == 8
    assert balanced(stage)


def test_a_supplier_that_left_meanwhile_gets_no_storm_letter(stage):
    storm(stage, range(1, 6))
    stage.deliver.tick()
    stage.desk.exit("Brightwater", stage.clock.now().date())
    stage.later(minutes=5)
    stage.deliver.tick()
    assert len(passed_on(stage)) == 3
    assert stage.store.one("SELECT count(*) FROM held WHERE reasons LIKE '%no-longer-current%'") == 2
    assert balanced(stage)


def test_the_receipt_of_a_storm_waits_for_its_letter(stage):
    storm(stage, range(1, 5))
    stage.deliver.tick()
    assert stage.store.one("SELECT count(*) FROM letter WHERE kind = 'receipt'") == 3
    stage.later(minutes=5)
    stage.deliver.tick()
    rows = stage.store.rows("SELECT content FROM letter WHERE kind = 'receipt' ORDER BY id")
    assert len(rows) == 4
    assert "their mail server accepted it" in letters.unpack(rows[3]["content"]).text


@pytest.mark.parametrize("stage", [{"mode": Mode.SHADOW}], indirect=True)
def test_in_shadow_a_storm_is_shown_and_never_sent(stage, server):
    storm(stage, range(1, 9))
    stage.later(minutes=5)
    stage.deliver.tick()
    assert passed_on(stage)[3:] == [("relayed_alerts", MAIN, "not_sent", 5)]
    assert server.connections == 0


@pytest.mark.parametrize("stage", [{"storm_threshold": 1000}], indirect=True)
def test_suppliers_take_turns(stage, server):
    storm(stage, range(1, 21))
    storm(stage, [50, 51], "COBA")
    stage.deliver.tick()
    order = [recipient for recipient, _ in server.letters if recipient in {MAIN, OTHER}]
    assert order[:4].count(OTHER) == 2


@pytest.mark.parametrize("stage", [{"storm_threshold": 1000, "access": {"connections": 3}}], indirect=True)
def test_a_host_that_says_nothing_delays_its_own_supplier_only(stage, server):
    server.faults = SmtpFaults(hanging=(MAIN,))
    storm(stage, range(1, 6))
    storm(stage, range(50, 60), "COBA")
    stage.deliver.tick()
    assert sum(recipient == OTHER for recipient, _ in server.letters) == 10


@pytest.mark.parametrize("stage", [{"storm_threshold": 1000, "max_letters_per_hour": 5}], indirect=True)
def test_a_runaway_is_stopped_and_told_and_goes_on_an_hour_later(stage, server):
    storm(stage, range(1, 9))
    stage.deliver.tick()
    assert len(server.letters) == 5
    assert [each.key for each in facts.troubles(stage.store)] == ["runaway"]
    assert stage.deliver.next_due() > stage.clock.now()
    for _ in range(4):
        stage.later(minutes=61)
        stage.deliver.tick()
    assert len(server.letters) == 16
    assert facts.troubles(stage.store) == ()


def test_where_nobody_stays_to_wait_the_rest_goes_at_once_and_the_queue_shows_what_waits(stage):
    storm(stage, range(1, 9))
    (waits,) = overview.queue(stage.store, 10)["storms"]
    assert (waits["supplier"], waits["alerts"]) == ("Brightwater Business Energy Ltd", 5)
    stage.parts.bundles.at_once = True
    stage.deliver.tick()
    assert passed_on(stage)[3:] == [("relayed_alerts", MAIN, "sent", 5)]
    assert overview.queue(stage.store, 10)["storms"] == []
