"""docs/queue.md is the table of the states in the code, no more and no less."""

import re
from pathlib import Path

import pytest

from mailbot.adapters.store.schema import MIGRATIONS
from mailbot.model.alert import AlertState
from mailbot.model.letter import LetterState

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "queue.md").read_text()


def told(title):
    """The first cell of every row of the table below a heading, where it is in backticks."""
    section = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE))


def checked(table, column):
    """The values that the schema allows in a column."""
    body = next(
        b for m in MIGRATIONS for b in re.findall(rf"CREATE TABLE {table} \((.*?)\) STRICT", m, re.DOTALL)
    )
    (values,) = re.findall(rf"\b{column} (?:TEXT|TEXT NOT NULL)[^,]*?CHECK \({column} IN \(([^)]*)\)\)", body)
    return set(re.findall(r"'([a-z_]+)'", values))


@pytest.mark.parametrize(
    ("title", "table", "column", "more"),
    [
        ("Mails", "message", "disposition", {"waiting"}),
        ("Alerts", "alert", "state", set()),
        ("Letters", "letter", "state", set()),
        ("Receipts", "message", "receipt", set()),
    ],
)
def test_the_page_has_the_states_of_the_schema(title, table, column, more):
    assert told(title) == checked(table, column) | more


def test_the_enums_have_them_too():
    assert {state.value for state in AlertState} == told("Alerts")
    assert {state.value for state in LetterState} == told("Letters")


def test_every_commit_point_of_the_running_daemon_is_on_the_page():
    named = set()
    for file in (ROOT / "mailbot" / "runners").glob("*.py"):
        named |= set(re.findall(r"\.transaction\(\"([a-z]+)\"\)", file.read_text()))
    assert named - {"start", "reconciled"} == told("Commit points")
