"""Held is not handled: the person on duty is mailed until somebody has what waits."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from mailbot.adapters.store import facts, held, letters
from mailbot.claims import Claims
from mailbot.model.configuration import Helpdesk, Mode
from mailbot.model.decision import Because, Reason
from mailbot.model.errors import TemporaryFailure
from mailbot.runners.duty import NOBODY, Duty
from tests.coming_back import answer, report
from tests.end_to_end.mails import good, unknown_code
from tests.faults.smtp_server import ScriptedSmtp
from tests.people import NOW
from tests.runners.stage import HEAD, Stage

OFFICE, NIGHT, DAILY = "duty@secas.example", "night@secas.example", "digest@secas.example"
PEOPLE = Helpdesk(urgent_to=OFFICE, out_of_hours_to=NIGHT, digest_to=DAILY)
FRIDAY = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
MAIN, ALTERNATIVE = "priya.nair@brightwater.example", "tom.ashby@brightwater.example"


@pytest.fixture
def stage(tmp_path, request):
    return Stage(tmp_path, **getattr(request, "param", {}))


@pytest.fixture
def duty(stage):
    return duty_of(stage)


def duty_of(stage, people=PEOPLE):
    return Duty(stage.store, HEAD, people, stage.policy, stage.clock)


def hold(stage, number=1):
    """A held alert: its code is known to nobody. The item's number."""
    stage.own(unknown_code(number, "Brightwater").raw)
    stage.dispose.tick()
    return int(stage.store.one("SELECT max(id) FROM held"))


def written(stage):
    """The letters to the person on duty: (recipient, subject), oldest first."""
    return [(each.recipient.address, each.subject) for each in contents(stage)]


def contents(stage):
    rows = stage.store.rows("SELECT content FROM letter WHERE kind = 'duty' ORDER BY id")
    return [letters.unpack(row["content"]) for row in rows]


def test_an_alert_held_on_friday_evening_reaches_the_one_on_duty_out_of_hours(stage, duty):
    stage.clock.time = FRIDAY
    hold(stage)
    duty.tick()
    assert written(stage) == []
    stage.later(minutes=29)
    duty.tick()
    assert written(stage) == []
    stage.later(minutes=1)
    duty.tick()
    assert written(stage) == [(NIGHT, "Waiting for you: 1 alert: H-1")]
    (row,) = stage.store.rows("SELECT kind, rank, state, alert_id FROM letter WHERE kind = 'duty'")
    assert (row["rank"], row["state"], row["alert_id"]) == (0, "due", None)


@pytest.mark.parametrize(
    ("now", "people", "to"),
    [
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), PEOPLE, OFFICE),
        (datetime(2026, 11, 24, 16, 31, tzinfo=UTC), PEOPLE, NIGHT),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), PEOPLE, NIGHT),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), replace(PEOPLE, out_of_hours_to=""), OFFICE),
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), replace(PEOPLE, urgent_to=""), DAILY),
        (
            datetime(2026, 11, 24, 16, 31, tzinfo=UTC),
            replace(PEOPLE, office_hours=(time(8), time(18))),
            OFFICE,
        ),
    ],
)
def test_who_is_on_duty(stage, now, people, to):
    stage.clock.time = now
    hold(stage)
    stage.later(minutes=30)
    duty_of(stage, people).tick()
    assert [recipient for recipient, _ in written(stage)] == [to]


def test_it_is_repeated_every_two_hours_until_claimed(stage, duty):
    item = hold(stage)
    stage.later(minutes=30)
    for _ in range(3):
        duty.tick()
        duty.tick()
        stage.later(minutes=119)
        duty.tick()
        stage.later(minutes=1)
    assert len(written(stage)) == 3
    assert len({letter.message_id for letter in contents(stage)}) == 3
    assert "told 2 times before" in contents(stage)[-1].text
    (told,) = Claims(stage.store, stage.clock, "Jo").claim([item])
    assert told.text == "H-1 is yours. If it is still open in a day, the person on duty is told again."
    stage.later(hours=23, minutes=59)
    duty.tick()
    assert len(written(stage)) == 3


def test_a_claim_that_came_to_nothing_is_told_after_a_day(stage, duty):
    item = hold(stage)
    Claims(stage.store, stage.clock, "Jo Marsh").claim([item])
    stage.later(hours=24)
    duty.tick()
    assert "Claimed by Jo Marsh at 10:00 on 24 November 2026, and still open." in contents(stage)[0].text
    stage.later(hours=2)
    duty.tick()
    assert len(written(stage)) == 1  # somebody has it: once a day
    stage.later(hours=22)
    duty.tick()
    assert len(written(stage)) == 2


def test_what_was_given_up_is_told_at_once(stage, duty):
    item = hold(stage)
    claims = Claims(stage.store, stage.clock, "Jo")
    claims.claim([item])
    stage.later(hours=3)
    duty.tick()
    assert written(stage) == []
    claims.give_up([item])
    duty.tick()
    assert len(written(stage)) == 1


def test_what_is_closed_is_told_to_nobody(stage, duty):
    item = hold(stage)
    stage.desk.discard(item, "a trial")
    stage.later(hours=5)
    duty.tick()
    assert written(stage) == []


def test_an_alert_that_reached_nobody_is_due_at_once_and_comes_first(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access())
        waiting = hold(stage, 7)
        stage.later(minutes=30)
        stage.own(good(1, "Brightwater").raw)
        stage.dispose.tick()
        for recipient in (MAIN, ALTERNATIVE):
            stage.deliver.tick()
            id_ = stage.store.one("SELECT message_id FROM letter WHERE recipient = ?", (recipient,))
            stage.own(report(id_, recipient))
            stage.dispose.tick()
        stage.deliver.close()
    duty_of(stage).tick()
    (letter,) = contents(stage)
    assert letter.subject == f"Waiting for you: 2 alerts (1 reached nobody): H-{waiting + 1}, H-{waiting}"
    assert "CA-26-000002 (8F3F, electricity meter point ending" in letter.text
    assert "would go to Brightwater Business Energy Ltd" in letter.text


def test_a_disputed_alert_is_due_at_once(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access())
        stage.own(good(1, "Brightwater").raw)
        stage.dispose.tick()
        stage.deliver.tick()
        stage.deliver.close()
    id_ = stage.store.one("SELECT message_id FROM letter WHERE recipient = ?", (MAIN,))
    stage.own(answer(id_, MAIN, "NOT OURS"))
    stage.dispose.tick()
    duty_of(stage).tick()
    assert [subject for _, subject in written(stage)] == ["Waiting for you: 1 alert (1 disputed): H-1"]


@pytest.mark.parametrize(
    ("reason", "kind", "due"),
    [
        *((reason, "unknown", True) for reason in ("unread-attachment", "over-limit", "too-large")),
        *((reason, "unknown", True) for reason in ("reader-failed", "machine-with-alerts", "mail-doubtful")),
        ("bounce", "bounce", True),
        ("report-untraced", "bounce", True),
        ("sender-unproved", "alert", True),
        ("unknown-mail", "unknown", False),
        ("answer", "answer", True),
    ],
)
def test_a_held_mail_is_urgent_when_it_may_hold_an_alert_nobody_read(stage, duty, reason, kind, due):
    hold_mail(stage, reason, kind)
    stage.later(minutes=30)
    duty.tick()
    assert [subject for _, subject in written(stage)] == (["Waiting for you: 1 mail: H-1"] if due else [])


def hold_mail(stage, reason, kind, number=1, **more):
    subject = "FW: MPAN 1012345678903"
    stage.own(f"From: a@b.example\r\nSubject: {subject}\r\n\r\n{number}\r\n".encode(), **more)
    id_ = stage.store.one("SELECT max(id) FROM message")
    stage.store.run(
        "UPDATE message SET disposition = 'held', kind = ?, subject = ?, sender = 'a@b.example' WHERE id = ?",
        (kind, subject, id_),
    )
    held.hold(
        stage.store, id_, None, (Because(Reason(reason), "About MPAN 10 1234 5678 903."),), stage.clock.now()
    )


def test_no_whole_meter_point_stands_in_it(stage, duty):
    hold(stage)
    hold_mail(stage, "over-limit", "unknown")
    stage.later(minutes=30)
    duty.tick()
    (letter,) = contents(stage)
    points = [row["mpxn"] for row in stage.store.rows("SELECT mpxn FROM alert")]
    for point in (*points, "1012345678903", "10 1234 5678 903"):
        assert point not in letter.subject + letter.text + letter.html
    assert 'a mail that may hold an alert: "FW: MPAN ..8903"' in letter.text
    assert "From a@b.example." in letter.text


@pytest.mark.parametrize("stage", [{"mode": Mode.SHADOW}], indirect=True)
def test_mails_seen_in_shadow_call_nobody(stage, duty):
    stage.own(unknown_code(1, "Brightwater").raw, shadow=True)
    stage.dispose.tick()
    assert stage.store.one("SELECT count(*) FROM held WHERE closed_at IS NULL") == 1
    stage.later(days=2)
    duty.tick()
    assert written(stage) == []


def test_many_go_in_one_letter_that_lists_the_oldest_fifty(stage, duty):
    for number in range(1, 54):
        hold_mail(stage, "over-limit", "unknown", number)
    stage.later(minutes=30)
    duty.tick()
    (letter,) = contents(stage)
    assert letter.subject == "Waiting for you: 53 mails: H-1, H-2, H-3, H-4, H-5 .."
    assert "- H-50:" in letter.text
    assert "H-51" not in letter.text
    assert "And 3 more, which are not listed here" in letter.text
    assert stage.store.one("SELECT count(*) FROM held WHERE duty_letters = 1") == 53


def test_a_new_item_is_told_beside_one_that_is_not_due_again(stage, duty):
    hold(stage, 1)
    stage.later(minutes=30)
    duty.tick()
    hold(stage, 2)
    stage.later(minutes=30)
    duty.tick()
    assert [subject for _, subject in written(stage)][1:] == ["Waiting for you: 1 alert: H-2"]


def test_nobody_to_tell_is_trouble_until_it_is_mended(stage):
    nobody = duty_of(stage, Helpdesk())
    nobody.tick()
    assert facts.troubles(stage.store) == ()
    item = hold(stage)
    stage.later(minutes=30)
    nobody.tick()
    nobody.tick()
    (trouble,) = facts.troubles(stage.store)
    assert (trouble.key, trouble.value) == ("people", NOBODY)
    assert written(stage) == []
    assert stage.store.one("SELECT duty_letters FROM held WHERE id = ?", (item,)) == 0
    duty_of(stage).tick()
    assert facts.troubles(stage.store) == ()
    assert len(written(stage)) == 1


def test_trouble_that_others_told_of_the_same_people_stays(stage, duty):
    facts.trouble(stage.store, "people", "A digest letter could not be delivered.", NOW)
    hold(stage)
    stage.later(minutes=30)
    duty_of(stage, Helpdesk()).tick()
    duty.tick()
    assert [each.value for each in facts.troubles(stage.store)] == ["A digest letter could not be delivered."]


def test_a_transaction_that_fails_tells_nothing_and_the_next_tick_tells_it_once(stage, duty, monkeypatch):
    hold(stage)
    stage.later(minutes=30)
    commit = stage.store._commit

    def locked(name):
        raise TemporaryFailure("locked")

    monkeypatch.setattr(stage.store, "_commit", locked)
    with pytest.raises(TemporaryFailure):
        duty.tick()
    stage.store._connection.rollback()
    monkeypatch.setattr(stage.store, "_commit", commit)
    assert written(stage) == []
    duty.tick()
    duty.tick()
    assert len(written(stage)) == 1
    (line,) = stage.store.rows("SELECT ref, detail FROM journal WHERE what = 'held.told'")
    assert line["ref"] == "H-1"
    assert "secas.example" not in line["detail"]


def test_an_item_opened_anew_is_another_letter(stage, duty):
    """The letter about the item before is not sent again in its place."""
    hold(stage)
    stage.later(minutes=30)
    duty.tick()
    row = stage.store.rows("SELECT message_id, alert_id FROM held")[0]
    held.close(stage.store, 1, "released", "Jo", "", stage.clock.now())
    because = (Because(Reason.UNDELIVERABLE, "It came back."),)
    held.hold(stage.store, row["message_id"], row["alert_id"], because, stage.later(minutes=5))
    duty.tick()
    assert [subject for _, subject in written(stage)][1:] == [
        "Waiting for you: 1 alert (1 reached nobody): H-2"
    ]
