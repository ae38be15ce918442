"""The composition root: settings -> store, adapters, runners; and one pass of all three, `mailbot once`."""

import structlog

from mailbot import rulebook
from mailbot.adapters.imap import Mailbox
from mailbot.adapters.lock import sole_instance
from mailbot.adapters.smtp import Submission
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import Store, open_store
from mailbot.compose.letters import Letterhead
from mailbot.model.errors import MailbotError
from mailbot.model.mail import Address
from mailbot.model.rulebook import Rulebook
from mailbot.policy.evidence import LONDON
from mailbot.runners.alarms import Alarms
from mailbot.runners.clock import Clock, SystemClock
from mailbot.runners.deliver import Deliver
from mailbot.runners.dispose import Dispose, Judgement
from mailbot.runners.duty import Duty
from mailbot.runners.parts import Parts
from mailbot.runners.pickup import Pickup
from mailbot.runners.report import Report
from mailbot.runners.reporters import Reporter, Reporters
from mailbot.settings import Settings

log = structlog.get_logger()


def rules_of(settings: Settings) -> Rulebook:
    """The rules of the configuration's folder, or those that came with mailbot. Raises ConfigError."""
    return rulebook.load(settings.rules) if settings.rules else rulebook.load_default()


def letterhead(settings: Settings) -> Letterhead:
    """Who our letters are from, and how a supplier reaches a person."""
    sender = Address(settings.submission.from_, settings.submission.from_name)
    reply_to = Address(settings.submission.reply_to or settings.submission.from_)
    return Letterhead(sender, reply_to, settings.submission.plus_addressing, settings.people)


def judgement(settings: Settings, rules: Rulebook) -> Judgement:
    """What decisions depend on, from the configuration."""
    return Judgement(
        rulebook=rules,
        policy=settings.routing,
        sender_check=settings.mailbox.sender_check,
        unknown=settings.mailbox.unknown,
        mode=settings.delivery.mode,
        limits=settings.limits,
        ours=frozenset(
            each.casefold() for each in (settings.submission.from_, settings.submission.reply_to) if each
        ),
    )


def build_pickup(settings: Settings, store: Store, clock: Clock) -> Pickup:
    """pickup over its own connections."""
    mailbox = Mailbox(settings.mailbox)
    return Pickup(store, mailbox, settings.mailbox, settings.delivery.mode, clock)


def build_dispose(settings: Settings, store: Store, rules: Rulebook, clock: Clock) -> Dispose:
    """dispose over its own connection."""
    return Dispose(store, judgement(settings, rules), parts(settings, store, rules, clock).effects, clock)


def build_deliver(settings: Settings, store: Store, made: Parts, clock: Clock) -> Deliver:
    """deliver over its own connections; made: the parts of the same store connection."""
    submission = Submission(settings.submission)
    return Deliver(
        store,
        submission,
        settings.submission,
        settings.delivery,
        made.failover,
        made.leaving,
        made.writers,
        clock,
    )


def parts(settings: Settings, store: Store, rules: Rulebook, clock: Clock) -> Parts:
    """What writes letters, over one store connection."""
    return Parts(store, letterhead(settings), rules, settings.delivery, clock)


def build_reporters(settings: Settings, store: Store, clock: Clock) -> tuple[Alarms, *tuple[Reporter, ...]]:
    """What tells people of things by the clock; the alarms come first."""
    head, people, delivery = letterhead(settings), settings.people, settings.delivery
    alarms = Alarms(
        store,
        head,
        people,
        delivery,
        clock,
        alarm_after=settings.mailbox.alarm_after,
        command=settings.watch.alarm_command,
    )
    report = Report(store, head, people, settings.digest, delivery, clock)
    return (alarms, Duty(store, head, people, delivery, clock), report)


def once(settings: Settings, clock: Clock | None = None) -> tuple[int, str]:
    """pickup, dispose, deliver until nothing is due, then stop.

    The number of mails decided, and a sentence about what could not be done, empty when all was.

    Raises the first TemporaryFailure or PermanentFailure of pickup after the other stages did their part.
    """
    clock = clock or SystemClock()
    with sole_instance(settings.store):
        store = open_store(settings.store, clock.now())
        try:
            return _once(settings, store, clock)
        finally:
            store.close()


def _once(settings: Settings, store: Store, clock: Clock) -> tuple[int, str]:
    pickup = build_pickup(settings, store, clock)
    rules = rules_of(settings)
    dispose = build_dispose(settings, store, rules, clock)
    made = parts(settings, store, rules, clock)
    made.bundles.at_once = True
    deliver = build_deliver(settings, store, made, clock)
    failure = _attempt(store, pickup, clock)
    decided = dispose.tick()
    while dispose.waiting:  # at most ATTEMPTS readings each, then held
        decided += dispose.tick()
    if failure is None:
        failure = _attempt(store, pickup, clock)  # what could only be moved once it was decided
    pickup.close()
    _deliver_all(deliver)
    Reporters(store, build_reporters(settings, store, clock), clock).tick()
    _deliver_all(deliver)
    deliver.close()
    if failure:
        raise failure
    return decided, _left(store, deliver, clock)


def _deliver_all(deliver: Deliver) -> None:
    while deliver.tick().attempted:
        pass


def _left(store: Store, deliver: Deliver, clock: Clock) -> str:
    """What is due and could not leave, and why."""
    waiting = int(store.one("SELECT count(*) FROM letter WHERE state = 'due'"))
    if not waiting or not deliver.sends:
        return ""
    if troubles := [each.value for each in facts.troubles(store)]:
        return f"{waiting} letter(s) could not leave. {troubles[0]}"
    due = deliver.next_due()
    if due is None or due <= clock.now():
        return f"{waiting} letter(s) are still due; run it again."
    return f"{waiting} letter(s) wait for the submission limits until {due.astimezone(LONDON):%d %B %H:%M}."


def _attempt(store: Store, pickup: Pickup, clock: Clock) -> MailbotError | None:
    try:
        pickup.tick()
    except MailbotError as failure:
        note_trouble(store, "mailbox", failure, clock)
        return failure
    return None


def note_trouble(store: Store, part: str, failure: MailbotError, clock: Clock) -> None:
    """Write trouble down for `status`; the store itself may be what is in trouble, which is logged only."""
    log.error("trouble", part=part, what=str(failure))
    try:
        with store.transaction("trouble"):
            facts.trouble(store, part, str(failure), clock.now())
    except MailbotError as second:
        log.error("trouble could not be written down", what=str(second))
