"""held claim and note, and how list and show tell whose an item is."""

import json

import pytest

from tests.cli.test_commands import decided, mailbot, ready  # noqa: F401  fixtures


@pytest.fixture
def item(decided):  # noqa: F811
    """An open item, and the command."""
    out, _ = decided("held", "list", "--json")
    return json.loads(out.splitlines()[-1])["held"]


def listed(call, item):
    out, _ = call("held", "list", "--json")
    return next(told for told in map(json.loads, out.splitlines()) if told["held"] == item)


def test_an_item_is_claimed_told_to_others_taken_over_and_given_up(decided, item):  # noqa: F811
    out, _ = decided("held", "claim", item, "--by", "Jo")
    assert out.startswith(f"{item} is yours.")
    assert listed(decided, item)["claimed_by"] == "Jo"
    out, _ = decided("held", "claim", item, "--by", "Jo")
    assert "yours already" in out
    out, _ = decided("held", "claim", item, "--by", "Sam", code=1)
    assert f"{item} was claimed by Jo on " in out
    assert f"`held claim {item} --take-over` takes it." in out
    out, _ = decided("held", "claim", item, "--by", "Sam", "--take-over")
    assert "taken over from Jo" in out
    out, _ = decided("held", "show", item)
    assert "claimed by Sam, " in out
    out, _ = decided("held", "claim", item, "--by", "Jo", "--give-up", code=1)
    assert "not by you" in out
    out, _ = decided("held", "claim", item, "--by", "Sam", "--give-up")
    assert f"{item} waits for somebody again" in out
    assert listed(decided, item)["claimed_by"] is None
    out, _ = decided("held", "show", item)
    assert "claimed by nobody" in out


def test_several_are_claimed_at_once_and_one_that_cannot_be_stops_none(decided, item):  # noqa: F811
    out, _ = decided("held", "claim", "H-9999", item, item.lower(), "--by", "Jo", code=1)
    first, second = out.splitlines()
    assert "There is no held item H-9999" in first
    assert second.startswith(f"{item} is yours.")
    decided("held", "claim", "nonsense", code=2)
    decided("held", "claim", code=2)


def test_what_was_discarded_cannot_be_claimed(decided, item):  # noqa: F811
    decided("held", "discard", item, "--note", "a trial", "--by", "Jo")
    out, _ = decided("held", "claim", item, "--by", "Jo", code=1)
    assert f"{item} was discarded on " in out


def test_notes_are_kept_and_shown(decided, item):  # noqa: F811
    decided("held", "note", item, "rang Brightwater,\nthey ring back", "--by", "Jo")
    decided("held", "discard", item, "--note", "settled by telephone")
    decided("held", "note", item, "they rang back", "--by", "Sam")
    out, _ = decided("held", "show", item, "--json")
    notes = json.loads(out)["notes"]
    assert [(each["by"], each["note"]) for each in notes] == [
        ("Jo", "rang Brightwater, they ring back"),
        ("Sam", "they rang back"),
    ]
    out, _ = decided("held", "show", item)
    assert "Jo: rang Brightwater, they ring back" in out
    decided("held", "note", "H-9999", "x", code=2)
    decided("held", "note", item, "  ", code=2)


def test_the_list_counts_the_notes(decided, item):  # noqa: F811
    decided("held", "claim", item, "--by", "Jo")
    decided("held", "note", item, "first")
    decided("held", "note", item, "second")
    out, _ = decided("held", "list")
    line = next(line for line in out.splitlines() if line.startswith(item))
    assert line.split("\t")[2] == "Jo (2 notes)"


def test_the_journal_names_nobody(decided, item):  # noqa: F811
    from mailbot.adapters.store.database import open_store
    from tests.people import NOW

    decided("held", "claim", item, "--by", "Jo Marsh")
    decided("held", "claim", item, "--by", "Sam Reed", "--take-over")
    decided("held", "note", item, "rang 020 7946 0000", "--by", "Sam Reed")
    decided("held", "claim", item, "--by", "Sam Reed", "--give-up")
    store = open_store(decided.folder / "mailbot.db", NOW)
    lines = store.rows("SELECT what, detail FROM journal WHERE ref = ? ORDER BY id", (item,))
    store.close()
    assert [line["what"] for line in lines][-4:] == [
        "held.claimed",
        "held.taken_over",
        "held.noted",
        "held.given_up",
    ]
    assert not any(word in line["detail"] for line in lines for word in ("Marsh", "Reed", "7946"))
