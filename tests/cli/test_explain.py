"""explain at the command line: many files, odd names, folders, standard input; a disposition each."""

import io
import json
import os
import resource
import sys
from pathlib import Path

import pytest

from mailbot import explaining, inspecting
from tests.cli.test_commands import mailbot, ready  # noqa: F401  fixtures
from tests.end_to_end.mails import good, samples

MAIL = Path(__file__).parent.parent / "mail"


@pytest.fixture
def alone(mailbot, monkeypatch):  # noqa: F811
    """The command without configuration and store, in a folder of its own."""
    monkeypatch.delenv("MAILBOT_CONFIG")
    monkeypatch.chdir(mailbot.folder)
    return mailbot


def written(folder, name, raw):
    file = folder / name
    file.write_bytes(raw)
    return file


def objects(out):
    return [json.loads(line) for line in out.splitlines()]


def test_hundreds_of_files_in_one_call_are_as_many_lines_and_nothing_grows(alone):
    files = [written(alone.folder, f"{n}.eml", each.raw) for n, each in enumerate(samples(20))]
    asked = files * 10
    alone("explain", "--json", *files)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    out, _ = alone("explain", "--json", *asked)
    told = objects(out)
    assert [each["file"] for each in told] == [str(file) for file in asked]
    assert {each["disposition"] for each in told} <= {"relay", "record", "hold", "ignore"}
    assert all(each["kind"] and each["reasons"] for each in told)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # KiB
    assert grown < 15 * 1024


def test_the_same_file_twice_is_told_twice_alike(alone):
    file = written(alone.folder, "a.eml", good(1, "Brightwater").raw)
    one, other = objects(alone("explain", "--json", file, file)[0])
    assert one == other


def test_a_folder_is_told_in_a_sentence_and_stops_nothing(alone):
    file = written(alone.folder, "a.eml", good(1, "Brightwater").raw)
    out, err = alone("explain", "--json", alone.folder, file, code=2)
    assert len(objects(out)) == 1
    assert f"{alone.folder}: it is a folder. Name the mails in it, such as {alone.folder}/*.eml." in err


def test_what_cannot_be_read_is_told_in_a_sentence(alone):
    out, err = alone("explain", "none.eml", code=2)
    assert out == ""
    assert "none.eml: it cannot be read (No such file or directory). Give the path of a saved mail" in err


@pytest.mark.parametrize("options", [["--json"], []])
def test_standard_input(alone, monkeypatch, options):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(good(1, "Brightwater").raw)))
    out, _ = alone("explain", *options, "-")
    if options:
        (told,) = objects(out)
        assert (told["file"], told["kind"]) == ("-", "alert")
    else:
        assert out.startswith("-: alert -> hold\n")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"caf\xe9 \xff.eml", r"caf\xe9 \xff.eml"),
        ("café €.eml".encode(), "café €.eml"),
        (b"two\nlines.eml", "two\nlines.eml"),
        (b"--json.eml", "./--json.eml"),
    ],
)
def test_names_with_strange_bytes(alone, name, shown):
    file = Path(os.fsdecode(name))
    file.write_bytes(good(1, "Brightwater").raw)
    out, _ = alone("explain", "--json", f"./{file}" if name.startswith(b"-") else file)
    (told,) = objects(out)
    assert told["file"] == shown.removeprefix("./")
    out, _ = alone("explain", f"./{file}" if name.startswith(b"-") else file)
    assert " -> hold" in out


def test_a_mail_that_breaks_the_reader_hides_nothing_of_the_others(alone, monkeypatch):
    files = [written(alone.folder, f"{n}.eml", good(n, "Brightwater").raw) for n in range(3)]
    read, count = inspecting.read_safely, []

    def second_breaks(*mail):
        count.append(1)
        if len(count) == 2:
            raise RecursionError("too deep")
        return read(*mail)

    monkeypatch.setattr(inspecting, "read_safely", second_breaks)
    told = objects(alone("explain", "--json", *files)[0])
    assert [each["kind"] for each in told] == ["alert", "unknown", "alert"]
    assert told[1]["reasons"][0].startswith("reader-failed: ")


def test_sample_mails_of_every_kind_have_an_answer(ready):  # noqa: F811
    files = sorted(MAIL.glob("*/*.eml"))[::9]
    out, _ = ready("explain", "--json", *files)
    told = objects(out)
    assert [each["file"] for each in told] == [str(file) for file in files]
    assert len({each["kind"] for each in told}) > 4
    for each in told:
        assert explaining.as_text(each).startswith(
            f"{each['file']}: {each['kind']} -> {each['disposition']}\n"
        )
