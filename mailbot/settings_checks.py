"""What must hold between the values of a configuration, each of which is fine by itself.

Takes a Draft and adds its mistakes to it. Looks at the file system only to see whether a file that the
configuration names is there; connects to nothing.
"""

import shlex
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from mailbot.model.configuration import Mode, Secret, Security
from mailbot.settings_draft import Draft
from mailbot.settings_keys import REQUIRED, variable


def check(draft: Draft) -> None:
    """Add every mistake that shows only when values are seen together."""
    _filled_in(draft)
    _folders(draft)
    _alarm(draft)
    _redirect(draft)
    _watch(draft)
    for section in ("mailbox", "submission", "watch"):
        _host(draft, section)
        _security(draft, section)
        _password(draft, section)
        _ca_file(draft, section)
    _rules(draft)


def _filled_in(draft: Draft) -> None:
    for label, what in REQUIRED.items():
        if draft.readable(label) and not draft.get(label):
            draft.wrong(label, what)
    if draft.readable("store.path") and not draft.get("store.path"):
        draft.wrong("store.path", 'name the file of the database, such as "data/mailbot.db"')
    trusted = draft.get("mailbox.trusted_authserv_id")
    if trusted and (" " in trusted or ";" in trusted):
        draft.wrong(
            "mailbox.trusted_authserv_id", "put the name alone, without what follows it in the header"
        )


def _folders(draft: Draft) -> None:
    folder, processed = draft.get("mailbox.folder"), draft.get("mailbox.processed")
    if folder == "":
        draft.wrong("mailbox.folder", 'name the folder that mail arrives in, such as "INBOX"')
    if processed == "":
        draft.wrong("mailbox.processed", "name the folder that mail is moved to once it is ours")
    elif folder and processed and folder.casefold() == processed.casefold():
        draft.wrong("mailbox.processed", "this must be another folder than mailbox.folder")


def _alarm(draft: Draft) -> None:
    poll = draft.get("mailbox.poll_seconds")
    for label in ("mailbox.alarm_after", "watch.silent_after"):
        after = draft.get(label)
        if after is not None and poll is not None and after.total_seconds() <= poll:
            draft.wrong(label, "this must be longer than mailbox.poll_seconds, or every wait is an alarm")


def _redirect(draft: Draft) -> None:
    if draft.get("delivery.mode") is Mode.REDIRECT and draft.get("delivery.redirect_to") == "":
        draft.wrong("delivery.redirect_to", 'mode "redirect" needs the address that every letter goes to')


def _watch(draft: Draft) -> None:
    """What tells of silence must work on the day it is needed."""
    if draft.get("watch.host") and draft.get("watch.from") == "":
        draft.wrong("watch.from", "fill in the address that the mail of `mailbot watch` comes from")
    try:
        shlex.split(draft.get("watch.alarm_command") or "")
    except ValueError:
        draft.wrong("watch.alarm_command", "a quotation mark in this command is not closed")
    if (url := draft.get("watch.heartbeat_url")) and not _is_protected(url):
        draft.wrong("watch.heartbeat_url", "write an address that begins with https://")


def _is_protected(url: str) -> bool:
    """Whether a web address is https, or http to this very machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if " " in url or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _host(draft: Draft, section: str) -> None:
    host = draft.get(f"{section}.host") or ""
    if "/" in host or " " in host or (":" in host and not _is_address(host)):
        draft.wrong(f"{section}.host", "put the name of the host alone; its port has a key of its own")


def _security(draft: Draft, section: str) -> None:
    host = draft.get(f"{section}.host")
    if host and draft.get(f"{section}.security") is Security.NONE and not _is_loopback(host):
        why = f'"none" is for this machine alone, and {host} is another one: put "tls" or "starttls"'
        draft.wrong(f"{section}.security", why)


def _password(draft: Draft, section: str) -> None:
    """A mailbox is always signed in to; a submission host only where a username is given."""
    needed = section == "mailbox" or bool(draft.get(f"{section}.username"))
    secret = draft.get(f"{section}.password")
    given = isinstance(secret, Secret) and bool(secret.reveal())
    if needed and not given and draft.readable(f"{section}.password_file"):
        how = f"name the file that holds the password, or set {variable(section, 'password')}"
        draft.wrong(f"{section}.password_file", how)


def _ca_file(draft: Draft, section: str) -> None:
    file = draft.get(f"{section}.ca_file")
    if isinstance(file, Path) and not file.is_file():
        draft.wrong(f"{section}.ca_file", f"there is no file {file}")


def _rules(draft: Draft) -> None:
    folder = draft.get("rules.path")
    if isinstance(folder, Path) and not folder.is_dir():
        draft.wrong("rules.path", f"there is no folder {folder}")


def _is_loopback(host: str) -> bool:
    return host.casefold() == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
