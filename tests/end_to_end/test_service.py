"""The daemon as a service: signals, servers that misbehave, the comparison with the mail server."""

import json
import shutil
import signal
import time

import pytest

from tests.end_to_end.mails import FORWARDER, SUPPLIERS, good, mpan, unknown_code
from tests.end_to_end.rig import ALERTS, Rig
from tests.faults.imap_server import PASSWORD, ImapFaults, ScriptedImap
from tests.stores import DATA

INSIDE = str(DATA.parent / "tests" / "faults" / "inside")
RULES = DATA.parent / "rules"


def stop(rig):
    rig.daemon.send_signal(signal.SIGTERM)
    assert rig.daemon.wait(30) == 0, rig.tail()


def wait_for(condition, rig, seconds=30.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, rig.tail()
        assert rig.daemon.poll() is None, rig.tail()
        time.sleep(0.1)


def test_sighup_loads_the_rules_again_and_broken_ones_change_nothing(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    shutil.copytree(RULES, tmp_path / "rules")
    rig.config.write_text(rig.config.read_text() + '\n[rules]\npath = "rules"\n')
    alerts = tmp_path / "rules" / "alerts.yaml"
    rig.start()
    rig.wait_running(1)
    whole = alerts.read_text()
    alerts.write_text("codes: [")
    rig.daemon.send_signal(signal.SIGHUP)
    wait_for(lambda: "the old ones stay" in rig.tail(), rig)
    assert [each["part"] for each in rig.status()["troubles"]] == ["rules"]
    dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    rig.wait_settled(1)
    first = whole.index("- code:")
    facts = (
        '- code: "8FEE"',
        "name: Newly settled",
        "device: ESME",
        'relay: "yes"',
        "why: Settled by the operator.",
    )
    row = "\n    ".join(facts) + "\n  "
    alerts.write_text(whole[:first] + row + whole[first:])
    rig.daemon.send_signal(signal.SIGHUP)
    wait_for(lambda: "rules loaded again" in rig.tail(), rig)
    assert rig.status()["troubles"] == []
    dovecot.deliver(unknown_code(2, "Brightwater").raw, ALERTS, FORWARDER)
    rig.wait_settled(2)
    stop(rig)
    points = {point for letter in rig.letters(SUPPLIERS["Brightwater"]) for point in letter.meter_points()}
    assert points == {mpan(1), mpan(2)}


@pytest.mark.parametrize(
    "faults",
    [
        {"half_close_at": "IDLE"},
        {"cut_at": "IDLE"},
        {"hang_at": "GREETING"},
        {"hang_at": "LITERAL"},
        {"bye_at": "SELECT"},
        {"answers": {"AUTHENTICATE": b"%tag% NO [AUTHENTICATIONFAILED] no\r\n"}},
    ],
)
def test_a_server_that_misbehaves_is_told_and_asked_again_in_good_time(tmp_path, dovecot, postfix, faults):
    rig = Rig(tmp_path, dovecot, postfix)
    with ScriptedImap(ImapFaults(**faults)) as server:
        rig.configure(imap=server.port, security="none", mailbox="")
        rig.config.write_text(rig.config.read_text().replace("timeout_seconds = 10", "timeout_seconds = 5"))
        rig.start({"MAILBOT_MAILBOX__PASSWORD": PASSWORD})
        rig.wait_running(1)
        wait_for(lambda: rig.command("status").returncode == 1, rig)
        time.sleep(6)
        told = rig.status()["troubles"]
        assert [each["part"] for each in told] == ["mailbox"]
        assert str(server.port) in told[0]["what"]
        assert PASSWORD not in told[0]["what"]
        assert server.connections <= 6
        assert len(server.commands) < 80
        stop(rig)


def test_a_dead_mailbox_heals_when_the_server_comes_back(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    with ScriptedImap(ImapFaults(bye_at="AUTHENTICATE")) as server:
        port = server.port
        rig.configure(imap=port, security="none")
        rig.start({"MAILBOT_MAILBOX__PASSWORD": PASSWORD})
        wait_for(lambda: rig.status()["troubles"] != [], rig)
        server.faults = ImapFaults(mails={1: good(1, "Brightwater").raw})
        wait_for(lambda: rig.status()["mails"]["received"] == 1, rig)
        wait_for(lambda: rig.status()["troubles"] == [], rig)
        stop(rig)


def test_the_comparison_with_the_server_finds_a_mail_that_was_filed_by_hand(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    rig.start()
    rig.wait_settled(1)
    wait_for(lambda: rig.status()["reconciled"] is not None, rig)
    stop(rig)
    told = rig.status()
    assert (told["reconciled"]["balanced"], told["mails"]["balanced"]) == (True, True)

    dovecot.append(ALERTS, "Processed", good(2, "Brightwater").raw)
    rig.store().close()
    store = rig.writable()
    store.run("UPDATE fact SET at = '2026-01-01T00:00:00.000000+00:00' WHERE key = 'reconciled'")
    store.close()
    rig.start()
    wait_for(lambda: rig.status()["reconciled"]["strangers"] == 1, rig)
    stop(rig)
    status = rig.command("status")
    assert status.returncode == 1
    assert "1 in Processed were unknown" in status.stdout
    assert json.loads(rig.command("status", "--json").stdout)["mails"]["balanced"] is False


def test_a_store_taken_away_stops_the_daemon_before_it_moves_a_mail(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    rig.start()
    rig.wait_running(1)
    wait_for(lambda: rig.status()["last_poll_completed"] is not None, rig)
    rig.daemon.send_signal(signal.SIGSTOP)  # so that it does not find out before `init` looks
    rig.store_path.rename(tmp_path / "elsewhere.db")
    told = rig.command("init")
    rig.daemon.send_signal(signal.SIGCONT)
    assert told.returncode == 1
    assert f"process {rig.daemon.pid}" in told.stderr
    dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    assert rig.daemon.wait(40) == 1
    assert "removed or replaced" in rig.tail(3)
    assert "Traceback" not in rig.log.read_text()
    assert len(dovecot.mailbox_state(ALERTS)["INBOX"]) == 1


def test_a_second_daemon_cannot_start_beside_the_first_for_want_of_a_lock_file(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    rig.start()
    rig.wait_running(1)
    (tmp_path / "mailbot.db.lock").unlink()
    assert rig.daemon.wait(30) == 1
    assert "lock" in rig.tail(3)


def test_a_store_that_stays_locked_kills_no_stage(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    rig.start({"PYTHONPATH": INSIDE, "BUSY_SECONDS": "1"})
    rig.wait_running(1)
    store = rig.writable()
    store.run("BEGIN IMMEDIATE")
    dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    time.sleep(8)
    assert rig.daemon.poll() is None
    store.run("ROLLBACK")
    store.close()
    rig.wait_settled(1)
    stop(rig)
    assert len(rig.letters(SUPPLIERS["Brightwater"])) == 1
