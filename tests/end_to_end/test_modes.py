"""Shadow, redirect, paused and live; where reading starts; what is left in place (promise 11)."""

import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.end_to_end.mails import FORWARDER, SUPPLIERS, good, mpan, samples, spam
from tests.end_to_end.rig import ALERTS, CONTACTS, Rig


@pytest.fixture
def counted():
    """A port that counts connections and says nothing."""
    connections = []
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            try:
                connections.append(listener.accept())
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1], connections
    listener.close()
    for connection, _ in connections:
        connection.close()


def deliver(dovecot, mails):
    for each in mails:
        dovecot.deliver(each.raw, ALERTS, FORWARDER)


def test_shadow_leaves_the_mailbox_as_it_is_and_its_letters_never_leave(tmp_path, dovecot, postfix, counted):
    port, connections = counted
    rig = Rig(tmp_path, dovecot, postfix, mode="shadow", smtp=port)
    mails = list(samples(15))
    deliver(dovecot, mails)
    before = dovecot.mailbox_state(ALERTS)
    rig.ok("once")
    daemon = rig.start()
    rig.wait_running(1)
    time.sleep(3)
    daemon.terminate()
    assert daemon.wait(20) == 0
    assert dovecot.mailbox_state(ALERTS) == before
    assert connections == []
    status = rig.status()
    assert (status["mode"], status["mails"]["received"], status["shadow_mails"]) == ("shadow", 15, 15)
    written = status["letters"]["not_sent"]
    assert written == sum(len(each.expected) + each.receipt for each in mails)

    rig.configure(mode="live")
    rig.ok("once")
    assert all(rig.letters(address) == [] for address in (*CONTACTS, FORWARDER))
    assert dovecot.mailbox_state(ALERTS)["INBOX"] == before["INBOX"]
    late = good(900, "Brightwater")
    deliver(dovecot, [late])
    rig.ok("once")
    (letter,) = rig.letters(SUPPLIERS["Brightwater"])
    assert letter.meter_points() == {mpan(900)}
    assert rig.status()["letters"]["not_sent"] == written
    assert len(dovecot.mailbox_state(ALERTS)["INBOX"]) == 15


def test_an_alert_seen_in_shadow_goes_when_a_person_says_so(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix, mode="shadow")
    deliver(dovecot, [good(1, "Brightwater")])
    rig.ok("once")
    rig.configure(mode="live")
    rig.ok("alert", "resend", "CA-26-000001")
    rig.ok("once")
    (letter,) = rig.letters(SUPPLIERS["Brightwater"])
    assert letter.meter_points() == {mpan(1)}


def test_redirect_sends_everything_to_one_address_and_says_for_whom_it_was(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix, mode="redirect", delivery='redirect_to = "ops@secas.example"')
    postfix.accounts(["ops@secas.example"])
    deliver(dovecot, [good(1, "Brightwater")])
    rig.ok("once")
    letters = rig.letters("ops@secas.example")
    assert len(letters) == 2
    assert all(letter.subject.startswith("[REDIRECTED]") for letter in letters)
    assert SUPPLIERS["Brightwater"] in letters[0].text
    assert all(rig.letters(address) == [] for address in (*CONTACTS, FORWARDER))


def test_pause_holds_letters_back_and_resume_sends_them(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    rig.ok("pause", "--reason", "the list is being checked")
    deliver(dovecot, [good(1, "Brightwater")])
    rig.ok("once")
    status = rig.status()
    assert (status["mode"], status["letters"]["due"]) == ("paused", 1)
    assert "the list is being checked" in status["paused"]
    assert len(dovecot.mailbox_state(ALERTS)["Processed"]) == 1
    rig.ok("resume")
    rig.ok("once")
    assert len(rig.letters(SUPPLIERS["Brightwater"])) == 1
    assert len(rig.letters(FORWARDER)) == 1


def test_mail_from_before_the_start_is_neither_read_nor_moved(tmp_path, dovecot, postfix):
    today = datetime.now(UTC).date()
    rig = Rig(tmp_path, dovecot, postfix, mailbox="")
    rig.config.write_text(rig.config.read_text().replace('start_from = "all"', f"start_from = {today}"))
    dovecot.append(ALERTS, "INBOX", good(1, "Brightwater").raw, datetime.now(UTC) - timedelta(days=2))
    deliver(dovecot, [good(2, "Brightwater")])
    rig.ok("once")
    assert rig.status()["mails"]["received"] == 1
    folders = dovecot.mailbox_state(ALERTS)
    assert (len(folders["INBOX"]), len(folders["Processed"])) == (1, 1)
    assert [letter.meter_points() for letter in rig.letters(SUPPLIERS["Brightwater"])] == [{mpan(2)}]


def test_now_is_the_moment_of_the_first_start_and_is_kept(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    rig.config.write_text(rig.config.read_text().replace('start_from = "all"', 'start_from = "now"'))
    dovecot.append(ALERTS, "INBOX", good(1, "Brightwater").raw, datetime.now(UTC) - timedelta(minutes=5))
    rig.ok("once")
    assert rig.status()["mails"]["received"] == 0
    deliver(dovecot, [good(2, "Brightwater")])
    rig.ok("once")
    assert rig.status()["mails"]["received"] == 1


def test_unknown_mail_is_left_where_it_is_when_so_configured(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix, mailbox='unknown = "leave"')
    deliver(dovecot, [spam(1, ""), good(2, "Brightwater")])
    rig.ok("once")
    rig.ok("once")
    folders = dovecot.mailbox_state(ALERTS)
    assert (len(folders["INBOX"]), len(folders["Processed"])) == (1, 1)
    status = rig.status()
    assert (status["mails"]["ignored"], status["mails"]["relayed"]) == (1, 1)
    assert rig.store().one("SELECT raw IS NULL FROM message WHERE disposition = 'ignored'") == 1
