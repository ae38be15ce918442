"""What a command prints for a script: one object, one line, for every reader."""

import json

import pytest

from mailbot.cli.common import say_json


def test_one_object_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"subject": "a\u2028b\u2029c\u0085d\ne\u000bf\u001cg é"}
    say_json(value)
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 1
    assert json.loads(printed) == value
    assert "é" in printed
