"""mailbot watch: what is seen from outside, whom it tells, and how often."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.adapters import health
from mailbot.adapters.health import Health
from mailbot.adapters.smtp import Submission
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import Store, open_store, stamp
from mailbot.compose.letterhead import Letterhead
from mailbot.model.configuration import DeliveryPolicy, Helpdesk, Mode, WatchPolicy
from mailbot.model.mail import Address
from mailbot.model.trouble import Trouble
from mailbot.runners.outside_look import look
from mailbot.runners.watch import Outcome, Watch
from tests.end_to_end.mails import good
from tests.end_to_end.rig import Received
from tests.faults.smtp_server import ScriptedSmtp, SmtpFaults
from tests.people import NOW
from tests.runners.stage import Stage
from tests.stores import new_store

LIVE = DeliveryPolicy(mode=Mode.LIVE)
HALF_AN_HOUR = timedelta(minutes=30)
DUTY = "duty@secas.example"


def hours(number: float) -> datetime:
    """So long after NOW."""
    return NOW + timedelta(hours=number)


def heard(store: Path, at: datetime, poll: datetime | None, **more: object) -> None:
    """health.json of a daemon that was alive at that time."""
    told = Health(at=at, process=4711, mode="live", last_poll_completed=poll, stages={}, well=True)
    assert health.write(store, replace(told, **more)) == ""


def parts(store: Path, at: datetime, delivery: DeliveryPolicy = LIVE) -> list[str]:
    return [each.part for each in look(store, HALF_AN_HOUR, delivery, at)]


# What is seen


@pytest.mark.parametrize(
    ("by_health", "by_store", "wrong"),
    [
        (0.9, 0.9, []),
        (0.9, 0.1, []),  # the later of both counts
        (0.1, 0.9, []),
        (0.1, 0.2, ["silence"]),
        (None, 0.9, []),
        (None, 0.1, ["silence"]),
        (0.9, None, []),
        (0.1, None, ["silence"]),
        (None, None, ["silence"]),  # since the store was made
        (1.5, None, []),  # a clock that was put back
    ],
)
def test_the_later_of_both_witnesses_counts(by_health, by_store, wrong, tmp_path):
    store = new_store(tmp_path, filled=False)
    if by_store is not None:
        facts.put(store, facts.LAST_POLL, "0", hours(by_store))
    if by_health is not None:
        heard(store.path, hours(by_health), hours(by_health))
    assert parts(store.path, hours(1)) == wrong
    store.close()


def damaged(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


@pytest.mark.parametrize("harm", [Path.unlink, damaged], ids=["missing", "damaged"])
@pytest.mark.parametrize(
    ("poll", "wrong"), [(0.9, ["store"]), (0.1, ["silence", "store"]), (None, ["store"])]
)
def test_a_store_that_cannot_be_read_is_wrong_and_health_still_counts(harm, poll, wrong, tmp_path):
    new_store(tmp_path, filled=False).close()
    path = tmp_path / "mailbot.db"
    harm(path)
    if poll:
        heard(path, hours(poll), hours(poll))
    assert parts(path, hours(1)) == wrong


def test_a_store_that_is_locked_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setattr("mailbot.adapters.store.outside.BUSY_SECONDS", 0.1)
    store = new_store(tmp_path, filled=False)
    heard(store.path, hours(0.9), hours(0.9))
    store.rows("PRAGMA locking_mode=EXCLUSIVE")
    facts.put(store, "word", "x", NOW)
    assert parts(store.path, hours(1)) == ["store"]
    store.close()


@pytest.mark.parametrize(
    ("state", "minutes", "mode", "paused", "wrong"),
    [
        ("due", 31, Mode.LIVE, False, ["stuck"]),
        ("due", 31, Mode.REDIRECT, False, ["stuck"]),
        ("due", 29, Mode.LIVE, False, []),
        ("sending", 31, Mode.LIVE, False, ["stuck"]),
        ("deferred", 31, Mode.LIVE, False, ["stuck"]),
        ("sent", 31, Mode.LIVE, False, []),
        ("due", 31, Mode.LIVE, True, []),
        ("due", 31, Mode.PAUSED, False, []),
    ],
)
def test_alerts_that_do_not_move_are_wrong(state, minutes, mode, paused, wrong, tmp_path):
    stage = Stage(tmp_path)
    stage.own(good(1, "Brightwater").raw)
    stage.dispose.tick()
    at = stage.later(minutes=minutes)
    stage.store.run("UPDATE letter SET state = ?, attempted_at = ? WHERE rank = 1", (state, stamp(NOW)))
    facts.put(stage.store, facts.LAST_POLL, "0", at)
    if paused:
        facts.put(stage.store, facts.PAUSED, "a test", at)
    assert parts(stage.store.path, at, DeliveryPolicy(mode=mode)) == wrong


def test_alerts_that_leave_one_after_the_other_do_move(tmp_path):
    stage = Stage(tmp_path)
    stage.own(good(1, "Brightwater").raw, good(2, "COBA").raw)
    stage.dispose.tick()
    at = stage.later(minutes=31)
    facts.put(stage.store, facts.LAST_POLL, "0", at)
    just_now = stamp(at - timedelta(minutes=1))
    stage.store.run("UPDATE letter SET state = 'sent', attempted_at = ? WHERE id = 1", (just_now,))
    assert parts(stage.store.path, at) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"at": hours(0.1)},
            "mailbot (process 4711) was last heard of at 10:06 on 24 November 2026: it does not run",
        ),
        ({"at": hours(0.2), "stopped": True}, "mailbot was stopped at 10:12 on 24 November 2026"),
        (
            {"at": hours(1), "troubles": (Trouble("mailbox", "The host is gone.", NOW),)},
            "mailbot runs (process 4711). The host is gone.",
        ),
    ],
)
def test_what_is_known_of_the_process_is_said(more, said, tmp_path):
    new_store(tmp_path, filled=False).close()
    heard(tmp_path / "mailbot.db", NOW, NOW)
    heard(tmp_path / "mailbot.db", more.pop("at"), NOW, **more)
    (trouble,) = look(tmp_path / "mailbot.db", HALF_AN_HOUR, LIVE, hours(1))
    assert trouble.since == NOW
    assert said in trouble.sentence


# Whom it tells


@dataclass
class Outside:
    """The outside look at a store, with a scripted host, at whatever time."""

    folder: Path
    server: ScriptedSmtp
    policy: WatchPolicy
    people: Helpdesk

    @property
    def store(self) -> Path:
        return self.folder / "mailbot.db"

    def run(self, at: datetime) -> Outcome:
        sender = Address("watch@relay.example", "mailbot watch")
        access = self.server.submission_access(from_=sender.address)
        head = Letterhead(sender, sender, False, self.people)
        submission = Submission(access, dot_timeout=1.0) if self.policy.host else None
        state = self.folder / "watch.json"
        return Watch(self.store, state, self.policy, self.people, LIVE, head, submission, at).run()

    def mails(self) -> list[tuple[str, Received]]:
        return [(recipient, Received(raw)) for recipient, raw in self.server.letters]

    def subjects(self) -> list[str]:
        return [mail.subject for _, mail in self.mails()]

    def polled(self, at: datetime) -> None:
        store: Store = open_store(self.store, NOW)
        facts.put(store, facts.LAST_POLL, "0", at)
        store.close()


@pytest.fixture
def outside(tmp_path):
    new_store(tmp_path, filled=False).close()
    with ScriptedSmtp() as server:
        policy = WatchPolicy(host="relay.example", from_="watch@relay.example")
        yield Outside(
            tmp_path, server, policy, Helpdesk(urgent_to=DUTY, out_of_hours_to="night@secas.example")
        )


def test_it_tells_once_and_once_that_it_is_over(outside):
    outside.polled(NOW)
    assert outside.run(hours(0.4)).well
    assert not (outside.folder / "watch.json").exists()
    for late in (0.6, 0.7, 24):
        outcome = outside.run(hours(late))
        assert not outcome.well
        assert outcome.failure == ""
    assert outside.subjects() == ["mailbot alarm: mailbot is silent"]
    outside.polled(hours(24.5))
    for late in (24.6, 24.7):
        assert outside.run(hours(late)).well
    assert outside.subjects()[1:] == ["mailbot recovered: mailbot is heard of again, after 1 day 36 minutes"]
    assert [recipient for recipient, _ in outside.mails()] == [DUTY, DUTY]
    assert json.loads((outside.folder / "watch.json").read_text())["told"] == []


def test_a_second_trouble_is_told_too_and_the_end_of_all_once(outside):
    outside.polled(NOW)
    outside.run(hours(1))
    aside = outside.folder / "aside.db"
    heard(outside.store, NOW, NOW)
    outside.store.rename(aside)
    outside.run(hours(1.1))
    outside.run(hours(1.2))
    assert outside.subjects()[1:] == ["mailbot alarm: the store cannot be used"]
    aside.rename(outside.store)
    outside.run(hours(1.3))  # silence goes on
    assert len(outside.subjects()) == 2
    outside.polled(hours(1.4))
    assert outside.run(hours(1.4)).well
    (recovered,) = outside.mails()[2:]
    assert "Mailbot is heard of again." in recovered[1].text
    assert "The store can be used again." in recovered[1].text


def test_both_at_once_go_in_one_mail(outside):
    heard(outside.store, NOW, NOW)
    outside.store.unlink()
    outside.run(hours(1))
    assert outside.subjects() == ["mailbot alarm: mailbot is silent, and 1 other trouble"]


def test_out_of_hours_it_goes_to_the_one_on_duty_then_and_to_the_one_that_was_named(outside):
    outside.polled(NOW)
    outside.run(hours(10))
    assert outside.mails()[0][0] == "night@secas.example"
    (outside.folder / "watch.json").unlink()
    outside.policy = replace(outside.policy, to="named@secas.example")
    outside.run(hours(10))
    assert outside.mails()[1][0] == "named@secas.example"


@pytest.mark.parametrize(
    "faults",
    [
        {"hang_at": "GREETING"},
        {"cut_at": "AUTH"},
        {"answers": {"AUTH": "535 5.7.8 no"}},
        {"refused": {DUTY: "550 5.1.1 no"}},
        {"refused": {DUTY: "451 4.7.1 later"}},
        {"answers": {"DATA": "451 4.3.0 later"}},
    ],
)
def test_what_cannot_be_handed_in_is_tried_again_and_the_command_is_told_meanwhile(faults, outside):
    out = outside.folder / "told"
    outside.policy = replace(outside.policy, alarm_command=f"sh -c 'echo $MAILBOT_ALARM >> {out}'")
    outside.polled(NOW)
    outside.server.faults = SmtpFaults(**faults)
    first = outside.run(hours(1))
    assert not first.well
    assert "could not be handed in; it is tried again" in first.failure
    outside.run(hours(1.1))
    assert out.read_text() == "raised\n"
    assert outside.mails() == []
    outside.server.faults = SmtpFaults()
    assert outside.run(hours(1.2)).failure == ""
    assert outside.run(hours(1.3)).failure == ""
    assert len(outside.mails()) == 1
    outside.polled(hours(2))
    assert outside.run(hours(2)).well
    assert out.read_text() == "raised\ncleared\n"
    assert len(outside.mails()) == 2


def test_one_that_may_have_been_taken_goes_again_under_the_same_message_id(outside):
    outside.polled(NOW)
    outside.server.faults = SmtpFaults(cut_at="DOT", connections=1)
    assert "tried again" in outside.run(hours(1)).failure
    assert outside.run(hours(1.1)).failure == ""
    ids = [mail.message_id for _, mail in outside.mails()]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_recovery_that_cannot_be_handed_in_is_tried_again(outside):
    outside.polled(NOW)
    outside.run(hours(1))
    outside.polled(hours(1.5))
    outside.server.faults = SmtpFaults(hang_at="GREETING")
    failed = outside.run(hours(1.5))
    assert failed.troubles == ()
    assert not failed.well
    outside.server.faults = SmtpFaults()
    assert outside.run(hours(1.6)).well
    (recovered,) = outside.mails()[1:]
    assert "It lasted 1 hour 30 minutes" in recovered[1].text


@pytest.mark.parametrize(
    ("policy", "people", "missing"),
    [
        (WatchPolicy(), Helpdesk(urgent_to=DUTY), "through which host: fill in `host`"),
        (
            WatchPolicy(host="relay.example", from_="w@relay.example"),
            Helpdesk(),
            "whom to mail: fill in `to`",
        ),
    ],
)
def test_without_a_host_or_a_recipient_that_is_said(policy, people, missing, outside):
    outside.policy, outside.people = policy, people
    outside.polled(NOW)
    outcome = outside.run(hours(1))
    assert missing in outcome.failure
    assert outcome.to_json()["well"] is False
    assert outside.mails() == []


def test_a_state_that_cannot_be_written_is_said_and_the_mail_leaves(outside):
    outside.polled(NOW)
    (outside.folder / "watch.json").mkdir()
    outcome = outside.run(hours(1))
    assert "watch.json could not be written" in outcome.failure
    assert len(outside.mails()) == 1


def test_a_damaged_state_tells_once_more(outside):
    outside.polled(NOW)
    outside.run(hours(1))
    (outside.folder / "watch.json").write_text("{")
    outside.run(hours(1.1))
    outside.run(hours(1.2))
    assert len(outside.mails()) == 2


def test_the_store_is_only_read(outside):
    outside.polled(NOW)
    before = outside.store.read_bytes()
    outside.run(hours(1))
    assert outside.store.read_bytes() == before
    assert {path.name for path in outside.folder.iterdir()} <= {
        *("mailbot.db", "mailbot.db-wal", "mailbot.db-shm", "watch.json"),
    }
