"""Incidents as other parts open them: one a kind and alert, with what was sent since."""

import json
from datetime import timedelta

import pytest

from mailbot.adapters.store import incidents, journal
from tests.end_to_end.mails import good
from tests.faults.smtp_server import ScriptedSmtp
from tests.people import NOW
from tests.runners.stage import Stage


@pytest.fixture
def stage(tmp_path):
    with ScriptedSmtp() as server:
        made = Stage(tmp_path, server.submission_access())
        made.own(good(1, "Brightwater").raw)
        made.dispose.tick()
        yield made
        made.deliver.close()


def opened(stage, kind="not_ours", at=NOW):
    with stage.store.transaction("test"):
        return incidents.open_incident(stage.store, 1, kind, 3, "NOT OURS, in M-2", "M-2", at)


def disclosed(stage, number=1):
    return json.loads(incidents.get(stage.store, number)["disclosed"])


def test_an_open_one_of_the_same_alert_and_kind_stays_the_one(stage):
    assert opened(stage) == opened(stage, at=NOW + timedelta(hours=3)) == 1
    assert opened(stage, "recall") == 2
    assert [row["id"] for row in incidents.open_for(stage.store, 1)] == [1, 2]
    assert incidents.deadline(incidents.get(stage.store, 1)) == NOW + timedelta(hours=72)
    with stage.store.transaction("test"):
        incidents.close_incident(stage.store, 1, "A Person", "nothing came of it", NOW)
        incidents.close_incident(stage.store, 1, "Another", "again", NOW)
    assert opened(stage) == 3
    assert incidents.get(stage.store, 1)["closed_by"] == "A Person"
    assert [line["what"] for line in journal.lines_of(stage.store, ("I-1",))] == [
        "incident.opened",
        "incident.closed",
    ]


def test_what_has_not_left_is_not_disclosed_and_what_is_sent_later_is_added(stage):
    opened(stage)
    assert disclosed(stage) == []
    stage.deliver.tick()
    opened(stage)
    (letter,) = disclosed(stage)
    assert (letter["letter"], letter["redirected_to"]) == ("L-1", None)
    assert letter["fields"] == ["meter point", "alert code", "time"]
    assert letter["sent_at"]


def test_what_is_no_longer_in_the_letter_table_stays_disclosed(stage):
    stage.deliver.tick()
    opened(stage)
    stage.store.run("UPDATE letter SET alert_id = NULL")
    opened(stage)
    assert [each["letter"] for each in disclosed(stage)] == ["L-1"]


def test_a_receiver_who_has_not_answered_is_outstanding(stage):
    stage.deliver.tick()
    opened(stage)
    with stage.store.transaction("test"):
        incidents.deleted(stage.store, 1, NOW)
    assert incidents.get(stage.store, 1)["deleted_at"] is None
    with stage.store.transaction("test"):
        journal.append(stage.store, NOW + timedelta(minutes=1), "heard.deleted", "L-1")
        incidents.deleted(stage.store, 1, NOW + timedelta(minutes=1))
    row = incidents.get(stage.store, 1)
    assert (bool(row["deleted_at"]), incidents.outstanding(stage.store, row)) == (True, ())
