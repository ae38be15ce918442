"""Everything about one alert in one .zip file, for an auditor.

Takes the alert's story (story.of_alert) and reads the store; writes one new file, mode 0600, and a journal line.
In it: story.json, story.txt, journal.jsonl (with the hashes by which a line is found in the store's journal), the
mail the alert came in as it was received, and each letter as it was or would be sent. A file that is there already
is never written over, and one that could not be finished is removed. A mail that is no longer kept is said to be so.
"""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mailbot.adapters.store import journal, mails
from mailbot.adapters.store.database import Row, Store
from mailbot.adapters.store.letters import unpack
from mailbot.compose.render import render
from mailbot.model.errors import CallError, PermanentFailure
from mailbot.policy.evidence import LONDON
from mailbot.story_lines import lines

NOTICE = (
    "It holds personal data: the whole meter point, addresses, and the mail as it was received, which may speak of "
    "other meter points too. Keep it where only those who need it can read it, and delete it afterwards."
)
Json = dict[str, Any]


def pack(store: Store, told: Json, file: Path, now: datetime) -> tuple[str, ...]:
    """Write the file; the names of what is in it. CallError when there is a file already, or no folder for one."""
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise CallError(f"There is a file {file} already; it was left as it is. Name another one.") from None
    except OSError as error:
        raise CallError(f"{file} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "wb") as opened, ZipFile(opened, "w", ZIP_DEFLATED) as zipped:
            names = _write(zipped, store, told, now)
        with store.transaction("pack"):
            journal.append(store, now, "alert.packed", told["reference"], {"files": len(names)})
    except OSError as error:
        file.unlink(missing_ok=True)
        raise PermanentFailure(f"{file} could not be written ({error.strerror}); it was removed.") from None
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return names


def _write(zipped: ZipFile, store: Store, told: Json, now: datetime) -> tuple[str, ...]:
    at = now.astimezone(LONDON).timetuple()[:6]
    names = []
    for name, content in _parts(store, told):
        info = ZipInfo(f"{told['reference']}/{name}", at)
        info.external_attr = 0o600 << 16
        info.compress_type = ZIP_DEFLATED
        zipped.writestr(info, content)
        names.append(info.filename)
    return tuple(names)


def _parts(store: Store, told: Json) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", f"Everything mailbot knows of {told['reference']}. {NOTICE}\n".encode()
    yield "story.json", json.dumps(told, ensure_ascii=False, indent=2).encode()
    yield "story.txt", ("\n".join(lines(told)) + "\n").encode()
    yield "journal.jsonl", "".join(f"{json.dumps(each)}\n" for each in _journal(store, told)).encode()
    yield _original(store, told["mail"])
    for each in (*told["letters"], *told["receipts"]):
        yield _letter(store, each)


def _original(store: Store, mail: str) -> tuple[str, bytes]:
    """The mail the alert came in, byte for byte; a sentence in its place where it is not kept."""
    spooled = mails.get(store, int(mail.removeprefix("M-")))
    if spooled is None:
        return f"{mail}-not-kept.txt", f"The mail {mail} is no longer kept; its journal lines are.\n".encode()
    return (f"{mail}.eml" if spooled.whole else f"{mail}-headers-only.eml"), spooled.raw


def _letter(store: Store, letter: Json) -> tuple[str, bytes]:
    """A letter's bytes; its name says what became of it. One that went to our own address is as it was sent there."""
    id_ = int(letter["letter"].removeprefix("L-"))
    letter_row = store.rows("SELECT content, redirected_to FROM letter WHERE id = ?", (id_,))[0]
    name = f"letters/{letter['letter']}-{letter['kind']}-{letter['state']}.eml"
    return name, render(unpack(letter_row["content"]), redirect_to=letter_row["redirected_to"])


def _journal(store: Store, told: Json) -> Sequence[Row]:
    refs = tuple(dict.fromkeys(each["ref"] for each in told["journal"]))
    marks = ", ".join("?" * len(refs))
    sql = f"SELECT id, at, what, ref, detail, previous, hash FROM journal WHERE ref IN ({marks}) ORDER BY id"  # noqa: S608
    return store.rows(sql, refs)
