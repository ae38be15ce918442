"""check: the mailbox: sign-in, folders, what pickup would take, how senders would be believed. Changes nothing."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

from mailbot.adapters.imap import Mailbox
from mailbot.adapters.store import facts
from mailbot.adapters.store.database import moment, open_to_read
from mailbot.checking.results import Result
from mailbot.model.configuration import Mode, StartFrom
from mailbot.model.errors import MailbotError
from mailbot.model.limits import Limits
from mailbot.policy.evidence import LONDON
from mailbot.reading import verdict
from mailbot.settings import Settings

SENDERS = 50  # the newest mails whose senders are judged


def mailbox_results(settings: Settings) -> list[Result]:
    """Everything about the mailbox; one result when it cannot be opened."""
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
