"""Stored mail decided again: nothing differs as long as rules and reader are the same, whatever happened since."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot import replaying
from mailbot.adapters.store import mails, suppliers
from mailbot.adapters.store.database import open_to_read
from mailbot.model.decision import Reason
from mailbot.model.errors import TemporaryFailure
from mailbot.model.rulebook import Handling
from mailbot.model.supplier import Contact, Slot
from mailbot.replaying import Replaying
from tests.end_to_end.mails import good, samples, spam, unknown_code
from tests.faults.smtp_server import ScriptedSmtp
from tests.replay_stories import STORIES, hear
from tests.runners.stage import Stage


@pytest.fixture
def stage(tmp_path, request):
    with ScriptedSmtp() as server:
        made = Stage(tmp_path, server.submission_access(), **getattr(request, "param", {}))
        made.server = server
        yield made
        made.deliver.close()


def again(stage, **changed):
    """What differs in each mail, by its number; None where it is no longer kept."""
    store = open_to_read(stage.store.path)
    try:
        replay = Replaying(store, replace(stage.judgement, **changed))
        return {id_: replay.replay(id_) for id_ in replay.mails()}
    finally:
        store.close()


def differing(stage, **changed):
    return {id_: found.differs for id_, found in again(stage, **changed).items() if found.differs}


def test_nothing_differs_over_mails_of_every_kind(stage):
    stage.own(*(each.raw for each in samples(31)))
    stage.dispose.tick()
    before = stage.store.path.read_bytes()
    found = again(stage)
    assert (len(found), [each for each in found.values() if each.differs]) == (31, [])
    assert {each.was.disposition.value for each in found.values()} == {"relay", "hold", "record"}
    assert stage.store.path.read_bytes() == before


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_nothing_differs_whatever_happened_since(stage, story):
    story(stage)
    assert differing(stage) == {}


@pytest.mark.parametrize(
    "stage", [{"storm_threshold": 2, "storm_window": timedelta(minutes=30)}], indirect=True
)
def test_nothing_differs_after_a_storm(stage):
    hear(stage, *(good(number, "Brightwater").raw for number in range(1, 7)))
    hear(stage, good(5, "Brightwater").raw.replace(b"<5.", b"<55."))
    stage.later(minutes=40)
    stage.deliver.tick()
    assert stage.store.one("SELECT count(*) FROM bundle") > 1
    assert differing(stage) == {}


def rules_with(stage, code, relay):
    codes = stage.judgement.rulebook.codes
    return replace(stage.judgement.rulebook, codes={**codes, code: replace(codes[code], relay=relay)})


def test_another_rule_shows_in_what_it_changes(stage):
    hear(stage, good(1, "Brightwater").raw, spam(2, "").raw)
    rules = rules_with(stage, "8F3F", Handling.DO_NOT_RELAY)
    assert differing(stage, rulebook=rules) == {
        1: ("disposition", "reasons", "alert 1: state", "alert 1: reasons", "alert 1: supplier")
    }


def test_today_s_contact_list_counts(stage):
    hear(stage, good(1, "Brightwater").raw)
    hear(stage, unknown_code(2, "Brightwater").raw)
    stage.desk.route(1, "Cobalt", "rang them")
    with stage.store.transaction("test"):
        stage.store.run("UPDATE alias SET organisation_id = 4 WHERE key LIKE '%brightwater%'")
    found = differing(stage)
    assert found[1] == ("alert 1: supplier",)
    assert "alert 1: supplier" not in found.get(2, ())  # where it would have gone was written over


def test_a_contact_that_changed_is_no_difference(stage):
    hear(stage, good(1, "Brightwater").raw)
    new = Contact(Slot.MAIN, "New Hand", "new.hand@brightwater.example")
    suppliers.set_contact(stage.store, 3, new, stage.clock.now(), "test")
    assert differing(stage) == {}


def test_another_number_of_alerts_is_one_difference(stage, monkeypatch):
    hear(stage, good(1, "Brightwater").raw)
    read = replaying.read_safely

    def twice(*arguments):
        found = read(*arguments)
        return replace(found, facts=replace(found.facts, alerts=(*found.facts.alerts, *found.facts.alerts)))

    monkeypatch.setattr(replaying, "read_safely", twice)
    assert differing(stage)[1][-1] == "alerts"


@pytest.mark.parametrize("error", [RecursionError("deep"), KeyError("x"), MemoryError()])
def test_a_mail_that_breaks_the_reader_is_a_difference(stage, monkeypatch, error):
    hear(stage, good(1, "Brightwater").raw, spam(2, "").raw)

    def broken(*_):
        raise error

    monkeypatch.setattr(replaying, "read_safely", broken)
    found = again(stage)
    assert "disposition" in found[1].differs
    assert found[2].now.reasons == (Reason.READER_FAILED.value,)
    assert "reasons" in found[2].differs


def test_a_store_that_fails_is_no_difference(stage, monkeypatch):
    hear(stage, good(1, "Brightwater").raw)

    def failing(*_):
        raise TemporaryFailure("The store is locked.")

    monkeypatch.setattr(mails, "same_bytes", failing)
    with pytest.raises(TemporaryFailure):
        again(stage)


def test_what_is_read_today_and_was_not_is_a_difference(stage):
    stage.own(good(1, "Brightwater").raw)
    stage.store.run("UPDATE message SET attempts = 3, failures = 2, last_error = 'a fault since mended'")
    stage.dispose.tick()
    assert differing(stage) == {1: ("kind", "disposition", "reasons", "alerts")}


def test_a_mail_no_longer_kept_is_told_apart_and_one_that_waits_is_not_replayed(stage):
    hear(stage, good(1, "Brightwater").raw)
    stage.own(good(2, "Brightwater").raw)
    stage.store.run("UPDATE message SET raw = NULL WHERE id = 1")
    assert again(stage) == {1: None}


def test_only_mail_of_some_days(stage):
    hear(stage, good(1, "Brightwater").raw)
    day = stage.later(days=1)
    hear(stage, good(2, "Brightwater").raw)
    stage.own(good(3, "Brightwater").raw)
    store = open_to_read(stage.store.path)
    replay = Replaying(store, stage.judgement)
    assert (replay.mails(), replay.mails(day)) == ([1, 2], [2])
    assert (replay.waiting(), replay.waiting(day + timedelta(days=1))) == (1, 0)
    store.close()
