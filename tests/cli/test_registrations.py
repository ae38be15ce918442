"""How an import of registrations shows how far it is: a bar, lines, or nothing."""

import json
import os
import pty
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

from mailbot.cli.registrations import _Lines
from mailbot.imports.registrations import Progress, Stage
from tests.cli.test_commands import CONFIGURATION
from tests.imports.registration_files import HEADER, write_many
from tests.stores import new_store


@pytest.fixture
def command(tmp_path):
    """`mailbot registrations import` of a file with the given arguments, in a process of its own."""
    new_store(tmp_path).close()
    (tmp_path / "config").mkdir()
    config = tmp_path / "config" / "mailbot.toml"
    config.write_text(CONFIGURATION)
    environment = {**os.environ, "MAILBOT_CONFIG": str(config), "MAILBOT_MAILBOX__PASSWORD": "secret"}

    def run(file, *arguments, stderr=subprocess.PIPE):
        command = [sys.executable, "-m", "mailbot", "registrations", "import", str(file), *arguments]
        return subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True, timeout=120
        )

    return run


def test_without_a_terminal_there_is_a_line_each_quarter_million_rows(capsys):
    lines = _Lines()
    for rows in range(0, 600_001, 5000):
        lines.tell(Progress(Stage.READING, rows, rows, 1_000_000))
    for rows in range(0, 260_001, 5000):
        lines.tell(Progress(Stage.SWEEPING, rows, rows, 0))
    assert capsys.readouterr().err.splitlines() == [
        "250000 rows read (25 %).",
        "500000 rows read (50 %).",
        "250000 rows of the data before cleared.",
    ]


def test_a_small_import_says_only_what_it_took(command, tmp_path):
    done = command(write_many(tmp_path / "registrations.csv", 200))
    assert done.stderr == ""
    assert done.stdout.endswith("registrations.csv: 200 row(s) taken, 0 refused.\n")


def test_for_a_script_there_is_one_object_and_nothing_else(command, tmp_path):
    file = tmp_path / "registrations.csv"
    file.write_text(f"{HEADER}\nx,gas,BWG,2026-02-01,,\n")
    done = command(file, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    told = json.loads(done.stdout)
    assert (told["taken"], told["refused_rows"], told["activated"]) == (0, 1, False)
    assert "line 2: mpxn: it is not a number" in told["refused"][0]


def test_on_a_terminal_there_is_a_bar(command, tmp_path):
    master, slave = pty.openpty()
    shown: list[bytes] = []
    reader = threading.Thread(target=read_terminal, args=(master, shown))
    reader.start()
    done = command(write_many(tmp_path / "registrations.csv", 6000), stderr=slave)
    os.close(slave)
    reader.join()
    os.close(master)
    assert done.returncode == 0
    told = b"".join(shown).decode()
    assert "6,000 rows read" in told
    assert "devices loaded" in told


def read_terminal(master, shown):
    """What is written to the terminal, until its last writer closes it."""
    with suppress(OSError):
        while part := os.read(master, 65536):
            shown.append(part)


def test_a_file_without_rows_says_so(command, tmp_path):
    file = tmp_path / "registrations.csv"
    file.write_text(f"{HEADER}\n")
    done = command(file)
    assert done.returncode == 1
    assert done.stderr == "The file has no rows, so the data loaded before stays in use.\n"
