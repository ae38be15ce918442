"""The commands about one alert: its story, notes, recall, incidents, and the file for an auditor."""

import email
import email.policy
import json
import sys
from datetime import timedelta
from zipfile import ZipFile

import pytest
import structlog

from mailbot.adapters.store.database import create
from mailbot.cli import main
from mailbot.imports.suppliers import import_suppliers
from tests.cli.test_commands import CONFIGURATION
from tests.coming_back import away, report
from tests.end_to_end.mails import good, mpan
from tests.faults.smtp_server import ScriptedSmtp
from tests.people import NOW
from tests.runners.stage import Stage
from tests.stores import DATA

REF = "CA-26-000001"
MAIN, ALTERNATIVE = "priya.nair@brightwater.example", "tom.ashby@brightwater.example"
DEVICE = "00-1D-24-02-01-A0-0B-11"


@pytest.fixture
def mailbot(tmp_path, monkeypatch, capsys):
    """Call a command in this process: (output, error output). Live; an alert was sent and came back."""
    config = tmp_path / "config" / "mailbot.toml"
    config.parent.mkdir()
    config.write_text(f'{CONFIGURATION}[delivery]\nmode = "live"\n')
    monkeypatch.setenv("MAILBOT_CONFIG", str(config))
    monkeypatch.setenv("MAILBOT_MAILBOX__PASSWORD", "secret")
    store = create(tmp_path / "mailbot.db", NOW)
    import_suppliers(store, DATA / "suppliers.csv", NOW, frozenset())
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access(), store=store)
        stage.own(good(1, "Brightwater").raw)
        stage.dispose.tick()
        stage.deliver.tick()
        id_ = store.one("SELECT message_id FROM letter WHERE kind = 'relayed_alert'")
        stage.own(report(id_, MAIN))
        stage.dispose.tick()
        stage.deliver.tick()
        other = store.one("SELECT message_id FROM letter WHERE recipient = ?", (ALTERNATIVE,))
        stage.own(away(other, ALTERNATIVE))
        stage.dispose.tick()
        stage.deliver.close()

    def call(*arguments, code=0):
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["mailbot", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        structlog.reset_defaults()
        assert (ended.value.code or 0) == code, f"{arguments}\n{told.out}\n{told.err}"
        assert "Traceback" not in told.out + told.err
        return told.out, told.err

    call.config, call.folder, call.store = config, tmp_path, store
    yield call
    store.close()


def test_the_story_has_every_letter_with_what_came_back(mailbot):
    mailbot("alert", "note", REF, "rang Priya", "--by", "Jo")
    out, _ = mailbot("alert", "show", REF, "--json")
    told = json.loads(out)
    first, second = (each for each in told["letters"] if each["kind"] == "relayed_alert")
    assert (first["to"], bool(first["bounced_at"]), first["away_at"]) == (MAIN, True, None)
    assert (second["to"], bool(second["away_at"]), second["bounced_at"]) == (ALTERNATIVE, True, None)
    assert "receipt" in {each["kind"] for each in told["receipts"]}
    assert [(each["by"], each["note"]) for each in told["notes"]] == [("Jo", "rang Priya")]
    out, _ = mailbot("alert", "show", REF)
    assert "came back 24 Nov 2026 10:00" in out
    assert "away 24 Nov 2026 10:00" in out
    assert "Jo: rang Priya" in out


def test_the_story_has_the_letter_of_a_storm(mailbot):
    mailbot.store.run(
        "INSERT INTO bundle (letter_id, alert_id) SELECT id, 1 FROM letter WHERE kind = 'receipt'"
    )
    out, _ = mailbot("alert", "show", REF, "--json")
    assert "receipt" in {each["kind"] for each in json.loads(out)["letters"]}


def test_a_recall_and_its_incident_to_the_end(mailbot):
    out, _ = mailbot("alert", "recall", REF, "--reason", "wrong supplier", "--by", "Jo")
    assert f"{MAIN} and {ALTERNATIVE} are asked to delete it. Incident I-1, 72 hours end at" in out
    out, _ = mailbot("alert", "incidents", "--json")
    told = json.loads(out)
    assert (told["incident"], told["alert"], told["kind"]) == ("I-1", REF, "recall")
    assert [each["to"] for each in told["disclosed"]] == told["not_yet_deleted"] == [MAIN, ALTERNATIVE]
    assert {each["state"] for each in told["recalls"]} == {"due"}
    assert 71.9 < told["hours_left"] <= 72
    out, _ = mailbot("alert", "incidents")
    assert "72 h left" in out
    assert "not yet: " in out
    out, _ = mailbot("alert", "show", REF)
    assert f"went to {MAIN} on 24 Nov 2026 10:00 (L-1): meter point" in out
    _, err = mailbot("alert", "incidents", "--close", "I-1", code=2)
    assert "--note is empty" in err
    mailbot("alert", "incidents", "--close", "I-1", "--note", "ICO not told: deleted unread")
    assert mailbot("alert", "incidents")[0] == "Incidents: none.\n"
    out, _ = mailbot("alert", "incidents", "--all", "--json")
    closed = json.loads(out)
    assert (closed["note"], closed["hours_left"]) == ("ICO not told: deleted unread", None)
    out, _ = mailbot("alert", "show", REF)
    assert "ICO not told" in out


def test_72_hours_that_are_over_say_so(mailbot):
    mailbot("alert", "recall", REF, "--reason", "wrong supplier")
    from mailbot.adapters.store.database import moment, stamp

    known = moment(mailbot.store.one("SELECT known_at FROM incident")) - timedelta(hours=80)
    mailbot.store.run("UPDATE incident SET known_at = ?", (stamp(known),))
    assert "OVER by 8 h" in mailbot("alert", "incidents")[0]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["recall", "CA-26-000099", "--reason", "x"], "no alert CA-26-000099"),
        (["recall", REF], "--reason"),
        (["note", "CA-26-000099", "x"], "no alert CA-26-000099"),
        (["note", REF, " "], "The note is empty"),
        (["incidents", "--close", "I-9", "--note", "x"], "no incident I-9"),
        (["incidents", "--close", "nine", "--note", "x"], "'nine' is no I- number"),
        (["incidents", "--note", "x"], "--note goes with --close"),
    ],
)
def test_a_call_that_cannot_be_is_exit_2(mailbot, call, says):
    assert says in mailbot("alert", *call, code=2)[1]


def test_in_shadow_nothing_is_recalled(mailbot):
    mailbot.config.write_text(CONFIGURATION)
    assert "mode is shadow" in mailbot("alert", "recall", REF, "--reason", "x", code=2)[1]


def test_the_auditors_file_has_everything_and_is_private(mailbot):
    mailbot("alert", "recall", REF, "--reason", "wrong supplier")
    file = mailbot.folder / "audit.zip"
    out, _ = mailbot("alert", "show", REF, "--pack", file)
    assert "It holds personal data" in out
    assert file.stat().st_mode & 0o777 == 0o600
    with ZipFile(file) as zipped:
        held = {name.removeprefix(f"{REF}/"): zipped.read(name) for name in zipped.namelist()}
    assert held["M-1.eml"] == good(1, "Brightwater").raw
    told = json.loads(held["story.json"])
    assert told["facts"]["mpxn"] == mpan(1)
    assert f"{REF}: held" in held["story.txt"].decode()
    sent = email.message_from_bytes(held["letters/L-1-relayed_alert-failed.eml"], policy=email.policy.default)
    assert (sent["To"].addresses[0].addr_spec, sent["X-Mailbot-Reference"]) == (MAIN, REF)
    assert len([name for name in held if name.startswith("letters/")]) == len(
        told["letters"] + told["receipts"]
    )
    lines = [json.loads(line) for line in held["journal.jsonl"].splitlines()]
    assert {"mail.owned", "letter.sent", "incident.opened", "alert.recalled"} <= {
        each["what"] for each in lines
    }
    kept = mailbot.store.row("SELECT hash FROM journal WHERE id = ?", (lines[0]["id"],))
    assert kept["hash"] == lines[0]["hash"]
    assert mailbot.store.one("SELECT count(*) FROM journal WHERE what = 'alert.packed'") == 1


def test_a_file_that_is_there_is_left_as_it_is(mailbot):
    file = mailbot.folder / "audit.zip"
    file.write_text("mine")
    assert "already" in mailbot("alert", "show", REF, "--pack", file, code=2)[1]
    assert file.read_text() == "mine"
    assert "No such file" in mailbot("alert", "show", REF, "--pack", file.parent / "x" / "y", code=2)[1]


def test_a_mail_that_is_no_longer_kept_is_said_to_be_so(mailbot):
    mailbot.store.run("UPDATE message SET raw = NULL WHERE id = 1")
    out, _ = mailbot("alert", "show", REF, "--json", "--pack", mailbot.folder / "audit.zip")
    assert f"{REF}/M-1-not-kept.txt" in json.loads(out)["files"]


def test_a_full_disk_leaves_no_half_file(mailbot):
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    file = mailbot.folder / "audit.zip"
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, limit[1]))
    try:
        _, err = mailbot("alert", "show", REF, "--pack", file, code=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert "it was removed" in err
    assert not file.exists()


def test_what_was_said_of_a_device_is_told_as_that(mailbot):
    from mailbot.adapters.store import devices

    said = "Larkfield Energy Ltd said on 24 November 2026 that this device is at 1012345678903."
    mailbot("registrations", "lookup", DEVICE, code=2)
    id_ = mailbot.store.one("SELECT id FROM organisation WHERE name = 'Larkfield Energy Ltd'")
    devices.said(mailbot.store, DEVICE, "1012345678903", id_, 1, NOW)
    out, _ = mailbot("registrations", "lookup", DEVICE, code=1)
    assert out.splitlines()[0] == "No registration data is loaded."
    assert said in out
    mailbot("registrations", "import", DATA / "registrations.csv")
    out, _ = mailbot("registrations", "lookup", DEVICE, "--json")
    told = json.loads(out)
    assert told["found"]
    assert told["said"] == [
        {
            "mpxn": "1012345678903",
            "organisation": "Larkfield Energy Ltd",
            "said_at": "2026-11-24T10:00:00+00:00",
        }
    ]
    assert said in " ".join(told["sentences"])
