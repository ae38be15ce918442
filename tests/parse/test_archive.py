"""The files in a .zip."""

import io
import struct
import zipfile

import pytest

from mailbot.parse import archive
from tests.parse.attached import CSV, item, opening, why, zipped


def test_each_file_is_an_attachment_named_without_its_path() -> None:
    content = zipped(
        {"../../etc/alerts.csv": CSV, "a\\b\x01.txt": b"x", "__MACOSX/._alerts.csv": b"y", "dir/": b""}
    )
    found = archive.read(item("july.zip", content), opening()).attached
    assert [(each.part.filename, each.where) for each in found] == [
        ("alerts.csv", "alerts.csv in july.zip"),
        ("b.txt", "b.txt in july.zip"),
    ]
    assert found[0].part.payload == CSV


@pytest.mark.parametrize(("name", "shown"), [("", "(no name)"), ("\x02/\x03", "(no name)"), ("a  b", "a b")])
def test_a_name_is_shown_in_one_line(name: str, shown: str) -> None:
    assert archive.shown_name(name) == shown


def _changed(content: bytes, change) -> bytes:
    """The archive with its entries changed in the directory and in the local header."""
    octets = bytearray(content)
    change(octets, octets.find(b"PK\x01\x02"), octets.find(b"PK\x03\x04"))
    return bytes(octets)


def _with_password(octets: bytearray, listed: int, local: int) -> None:
    octets[listed + 8] |= 1
    octets[local + 6] |= 1


def _unknown_method(octets: bytearray, listed: int, local: int) -> None:
    octets[listed + 10] = octets[local + 8] = 99


def _wrong_sum(octets: bytearray, listed: int, local: int) -> None:
    octets[listed + 16] ^= 0xFF


def _too_short(octets: bytearray, listed: int, local: int) -> None:
    """The directory says fewer bytes than there are."""
    struct.pack_into("<I", octets, listed + 24, 10)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_with_password, "it is protected by a password"),
        (_unknown_method, "it is packed in a way that is not read"),
        (_wrong_sum, "it is damaged"),
        (_too_short, "it is damaged"),
    ],
)
def test_a_file_that_cannot_be_unpacked_is_kept_with_the_reason(change, told: str) -> None:
    content = _changed(zipped({"a.csv": CSV}), change)
    (found,) = archive.read(item("a.zip", content), opening()).attached
    assert (found.part.why, found.part.filename) == (told, "a.csv")


def test_what_is_no_archive_is_damaged() -> None:
    assert why(archive.read, b"PK\x03\x04 and nothing more") == "it is damaged"


def test_two_spellings_of_one_name_are_not_chosen_from() -> None:
    assert why(archive.read, zipped({"x/a.csv": CSV, "X\\A.csv": CSV})) == "it has two files of one name"


def test_two_files_of_one_name_are_not_chosen_from() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as both:
        both.writestr("a.csv", CSV)
        with pytest.warns(UserWarning, match="Duplicate name"):
            both.writestr("a.csv", CSV)
    assert why(archive.read, file.getvalue()) == "it has two files of one name"


def test_a_bomb_is_known_by_its_directory() -> None:
    bomb = zipped({"a.csv": bytes(2_000_000)})
    assert why(archive.read, bomb, unpacked_bytes=1_000_000) == "it unpacks to more than 1000000 bytes"


def test_files_are_counted() -> None:
    assert why(archive.read, zipped({"a": b"1", "b": b"2"}), parts=1) == "it has more than 1 parts"
