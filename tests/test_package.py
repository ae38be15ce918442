"""A wheel carries everything that runs without the source tree: rules, templates, configuration, sample data."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(source)], check=True)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(folder), str(source)], check=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    ("folder", "pattern", "inside"),
    [
        ("mailbot", "**/*.py", "mailbot"),
        ("mailbot/compose/templates", "*/*", "mailbot/compose/templates"),
        ("rules", "*.yaml", "mailbot/default_rules"),
        ("config", "*.toml", "mailbot/default_config"),
        ("data", "*.csv", "mailbot/default_samples"),
        ("data/demo", "*.eml", "mailbot/default_samples/demo"),
    ],
)
def test_the_wheel_has_it(names, folder, pattern, inside):
    files = {f"{inside}/{path.relative_to(ROOT / folder)}" for path in (ROOT / folder).glob(pattern)}
    assert files
    assert files <= names
