"""GBCS payloads: octets, base64, hexadecimal digits, among other words."""

import base64

import pytest

from mailbot.parse import gbcs
from mailbot.parse.gbcs import Payload
from tests.parse.payloads import DEVICE, OTHER, asn1, dlms, gbz, grouped, maced

READ = Payload(DEVICE, "4711", "8F3F", "2026-11-13T07:40:31Z")
SIGNED = grouped(dlms())
BASE64 = base64.b64encode(SIGNED).decode()
WRAPPED = "\n".join(BASE64[at : at + 64] for at in range(0, len(BASE64), 64))
HEX = SIGNED.hex().upper()


@pytest.mark.parametrize(
    ("octets", "raised_at"),
    [
        (SIGNED, "2026-11-13T07:40:31Z"),
        (grouped(gbz()), "2026-11-13T07:40:31Z"),
        (grouped(asn1()), "20261113074031Z"),
        (maced(dlms()), "2026-11-13T07:40:31Z"),
        (maced(dlms(tail=bytes(120))), "2026-11-13T07:40:31Z"),
        (grouped(dlms(tail=bytes(300))), "2026-11-13T07:40:31Z"),
        (grouped(dlms(), end=b"\x00"), "2026-11-13T07:40:31Z"),
        (grouped(dlms(), other=b"\x0a\x10\x00" + bytes(8)), "2026-11-13T07:40:31Z"),
    ],
)
def test_every_form_is_read(octets: bytes, raised_at: str) -> None:
    assert gbcs.read(octets) == Payload(DEVICE, "4711", "8F3F", raised_at)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        SIGNED[:-1],
        SIGNED + b"\x00",
        SIGNED[:31],
        grouped(dlms(), begin=b"\xdf\x09\x02"),
        grouped(dlms(), end=b"\x41" + bytes(65)),
        grouped(dlms(), end=b""),
        grouped(dlms(), other=b"\x03\x10\x00\x00"),
        grouped(b""),
        maced(dlms())[:-1],
        maced(dlms()).replace(b"\x11\x00\x00\x00\x00", b"\x12\x00\x00\x00\x00"),
        b"\xdd" + bytes(6) + b"\x83\x00\x00\x01",
        b"\xdd" + bytes(6),
        SIGNED[:11] + b"\x07" + SIGNED[12:],
        SIGNED[:20] + b"\x07" + SIGNED[21:],
        SIGNED[:29] + b"\x0c" + SIGNED[30:],
        SIGNED[:33] + b"\x82\x00",
    ],
)
def test_what_does_not_fit_to_the_last_octet_is_none(octets: bytes) -> None:
    assert gbcs.read(octets) is None


@pytest.mark.parametrize(
    ("content", "code", "raised_at"),
    [
        (dlms(date_time=bytes.fromhex("FFFF0D0FFF07281F00800000")), "8F3F", ""),
        (dlms().replace(b"\x09\x0c", b"\x09\x0b"), "8F3F", ""),
        (dlms()[:20], "8F3F", ""),
        (dlms("1234"), "", "2026-11-13T07:40:31Z"),
        (gbz()[:5] + b"\xff\xff\xff\xff", "8F3F", ""),
        (gbz()[:7], "8F3F", ""),
        (gbz()[:4], "", ""),
        (b"\x0e something else", "", ""),
        (b"\x30\x05\x02\x01\x07", "", ""),
    ],
)
def test_a_code_or_time_in_another_form_stays_empty(content: bytes, code: str, raised_at: str) -> None:
    assert gbcs.read(grouped(content)) == Payload(DEVICE, "4711", code, raised_at)


@pytest.mark.parametrize(
    "text", [BASE64, WRAPPED, HEX, HEX.lower(), f"0x{HEX}", SIGNED.hex(" "), f"\n{HEX}\n"]
)
def test_a_text_that_is_a_payload(text: str) -> None:
    octets = gbcs.written(text)
    assert octets == SIGNED


@pytest.mark.parametrize("text", ["", "nothing", HEX[:-2], BASE64[:-4], "DF0903", f"{BASE64} and more"])
def test_a_text_that_is_none(text: str) -> None:
    assert gbcs.written(text) is None


@pytest.mark.parametrize(
    "text",
    [
        f"Payload:\n{WRAPPED}\n\nRegards",
        f"Payload: {BASE64}\nRegards",
        "> " + WRAPPED.replace("\n", "\n> ") + "\n> Jo",
        f"Payload: {HEX}",
        f"Payload: 0x{HEX} and more",
        f"{SIGNED.hex(' ')}\nRegards",
        f"{SIGNED.hex(':')}\nfaced deed",
        f"{WRAPPED}\n{WRAPPED}",
        maced(dlms()).hex() + " 1234",
    ],
)
def test_a_payload_among_other_words(text: str) -> None:
    assert gbcs.pasted(text) == (READ,)


def test_several_payloads() -> None:
    other = grouped(gbz(), device=OTHER, counter=2**64 - 1)
    found = gbcs.pasted(f"{HEX}\n\n{other.hex()}")
    assert [(each.device, each.counter) for each in found] == [(DEVICE, "4711"), (OTHER, str(2**64 - 1))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DF 09 03 is how one begins",
        "DD 00 00 00 00 00 00 " + "00 " * 60,
        f"{HEX[:-20]} is cut off",
        WRAPPED[:-30],
        f"3wkD{'A' * 60}\n{'B' * 64}",
        "3wkD",
        "DF 09 03 " + "00 " * 60,
        "\n".join(["3wkD" + "A" * 60] * 70),
        f"X{BASE64}",
    ],
)
def test_what_only_begins_like_one(text: str) -> None:
    assert gbcs.pasted(text) == ()


def test_the_facts_are_labelled() -> None:
    assert gbcs.labelled(READ) == (
        f"Device ID: {DEVICE}", "Alert Code: 8F3F", "Originator Counter: 4711", "Date/Time: 2026-11-13T07:40:31Z",
    )  # fmt: skip
    assert gbcs.labelled(Payload(DEVICE, "1", "", "")) == (f"Device ID: {DEVICE}", "Originator Counter: 1")
