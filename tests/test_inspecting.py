"""What `explain` says of mail that is no pleasure to read: a decision and a readable reason each."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot import inspecting, reading
from mailbot.adapters.store import suppliers
from mailbot.explaining import SHOWN, as_text
from mailbot.inspecting import Inspector
from mailbot.model.errors import ConfigError, TemporaryFailure
from mailbot.model.limits import Limits
from mailbot.runners import alone
from tests.coming_back import answer
from tests.end_to_end.mails import good, mail
from tests.stores import new_store

NOWHERE = Path("nowhere/mailbot.toml")


@pytest.fixture
def inspector(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with Inspector(NOWHERE, asked_for=False) as made:
        yield made


def held(inspector, raw=None):
    """The object for a mail that must be held; its first reason."""
    file = Path("a.eml")
    file.write_bytes(good(1, "Brightwater").raw if raw is None else raw)
    told = inspector.explain(file)
    assert told["disposition"] == "hold"
    assert told["kind"]
    assert as_text(told)
    return told, told["reasons"][0]


def raising(error):
    def broken(*_):
        raise error

    return broken


def spinning(*_):
    while True:
        try:
            sum(range(1000))
        except Exception:
            continue


@pytest.mark.parametrize("error", [RecursionError("too deep"), MemoryError(), KeyError("x" * 5000)])
def test_a_mail_that_breaks_the_reader(inspector, monkeypatch, error):
    monkeypatch.setattr(inspecting, "read_safely", raising(error))
    told, reason = held(inspector)
    assert reason.startswith(f"reader-failed: The mail could not be read ({type(error).__name__}: ")
    assert len(reason) < 300
    assert told["sender"]["address"] == ""
    assert told["effects"] == [f"hold the mail: {reason.removeprefix('reader-failed: ')}"]


def test_a_mail_that_breaks_the_reader_of_headers_too(inspector, monkeypatch):
    monkeypatch.setattr(inspecting, "read_safely", raising(ValueError("one")))
    monkeypatch.setattr(inspecting, "read", raising(ValueError("two")))
    told, reason = held(inspector)
    assert (told["kind"], told["alerts"]) == ("unknown", [])
    assert "ValueError: one" in reason


@pytest.mark.parametrize("headers", [False, True])
def test_a_mail_that_never_ends(inspector, monkeypatch, headers):
    monkeypatch.setattr(inspecting, "READING", 0.2)
    monkeypatch.setattr(inspecting, "read_safely", spinning)
    if headers:
        monkeypatch.setattr(inspecting, "read", spinning)
    _, reason = held(inspector)
    assert "it took more than 0.2 seconds of processor time" in reason


def test_a_mail_that_is_too_large(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inspecting, "DEFAULT_MOST", 2000)
    with Inspector(NOWHERE, asked_for=False) as inspector:
        _, reason = held(inspector, mail(1, "words\n" * 1000))
        assert reason.startswith("too-large: The mail is larger than max_message_bytes (2000)")
        _, reason = held(inspector)
        assert not reason.startswith("too-large")


@pytest.mark.parametrize(
    ("end", "how"),
    [("while True: pass", "signal 24"), ("kept = [bytearray(600_000_000)]", "MemoryError")],
)
def test_attachments_that_end_the_child(inspector, monkeypatch, tmp_path, end, how):
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda *one, **more: replace(read(*one, **more), sealed=("a.xlsx",)))
    monkeypatch.setattr(inspector, "_limits", Limits(cpu_seconds=1))
    (tmp_path / "sitecustomize.py").write_text(
        "import resource\nreal = resource.setrlimit\n\n"
        "def limited(which, limits):\n    real(which, limits)\n"
        f"    if which == resource.RLIMIT_CORE:\n        {end}\n\nresource.setrlimit = limited\n"
    )
    path = os.pathsep.join((str(tmp_path), str(Path(inspecting.__file__).parent.parent)))
    monkeypatch.setenv("PYTHONPATH", path)
    alone.close()  # the reading process of another test would not have these lines
    told, reason = held(inspector)
    alone.close()
    assert reason.startswith("over-limit: The mail has attachments that could not be opened (a.xlsx: Reading")
    assert how in reason
    assert told["alerts"][0]["code"] == "8F3F"


def test_a_store_that_fails_is_no_fault_of_the_mail(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.eml").write_bytes(good(1, "Brightwater").raw)
    monkeypatch.setattr(suppliers, "directory", raising(TemporaryFailure("The store is locked.")))
    with (
        Inspector(NOWHERE, asked_for=False, store=new_store(tmp_path, filled=False)) as inspector,
        pytest.raises(TemporaryFailure),
    ):
        inspector.explain(Path("a.eml"))


def test_a_configuration_that_was_asked_for_must_be_there():
    with pytest.raises(ConfigError):
        Inspector(NOWHERE, asked_for=True)


def test_half_a_surrogate_pair_in_a_mail_can_be_printed(inspector, monkeypatch):
    read = inspecting.read_safely
    monkeypatch.setattr(
        inspecting, "read_safely", lambda *one: replace(read(*one), defects=("damaged \udc80 é",))
    )
    told, _ = held(inspector)
    assert told["defects"] == ["damaged ? é"]


def test_a_person_is_shown_what_was_forwarded_and_what_was_written(inspector):
    told, _ = held(inspector)
    text = as_text(told)
    assert "  Forwards alerts@dcc.example, outlook form: 'Alert 1'\n           'MPAN: " in text
    assert "  Wrote    'Please pass on.' (unclear)" in text
    told, _ = held(inspector, answer("", "jo@brightwater.example", "It went on and on. " * 100))
    (line,) = (line for line in as_text(told).splitlines() if line.startswith("  Wrote "))
    assert line.endswith(" ..' (unclear)")
    assert len(line) < SHOWN + 40


def test_a_forward_that_names_nobody_and_nothing(inspector):
    told, _ = held(inspector)
    told["original"] |= {"from_address": "", "from_name": "", "subject": "", "body": "  "}
    assert "  Forwards (sender not given), outlook form: (no subject)\n           ''\n" in as_text(told)
