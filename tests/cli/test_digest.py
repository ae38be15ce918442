"""digest: as it was sent, or as it would be now."""

import json

import pytest

from mailbot.adapters.store.database import open_store
from mailbot.model.configuration import DigestPolicy, Helpdesk
from mailbot.runners.report import Report
from tests.cli.test_commands import decided, mailbot, ready  # noqa: F401  fixtures
from tests.people import NOW
from tests.runners.stage import HEAD, Stage


@pytest.fixture
def sent(decided):  # noqa: F811
    """With the digests of two days in the store."""
    stage = Stage(decided.folder, store=open_store(decided.folder / "mailbot.db", NOW))
    stage.store.run("UPDATE fact SET at = '2026-11-24T00:00:00.000000+00:00' WHERE key = 'created'")
    report = Report(
        stage.store, HEAD, Helpdesk(digest_to="a@secas.example"), DigestPolicy(), stage.policy, stage.clock
    )
    report.tick()
    stage.later(days=1)
    report.tick()
    stage.store.close()
    return decided


def test_none_yet_is_a_sentence(ready):  # noqa: F811
    _, err = ready("digest", code=2)
    assert "No digest was written yet" in err
    _, err = ready("digest", "--date", "2026-11-24", code=2)
    assert "No digest was written yet" in err


def test_the_latest_or_that_of_a_day_as_it_was_sent(sent):
    out, _ = sent("digest")
    assert out.startswith("Subject: mailbot 2 Wed 25 Nov: ")
    out, _ = sent("digest", "--date", "2026-11-24")
    assert out.startswith("Subject: mailbot 1 Tue 24 Nov: ")
    assert "Do the ledgers balance?" in out
    _, err = sent("digest", "--date", "2026-11-22", code=2)
    assert "There is no digest of 2026-11-22. The latest is 2, of 2026-11-25." in err
    sent("digest", "--date", "yesterday", code=2)


def test_the_same_for_a_script(sent):
    out, _ = sent("digest", "--date", "2026-11-24", "--json")
    told = json.loads(out)
    assert (told["number"], told["day"]) == (1, "2026-11-24")
    assert told["letter"].startswith("L-")
    text, _ = sent("digest", "--date", "2026-11-24")
    assert told["text"].strip() in text


def test_what_was_sent_stays_as_it_was(sent):
    before, _ = sent("digest", "--date", "2026-11-25")
    sent("held", "discard", "H-1", "--note", "a trial")
    after, _ = sent("digest", "--date", "2026-11-25")
    assert after == before


def test_a_preview_tells_of_now_and_writes_nothing(sent):
    out, _ = sent("digest", "--preview", "--json")
    told = json.loads(out)
    assert (told["number"], told["preview"]) == (3, True)
    assert told["subject"].startswith("[SHADOW] mailbot 3 ")
    out, _ = sent("digest", "--preview")
    assert out.startswith("Subject: [SHADOW] mailbot 3 ")
    out, _ = sent("digest", "--json")
    assert json.loads(out)["number"] == 2
    sent("digest", "--preview", "--date", "2026-11-24", code=2)
