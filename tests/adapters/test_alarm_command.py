"""The alarm command: real programs, started and killed."""

import os
import time
from pathlib import Path

import pytest

from mailbot.adapters.alarm_command import run


def alive(pid: int) -> bool:
    """Whether the process runs; one that is dead and not waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize(("raised", "told"), [(True, "raised"), (False, "cleared")])
def test_it_gets_the_words_and_what_they_mean(raised: bool, told: str, tmp_path: Path) -> None:
    out = tmp_path / "a file"
    command = f'sh -c \'echo $MAILBOT_ALARM > "{out}"; cat >> "{out}"\''
    assert run(command, "The mailbox is gone £", raised=raised) == ""
    assert out.read_text() == f"{told}\nThe mailbox is gone £\n"


def test_no_shell_reads_it(tmp_path: Path) -> None:
    out = tmp_path / "$HOME;x"
    assert run(f"touch '{out}'", "", raised=True) == ""
    assert out.exists()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            "/nowhere/page me",
            "The alarm command /nowhere/page could not be started: No such file or directory.",
        ),
        ("false", "The alarm command false failed with exit code 1."),
        ("", ""),
        ("'open", ""),
        ("true", ""),
    ],
)
def test_what_is_said_of_it(command: str, told: str) -> None:
    assert run(command, "words", raised=True) == told


def test_a_program_that_closes_its_input_is_no_failure() -> None:
    assert run("sh -c 'exec <&-; exit 0'", "x" * 1_000_000, raised=True) == ""


def test_one_that_hangs_is_killed_with_everything_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    command = f"sh -c 'echo $$ > {pids}; sleep 300 & echo $! >> {pids}; sleep 300'"
    told = run(command, "words", raised=True, limit=1.0)
    assert told == "The alarm command sh did not end within 1 seconds and was killed."
    until = time.monotonic() + 5
    started = [int(line) for line in pids.read_text().split()]
    while any(alive(pid) for pid in started) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(started) == 2
    assert not any(alive(pid) for pid in started)
    assert os.getpid() not in started
