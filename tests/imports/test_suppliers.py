"""suppliers.csv into the list: what is taken, what is refused in which words, what is never undone."""

import os
from datetime import timedelta

import pytest

from mailbot.adapters.store import suppliers
from mailbot.exports import suppliers_csv
from mailbot.imports.suppliers import import_suppliers
from mailbot.model.errors import CallError
from mailbot.model.supplier import Role
from tests.people import NOW
from tests.stores import DATA, new_store

HEADER = (DATA / "suppliers.csv").read_text().splitlines()[0]
FREE = frozenset({"gmail.com"})


def load(store, tmp_path, *lines, now=NOW, **how):
    path = tmp_path / "suppliers.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n")
    os.utime(path, (now.timestamp(), now.timestamp()))
    return import_suppliers(store, path, now, FREE, **how)


def organisation(store, name):
    return next(each for each in suppliers.directory(store).organisations if each.name == name)


def test_the_example_file_is_taken_whole(tmp_path):
    store = new_store(tmp_path, filled=False)
    report = import_suppliers(store, DATA / "suppliers.csv", NOW, FREE)
    assert (report.taken, report.refused, report.conflicts) == (6, [], [])
    assert report.warnings == [
        f"{DATA / 'suppliers.csv'}: line 7: Elmhurst Utilities Ltd has no alternative contact: "
        "when the main one fails nobody else is tried."
    ]
    brightwater = organisation(store, "Brightwater Business Energy Ltd")
    assert brightwater.role is Role.NON_DCC_USER
    assert brightwater.main.phone == "+441134960201"
    assert [f"{each.mpid}:{each.fuel}" for each in brightwater.mpids] == ["BRWA:electricity", "BWG:gas"]


def test_the_same_file_again_changes_nothing(tmp_path):
    store = new_store(tmp_path)
    report = import_suppliers(store, DATA / "suppliers.csv", NOW, FREE)
    assert (report.taken, report.unchanged, report.changes) == (0, 6, [])


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        (",non_dcc_user,,,,,,,,,,", "organisation: a name of 1 to 200 characters is needed"),
        ("New Co,other,,,,,,,,,,", "role: 'other' is neither dcc_user nor non_dcc_user"),
        ("New Co,non_dcc_user,ABCDE,,,,,,,,,", "mpids: 'ABCDE' is no MPID"),
        ("New Co,non_dcc_user,ABCD:steam,,,,,,,,,", "behind the colon stands electricity or gas"),
        ("New Co,non_dcc_user,,gmail.com,,,,,,,,", "gmail.com is a free-mail domain"),
        ("New Co,non_dcc_user,,not a domain,,,,,,,,", "'not a domain' is no mail domain"),
        (
            "New Co,non_dcc_user,,,,Ann,ann-at-new.example,,,,,",
            "main_email: 'ann-at-new.example' is no e-mail",
        ),
        ("New Co,non_dcc_user,,,,Ann,,,,,,", "main_email: an address is needed"),
        ("New Co,non_dcc_user,,,,Ann,a@new.example,12,,,,", "main_phone: '12' is no telephone number"),
        ("New Co,non_dcc_user,,,,,,,,,,,,surplus", "more cells than the header"),
        ("New Co,non_dcc_user,,,,,,,,,,yesterday", "exported_at: 'yesterday' is no date"),
        ("New Co,non_dcc_user,BRWA,,,,,,,,,", "BRWA belongs to Brightwater Business Energy Ltd"),
        ("New Co,non_dcc_user,,,Cobalt,,,,,,,", "'Cobalt' is a name of Cobalt Commercial Power Ltd"),
    ],
)
def test_a_bad_row_is_refused_by_its_line_and_refuses_nothing_else(tmp_path, row, mistake):
    store = new_store(tmp_path)
    report = load(store, tmp_path, "Good Co,non_dcc_user,GOOD,,,Al,al@good.example,,,,", row)
    assert report.taken == 1
    (refused,) = report.refused
    assert "line 3: " in refused
    assert mistake in refused
    assert organisation(store, "Good Co").main.email == "al@good.example"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("organisation,role\n", "the column mpids"),
        (HEADER + ",colour\nA,b\n", "the column colour is not known"),
        ("\x00\x01", "is not a CSV file"),
    ],
)
def test_a_file_that_is_no_list_is_told(tmp_path, text, sentence):
    store = new_store(tmp_path)
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(CallError, match=sentence):
        import_suppliers(store, path, NOW, FREE)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CallError, match="There is no file"):
        import_suppliers(new_store(tmp_path), tmp_path / "none.csv", NOW, FREE)


def test_an_older_file_does_not_undo_a_newer_contact(tmp_path):
    store = new_store(tmp_path)
    row = "Cobalt,non_dcc_user,,,,Old Hand,old.hand@cobalt.example,,,,"
    report = load(store, tmp_path, row, now=NOW - timedelta(days=90))
    assert report.taken == 0
    assert "newer" in report.conflicts[0]
    assert "line 2" in report.conflicts[0]
    assert organisation(store, "Cobalt Commercial Power Ltd").main.email == "alan.whitby@cobalt.example"
    report = load(store, tmp_path, row, now=NOW - timedelta(days=90), overwrite=True)
    assert organisation(store, "Cobalt Commercial Power Ltd").main.email == "old.hand@cobalt.example"


def test_nothing_is_removed_and_every_version_is_kept(tmp_path):
    store = new_store(tmp_path)
    load(
        store,
        tmp_path,
        "Cobalt,non_dcc_user,,,,New Hand,new.hand@cobalt.example,,,,",
        now=NOW + timedelta(days=1),
    )
    cobalt = organisation(store, "Cobalt Commercial Power Ltd")
    assert (cobalt.main.email, cobalt.alternative.email) == (
        "new.hand@cobalt.example",
        "rosa.lind@cobalt.example",
    )
    history = [row["email"] for row in suppliers.contact_history(store, cobalt.id) if row["slot"] == "main"]
    assert history == ["alan.whitby@cobalt.example", "new.hand@cobalt.example"]
    before = suppliers.directory(store, NOW.date())
    assert (
        next(each for each in before.organisations if each.id == cobalt.id).main.email
        == "alan.whitby@cobalt.example"
    )


def test_what_is_exported_is_taken_back_unchanged_and_calculates_nothing(tmp_path):
    store = new_store(tmp_path)
    load(store, tmp_path, "=Co(1),non_dcc_user,,,+Plus,@Al,al@formula.example,+1 212 555 0101,,,")
    text = suppliers_csv(store, NOW)
    cells = [cell for line in text.splitlines()[1:] for cell in line.split(",")]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    copy = new_store(tmp_path / "copy", filled=False)
    (tmp_path / "out.csv").write_text(text)
    assert import_suppliers(copy, tmp_path / "out.csv", NOW, FREE).clean
    shown = [
        (o.name, o.main, o.alternative, o.mpids, o.aliases) for o in suppliers.directory(store).organisations
    ]
    again = [
        (o.name, o.main, o.alternative, o.mpids, o.aliases) for o in suppliers.directory(copy).organisations
    ]
    assert shown == again


def test_excel_in_windows_1252_with_semicolons_is_read(tmp_path):
    store = new_store(tmp_path, filled=False)
    path = tmp_path / "excel.csv"
    text = f"{HEADER}\nÉnergie Ltd,non_dcc_user,ENER,,,Zoë,zoe@energie.example,,,,\n".replace(",", ";")
    path.write_bytes(text.encode("cp1252"))
    assert import_suppliers(store, path, NOW, FREE).clean
    assert organisation(store, "Énergie Ltd").main.name == "Zoë"
