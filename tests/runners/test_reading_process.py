"""The process that forks a child for each mail: requests and answers, limits, and ends of a child."""

import gc
import os
import pickle
import resource
import signal
import time

import pytest

from mailbot import reading
from mailbot.model.limits import Limits
from mailbot.runners import alone, reading_process
from mailbot.runners.reading_process import ANSWER, REQUEST, confine, in_a_child, serve, told, work
from tests.end_to_end.mails import good
from tests.runners.stage import RULES

LIMITS = Limits(cpu_seconds=3)
RAW = good(1, "Brightwater").raw


def request(raw):
    head = pickle.dumps((LIMITS, RULES, 20.0))
    return REQUEST.pack(len(head), len(raw)) + head + raw


def test_each_request_is_answered_until_there_are_no_more(tmp_path):
    asked, said = tmp_path / "requests", tmp_path / "answers"
    asked.write_bytes(request(RAW) * 2 + b"\0\0")  # and one that is cut off
    with asked.open("rb") as requests, said.open("wb") as answers:
        serve(requests, answers)
    one = told(reading.read(RAW, RULES, LIMITS, opening=True))
    assert said.read_bytes() == (ANSWER.pack(0, len(one)) + one) * 2


def test_a_process_that_is_asked_nothing_ends(monkeypatch):
    monkeypatch.setattr(reading_process, "IDLE", 0.01)
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as requests, os.fdopen(writer, "wb") as nobody:
        serve(requests, nobody)


def waits(*_):
    time.sleep(60)


def says_too_much(answer, *_):
    os.write(answer, b"x" * 1000)
    time.sleep(60)


def dies(*_):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("child", "end"),
    [
        (waits, (1, b"it took too long")),
        (says_too_much, (1, b"it took too long")),
        (dies, (-signal.SIGKILL, b"")),
    ],
)
def test_a_child_that_does_not_end_well(monkeypatch, child, end):
    monkeypatch.setattr(reading_process, "work", child)
    monkeypatch.setattr(reading_process, "MAX_ANSWER", 100)
    assert in_a_child(RAW, RULES, LIMITS, 20.0 if child is not waits else 0.1) == end


class ExitedError(BaseException):
    """In place of the end of the process."""


def worked(monkeypatch, raw=RAW):
    """What a child writes, and its exit code, without ending this process."""

    def left(code):
        raise ExitedError(code)

    monkeypatch.setattr(os, "_exit", left)
    from_child, to_parent = os.pipe()
    with pytest.raises(ExitedError) as ended:
        work(to_parent, raw, RULES, LIMITS)
    os.close(to_parent)
    with os.fdopen(from_child, "rb") as pipe:
        return ended.value.args[0], pipe.read()


def test_a_child_limits_itself_reads_and_tells(monkeypatch):
    limited = []
    monkeypatch.setattr(reading_process, "confine", limited.append)
    code, said = worked(monkeypatch)
    assert (limited, code) == ([LIMITS], 0)
    assert alone._checked(said) == reading.read(RAW, RULES, LIMITS, opening=True)


def test_the_fork_s_child_works_and_never_returns(monkeypatch):
    asked = []

    def works(answer, *mail):
        os.close(answer)
        asked.append(mail)
        raise ExitedError

    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(reading_process, "work", works)
    with pytest.raises(ExitedError):
        in_a_child(RAW, RULES, LIMITS, 1.0)
    assert asked == [(RAW, RULES, LIMITS)]


@pytest.mark.parametrize(
    ("error", "said"),
    [(MemoryError(), b"MemoryError"), (ValueError("x" * 999), b"ValueError: " + b"x" * 400)],
)
def test_a_child_that_fails_says_how(monkeypatch, error, said):
    def fails(_):
        raise error

    monkeypatch.setattr(reading_process, "confine", fails)
    assert worked(monkeypatch) == (1, said)


def test_the_limits_and_the_streams(monkeypatch):
    asked, streams = {}, []
    monkeypatch.setattr(resource, "setrlimit", lambda which, limits: asked.update({which: limits}))
    monkeypatch.setattr(os, "dup2", lambda _, stream: streams.append(stream))
    opened = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda *how: opened.append(real(*how)) or opened[-1])
    confine(LIMITS)
    os.close(opened[0])
    assert asked == {
        resource.RLIMIT_AS: (LIMITS.memory_bytes, LIMITS.memory_bytes),
        resource.RLIMIT_CPU: (3, 4),
        resource.RLIMIT_CORE: (0, 0),
    }
    assert streams == [0, 1, 2]


def test_everything_is_imported_before_the_first_request(monkeypatch):
    done = []
    monkeypatch.setattr(reading_process.importlib, "import_module", done.append)
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    monkeypatch.setattr(reading_process, "serve", lambda *streams: done.append(len(streams)))
    reading_process.main()
    assert done[-2:] == ["freeze", 2]
    assert "python_calamine" in done
