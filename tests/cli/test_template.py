"""The command `template`."""

import json

import pytest

from mailbot import cli


def call(monkeypatch, capsys, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["mailbot", "template", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def test_it_says_what_it_wrote(tmp_path, monkeypatch, capsys) -> None:
    code, out, _ = call(monkeypatch, capsys, "--to", str(tmp_path / "t"))
    assert (code, out.splitlines()[0]) == (0, f"Written to {tmp_path / 't' / 'critical-alerts.csv'}.")
    code, out, err = call(monkeypatch, capsys, "--to", str(tmp_path / "t"))
    assert (code, out) == (2, "")
    assert "would be overwritten: give --force" in err


def test_for_a_script(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = call(monkeypatch, capsys, "--json")
    assert (code, [json.loads(line)["file"] for line in out.splitlines()]) == (
        0,
        ["critical-alerts.csv", "critical-alerts.xlsx"],
    )
    assert call(monkeypatch, capsys, "--json", "--force")[0] == 0
