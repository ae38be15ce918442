"""Where the evidence leads: a table of cases, each with what is named, what is registered, and the way."""

from datetime import date, timedelta

import pytest

from mailbot.model.alert import Fuel
from mailbot.model.configuration import Evidence, RoutingPolicy
from mailbot.model.decision import Reason
from mailbot.model.supplier import RegistrationData
from mailbot.policy.route import Way, route
from tests.people import (
    BRIGHTWATER,
    COBALT,
    DUNMORE,
    LARKFIELD,
    LEFT,
    LIST,
    NOW,
    TAMAR,
    alert,
    registrations,
)

NONE = RegistrationData()
BRWA = registrations(("BRWA", "2026-02-01", None))
COBA = registrations(("COBA", "2026-02-01", None))
LARK = registrations(("LARK", "2019-01-01", None))
TAMR = registrations(("TAMR", "2019-01-01", None))
SWITCHED_SINCE = registrations(("BRWA", "2026-02-01", "2026-11-23"), ("COBA", "2026-11-24", None))
SWITCH_DAY = registrations(("BRWA", "2026-02-01", "2026-11-24"), ("COBA", "2026-11-24", None))
ENDED = registrations(("BRWA", "2026-02-01", "2026-11-23"))
STRANGE = registrations(("ZZZZ", "2026-02-01", None))
STALE = registrations(("COBA", "2026-02-01", None), loaded_at=NOW - timedelta(days=30))
STALE_SAME = registrations(("BRWA", "2026-02-01", None), loaded_at=NOW - timedelta(days=30))
ELSEWHERE = registrations(("BRWA", "2026-02-01", None), meter_points=("1500123456780",))
OLDER = {"raised_at": NOW - timedelta(days=10)}

E, N, R, B = Evidence.EITHER, Evidence.NAMED, Evidence.REGISTRATIONS, Evidence.BOTH

CHANGED_LONG_AGO = registrations(("LARK", "2019-01-01", "2026-08-31"), ("BRWA", "2026-09-01", None))
CASES = [
    # named, registration data, evidence, facts, way, organisation, a reason among them
    ("Brightwater", NONE, E, {}, Way.RELAY, BRIGHTWATER, Reason.NAMED),
    ("BRIGHTWATER BUSINESS ENERGY LIMITED", NONE, E, {}, Way.RELAY, BRIGHTWATER, Reason.NAMED),
    ("BRWA", NONE, E, {}, Way.RELAY, BRIGHTWATER, Reason.NAMED),
    ("Brightwater Business Energy Ltd (BRWA)", NONE, E, {}, Way.RELAY, BRIGHTWATER, Reason.NAMED),
    ("BRWA / Cobalt", NONE, E, {}, Way.HOLD, None, Reason.NAME_AMBIGUOUS),
    ("Brightwater, formerly Ashdown Power", NONE, E, {}, Way.HOLD, BRIGHTWATER, Reason.NEAR_MATCH),
    ("Brightwater Busines Energy", NONE, E, {}, Way.HOLD, BRIGHTWATER, Reason.NEAR_MATCH),
    ("Ashdown Power", NONE, E, {}, Way.HOLD, None, Reason.NAME_UNKNOWN),
    ("", NONE, E, {}, Way.HOLD, None, Reason.NO_EVIDENCE),
    ("Larkfield", NONE, E, {}, Way.HOLD, None, Reason.NAMES_FORWARDER),
    ("Larkfield", BRWA, E, {}, Way.RELAY, BRIGHTWATER, Reason.REGISTERED),
    ("Tamar Valley", NONE, E, {}, Way.DECLINE, TAMAR, Reason.DCC_USER_SUPPLIES),
    ("FENL", NONE, E, {}, Way.HOLD, LEFT, Reason.SUPPLIER_LEFT),
    ("DUNM", NONE, E, {}, Way.HOLD, DUNMORE, Reason.NO_CONTACT),
    # gas MPID for an electricity meter point is somebody else's
    ("BWG", NONE, E, {}, Way.HOLD, None, Reason.NAME_UNKNOWN),
    ("", BRWA, E, {}, Way.RELAY, BRIGHTWATER, Reason.REGISTERED),
    ("", LARK, E, {}, Way.DECLINE, LARKFIELD, Reason.FORWARDER_SUPPLIES),
    ("", TAMR, E, {}, Way.DECLINE, TAMAR, Reason.DCC_USER_SUPPLIES),
    ("", STRANGE, E, {}, Way.HOLD, None, Reason.NAME_UNKNOWN),
    ("", ENDED, E, {}, Way.HOLD, None, Reason.NO_EVIDENCE),
    ("", SWITCHED_SINCE, E, OLDER, Way.HOLD, None, Reason.SUPPLIER_CHANGED_SINCE),
    ("", SWITCH_DAY, E, {}, Way.HOLD, None, Reason.SUPPLIER_CHANGED_SINCE),
    ("Cobalt", SWITCHED_SINCE, E, OLDER, Way.HOLD, COBALT, Reason.SUPPLIER_CHANGED_SINCE),
    ("Brightwater", BRWA, E, {}, Way.RELAY, BRIGHTWATER, Reason.REGISTERED),
    ("Brightwater", COBA, E, {}, Way.HOLD, None, Reason.EVIDENCE_DISAGREES),
    ("Brightwater", COBA, N, {}, Way.HOLD, None, Reason.EVIDENCE_DISAGREES),
    ("Brightwater", LARK, E, {}, Way.HOLD, None, Reason.EVIDENCE_DISAGREES),
    ("Brightwater", ELSEWHERE, E, {}, Way.HOLD, BRIGHTWATER, Reason.EVIDENCE_DISAGREES),
    ("", BRWA, N, {}, Way.HOLD, BRIGHTWATER, Reason.EVIDENCE_INSUFFICIENT),
    ("Brightwater", NONE, R, {}, Way.HOLD, BRIGHTWATER, Reason.EVIDENCE_INSUFFICIENT),
    ("Brightwater", NONE, B, {}, Way.HOLD, BRIGHTWATER, Reason.EVIDENCE_INSUFFICIENT),
    ("Brightwater", BRWA, B, {}, Way.RELAY, BRIGHTWATER, Reason.NAMED),
    # stale data warns and never overrules
    ("Brightwater", STALE, E, {}, Way.RELAY, BRIGHTWATER, Reason.REGISTRATIONS_STALE),
    ("Brightwater", STALE, N, {}, Way.RELAY, BRIGHTWATER, Reason.REGISTRATIONS_STALE),
    ("", STALE_SAME, E, {}, Way.RELAY, BRIGHTWATER, Reason.REGISTRATIONS_STALE),
    ("Brightwater", STALE, B, {}, Way.HOLD, None, Reason.EVIDENCE_DISAGREES),
    # a supplier that the list has for another fuel only
    (
        "Cobalt",
        NONE,
        E,
        {"fuel": Fuel.GAS, "mpxn": "3938424403"},
        Way.HOLD,
        COBALT,
        Reason.EVIDENCE_DISAGREES,
    ),
    # without a time, it must have been the same for a while
    (
        "",
        registrations(("LARK", "2019-01-01", "2026-11-10"), ("BRWA", "2026-11-11", None)),
        E,
        {"raised_at": None},
        Way.HOLD,
        None,
        Reason.SUPPLIER_CHANGED_SINCE,
    ),
    ("", BRWA, E, {"raised_at": None}, Way.RELAY, BRIGHTWATER, Reason.REGISTERED),
    # a day alone settles who supplied then
    ("", CHANGED_LONG_AGO, E, {"raised_at": None}, Way.RELAY, BRIGHTWATER, Reason.REGISTERED),
    (
        "",
        CHANGED_LONG_AGO,
        E,
        {"raised_at": None, "raised_on": date(2026, 8, 30)},
        Way.HOLD,
        None,
        Reason.SUPPLIER_CHANGED_SINCE,
    ),
]


@pytest.mark.parametrize(("named", "data", "evidence", "facts", "way", "organisation", "reason"), CASES)
def test_the_evidence_leads_there(named, data, evidence, facts, way, organisation, reason):
    given = alert(named_supplier=named, **facts)
    routed = route(given, LARKFIELD, LIST, data, RoutingPolicy(evidence=evidence), NOW)
    assert (routed.way, routed.organisation) == (way, organisation)
    assert reason in {each.reason for each in routed.because}


def test_no_sentence_shows_a_whole_meter_point():
    for named, data, evidence, facts, *_ in CASES:
        routed = route(
            alert(named_supplier=named, **facts), LARKFIELD, LIST, data, RoutingPolicy(evidence=evidence), NOW
        )
        assert not any(alert().mpxn in each.text or "1500123456780" in each.text for each in routed.because)


def test_a_way_to_relay_always_has_a_contact():
    for named, data, evidence, facts, *_ in CASES:
        routed = route(
            alert(named_supplier=named, **facts), LARKFIELD, LIST, data, RoutingPolicy(evidence=evidence), NOW
        )
        if routed.way is Way.RELAY:
            assert routed.organisation.main or routed.organisation.alternative
