"""Receipts: what they wait for, what they call accepted, and who gets none."""

from dataclasses import replace

import pytest

from mailbot.adapters.store import ledgers, receipts
from mailbot.adapters.store.database import stamp
from mailbot.model.configuration import Mode
from mailbot.model.mail import Address
from mailbot.runners.receipts import Receipts
from tests.end_to_end.mails import (
    block,
    good,
    mail,
    mpan,
    nobody_named,
    not_relayed,
    raised,
    unknown_code,
)
from tests.faults.smtp_server import SmtpFaults
from tests.runners.forwarder import (
    ALTERNATIVE,
    COBALT,
    DEVICE,
    MAIN,
    REFUSED,
    bounce,
    hear,
    journalled,
    kinds,
    mails,
    owed,
    sound,
    take,
    to_forwarder,
    told,
    wants,
)
from tests.runners.stage import HEAD, Stage


def test_a_receipt_keeps_what_it_told_and_which_letter_it_was(stage):
    take(
        stage,
        good(1, "Brightwater").raw,
        nobody_named(2, "").raw,
        unknown_code(3, "COBA").raw,
        not_relayed(4, "COBA").raw,
        mail(5, block(mpan(1), "Brightwater", raised(1))),
    )
    assert told(stage) == ["passed_on", "asked", "waiting", "declined", "already"]
    assert mails(stage) == ["written"] * 5
    rows = stage.store.rows(
        "SELECT letter.kind, mail_id, message.id FROM letter JOIN message ON receipt_letter_id = letter.id"
    )
    assert [(row["kind"], row["mail_id"] == row["id"]) for row in rows] == [("receipt", True)] * 5
    sound(stage)


@pytest.mark.parametrize("stage", [{"storm_threshold": 1}], indirect=True)
def test_a_mail_with_an_alert_that_waits_for_others_is_not_settled(stage):
    take(stage, good(1, "Brightwater").raw, good(2, "Brightwater").raw)
    assert mails(stage) == ["written", "owed"]
    stage.later(minutes=5)
    stage.deliver.tick()
    assert mails(stage) == ["written", "written"]
    assert "their mail server accepted it" in to_forwarder(stage)[1].text
    sound(stage)


def test_after_a_failover_accepted_is_when_the_second_letter_was(stage, server):
    server.faults = SmtpFaults(refused={MAIN: REFUSED})
    take(stage, good(1, "Brightwater").raw)
    stage.deliver.tick()
    assert mails(stage) == ["written"]
    assert (
        "sent to Brightwater Business Energy Ltd; their mail server accepted it at 10:00"
        in to_forwarder(stage)[0].text
    )


def test_a_letter_that_came_back_was_not_accepted(stage):
    take(stage, good(1, "Brightwater").raw)
    stage.later(minutes=3)
    bounce(stage, MAIN)
    (row,) = receipts.alerts_of(stage.store, [1])
    assert row["accepted_at"] == stamp(stage.clock.now())  # the alternative's, not the one that came back
    assert kinds(stage) == ["receipt"], "it is still passed on: nothing else is to be told"


def test_what_another_organisation_accepted_counts_for_nothing(stage, server):
    take(stage, good(1, "Brightwater").raw)
    hear(stage, "NOT OURS")
    server.faults.refused = {COBALT: "451 4.7.1 later"}
    stage.desk.route(1, "COBA")
    stage.later(minutes=5)
    stage.deliver.tick()
    text = to_forwarder(stage)[-1].text
    assert "being sent to Cobalt Commercial Power Ltd; their mail server has not accepted it yet" in text


@pytest.mark.parametrize("by_command", [True, False])
def test_while_paused_nothing_waits_itself_out(tmp_path, server, by_command):
    stage = Stage(tmp_path, server.submission_access(), Mode.LIVE if by_command else Mode.PAUSED)
    if by_command:
        stage.desk.pause("trial")
    take(stage, good(1, "Brightwater").raw)
    stage.later(hours=5)
    stage.deliver.tick()
    assert mails(stage) == ["owed"]
    stage.deliver.close()


@pytest.mark.parametrize(
    "ours", ["alerts@secas.example", "Alerts+CA-26-000001@SECAS.example", "answers@secas.example"]
)
def test_a_mail_from_one_of_our_own_addresses_is_never_answered(stage, ours):
    head = replace(HEAD, reply_to=Address("answers+any@secas.example"))
    writer = Receipts(stage.store, head, stage.policy, stage.clock)
    stage.own(good(1, "Brightwater").raw)
    stage.dispose.tick()
    stage.store.run("UPDATE message SET receipt_to = ?", (ours,))
    stage.later(minutes=11)
    writer.write_owed()
    assert (mails(stage), kinds(stage)) == (["none"], [])
    assert journalled(stage, "receipt.never") == ["M-1"]
    receipts.owe_word(stage.store, 1, stage.clock.now())
    assert owed(stage) == 0


def test_who_wants_to_hear_of_problems_hears_of_nothing_else(stage):
    wants(stage, "problems")
    take(
        stage,
        good(1, "Brightwater").raw,
        nobody_named(2, "").raw,
        unknown_code(3, "Brightwater").raw,
        not_relayed(4, "Brightwater").raw,
        mail(5, f"Device ID: {DEVICE}\nAlert Code: 8F3F\nNew Supplier: Brightwater\n"),
    )
    assert mails(stage) == ["none", "written", "written", "written", "written"]
    assert "reply with the meter point" in to_forwarder(stage)[-1].text
    assert journalled(stage, "receipt.not_wanted") == ["M-1"]
    assert told(stage)[0] == "passed_on"
    sound(stage)


def test_what_fails_later_is_told_all_the_same(stage):
    wants(stage, "problems")
    take(stage, good(1, "Brightwater").raw)
    assert kinds(stage) == []
    bounce(stage, MAIN, ALTERNATIVE)
    assert (kinds(stage), told(stage)) == (["receipt_update"], ["waiting"])
    stage.desk.route(1, "COBA")
    stage.deliver.tick()
    assert (kinds(stage), told(stage)) == (["receipt_update"] * 2, ["passed_on"])


def test_a_ledger_notices_a_receipt_that_was_promised_and_not_written(stage):
    take(stage, good(1, "Brightwater").raw)
    sound(stage)
    with stage.store.transaction("test"):
        stage.store.run("UPDATE message SET receipt_letter_id = NULL")
        assert ledgers.letters(stage.store).balanced, "an older store knows the receipt by its mail alone"
        stage.store.run("UPDATE letter SET mail_id = NULL WHERE kind = 'receipt'")
        assert "1 receipt(s) were promised and not written" in ledgers.letters(stage.store).faults
