"""Owned once, never lost (promise 1): rebuilt servers, reused UIDs, large mails, a reader that breaks."""

import signal
from pathlib import Path

import pytest

from tests.end_to_end.mails import FORWARDER, SUPPLIERS, good, mail, mpan
from tests.end_to_end.rig import ALERTS, Rig

INSIDE = str(Path(__file__).parent.parent / "faults" / "inside")


def deliver(dovecot, *mails):
    for each in mails:
        dovecot.deliver(each, ALERTS, FORWARDER)


def points(rig):
    return sorted(
        point for letter in rig.letters(SUPPLIERS["Brightwater"]) for point in letter.meter_points()
    )


def test_a_new_uidvalidity_relays_nothing_twice(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    no_time = f"MPAN: {mpan(5)}\nAlert Code: 8F3F\nNew Supplier: Brightwater\n"
    deliver(dovecot, good(1, "Brightwater").raw, mail(5, no_time))
    killed = rig.command("once", environment={"PYTHONPATH": INSIDE, "KILL_AT": "own:after:2"})
    assert killed.returncode == -signal.SIGKILL
    dispose_only = rig.command("once", environment={"PYTHONPATH": INSIDE, "KILL_AT": "moved:before:1"})
    assert dispose_only.returncode == -signal.SIGKILL
    rig.ok("once")
    assert points(rig) == sorted([mpan(1), mpan(5)])
    # the server is restored: the same mails lie in the folder again, under new numbers
    with dovecot.imap(ALERTS) as client:
        client.select_folder("Processed")
        client.copy(client.search(), "INBOX")
    dovecot.rebuild(ALERTS)
    rig.ok("once")
    assert points(rig) == sorted([mpan(1), mpan(5)])
    status = rig.status()
    assert (status["mails"]["received"], status["mails"]["recorded"]) == (4, 2)
    assert len(dovecot.mailbox_state(ALERTS)["INBOX"]) == 0


def test_a_reused_uid_is_another_mail(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    deliver(dovecot, good(1, "Brightwater").raw)
    killed = rig.command("once", environment={"PYTHONPATH": INSIDE, "KILL_AT": "own:after:1"})
    assert killed.returncode == -signal.SIGKILL
    home = dovecot.folder / "mail" / ALERTS
    with dovecot.imap(ALERTS) as client:
        validity = client.select_folder("INBOX")[b"UIDVALIDITY"]
        client.delete_messages(client.search())
        client.expunge()
    for index in (*home.glob("dovecot.index*"), *home.glob("dovecot-uid*")):
        index.unlink()
    (home / "dovecot-uidlist").write_text(f"3 V{validity} N1\n")
    (home / "dovecot-uidlist").chmod(0o666)
    deliver(dovecot, good(2, "Brightwater").raw + b"\r\nand another length\r\n")
    rig.ok("once")
    store = rig.store()
    assert store.one("SELECT count(DISTINCT uid) FROM message") == 1
    assert store.one("SELECT count(DISTINCT uidvalidity) FROM message") == 1
    assert points(rig) == sorted([mpan(1), mpan(2)])


def test_a_mail_over_the_limit_is_owned_by_its_headers_and_stays(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix, mailbox="max_message_bytes = 100000")
    big = good(1, "Brightwater").raw + b"x" * 70 * 2000
    deliver(dovecot, big.replace(b"x" * 70, b"x" * 70 + b"\r\n"), good(2, "Brightwater").raw)
    rig.ok("once")
    rig.ok("once")
    folders = dovecot.mailbox_state(ALERTS)
    assert (len(folders["INBOX"]), len(folders["Processed"])) == (1, 1)
    status = rig.status()
    assert (status["mails"]["received"], status["mails"]["held"]) == (2, 1)
    assert "max_message_bytes" in rig.ok("held", "list")
    assert points(rig) == [mpan(2)]


@pytest.mark.parametrize("how", ["kill", "raise", "spin", "grow"])
def test_a_mail_that_breaks_the_reader_is_held_and_stops_nothing(
    tmp_path, dovecot, postfix, how, monkeypatch
):
    rig = Rig(tmp_path, dovecot, postfix)
    poison = good(1, "Brightwater").raw + b"POISON\r\n"
    if how in {"spin", "grow"}:  # in the daemon itself these would only end with the machine
        poison_store(rig, dovecot, poison)
    else:
        deliver(dovecot, poison)
    deliver(dovecot, good(2, "Brightwater").raw)
    environment = {"PYTHONPATH": INSIDE, "BREAK_READER": f"POISON={how}", "CPU_SECONDS": "2"}
    runs = 0
    while rig.command("once", environment=environment).returncode != 0 or not rig.settled(2):
        runs += 1
        assert runs < 6, rig.status()
    status = rig.status()
    assert (status["mails"]["held"], status["mails"]["relayed"]) == (1, 1)
    assert "could not be read in 3 attempts" in rig.ok("held", "list")
    assert points(rig) == [mpan(2)]
    assert all(status[ledger]["balanced"] for ledger in ("mails", "alerts", "letters"))


def poison_store(rig, dovecot, poison):
    """Own the mail and count one reading, so that every further one happens in the child process."""
    deliver(dovecot, poison)
    killed = rig.command("once", environment={"PYTHONPATH": INSIDE, "KILL_AT": "attempt:after:1"})
    assert killed.returncode == -signal.SIGKILL
