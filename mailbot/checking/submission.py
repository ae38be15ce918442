"""check: the way out: the submission host, that of `mailbot watch`, who is told, and a test letter."""

from datetime import UTC, datetime

from mailbot import daemon
from mailbot.adapters.smtp import Submission
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import open_store
from mailbot.checking.results import Result
from mailbot.compose.identity import message_id
from mailbot.compose.letters import test_letter as test_letter_to
from mailbot.compose.render import render
from mailbot.model.configuration import Mode, SubmissionAccess
from mailbot.model.delivery import DeliveryStatus, Outgoing
from mailbot.model.errors import MailbotError
from mailbot.model.letter import LetterKind
from mailbot.model.mail import Address
from mailbot.policy import delivery
from mailbot.settings import Settings


def submission(settings: Settings) -> Result:
    """The sign-in at the host that takes our letters."""
    said = f"letters would leave from {settings.submission.from_}"
    return _signed_in("submission", settings.submission, said)


def watch(settings: Settings) -> Result:
    """The account of `mailbot watch`, which tells of the daemon's silence."""
    watch = settings.watch
    if not watch.host:
        told = watch.alarm_command or watch.heartbeat_url
        said = "[watch] host is empty: `mailbot watch` mails nobody when the daemon is silent."
        return Result("watch", bool(told), f"{said} Give it an account of its own." if not told else said)
    access = SubmissionAccess(
        host=watch.host,
        from_=watch.from_,
        port=watch.port,
        security=watch.security,
        ca_file=watch.ca_file,
        username=watch.username,
        password=watch.password,
        timeout_seconds=watch.timeout_seconds,
    )
    return _signed_in("watch", access, f"an alarm would leave from {watch.from_}")


def people(settings: Settings) -> Result:
    """Who is told what at SECAS; nobody is an answer that is not well."""
    people = settings.people
    duty = people.on_duty(in_office=True)
    if not duty:
        said = "Nobody is told when an alert reaches nobody or mailbot is in trouble: fill in [people] urgent_to."
        return Result("people", settings.delivery.mode is Mode.SHADOW, said)
    digest = people.digest_to or "nobody (digest_to is empty)"
    said = f"The digest goes to {digest}; urgent matter to {duty}, out of hours to {people.on_duty(in_office=False)}."
    return Result("people", bool(people.digest_to), said)


def _signed_in(what: str, access: SubmissionAccess, said: str) -> Result:
    connection = Submission(access)
    try:
        status = connection.test_sign_in()
    except MailbotError as error:
        return Result(what, False, str(error))
    finally:
        connection.close()
    where = f"{access.host}:{access.port}"
    if 200 <= status.code < 300:
        return Result(what, True, f"Signed in at {where}; {said}.")
    return Result(what, False, f"{where}: {delivery.explain(status)}")


def test_letter(settings: Settings) -> Result:
    """Send one letter to our own address, in any mode: the person asked for it."""
    now = datetime.now(UTC)
    to = Address(settings.submission.from_)
    with_store = open_store(settings.store, now)
    try:
        key = facts.message_id_key(with_store)
    finally:
        with_store.close()
    id_ = message_id(key, f"test {now.isoformat()}", to.address, LetterKind.TEST, to.domain)
    letter = test_letter_to(to, daemon.letterhead(settings), id_, now)
    queue = [Outgoing(0, settings.submission.from_, to.address, render(letter))]
    answers: list[DeliveryStatus] = []

    def answered(_: Outgoing, status: DeliveryStatus) -> bool:
        answers.append(status)
        return False

    submission = Submission(settings.submission)
    try:
        submission.run(lambda: queue.pop() if queue else None, answered)
    finally:
        submission.close()
    if answers and answers[0].accepted:
        return Result(
            "test letter", True, f"Accepted for {to.address}: {answers[0].diagnostic or 'no remark'}."
        )
    said = delivery.explain(answers[0]) if answers else "Nothing was attempted."
    return Result("test letter", False, said)
