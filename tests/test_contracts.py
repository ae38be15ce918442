"""The import contracts hold, and can break: a copy of the package with one wrong import is refused."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WRONG = [
    ("mailbot/parse/dates.py", "import mailbot.adapters.imap"),
    ("mailbot/parse/dates.py", "import os"),
    ("mailbot/policy/route.py", "import logging"),
    ("mailbot/policy/route.py", "import mailbot.compose.letters"),
    ("mailbot/compose/words.py", "import pathlib"),
    ("mailbot/model/alert.py", "import mailbot.parse.dates"),
    ("mailbot/adapters/imap.py", "import mailbot.policy.route"),
    ("mailbot/runners/dispose.py", "import mailbot.adapters.smtp"),
    ("mailbot/runners/deliver.py", "import mailbot.settings"),
    ("mailbot/reading.py", "import mailbot.rulebook"),
    ("mailbot/desk.py", "import imapclient"),
]


def lint(folder):
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", "setup.cfg"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)}
    )


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "mailbot", tmp_path / "mailbot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def test_the_package_keeps_its_contracts(copy):
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(("file", "line"), WRONG)
def test_a_wrong_import_breaks_one(copy, file, line):
    path = copy / file
    path.write_text(f"{path.read_text()}\n\n{line}  # noqa\n")
    done = lint(copy)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
