"""Folder names as the server has them: find, create and subscribe.

Takes a signed-in imapclient and the name a person wrote in the configuration. Gives the server's own name for
it: a Courier-like server keeps everything below INBOX and separates with a dot, so that "Processed" is
INBOX.Processed there (RFC 2342; RFC 9051, section 6.3.9). Raises what imapclient raises; never deletes or
renames a folder.
"""

import imaplib
from typing import Any

_CLOSED = frozenset({b"\\noselect", b"\\nonexistent"})


def selectable(client: Any) -> list[str]:
    """The names of all folders that can hold mail, as the server has them."""
    listed = client.list_folders()
    return [str(name) for flags, _, name in listed if not _CLOSED & {flag.lower() for flag in flags}]


def ensure(client: Any, name: str) -> str:
    """The server's name of the folder `name`, created and subscribed when it is missing.

    An existing folder of exactly that name is taken as it is. IMAP4.error when the server refuses to create it.
    """
    existing = selectable(client)
    resolved = _resolve(client, name)
    for candidate in (name, resolved):
        if candidate in existing:
            return candidate
    try:
        client.create_folder(resolved)
    except imaplib.IMAP4.error:
        # Exchange ignores case in names, and another program may have been quicker.
        found = next((each for each in selectable(client) if each.casefold() == resolved.casefold()), None)
        if found is None:
            raise
        resolved = found
    _subscribe(client, resolved)
    return resolved


def _resolve(client: Any, name: str) -> str:
    """`name` with the server's prefix and separator; a "/" in it separates levels."""
    prefix, separator = _personal(client)
    if separator and separator != "/":
        name = name.replace("/", separator)
    at_home = name.startswith(prefix) or name.upper() == "INBOX"
    return name if at_home else prefix + name


def _personal(client: Any) -> tuple[str, str]:
    """Prefix and separator of the account's own folders; empty where the server names none."""
    if client.has_capability("NAMESPACE") and (personal := client.namespace().personal):
        prefix, separator = personal[0]
        return str(prefix), str(separator or "")
    listed = client.list_folders("", "")
    delimiter = listed[0][1] if listed else None
    return "", delimiter.decode("ascii", "replace") if isinstance(delimiter, bytes) else ""


def _subscribe(client: Any, name: str) -> None:
    """So that people see the folder in their mail program; a server without subscriptions does no harm."""
    try:
        client.subscribe_folder(name)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return
