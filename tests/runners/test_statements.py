"""Daily statements: at five, each address once, every alert of its mails."""

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.runners.receipts import Receipts
from mailbot.runners.statements import day_of, written_at
from tests.end_to_end.mails import (
    FORWARDER,
    block,
    good,
    mail,
    mpan,
    raised,
    unknown_code,
)
from tests.faults.smtp_server import SmtpFaults
from tests.people import NOW
from tests.runners.forwarder import (
    ALTERNATIVE,
    COBALT,
    MAIN,
    bounce,
    csv_of,
    kinds,
    letter_id,
    mails,
    sound,
    take,
    to_forwarder,
    told,
    wants,
)
from tests.runners.stage import HEAD


def test_a_statement_tells_of_every_alert_of_the_day_at_five(stage):
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw, unknown_code(2, "COBA").raw, good(3, "COBA").raw)
    assert (mails(stage), kinds(stage)) == (["owed", "written", "owed"], ["receipt"])
    due = Receipts(stage.store, HEAD, stage.policy, stage.clock).next_due()
    assert due == datetime(2026, 11, 24, 17, tzinfo=UTC)
    stage.clock.time = due - timedelta(seconds=1)
    stage.deliver.tick()
    assert kinds(stage) == ["receipt"]
    stage.clock.time = due
    stage.deliver.tick()
    assert mails(stage) == ["written"] * 3
    statement = to_forwarder(stage)[1]
    assert statement.subject == (
        "Statement of 24 November 2026: 3 alerts (1 waiting for a person at SECAS, 2 passed on)"
    )
    found = [(row["reference"], row["what_became_of_it"], row["supplier"]) for row in csv_of(statement)]
    assert found == [
        ("CA-26-000002", "waiting for a person at SECAS", ""),
        ("CA-26-000001", "passed on", "Brightwater Business Energy Ltd"),
        ("CA-26-000003", "passed on", "Cobalt Commercial Power Ltd"),
    ]
    assert csv_of(statement)[1]["accepted_at_utc"] == "2026-11-24T10:00:00+00:00"
    whole = statement.text + statement.html + statement.attachments[0].payload.decode()
    assert all(each not in whole for each in (mpan(1), mpan(2), mpan(3), MAIN, COBALT))
    assert statement.recipient.address == FORWARDER
    assert [
        row["receipt_letter_id"] for row in stage.store.rows("SELECT receipt_letter_id FROM message")
    ] == [
        letter_id(stage, "statement"),
        letter_id(stage, "receipt"),
        letter_id(stage, "statement"),
    ]
    sound(stage)
    stage.later(hours=3)
    stage.deliver.tick()
    assert kinds(stage) == ["receipt", "statement"]


def test_each_address_and_each_day_has_its_own(stage):
    wants(stage, "daily")
    colleague = "owen.price@larkfield.example"
    text = block(mpan(2), "Brightwater", raised(2))
    take(stage, good(1, "Brightwater").raw, mail(2, text, sender=colleague))
    stage.clock.time = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    take(stage, good(3, "Brightwater").raw)
    stage.later(days=3)
    stage.deliver.tick()
    found = [(letter.recipient.address, letter.subject[:29]) for letter in to_forwarder(stage)]
    assert found == [
        (FORWARDER, "Statement of 24 November 2026"),
        (colleague, "Statement of 24 November 2026"),
        (FORWARDER, "Statement of 25 November 2026"),
    ]
    assert [len(csv_of(letter)) for letter in to_forwarder(stage)] == [1, 1, 1]
    sound(stage)


def test_a_mail_that_was_committed_late_is_in_a_second_statement_of_that_day(stage):
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw)
    stage.clock.time = datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC)
    stage.own(good(2, "Brightwater").raw)
    stage.clock.time = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    stage.deliver.tick()
    stage.clock.time = datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC)
    stage.dispose.tick()
    stage.clock.time = datetime(2026, 11, 24, 17, 1, tzinfo=UTC)
    stage.deliver.tick()
    first, second = to_forwarder(stage)
    assert first.message_id != second.message_id
    assert [row["reference"] for row in csv_of(second)] == ["CA-26-000002"]
    assert mails(stage) == ["written", "written"]


def test_a_statement_waits_for_answers_but_not_for_ever(stage, server):
    wants(stage, "daily")
    server.faults = SmtpFaults(answers={"GREETING": "421 4.3.2 later"})
    stage.clock.time = datetime(2026, 11, 24, 16, 55, tzinfo=UTC)
    take(stage, good(1, "Brightwater").raw)
    stage.later(minutes=6)
    stage.deliver.tick()
    assert kinds(stage) == []
    stage.later(minutes=4)
    stage.deliver.tick()
    assert csv_of(to_forwarder(stage)[0])[0]["what_became_of_it"] == "being passed on"


def test_what_fails_after_a_statement_is_told(stage):
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw)
    stage.later(hours=8)
    stage.deliver.tick()
    bounce(stage, MAIN, ALTERNATIVE)
    assert (kinds(stage), told(stage)) == (["statement", "receipt_update"], ["waiting"])
    sound(stage)


def test_what_fails_before_the_statement_has_a_receipt_at_once(stage):
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw)
    bounce(stage, MAIN, ALTERNATIVE)
    assert kinds(stage) == ["receipt"]
    stage.later(hours=8)
    stage.deliver.tick()
    assert kinds(stage) == ["receipt"], "nothing is left to be stated"


@pytest.mark.parametrize("stage", [{"per_peer_per_day": 1}], indirect=True)
def test_a_statement_says_what_was_held_back_and_a_domain_comes_to_an_end(stage):
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw, unknown_code(2, "COBA").raw, unknown_code(3, "COBA").raw)
    text = block(mpan(4), "Brightwater", raised(4))
    take(stage, mail(4, text, sender="owen.price@larkfield.example"))
    assert mails(stage) == ["owed", "written", "held_back", "owed"]
    stage.later(hours=8)
    stage.deliver.tick()
    assert mails(stage) == ["written", "written", "written", "held_back"]
    (statement,) = to_forwarder(stage, "statement")
    assert len(csv_of(statement)) == 3
    stage.desk.discard(2, "a note")
    stage.later(days=1)
    stage.deliver.tick()
    assert to_forwarder(stage)[-1].kind.value == "receipt_update"
    sound(stage)


def test_a_statement_is_never_for_ourselves(stage):
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw)
    stage.store.run("UPDATE message SET receipt_to = 'alerts+x@secas.example'")
    stage.later(hours=8)
    stage.deliver.tick()
    assert (mails(stage), kinds(stage)) == (["none"], [])


def test_who_changes_to_receipts_gets_those_of_the_day_at_once(stage):
    wants(stage, "daily")
    take(stage, good(1, "Brightwater").raw)
    wants(stage, "each")
    stage.deliver.tick()
    assert (mails(stage), kinds(stage)) == (["written"], ["receipt"])


@pytest.mark.parametrize(
    ("decided", "day"),
    [
        (datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC), 24),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), 25),
        (datetime(2026, 10, 24, 16, 0, tzinfo=UTC), 25),  # summer time, the day before it ends
        (datetime(2026, 10, 25, 16, 0, tzinfo=UTC), 25),  # the day it ended
        (datetime(2026, 3, 28, 17, 0, tzinfo=UTC), 29),  # the day before it begins
        (datetime(2026, 3, 29, 16, 0, tzinfo=UTC), 30),
    ],
)
def test_a_day_ends_at_five_in_london(decided, day):
    found = day_of(decided)
    assert found.day == day
    assert decided < written_at(found)


def test_next_due_is_none_when_nobody_waits_for_the_clock(stage):
    writer = Receipts(stage.store, HEAD, stage.policy, stage.clock)
    assert writer.next_due() is None
    wants(stage, "daily")
    stage.own(good(1, "Brightwater").raw)
    stage.dispose.tick()
    assert writer.next_due() == NOW.replace(hour=17)
    stage.clock.time = NOW.replace(hour=17)
    assert writer.next_due() is None, "it is late: the next tick writes it"
