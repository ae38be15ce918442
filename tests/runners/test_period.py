"""What a digest tells of its period: what waits, what failed, incidents, alarms, the ledgers and the figures."""

from datetime import timedelta

import pytest

from mailbot.adapters.store import facts, held, incidents
from mailbot.model.configuration import Mode
from mailbot.model.decision import Because, Reason
from tests.coming_back import report as bounce
from tests.end_to_end.mails import good, samples, unknown_code
from tests.faults.smtp_server import ScriptedSmtp
from tests.runners.stage import Stage
from tests.runners.test_report import midnight, report_of, rows, stored


@pytest.fixture
def stage(tmp_path):
    return midnight(tmp_path)


@pytest.fixture
def report(stage):
    return report_of(stage)


def test_what_does_not_balance_is_said_first_of_all(stage, report):
    stage.own(*(each.raw for each in samples(3)))
    stage.dispose.tick()
    stage.store.run("DELETE FROM held")
    stage.store.run("UPDATE alert SET state = 'held'")
    stage.later(hours=8)
    report.tick()
    (row,) = rows(stage)
    assert row["subject"].startswith("BALANCE WRONG mailbot 1 Tue 24 Nov: ")
    assert "balance" not in row["subject"]
    assert "NOT BALANCED, alerts: " in row["text"]


def test_a_day_of_work_in_figures(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access(per_minute=0, per_day=0))
        stage.own(good(1, "Brightwater").raw, good(2, "COBA").raw, unknown_code(3, "Brightwater").raw)
        stage.dispose.tick()
        stage.later(minutes=4)
        stage.deliver.tick()
        stage.deliver.close()
    facts.put(stage.store, facts.LAST_POLL, "3", stage.clock.now())
    stage.later(days=1)
    report_of(stage).tick()
    (row,) = rows(stage)
    assert row["subject"] == "mailbot 1 Wed 25 Nov: 1 to do (1 urgent), 2 relayed, balance OK"
    for line in (
        "- Mails: 2 relayed, 1 held.".replace("2 relayed, 1 held", "1 held, 2 relayed"),
        "- Alerts: 1 held, 2 relayed.",
        "- Time to relay, 2 alerts: half within 4 min, 95 in 100 within 4 min, the longest 4 min.",
        "- Mails: 3 received = 2 relayed + 0 recorded + 1 held + 0 ignored + 0 waiting. Balanced.",
        "- Last completed look at the mailbox: at 10:04 on 24 November 2026.",
        "- Mode: live. Letters go to the suppliers.",
    ):
        assert line in row["text"].splitlines()
    waits = next(line for line in row["text"].splitlines() if line.startswith("- H-1, "))
    assert waits.startswith(
        "- H-1, urgent, 24 h, claimed by nobody: CA-26-000003, 8FEE, electricity meter point ending "
    )
    assert "from Larkfield Energy Ltd." in waits
    for each in stage.store.rows("SELECT mpxn FROM alert"):
        assert each["mpxn"] not in row["text"]


def test_the_next_one_tells_of_the_next_period_only(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access())
        report = report_of(stage)
        stage.own(good(1, "Brightwater").raw)
        stage.dispose.tick()
        stage.deliver.tick()
        stage.later(hours=1)
        report.tick()
        stage.own(good(2, "COBA").raw)
        stage.dispose.tick()
        stage.deliver.tick()
        stage.deliver.close()
    stage.later(days=1)
    report.tick()
    assert [row["subject"].split(", ")[1] for row in rows(stage)] == ["1 relayed", "1 relayed"]


def test_what_failed_and_what_may_have_gone_twice(tmp_path):
    recipients = ("priya.nair@brightwater.example", "tom.ashby@brightwater.example")
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access())
        stage.own(good(1, "Brightwater").raw, good(2, "COBA").raw)
        stage.dispose.tick()
        for recipient in recipients:
            stage.deliver.tick()
            id_ = stage.store.one("SELECT message_id FROM letter WHERE recipient = ?", (recipient,))
            stage.own(bounce(id_, recipient))
            stage.dispose.tick()
        stage.desk.resend("CA-26-000002")
        stage.deliver.tick()
        stage.deliver.close()
    stage.later(hours=2)
    report_of(stage).tick()
    text = rows(stage)[0]["text"]
    assert "- CA-26-000001 (8F3F, electricity meter point ending" in text
    assert "for Brightwater Business Energy Ltd reached nobody: H-1." in text
    assert "the relayed alert CA-26-000001 to Brightwater Business Energy Ltd (main contact), failed." in text
    assert "- The alternative contact of Brightwater Business Energy Ltd is suspect: " in text
    assert (
        "the relayed alert CA-26-000002 to Cobalt Commercial Power Ltd (main contact), sent again on purpose 1 time."
        in text
    )
    assert not any(recipient in text for recipient in recipients)


def test_incidents_claims_alarms_and_troubles(stage, report):
    stage.own(unknown_code(1, "Brightwater").raw, unknown_code(2, "Brightwater").raw)
    stage.dispose.tick()
    now = stage.clock.now()
    held.claim(stage.store, 2, "Jo Marsh", now)
    organisation = stage.store.one("SELECT id FROM organisation WHERE name LIKE 'Cobalt%'")
    incidents.open_incident(
        stage.store, 1, "recall", organisation, "meant for others", "Jo", now - timedelta(hours=60)
    )
    alarm = {"part": "mailbox", "sentence": "The mailbox was silent.", "raised_at": stored(now)}
    stage.store.insert("alarm", {**alarm, "cleared_at": stored(now + timedelta(minutes=40))})
    stage.store.insert("alarm", {**alarm, "part": "store"})
    facts.trouble(stage.store, "store", "The disk of MPAN 10 1234 5678 903 is full.", now)
    stage.later(hours=8)
    report.tick()
    (row,) = rows(stage)
    assert row["subject"].endswith(": 2 to do (2 urgent), 0 relayed, balance OK, 1 alarm open")
    for line in (
        "- I-1, 4 h left of the 72: CA-26-000001, recalled, Cobalt Commercial Power Ltd; "
        "known since 12:05 on 21 November 2026.",
        "- Over after 40 min, mailbox, raised at 00:05 on 24 November 2026: The mailbox was silent.",
        "- OPEN for 8 h, store: The mailbox was silent.",
        "- store, since 00:05 on 24 November 2026: The disk of MPAN ..8903 is full.",
    ):
        assert line in row["text"].splitlines()
    assert "- H-2, urgent, 8 h, claimed by Jo Marsh: CA-26-000002" in row["text"]


def test_thirty_wait_in_full_and_the_rest_are_counted(stage, report):
    for number in range(33):
        stage.own(f"Subject: {number}\r\n\r\n".encode())
        stage.store.run(
            "UPDATE message SET disposition = 'held', kind = 'unknown' WHERE id = ?", (number + 1,)
        )
        held.hold(
            stage.store,
            number + 1,
            None,
            (Because(Reason.UNKNOWN_MAIL, "Nobody knows it."),),
            stage.clock.now(),
        )
    stage.later(hours=8)
    report.tick()
    text = rows(stage)[0]["text"]
    assert rows(stage)[0]["subject"].startswith("mailbot 1 Tue 24 Nov: 33 to do, ")
    assert "- H-30, " in text
    assert "- H-31, " not in text
    assert "- And 3 more; mailbot held list shows them all." in text


def test_shadow_says_what_would_have_been_sent(tmp_path):
    stage = Stage(tmp_path, mode=Mode.SHADOW)
    stage.own(good(1, "Brightwater").raw, shadow=True)
    stage.dispose.tick()
    stage.later(hours=1)
    report_of(stage).tick()
    (row,) = rows(stage)
    assert row["subject"] == "[SHADOW] mailbot 1 Tue 24 Nov: nothing to do, 1 would be relayed, balance OK"
    assert "- Written in shadow, would have been sent: 1 relayed alert." in row["text"].splitlines()
