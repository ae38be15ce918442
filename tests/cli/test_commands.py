"""The commands as people and scripts call them: exit codes, sentences, JSON; never a traceback."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from mailbot.cli import app, main
from tests.end_to_end.mails import good, samples, unknown_code
from tests.people import MPAN
from tests.stores import DATA

ROOT = Path(__file__).parent.parent.parent
CONFIGURATION = """
[mailbox]
host = "localhost"
port = 1
security = "none"
username = "alerts@secas.example"
trusted_authserv_id = "mx.secas.example"
start_from = "all"

[submission]
host = "localhost"
port = 1
security = "none"
from = "alerts@secas.example"

[store]
path = "mailbot.db"
"""


@pytest.fixture
def mailbot(tmp_path, monkeypatch, capsys):
    """Call a command in this process: (exit code, output, error output)."""
    config = tmp_path / "config" / "mailbot.toml"
    config.parent.mkdir()
    config.write_text(CONFIGURATION)
    monkeypatch.setenv("MAILBOT_CONFIG", str(config))
    monkeypatch.setenv("MAILBOT_MAILBOX__PASSWORD", "secret")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments, code=0):
        capsys.readouterr()  # what the test's own preparations said
        monkeypatch.setattr(sys, "argv", ["mailbot", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        structlog.reset_defaults()  # a command that logs does so to the error stream of its own call
        assert (ended.value.code or 0) == code, f"{arguments}\n{told.out}\n{told.err}"
        assert "Traceback" not in told.out + told.err
        return told.out, told.err

    call.config = config
    call.folder = tmp_path
    return call


@pytest.fixture
def ready(mailbot):
    """The same, with a store and the suppliers in it."""
    mailbot("init")
    mailbot("suppliers", "import", DATA / "suppliers.csv")
    return mailbot


def names(typer_app, prefix=""):
    for command in typer_app.registered_commands:
        yield prefix + (command.name or command.callback.__name__)
    for group in typer_app.registered_groups:
        yield from names(group.typer_instance, f"{group.name} ")


def test_every_command_stands_in_the_readme_and_no_other():
    text = (ROOT / "README.md").read_text()
    table = text.partition("| command | does |")[2].partition("## Rules")[0]
    told = set()
    for cell in re.findall(r"^\| (.*?) \|", table, re.MULTILINE):
        for phrase in re.findall(r"`([^`]+)`", cell):
            words = phrase.split(" [")[0].split(" FILE")[0].split(" --")[0]
            head, _, last = words.rpartition(" ")
            told |= {f"{head} {one}".strip() for one in last.split("/")}
    assert told - {""} == set(names(app))


def test_every_command_has_help_and_takes_config(mailbot):
    for name in names(app):
        out, _ = mailbot(*name.split(), "--help")
        assert "--config" in out or name == "demo"


@pytest.mark.parametrize("arguments", [["nonsense"], ["status", "--nonsense"], ["alert", "show"], ["pause"]])
def test_a_wrong_call_is_exit_2(mailbot, arguments):
    mailbot(*arguments, code=2)


def test_init_writes_a_configuration_then_checks_it_then_makes_the_store(tmp_path, monkeypatch, mailbot):
    config = tmp_path / "new" / "config" / "mailbot.toml"
    monkeypatch.setenv("MAILBOT_CONFIG", str(config))
    out, _ = mailbot("init")
    assert f"Written: {config}" in out
    assert config.read_text() == (ROOT / "config" / "mailbot.toml").read_text()
    assert config.stat().st_mode & 0o777 == 0o600
    _, err = mailbot("init", code=2)
    for key in ("mailbox.host", "mailbox.username", "mailbox.trusted_authserv_id", "submission.from"):
        assert key in err
    text = config.read_text()
    for key, value in (
        ("host", "localhost"),
        ("username", "a@b.example"),
        ("trusted_authserv_id", "mx.b.example"),
    ):
        text = text.replace(f'\n{key} = ""', f'\n{key} = "{value}"', 1 if key == "username" else -1)
    config.write_text(text.replace('\nfrom = ""', '\nfrom = "a@b.example"'))
    out, _ = mailbot("init")
    assert "was created" in out
    assert (tmp_path / "new" / "data" / "mailbot.db").exists()
    out, _ = mailbot("init")
    assert "is there and in order" in out


@pytest.mark.parametrize(
    "command", [["status"], ["queue"], ["alert", "list"], ["held", "list"], ["once"], ["run"]]
)
def test_without_a_store_a_command_says_so_and_makes_none(mailbot, command):
    _, err = mailbot(*command, code=2)
    assert "mailbot init" in err
    assert not (mailbot.folder / "mailbot.db").exists()


def test_all_mistakes_of_a_configuration_at_once(mailbot):
    mailbot.config.write_text(CONFIGURATION.replace("port = 1", "port = 'x'\nfoler = 'INBOX'"))
    _, err = mailbot("status", code=2)
    assert err.count("mailbot.toml") == 4
    assert "folder" in err


def test_check_tells_each_part_and_what_to_do(ready):
    out, _ = ready("check", "--json", code=1)
    told = {line["what"]: line for line in map(json.loads, out.splitlines())}
    assert told["rules"]["well"]
    assert told["suppliers"]["well"]
    assert not told["mailbox"]["well"]
    assert "localhost:1" in told["mailbox"]["said"]
    assert not told["submission"]["well"]
    assert "secret" not in out


def test_once_without_a_server_is_one_sentence_and_exit_1(ready):
    _, err = ready("once", code=1)
    assert "localhost:1" in err.splitlines()[-1]
    out, _ = ready("status", code=1)
    assert "mailbox" in out


def test_status_as_scripts_know_it(ready):
    out, _ = ready("status", "--json")
    told = json.loads(out)
    assert told["mode"] == "shadow"
    assert set(told["mails"]) >= {"received", "relayed", "recorded", "held", "ignored", "waiting", "balanced"}
    assert set(told["letters"]) >= {"due", "sending", "sent", "deferred", "failed", "not_sent", "uncertain"}
    assert told["alerts"]["balanced"] is True
    assert told["last_poll_completed"] is None


def test_silence_is_exit_1(ready):
    import sqlite3

    with sqlite3.connect(ready.folder / "mailbot.db") as store:
        store.execute(
            "UPDATE fact SET value = '2026-01-01T00:00:00+00:00', at = '2026-01-01T00:00:00+00:00' "
            "WHERE key = 'created'"
        )
    out, _ = ready("status", code=1)
    assert "No poll of the mailbox has completed yet" in out


def test_explain_needs_no_store_and_no_configuration(tmp_path, monkeypatch, mailbot):
    monkeypatch.delenv("MAILBOT_CONFIG")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    file = folder / "mail.eml"
    file.write_bytes(good(1, "Brightwater").raw)
    out, err = mailbot("explain", "--json", file)
    told = json.loads(out)
    assert (told["kind"], told["disposition"], told["sender"]["level"]) == ("alert", "hold", "unproved")
    assert told["alerts"][0]["code"] == "8F3F"
    assert any(reason.startswith("no-store: ") for reason in told["reasons"])
    assert "Without a configuration" in err
    assert [path.name for path in folder.iterdir()] == ["mail.eml"]


def test_explain_writes_nothing_to_the_store(ready):
    file = ready.folder / "mail.eml"
    file.write_bytes(good(1, "Brightwater").raw)
    before = {path: path.read_bytes() for path in ready.folder.glob("mailbot.db*")}
    out, _ = ready("explain", "--json", file)
    assert json.loads(out)["alerts"][0]["supplier"] == "Brightwater Business Energy Ltd"
    out, _ = ready("explain", file)
    assert "goes to Brightwater Business Energy Ltd" in out
    after = {path: path.read_bytes() for path in ready.folder.glob("mailbot.db*")}
    assert {path: data for path, data in after.items() if path.suffix == ".db"} == {
        path: data for path, data in before.items() if path.suffix == ".db"
    }


def test_explain_goes_on_after_a_file_it_cannot_read(ready):
    file = ready.folder / "mail.eml"
    file.write_bytes(good(1, "Brightwater").raw)
    out, err = ready("explain", "--json", "none.eml", ready.folder, file, code=2)
    assert len(out.splitlines()) == 1
    assert "none.eml: it cannot be read" in err


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 5000, b"\r\n\r\n", b":" * 100_000, b"a: b\n" * 50_000])
def test_explain_has_an_answer_to_any_bytes(ready, raw):
    file = ready.folder / "mail.eml"
    file.write_bytes(raw)
    out, _ = ready("explain", "--json", file)
    assert json.loads(out)["disposition"] == "hold"


def test_registrations_import_and_look_up(ready):
    out, _ = ready("registrations", "import", DATA / "registrations.csv")
    assert "9 row(s) taken" in out
    out, _ = ready("registrations", "lookup", MPAN, "--on", "2026-11-24")
    assert "Brightwater Business Energy Ltd" in out
    ready("registrations", "lookup", "1234567810", "--on", "not a day", code=2)
    ready("registrations", "lookup", "7654000510", code=1)


def test_an_import_with_refused_rows_is_exit_1_and_tells_each(ready):
    file = ready.folder / "more.csv"
    file.write_text(f"{(DATA / 'suppliers.csv').read_text().splitlines()[0]}\nNew Co,wrong,,,,,,,,,,\n")
    out, err = ready("suppliers", "import", file, code=1)
    assert f"{file}: line 2: role" in err
    assert "0 row(s) taken" in out


def test_suppliers_list_show_export_exit(ready):
    out, _ = ready("suppliers", "list", "--json")
    assert json.loads(out.splitlines()[0])["organisation"] == "Brightwater Business Energy Ltd"
    out, _ = ready("suppliers", "show", "brightwater gas")
    assert "priya.nair@brightwater.example" in out
    _, err = ready("suppliers", "show", "Brigtwater", code=2)
    assert "Did you mean Brightwater Business Energy Ltd?" in err
    out, _ = ready("suppliers", "export")
    assert out.splitlines()[0].startswith("organisation,role,mpids")
    out, _ = ready("suppliers", "exit", "COBA", "--on", "2026-12-01")
    assert "leaves the list on 01 December 2026" in out
    out, _ = ready("suppliers", "list", "--json")
    left = {told["organisation"]: told["left_on"] for told in map(json.loads, out.splitlines())}
    assert left["Cobalt Commercial Power Ltd"] == "2026-12-01"


@pytest.fixture
def decided(ready):
    """With mails decided in it."""
    from mailbot.adapters.store.database import open_store
    from tests.people import NOW
    from tests.runners.stage import Stage

    stage = Stage(ready.folder, store=open_store(ready.folder / "mailbot.db", NOW))
    stage.own(*(each.raw for each in samples(14)), unknown_code(77, "Brightwater").raw)
    stage.dispose.tick()
    stage.store.close()
    return ready


def test_alerts_are_listed_and_one_story_told(decided):
    out, _ = decided("alert", "list", "--json", "--state", "relayed")
    first = json.loads(out.splitlines()[-1])
    assert first["reference"] == "CA-26-000001"
    out, _ = decided("alert", "show", "ca-26-000001", "--json")
    told = json.loads(out)
    assert told["provenance"]["mpxn"]
    assert [line["what"] for line in told["journal"]][:2] == ["mail.owned", "mail.decided"]
    out, _ = decided("alert", "show", "CA-26-000001")
    assert "because" in out
    decided("alert", "show", "CA-26-999999", code=2)
    decided("alert", "list", "--state", "lost", code=2)
    decided("alert", "list", "--since", "yesterday", code=2)


def test_held_items_are_listed_shown_and_ended(decided):
    out, _ = decided("held", "list", "--json")
    items = [json.loads(line) for line in out.splitlines()]
    last = items[-1]
    assert (last["candidate"], last["code"]) == ("Brightwater Business Energy Ltd", "8FEE")
    out, _ = decided("held", "show", last["held"])
    assert "would go to Brightwater Business Energy Ltd" in out
    for act in (["held", "release", last["held"]], ["alert", "resend", "CA-26-000001"]):
        _, err = decided(*act, code=2)
        assert "mode is shadow: nothing is sent" in err
    decided.config.write_text(f'{CONFIGURATION}[delivery]\nmode = "live"\n')
    out, _ = decided("held", "release", last["held"], "--by", "Jo", "--note", "known to us")
    assert "goes to Brightwater Business Energy Ltd" in out
    decided("held", "release", last["held"], code=2)
    decided("held", "discard", "x", "--note", "y", code=2)
    decided("held", "route", items[0]["held"], "Brightwater")
    out, _ = decided("held", "list", "--closed", "--json")
    assert len(out.splitlines()) == 2


def test_the_queue_shows_what_waits(decided):
    out, _ = decided("queue", "--json")
    told = json.loads(out)
    assert {letter["state"] for letter in told["letters"]} == {"due"}
    assert told["receipts_owed"]
    out, _ = decided("queue")
    assert "priya.nair@brightwater.example" in out


def test_letters_are_previewed(mailbot):
    out, _ = mailbot("letters", "preview")
    for name in out.split():
        shown, _ = mailbot("letters", "preview", name)
        assert shown.startswith("Subject: ")
    mailbot("letters", "preview", "ransom", code=2)


def test_a_second_daemon_is_refused_naming_the_first(ready):
    from mailbot.adapters.lock import sole_instance

    with sole_instance(ready.folder / "mailbot.db"):
        for command in ("run", "once"):
            _, err = ready(command, code=1)
            assert f"process {os.getpid()}" in err


def test_a_fault_of_our_own_is_a_sentence(ready, monkeypatch):
    from mailbot import overview

    monkeypatch.setattr(overview, "status", lambda *_: 1 / 0)
    _, err = ready("status", code=1)
    assert "a fault of mailbot's own (ZeroDivisionError" in err


def test_python_m_mailbot_is_the_same():
    done = subprocess.run(
        [sys.executable, "-m", "mailbot", "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "held" in done.stdout


def test_the_demo_ends_well_and_keeps_its_letters(mailbot):
    out, _ = mailbot("demo", "--keep", mailbot.folder / "letters")
    assert "NONE" not in out
    assert out.count("balanced") == 3
    assert "NOT BALANCED" not in out
    assert len(list((mailbot.folder / "letters").glob("*.eml"))) > 10
    mailbot("demo", "--keep", mailbot.folder / "letters", code=2)


def test_a_full_output_does_not_say_that_nothing_was_done(ready):
    ready.config.write_text(f'{CONFIGURATION}[delivery]\nmode = "live"\n')
    environment = {**os.environ}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mailbot", "pause", "--reason", "x"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=environment,
        )
    assert done.returncode == 1
    assert "What the command did is done" in done.stderr
    told, _ = ready("status", "--json")
    assert json.loads(told)["mode"] == "paused"


def test_a_closed_output_is_no_fault(ready):
    command = f"{sys.executable} -m mailbot suppliers list >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False, env={**os.environ}).returncode == 0


def test_a_start_still_to_come_is_told_by_check(ready):
    from mailbot import checking

    text = CONFIGURATION.replace('start_from = "all"', "start_from = 2099-01-01")
    ready.config.write_text(text)
    from mailbot.settings import load

    result = checking.mailbox._would_take(load(ready.config, os.environ), None)
    assert not result.well
    assert "still to come" in result.said
