"""Submission against hosts that misbehave: the stage is exact, because it decides whose trouble it is."""

import ssl
from collections.abc import Callable
from contextlib import closing

import pytest

from mailbot.adapters.smtp import Submission
from mailbot.adapters.smtp_session import Session
from mailbot.model.configuration import Secret, Security
from mailbot.model.delivery import DeliveryStatus, Outgoing, Stage
from tests.faults.smtp_server import PASSWORD, ScriptedSmtp, SmtpFaults
from tests.servers.certificates import Certificates

pytestmark = pytest.mark.timeout(20)

RAW = b"Subject: Critical Alert\r\n\r\n.dot\r\nend\r\n"


def letter(number: int, recipient: str = "priya.nair@brightwater.example", raw: bytes = RAW) -> Outgoing:
    """A letter of ours."""
    return Outgoing(number, "alerts@secas.example", recipient, raw)


class Desk:
    """The two callbacks over a pile of letters. `go_on`: what on_answer returns for a status."""

    def __init__(self, *letters: Outgoing, go_on: Callable[[DeliveryStatus], bool] = lambda _: True) -> None:
        self.waiting = list(letters)
        self.answers: list[tuple[int, DeliveryStatus]] = []
        self._go_on = go_on

    def next_letter(self) -> Outgoing | None:
        """The next of the pile."""
        return self.waiting.pop(0) if self.waiting else None

    def on_answer(self, answered: Outgoing, status: DeliveryStatus) -> bool:
        """Write the answer down."""
        self.answers.append((answered.letter_id, status))
        return self._go_on(status)

    def send(self, submission: Submission) -> list[tuple[Stage, int]]:
        """One run; stage and code of each answer."""
        submission.run(self.next_letter, self.on_answer)
        return [(status.stage, status.code) for _, status in self.answers]


@pytest.mark.parametrize("fault", ["cut_at", "hang_at"])
@pytest.mark.parametrize(
    ("moment", "stage"),
    [
        ("GREETING", Stage.CONNECT),
        ("EHLO", Stage.CONNECT),
        ("AUTH", Stage.SIGN_IN),
        ("MAIL", Stage.MAIL),
        ("RCPT", Stage.RCPT),
        ("DATA", Stage.DATA),
        ("DOT", Stage.DOT),
    ],
)
def test_a_lost_connection_names_its_stage(fault: str, moment: str, stage: Stage) -> None:
    with ScriptedSmtp(SmtpFaults(**{fault: moment})) as server:
        with closing(Submission(server.submission_access(), dot_timeout=0.5)) as submission:
            desk = Desk(letter(1))
            assert desk.send(submission) == [(stage, 0)]
        assert desk.answers[0][1].status == desk.answers[0][1].action == ""
        assert f":{server.port}" in desk.answers[0][1].diagnostic
        assert len(server.letters) == (1 if stage is Stage.DOT else 0)


@pytest.mark.parametrize("fault", ["cut_at", "hang_at"])
def test_a_letter_that_could_not_leave_was_not_taken(fault: str) -> None:
    large = b"Subject: large\r\n\r\n" + b"line\r\n" * 3_000_000
    with ScriptedSmtp(SmtpFaults(**{fault: "CONTENT"})) as server:
        with closing(Submission(server.submission_access(), dot_timeout=0.5)) as submission:
            assert Desk(letter(1, raw=large)).send(submission) == [(Stage.DATA, 0)]
        assert server.letters == []


@pytest.mark.parametrize(
    ("moment", "answer", "stage", "code", "status", "diagnostic"),
    [
        ("GREETING", "421 4.3.2 closing down", Stage.CONNECT, 421, "4.3.2", "closing down"),
        ("GREETING", "554 no service for you", Stage.CONNECT, 554, "", "no service for you"),
        ("GREETING", "this is no SMTP", Stage.CONNECT, 0, "", "An answer that is not SMTP"),
        ("EHLO", "421 4.7.0 too many connections", Stage.CONNECT, 421, "4.7.0", "too many connections"),
        ("AUTH", "535 5.7.8 bad credentials", Stage.SIGN_IN, 535, "5.7.8", "bad credentials"),
        ("AUTH", "454 4.7.0 later", Stage.SIGN_IN, 454, "4.7.0", "later"),
        ("AUTH", f"535 5.7.8 you said {PASSWORD}", Stage.SIGN_IN, 535, "5.7.8", "you said (secret)"),
        ("MAIL", "550 5.7.60 SendAsDenied", Stage.MAIL, 550, "5.7.60", "SendAsDenied"),
        ("MAIL", "451 4.3.0 later", Stage.MAIL, 451, "4.3.0", "later"),
        ("RCPT", "550 5.1.1 unknown", Stage.RCPT, 550, "5.1.1", "unknown"),
        ("RCPT", "450-4.2.1 first\r\n450 4.2.1 second", Stage.RCPT, 450, "4.2.1", "first second"),
        ("DATA", "554 5.7.1 no", Stage.DATA, 554, "5.7.1", "no"),
        ("DATA", "250 2.0.0 what?", Stage.DATA, 250, "2.0.0", "what?"),
        ("DOT", "550 5.7.1 spam", Stage.DOT, 550, "5.7.1", "spam"),
        ("DOT", "451 4.3.0 later", Stage.DOT, 451, "4.3.0", "later"),
        ("DOT", "421 4.3.2 closing down", Stage.DOT, 421, "4.3.2", "closing down"),
        ("DOT", "garbage", Stage.DOT, 0, "", "An answer that is not SMTP"),
    ],
)
def test_an_answer_at_each_stage(
    moment: str, answer: str, stage: Stage, code: int, status: str, diagnostic: str
) -> None:
    with ScriptedSmtp(SmtpFaults(answers={moment: answer})) as server:
        with closing(Submission(server.submission_access())) as submission:
            desk = Desk(letter(1))
            assert desk.send(submission) == [(stage, code)]
    given = desk.answers[0][1]
    assert given.status == status
    assert given.diagnostic.startswith(diagnostic)
    assert PASSWORD not in given.diagnostic


def test_a_refusal_in_the_middle_of_the_letter_is_heard() -> None:
    large = b"Subject: large\r\n\r\n" + b"line\r\n" * 3_000_000
    faults = SmtpFaults(answers={"DATA": "354 go on\r\n552 5.3.4 too large"})
    with ScriptedSmtp(faults) as server, closing(Submission(server.submission_access())) as submission:
        desk = Desk(letter(1, raw=large))
        assert desk.send(submission) in ([(Stage.DATA, 552)], [(Stage.DATA, 0)])
        assert server.letters == []


def test_refused_sign_in_is_tried_once_by_one_worker() -> None:
    faults = SmtpFaults(answers={"AUTH": "535 5.7.8 bad credentials"})
    with ScriptedSmtp(faults) as server:
        with closing(Submission(server.submission_access(connections=4))) as submission:
            desk = Desk(*map(letter, range(8)), go_on=lambda _: False)
            assert desk.send(submission) == [(Stage.SIGN_IN, 535)]
        assert server.commands.count("AUTH") == 1
        assert server.connections == 1
        assert len(desk.waiting) == 7


def test_false_stops_all_workers_after_the_letters_in_hand() -> None:
    with ScriptedSmtp(SmtpFaults(answers={"RCPT": "550 5.1.1 unknown"})) as server:
        with closing(Submission(server.submission_access(connections=3))) as submission:
            desk = Desk(*map(letter, range(20)), go_on=lambda _: False)
            desk.send(submission)
            pulled = 20 - len(desk.waiting)
            assert len(desk.answers) == pulled <= 3


def test_several_connections_are_opened_when_there_is_work() -> None:
    with ScriptedSmtp() as server:
        with closing(Submission(server.submission_access(connections=3))) as submission:
            desk = Desk(*map(letter, range(30)))
            assert desk.send(submission) == [(Stage.DOT, 250)] * 30
        assert server.connections == 3
        assert len(server.letters) == 30


def test_one_letter_opens_one_connection_and_none_opens_none() -> None:
    with ScriptedSmtp() as server, closing(Submission(server.submission_access(connections=3))) as submission:
        assert Desk().send(submission) == []
        assert server.connections == 0
        Desk(letter(1)).send(submission)
        assert server.connections == 1


def test_a_connection_that_died_while_idle_is_replaced_without_the_letter_suffering() -> None:
    with ScriptedSmtp(SmtpFaults(cut_at="TAKEN", connections=2)) as server:
        with closing(Submission(server.submission_access())) as submission:
            for _ in range(4):
                assert Desk(letter(1)).send(submission) == [(Stage.DOT, 250)]
        assert server.connections == 3
        assert len(server.letters) == 4


def test_a_connection_that_dies_between_two_letters_is_replaced() -> None:
    with ScriptedSmtp(SmtpFaults(cut_at="TAKEN", connections=2)) as server:
        with closing(Submission(server.submission_access())) as submission:
            assert Desk(*map(letter, range(4))).send(submission) == [(Stage.DOT, 250)] * 4
        assert [recipient for recipient, _ in server.letters] == ["priya.nair@brightwater.example"] * 4


def test_a_kept_connection_is_asked_before_it_is_used_and_a_fresh_one_is_not() -> None:
    with ScriptedSmtp() as server, closing(Submission(server.submission_access())) as submission:
        Desk(letter(1)).send(submission)
        assert "RSET" not in server.commands
        Desk(letter(2)).send(submission)
        assert server.commands.count("RSET") == 1
        assert server.connections == 1


def test_a_connection_idle_for_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.adapters.smtp.KEEP_SECONDS", 0.0)
    with ScriptedSmtp() as server, closing(Submission(server.submission_access())) as submission:
        Desk(letter(1)).send(submission)
        Desk(letter(2)).send(submission)
        assert server.connections == 2
        assert "QUIT" in server.commands


def test_the_same_host_refusing_a_fresh_connection_too_is_one_answer() -> None:
    with ScriptedSmtp(SmtpFaults(answers={"MAIL": "421 4.3.2 closing down"})) as server:
        with closing(Submission(server.submission_access())) as submission:
            assert Desk(letter(1)).send(submission) == [(Stage.MAIL, 421)]
        assert server.connections == 1


def test_an_exception_of_a_callback_ends_the_run_with_every_letter_answered() -> None:
    class StoreBroken(Exception):
        pass

    answered: list[int] = []

    def on_answer(outgoing: Outgoing, status: DeliveryStatus) -> bool:
        answered.append(outgoing.letter_id)
        if outgoing.letter_id == 3:
            raise StoreBroken
        return True

    with ScriptedSmtp() as server, closing(Submission(server.submission_access(connections=3))) as submission:
        desk = Desk(*map(letter, range(30)))
        with pytest.raises(StoreBroken):
            submission.run(desk.next_letter, on_answer)
        assert len(answered) == 30 - len(desk.waiting) == len(server.letters)


def test_an_address_outside_ascii_needs_smtputf8() -> None:
    with ScriptedSmtp() as server, closing(Submission(server.submission_access())) as submission:
        desk = Desk(letter(1, "prüfung@brightwater.example"), letter(2))
        assert desk.send(submission) == [(Stage.RCPT, 553), (Stage.DOT, 250)]
        assert desk.answers[0][1].status == "5.6.7"
        assert not any("pr" in command for command in server.commands if command.startswith("RCPT TO:<prü"))


def test_an_address_outside_ascii_with_smtputf8() -> None:
    faults = SmtpFaults(extensions=("SMTPUTF8", "AUTH PLAIN"))
    with ScriptedSmtp(faults) as server, closing(Submission(server.submission_access())) as submission:
        assert Desk(letter(1, "prüfung@brightwater.example")).send(submission) == [(Stage.DOT, 250)]
        assert "MAIL FROM:<alerts@secas.example> SMTPUTF8" in server.commands
        assert server.letters[0][0] == "prüfung@brightwater.example"


def test_the_size_is_announced_and_the_bytes_arrive() -> None:
    raw = b"Subject: x\n\n.\n..\nlast line without an end"
    with ScriptedSmtp() as server, closing(Submission(server.submission_access())) as submission:
        Desk(letter(1, raw=raw)).send(submission)
        sent = b"Subject: x\r\n\r\n.\r\n..\r\nlast line without an end\r\n"
        assert server.letters[0][1] == sent
        assert f"MAIL FROM:<alerts@secas.example> SIZE={len(sent)}" in server.commands


@pytest.mark.parametrize(
    ("faults", "overrides", "stage"),
    [
        (SmtpFaults(), {}, Stage.TLS),  # STARTTLS was taken out on the way
        (SmtpFaults(extensions=("STARTTLS",), answers={"STARTTLS": "454 4.7.0 not now"}), {}, Stage.TLS),
        (SmtpFaults(extensions=("STARTTLS",)), {"host": "127.0.0.1"}, Stage.TLS),
    ],
)
def test_starttls_never_falls_back(
    faults: SmtpFaults,
    overrides: dict[str, object],
    stage: Stage,
    certificates: Certificates,
    server_context: ssl.SSLContext,
) -> None:
    with ScriptedSmtp(faults, server_context) as server:
        settings = {
            "host": "localhost",
            "security": Security.STARTTLS,
            "ca_file": certificates.ca,
        } | overrides
        with closing(Submission(server.submission_access(**settings))) as submission:
            assert Desk(letter(1)).send(submission)[0][0] is stage
        assert "AUTH" not in server.commands
        assert not any(command.startswith("MAIL") for command in server.commands)


def test_what_is_offered_after_starttls_counts(
    certificates: Certificates, server_context: ssl.SSLContext
) -> None:
    with ScriptedSmtp(SmtpFaults(extensions=("STARTTLS", "AUTH PLAIN")), server_context) as server:
        access = server.submission_access(
            host="localhost", security=Security.STARTTLS, ca_file=certificates.ca, password=Secret("pässword")
        )
        with closing(Submission(access)) as submission:
            assert submission.test_sign_in().code == 235
        assert [command.split()[0] for command in server.commands] == [
            "EHLO",
            "STARTTLS",
            "EHLO",
            "AUTH",
            "QUIT",
        ]


def test_nobody_listens() -> None:
    with ScriptedSmtp() as server:
        access = server.submission_access()
    with closing(Submission(access)) as submission:
        desk = Desk(letter(1))
        assert desk.send(submission) == [(Stage.CONNECT, 0)]
    assert access.host in desk.answers[0][1].diagnostic


def test_close_twice_and_run_after_close() -> None:
    with ScriptedSmtp() as server:
        submission = Submission(server.submission_access())
        submission.close()
        Desk(letter(1)).send(submission)
        submission.close()
        submission.close()
        assert Desk(letter(2)).send(submission) == [(Stage.DOT, 250)]
        submission.close()
        assert server.connections == 2


def test_a_session_is_of_no_use_before_it_is_open() -> None:
    with ScriptedSmtp() as server:
        assert Session(server.submission_access(), 1.0).usable is False
