"""One transaction a mail (promise 3), repeats, and what the store shows afterwards."""

import pytest

from mailbot.adapters.store import held, ledgers, letters
from mailbot.model.errors import TemporaryFailure
from tests.end_to_end.mails import FORWARDER, block, good, mail, mpan, raised, samples, table
from tests.runners.stage import Stage

TABLES = ("alert", "letter", "held", "sequence")


def counts(stage):
    return {name: stage.store.one(f"SELECT count(*) FROM {name}") for name in TABLES}


def test_all_of_a_mail_is_decided_or_nothing(tmp_path, monkeypatch):
    stage = Stage(tmp_path)
    stage.own(table(1, "Brightwater").raw)
    before, lines = counts(stage), stage.store.one("SELECT count(*) FROM journal")
    written = []

    def full(*arguments, **more):
        if len(written) == 2:
            raise TemporaryFailure("The disk is full.")
        written.append(1)
        return write(*arguments, **more)

    write = letters.write
    monkeypatch.setattr(letters, "write", full)
    with pytest.raises(TemporaryFailure):
        stage.dispose.tick()
    assert counts(stage) == before
    assert stage.store.one("SELECT count(*) FROM journal") == lines
    assert stage.store.one("SELECT disposition FROM message") is None
    monkeypatch.setattr(letters, "write", write)
    assert stage.dispose.tick() == 1
    assert counts(stage) == {"alert": 3, "letter": 3, "held": 0, "sequence": 1}


def test_a_fault_of_one_mail_does_not_stop_the_mail_behind_it(tmp_path, monkeypatch):
    stage = Stage(tmp_path)
    stage.own(good(1, "Brightwater").raw, good(2, "Brightwater").raw)
    relay = stage.effects.relaying.relay

    def broken(one, *more, **keywords):
        if one.mail_id == 1:
            raise KeyError("a fault of our own")
        return relay(one, *more, **keywords)

    monkeypatch.setattr(stage.effects.relaying, "relay", broken)
    assert [stage.dispose.tick() for _ in range(4)] == [1, 0, 0, 1]
    rows = stage.store.rows("SELECT disposition, last_error FROM message ORDER BY id")
    assert rows[0]["disposition"] == "held"
    assert "KeyError" in rows[0]["last_error"]
    assert rows[1]["disposition"] == "relayed"


def facts(stage):
    return [
        (row["state"], row["repeats_id"], row["may_repeat"])
        for row in stage.store.rows("SELECT * FROM alert")
    ]


def test_the_same_alert_from_two_people_is_sent_once(tmp_path):
    stage = Stage(tmp_path)
    text = block(mpan(1), "Brightwater", raised(1))
    stage.own(mail(1, text), mail(2, text, sender="jo.hart@larkfield.example"))
    stage.dispose.tick()
    assert facts(stage) == [("relayed", None, ""), ("repeated", 1, "")]
    assert len(stage.letters()) == 1


def test_without_a_time_it_is_sent_again_and_says_so(tmp_path):
    stage = Stage(tmp_path)
    text = f"MPAN: {mpan(1)}\nAlert Code: 8F3F\nNew Supplier: Brightwater\n"
    stage.own(mail(1, text), mail(2, text))
    stage.dispose.tick()
    assert facts(stage) == [("relayed", None, ""), ("relayed", None, "CA-26-000001")]
    assert "MAY REPEAT CA-26-000001" in letters.unpack(stage.letters()[1]["content"]).text


def test_a_repeat_that_names_another_supplier_is_held(tmp_path):
    stage = Stage(tmp_path)
    stage.own(mail(1, block(mpan(1), "Brightwater", raised(1))), mail(2, block(mpan(1), "Cobalt", raised(1))))
    stage.dispose.tick()
    assert [state for state, *_ in facts(stage)] == ["relayed", "held"]
    assert len(stage.letters()) == 1


def test_a_repeat_of_a_held_alert_joins_that_case(tmp_path):
    stage = Stage(tmp_path)
    text = block(mpan(1), "Brightwater", raised(1), code="8FEE")
    stage.own(mail(1, text), mail(2, text))
    stage.dispose.tick()
    assert facts(stage) == [("held", None, ""), ("repeated", 1, "")]
    assert len(held.listed(stage.store)) == 1


def test_message_id_alone_never_suppresses_a_mail(tmp_path):
    stage = Stage(tmp_path)
    one = mail(1, block(mpan(1), "Brightwater", raised(1)))
    other = mail(1, block(mpan(2), "Brightwater", raised(2)))
    stage.own(one, other)
    stage.dispose.tick()
    assert [state for state, *_ in facts(stage)] == ["relayed", "relayed"]


def test_the_same_bytes_again_are_recorded(tmp_path):
    stage = Stage(tmp_path)
    raw = good(1, "Brightwater").raw
    stage.own(raw, raw)
    stage.dispose.tick()
    assert [
        row["disposition"] for row in stage.store.rows("SELECT disposition FROM message ORDER BY id")
    ] == [
        "relayed",
        "recorded",
    ]
    assert len(stage.letters()) == 1


def test_every_kind_leaves_balanced_ledgers(tmp_path):
    stage = Stage(tmp_path)
    mails = list(samples(60))
    stage.own(*(each.raw for each in mails))
    stage.dispose.tick()
    assert [ledger(stage.store).faults for ledger in (ledgers.mails, ledgers.alerts, ledgers.letters)] == [
        (),
        (),
        (),
    ]
    assert {row["sender"] for row in stage.store.rows("SELECT sender FROM message")} >= {FORWARDER}


@pytest.mark.parametrize(
    ("statement", "ledger"),
    [
        ("DELETE FROM letter WHERE id = 1", ledgers.letters),
        ("DELETE FROM letter WHERE alert_id = 1", ledgers.alerts),
        ("UPDATE letter SET state = 'sent' WHERE id = 1", ledgers.letters),
        ("UPDATE message SET receipt = 'written' WHERE id = 1", ledgers.letters),
        ("DELETE FROM held", ledgers.mails),
        ("DELETE FROM held", ledgers.alerts),
        ("UPDATE message SET disposition = 'recorded' WHERE disposition = 'held'", ledgers.mails),
        ("UPDATE message SET alerts_read = alerts_read + 1 WHERE id = 1", ledgers.alerts),
        ("UPDATE alert SET state = 'held' WHERE state = 'relayed'", ledgers.alerts),
        ("DELETE FROM message WHERE disposition IS NULL", ledgers.mails),
    ],
)
def test_a_ledger_notices_when_a_record_is_gone_or_changed(tmp_path, statement, ledger):
    stage = Stage(tmp_path)
    stage.own(*(each.raw for each in samples(15)))
    stage.dispose.tick()
    stage.own(b"Subject: one that waits\r\n\r\n")
    assert ledger(stage.store).balanced
    stage.store.run(statement)
    assert not ledger(stage.store).balanced


def test_what_is_only_shown_in_shadow_settles_nothing(tmp_path):
    stage = Stage(tmp_path)
    stage.own(mail(1, block(mpan(1), "", raised(1))))
    stage.own(mail(2, block(mpan(1), "Brightwater", raised(1))), shadow=True)
    stage.dispose.tick()
    assert facts(stage)[0] == ("held", None, "")
    assert len(held.listed(stage.store)) == 1


OTHER_DEVICE = "00-1D-24-02-01-A0-0B-22"


def device_block(device, **facts):
    return f"Device ID: {device}\n" + block(
        facts.get("point", mpan(1)), facts.get("to", "Brightwater"), raised(1)
    )


def test_two_devices_at_one_meter_point_are_two_alerts_with_a_letter_each(tmp_path):
    stage = Stage(tmp_path)
    stage.own(mail(1, device_block("00-1D-24-02-01-A0-0B-11")), mail(2, device_block(OTHER_DEVICE)))
    stage.dispose.tick()
    assert [state for state, *_ in facts(stage)] == ["relayed", "relayed"]
    assert len({row["message_id"] for row in stage.letters()}) == 2
    assert ledgers.alerts(stage.store).balanced


def test_one_alert_of_one_device_at_two_meter_points_is_held(tmp_path):
    stage = Stage(tmp_path)
    stage.own(
        mail(1, device_block(OTHER_DEVICE)), mail(2, device_block(OTHER_DEVICE, point=mpan(2), to="Cobalt"))
    )
    stage.dispose.tick()
    assert [state for state, *_ in facts(stage)] == ["relayed", "held"]
    assert "other-meter-point-before" in stage.store.one("SELECT reasons FROM held")


def test_one_alert_twice_in_one_mail_goes_once_and_undated_ones_are_marked(tmp_path):
    stage = Stage(tmp_path)
    exact = block(mpan(1), "Brightwater", raised(1))
    undated = f"MPAN: {mpan(2)}\nAlert Code: 8F3F\nNew Supplier: Brightwater\n"
    stage.own(mail(1, f"{exact}\nAlert Description: again\n{exact}"), mail(2, f"{undated}\n\n{undated}"))
    stage.dispose.tick()
    assert len({row["message_id"] for row in stage.letters()}) == len(stage.letters())
    assert all(state in {"relayed", "repeated", "held"} for state, *_ in facts(stage))
    assert ledgers.alerts(stage.store).balanced


def test_a_forged_mail_does_not_swallow_the_genuine_one(tmp_path):
    stage = Stage(tmp_path)
    forged = "mx.secas.example; dmarc=fail header.from=larkfield.example"
    stage.own(
        mail(1, block(mpan(1), "Dunmore Gas & Power Ltd", raised(1)), proof=forged),
        mail(2, block(mpan(1), "Brightwater", raised(1))),
    )
    stage.dispose.tick()
    assert [state for state, *_ in facts(stage)] == ["held", "relayed"]
    assert [row["recipient"] for row in stage.letters()] == ["priya.nair@brightwater.example"]


def test_what_was_missing_settles_the_held_case(tmp_path):
    stage = Stage(tmp_path)
    stage.own(mail(1, block(mpan(1), "", raised(1))), mail(2, block(mpan(1), "Brightwater", raised(1))))
    stage.dispose.tick()
    assert facts(stage) == [("repeated", 2, ""), ("relayed", None, "")]
    assert (held.listed(stage.store), len(stage.letters())) == ([], 1)
    assert all(ledger(stage.store).balanced for ledger in (ledgers.mails, ledgers.alerts, ledgers.letters))
    assert [
        row["disposition"] for row in stage.store.rows("SELECT disposition FROM message ORDER BY id")
    ] == [
        "recorded",
        "relayed",
    ]
