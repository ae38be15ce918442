"""A recalled alert: who is asked to delete it, what never leaves, and the incident it opens."""

import json
from datetime import timedelta

import pytest

from mailbot.adapters.store import held, incidents, journal, ledgers, letters
from mailbot.incidents import Incidents
from mailbot.model.configuration import Mode
from mailbot.model.errors import CallError
from mailbot.model.supplier import Contact, Slot
from tests.coming_back import answer, report
from tests.end_to_end.mails import block, good, mail, mpan, nobody_named, raised
from tests.faults.smtp_server import ScriptedSmtp
from tests.runners.stage import HEAD, Stage

MAIN, ALTERNATIVE = "priya.nair@brightwater.example", "tom.ashby@brightwater.example"
OTHER = "alan.whitby@cobalt.example"
REF = "CA-26-000001"
WHY = "it was meant for Cobalt"


@pytest.fixture
def server():
    with ScriptedSmtp() as running:
        yield running


@pytest.fixture
def stage(tmp_path, server, request):
    made = Stage(tmp_path, server.submission_access(), **getattr(request, "param", {}))
    yield made
    made.deliver.close()


def person(stage, mode=None):
    return Incidents(stage.store, mode or stage.policy.mode, HEAD, stage.clock, "A Person")


def decided(stage, number=1, supplier="Brightwater"):
    stage.own(good(number, supplier).raw, shadow=stage.policy.mode is Mode.SHADOW)
    stage.dispose.tick()


def relayed(stage, number=1, supplier="Brightwater"):
    decided(stage, number, supplier)
    stage.deliver.tick()


def refuses(server, **answers):
    """From now on the server answers RCPT so, also on the connections that stand."""
    server.faults.refused = {
        {"main": MAIN, "alternative": ALTERNATIVE}[who]: said for who, said in answers.items()
    }


def hear(stage, *raws):
    stage.own(*raws)
    stage.dispose.tick()


def told(stage, kind):
    """The letters of a kind: (recipient, state), oldest first."""
    rows = stage.store.rows("SELECT recipient, state FROM letter WHERE kind = ? ORDER BY id", (kind,))
    return [(row["recipient"], row["state"]) for row in rows]


def message_id(stage, kind, recipient=MAIN):
    sql = "SELECT message_id FROM letter WHERE kind = ? AND recipient = ? ORDER BY id DESC"
    return stage.store.one(sql, (kind, recipient))


def state(stage, reference=REF):
    return stage.store.one("SELECT state FROM alert WHERE reference = ?", (reference,))


def balanced(stage):
    return all(each(stage.store).balanced for each in (ledgers.mails, ledgers.alerts, ledgers.letters))


def test_who_got_it_is_asked_to_delete_it_and_the_alert_waits(stage, server):
    relayed(stage)
    sentence = person(stage).recall(REF.lower(), WHY)
    assert sentence == (
        f"{REF}: {MAIN} is asked to delete it. Incident I-1, 72 hours end at 10:00 on 27 November 2026. "
        "It waits as H-1."
    )
    stage.deliver.tick()
    raw = next(raw for recipient, raw in reversed(server.letters) if recipient == MAIN)
    assert told(stage, "recall") == [(MAIN, "sent")]
    assert b"Please delete Critical Alert CA-26-000001" in raw
    sent = letters.unpack(stage.store.one("SELECT content FROM letter WHERE kind = 'recall'"))
    original = letters.unpack(stage.store.one("SELECT content FROM letter WHERE kind = 'relayed_alert'"))
    assert original.subject in sent.text
    assert mpan(1) not in sent.text + sent.html + sent.subject
    assert WHY not in sent.text, "the reason is for SECAS"
    assert state(stage) == "held"
    (item,) = held.listed(stage.store)
    assert f"Recalled by A Person: {WHY}" in item["reasons"]
    assert balanced(stage)


def test_the_incident_says_what_went_to_whom_and_the_journal_says_neither(stage):
    relayed(stage)
    person(stage).recall(REF, WHY)
    (incident,) = incidents.listed(stage.store)
    assert (incident["kind"], incident["organisation"]) == ("recall", "Brightwater Business Energy Ltd")
    assert incidents.deadline(incident) == stage.clock.now() + timedelta(hours=72)
    (disclosed,) = json.loads(incident["disclosed"])
    assert (disclosed["letter"], disclosed["to"]) == ("L-1", MAIN)
    assert disclosed["fields"] == ["meter point", "alert code", "time"]
    assert mpan(1) not in incident["disclosed"]
    lines = journal.lines_of(stage.store, ("I-1", REF))
    assert [line["what"] for line in lines][-3:] == ["incident.opened", "alert.held", "alert.recalled"]
    assert not any(word in line["detail"] for line in lines for word in (MAIN, WHY, mpan(1)))


def test_a_due_letter_of_a_recalled_alert_never_leaves(stage, server):
    decided(stage)
    sentence = person(stage).recall(REF, WHY)
    assert sentence == (
        f"{REF} had reached nobody: it was stopped before it left, and no incident was opened. It waits as H-1."
    )
    for _ in range(3):
        stage.deliver.tick()
        stage.later(days=1)
    assert not [recipient for recipient, _ in server.letters if recipient == MAIN]
    assert told(stage, "relayed_alert") == [(MAIN, "failed")]
    assert (told(stage, "recall"), incidents.listed(stage.store), state(stage)) == ([], [], "held")
    assert balanced(stage)


def test_one_that_is_put_off_is_stopped_and_not_failed_over(stage, server):
    refuses(server, main="451 4.3.0 later")
    relayed(stage)
    assert told(stage, "relayed_alert") == [(MAIN, "deferred")]
    person(stage).recall(REF, WHY)
    refuses(server)
    stage.later(hours=3)
    stage.deliver.tick()
    assert told(stage, "relayed_alert") == [(MAIN, "failed")]
    assert MAIN not in [recipient for recipient, _ in server.letters]


@pytest.mark.parametrize("when", ["before it is sent", "after it was sent"])
def test_two_recalls_are_one_letter(stage, when):
    relayed(stage)
    person(stage).recall(REF, WHY)
    if when == "after it was sent":
        stage.deliver.tick()
    stage.later(hours=1)
    assert "Incident I-1," in person(stage).recall(REF, "no answer yet")
    assert len(told(stage, "recall")) == 1
    (incident,) = incidents.listed(stage.store)
    assert incident["reason"].split("\n") == [
        f"recalled by A Person: {WHY}",
        "recalled by A Person: no answer yet",
    ]
    assert incidents.deadline(incident) == stage.clock.now() + timedelta(hours=71)
    assert len(held.listed(stage.store)) == 1
    assert balanced(stage)


def test_every_contact_that_may_have_it_is_asked_even_one_that_bounced_or_left(stage):
    relayed(stage)
    hear(stage, report(message_id(stage, "relayed_alert"), MAIN))
    stage.deliver.tick()
    assert told(stage, "relayed_alert") == [(MAIN, "failed"), (ALTERNATIVE, "sent")]
    from mailbot.adapters.store import suppliers

    new = Contact(Slot.MAIN, "New Hand", "new.hand@brightwater.example")
    suppliers.set_contact(stage.store, 3, new, stage.clock.now(), "test")
    assert f"{MAIN} and {ALTERNATIVE} are asked" in person(stage).recall(REF, WHY)
    stage.deliver.tick()
    assert told(stage, "recall") == [(MAIN, "sent"), (ALTERNATIVE, "sent")]


def test_a_refused_contact_never_had_it_and_is_not_asked(stage, server):
    refuses(server, main="550 5.1.1 no such user here")
    relayed(stage)
    person(stage).recall(REF, WHY)
    assert [recipient for recipient, _ in told(stage, "recall")] == [ALTERNATIVE]


def test_a_letter_whose_fate_is_unknown_counts_as_sent(stage):
    decided(stage)
    stage.store.run("UPDATE letter SET state = 'due', uncertain = 1")
    person(stage).recall(REF, WHY)
    stage.deliver.tick()
    assert (told(stage, "relayed_alert"), told(stage, "recall")) == ([(MAIN, "failed")], [(MAIN, "sent")])


def test_a_letter_that_is_being_handed_over_is_told(stage):
    decided(stage)
    stage.store.run("UPDATE letter SET state = 'sending'")
    sentence = person(stage).recall(REF, WHY)
    assert f"L-1 to {MAIN} is being handed over at this moment and could not be stopped" in sentence
    assert state(stage) == "held"


def test_deleted_is_noted_once_every_receiver_said_so(stage):
    relayed(stage)
    hear(stage, report(message_id(stage, "relayed_alert"), MAIN))
    stage.deliver.tick()
    person(stage).recall(REF, WHY)
    stage.deliver.tick()
    stage.later(minutes=5)
    hear(stage, answer(message_id(stage, "recall"), MAIN, "DELETED", number=2))
    (incident,) = incidents.listed(stage.store)
    assert (incident["deleted_at"], incidents.outstanding(stage.store, incident)) == (None, (ALTERNATIVE,))
    again = person(stage).recall(REF, WHY)
    assert f"{ALTERNATIVE} is asked to delete it. {MAIN} has said that it was deleted." in again
    hear(stage, answer(message_id(stage, "recall", ALTERNATIVE), ALTERNATIVE, "DELETED", number=3))
    (incident,) = incidents.listed(stage.store)
    assert incident["deleted_at"]
    assert incidents.outstanding(stage.store, incident) == ()
    assert "nobody is left to ask" in person(stage).recall(REF, WHY)


def test_a_recall_joins_the_incident_that_not_ours_opened_and_the_meter_point_stays_blocked(stage):
    relayed(stage)
    hear(stage, answer(message_id(stage, "relayed_alert"), MAIN, "NOT OURS"))
    stage.later(hours=5)
    assert "I-1, 72 hours end at 10:00 on 27 November" in person(stage).recall(REF, WHY)
    (incident,) = incidents.listed(stage.store)
    assert (incident["kind"], state(stage)) == ("not_ours", "disputed")
    assert WHY in incident["reason"]
    stage.own(mail(2, block(mpan(1), "Brightwater", raised(2), "8F3E"), subject="FW: another"))
    stage.dispose.tick()
    assert state(stage, "CA-26-000002") == "held"
    assert balanced(stage)


def test_an_alert_that_reached_nobody_is_not_sent_on_by_an_answer_after_its_recall(stage, server):
    relayed(stage)
    hear(stage, report(message_id(stage, "relayed_alert"), MAIN))
    refuses(server, alternative="550 5.1.1 no such user here")
    stage.deliver.tick()
    assert "undeliverable" in held.listed(stage.store)[0]["reasons"]
    first = message_id(stage, "relayed_alert")
    person(stage).recall(REF, WHY)
    hear(stage, answer(first, MAIN, "RECEIVED", number=2))
    assert state(stage) == "held"
    (item,) = held.listed(stage.store)
    assert "undeliverable" not in item["reasons"]
    assert balanced(stage)


def test_the_forwarders_answer_no_longer_sends_a_recalled_alert(stage, server):
    stage.own(nobody_named(1, "").raw)
    stage.dispose.tick()
    stage.deliver.tick()
    receipt = stage.store.one("SELECT message_id FROM letter WHERE kind = 'receipt'")
    forwarder = stage.store.one("SELECT recipient FROM letter WHERE kind = 'receipt'")
    hear(stage, answer(receipt, forwarder, "Supplier: Brightwater"))
    stage.deliver.tick()
    person(stage).recall(REF, WHY)
    stage.deliver.tick()
    count = len(server.letters)
    hear(stage, answer(receipt, forwarder, "Supplier: Cobalt", number=2))
    stage.deliver.tick()
    assert (state(stage), OTHER in [to for to, _ in server.letters[count:]]) == ("held", False)


def test_a_repeat_of_a_recalled_alert_joins_it(stage):
    relayed(stage)
    person(stage).recall(REF, WHY)
    text = block(mpan(1), "Brightwater", raised(1))
    hear(stage, mail(9, text, subject="FW: once more"))
    assert state(stage, "CA-26-000002") == "repeated"
    with pytest.raises(CallError, match=f"CA-26-000002 repeats {REF}"):
        person(stage).recall("CA-26-000002", WHY)


def test_after_a_recall_a_person_routes_it_to_the_right_supplier(stage):
    relayed(stage)
    person(stage).recall(REF, WHY)
    stage.desk.route(1, "Cobalt", "rang both")
    stage.deliver.tick()
    assert told(stage, "relayed_alert") == [(MAIN, "sent"), (OTHER, "sent")]
    assert (state(stage), balanced(stage)) == ("relayed", True)


# in a storm

STORM = {"storm_threshold": 3, "storm_window": timedelta(minutes=10)}


def storm(stage, count):
    stage.own(*(good(number, "Brightwater").raw for number in range(1, count + 1)))
    stage.dispose.tick()
    stage.later(minutes=5)


@pytest.mark.parametrize("stage", [STORM], indirect=True)
def test_of_a_letter_with_many_alerts_each_is_recalled_by_itself(stage):
    storm(stage, 8)
    stage.deliver.tick()
    person(stage).recall("CA-26-000005", WHY)
    person(stage).recall("CA-26-000006", WHY)
    stage.deliver.tick()
    assert told(stage, "recall") == [(MAIN, "sent")] * 2
    rows = stage.store.rows("SELECT content FROM letter WHERE kind = 'recall' ORDER BY id")
    texts = [letters.unpack(row["content"]).text for row in rows]
    for text, reference, not_it in zip(texts, ("5", "6"), ("6", "5"), strict=True):
        assert f"That mail holds 4 other alerts as well; only CA-26-00000{reference} is recalled" in text
        assert f"CA-26-00000{not_it}" not in text
    assert state(stage, "CA-26-000004") == "relayed"
    assert balanced(stage)


@pytest.mark.parametrize("stage", [STORM], indirect=True)
def test_an_alert_that_waits_for_its_storm_letter_is_left_out_of_it(stage):
    storm(stage, 8)
    person(stage).recall("CA-26-000005", WHY)
    stage.deliver.tick()
    (row,) = stage.store.rows("SELECT content FROM letter WHERE kind = 'relayed_alerts'")
    text = letters.unpack(row["content"]).text
    assert "CA-26-000005" not in text
    assert text.count("CA-26-00000") == 4
    assert balanced(stage)


@pytest.mark.parametrize("stage", [STORM], indirect=True)
def test_a_storm_letter_that_has_not_left_is_written_anew_without_it(stage, server):
    storm(stage, 8)
    refuses(server, main="451 4.3.0 later")
    stage.deliver.tick()
    assert told(stage, "relayed_alerts") == [(MAIN, "deferred")]
    refuses(server)
    sentence = person(stage).recall("CA-26-000005", WHY)
    assert "it was stopped before it left" in sentence
    assert balanced(stage)
    stage.later(minutes=5)
    stage.deliver.tick()
    assert told(stage, "relayed_alerts") == [(MAIN, "failed"), (MAIN, "sent")]
    assert "CA-26-000005" not in "".join(
        raw.decode() for to, raw in server.letters if to == MAIN and b"4 Critical Alerts" in raw
    )
    others = stage.store.rows("SELECT reference FROM alert WHERE state = 'relayed' ORDER BY id")
    assert len(others) == 7
    assert balanced(stage)


@pytest.mark.parametrize("stage", [STORM], indirect=True)
def test_the_others_of_a_stopped_storm_letter_still_fail_over(stage, server):
    storm(stage, 8)
    refuses(server, main="451 4.3.0 later")
    stage.deliver.tick()
    person(stage).recall("CA-26-000005", WHY)
    refuses(server, main="550 5.1.1 no such user here")
    stage.later(minutes=5)
    stage.deliver.tick()
    assert told(stage, "relayed_alerts") == [(MAIN, "failed"), (MAIN, "failed"), (ALTERNATIVE, "sent")]
    assert balanced(stage)


# what is refused, and the modes


def test_what_was_never_sent_cannot_be_recalled(stage):
    stage.own(nobody_named(1, "").raw)
    stage.dispose.tick()
    with pytest.raises(CallError, match=f"{REF} was never sent to anybody"):
        person(stage).recall(REF, WHY)
    assert (incidents.listed(stage.store), told(stage, "recall")) == ([], [])
    with pytest.raises(CallError, match="no alert CA-26-000009"):
        person(stage).recall("CA-26-000009", WHY)
    with pytest.raises(CallError, match="--reason is empty"):
        person(stage).recall(REF, " \n ")


@pytest.mark.parametrize("stage", [{"mode": Mode.SHADOW}], indirect=True)
def test_in_shadow_a_recall_is_refused(stage):
    decided(stage)
    with pytest.raises(CallError, match="mode is shadow"):
        person(stage).recall(REF, WHY)
    assert told(stage, "recall") == []
    with pytest.raises(CallError, match="never sent to anybody"):
        person(stage, Mode.LIVE).recall(REF, WHY)


@pytest.mark.parametrize(
    "stage", [{"mode": Mode.REDIRECT, "redirect_to": "trial@secas.example"}], indirect=True
)
def test_in_redirect_it_goes_where_redirect_says(stage, server):
    relayed(stage)
    assert "In mode redirect the letters go to your own address." in person(stage).recall(REF, WHY)
    stage.deliver.tick()
    assert {recipient for recipient, _ in server.letters} == {"trial@secas.example"}
    assert any(b"Subject: [REDIRECTED] Please delete" in raw for _, raw in server.letters)


@pytest.mark.parametrize(
    "stage", [{"mode": Mode.REDIRECT, "redirect_to": "trial@secas.example"}], indirect=True
)
def test_once_live_nobody_is_asked_to_delete_what_only_we_got(stage):
    relayed(stage)
    with pytest.raises(CallError, match="never sent to anybody but your own address"):
        person(stage, Mode.LIVE).recall(REF, WHY)


def test_while_paused_it_waits_and_says_so(stage, server):
    relayed(stage)
    stage.desk.pause("maintenance")
    assert "asked to delete it once sending goes on; it is paused." in person(stage).recall(REF, WHY)
    before = len(server.letters)
    stage.deliver.tick()
    assert len(server.letters) == before
    stage.desk.resume()
    stage.deliver.tick()
    assert told(stage, "recall") == [(MAIN, "sent")]


# notes, and the end of an incident


def test_a_note_is_kept_and_the_journal_knows_only_that_there_is_one(stage):
    decided(stage)
    assert person(stage).note(REF, "rang  Priya\nNair") == f"Noted with {REF}."
    row = stage.store.row("SELECT by, note FROM alert_note")
    assert row == {"by": "A Person", "note": "rang Priya Nair"}
    (line,) = [each for each in journal.lines_of(stage.store, (REF,)) if each["what"] == "alert.noted"]
    assert line["detail"] == "{}"
    for text, why in (("", "empty"), ("x" * 2001, "Shorten it")):
        with pytest.raises(CallError, match=why):
            person(stage).note(REF, text)


def test_an_incident_is_closed_once_and_says_who_has_not_answered(stage):
    relayed(stage)
    person(stage).recall(REF, WHY)
    sentence = person(stage).close(1, "ICO told, ref 42")
    assert sentence == f"I-1 about {REF} is closed. Nobody has said so far that {MAIN} deleted it."
    assert incidents.listed(stage.store) == []
    (closed,) = incidents.listed(stage.store, closed=True)
    assert (closed["closed_by"], closed["note"]) == ("A Person", "ICO told, ref 42")
    with pytest.raises(CallError, match="I-1 was closed by A Person at 10:00 on 24 November 2026"):
        person(stage).close(1, "again")
    with pytest.raises(CallError, match="no incident I-2"):
        person(stage).close(2, "x")
    assert "Incident I-2," in person(stage).recall(REF, "it came up again")
