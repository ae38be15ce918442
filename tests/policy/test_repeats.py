"""Which alerts are the same, which may be, and what follows."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from mailbot.model.alert import AlertState, Precision
from mailbot.model.decision import Earlier, Reason
from mailbot.policy.repeats import Likeness, find, identity, likeness
from tests.people import BRIGHTWATER, COBALT, NOW, RAISED, alert

SECOND = timedelta(seconds=1)
DEVICE_ONLY = {"mpxn": ""}
POINT_ONLY = {"device": ""}
NO_TIME = {"raised_at": None, "precision": Precision.NONE}
MINUTE = {"raised_at": RAISED.replace(second=0), "precision": Precision.MINUTE}


# The hour that October has twice, as a mail gives it and as the store gives it back.
TWICE = {
    "raised_at": datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London")),
    "precision": Precision.MINUTE,
}
TWICE_STORED = {**TWICE, "raised_at": datetime(2026, 10, 25, 1, 30, tzinfo=timezone(timedelta(hours=1)))}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, Likeness.SAME),
        ({}, {"raised_at": RAISED + SECOND}, Likeness.DIFFERENT),
        ({}, {"code": "8F3E"}, Likeness.DIFFERENT),
        ({}, {"mpxn": "1500123456780"}, Likeness.CONTRADICTS),
        ({}, {"mpxn": "1500123456780", "raised_at": RAISED + SECOND}, Likeness.DIFFERENT),
        ({}, {"device": "00-1D-24-02-01-A0-0B-22"}, Likeness.DIFFERENT),
        (DEVICE_ONLY, {}, Likeness.SAME),
        (POINT_ONLY, {}, Likeness.SAME),
        (POINT_ONLY, DEVICE_ONLY, Likeness.DIFFERENT),
        ({}, NO_TIME, Likeness.MAYBE),
        (NO_TIME, NO_TIME, Likeness.MAYBE),
        (MINUTE, MINUTE, Likeness.MAYBE),
        (MINUTE, {}, Likeness.MAYBE),
        (MINUTE, {"raised_at": RAISED + timedelta(minutes=1)}, Likeness.DIFFERENT),
        ({"code": ""}, {"code": ""}, Likeness.DIFFERENT),
        ({"counter": "7"}, {"counter": "7", "code": "", **NO_TIME}, Likeness.SAME),
        ({"counter": "7"}, {"counter": "8"}, Likeness.DIFFERENT),
        ({"counter": "7"}, {}, Likeness.SAME),
        (TWICE, TWICE_STORED, Likeness.MAYBE),
    ],
)
def test_likeness_is_the_same_both_ways(one, other, expected):
    assert likeness(alert(**one), alert(**other)) is expected
    assert likeness(alert(**other), alert(**one)) is expected


def earlier(state=AlertState.RELAYED, *, settled=True, organisation=BRIGHTWATER, **facts):
    return Earlier(
        9, "CA-26-000009", state, alert(**facts), organisation.id, organisation.name, settled, NOW, NOW
    )


@pytest.mark.parametrize(
    ("before", "now", "supplier", "outcome"),
    [
        (earlier(), {}, BRIGHTWATER, ("join", Reason.REPEAT)),
        (earlier(), {}, None, ("join", Reason.REPEAT)),
        (earlier(), {}, COBALT, ("hold", Reason.OTHER_SUPPLIER_BEFORE)),
        (earlier(AlertState.HELD), {}, COBALT, ("join", Reason.REPEAT_OF_HELD)),
        (earlier(AlertState.DISPUTED), {}, BRIGHTWATER, ("join", Reason.REPEAT_OF_HELD)),
        (earlier(settled=False), {}, BRIGHTWATER, None),
        (earlier(AlertState.NOT_FOR_RELAY), {}, BRIGHTWATER, None),
        (earlier(), NO_TIME, BRIGHTWATER, ("mention", Reason.MAY_REPEAT)),
        (earlier(), NO_TIME, COBALT, ("hold", Reason.OTHER_SUPPLIER_BEFORE)),
        (earlier(**MINUTE), {}, BRIGHTWATER, ("mention", Reason.MAY_REPEAT)),
        (earlier(AlertState.HELD), NO_TIME, BRIGHTWATER, None),
        (earlier(), {"code": "8F3E"}, BRIGHTWATER, None),
    ],
)
def test_what_follows_from_an_earlier_alert(before, now, supplier, outcome):
    found = find(alert(**now), supplier, (before,))
    if outcome is None:
        assert found is None
    else:
        way = "join" if found.join else "hold" if found.hold else "mention"
        assert (way, found.because.reason) == outcome
        assert "CA-26-000009" in found.because.text


def test_the_same_alert_counts_before_one_that_may_be():
    before = (earlier(**NO_TIME), earlier(AlertState.HELD))
    assert find(alert(), BRIGHTWATER, before).because.reason is Reason.REPEAT_OF_HELD


def test_identity_is_that_of_the_alert_where_it_has_one():
    assert identity(alert(), "aa", 0) == identity(alert(name="Tamper"), "bb", 4)
    assert identity(alert(counter="7"), "aa", 0) == identity(alert(counter="7", raised_at=None), "bb", 1)
    assert identity(alert(**NO_TIME), "aa", 0) != identity(alert(**NO_TIME), "aa", 1)
    assert identity(alert(**MINUTE), "aa", 0) != identity(alert(**MINUTE), "bb", 0)
