"""replay at the command line: exit codes, what a person and a script are shown."""

import io
import json

import pytest
import rich.console

from mailbot.adapters.store.database import open_store
from mailbot.cli import replay
from tests.cli.test_commands import decided, mailbot, ready  # noqa: F401  fixtures
from tests.coming_back import answer
from tests.end_to_end.mails import FORWARDER, good
from tests.people import NOW
from tests.runners.stage import Stage


def change(call, statement):
    store = open_store(call.folder / "mailbot.db", NOW)
    store.run(statement)
    store.close()


def rules_of_yesterday(call):
    """The first decisions, as if other rules had been in force then."""
    change(call, "UPDATE message SET kind = 'unknown' WHERE id = 1")


def test_nothing_differs_is_exit_0(decided):  # noqa: F811
    out, _ = decided("replay")
    assert out.endswith(" mail(s) decided again: nothing differs.\n")
    assert len(out.splitlines()) == 1
    out, _ = decided("replay", "--json")
    told = json.loads(out)
    assert (told["differ"], told["not_kept"], told["waiting"]) == (0, [], 0)
    assert told["replayed"] > 1


def test_what_differs_is_shown_to_a_person_without_meter_points(decided):  # noqa: F811
    rules_of_yesterday(decided)
    out, _ = decided("replay", code=1)
    lines = out.splitlines()
    assert lines[0].startswith("M-1, decided ")
    assert lines[0].endswith(": kind")
    assert lines[1].startswith("  was  unknown -> ")
    assert any(line.startswith("  now  alert -> ") for line in lines)
    assert lines[-1].startswith("1 of ")
    shown, _ = decided("replay", "--json", code=1)
    told = json.loads(shown.splitlines()[0])
    assert (told["mail"], told["differs"], told["was"]["kind"], told["now"]["kind"]) == (
        "M-1",
        ["kind"],
        "unknown",
        "alert",
    )
    (alert,) = told["now"]["alerts"]
    assert alert["state"] == told["was"]["alerts"][0]["state"]
    assert len(alert["mpxn"]) == 13
    assert alert["mpxn"] not in out
    assert f"about ending {alert['mpxn'][-4:]}, {alert['state']}, to {alert['supplier']}: " in out


def test_what_is_no_longer_kept_is_counted_and_named(decided):  # noqa: F811
    change(decided, "UPDATE message SET raw = NULL")
    out, _ = decided("replay")
    assert out.startswith("0 mail(s) decided again: nothing differs.\n")
    assert " could not be decided again, their bytes are no longer kept: M-1, M-2, " in out
    told = json.loads(decided("replay", "--json")[0])
    assert told["not_kept"][:2] == ["M-1", "M-2"]


def test_many_that_are_no_longer_kept_are_not_all_named_to_a_person(decided, monkeypatch):  # noqa: F811
    change(decided, "UPDATE message SET raw = NULL")
    monkeypatch.setattr(replay, "NAMED", 2)
    out, _ = decided("replay")
    assert ": M-1, M-2 and 13 more.\n" in out


def test_mail_that_waits_is_counted(decided):  # noqa: F811
    stage = Stage(decided.folder, store=open_store(decided.folder / "mailbot.db", NOW))
    stage.uid = 100
    stage.own(good(99, "Brightwater").raw)
    stage.store.close()
    out, _ = decided("replay")
    assert out.splitlines()[-1] == "1 wait for their first decision."


def test_an_answer_that_completed_an_alert_and_would_not_today(decided):  # noqa: F811
    stage = Stage(decided.folder, store=open_store(decided.folder / "mailbot.db", NOW))
    stage.uid = 100
    receipt = "<mailbot.3f9c1e77a0b24d58c6e1f0927b5a4d13@secas.example>"
    stage.own(answer(receipt, FORWARDER, "CA-26-000012: Supplier: Brightwater"))
    stage.dispose.tick()
    stage.store.close()
    (told,) = [json.loads(line) for line in decided("replay", "--json")[0].splitlines()]
    assert told["differ"] == 0
    change(decided, "UPDATE domain SET organisation_id = 2 WHERE domain = 'larkfield.example'")
    out, _ = decided("replay", "--since", "2026-01-01", code=1)
    assert "       completes CA-26-000012\n" in out
    shown, _ = decided("replay", "--json", code=1)
    told = next(each for each in map(json.loads, shown.splitlines()) if each.get("mail") == "M-16")
    assert (told["was"]["completed"], told["now"]["completed"]) == (["CA-26-000012"], [])
    assert "completed" in told["differs"]


def test_only_some_days_and_a_day_that_is_none(decided):  # noqa: F811
    rules_of_yesterday(decided)
    out, _ = decided("replay", "--since", "2099-01-01")
    assert out.startswith("0 mail(s)")
    decided("replay", "--since", "2001-01-01", code=1)
    _, err = decided("replay", "--since", "2026-13-01", code=2)
    assert "--since: '2026-13-01' is no day; write it as 2026-11-24." in err


def test_without_a_store_it_says_so(mailbot):  # noqa: F811
    _, err = mailbot("replay", code=2)
    assert "There is no store at" in err


@pytest.mark.parametrize(("terminal", "shown"), [(True, True), (False, False)])
def test_a_bar_on_a_terminal_alone(decided, monkeypatch, terminal, shown):  # noqa: F811
    written = io.StringIO()
    make = rich.console.Console
    monkeypatch.setattr(
        rich.console, "Console", lambda **_: make(file=written, force_terminal=terminal, width=80)
    )
    decided("replay")
    assert ("Mails decided again" in written.getvalue()) == shown
