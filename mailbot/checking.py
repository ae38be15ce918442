"""init and check: is everything in place? Each answer is one line: what was tried, and what to do.

`check` changes nothing: it signs in, looks, and signs out. Secrets never stand in an answer.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib import resources
from pathlib import Path

from mailbot import daemon
from mailbot.adapters.imap import Mailbox
from mailbot.adapters.lock import sole_instance
from mailbot.adapters.smtp import Submission
from mailbot.adapters.store import facts, registrations, suppliers
from mailbot.adapters.store.database import Store, create, moment, open_store, open_to_read
from mailbot.compose.identity import message_id
from mailbot.compose.letters import test_letter
from mailbot.compose.render import render
from mailbot.model.configuration import Mode, StartFrom
from mailbot.model.delivery import DeliveryStatus, Outgoing
from mailbot.model.errors import ConfigError, MailbotError
from mailbot.model.letter import LetterKind
from mailbot.model.limits import Limits
from mailbot.model.mail import Address
from mailbot.policy import delivery
from mailbot.policy.evidence import LONDON
from mailbot.reading import verdict
from mailbot.runners.pickup import MINIMUM_FREE
from mailbot.settings import Settings

SENDERS = 50  # the newest mails whose senders are judged


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was tried; `said` is a sentence, with what to do when it is not well."""

    what: str
    well: bool
    said: str


def init(config: Path, load: Callable[[Path], Settings]) -> Generator[str, None, None]:
    """Write a configuration to fill in when there is none; else check it and create the store. Sentences."""
    if not config.exists():
        config.parent.mkdir(parents=True, exist_ok=True)
        text = _template()
        descriptor = os.open(config, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        yield f"Written: {config}."
        yield "Fill in what is marked REQUIRED and the password files, then run `mailbot init` again."
        return
    settings = load(config)
    yield f"{config}: in order. Mode: {settings.delivery.mode.value}."
    with sole_instance(settings.store) if settings.store.parent.is_dir() else nullcontext():
        yield _store_made(settings)


def _store_made(settings: Settings) -> str:
    """Create the store where there is none; never while a mailbot works on it, even one that was deleted."""
    now = datetime.now(UTC)
    if settings.store.exists():
        open_store(settings.store, now).close()
        return f"The store {settings.store} is there and in order."
    create(settings.store, now).close()
    return f"The store {settings.store} was created. Next: `mailbot suppliers import FILE`, then `mailbot check`."


def _template() -> str:
    packaged = resources.files("mailbot") / "default_config" / "mailbot.toml"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parent.parent / "config" / "mailbot.toml").read_text(encoding="utf-8")


def check(settings: Settings, *, send_test: bool) -> list[Result]:
    """Try everything; every result, in the order in which one would mend them."""
    results = [Result("configuration", True, f"{settings.config_file}: mode {settings.delivery.mode.value}.")]
    results.append(_tried("rules", lambda: _rules(settings)))
    results.append(_tried("clock", _clock))
    results += _store_results(settings)
    results += _mailbox_results(settings)
    results.append(_submission(settings))
    if send_test:
        results.append(_test_letter(settings))
    return results


def _tried(what: str, attempt: Callable[[], str]) -> Result:
    try:
        return Result(what, True, attempt())
    except (MailbotError, ConfigError) as error:
        return Result(what, False, str(error))


def _rules(settings: Settings) -> str:
    rules = daemon.rules_of(settings)
    where = settings.rules or "the rules that come with mailbot"
    return f"{where}: {len(rules.codes)} alert codes, {len(rules.classify)} kinds of mail, {len(rules.labels)} labels."


def _clock() -> str:
    now = datetime.now(UTC)
    return f"It is {now.astimezone(LONDON):%A %d %B %Y %H:%M} in London. Compare it with your watch."


def _store_results(settings: Settings) -> list[Result]:
    try:
        store = open_store(settings.store, datetime.now(UTC))
    except MailbotError as error:
        return [Result("store", False, str(error))]
    try:
        return [_disk(settings), _list(store), _data(store, settings)]
    finally:
        store.close()


def _disk(settings: Settings) -> Result:
    free = shutil.disk_usage(settings.store.parent).free
    if free < MINIMUM_FREE:
        said = f"{settings.store}: only {free // 1_048_576} MB are free; below 100 MB no mail is taken in. Free space."
        return Result("store", False, said)
    return Result("store", True, f"{settings.store}: in order, {free // 1_048_576} MB free.")


def _list(store: Store) -> Result:
    organisations = suppliers.directory(store).organisations
    if not organisations:
        return Result("suppliers", False, "The list is empty: `mailbot suppliers import FILE`.")
    bare = [each.name for each in organisations if each.main is None and each.left_on is None]
    if bare:
        return Result(
            "suppliers", False, f"Without a main contact: {', '.join(bare[:10])}. Alerts for them are held."
        )
    return Result("suppliers", True, f"{len(organisations)} organisations, each with a main contact.")


def _data(store: Store, settings: Settings) -> Result:
    loaded = registrations.active(store)
    if loaded is None:
        return Result(
            "registrations", True, "None are loaded; the supplier that each mail names is the evidence."
        )
    at = moment(loaded["loaded_at"])
    said = f"{loaded['taken']} rows, loaded on {at.astimezone(LONDON):%d %B %Y}."
    fresh = datetime.now(UTC) - at <= settings.routing.stale_after
    return Result("registrations", fresh, said if fresh else f"{said} They are stale: import a newer file.")


def _mailbox_results(settings: Settings) -> list[Result]:
    mailbox = Mailbox(settings.mailbox)
    try:
        mailbox.connect()
        folders = dict(mailbox.folders())
        mailbox.select(settings.mailbox.folder, readonly=True)
        return [
            _sign_in(settings, folders),
            _processed(settings, folders),
            _would_take(settings, mailbox),
            _senders(settings, mailbox),
        ]
    except MailbotError as error:
        return [Result("mailbox", False, str(error))]
    finally:
        mailbox.close()


def _sign_in(settings: Settings, folders: dict[str, int]) -> Result:
    others = [
        f"{name} ({count})" for name, count in folders.items() if count and name != settings.mailbox.folder
    ]
    beside = f" Other folders with mail, which are not read: {', '.join(others[:8])}." if others else ""
    count = folders.get(settings.mailbox.folder, 0)
    said = (
        f"Signed in as {settings.mailbox.account}; {settings.mailbox.folder} holds {count} mail(s).{beside}"
    )
    return Result("mailbox", True, said)


def _processed(settings: Settings, folders: dict[str, int]) -> Result:
    name = settings.mailbox.processed
    there = any(folder == name or folder.endswith((f"/{name}", f".{name}")) for folder in folders)
    return Result(
        "processed", True, f"{name}: {'there' if there else 'not there yet; it is made when mail is moved'}."
    )


def _would_take(settings: Settings, mailbox: Mailbox) -> Result:
    start = _start(settings)
    now = datetime.now(UTC)
    if start and start > now + timedelta(minutes=5):
        return Result(
            "pickup",
            False,
            f"start_from is {start:%d %B %Y}, which is still to come: until then no mail is read.",
        )
    glimpses = mailbox.glimpse(mailbox.search(start.date() if start else None))
    taken = [each for each in glimpses.values() if start is None or each.internal_date >= start]
    if any(each.internal_date > now + timedelta(minutes=5) for each in taken):
        return Result(
            "pickup", False, "The newest mail arrived in the future: the clock of this machine is wrong."
        )
    if start is None and settings.mailbox.start_from is StartFrom.NOW:
        said = f"Only mail that arrives after the first start is read; the {len(taken)} there now stay as they are."
        return Result("pickup", True, said)
    large = sum(each.size > settings.mailbox.max_message_bytes for each in taken)
    moves = "shown, and nothing moved" if settings.delivery.mode is Mode.SHADOW else "read and moved"
    since = f" of those since {start.astimezone(LONDON):%d %B %Y %H:%M}" if start else ""
    return Result(
        "pickup", True, f"{len(taken)} mail(s){since} would be {moves}; {large} too large to be read whole."
    )


def _start(settings: Settings) -> datetime | None:
    """Since when mail is read; None for all, and for 'now' before the first start."""
    asked = settings.mailbox.start_from
    if not isinstance(asked, StartFrom):
        return datetime.combine(asked, time(), LONDON)
    if asked is StartFrom.ALL:
        return None
    try:
        store = open_to_read(settings.store)
    except MailbotError:
        return None
    kept = facts.get(store, facts.START_FROM)
    store.close()
    return moment(kept.value) if kept else None


def _senders(settings: Settings, mailbox: Mailbox) -> Result:
    levels: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    for uid in mailbox.search(None)[-SENDERS:]:
        raw = mailbox.fetch_headers(uid) or b""
        found = verdict(raw, settings.mailbox.trusted_authserv_id, Limits())
        levels[found.level.value] += 1
        if not found.level.suffices(settings.mailbox.sender_check):
            doubtful[found.why] += 1
    if not levels:
        return Result("senders", True, "No mail to judge yet.")
    counted = ", ".join(f"{count} {level}" for level, count in sorted(levels.items()))
    if doubtful:
        why, count = doubtful.most_common(1)[0]
        return Result("senders", levels.total() > doubtful.total(), f"{counted}. Most often ({count}): {why}")
    return Result("senders", True, f"Of the newest {levels.total()}: {counted}.")


def _submission(settings: Settings) -> Result:
    submission = Submission(settings.submission)
    try:
        status = submission.test_sign_in()
    except MailbotError as error:
        return Result("submission", False, str(error))
    finally:
        submission.close()
    where = f"{settings.submission.host}:{settings.submission.port}"
    if 200 <= status.code < 300:
        return Result(
            "submission", True, f"Signed in at {where}; letters would leave from {settings.submission.from_}."
        )
    return Result("submission", False, f"{where}: {delivery.explain(status)}")


def _test_letter(settings: Settings) -> Result:
    """Send one letter to our own address, in any mode: the person asked for it."""
    now = datetime.now(UTC)
    to = Address(settings.submission.from_)
    with_store = open_store(settings.store, now)
    try:
        key = facts.message_id_key(with_store)
    finally:
        with_store.close()
    id_ = message_id(key, f"test {now.isoformat()}", to.address, LetterKind.TEST, to.domain)
    letter = test_letter(to, daemon.letterhead(settings), id_, now)
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
