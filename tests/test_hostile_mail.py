"""Hostile mail costs little and is held: each goes through the real command in a child that may take no more.

The limits of the child are the assertion: who takes more memory or processor time is ended by the system. A mail that
only the command's own guard stopped ('reader-failed') has not been read within its means, and fails too.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hostile_mail import LARGEST, MAIL

ROOT = Path(__file__).parent.parent
START_SECONDS = 2
SECONDS = 3  # for one mail: what it takes on a machine that has other things to do
MEMORY = 288 * 1024 * 1024  # address space: 100 MB of program, and less than 200 MB resident in all
TOGETHER = 24  # mails in one call
HARMLESS = {"record", "hold", "ignore"}
CAPS = {
    "36 MB of one line": "a text longer than 500000 characters",
    "36 MB of soft line breaks": "a text longer than 500000 characters",
    "36 MB of short lines": "a text of more than 20000 lines",
    "36 MB of HTML": "HTML longer than 1200000 bytes",
    "100,000 headers": "headers longer than 262144 bytes",
    "10,000 short headers": "more than 2000 headers",
    "a header of 30 MB": "headers longer than 262144 bytes",
    "10,000 parts": "more than 300 parts",
    "1,000 mails in each other": "mails and parts nested more than 12 deep",
    "1,000 multiparts in each other": "mails and parts nested more than 12 deep",
    "100,000 addresses": "headers longer than 262144 bytes",
    "200,000 opening brackets in From": "more than 2000 addresses in one header",
    "mails in each other in base64": "more than 64000000 bytes of attachments",
    "1 MB of alerts": "more than 2000 alerts",
}

NAMES = sorted(MAIL)
GROUPS = [NAMES[at :: -(-len(NAMES) // TOGETHER)] for at in range(-(-len(NAMES) // TOGETHER))]


def _limited(mails: int) -> Callable[[], None]:
    seconds = START_SECONDS + SECONDS * mails

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    return limit


def _explained(files: list[Path]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "mailbot", "explain", "--json", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=_limited(len(files)),
    )
    assert done.returncode == 0, (
        f"{done.returncode}, {len(done.stdout.splitlines())} read: {done.stderr[-500:]}"
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: names[0].replace(" ", "-"))
def test_hostile_mail_is_read_within_its_means(names: list[str], tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.eml" for number in range(len(names))]
    for name, file in zip(names, files, strict=True):
        raw = MAIL[name]()
        assert len(raw) <= LARGEST, name
        file.write_bytes(raw)
    told = _explained(files)
    assert [each["file"] for each in told] == [str(file) for file in files]
    for name, each in zip(names, told, strict=True):
        reasons = each["reasons"]
        assert each["disposition"] in HARMLESS, name
        assert reasons, name
        assert not any(reason.startswith("reader-failed") for reason in reasons), (name, reasons)
        caps = [reason for reason in reasons if reason.startswith("over-limit: ")]
        assert name not in CAPS or any(CAPS[name] in reason for reason in caps), (name, reasons)


def test_every_cap_told_of_is_met_by_a_mail() -> None:
    assert CAPS.keys() <= MAIL.keys()
