"""What people answer: received, not ours, send it again, and what a forwarder was asked for."""

import pytest

from mailbot.adapters.store import held, incidents, ledgers, letters
from tests.coming_back import answer
from tests.end_to_end.mails import FORWARDER, block, good, mail, mpan, nobody_named, raised
from tests.faults.smtp_server import ScriptedSmtp
from tests.runners.stage import Stage

MAIN, ALTERNATIVE = "priya.nair@brightwater.example", "tom.ashby@brightwater.example"
COLLEAGUE = "new.starter@brightwater.example"


@pytest.fixture
def stage(tmp_path, request):
    with ScriptedSmtp() as server:
        made = Stage(tmp_path, server.submission_access(), **getattr(request, "param", {}))
        yield made
        made.deliver.close()


def relayed(stage, number=1, text=""):
    stage.own(mail(number, text) if text else good(number, "Brightwater").raw)
    stage.dispose.tick()
    stage.deliver.tick()


def hear(stage, *raws):
    stage.own(*raws)
    stage.dispose.tick()


def passed_on(stage):
    rows = stage.store.rows(
        "SELECT recipient, state, resent FROM letter WHERE kind LIKE 'relayed%' ORDER BY id"
    )
    return [(row["recipient"], row["state"], row["resent"]) for row in rows]


def message_id(stage, kind="relayed_alert"):
    return stage.store.one("SELECT message_id FROM letter WHERE kind = ? ORDER BY id DESC", (kind,))


def states(stage):
    return [row["state"] for row in stage.store.rows("SELECT state FROM alert ORDER BY id")]


def fates(stage):
    return [row["disposition"] for row in stage.store.rows("SELECT disposition FROM message ORDER BY id")]


def balanced(stage):
    return all(each(stage.store).balanced for each in (ledgers.mails, ledgers.alerts, ledgers.letters))


def test_received_is_noted(stage):
    relayed(stage)
    hear(stage, answer(message_id(stage), MAIN, "RECEIVED"))
    assert stage.store.one("SELECT received_at FROM letter WHERE kind = 'relayed_alert'")
    assert (fates(stage), held.listed(stage.store)) == (["relayed", "recorded"], [])


def test_not_ours_disputes_the_alert_and_holds_the_meter_point(stage):
    relayed(stage)
    hear(stage, answer(message_id(stage), COLLEAGUE, "NOT OURS"))
    assert (states(stage), fates(stage)) == (["disputed"], ["held", "recorded"])
    (item,) = held.listed(stage.store)
    assert "not-ours" in item["reasons"]
    (incident,) = incidents.listed(stage.store)
    assert (incident["reference"], incident["kind"]) == ("CA-26-000001", "not_ours")
    assert MAIN in incident["disclosed"]
    stage.own(mail(2, block(mpan(1), "Brightwater", raised(2), "8F3E"), subject="FW: another"))
    stage.own(good(3, "Brightwater").raw)
    stage.dispose.tick()
    assert states(stage) == ["disputed", "held", "relayed"]
    assert "meter-point-disputed" in stage.store.one("SELECT reasons FROM alert WHERE id = 2")
    assert balanced(stage)
    stage.desk.route(item["id"], "Cobalt", "rang both")
    assert states(stage)[0] == "relayed"
    stage.deliver.tick()
    assert ("alan.whitby@cobalt.example", "sent", 0) in passed_on(stage)
    assert balanced(stage)


@pytest.mark.parametrize(
    ("sender", "proved"),
    [
        ("rosa.lind@cobalt.example", True),
        ("someone@elsewhere.example", True),
        (MAIN, False),
        (FORWARDER, True),
    ],
)
def test_only_the_addressed_organisation_can_say_not_ours(stage, sender, proved):
    relayed(stage)
    hear(stage, answer(message_id(stage), sender, "NOT OURS", proved=proved))
    assert (states(stage), fates(stage)) == (["relayed"], ["relayed", "held"])
    assert incidents.listed(stage.store) == []


def test_a_current_contact_gets_it_again_and_nobody_else(stage):
    relayed(stage)
    before = message_id(stage)
    hear(stage, answer(before, COLLEAGUE, "Please resend", number=2))
    assert passed_on(stage) == [(MAIN, "sent", 0)]
    hear(stage, answer(before, ALTERNATIVE, "Please resend", number=3))
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "sent", 1)]
    assert fates(stage) == ["relayed", "held", "recorded"]


@pytest.mark.parametrize("stage", [{"per_peer_per_day": 3}], indirect=True)
def test_who_asks_for_it_again_without_end_is_stopped_at_the_cap(stage):
    relayed(stage)
    for number in range(2, 9):
        hear(stage, answer(message_id(stage), MAIN, "Please resend", number=number))
        stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "sent", 3)]
    assert fates(stage)[1:] == ["recorded"] * 3 + ["held"] * 4
    assert balanced(stage)


def test_an_answer_to_the_receipt_completes_the_held_alert(stage):
    stage.own(nobody_named(1, "").raw)
    stage.dispose.tick()
    stage.deliver.tick()
    hear(stage, answer(message_id(stage, "receipt"), FORWARDER, "Supplier: Brightwater"))
    assert (states(stage), fates(stage), held.listed(stage.store)) == (
        ["relayed"],
        ["relayed", "recorded"],
        [],
    )
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "sent", 0)]
    text = letters.unpack(stage.store.one("SELECT content FROM letter WHERE kind = 'relayed_alert'")).text
    assert mpan(1) in text
    assert balanced(stage)


@pytest.mark.parametrize(
    ("sender", "proved", "text"),
    [
        ("joel.kerr@tamarvalley.example", True, "Supplier: Brightwater"),
        (FORWARDER, False, "Supplier: Brightwater"),
        (MAIN, True, "Supplier: Brightwater"),
        (FORWARDER, True, "Supplier: not sure, maybe Brightwater?"),
    ],
)
def test_nobody_else_and_no_guess_completes_it(stage, sender, proved, text):
    stage.own(nobody_named(1, "").raw)
    stage.dispose.tick()
    stage.deliver.tick()
    hear(stage, answer(message_id(stage, "receipt"), sender, text, proved=proved))
    assert (states(stage), fates(stage)) == (["held"], ["held", "held"])
    assert passed_on(stage) == []


def test_an_answer_that_may_mean_either_of_two_alerts_is_for_a_person(stage):
    text = f"{block(mpan(1), '', raised(1))}\n\n{block(mpan(2), '', raised(2))}"
    stage.own(mail(1, text))
    stage.dispose.tick()
    stage.deliver.tick()
    assert states(stage) == ["held", "held"]
    receipt = message_id(stage, "receipt")
    hear(stage, answer(receipt, FORWARDER, "Supplier: Brightwater"))
    assert (states(stage), fates(stage)) == (["held", "held"], ["held", "held"])
    hear(stage, answer(receipt, FORWARDER, "CA-26-000002: Supplier: Brightwater", number=2))
    assert states(stage) == ["held", "relayed"]
    assert balanced(stage)


def test_a_device_that_a_proved_mail_placed_is_told_as_evidence_and_never_routed_by(stage):
    device = "00-1D-24-02-01-A0-0B-11"
    stage.own(mail(1, f"Device ID: {device}\n{block(mpan(1), 'Brightwater', raised(1))}"))
    stage.own(
        mail(2, f"Device ID: {device}\nAlert Code: 8F3E\nDate/Time: {raised(2):%d/%m/%Y %H:%M:%S} UTC\n")
    )
    stage.dispose.tick()
    assert states(stage) == ["relayed", "held"]
    reasons = stage.store.one("SELECT reasons FROM alert WHERE id = 2")
    assert f"meter point ending {mpan(1)[-4:]}" in reasons
    assert mpan(1) not in reasons
