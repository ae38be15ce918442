"""What a person does: release, route, discard, resend."""

from datetime import date

import pytest

from mailbot.adapters.store import held, ledgers, letters
from mailbot.model.errors import CallError
from tests.end_to_end.mails import block, forged, good, mail, mpan, nobody_named, raised, spam, unknown_code
from tests.runners.stage import Stage


def staged(tmp_path, *raws):
    stage = Stage(tmp_path)
    stage.own(*raws)
    stage.dispose.tick()
    return stage


def balanced(stage):
    return all(each(stage.store).balanced for each in (ledgers.mails, ledgers.alerts, ledgers.letters))


def recipients(stage):
    return [row["recipient"] for row in stage.letters()]


def test_a_released_alert_goes_where_it_would_have_gone(tmp_path):
    stage = staged(tmp_path, unknown_code(1, "Brightwater").raw)
    assert stage.desk.release(1, "known to us") == "CA-26-000001 goes to Brightwater Business Energy Ltd."
    assert recipients(stage) == ["priya.nair@brightwater.example"]
    assert stage.store.one("SELECT disposition FROM message") == "relayed"
    assert (held.listed(stage.store), balanced(stage)) == ([], True)
    assert "a person at SECAS found you" in letters.unpack(stage.letters()[0]["content"]).text


def test_an_unproved_alert_goes_when_a_person_vouches(tmp_path):
    stage = staged(tmp_path, forged(1, "Brightwater").raw)
    stage.desk.release(1)
    assert recipients(stage) == ["priya.nair@brightwater.example"]
    assert balanced(stage)


def test_what_names_nobody_cannot_be_released_but_routed(tmp_path):
    stage = staged(tmp_path, nobody_named(1, "").raw)
    with pytest.raises(CallError, match="held route"):
        stage.desk.release(1)
    assert stage.letters() == []
    stage.desk.route(1, "COBA", "rang them")
    assert recipients(stage) == ["alan.whitby@cobalt.example"]
    assert balanced(stage)


def test_a_meter_point_is_put_right(tmp_path):
    wrong = mpan(1)[:12] + str((int(mpan(1)[12]) + 1) % 10)
    stage = staged(tmp_path, mail(1, block(wrong, "Brightwater", raised(1))))
    with pytest.raises(CallError, match="--mpxn"):
        stage.desk.route(1, "Brightwater", mpxn=wrong)
    stage.desk.route(1, "Brightwater", mpxn=mpan(1))
    text = letters.unpack(stage.letters()[0]["content"]).text
    assert mpan(1) in text.replace(" ", "")
    assert wrong not in text.replace(" ", "")


@pytest.mark.parametrize("name", ["Nobody Ltd", "Brightwater Busines Energy", ""])
def test_a_supplier_that_is_not_one_on_the_list_is_refused(tmp_path, name):
    stage = staged(tmp_path, nobody_named(1, "").raw)
    with pytest.raises(CallError, match="no one organisation on the list"):
        stage.desk.route(1, name)
    assert len(held.listed(stage.store)) == 1


def test_an_alert_is_never_released_to_a_supplier_that_left(tmp_path):
    stage = staged(tmp_path, unknown_code(1, "Brightwater").raw)
    stage.desk.exit("Brightwater", date(2026, 11, 1))
    with pytest.raises(CallError, match="left the list on 01 November 2026"):
        stage.desk.release(1)
    assert stage.letters() == []


def test_discarding_sends_nothing_and_ends_it(tmp_path):
    stage = staged(tmp_path, unknown_code(1, "Brightwater").raw, spam(2, "").raw)
    stage.desk.discard(1, "a test of the forwarder's")
    stage.desk.discard(2, "spam")
    assert (held.listed(stage.store), stage.letters(), balanced(stage)) == ([], [], True)
    fates = [row["disposition"] for row in stage.store.rows("SELECT disposition FROM message ORDER BY id")]
    assert fates == ["recorded", "recorded"]
    with pytest.raises(CallError, match="H-1 was discarded on .* by A Person"):
        stage.desk.release(1)


def test_a_held_mail_that_is_no_alert_cannot_be_released(tmp_path):
    stage = staged(tmp_path, spam(1, "").raw)
    with pytest.raises(CallError, match="would be held again"):
        stage.desk.release(1)
    assert len(held.listed(stage.store)) == 1


def test_a_mail_the_reader_broke_on_is_decided_again_when_released(tmp_path):
    stage = Stage(tmp_path)
    stage.own(good(1, "Brightwater").raw)
    stage.store.run("UPDATE message SET attempts = 3, failures = 2, last_error = 'a fault since mended'")
    stage.dispose.tick()
    assert stage.store.one("SELECT disposition FROM message") == "held"
    stage.desk.release(1)
    assert recipients(stage) == ["priya.nair@brightwater.example"]
    assert balanced(stage)


def test_resending_keeps_the_message_id_and_refuses_what_is_still_queued(tmp_path):
    stage = staged(tmp_path, good(1, "Brightwater").raw)
    with pytest.raises(CallError, match="still in the queue"):
        stage.desk.resend("CA-26-000001")
    stage.store.run("UPDATE letter SET state = 'sent', sent_at = created_at")
    before = stage.letters()[0]["message_id"]
    stage.desk.resend("ca-26-000001")
    (row,) = stage.letters()
    assert (row["message_id"], row["state"], row["resent"]) == (before, "due", 1)


def test_resending_goes_to_the_contact_of_today(tmp_path):
    from mailbot.adapters.store import suppliers
    from mailbot.model.supplier import Contact, Slot

    stage = staged(tmp_path, good(1, "Brightwater").raw)
    stage.store.run("UPDATE letter SET state = 'sent', sent_at = created_at")
    suppliers.set_contact(
        stage.store,
        3,
        Contact(Slot.MAIN, "New Hand", "new.hand@brightwater.example"),
        stage.clock.now(),
        "test",
    )
    stage.desk.resend("CA-26-000001")
    assert recipients(stage) == ["priya.nair@brightwater.example", "new.hand@brightwater.example"]
    assert stage.states() == ["sent", "due"]


@pytest.mark.parametrize(
    "act", [lambda d: d.release(9), lambda d: d.route(9, "COBA"), lambda d: d.discard(9, "x")]
)
def test_an_item_that_is_not_there_is_told(tmp_path, act):
    with pytest.raises(CallError, match="no held item H-9"):
        act(Stage(tmp_path).desk)


def test_an_alert_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CallError, match="no alert CA-26-000009"):
        Stage(tmp_path).desk.resend("CA-26-000009")
