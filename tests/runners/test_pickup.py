"""pickup: a mail that the server keeps back, a server without MOVE, a disk that runs full."""

from contextlib import closing

import pytest

from mailbot.adapters.imap import Mailbox
from mailbot.adapters.store import facts
from mailbot.model.configuration import Mode
from mailbot.model.errors import PermanentFailure, TemporaryFailure
from mailbot.runners import pickup as module
from mailbot.runners.pickup import Pickup
from tests.end_to_end.mails import good
from tests.servers.dovecot import WITHOUT_MOVE, WITHOUT_MOVE_AND_UIDPLUS
from tests.stores import FixedClock, new_store

ALERTS = "alerts@secas.example"


@pytest.fixture
def mailbox(dovecot):
    """Three mails in the folder."""
    dovecot.accounts([ALERTS])
    for number in (1, 2, 3):
        dovecot.deliver(good(number, "Brightwater").raw, ALERTS)
    return dovecot


def test_a_mail_that_the_server_keeps_back_stops_no_other_and_is_told(tmp_path, mailbox):
    store, access = new_store(tmp_path), mailbox.mailbox_access(ALERTS)

    class KeepsOneBack(Mailbox):
        """As a server does whose index lists a mail whose file is gone."""

        def fetch(self, uid):
            if uid == 2:
                raise PermanentFailure("The server lists mail 2 and will not hand it out.")
            return super().fetch(uid)

    with closing(KeepsOneBack(access)) as connection:
        tick = Pickup(store, connection, access, Mode.LIVE, FixedClock()).tick()
    assert (tick.owned, tick.moved) == (2, 2)
    assert [(each.key, each.value) for each in facts.troubles(store)] == [
        ("mail", "The server lists mail 2 and will not hand it out.")
    ]
    with closing(Mailbox(access)) as connection:
        Pickup(store, connection, access, Mode.LIVE, FixedClock()).tick()
    assert facts.troubles(store) == ()
    assert store.one("SELECT count(*) FROM message WHERE moved_at IS NOT NULL") == 3


def test_a_server_without_move_is_served_by_copy_and_uid_expunge(tmp_path, mailbox):
    with mailbox.imap(ALERTS) as person:
        person.select_folder("INBOX")
        person.append("INBOX", b"Subject: deleted by a person\r\n\r\n", flags=[b"\\Deleted"])
    store, access = new_store(tmp_path), mailbox.mailbox_access(ALERTS, "none", host=WITHOUT_MOVE)
    with closing(Mailbox(access)) as connection:
        assert Pickup(store, connection, access, Mode.LIVE, FixedClock()).tick().moved == 4
    state = mailbox.mailbox_state(ALERTS)
    assert (len(state["INBOX"]), len(state["Processed"])) == (0, 4)


def test_where_nothing_can_be_moved_safely_every_mail_is_owned_all_the_same(tmp_path, mailbox, monkeypatch):
    store = new_store(tmp_path)
    access = mailbox.mailbox_access(ALERTS, "none", host=WITHOUT_MOVE_AND_UIDPLUS)
    monkeypatch.setattr(module, "BATCH", 1)
    with closing(Mailbox(access)) as connection:
        Pickup(store, connection, access, Mode.LIVE, FixedClock()).tick()
    assert store.one("SELECT count(*) FROM message WHERE moved_at IS NULL") == 3
    assert "UIDPLUS" in facts.troubles(store)[0].value
    assert len(mailbox.mailbox_state(ALERTS)["INBOX"]) == 3


def test_a_deleted_processed_folder_is_made_anew(tmp_path, mailbox):
    store, access = new_store(tmp_path), mailbox.mailbox_access(ALERTS, "none")
    with closing(Mailbox(access)) as connection:
        pickup = Pickup(store, connection, access, Mode.LIVE, FixedClock())
        pickup.tick()
        with mailbox.imap(ALERTS) as person:
            person.delete_folder("Processed")
        mailbox.deliver(good(4, "Brightwater").raw, ALERTS)
        with pytest.raises(TemporaryFailure, match="Processed"):
            pickup.tick()
        pickup.close()  # as the daemon does before it tries again
        assert pickup.tick().moved == 1
    assert len(mailbox.mailbox_state(ALERTS)["Processed"]) == 1
    assert facts.troubles(store) == ()


def test_low_disk_stops_pickup_before_a_write_fails(tmp_path, mailbox, monkeypatch):
    store, access = new_store(tmp_path), mailbox.mailbox_access(ALERTS)
    monkeypatch.setattr(module, "MINIMUM_FREE", 1 << 60)
    with closing(Mailbox(access)) as connection, pytest.raises(TemporaryFailure, match="Free space"):
        Pickup(store, connection, access, Mode.LIVE, FixedClock()).tick()
    assert store.one("SELECT count(*) FROM message") == 0
    assert len(mailbox.mailbox_state(ALERTS)["INBOX"]) == 3


def test_the_comparison_asks_for_mail_that_lies_too_long_and_not_for_the_newest(tmp_path, mailbox):
    from datetime import UTC, datetime, timedelta

    store, access = new_store(tmp_path), mailbox.mailbox_access(ALERTS)
    now = datetime.now(UTC)
    with closing(Mailbox(access)) as connection:
        pickup = Pickup(store, connection, access, Mode.LIVE, FixedClock(now))
        pickup.tick()
        mailbox.deliver(good(4, "Brightwater").raw, ALERTS)
        assert pickup.reconcile().balanced
        mailbox.append(ALERTS, "INBOX", good(5, "Brightwater").raw, now - timedelta(hours=1))
        found = pickup.reconcile()
    assert (found.in_folder, found.balanced) == (1, False)
