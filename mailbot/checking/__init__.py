"""init and check: is everything in place? Each answer is one line: what was tried, and what to do.

`check` changes nothing: it signs in, looks, and signs out. Secrets never stand in an answer.
"""

import shutil
from datetime import UTC, datetime

from mailbot import daemon
from mailbot.adapters.store import registrations, suppliers
from mailbot.adapters.store.database import Store, moment, open_store
from mailbot.checking import submission
from mailbot.checking.first import init
from mailbot.checking.mailbox import mailbox_results
from mailbot.checking.results import Result, tried
from mailbot.model.errors import MailbotError
from mailbot.policy.evidence import LONDON
from mailbot.runners.pickup import MINIMUM_FREE
from mailbot.settings import Settings

__all__ = ["Result", "check", "init"]


def check(settings: Settings, *, send_test: bool) -> list[Result]:
    """Try everything; every result, in the order in which one would mend them."""
    results = [Result("configuration", True, f"{settings.config_file}: mode {settings.delivery.mode.value}.")]
    results.append(tried("rules", lambda: _rules(settings)))
    results.append(tried("clock", _clock))
    results += _store_results(settings)
    results += mailbox_results(settings)
    results += [submission.submission(settings), submission.watch(settings), submission.people(settings)]
    if send_test:
        results.append(submission.test_letter(settings))
    return results


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
