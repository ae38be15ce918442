"""Folder names, on servers whose ways Dovecot does not have."""

import pytest

from mailbot.model.errors import PermanentFailure, TemporaryFailure
from tests.adapters.conftest import opened
from tests.faults.imap_server import ImapFaults, ScriptedImap

INBOX = b'* LIST (\\HasNoChildren) "/" INBOX\r\n'
OK = b"%tag% OK done\r\n"


@pytest.mark.parametrize(
    ("answers", "wanted", "found"),
    [
        ({}, "Processed", "Processed"),
        ({}, "mailbot/Processed", "mailbot/Processed"),
        ({"LIST": b'* LIST () "." INBOX\r\n' + OK}, "mailbot/Processed", "mailbot.Processed"),
        ({"LIST": b"* LIST () NIL INBOX\r\n" + OK}, "Processed", "Processed"),
        ({"SUBSCRIBE": b"%tag% NO no subscriptions here\r\n"}, "Processed", "Processed"),
        # Exchange ignores case, and says so only when the folder is to be created
        (
            {
                "LIST": INBOX + b'* LIST (\\HasNoChildren) "/" processed\r\n' + OK,
                "CREATE": b"%tag% NO Mailbox already exists\r\n",
            },
            "Processed",
            "processed",
        ),
    ],
)
def test_the_servers_own_name(answers: dict[str, bytes], wanted: str, found: str) -> None:
    with ScriptedImap(ImapFaults(answers=answers)) as server, opened(server.mailbox_access()) as mailbox:
        assert mailbox.ensure_folder(wanted) == found


@pytest.mark.parametrize("flag", [b"\\Noselect", b"\\NoSelect", b"\\NonExistent"])
def test_a_folder_that_holds_no_mail_is_not_taken_for_one(flag: bytes) -> None:
    listed = INBOX + b"* LIST (" + flag + b') "/" Processed\r\n' + OK
    answers = {"LIST": listed, "CREATE": b"%tag% NO [CANNOT] it holds folders only\r\n"}
    with ScriptedImap(ImapFaults(answers=answers)) as server, opened(server.mailbox_access()) as mailbox:
        assert mailbox.folders() == [("INBOX", 1)]
        with pytest.raises(PermanentFailure, match="creating the folder Processed: .*holds folders only"):
            mailbox.ensure_folder("Processed")


def test_a_connection_lost_while_subscribing_is_no_success() -> None:
    with ScriptedImap(ImapFaults(cut_at="SUBSCRIBE")) as server, opened(server.mailbox_access()) as mailbox:
        with pytest.raises(TemporaryFailure):
            mailbox.ensure_folder("Processed")
