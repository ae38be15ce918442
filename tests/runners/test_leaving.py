"""What changed while a letter waited, and what came in an order nobody expected."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.adapters.store import held, incidents, ledgers, suppliers
from mailbot.model.configuration import Mode
from mailbot.model.supplier import Contact, Slot
from tests.coming_back import answer, away, report
from tests.end_to_end.mails import FORWARDER, block, good, mail, mpan, raised
from tests.runners.stage import Stage
from tests.runners.test_failover import ALTERNATIVE, MAIN, ONLY, alert, message_id, suspects

COBALT = "alan.whitby@cobalt.example"


@pytest.fixture
def stage(tmp_path, server, request):
    more = getattr(request, "param", {})
    made = Stage(tmp_path, server.submission_access(per_minute=0), **more)
    yield made
    made.deliver.close()


def hear(stage, *raws):
    stage.own(*raws)
    stage.dispose.tick()


def states(stage):
    return [row["state"] for row in stage.store.rows("SELECT state FROM alert ORDER BY id")]


def received(server, address, number):
    """How often the address was sent the meter point of that number."""
    return sum(mpan(number).encode() in raw for to, raw in server.letters if to == address)


def balanced(stage):
    return all(each(stage.store).balanced for each in (ledgers.mails, ledgers.alerts, ledgers.letters))


STORM = {"storm_threshold": 2, "storm_window": timedelta(minutes=10)}


def stuck_storm(stage, server):
    """Five alerts, three of them in one letter; the main contact is put off, the alternative refused: all held."""
    server.faults.refused.update({MAIN: "451 4.7.1 later", ALTERNATIVE: "550 5.1.1 no such user"})
    hear(stage, *(good(number, "Brightwater").raw for number in range(1, 6)))
    stage.later(minutes=6)
    stage.deliver.tick()
    stage.later(minutes=70)
    stage.deliver.tick()
    assert states(stage) == ["held"] * 5
    return next(item["id"] for item in held.listed(stage.store) if item["reference"] == "CA-26-000005")


def heal(stage, server):
    server.faults.refused.clear()
    stage.later(hours=8)
    for _ in range(3):
        stage.deliver.tick()
        stage.later(minutes=6)


@pytest.mark.parametrize("stage", [STORM], indirect=True)
@pytest.mark.parametrize("act", ["route", "discard"])
def test_an_alert_settled_otherwise_leaves_in_no_letter_of_many(stage, server, act):
    item = stuck_storm(stage, server)
    if act == "route":
        stage.desk.route(item, "Cobalt", "it is theirs")
    else:
        stage.desk.discard(item, "junk")
    heal(stage, server)
    assert received(server, MAIN, 5) == 0
    assert received(server, COBALT, 5) == (act == "route")
    assert [received(server, MAIN, number) for number in range(1, 5)] == [1, 1, 1, 1]
    assert states(stage)[:4] == ["relayed"] * 4
    assert balanced(stage)


def test_no_letter_of_a_disputed_meter_point_leaves_the_queue(stage, server):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    first = message_id(stage)
    stage.desk.pause("a trial")
    hear(stage, mail(2, block(mpan(1), "Brightwater", raised(2), "8F3E"), subject="FW: another"))
    hear(stage, answer(first, MAIN, "NOT OURS"))
    stage.desk.resume()
    stage.deliver.tick()
    assert (received(server, MAIN, 1), states(stage)) == (1, ["disputed", "held"])
    assert "meter-point-disputed" in held.listed(stage.store)[1]["reasons"]
    assert balanced(stage)


def test_no_failover_of_a_disputed_meter_point(stage, server):
    hear(stage, good(1, "Brightwater").raw)
    hear(stage, mail(2, block(mpan(1), "Brightwater", raised(2), "8F3E"), subject="FW: another"))
    stage.deliver.tick()
    first, second = (row["message_id"] for row in stage.letters() if row["kind"] == "relayed_alert")
    hear(stage, answer(first, MAIN, "NOT OURS"), report(second, MAIN))
    stage.deliver.tick()
    assert received(server, ALTERNATIVE, 1) == 0
    assert states(stage) == ["disputed", "held"]


@pytest.mark.parametrize("stage", [{**STORM, "storm_threshold": 1}], indirect=True)
def test_no_storm_letter_holds_a_disputed_meter_point(stage, server):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    codes = ("8F3E", "8F3F")
    again = (mail(n, block(mpan(1), "Brightwater", raised(n), code)) for n, code in enumerate(codes, start=2))
    hear(stage, *again, good(9, "Brightwater").raw)
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS", number=9))
    stage.later(minutes=6)
    stage.deliver.tick()
    assert (received(server, MAIN, 1), received(server, MAIN, 9)) == (1, 1)
    assert balanced(stage)


def test_a_bounce_behind_a_success_report_still_fails_over(stage, server):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), MAIN, action="delivered", status="2.0.0"))
    hear(stage, report(message_id(stage), MAIN, number=3))
    stage.deliver.tick()
    assert received(server, ALTERNATIVE, 1) == 1


def test_a_bounce_behind_a_persons_word_changes_nothing_and_every_ledger_balances(stage, server):
    hear(stage, good(1, "Elmhurst").raw)
    stage.deliver.tick()
    hear(stage, answer(message_id(stage, ONLY), ONLY, "Received, thanks."))
    hear(stage, report(message_id(stage, ONLY), ONLY, number=3))
    assert (states(stage), balanced(stage)) == (["relayed"], True)


@pytest.mark.parametrize(
    "text", ["NOT OURS CA-26-000003", "Not ours: CA-26-000003", "NOT OURS\nCA-26-000003"]
)
@pytest.mark.parametrize("stage", [{**STORM, "storm_threshold": 1}], indirect=True)
def test_one_of_many_is_disputed_by_its_reference(stage, server, text):
    hear(stage, *(good(number, "Brightwater").raw for number in range(1, 5)))
    stage.later(minutes=6)
    stage.deliver.tick()
    hear(stage, answer(message_id(stage), MAIN, text))
    assert states(stage) == ["relayed", "relayed", "disputed", "relayed"]
    assert [row["reference"] for row in incidents.listed(stage.store)] == ["CA-26-000003"]


@pytest.mark.parametrize("stage", [{**STORM, "storm_threshold": 1}], indirect=True)
def test_not_ours_without_a_reference_about_many_is_urgent(stage):
    hear(stage, *(good(number, "Brightwater").raw for number in range(1, 5)))
    stage.later(minutes=6)
    stage.deliver.tick()
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS"))
    assert states(stage) == ["relayed"] * 4
    assert "not-ours" in held.listed(stage.store)[0]["reasons"]


def test_an_answer_that_names_another_alert_disputes_neither(stage):
    hear(stage, good(1, "Brightwater").raw, good(2, "Brightwater").raw)
    stage.deliver.tick()
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS CA-26-000001"))
    assert states(stage) == ["relayed", "relayed"]


def test_a_bounce_heard_in_shadow_fails_over_once_letters_leave_again(stage, server, tmp_path):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    shadow = Stage(tmp_path, server.submission_access(), Mode.SHADOW, store=stage.store)
    shadow.uid, shadow.clock = stage.uid, stage.clock
    shadow.own(report(message_id(stage), MAIN), shadow=True)
    shadow.dispose.tick()
    shadow.deliver.tick()
    assert received(server, ALTERNATIVE, 1) == 0
    stage.deliver.tick()
    assert received(server, ALTERNATIVE, 1) == 1
    shadow.deliver.close()


def test_an_absence_is_remembered_until_its_owner_writes(stage, server):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    hear(stage, away(message_id(stage), MAIN))
    stage.later(hours=1)
    hear(stage, good(2, "Brightwater").raw)
    stage.deliver.tick()
    assert [received(server, ALTERNATIVE, number) for number in (1, 2)] == [1, 1]
    hear(stage, answer(message_id(stage), MAIN, "Received, thanks.", number=9))
    stage.later(hours=1)
    hear(stage, good(3, "Brightwater").raw)
    stage.deliver.tick()
    assert received(server, ALTERNATIVE, 3) == 0


def test_a_contact_that_changed_later_does_not_unsettle_what_the_other_has(stage, server):
    server.faults.refused[MAIN] = "451 4.7.1 later"
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    stage.later(minutes=61)
    stage.deliver.tick()
    with stage.store.transaction("test"):
        contact = Contact(Slot.MAIN, "New Person", "new.person@brightwater.example")
        suppliers.set_contact(stage.store, 3, contact, stage.clock.now(), "test")
    stage.later(hours=3)
    stage.deliver.tick()
    assert (states(stage), held.listed(stage.store), balanced(stage)) == (["relayed"], [], True)


def test_a_bounce_about_somebody_else_fails_nobody(stage):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), "archive@brightwater.example"))
    assert (states(stage), suspects(stage)) == (["relayed"], [])
    assert "archive@brightwater.example" in held.listed(stage.store)[0]["reasons"]


def test_a_guessed_reference_makes_nobody_absent(stage, server):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    hear(stage, away("", MAIN, subject="Automatic reply: CA-26-000001"))
    stage.deliver.tick()
    assert received(server, ALTERNATIVE, 1) == 0


def test_an_answer_that_contradicts_the_mail_shows_in_the_item_and_the_mails_own_value_stands(stage):
    hear(stage, mail(1, block(mpan(1), "", raised(1))))
    stage.deliver.tick()
    text = f"MPAN: {mpan(2)}\nSupplier: Brightwater"
    hear(stage, answer(message_id(stage, FORWARDER), FORWARDER, text, number=7))
    item = held.listed(stage.store)[0]
    assert "different values for the meter point" in item["reasons"]
    assert alert(stage)["mpxn"] == mpan(1)


def test_what_repeats_a_disputed_alert_is_told_where_it_waits(stage):
    hear(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS"))
    sample = good(1, "Brightwater")
    other = replace(sample, raw=sample.raw.replace(b"<1.", b"<1c.").replace(b": Brightwater", b": COBA"))
    hear(stage, other.raw)
    item = held.listed(stage.store)[0]["id"]
    assert "naming COBA" in " ".join(row["note"] for row in held.notes(stage.store, item))
