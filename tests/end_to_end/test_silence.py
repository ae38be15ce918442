"""Silence is an alarm: the daemon killed on a Friday evening, a mailbox that is gone, a store that is locked."""

import json
import signal
import socket
import stat
import time
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.adapters import health
from mailbot.adapters.store.database import moment, stamp
from tests.end_to_end.mails import FORWARDER, good
from tests.end_to_end.rig import ALERTS, Rig
from tests.end_to_end.test_service import INSIDE, stop, wait_for
from tests.faults.imap_server import PASSWORD, ImapFaults, ScriptedImap
from tests.servers import dovecot as accounts
from tests.servers.process import free_ports

DUTY, WATCHED = "duty@secas.example", "watch@secas.example"
WATCH = """
[watch]
host = "localhost"
port = {port}
security = "starttls"
ca_file = "{ca}"
username = "watch@secas.example"
from = "watch@secas.example"
"""


@pytest.fixture
def rig(tmp_path, dovecot, postfix):
    """A mailbot with somebody on duty, and an account of its own for the outside look."""
    made = Rig(tmp_path, dovecot, postfix, people=f'urgent_to = "{DUTY}"')
    postfix.accounts([DUTY, WATCHED])
    told = WATCH.format(port=postfix.smtp_port, ca=dovecot.certificates.ca)
    made.config.write_text(made.config.read_text() + told)
    made.more["MAILBOT_WATCH__PASSWORD"] = accounts.PASSWORD
    return made


def received(rig, address, count):
    """So many letters of an address, once they are there."""
    until = time.monotonic() + 60
    while len(letters := rig.letters(address)) < count and time.monotonic() < until:
        time.sleep(0.1)
    assert len(letters) == count, [letter.subject for letter in letters]
    return letters


def test_a_daemon_killed_on_a_friday_evening_is_told_on_saturday(rig):
    rig.start()
    rig.wait_running(1)
    wait_for(lambda: rig.status()["last_poll_completed"] is not None, rig)
    rig.daemon.kill()
    assert rig.daemon.wait(10) == -signal.SIGKILL
    store = rig.store()
    friday = moment(store.one("SELECT at FROM fact WHERE key = 'last-poll-completed'"))
    store.close()

    def watch(hours):
        return rig.command("watch", "--json", "--at", (friday + timedelta(hours=hours)).isoformat())

    before = watch(0.4)
    assert (before.returncode, json.loads(before.stdout)["well"]) == (0, True), before.stderr
    saturday = watch(16)
    assert saturday.returncode == 1, saturday.stderr
    told = json.loads(saturday.stdout)
    assert [each["part"] for each in told["troubles"]] == ["silence"]
    assert told["failure"] is None
    (mail,) = received(rig, DUTY, 1)
    assert mail.subject == "mailbot alarm: mailbot is silent"
    assert f"process {rig.daemon.pid}" in mail.text
    assert str(mail.message["From"]) == "mailbot watch <watch@secas.example>"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert watch(16.1).returncode == 1
    assert watch(40).returncode == 1  # on Sunday it is known
    assert len(rig.letters(DUTY)) == 1

    rig.start()
    rig.wait_running(2)
    wait_for(lambda: rig.command("watch").returncode == 0, rig)
    stop(rig)
    recovered = received(rig, DUTY, 2)[1]
    assert recovered.subject.startswith("mailbot recovered: mailbot is heard of again, after ")
    assert rig.command("watch").returncode == 0
    assert len(rig.letters(DUTY)) == 2
    assert stat.S_IMODE((rig.folder / "watch.json").stat().st_mode) == 0o600


def test_a_mailbox_that_is_gone_is_alarmed_once_and_its_return_once_across_a_restart(rig, tmp_path):
    store = rig.writable()
    an_hour_ago = stamp(datetime.now(UTC) - timedelta(hours=1))
    store.run("UPDATE fact SET at = ? WHERE key = 'created'", (an_hour_ago,))
    store.close()
    shift = tmp_path / "clock"
    shift.write_text("0")
    said = tmp_path / "said"
    command = f"/bin/sh -c 'echo $MAILBOT_ALARM >> {said}; cat >> {said}'"
    rig.config.write_text(rig.config.read_text() + f'alarm_command = "{command}"\n')
    with ScriptedImap(ImapFaults(bye_at="AUTHENTICATE")) as server:
        text = rig.config.read_text().replace(f"port = {rig.dovecot.imaps_port}", f"port = {server.port}")
        rig.config.write_text(text.replace('security = "tls"', 'security = "none"'))
        more = {
            "PYTHONPATH": INSIDE,
            "CLOCK": str(shift),
            "WAITS": "0.1",
            "MAILBOT_MAILBOX__PASSWORD": PASSWORD,
        }
        rig.start(more)
        wait_for(lambda: any(each["part"] == "mailbox" for each in rig.status()["troubles"]), rig)
        wait_for(lambda: b'"alarm"' in rig.log.read_bytes(), rig)  # no poll since the store was made
        shift.write_text("1200")  # twenty minutes on
        alarms = received(rig, DUTY, 2)
        assert {mail.subject for mail in alarms} == {
            "mailbot alarm: no look at the mailbox has completed",
            "mailbot alarm: the mailbox cannot be read",
        }
        rig.daemon.kill()
        rig.daemon.wait(10)
        rig.start(more)
        rig.wait_running(2)
        time.sleep(8)
        assert len(rig.letters(DUTY)) == 2
        server.faults = ImapFaults(mails={1: good(1, "Brightwater").raw})
        letters = received(rig, DUTY, 4)
        stop(rig)
    assert {mail.subject.partition(", after")[0] for mail in letters[2:]} == {
        "mailbot recovered: the mailbox is looked at again",
        "mailbot recovered: the mailbox can be read again",
    }
    words = said.read_text().splitlines()
    assert words.count("raised") == 2
    assert words.count("cleared") == 2
    assert any("mailbot alarm: the mailbox cannot be read." in line for line in words)


def test_health_json_is_written_while_the_store_is_locked(rig):
    rig.start({"PYTHONPATH": INSIDE, "BUSY_SECONDS": "1"})
    rig.wait_running(1)
    wait_for(lambda: (told := health.read(rig.store_path)) and len(told.stages) == 3, rig)
    store = rig.writable()
    store.run("BEGIN IMMEDIATE")
    locked_at = datetime.now(UTC)
    wait_for(
        lambda: (told := health.read(rig.store_path)) and told.at > locked_at + timedelta(seconds=6), rig
    )
    store.run("ROLLBACK")
    store.close()
    stop(rig)
    told = health.read(rig.store_path)
    assert told.stopped
    assert told.process == rig.daemon.pid
    assert set(told.stages) == {"pickup", "dispose", "deliver"}
    assert stat.S_IMODE((rig.folder / "health.json").stat().st_mode) == 0o600
    shown = rig.command("status")
    assert "The daemon does not run: it was stopped on" in shown.stdout


def test_once_writes_alarms_and_delivers_them_too(rig, dovecot):
    dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    rig.ok("once")
    store = rig.writable()
    store.run("DELETE FROM held WHERE id = -1")
    store.run("UPDATE message SET alerts_read = alerts_read + 1")
    store.close()
    rig.ok("once")
    (mail,) = received(rig, DUTY, 1)
    assert mail.subject == "mailbot alarm: the ledgers do not balance"


def test_the_service_manager_and_prometheus_are_told_of_the_running_daemon(rig, tmp_path):
    port = free_ports(1)[0]
    rig.config.write_text(rig.config.read_text() + f"metrics_port = {port}\n")
    ours = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.bind(f"{tmp_path}/notify")
    ours.settimeout(30)
    rig.start({"NOTIFY_SOCKET": f"{tmp_path}/notify"})
    heard = [ours.recv(1024).decode()]
    while {"READY=1", "WATCHDOG=1"} - set(heard):
        heard.append(ours.recv(1024).decode())
    wait_for(lambda: rig.status()["last_poll_completed"] is not None, rig)
    for page, words in (("metrics", "mailbot_ledgers_balanced 1.0"), ("livez", "ok"), ("readyz", "ok")):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=10) as answer:
            assert words in answer.read().decode()
    stop(rig)
    while heard[-1] != "STOPPING=1":
        heard.append(ours.recv(1024).decode())
    ours.close()
    assert heard.count("READY=1") == 1


def test_a_port_that_is_taken_stops_no_mail_and_is_told(rig, dovecot):
    with socket.create_server(("127.0.0.1", free_ports(1)[0])) as taken:
        port = taken.getsockname()[1]
        rig.config.write_text(rig.config.read_text() + f"metrics_port = {port}\n")
        dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
        rig.start()
        rig.wait_settled(1)
        assert [each["part"] for each in rig.status()["troubles"]] == ["metrics"]
        stop(rig)
