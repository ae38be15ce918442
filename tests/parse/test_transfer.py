"""Transfer encodings, the damaged ones as far as they go."""

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import transfer


@pytest.mark.parametrize(
    ("data", "octets", "defect"),
    [
        (b"d29yZHM=", b"words", ""),
        (b"d29y\r\nZHM=\r\n", b"words", ""),
        (b"d29yZHM", b"words", transfer.DAMAGED_BASE64),
        (b"d29yZHMx=", b"words1", ""),
        (b"d29yZHM=\r\n\r\n-- \r\nlist footer", b"words", transfer.TEXT_BEHIND),
        (b"d29yZHM=\r\nd29yZHM=", b"wordswords", transfer.DAMAGED_BASE64),
        (b"d29y=ZHM=", b"words", transfer.DAMAGED_BASE64),
        (b"d", b"", transfer.UNREADABLE_BASE64),
        (b"plain words, no code", b"plain words, no code", transfer.NO_BASE64),
        (b"=" * 300, b"", transfer.UNREADABLE_BASE64),
        (b" \r\n", b"", ""),
        (b"", b"", ""),
    ],
)
def test_base64(data: bytes, octets: bytes, defect: str) -> None:
    assert transfer.from_base64(data) == (octets, defect)
    assert transfer.from_base64(memoryview(data)) == (octets, defect)


@pytest.mark.parametrize(
    ("name", "body", "octets", "defect"),
    [
        ("7bit", b"a=b", b"a=b", ""),
        ("8Bit ", b"a=b", b"a=b", ""),
        ("", b"a=b", b"a=b", ""),
        ("none", b"a=b", b"a=b", ""),
        ("BASE64", b"YQ==", b"a", ""),
        ("base-64", b"YQ==", b"a", ""),
        ("Quoted_Printable", b"=61", b"a", ""),
        ("quoted-printeable", b"=61", b"a", ""),
        ("x-uuencode", b"begin 644 a.txt\r\n!80  \r\n`\r\nend\r\n", b"a", ""),
        ("uuencode", b"!80  \n!\xff\n", b"a", transfer.DAMAGED_UU),
        ("x-strange", b"a", b"a", "a part has the unknown transfer encoding 'x-strange'"),
    ],
)
def test_names(name: str, body: bytes, octets: bytes, defect: str) -> None:
    assert transfer.decoded(body, name) == transfer.Decoded(octets, defect)


TEXT = "Café – alert\n".encode() * 1000


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("8bit", TEXT),
        ("base64", base64.encodebytes(TEXT)),
        ("base64", base64.b64encode(TEXT)),
        ("quoted-printable", quopri.encodestring(TEXT)),
    ],
)
@pytest.mark.parametrize("most", [3, 4, 5, 6, 7, 8, 1000, 1001, 1002, 1003])
def test_a_beginning_ends_at_a_whole_character(name: str, body: bytes, most: int) -> None:
    found = transfer.decoded(body, name, most)
    assert found.cut
    assert found.defect == ""
    assert most - 3 <= len(found.octets) <= most
    assert TEXT.decode().startswith(found.octets.decode())


def test_what_fits_is_not_cut() -> None:
    assert transfer.decoded(b"caf\xe9", "8bit", 4) == transfer.Decoded(b"caf\xe9")
    assert transfer.decoded(b"YQ==", "base64", 4) == transfer.Decoded(b"a")


@given(st.binary(max_size=100), st.sampled_from(["base64", "quoted-printable", "uuencode", "7bit"]))
def test_any_octets_are_decoded(data: bytes, name: str) -> None:
    whole = transfer.decoded(data, name)
    assert not whole.cut
    assert len(transfer.decoded(data, name, 7).octets) <= 7


@given(st.binary(max_size=300), st.integers(0, 400), st.binary(max_size=1))
def test_any_noise_in_base64_costs_little(data: bytes, at: int, noise: bytes) -> None:
    coded = base64.encodebytes(data)
    damaged = coded[:at] + (noise if noise in (b"*", b"!", b" ", b"\x00", b"\xff") else b"") + coded[at:]
    assert transfer.from_base64(damaged)[0] == data
