"""Mailbox against servers that misbehave: one failure with a sentence each, never a hang, never a spin."""

import ssl
from collections.abc import Callable
from contextlib import closing

import pytest

from mailbot.adapters.imap import Mailbox
from mailbot.model.configuration import Secret, Security
from mailbot.model.errors import MailbotError, PermanentFailure, TemporaryFailure
from tests.adapters.conftest import opened
from tests.faults.imap_server import PASSWORD, ImapFaults, ScriptedImap
from tests.servers.certificates import Certificates

pytestmark = pytest.mark.timeout(20)

Operation = Callable[[Mailbox], object]

OPERATIONS: list[tuple[str, Operation]] = [
    ("SELECT", lambda mailbox: mailbox.select("INBOX", readonly=False)),
    ("SEARCH", lambda mailbox: mailbox.search(None)),
    ("FETCH", lambda mailbox: mailbox.glimpse([1])),
    ("FETCH", lambda mailbox: mailbox.fetch(1)),
    ("MOVE", lambda mailbox: mailbox.move([1], "Processed")),
    ("LIST", lambda mailbox: mailbox.folders()),
    ("CREATE", lambda mailbox: mailbox.ensure_folder("Processed")),
    ("IDLE", lambda mailbox: mailbox.idle(5)),
]


def test_a_mail_cut_off_in_the_middle_is_no_mail() -> None:
    for fault in ("hang_at", "cut_at"):
        with ScriptedImap() as server, opened(server.mailbox_access()) as mailbox:
            setattr(server.faults, fault, "LITERAL")
            with pytest.raises(TemporaryFailure, match="reading a mail in INBOX"):
                mailbox.fetch(1)


def connect(access_of: ScriptedImap, **overrides: object) -> None:
    """Connect and leave."""
    with closing(Mailbox(access_of.mailbox_access(**overrides))) as mailbox:
        mailbox.connect()


@pytest.mark.parametrize(
    ("fault", "moment", "operation"),
    [(fault, *each) for fault in ("hang_at", "cut_at", "bye_at") for each in OPERATIONS],
)
def test_a_lost_connection_is_one_temporary_failure(fault: str, moment: str, operation: Operation) -> None:
    with ScriptedImap() as server, opened(server.mailbox_access()) as mailbox:
        setattr(server.faults, fault, moment)
        with pytest.raises(TemporaryFailure, match=f"127.0.0.1:{server.port}"):
            operation(mailbox)
        with pytest.raises(TemporaryFailure, match="no connection"):
            operation(mailbox)
        setattr(server.faults, fault, "")
        mailbox.connect()
        mailbox.select("INBOX", readonly=False)
        assert mailbox.search(None) == [1]


@pytest.mark.parametrize("fault", ["hang_at", "cut_at", "bye_at"])
@pytest.mark.parametrize("moment", ["GREETING", "CAPABILITY", "AUTHENTICATE"])
def test_a_connection_lost_while_connecting_is_temporary(fault: str, moment: str) -> None:
    with ScriptedImap(ImapFaults(**{fault: moment})) as server, pytest.raises(TemporaryFailure):
        connect(server)


def test_nobody_listens() -> None:
    with ScriptedImap() as server:
        access = server.mailbox_access()
    with closing(Mailbox(access)) as mailbox, pytest.raises(TemporaryFailure, match="Nothing answers at"):
        mailbox.connect()


def test_a_server_half_closed_in_idle_is_one_failure_and_no_spin() -> None:
    faults = ImapFaults(half_close_at="IDLE")
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        with pytest.raises(TemporaryFailure, match="waiting for mail in INBOX"):
            mailbox.idle(600)
        assert [command for command in server.commands if "IDLE" in command] == ["IDLE"]
        with pytest.raises(TemporaryFailure, match="no connection"):
            mailbox.idle(600)


def test_a_server_that_chatters_in_idle_does_not_make_us_spin() -> None:
    faults = ImapFaults(idle=b"+ idling\r\n* OK Still here\r\n")
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        assert mailbox.idle(1.5) is False
        assert 1 <= server.commands.count("IDLE") <= 2


@pytest.mark.parametrize(
    ("said", "news"),
    [
        (b"* 2 EXISTS\r\n+ idling\r\n", True),  # ahead of the invitation
        (b"+ idling\r\n* 2 EXISTS\r\n", True),  # in the same packet as the invitation
        (b"+ idling\r\n* 1 EXPUNGE\r\n", True),
        (b"+ idling\r\n* OK Still here\r\n", False),
        (b"+ idling\r\n* 1 FETCH (FLAGS (\\Seen))\r\n", False),  # a person reads: no news for us
    ],
)
def test_what_counts_as_news(said: bytes, news: bool) -> None:
    with ScriptedImap(ImapFaults(idle=said)) as server, opened(server.mailbox_access()) as mailbox:
        assert mailbox.idle(0.3) is news


def test_idle_refused() -> None:
    faults = ImapFaults(answers={"IDLE": b"%tag% NO not here\r\n"})
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        with pytest.raises(TemporaryFailure, match="IDLE refused"):
            mailbox.idle(5)


def test_idle_is_not_supported() -> None:
    faults = ImapFaults(capabilities="IMAP4rev1 AUTH=PLAIN")
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        assert mailbox.supports_idle is False


@pytest.mark.parametrize(
    ("capabilities", "wanted"),
    [
        ("MOVE UIDPLUS", ["UID MOVE 1 Processed"]),
        (
            "UIDPLUS",
            ["UID COPY 1 Processed", "UID STORE 1 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1"],
        ),
    ],
)
def test_move_says_what_the_server_understands(capabilities: str, wanted: list[str]) -> None:
    faults = ImapFaults(capabilities=f"IMAP4rev1 AUTH=PLAIN {capabilities}")
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        said = len(server.commands)
        mailbox.move([1], "Processed")
        assert [command.replace('"', "") for command in server.commands[said:]] == wanted


def test_never_a_plain_expunge() -> None:
    with ScriptedImap(ImapFaults(capabilities="IMAP4rev1 AUTH=PLAIN")) as server:
        with opened(server.mailbox_access()) as mailbox:
            said = len(server.commands)
            with pytest.raises(PermanentFailure, match="can neither move mail"):
                mailbox.move([1], "Processed")
            assert server.commands[said:] == []


def test_a_copy_that_fails_deletes_nothing() -> None:
    faults = ImapFaults(
        capabilities="IMAP4rev1 AUTH=PLAIN UIDPLUS",
        answers={"COPY": b"%tag% NO [OVERQUOTA] the folder is full\r\n"},
    )
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        with pytest.raises(TemporaryFailure, match="the folder is full"):
            mailbox.move([1], "Processed")
        assert not any("STORE" in command or "EXPUNGE" in command for command in server.commands)


ONE = b"* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n"


@pytest.mark.parametrize(
    ("answer", "content"),
    [
        (ONE, b"abc"),
        (b"* 1 FETCH (FLAGS (\\Seen))\r\n" + ONE + b"* 9 FETCH (UID 9 FLAGS ())\r\n* 7 EXISTS\r\n", b"abc"),
        (b"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n", None),  # unsolicited only: the mail is gone
        (b"* 5 FETCH (UID 5 BODY[] {3}\r\nabc)\r\n", None),  # another mail than the one asked for
        (b"", None),
        (b'* 1 FETCH (UID 1 BODY[] "")\r\n', b""),
        (b"* 1 FETCH (UID 1 BODY[] {0}\r\n)\r\n", b""),
        (b'* 1 FETCH (UID 1 BODY[] "123")\r\n', b"123"),
    ],
)
def test_only_what_was_asked_for_is_believed(answer: bytes, content: bytes | None) -> None:
    faults = ImapFaults(answers={"FETCH": answer + b"%tag% OK done\r\n"})
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        assert mailbox.fetch(1) == content


@pytest.mark.parametrize(
    "answer",
    [
        b"* 1 FETCH (UID 1 BODY[] NIL)\r\n%tag% OK done\r\n",
        b"* 1 FETCH (UID 1 BODY[] 123)\r\n%tag% OK done\r\n",
        b"%tag% NO this one is broken\r\n",
    ],
)
def test_a_mail_that_is_listed_but_not_handed_out(answer: bytes) -> None:
    with (
        ScriptedImap(ImapFaults(answers={"FETCH": answer})) as server,
        opened(server.mailbox_access()) as mailbox,
    ):
        with pytest.raises(PermanentFailure, match="mail in INBOX|UID 1 in INBOX"):
            mailbox.fetch(1)
        assert mailbox.search(None) == [1]  # the connection is still good


def test_a_mail_deleted_while_asked_for_is_tried_again() -> None:
    faults = ImapFaults(answers={"FETCH": b"%tag% NO [EXPUNGEISSUED] some are gone\r\n"})
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        with pytest.raises(TemporaryFailure):
            mailbox.fetch(1)


@pytest.mark.parametrize("size", [5, 100_000, 10**15])
def test_a_literal_of_another_size_than_promised(size: int) -> None:
    faults = ImapFaults(literal_size=size)
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        with pytest.raises(TemporaryFailure):
            mailbox.fetch(1)


@pytest.mark.parametrize(
    ("answer", "uids"),
    [
        (b'* 1 FETCH (UID 1 INTERNALDATE "24-Nov-2026 09:05:33 +0100" RFC822.SIZE 5)\r\n', [1]),
        (
            b'* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n* 2 FETCH (UID 2 INTERNALDATE "nonsense" RFC822.SIZE 5)\r\n',
            [],
        ),
        (b'* 1 FETCH (UID 1 INTERNALDATE "24-Nov-2026 09:05:33 +0100")\r\n', []),
        (b"* 1 FETCH (FLAGS (\\Seen))\r\n", []),
    ],
)
def test_a_glimpse_needs_both_facts(answer: bytes, uids: list[int]) -> None:
    faults = ImapFaults(answers={"FETCH": answer + b"%tag% OK done\r\n"})
    with ScriptedImap(faults) as server, opened(server.mailbox_access()) as mailbox:
        assert list(mailbox.glimpse([1, 2])) == uids


@pytest.mark.parametrize(
    "answer",
    [
        b"complete nonsense\r\n",
        b"* SEARCH one two\r\n%tag% OK done\r\n",
        b"* SEARCH 1 2 (((((\r\n%tag% OK done\r\n",
        b"* SEARCH 1 2 " + b"(" * 5000 + b"\r\n%tag% OK done\r\n",
        b"* SEARCH 1\r\n* SEARCH 2\r\n%tag% OK done\r\n",
        b"\x00\xff\r\n",
        b"A999 OK done\r\n",
    ],
)
def test_what_is_no_imap_is_temporary(answer: bytes) -> None:
    with (
        ScriptedImap(ImapFaults(answers={"SEARCH": answer})) as server,
        opened(server.mailbox_access()) as mailbox,
    ):
        with pytest.raises(TemporaryFailure):
            mailbox.search(None)


def test_a_search_answer_longer_than_imaplib_reads() -> None:
    uids = range(1, 200_001)
    answer = b"* SEARCH " + " ".join(map(str, uids)).encode() + b"\r\n%tag% OK done\r\n"
    with (
        ScriptedImap(ImapFaults(answers={"SEARCH": answer})) as server,
        opened(server.mailbox_access()) as mailbox,
    ):
        assert mailbox.search(None) == list(uids)


@pytest.mark.parametrize(
    ("command", "answer", "kind", "sentence"),
    [
        ("AUTHENTICATE", b"%tag% NO [AUTHENTICATIONFAILED] no\r\n", PermanentFailure, "refuses our sign-in"),
        ("AUTHENTICATE", b"%tag% NO LOGIN failed.\r\n", PermanentFailure, "check username and password_file"),
        ("AUTHENTICATE", b"%tag% NO [UNAVAILABLE] later\r\n", TemporaryFailure, "come back later"),
        ("AUTHENTICATE", b"%tag% BAD Request is throttled.\r\n", TemporaryFailure, "come back later"),
        ("AUTHENTICATE", b"%tag% NO echo open sesame\r\n", PermanentFailure, r"echo \(secret\)"),
        (
            "SELECT",
            b"%tag% NO [NONEXISTENT] no such folder\r\n",
            PermanentFailure,
            "opening the folder INBOX",
        ),
        ("SELECT", b"%tag% NO [INUSE] locked\r\n", TemporaryFailure, "come back later"),
        (
            "SELECT",
            b"%tag% BAD User is authenticated but not connected.\r\n",
            PermanentFailure,
            "mailbox permission .* The password is right",
        ),
        ("SELECT", b"* 1 EXISTS\r\n%tag% OK [READ-ONLY] done\r\n", PermanentFailure, "grant that right"),
        ("SELECT", b"* 1 EXISTS\r\n%tag% OK done\r\n", PermanentFailure, "no lasting numbers"),
        (
            "SELECT",
            b"* 1 EXISTS\r\n* OK [UIDVALIDITY 3] x\r\n* NO [UIDNOTSTICKY] x\r\n%tag% OK done\r\n",
            PermanentFailure,
            "no lasting numbers",
        ),
    ],
)
def test_refusals(command: str, answer: bytes, kind: type[MailbotError], sentence: str) -> None:
    faults = ImapFaults(answers={command: answer})
    with ScriptedImap(faults) as server, closing(Mailbox(server.mailbox_access())) as mailbox:
        with pytest.raises(kind, match=sentence) as failure:
            mailbox.connect()
            mailbox.select("INBOX", readonly=False)
        assert PASSWORD not in str(failure.value)


@pytest.mark.parametrize(
    ("greeting", "kind"),
    [
        (b"* BYE too many connections", TemporaryFailure),
        (b"* PREAUTH welcome, whoever you are", PermanentFailure),
        (b"220 this is SMTP", TemporaryFailure),
    ],
)
def test_greetings_that_end_it(greeting: bytes, kind: type[MailbotError]) -> None:
    with ScriptedImap(ImapFaults(greeting=greeting)) as server:
        with pytest.raises(kind):
            connect(server)
        assert not any(command.startswith(("AUTHENTICATE", "LOGIN")) for command in server.commands)


STARTTLS = "IMAP4rev1 STARTTLS AUTH=PLAIN"


@pytest.mark.parametrize(
    ("faults", "sentence"),
    [
        (ImapFaults(), "offers no STARTTLS"),  # stripped on the way
        (ImapFaults(capabilities=STARTTLS, greeting=b"* PREAUTH hello"), "signed in already"),
        (
            ImapFaults(capabilities=STARTTLS, injected=b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"),
            "between STARTTLS and the handshake",
        ),
        (
            ImapFaults(capabilities=STARTTLS, answers={"STARTTLS": b"%tag% NO not today\r\n"}),
            "STARTTLS refused",
        ),
    ],
)
def test_starttls_never_falls_back(
    faults: ImapFaults, sentence: str, certificates: Certificates, server_context: ssl.SSLContext
) -> None:
    with ScriptedImap(faults, server_context) as server:
        with pytest.raises(MailbotError, match=sentence):
            connect(server, host="localhost", security=Security.STARTTLS, ca_file=certificates.ca)
        assert not any(command.startswith(("AUTHENTICATE", "LOGIN")) for command in server.commands)


def test_what_was_said_before_tls_is_forgotten(
    certificates: Certificates, server_context: ssl.SSLContext
) -> None:
    faults = ImapFaults(
        capabilities=f"{STARTTLS} IDLE", before={"STARTTLS": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n"}
    )
    with ScriptedImap(faults, server_context) as server:
        access = server.mailbox_access(host="localhost", security=Security.STARTTLS, ca_file=certificates.ca)
        with opened(access) as mailbox:
            assert mailbox.supports_idle is True


@pytest.mark.parametrize(
    ("capabilities", "overrides", "said"),
    [
        ("IMAP4rev1", {}, 'LOGIN "alerts@secas.example" "open sesame"'),
        (
            "IMAP4rev1",
            {"username": 'SECAS\\a "b"', "password": Secret('q"uo\\te')},
            'LOGIN "SECAS\\\\a \\"b\\"" "q\\"uo\\\\te"',
        ),
    ],
)
def test_login_where_there_is_no_auth_plain(
    capabilities: str, overrides: dict[str, object], said: str
) -> None:
    with ScriptedImap(ImapFaults(capabilities=capabilities)) as server:
        connect(server, **overrides)
        assert said in server.commands


@pytest.mark.parametrize(
    ("capabilities", "password", "sentence"),
    [
        ("IMAP4rev1 LOGINDISABLED", "plain", "does not accept a user name and password"),
        ("IMAP4rev1", "pässword", "unaccented letters"),
        ("IMAP4rev1", "two\r\nlines", "unaccented letters"),
    ],
)
def test_passwords_that_cannot_be_sent(capabilities: str, password: str, sentence: str) -> None:
    with ScriptedImap(ImapFaults(capabilities=capabilities)) as server:
        with pytest.raises(PermanentFailure, match=sentence) as failure:
            connect(server, password=Secret(password))
        assert password not in str(failure.value)
        assert not any(command.startswith("LOGIN") for command in server.commands)


def test_a_password_with_accents_goes_by_auth_plain() -> None:
    with ScriptedImap() as server:
        connect(server, password=Secret("pässword"))
        assert "AUTHENTICATE PLAIN" in server.commands


def test_plain_off_loopback_is_refused_before_anything_is_sent() -> None:
    with ScriptedImap() as server:
        with pytest.raises(PermanentFailure, match="on this machine only"):
            connect(server, host="mail.secas.example")
        assert server.connections == 0
