"""Alarms: each condition is told once, its end once, whatever process looks; and without the store."""

from datetime import timedelta

import pytest

from mailbot.adapters.store import alarms, facts, journal, ledgers, letters
from mailbot.adapters.store.database import open_store
from mailbot.model.configuration import DeliveryPolicy, Helpdesk, Mode
from mailbot.model.errors import TemporaryFailure
from mailbot.runners.alarms import COMMAND_AGAIN, NOBODY, Alarms
from tests.end_to_end.mails import good
from tests.faults.smtp_server import ScriptedSmtp
from tests.people import NOW
from tests.runners.stage import HEAD, Stage
from tests.stores import FixedClock, new_store

PEOPLE = Helpdesk(urgent_to="duty@secas.example", out_of_hours_to="night@secas.example")
AFTER = timedelta(minutes=15)


class Desk:
    """Alarms over a fresh store, whose polls and deliveries complete unless the test says otherwise."""

    def __init__(self, folder, people=PEOPLE, command="", **policy):
        self.store = new_store(folder)
        self.clock = FixedClock(NOW)
        self.people, self.command = people, command
        self.policy = DeliveryPolicy(**{"mode": Mode.LIVE, **policy})
        self.start()

    def start(self):
        """A process that knows only what stands in the store."""
        self.alarms = Alarms(
            self.store,
            HEAD,
            self.people,
            self.policy,
            self.clock,
            alarm_after=AFTER,
            command=self.command,
        )

    def later(self, minutes, *completed):
        """Move the clock; `completed`: what completes then."""
        self.clock.time += timedelta(minutes=minutes)
        for key in completed:
            facts.put(self.store, key, "0", self.clock.now())

    def well(self, minutes):
        self.later(minutes, facts.LAST_POLL, facts.LAST_DELIVERY)

    def look(self):
        self.alarms.tick()
        return self.told()

    def told(self):
        rows = self.store.rows("SELECT * FROM letter WHERE kind IN ('alarm', 'recovery') ORDER BY id")
        return [f"{row['recipient']} {letters.unpack(row['content']).subject}" for row in rows]

    def rows(self):
        return self.store.rows("SELECT part, cleared_at IS NULL AS open FROM alarm ORDER BY id")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_nothing_is_told_while_all_is_well(desk):
    for _ in range(10):
        desk.well(10)
        assert desk.look() == []
    assert not desk.alarms.alarming


def test_a_silence_is_told_once_and_its_end_once_across_restarts(desk):
    desk.well(0)
    desk.later(15, facts.LAST_DELIVERY)
    assert desk.look() == []
    desk.later(1, facts.LAST_DELIVERY)
    raised = ["duty@secas.example mailbot alarm: no look at the mailbox has completed"]
    assert desk.look() == raised
    for _ in range(3):
        desk.start()
        desk.later(30, facts.LAST_DELIVERY)
        assert desk.look() == raised
        assert desk.alarms.alarming
    desk.well(1)
    desk.start()
    over = desk.look()
    assert over[1:] == [
        "duty@secas.example mailbot recovered: the mailbox is looked at again, after 1 hour 47 minutes"
    ]
    assert desk.look() == over
    assert desk.rows() == [{"part": "poll", "open": 0}]
    states = desk.store.rows("SELECT state, rank FROM letter")
    assert states == [{"state": "due", "rank": 0}] * 2
    whats = [row["what"] for row in journal.lines_of(desk.store, ("A-1",))]
    assert whats == ["alarm.raised", "alarm.cleared"]
    assert ledgers.letters(desk.store).balanced


def test_the_same_silence_again_is_another_alarm(desk):
    desk.well(0)
    for _ in range(2):
        desk.later(20, facts.LAST_DELIVERY)
        desk.look()
        desk.well(1)
        desk.look()
    assert len(desk.told()) == 4
    assert len({row["message_id"] for row in desk.store.rows("SELECT message_id FROM letter")}) == 4


def test_a_store_that_was_made_and_never_polled_is_silent_too(desk):
    desk.later(16)
    assert [line.partition(": ")[2] for line in desk.look()] == [
        "no look at the mailbox has completed",
        "no letters are being sent",
    ]


def test_a_long_delivery_round_is_no_silence(desk):
    desk.well(0)
    desk.later(20, facts.LAST_POLL)
    letter = {"kind": "receipt", "message_id": "<1@x>", "recipient": "a@b.example", "state": "sending"}
    times = {"created_at": "2026", "due_at": "2026", "attempted_at": desk.clock.now().isoformat()}
    desk.store.insert("letter", {**letter, **times, "content": b""})
    journal.append(desk.store, NOW, "letter.written", "L-1")
    assert desk.look() == []


@pytest.mark.parametrize("part", ["runaway", "account"])
def test_some_trouble_is_told_at_once(part, desk):
    desk.well(0)
    facts.trouble(desk.store, part, "It is so.", desk.clock.now())
    assert len(desk.look()) == 1
    assert desk.rows() == [{"part": part, "open": 1}]


def test_other_trouble_is_told_once_it_has_lasted_whatever_its_sentence(desk):
    desk.well(0)
    facts.trouble(desk.store, "mailbox", "refused", desk.clock.now())
    assert desk.look() == []
    for minute in range(16):
        desk.well(1)
        facts.trouble(desk.store, "mailbox", f"refused {minute % 2}", desk.clock.now())
        told = desk.look()
    assert told == ["duty@secas.example mailbot alarm: the mailbox cannot be read"]
    assert [each.part for each in desk.alarms.troubles] == ["mailbox"]
    facts.drop(desk.store, facts.TROUBLE + "mailbox")
    assert desk.look()[1:] == [
        "duty@secas.example mailbot recovered: the mailbox can be read again, after 16 minutes"
    ]
    assert desk.alarms.troubles == ()


def test_a_ledger_that_does_not_balance_is_told(desk):
    desk.well(0)
    assert desk.look() == []
    desk.store.run("UPDATE message SET alerts_read = 1")
    key = "(account, folder, uidvalidity, uid, internal_date, size, sha256, whole, shadow, owned_at, level, level_why)"
    desk.store.run(f"INSERT INTO message {key} VALUES ('a', 'b', 1, 1, 'x', 1, 'y', 1, 0, 'x', 'likely', '')")
    desk.well(4)
    assert desk.look() == []  # it is looked at every five minutes
    desk.well(1)
    assert desk.look() == ["duty@secas.example mailbot alarm: the ledgers do not balance"]
    desk.store.run("DELETE FROM message")
    desk.well(5)
    assert len(desk.look()) == 2


@pytest.mark.parametrize(
    ("mode", "paused", "told"),
    [
        (Mode.LIVE, False, 1),
        (Mode.REDIRECT, False, 1),
        (Mode.PAUSED, False, 0),
        (Mode.LIVE, True, 0),
        (Mode.SHADOW, False, 0),
    ],
)
def test_an_alert_that_has_not_left_in_time_is_told(mode, paused, told, tmp_path):
    stage = Stage(tmp_path, mode=mode)
    stage.own(good(1, "Brightwater").raw, shadow=mode is Mode.SHADOW)
    stage.dispose.tick()
    desk = Desk.__new__(Desk)
    desk.store, desk.clock, desk.people, desk.command, desk.policy = (
        *(stage.store, stage.clock, PEOPLE),
        *("", stage.policy),
    )
    desk.start()
    desk.well(30)
    assert desk.look() == []
    desk.well(1)
    if paused:
        facts.put(desk.store, facts.PAUSED, "a test", desk.clock.now())
    assert len(desk.look()) == told
    if told:
        assert desk.told() == ["duty@secas.example mailbot alarm: alerts have not left in time"]
        desk.store.run("UPDATE letter SET state = 'sent' WHERE kind = 'relayed_alert'")
        assert len(desk.look()) == 2


def test_a_letter_just_released_is_not_late_though_its_mail_is_old(tmp_path):
    stage = Stage(tmp_path)
    stage.own(good(1, "Brightwater").raw)
    stage.later(hours=3)
    stage.dispose.tick()
    desk = Desk.__new__(Desk)
    desk.store, desk.clock, desk.people, desk.command, desk.policy = (
        *(stage.store, stage.clock, PEOPLE),
        *("", stage.policy),
    )
    desk.start()
    desk.well(4)
    assert desk.look() == []
    desk.well(2)
    assert len(desk.look()) == 1


@pytest.mark.parametrize(
    ("hours", "recipient"),
    [(0, "duty@secas.example"), (8, "night@secas.example"), (4 * 24, "night@secas.example")],
)
def test_the_person_on_duty_is_told(hours, recipient, desk):
    desk.well(hours * 60)
    facts.trouble(desk.store, "account", "refused", desk.clock.now())
    assert desk.look()[0].startswith(recipient)


def test_with_nobody_named_that_is_said_and_the_letter_follows_once_somebody_is(tmp_path):
    desk = Desk(tmp_path, Helpdesk())
    desk.well(0)
    facts.trouble(desk.store, "account", "refused", desk.clock.now())
    assert desk.look() == []
    assert facts.get(desk.store, "trouble:people").value == NOBODY
    assert desk.rows() == [{"part": "account", "open": 1}]
    desk.people = PEOPLE
    desk.start()
    assert desk.look() == ["duty@secas.example mailbot alarm: our sending account is refused"]
    assert facts.get(desk.store, "trouble:people") is None
    assert len(desk.look()) == 1


def test_an_alarm_that_nobody_was_mailed_ends_without_a_letter(tmp_path):
    desk = Desk(tmp_path, Helpdesk())
    desk.well(0)
    facts.trouble(desk.store, "account", "refused", desk.clock.now())
    desk.look()
    facts.drop(desk.store, "trouble:account")
    assert desk.look() == []
    assert desk.rows() == [{"part": "account", "open": 0}]


def test_it_leaves_in_shadow_and_while_paused(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access(), Mode.SHADOW)
        facts.put(stage.store, facts.PAUSED, "a test", NOW)
        facts.trouble(stage.store, "account", "refused", NOW)
        watching = Alarms(stage.store, HEAD, PEOPLE, stage.policy, stage.clock, alarm_after=AFTER)
        watching.tick()
        stage.deliver.tick()
        assert [recipient for recipient, _ in server.letters] == ["duty@secas.example"]
        stage.deliver.close()


# The alarm command


@pytest.fixture
def paged(tmp_path):
    """Alarms with a command that writes down what it is told; `fail` makes it fail."""
    out = tmp_path / "told"
    script = tmp_path / "page"
    script.write_text(
        f"#!/bin/sh\ntest -e {tmp_path}/fail && exit 3\necho $MAILBOT_ALARM >>{out}\ncat >>{out}\n"
    )
    script.chmod(0o755)
    desk = Desk(tmp_path, command=str(script))
    desk.out, desk.fail = out, tmp_path / "fail"
    desk.well(0)
    return desk


def heard(desk):
    return desk.out.read_text().splitlines() if desk.out.exists() else []


def test_the_command_is_told_once_of_each(paged):
    facts.trouble(paged.store, "account", "refused", NOW)
    paged.look()
    paged.start()
    paged.look()
    assert heard(paged) == ["raised", "mailbot alarm: our sending account is refused. refused"]
    facts.drop(paged.store, "trouble:account")
    paged.well(3)
    paged.look()
    paged.look()
    assert heard(paged)[2:] == [
        "cleared",
        "mailbot recovered: our sending account is accepted again, after 3 minutes.",
    ]


def test_a_command_that_fails_is_told_again_later_and_that_is_trouble(paged):
    paged.fail.touch()
    facts.trouble(paged.store, "account", "refused", NOW)
    paged.look()
    assert "failed with exit code 3" in facts.get(paged.store, "trouble:alarm-command").value
    paged.fail.unlink()
    paged.look()
    assert heard(paged) == []
    paged.well(COMMAND_AGAIN.total_seconds() / 60)
    paged.look()
    assert heard(paged)[0] == "raised"
    assert facts.get(paged.store, "trouble:alarm-command") is None
    assert len(paged.told()) == 1


def test_a_kill_before_the_command_ran_tells_it_at_the_next_start(paged, monkeypatch):
    facts.trouble(paged.store, "account", "refused", NOW)
    monkeypatch.setattr("mailbot.adapters.alarm_command.run", lambda *_, **__: pytest.exit("killed"))
    with pytest.raises(pytest.exit.Exception):
        paged.look()
    monkeypatch.undo()
    paged.start()
    assert len(paged.look()) == 1
    assert heard(paged)[0] == "raised"


def test_a_store_that_fails_is_told_by_the_command_alone(paged, tmp_path, monkeypatch):
    monkeypatch.setattr("mailbot.adapters.store.database.BUSY_SECONDS", 0.1)
    store = open_store(tmp_path / "mailbot.db", NOW)
    paged.store = store
    paged.start()
    locked = TemporaryFailure("The store is locked.")

    def failing(*_, **__):
        raise locked

    with monkeypatch.context() as broken:
        broken.setattr(store, "rows", failing)
        paged.alarms.tick()
        assert paged.alarms.alarming
        assert [each.part for each in paged.alarms.troubles] == ["store"]
        assert heard(paged) == []
        paged.clock.time += timedelta(minutes=16)
        paged.alarms.tick()
        paged.alarms.tick()
        assert heard(paged) == ["raised", "mailbot alarm: the store cannot be used. The store is locked."]
    paged.well(4)
    paged.alarms.tick()
    assert heard(paged)[2:] == [
        "cleared",
        "mailbot recovered: the store can be used again, after 20 minutes.",
    ]
    assert not paged.alarms.alarming
    assert paged.told() == []
    store.close()


def test_what_was_told_while_the_store_could_not_be_written_is_not_told_again(paged, monkeypatch):
    facts.trouble(paged.store, "account", "refused", NOW)
    written = paged.store.transaction
    names = []

    def second_fails(name):
        names.append(name)
        if len(names) > 1:
            raise TemporaryFailure("The disk is full.")
        return written(name)

    with monkeypatch.context() as full:
        full.setattr(paged.store, "transaction", second_fails)
        paged.look()
        paged.look()
    paged.look()
    assert heard(paged).count("raised") == 1
    assert paged.store.rows("SELECT key FROM fact WHERE key LIKE 'alarm-command:%'") == []


def test_a_letter_with_many_alerts_is_late_by_the_oldest_of_them(tmp_path):
    stage = Stage(tmp_path)
    stage.own(good(1, "Brightwater").raw)
    stage.later(minutes=20)
    stage.own(good(2, "Brightwater").raw)
    stage.dispose.tick()
    stage.store.run("INSERT INTO bundle SELECT 1, id FROM alert")
    stage.store.run("UPDATE letter SET kind = 'relayed_alerts', alert_id = NULL WHERE id = 1")
    stage.store.run("DELETE FROM letter WHERE id = 2")
    found = alarms.overdue_alerts(stage.store, stage.later(minutes=11), AFTER * 2, timedelta(minutes=5))
    assert found == (1, NOW + AFTER * 2)
