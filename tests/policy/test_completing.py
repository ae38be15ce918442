"""A forwarder's answer completes a held alert, or a person looks."""

from dataclasses import replace

import pytest

from mailbot.model.alert import CriticalAlert, Fault, Fuel, Problem
from mailbot.model.classified import Completion
from mailbot.model.decision import OpenAlert
from mailbot.policy.completing import completed, merged
from tests.people import MPAN, alert

BARE = alert(named_supplier="")
ONE, TWO = OpenAlert(1, "CA-26-000001", BARE, 1), OpenAlert(2, "CA-26-000002", BARE, 1)
SUPPLIER = CriticalAlert(named_supplier="Brightwater", provenance=(("named_supplier", "line 1"),))


def test_one_value_for_the_one_alert_that_waits():
    (done,) = completed((Completion("", SUPPLIER),), (ONE,))
    assert (done.of, done.alert.named_supplier) == (ONE, "Brightwater")
    assert dict(done.alert.provenance)["named_supplier"] == "in its sender's answer"


def test_two_lines_about_one_alert_are_taken_together():
    bare = OpenAlert(1, "CA-26-000001", replace(BARE, mpxn="", fuel=Fuel.NONE), 1)
    point = Completion("", CriticalAlert(mpxn=MPAN, fuel=Fuel.ELECTRICITY))
    (done,) = completed((Completion("", SUPPLIER), point), (bare,))
    assert (done.alert.named_supplier, done.alert.mpxn, done.alert.fuel) == (
        "Brightwater",
        MPAN,
        Fuel.ELECTRICITY,
    )


def test_a_reference_says_which():
    done = completed((Completion("CA-26-000002", SUPPLIER),), (ONE, TWO))
    assert [each.of for each in done] == [TWO]


@pytest.mark.parametrize(
    ("reference", "waiting", "words"),
    [
        ("", (ONE, TWO), "2 alerts wait (CA-26-000001, CA-26-000002) and the answer does not say which"),
        ("", (), "Nothing of the mail that it answers waits"),
        ("CA-26-000009", (ONE,), "about CA-26-000009, which does not wait for its sender"),
    ],
)
def test_an_answer_that_may_mean_anything_is_for_a_person(reference, waiting, words):
    assert words in completed((Completion(reference, SUPPLIER),), waiting)


def test_a_readable_fact_is_never_replaced_by_another():
    found = merged(BARE, CriticalAlert(mpxn="1500123456780", fuel=Fuel.ELECTRICITY))
    assert [each.fault for each in found.problems] == [Fault.TWO_VALUES]


def test_an_unreadable_fact_is_replaced_and_its_problem_goes():
    wrong = replace(BARE, problems=(Problem(Fault.MPAN_CHECK_DIGIT, "mpxn", "wrong"),))
    found = merged(wrong, CriticalAlert(mpxn="1500123456780", fuel=Fuel.ELECTRICITY))
    assert (found.mpxn, found.problems) == ("1500123456780", ())


def test_an_answer_that_is_wrong_itself_keeps_the_alert_held():
    problem = Problem(Fault.MPAN_CHECK_DIGIT, "mpxn", "the last digit would have to be 3")
    found = merged(replace(BARE, mpxn=""), CriticalAlert(problems=(problem,)))
    assert found.problems == (problem,)
