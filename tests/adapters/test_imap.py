"""Mailbox against a real Dovecot."""

import threading
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from mailbot.adapters.imap import BATCH, Glimpse, Mailbox
from mailbot.model.configuration import Secret
from mailbot.model.errors import PermanentFailure, TemporaryFailure
from tests.adapters.conftest import opened
from tests.servers.dovecot import WITHOUT_MOVE, WITHOUT_MOVE_AND_UIDPLUS, Dovecot

ALERTS = "alerts@secas.example"
COURIER = "courier@secas.example"
MAIL = b"Subject: Critical Alert\r\nX-Odd: \xe9\xff\r\n\r\n8F3F \x80 raised\r\n"


@pytest.fixture
def server(dovecot: Dovecot) -> Dovecot:
    """A Dovecot with our mailbox, empty."""
    dovecot.accounts([ALERTS])
    dovecot.accounts([COURIER], prefix="INBOX.")
    return dovecot


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_reads_the_bytes_as_they_are_and_changes_nothing(server: Dovecot, security: str) -> None:
    arrived = datetime(2024, 11, 24, 9, 5, 33, tzinfo=UTC)
    server.append(ALERTS, "INBOX", MAIL, arrived)
    before = server.mailbox_state(ALERTS)
    with opened(server.mailbox_access(ALERTS, security)) as mailbox:
        assert mailbox.search(None) == [1]
        assert mailbox.glimpse([1]) == {1: Glimpse(arrived, len(MAIL))}
        assert mailbox.fetch(1) == MAIL
        assert mailbox.fetch_headers(1) == MAIL.partition(b"8F3F")[0]
        assert mailbox.supports_idle
    assert server.mailbox_state(ALERTS) == before


def test_an_empty_folder_and_a_uid_that_is_gone(server: Dovecot) -> None:
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        assert mailbox.search(None) == []
        assert mailbox.glimpse([]) == {}
        assert mailbox.glimpse([5, 6]) == {}
        assert mailbox.fetch(5) is None
        assert mailbox.fetch_headers(5) is None
        mailbox.move([], mailbox.ensure_folder("Processed"))
        mailbox.move([5], "Processed")


def test_a_mail_deleted_by_somebody_else_is_gone_and_stops_nothing(server: Dovecot) -> None:
    for subject in (b"1", b"2"):
        server.append(ALERTS, "INBOX", b"Subject: " + subject + b"\r\n\r\n")
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        with server.imap(ALERTS) as person:
            person.select_folder("INBOX")
            person.delete_messages([1])
            person.expunge()
        assert sorted(mailbox.glimpse([1, 2])) == [2]
        assert mailbox.fetch(1) is None
        assert mailbox.fetch(2) == b"Subject: 2\r\n\r\n"


def test_since_takes_a_day_more_for_the_servers_own_days(server: Dovecot) -> None:
    for day in (20, 22, 23, 24):
        server.append(ALERTS, "INBOX", MAIL, datetime(2024, 11, day, 12, tzinfo=UTC))
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        assert mailbox.search(date(2024, 11, 24)) == [3, 4]
        assert mailbox.search(None) == [1, 2, 3, 4]


def test_more_mails_than_one_command_carries(server: Dovecot) -> None:
    count = BATCH + 3
    with server.imap(ALERTS) as person:
        for number in range(count):
            person.append("INBOX", b"Subject: %d\r\n\r\n" % number)
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        uids = mailbox.search(None)
        assert len(uids) == len(mailbox.glimpse(uids)) == count
        mailbox.move(uids, mailbox.ensure_folder("Processed"))
        assert mailbox.search(None) == []
        assert sorted(mailbox.folders()) == [("INBOX", 0), ("Processed", count)]


@pytest.mark.parametrize("host", ["localhost", WITHOUT_MOVE])
def test_move_takes_the_mail_and_leaves_what_others_marked(server: Dovecot, host: str) -> None:
    for subject in (b"ours", b"marked by a person", b"left"):
        server.append(ALERTS, "INBOX", b"Subject: " + subject + b"\r\n\r\n")
    with server.imap(ALERTS) as person:
        person.select_folder("INBOX")
        person.delete_messages([2])
    with opened(server.mailbox_access(ALERTS, "none", host=host)) as mailbox:
        mailbox.move([1], mailbox.ensure_folder("Processed"))
    state = server.mailbox_state(ALERTS)
    assert [(each.uid, each.flags, each.raw) for each in state["INBOX"]] == [
        (2, (b"\\Deleted",), b"Subject: marked by a person\r\n\r\n"),
        (3, (), b"Subject: left\r\n\r\n"),
    ]
    assert [(each.flags, each.raw) for each in state["Processed"]] == [((), b"Subject: ours\r\n\r\n")]


def test_without_move_and_uidplus_nothing_is_touched(server: Dovecot) -> None:
    server.append(ALERTS, "INBOX", MAIL)
    with opened(server.mailbox_access(ALERTS, "none", host=WITHOUT_MOVE_AND_UIDPLUS)) as mailbox:
        processed = mailbox.ensure_folder("Processed")
        before = server.mailbox_state(ALERTS)
        with pytest.raises(PermanentFailure, match="delete what other people marked"):
            mailbox.move([1], processed)
    assert server.mailbox_state(ALERTS) == before


@pytest.mark.parametrize(
    ("account", "wanted", "found"),
    [
        (ALERTS, "Processed", "Processed"),
        (ALERTS, "Erledigt & Prüfung", "Erledigt & Prüfung"),
        (ALERTS, "2026", "2026"),
        (ALERTS, "mailbot/Processed", "mailbot.Processed"),
        (COURIER, "Processed", "INBOX.Processed"),
        (COURIER, "INBOX.Processed", "INBOX.Processed"),
        (COURIER, "mailbot/Processed", "INBOX.mailbot.Processed"),
    ],
)
def test_a_folder_gets_the_servers_own_name(server: Dovecot, account: str, wanted: str, found: str) -> None:
    server.append(account, "INBOX", MAIL)
    with opened(server.mailbox_access(account)) as mailbox:
        assert mailbox.ensure_folder(wanted) == found
        assert mailbox.ensure_folder(wanted) == found  # the second time it is there
        mailbox.move([1], found)
        mailbox.select(found, readonly=True)
        assert mailbox.fetch(1) == MAIL
    with server.imap(account) as person:
        assert found in [name for _, _, name in person.list_sub_folders()]


def test_readonly_refuses_to_move(server: Dovecot) -> None:
    server.append(ALERTS, "INBOX", MAIL)
    with opened(server.mailbox_access(ALERTS), readonly=True) as mailbox:
        processed = mailbox.ensure_folder("Processed")
        before = server.mailbox_state(ALERTS)
        with pytest.raises(PermanentFailure, match="opened for reading"):
            mailbox.move([1], processed)
    assert server.mailbox_state(ALERTS) == before


def test_a_rebuilt_mailbox_has_another_uidvalidity(server: Dovecot) -> None:
    server.append(ALERTS, "INBOX", b"Subject: one\r\n\r\n")
    server.append(ALERTS, "INBOX", MAIL, datetime(2024, 11, 20, tzinfo=UTC))
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        first = mailbox.select("INBOX", readonly=False)
        mails = {(mailbox.fetch(uid), each) for uid, each in mailbox.glimpse(mailbox.search(None)).items()}
    server.rebuild(ALERTS)
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        assert mailbox.select("INBOX", readonly=False) != first
        again = {(mailbox.fetch(uid), each) for uid, each in mailbox.glimpse(mailbox.search(None)).items()}
    assert again == mails


def test_idle_hears_of_new_mail(server: Dovecot) -> None:
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        arriving = threading.Timer(0.3, server.deliver, (MAIL, ALERTS))
        arriving.start()
        assert mailbox.idle(20) is True
        assert len(mailbox.search(None)) == 1
        arriving.join()


def test_idle_ends_without_news(server: Dovecot) -> None:
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        assert mailbox.idle(0.2) is False
        assert mailbox.search(None) == []


def test_wake_ends_idle_and_leaves_the_connection_usable(server: Dovecot) -> None:
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        waking = threading.Timer(0.2, mailbox.wake)
        waking.start()
        assert mailbox.idle(20) is True
        waking.join()
        assert mailbox.idle(0.1) is False  # one wake ends one wait
        mailbox.wake()
        assert mailbox.idle(20) is True  # it is not lost when nobody waits
        assert mailbox.search(None) == []


@pytest.mark.parametrize(
    ("security", "overrides", "sentence"),
    [
        ("tls", {"host": "127.0.0.1"}, "not for this IP address"),
        ("starttls", {"host": "127.0.0.1"}, "not for this IP address"),
        ("tls", {"ca_file": None}, "its authority is not known here"),
        ("tls", {"password": Secret("hush-hush")}, "refuses our sign-in"),
        ("starttls", {"password": Secret("hush-hush")}, "check username and password_file"),
        ("tls", {"username": "nobody@secas.example"}, "refuses our sign-in"),
    ],
)
def test_what_a_person_must_put_right(
    server: Dovecot, security: str, overrides: dict[str, object], sentence: str
) -> None:
    access = server.mailbox_access(ALERTS, security, **overrides)
    with closing(Mailbox(access)) as mailbox, pytest.raises(PermanentFailure, match=sentence) as failure:
        mailbox.connect()
    assert f"{access.host}:{access.port}" in str(failure.value)
    assert "hush-hush" not in str(failure.value)


def test_another_authority_is_not_trusted(server: Dovecot) -> None:
    access = server.mailbox_access(ALERTS, ca_file=server.certificates.other_ca)
    with closing(Mailbox(access)) as mailbox, pytest.raises(PermanentFailure, match="authority is not known"):
        mailbox.connect()


def test_tls_on_the_plain_port_says_so(server: Dovecot) -> None:
    access = server.mailbox_access(ALERTS, "tls", port=server.imap_port)
    with closing(Mailbox(access)) as mailbox, pytest.raises(PermanentFailure, match="does not speak TLS"):
        mailbox.connect()


def test_a_missing_folder_is_named_and_the_connection_stays(server: Dovecot) -> None:
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        with pytest.raises(PermanentFailure, match="opening the folder Alerts"):
            mailbox.select("Alerts", readonly=True)
        assert mailbox.select("INBOX", readonly=True) > 0


def test_without_a_connection_every_operation_says_so(server: Dovecot) -> None:
    mailbox = Mailbox(server.mailbox_access(ALERTS))
    assert mailbox.supports_idle is False
    mailbox.close()
    with pytest.raises(TemporaryFailure, match="no connection"):
        mailbox.search(None)


def test_connecting_again_replaces_the_connection(server: Dovecot) -> None:
    with opened(server.mailbox_access(ALERTS)) as mailbox:
        mailbox.connect()
        mailbox.select("INBOX", readonly=True)
        assert mailbox.search(None) == []
