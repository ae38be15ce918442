"""The second word: what became of alerts whose forwarder was told something else."""

import pytest

from mailbot.adapters.store import receipts
from mailbot.model.configuration import Mode
from tests.coming_back import answer
from tests.end_to_end.mails import (
    FORWARDER,
    block,
    forged,
    good,
    mail,
    mpan,
    nobody_named,
    raised,
    unknown_code,
)
from tests.faults.smtp_server import SmtpFaults
from tests.runners.forwarder import (
    ALTERNATIVE,
    MAIN,
    REFUSED,
    bounce,
    hear,
    journalled,
    kinds,
    owed,
    sound,
    take,
    to_forwarder,
    told,
    wants,
)
from tests.runners.stage import Stage


def test_an_alert_that_came_back_from_both_contacts_is_told_at_once_and_again_when_it_is_settled(stage):
    take(stage, good(1, "Brightwater").raw)
    bounce(stage, MAIN, ALTERNATIVE)
    assert (kinds(stage), told(stage), owed(stage)) == (["receipt", "receipt_update"], ["waiting"], 0)
    word = to_forwarder(stage)[1]
    assert word.subject == "What became of your alerts: 1 alert waiting for a person at SECAS"
    assert "The mail server of the supplier did not take it; a person at SECAS acts." in word.text
    assert (word.in_reply_to, word.references[0]) == ("<1.larkfield.example@larkfield.example>",) * 2
    assert all(name not in word.text + word.html for name in (MAIN, ALTERNATIVE, mpan(1)))
    stage.desk.route(1, "COBA")
    stage.deliver.tick()
    assert told(stage) == ["passed_on"]
    assert "sent to Cobalt Commercial Power Ltd; their mail server accepted it" in to_forwarder(stage)[2].text
    assert journalled(stage, "update.written") == ["M-1", "M-1"]
    ids = {letter.message_id for letter in to_forwarder(stage)}
    assert len(ids) == 3
    sound(stage)


def test_a_disputed_alert_is_told_in_words_a_forwarder_can_use(stage):
    take(stage, good(1, "Brightwater").raw)
    hear(stage, "NOT OURS")
    text = to_forwarder(stage)[1].text
    assert "The supplier says that it does not serve this meter point; please check whom you named." in text
    assert "A waiting alert has not reached the right supplier yet." in text
    assert "reached nobody" not in text


def test_a_discarded_alert_is_told_without_the_note_of_whoever_did_it(stage):
    take(stage, unknown_code(1, "Brightwater").raw)
    stage.desk.discard(1, "Hannah rang, all nonsense")
    stage.deliver.tick()
    text = to_forwarder(stage)[1].text
    assert "A person at SECAS looked at it and decided that it is not passed on." in text
    assert "A Person" not in text
    assert "nonsense" not in text


def test_only_the_changed_alerts_of_a_mail_are_told_in_one_letter(stage):
    text = "\n\n".join(block(mpan(number), "Brightwater", raised(number), "8FEE") for number in (1, 2, 3))
    take(stage, mail(1, text))
    assert told(stage) == ["waiting"] * 3
    stage.desk.release(1)
    stage.desk.release(3)
    stage.deliver.tick()
    assert kinds(stage) == ["receipt", "receipt_update"]
    word = to_forwarder(stage)[1]
    assert word.subject == "What became of your alerts: 2 alerts passed on"
    assert "CA-26-000002" not in word.text
    assert told(stage) == ["passed_on", "waiting", "passed_on"]


def test_what_was_told_last_is_not_told_again(stage):
    take(stage, unknown_code(1, "Brightwater").raw)
    with stage.store.transaction("desk"):
        receipts.owe_word(stage.store, 1, stage.clock.now())
    assert owed(stage) == 1
    stage.deliver.tick()
    assert (kinds(stage), owed(stage)) == (["receipt"], 0)


def test_a_word_about_what_is_on_its_way_waits_for_the_answer_but_not_for_ever(stage, server):
    take(stage, unknown_code(1, "Brightwater").raw)
    server.faults.answers["MAIL"] = "421 4.3.2 later"
    stage.desk.release(1)
    stage.deliver.tick()
    assert (kinds(stage), owed(stage)) == (["receipt"], 1)
    stage.later(minutes=11)
    stage.deliver.tick()
    assert (kinds(stage), owed(stage)) == (["receipt", "receipt_update"], 0)
    assert "has not accepted it yet" in to_forwarder(stage)[1].text


def test_no_word_is_written_while_sending_is_paused(stage):
    take(stage, unknown_code(1, "Brightwater").raw)
    stage.desk.pause("trial")
    stage.desk.discard(1, "a note")
    stage.later(hours=5)
    stage.deliver.tick()
    assert (kinds(stage), owed(stage)) == (["receipt"], 1)
    stage.desk.resume()
    stage.deliver.tick()
    assert kinds(stage) == ["receipt", "receipt_update"]


def test_a_change_before_the_receipt_is_told_by_the_receipt(stage, server):
    server.faults = SmtpFaults(refused={MAIN: REFUSED, ALTERNATIVE: REFUSED})
    take(stage, good(1, "Brightwater").raw)
    assert (kinds(stage), told(stage), owed(stage)) == (["receipt"], ["waiting"], 0)


def test_who_was_never_believed_gets_no_word_either(stage):
    take(stage, forged(1, "Brightwater").raw)
    stage.desk.release(1)
    stage.deliver.tick()
    bounce(stage, MAIN, ALTERNATIVE)
    assert (kinds(stage), owed(stage)) == ([], 0)


def test_the_forwarder_of_a_repeat_hears_of_the_alert_it_repeats_and_nothing_of_its_mail(stage):
    take(stage, good(1, "Brightwater").raw)
    other = "joel.kerr@tamarvalley.example"
    take(stage, mail(2, block(mpan(1), "Brightwater", raised(1)), sender=other))
    assert told(stage) == ["passed_on", "already"]
    bounce(stage, MAIN, ALTERNATIVE)
    words = [letter for letter in to_forwarder(stage, "receipt_update") if letter.recipient.address == other]
    assert len(words) == 1
    assert (
        "waits for a person at SECAS as CA-26-000001. The mail server of the supplier did not"
        in words[0].text
    )
    assert "Larkfield" not in words[0].text
    assert told(stage) == ["waiting", "waiting"]
    stage.desk.route(1, "COBA")
    stage.deliver.tick()
    last = to_forwarder(stage, "receipt_update")[-1]
    assert (last.recipient.address, told(stage)) == (other, ["passed_on", "already"])
    sound(stage)


def test_a_repeat_of_a_discarded_alert_does_not_wait_any_more(stage):
    take(stage, unknown_code(1, "Brightwater").raw)
    take(stage, mail(2, block(mpan(1), "Brightwater", raised(1), "8FEE")))
    assert told(stage) == ["waiting", "waiting"]
    stage.desk.discard(1, "a note")
    stage.deliver.tick()
    assert told(stage) == ["declined", "declined"]
    assert "It is the same alert as CA-26-000001, which is not passed on." in to_forwarder(stage)[-1].text


def test_an_answer_that_does_not_suffice_is_answered(stage):
    take(stage, nobody_named(1, "").raw)
    id_ = to_forwarder(stage)[0].message_id
    take(stage, answer(id_, FORWARDER, "Supplier: Nobody Knows Ltd", number=2))
    assert kinds(stage)[:2] == ["receipt", "receipt_update"]
    assert to_forwarder(stage)[1].subject.startswith(
        "Please act: what became of your alerts: 1 alert not passed on"
    )
    assert told(stage) == ["asked"]


def test_an_alert_that_was_asked_for_and_then_reached_nobody_asks_for_nothing(stage):
    take(stage, nobody_named(1, "").raw)
    stage.desk.route(1, "Brightwater")
    stage.deliver.tick()
    bounce(stage, MAIN, ALTERNATIVE)
    assert told(stage) == ["waiting"]
    assert "Supplier: " not in to_forwarder(stage)[-1].text


@pytest.mark.parametrize("stage", [{"per_peer_per_day": 2}], indirect=True)
def test_words_are_capped_with_receipts_and_the_ones_held_back_stand_in_the_journal(stage):
    take(stage, *(unknown_code(number, "Brightwater").raw for number in (1, 2)))
    stage.desk.discard(1, "a note")
    stage.deliver.tick()
    assert kinds(stage) == ["receipt", "receipt", "receipts_held_back"]
    assert (journalled(stage, "update.held_back"), owed(stage), told(stage)[0]) == (["M-1"], 0, "waiting")
    stage.later(days=1)
    stage.desk.discard(2, "a note")
    stage.deliver.tick()
    assert kinds(stage)[3:] == ["receipt_update"]
    sound(stage)


def test_a_kill_in_the_middle_of_a_word_writes_it_once(stage, monkeypatch):
    take(stage, unknown_code(1, "Brightwater").raw)
    stage.desk.discard(1, "a note")
    with monkeypatch.context() as broken:
        broken.setattr(receipts, "said", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stage.deliver.tick()
    assert (kinds(stage), owed(stage)) == (["receipt"], 1)
    stage.deliver.tick()
    stage.deliver.tick()
    assert kinds(stage) == ["receipt", "receipt_update"]


def test_in_shadow_everything_is_shown_and_nothing_leaves(tmp_path, server):
    stage = Stage(tmp_path, server.submission_access(), Mode.SHADOW)
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw, unknown_code(2, "COBA").raw, shadow=True)
    stage.later(hours=8)
    stage.deliver.tick()
    assert kinds(stage) == ["receipt", "statement"]
    assert set(stage.states()) == {"not_sent"}
    assert server.connections == 0
    stage.deliver.close()
