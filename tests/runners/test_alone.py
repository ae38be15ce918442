"""A mail read in a child process: what comes back, and how each way in which the child can end is told."""

import io
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot import reading
from mailbot.model.alert import CriticalAlert
from mailbot.model.classified import AlertMail
from mailbot.model.limits import Limits
from mailbot.model.rulebook import Kind
from mailbot.runners import alone
from mailbot.runners.alone import ReaderFailed, read_alone, read_safely
from mailbot.runners.reading_process import told
from tests.end_to_end.mails import good
from tests.runners.stage import RULES

LIMITS = Limits(cpu_seconds=1)
RAW = good(1, "Brightwater").raw

# What a child does as soon as its limits hold, in place of reading the mail.
SPIN = "while True: pass"
GROW = "kept = []\nwhile True: kept.append(bytes(50_000_000))"
CRASH = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
SLEEP = "import time; time.sleep(60)"
FAIL = "raise ValueError('a fault of the reader')"
SILENT = "import os; os._exit(3)"
NONSENSE = 'import os; os.write(1, b\'{"kind": "none"}\'); os._exit(0)'


@pytest.fixture(autouse=True)
def another_process_for_each_test():
    alone.close()
    yield
    alone.close()


def inside(folder, monkeypatch, lines):
    """Have every interpreter that is started run these lines first."""
    (folder / "sitecustomize.py").write_text(lines)
    path = os.pathsep.join((str(folder), str(Path(alone.__file__).parent.parent.parent)))
    monkeypatch.setenv("PYTHONPATH", path)


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Make every child do something else once its limits hold (RLIMIT_CORE is the last)."""

    def does(code):
        lines = "\n".join(f"        {line}" for line in code.splitlines())
        patch = "import resource\nreal = resource.setrlimit\n\ndef limited(which, limits):\n"
        patch += f"    real(which, limits)\n    if which == resource.RLIMIT_CORE:\n{lines}\n\n"
        inside(tmp_path, monkeypatch, patch + "resource.setrlimit = limited\n")

    return does


def test_what_comes_back_is_what_reading_here_gives():
    assert read_alone(RAW, RULES, Limits()) == reading.read(RAW, RULES, Limits(), opening=True)


@pytest.mark.parametrize("raw", [b"", b"\xff\x00" * 50, b"a" * 200_000])
def test_any_bytes_have_an_answer(raw):
    assert read_alone(raw, RULES, Limits()).kind == reading.read(raw, RULES, Limits()).kind


def test_sample_mails_of_every_kind_survive_the_way_back():
    folder = Path(__file__).parent.parent / "mail"
    for file in sorted(folder.glob("*/*.eml"))[::5]:
        found = reading.read(file.read_bytes(), RULES, Limits(), opening=True)
        back = alone._checked(told(found))
        assert repr(_in_utc(back)) == repr(_in_utc(found)), file.name


def _in_utc(found):
    """The same with all times in UTC: only their offsets come back, not the names of their zones."""
    if not isinstance(found.facts, AlertMail):
        return found
    alerts = tuple(
        replace(each, raised_at=each.raised_at.astimezone(UTC)) if each.raised_at else each
        for each in found.facts.alerts
    )
    return replace(found, facts=replace(found.facts, alerts=alerts))


def test_one_process_reads_many_mails():
    read_alone(RAW, RULES, LIMITS)
    first = alone._process._running
    read_alone(b"Subject: x\n\nwords", RULES, LIMITS)
    assert alone._process._running is first


def test_a_process_that_was_ended_is_started_again():
    read_alone(RAW, RULES, LIMITS)
    first = alone._process._running
    os.kill(first.pid, signal.SIGKILL)
    assert read_alone(RAW, RULES, LIMITS).kind is Kind.ALERT
    assert alone._process._running is not first
    assert first.returncode == -signal.SIGKILL


def test_a_process_that_cannot_be_started_is_told(monkeypatch):
    for name, value in (("_MODULE", "mailbot.nothing"), ("sys.executable", "/nowhere/python")):
        target = (sys, "executable") if "." in name else (alone, name)
        monkeypatch.setattr(*target, value)
        with pytest.raises(ReaderFailed, match="gave no answer: the reading process ended"):
            read_alone(RAW, RULES, LIMITS)
        monkeypatch.undo()


def test_a_process_that_does_not_answer_is_ended(tmp_path, monkeypatch):
    inside(tmp_path, monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(alone, "_WAIT", 0.2)
    with pytest.raises(ReaderFailed, match="gave no answer"):
        read_alone(RAW, RULES, Limits(cpu_seconds=0))
    assert alone._process._running is None


def test_an_answer_that_is_cut_off_is_none():
    with pytest.raises(alone._Gone):
        alone._exactly(io.BytesIO(b"ab"), 3)


def test_half_a_surrogate_pair_does_not_stop_the_answer():
    found = replace(reading.read(RAW, RULES, Limits()), subject="\udc80 damaged")
    assert alone._checked(told(found)).subject == "? damaged"


def test_only_facts_travel():
    with pytest.raises(AssertionError):
        told(replace(reading.read(RAW, RULES, Limits()), rules=(object(),)))
    alert = CriticalAlert(raised_at=datetime(2026, 11, 24, tzinfo=UTC))
    found = replace(reading.read(RAW, RULES, Limits()), facts=AlertMail((alert,)))
    assert alone._checked(told(found)) == found


@pytest.mark.parametrize(
    ("code", "how"),
    [
        (SPIN, "ended the reading process with signal 24"),
        (GROW, "failed: MemoryError"),
        (CRASH, "ended the reading process with signal 11"),
        (FAIL, "failed: ValueError: a fault of the reader"),
        (SILENT, "failed: no message"),
        (NONSENSE, r"gave an answer that is not one \(\d+ faults\)"),
    ],
)
def test_each_end_of_a_child_is_told(child, code, how):
    child(code)
    with pytest.raises(ReaderFailed, match=f"Reading it alone {how}"):
        read_alone(RAW, RULES, LIMITS)


def test_a_child_that_only_waits_is_ended(child, monkeypatch):
    child(SLEEP)
    monkeypatch.setattr(alone, "_WAIT", 3)
    with pytest.raises(ReaderFailed, match="failed: it took too long"):
        read_alone(RAW, RULES, Limits(cpu_seconds=0))


def sealed(monkeypatch, *names):
    """Reading here finds attachments that only a child may open."""
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda *mail, **how: replace(read(*mail, **how), sealed=names))


def test_without_attachments_to_open_no_child_is_started(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert read_safely(RAW, RULES, LIMITS) == reading.read(RAW, RULES, LIMITS)


def test_with_attachments_the_child_reads_it(monkeypatch):
    sealed(monkeypatch, "alerts.xlsx")
    found = read_safely(RAW, RULES, LIMITS)
    assert (found.sealed, found.over) == ((), ())


def test_attachments_that_end_the_child_are_told_and_the_rest_is_kept(child, monkeypatch):
    child(GROW)
    sealed(monkeypatch, "alerts.xlsx", "more.zip")
    found = read_safely(RAW, RULES, LIMITS)
    assert isinstance(found.facts, AlertMail)
    (over,) = found.over
    assert over.startswith("attachments that could not be opened (alerts.xlsx, more.zip: Reading it alone ")
    assert over.endswith("MemoryError)")
