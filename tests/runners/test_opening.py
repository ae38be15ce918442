"""Attachments are opened in a process of their own, and a process that ends badly holds the mail and no other."""

import sys
from pathlib import Path

import pytest

from mailbot.runners import alone
from tests.runners.stage import Stage

MAIL = Path(__file__).parent.parent / "mail"
WORKBOOK = (MAIL / "alert" / "outlook_attached_xlsx.eml").read_bytes()
PLAIN = (MAIL / "alert" / "outlook_single.eml").read_bytes()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_what_a_workbook_says_is_relayed(stage: Stage) -> None:
    stage.own(WORKBOOK)
    assert stage.dispose.tick() == 1
    (mail,) = stage.store.rows("SELECT disposition, attempts, failures FROM message")
    assert mail == {"disposition": "relayed", "attempts": 1, "failures": 0}
    provenance = stage.store.rows("SELECT facts FROM alert")
    assert all("row" in str(row["facts"]) for row in provenance)
    assert len(provenance) == len(stage.letters()) > 0


def test_a_child_that_ends_badly_holds_its_mail_and_says_how(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone.close()  # one that was started before would go on
    monkeypatch.setattr(sys, "executable", "/bin/false")
    stage.own(WORKBOOK, PLAIN)
    assert stage.dispose.tick() == 2
    held, plain = stage.store.rows("SELECT disposition, reasons FROM message ORDER BY id")
    assert held["disposition"] == "held"
    assert "could not be opened (Critical alerts week 46.xlsx:" in str(held["reasons"])
    assert plain["disposition"] == "relayed"
    assert {str(row["kind"]) for row in stage.letters()} == {"relayed_alert"}
