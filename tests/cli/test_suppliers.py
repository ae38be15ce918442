"""The commands about the Supplier Contact List: which receipts an organisation gets, which contacts are in doubt."""

import json

import pytest

from mailbot.adapters.store import failovers, journal
from mailbot.adapters.store.database import open_store
from tests.cli.test_commands import mailbot, ready  # noqa: F401  fixtures
from tests.people import NOW


def organisation(ready, name, *more):  # noqa: F811
    out, _ = ready("suppliers", "show", name, "--json", *more)
    return json.loads(out)


def test_an_organisation_chooses_its_receipts(ready):  # noqa: F811
    assert organisation(ready, "LARK")["receipts"] == "each"
    out, _ = ready("suppliers", "set", "Larkfield", "--receipts", "daily", "--by", "A Person")
    assert out == (
        "Larkfield Energy Ltd gets one statement a day at 17:00, and at once a receipt for each mail with a problem.\n"
    )
    out, _ = ready("suppliers", "set", "Larkfield", "--receipts", "daily")
    assert "already got" in out
    assert organisation(ready, "LARK")["receipts"] == "daily"
    out, _ = ready("suppliers", "list", "--json")
    wanted = {each["organisation"]: each["receipts"] for each in map(json.loads, out.splitlines())}
    assert wanted["Larkfield Energy Ltd"] == "daily"
    assert wanted["Tamar Valley Power plc"] == "each"
    out, _ = ready("suppliers", "list")
    assert "\tdaily\t" in out
    store = open_store(ready.folder / "mailbot.db", NOW)
    (line,) = store.rows("SELECT ref, detail FROM journal WHERE what = 'supplier.receipts'")
    assert (line["ref"], json.loads(line["detail"])) == ("O-1", {"by": "A Person", "receipts": "daily"})
    assert journal.first_broken(store) is None
    store.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Larkfield", "--receipts", "weekly"], "'weekly' is none of each, daily, problems"),
        (["Nobody Ltd", "--receipts", "each"], "no one organisation on the list"),
        (["Larkfield"], "--receipts"),
    ],
)
def test_a_choice_that_is_none_is_refused(ready, arguments, said):  # noqa: F811
    _, err = ready("suppliers", "set", *arguments, code=2)
    assert said in err


def test_a_contact_in_doubt_is_told_in_words(ready):  # noqa: F811
    store = open_store(ready.folder / "mailbot.db", NOW)
    with store.transaction("test"):
        for address, how in (
            ("priya.nair@brightwater.example", "dialogue"),
            ("tom.ashby@brightwater.example", "report"),
        ):
            failovers.suspect(store, 3, address, how, "550 5.1.1 no such user.", NOW)
    store.close()
    refused = "in doubt since 24 Nov 2026 10:00, their mail server refused a letter: 550 5.1.1 no such user."
    returned = "in doubt since 24 Nov 2026 10:00, a letter came back: 550 5.1.1 no such user."
    assert organisation(ready, "Brightwater")["suspect"] == {"main": refused, "alternative": returned}
    out, _ = ready("suppliers", "show", "Brightwater")
    assert out.endswith(f"The main contact is {refused}\nThe alternative contact is {returned}\n")
    out, _ = ready("suppliers", "list")
    assert f"({refused})" in out
    out, _ = ready("suppliers", "list", "--on", "2026-11-25", "--json")
    assert all(
        (each["receipts"], each["suspect"]) == (None, {}) for each in map(json.loads, out.splitlines())
    )
