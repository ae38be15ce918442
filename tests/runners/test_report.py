"""The digest: one a day, numbered without a gap, whatever the clock, the power or the week did."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mailbot.adapters.store import digests, facts, letters
from mailbot.model.configuration import DeliveryPolicy, DigestPolicy, Helpdesk, Mode
from mailbot.model.errors import TemporaryFailure
from mailbot.runners.report import Report
from tests.end_to_end.mails import good, unknown_code
from tests.faults.smtp_server import ScriptedSmtp
from tests.people import NOW
from tests.runners.stage import HEAD, Stage
from tests.stores import new_store

TO = "helpdesk@secas.example"
PEOPLE = Helpdesk(digest_to=TO)
MIDNIGHT = datetime(2026, 11, 24, 0, 5, tzinfo=UTC)  # of a Tuesday


def midnight(folder):
    """A store made just after midnight."""
    stage = Stage(folder)
    stage.clock.time = MIDNIGHT
    stage.store.run("UPDATE fact SET value = ?, at = ? WHERE key = 'created'", (stored(MIDNIGHT),) * 2)
    return stage


@pytest.fixture
def stage(tmp_path):
    return midnight(tmp_path)


def stored(moment):
    return moment.isoformat(timespec="microseconds")


def report_of(stage, people=PEOPLE, **more):
    policy = DigestPolicy(**more)
    return Report(stage.store, HEAD, people, policy, stage.policy, stage.clock)


@pytest.fixture
def report(stage):
    return report_of(stage)


def rows(stage):
    return stage.store.rows("SELECT * FROM digest ORDER BY number")


def days(stage):
    return [(row["number"], row["day"]) for row in rows(stage)]


def run(stage, report, *, days=0, hours=0, step=timedelta(minutes=30)):
    """Tick every half hour for so long."""
    end = stage.clock.time + timedelta(days=days, hours=hours)
    while stage.clock.time < end:
        report.tick()
        stage.clock.time += step


def test_it_is_written_at_its_time_once_and_to_its_reader(stage, report):
    stage.clock.time = datetime(2026, 11, 24, 7, 59, 59, tzinfo=UTC)
    report.tick()
    assert rows(stage) == []
    stage.later(seconds=1)
    report.tick()
    report.tick()
    (row,) = rows(stage)
    (letter,) = stage.store.rows("SELECT * FROM letter")
    assert (letter["kind"], letter["recipient"], letter["state"], letter["rank"]) == ("digest", TO, "due", 0)
    assert row["letter_id"] == letter["id"]
    content = letters.unpack(letter["content"])
    assert (row["subject"], row["text"]) == (content.subject, content.text)
    assert row["subject"] == "mailbot 1 Tue 24 Nov: nothing to do, 0 relayed, balance OK"


def test_the_digest_of_an_empty_day_says_that_nothing_was(stage, report):
    stage.later(hours=8)
    report.tick()
    lines = rows(stage)[0]["text"].splitlines()
    assert (
        lines[0]
        == "Digest 1, Tuesday 24 November 2026. It tells of 00:05 on 24 November 2026 to 08:05 on 24 November 2026."
    )
    nothing = [line for line in lines if line.endswith(": nothing.")]
    assert [line.partition(":")[0] for line in nothing] == [
        "Waiting for a person",
        "Failed",
        "Open incidents",
        "Sent again, or perhaps twice",
        "Alarms",
        "In trouble now",
    ]
    assert "- Mails: 0 received = 0 relayed + 0 recorded + 0 held + 0 ignored + 0 waiting. Balanced." in lines
    assert "- Time to relay: no alert was relayed." in lines
    assert "- Last completed look at the mailbox: none yet." in lines
    assert "- Registration data: none is loaded." in lines


def test_weekends_have_none_and_the_numbers_no_gap(stage, report):
    run(stage, report, days=14)
    written = [day for _, day in days(stage)]
    assert [number for number, _ in days(stage)] == list(range(1, 11))
    assert written[:4] == ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]
    assert written[4] == "2026-11-30"
    assert rows(stage)[4]["since"] == rows(stage)[3]["until"]


def test_a_week_of_downtime_brings_one_late_and_none_twice(stage, report):
    run(stage, report, hours=10)
    stage.later(days=7)
    run(stage, report, hours=20)
    assert days(stage) == [(1, "2026-11-24"), (2, "2026-12-01")]
    first, second = rows(stage)
    assert second["since"] == first["until"]
    assert "It is late: it was due at 08:00 on 1 December 2026." in second["text"]


def test_a_digest_missed_on_friday_comes_on_saturday(stage, report):
    run(stage, report, hours=10)
    stage.clock.time = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
    run(stage, report, days=2)
    assert days(stage) == [(1, "2026-11-24"), (2, "2026-11-27"), (3, "2026-11-30")]
    assert rows(stage)[1]["subject"].startswith("mailbot 2 Fri 27 Nov: ")


def test_a_store_made_on_a_saturday_owes_none_for_friday(tmp_path):
    stage = Stage(tmp_path)
    stage.clock.time = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
    stage.store.run("UPDATE fact SET at = ? WHERE key = 'created'", (stored(stage.clock.time),))
    run(stage, report_of(stage), days=2)
    assert days(stage) == [(1, "2026-11-30")]


def test_one_made_after_the_time_tells_of_its_first_day_and_is_not_late(tmp_path):
    stage = Stage(tmp_path)  # made at ten
    report_of(stage).tick()
    assert days(stage) == [(1, "2026-11-24")]
    assert "late" not in rows(stage)[0]["text"]


def test_a_kill_before_the_commit_leaves_no_gap_and_no_letter(stage, report, monkeypatch):
    stage.later(hours=8)
    commit = stage.store._commit
    monkeypatch.setattr(stage.store, "_commit", _killed)
    with pytest.raises(TemporaryFailure):
        report.tick()
    stage.store._connection.rollback()
    assert (rows(stage), stage.letters()) == ([], [])
    monkeypatch.setattr(stage.store, "_commit", commit)
    report_of(stage).tick()
    report_of(stage).tick()
    assert days(stage) == [(1, "2026-11-24")]
    assert len(stage.letters()) == 1


def _killed(name):
    assert name == "digest"
    raise TemporaryFailure("killed")


def test_its_number_is_what_its_message_id_is_made_of(stage, report):
    run(stage, report, days=3)
    ids = [row["message_id"] for row in stage.letters()]
    assert len(set(ids)) == len(ids) == 3


@pytest.mark.parametrize(
    ("start", "at"),
    [
        (datetime(2026, 10, 23, 12, 0, tzinfo=UTC), time(1, 30)),  # comes twice on 25 October
        (datetime(2026, 10, 23, 12, 0, tzinfo=UTC), time(8)),
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), time(1, 30)),  # does not come on 29 March
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), time(8)),
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), time(0)),
    ],
)
def test_the_nights_when_the_clocks_change_have_one_each(tmp_path, start, at):
    stage = Stage(tmp_path, store=new_store(tmp_path))
    stage.store.run("UPDATE fact SET at = ? WHERE key = 'created'", (stored(start),))
    stage.clock.time = start
    report = report_of(stage, at=at, on_days=frozenset(range(7)))
    run(stage, report, days=5, step=timedelta(minutes=10))
    found = [date.fromisoformat(day) for _, day in days(stage)]
    assert found == [found[0] + timedelta(days=number) for number in range(len(found))]
    assert len(found) >= 5
    assert [number for number, _ in days(stage)] == list(range(1, len(found) + 1))


def test_a_clock_that_jumps_back_writes_none_twice(stage, report):
    run(stage, report, days=3)
    before = days(stage)
    for back in (timedelta(hours=3), timedelta(days=1), timedelta(days=2)):
        stage.clock.time -= back
        run(stage, report, hours=1)
    assert days(stage) == before
    stage.clock.time = datetime(1970, 1, 1, 9, 0, tzinfo=UTC)
    report.tick()
    assert days(stage) == before


def test_after_a_clock_that_was_ahead_the_next_one_tells_of_everything(stage, report):
    run(stage, report, hours=10)
    real = stage.clock.time
    stage.clock.time = real + timedelta(days=365)
    report.tick()
    stage.clock.time = real
    run(stage, report, days=1)
    first, ahead, second = rows(stage)
    assert ahead["day"].startswith("2027-11")
    assert (second["day"], second["number"]) == ("2026-11-25", 3)
    assert second["since"] == first["until"]


def test_it_is_kept_and_not_mailed_when_nobody_is_named(stage):
    stage.later(hours=8)
    report_of(stage, Helpdesk()).tick()
    assert rows(stage)[0]["letter_id"] is None
    assert stage.letters() == []
    assert facts.troubles(stage.store) == ()


@pytest.mark.parametrize(
    ("mode", "paused", "mark"),
    [
        (Mode.SHADOW, False, "[SHADOW] mailbot 1 Tue 24 Nov: nothing to do, 0 would be relayed, balance OK"),
        (Mode.REDIRECT, False, "[REDIRECT] mailbot 1 Tue 24 Nov: nothing to do, 0 relayed, balance OK"),
        (Mode.PAUSED, False, "[PAUSED] mailbot 1 Tue 24 Nov: nothing to do, 0 relayed, balance OK"),
        (Mode.LIVE, True, "[PAUSED] mailbot 1 Tue 24 Nov: nothing to do, 0 relayed, balance OK"),
        (Mode.SHADOW, True, "[SHADOW] mailbot 1 Tue 24 Nov: nothing to do, 0 would be relayed, balance OK"),
    ],
)
def test_the_subject_says_the_mode(stage, mode, paused, mark):
    stage.policy = DeliveryPolicy(mode=mode)
    if paused:
        stage.desk.pause("a trial")
    stage.later(hours=8)
    report_of(stage).tick()
    assert rows(stage)[0]["subject"] == mark
    assert stage.states() == ["due"]


def test_it_leaves_while_nothing_else_does(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access(), mode=Mode.PAUSED)
        stage.own(good(1, "Brightwater").raw)
        stage.dispose.tick()
        report_of(stage).tick()
        stage.deliver.tick()
        stage.deliver.close()
    states = {str(row["kind"]): row["state"] for row in stage.letters()}
    assert states == {"relayed_alert": "due", "digest": "sent"}


def test_on_a_bank_holiday_nobody_is_expected_to_act(stage, report):
    stage.clock.time = datetime(2026, 12, 25, 8, 0, tzinfo=UTC)
    report.tick()
    assert "Today is a bank holiday: nobody is expected to act." in rows(stage)[0]["text"]


def test_a_preview_writes_nothing(stage, report):
    stage.own(unknown_code(1, "Brightwater").raw)
    stage.dispose.tick()
    before = stage.store.one("SELECT count(*) FROM journal")
    told = report.preview()
    assert told.subject == "mailbot 1 Tue 24 Nov: 1 to do (1 urgent), 0 relayed, balance OK"
    assert (told.number, told.since, told.until) == (1, MIDNIGHT, MIDNIGHT)
    assert rows(stage) == []
    assert stage.store.one("SELECT count(*) FROM journal") == before


def test_another_time_zone_and_other_days(tmp_path):
    stage = Stage(tmp_path)
    stage.store.run("UPDATE fact SET at = ? WHERE key = 'created'", (stored(MIDNIGHT),))
    stage.clock.time = datetime(2026, 11, 24, 6, 59, tzinfo=UTC)
    report = report_of(stage, timezone="Europe/Paris", on_days=frozenset({1}))
    report.tick()
    assert rows(stage) == []
    run(stage, report, days=8)
    assert days(stage) == [(1, "2026-11-24"), (2, "2026-12-01")]


def test_no_day_at_all_is_no_digest(stage):
    run(stage, report_of(stage, on_days=frozenset()), days=2)
    assert rows(stage) == []


def test_a_second_row_for_a_day_is_refused_by_the_store(stage, report):
    stage.later(hours=8)
    report.tick()
    (row,) = rows(stage)
    new = digests.NewDigest(2, date.fromisoformat(row["day"]), NOW, NOW, "", "")
    with pytest.raises(Exception, match="UNIQUE"):
        digests.write(stage.store, new, None, NOW)
