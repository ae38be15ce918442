"""What was said of a device: the latest time of each statement, newest first."""

from datetime import timedelta

import pytest

from mailbot.adapters.store import devices
from tests.people import MPAN, NOW
from tests.runners.stage import Stage

DEVICE = "00-1D-24-02-01-A0-0B-11"
LARKFIELD, TAMAR = "Larkfield Energy Ltd", "Tamar Valley Power plc"


@pytest.fixture
def store(tmp_path):
    stage = Stage(tmp_path)
    stage.own(b"From: a@b.example\r\n\r\n1", b"From: a@b.example\r\n\r\n2")
    yield stage.store
    stage.store.close()


def say(store, organisation, hours, mpxn=MPAN, mail=1):
    id_ = store.one("SELECT id FROM organisation WHERE name = ?", (organisation,))
    with store.transaction("test"):
        devices.said(store, DEVICE, mpxn, id_, mail, NOW + timedelta(hours=hours))


def test_the_same_statement_is_one_with_its_latest_time(store):
    say(store, LARKFIELD, 0)
    say(store, LARKFIELD, 2, mail=2)
    say(store, LARKFIELD, 1)
    assert devices.said_of(store, DEVICE) == (devices.Said(MPAN, LARKFIELD, NOW + timedelta(hours=2)),)
    assert store.one("SELECT message_id FROM device_said") == 2


def test_others_and_other_meter_points_stand_beside_it_newest_first(store):
    say(store, LARKFIELD, 0)
    say(store, TAMAR, 2)
    say(store, LARKFIELD, 1, mpxn="2000987654323")
    assert [(each.organisation, each.mpxn) for each in devices.said_of(store, DEVICE)] == [
        (TAMAR, MPAN),
        (LARKFIELD, "2000987654323"),
        (LARKFIELD, MPAN),
    ]
    assert devices.said_of(store, "00-1D-24-02-01-A0-0B-12") == ()
