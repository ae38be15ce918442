"""Submission against a real Postfix with sign-in by Dovecot, and against Dovecot's own submission port."""

from collections.abc import Iterable
from contextlib import closing

import pytest

from mailbot.adapters.smtp import Submission
from mailbot.model.configuration import Secret, SubmissionAccess
from mailbot.model.delivery import DeliveryStatus, Outgoing, Stage
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

ALERTS = "alerts@secas.example"
PRIYA = "priya.nair@brightwater.example"
RAW = b"From: alerts@secas.example\r\nSubject: Critical Alert\r\n\r\n.\r\n..two dots\r\nend\r\n"


@pytest.fixture
def server(postfix: Postfix) -> Postfix:
    """A Postfix that knows us and one supplier."""
    postfix.accounts([ALERTS, PRIYA])
    return postfix


def send(access: SubmissionAccess, letters: Iterable[Outgoing]) -> dict[int, DeliveryStatus]:
    """Send them all; the answers by letter."""
    answers: dict[int, DeliveryStatus] = {}
    waiting = list(letters)

    def answered(letter: Outgoing, status: DeliveryStatus) -> bool:
        answers[letter.letter_id] = status
        return True

    with closing(Submission(access)) as submission:
        submission.run(lambda: waiting.pop(0) if waiting else None, answered)
    return answers


def letter(number: int, recipient: str = PRIYA, raw: bytes = RAW) -> Outgoing:
    """A letter of ours."""
    return Outgoing(number, ALERTS, recipient, raw)


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_letter_arrives_as_it_was_written(server: Postfix, security: str) -> None:
    answers = send(server.submission_access(security=security), [letter(1)])
    assert answers[1].accepted
    assert (answers[1].code, answers[1].status, answers[1].action) == (250, "2.0.0", "relayed")
    (received,) = server.dovecot.await_letters(PRIYA, 1)
    assert received.endswith(RAW.partition(b"\r\n\r\n")[2])
    assert (b"with ESMTPSA" in received) is (security != "none")


def test_by_dovecots_submission_port(server: Postfix, dovecot: Dovecot) -> None:
    answers = send(dovecot.submission_access(ALERTS), [letter(1)])
    assert answers[1].accepted
    assert len(dovecot.await_letters(PRIYA, 1)) == 1


def test_many_letters_over_several_connections_arrive_once_each(server: Postfix) -> None:
    letters = [letter(number, raw=b"Subject: letter %d\r\n\r\n" % number) for number in range(40)]
    answers = send(server.submission_access(connections=4), letters)
    assert sorted(answers) == list(range(40))
    assert all(status.accepted for status in answers.values())
    received = server.dovecot.await_letters(PRIYA, 40)
    subjects = sorted(int(raw.partition(b"Subject: letter ")[2].split()[0]) for raw in received)
    assert subjects == list(range(40))


@pytest.mark.parametrize(
    ("recipient", "stage", "code", "status", "action"),
    [
        ("nobody@brightwater.example", Stage.RCPT, 550, "5.1.1", "failed"),
        ("tempfail@cobalt.example", Stage.RCPT, 451, "4.7.1", "delayed"),
        ("full@cobalt.example", Stage.RCPT, 452, "4.2.2", "delayed"),
        ("refused@cobalt.example", Stage.RCPT, 550, "5.7.1", "failed"),
        ("someone@elsewhere.invalid", Stage.RCPT, 554, "5.7.1", "failed"),
        ("no address", Stage.RCPT, 553, "5.1.3", "failed"),
        ("a@b.example>\r\nRCPT TO:<c@d.example", Stage.RCPT, 553, "5.1.3", "failed"),
        ("prüfung@brightwater.example", Stage.RCPT, 550, "5.1.1", "failed"),  # this host has SMTPUTF8
    ],
)
def test_a_refusal_is_a_status_and_the_next_letter_goes(
    server: Postfix, recipient: str, stage: Stage, code: int, status: str, action: str
) -> None:
    answers = send(server.submission_access(connections=1), [letter(1, recipient), letter(2)])
    refused = answers[1]
    assert (refused.stage, refused.code, refused.status, refused.action) == (stage, code, status, action)
    assert refused.remote == "localhost"
    assert refused.diagnostic
    assert answers[2].accepted


def test_one_letter_over_the_size_limit_is_refused_at_mail(server: Postfix) -> None:
    answers = send(server.submission_access(connections=1), [letter(1, raw=b"x" * 40_000_000), letter(2)])
    assert (answers[1].stage, answers[1].code, answers[1].status) == (Stage.MAIL, 552, "5.3.4")
    assert answers[2].accepted


def test_a_large_letter_is_whole(server: Postfix) -> None:
    body = b"".join(b".line %d\r\n" % number for number in range(200_000))
    assert send(server.submission_access(), [letter(1, raw=b"Subject: large\r\n\r\n" + body)])[1].accepted
    (received,) = server.dovecot.await_letters(PRIYA, 1, seconds=30)
    assert received.endswith(b"\r\n\r\n" + body)


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_no_letter_can_end_early_or_smuggle_another(server: Postfix, ending: bytes) -> None:
    smuggled = ending.join([b"Subject: one", b"", b"text", b".", b"MAIL FROM:<x@y.example>", b"", b"end"])
    assert send(server.submission_access(), [letter(1, raw=smuggled)])[1].accepted
    (received,) = server.dovecot.await_letters(PRIYA, 1)
    assert received.endswith(b"text\r\n.\r\nMAIL FROM:<x@y.example>\r\n\r\nend\r\n")


def test_sign_in_is_tested_without_a_letter(server: Postfix) -> None:
    with closing(Submission(server.submission_access())) as submission:
        status = submission.test_sign_in()
    assert (status.stage, status.code, status.status) == (Stage.SIGN_IN, 235, "2.7.0")
    assert server.dovecot.mailbox_state(ALERTS).get("INBOX") == []


@pytest.mark.parametrize(
    ("security", "overrides", "stage", "code", "says"),
    [
        ("starttls", {"password": Secret("hush-hush")}, Stage.SIGN_IN, 535, "authentication failed"),
        ("tls", {"password": Secret("hush-hush")}, Stage.SIGN_IN, 535, "authentication failed"),
        ("starttls", {"host": "127.0.0.1"}, Stage.TLS, 0, "not for this IP address"),
        ("tls", {"host": "127.0.0.1"}, Stage.TLS, 0, "not for this IP address"),
        ("tls", {"ca_file": None}, Stage.TLS, 0, "authority is not known"),
        ("starttls", {"ca_file": None}, Stage.TLS, 0, "authority is not known"),
        ("none", {"host": "mail.secas.example"}, Stage.TLS, 0, "on this machine only"),
        ("none", {"username": ALERTS}, Stage.SIGN_IN, 0, "offers no sign-in"),
    ],
)
def test_our_own_trouble_is_a_status_too(
    server: Postfix, security: str, overrides: dict[str, object], stage: Stage, code: int, says: str
) -> None:
    access = server.submission_access(security=security, **overrides)
    with closing(Submission(access)) as submission:
        tested = submission.test_sign_in()
    sent = send(access, [letter(1)])[1]
    for status in (tested, sent):
        assert (status.stage, status.code) == (stage, code)
        assert says in status.diagnostic
        assert "hush-hush" not in status.diagnostic


def test_connections_are_kept_for_the_next_run(server: Postfix) -> None:
    answers: list[DeliveryStatus] = []
    with closing(Submission(server.submission_access(connections=1))) as submission:
        for number in range(3):
            waiting = [letter(number)]
            submission.run(
                lambda waiting=waiting: waiting.pop() if waiting else None,
                lambda _, status: not answers.append(status),
            )
    assert [status.accepted for status in answers] == [True, True, True]
    log = server.server.tail(400)
    queued = [status.diagnostic.rpartition(" ")[2] for status in answers]
    smtpd = {
        line.split("smtpd[")[1].split("]")[0]
        for line in log.splitlines()
        if any(f": {q}: client=" in line for q in queued)
    }
    assert len(smtpd) == 1
