"""Damage on the way makes no alert of an alert: what a damaged mail relays, the mail as it was sent relays too.

Damage is what happens to mail between programs: it is cut off, lines or bytes are lost or come twice, bytes that are no
text get in, bits are flipped by the dozen, line ends and charsets change, a boundary is lost. It is no forger's hand,
who writes one valid value over another: nothing in a mail can tell that. Two things follow for what can be promised.

- Of a mail whose alerts are relayed, any damage may cost alerts, or the device that an alert names beside its meter
  point; never may it bring forth another meter point, device, code or supplier.
- Of a mail that is held because of what it says, damage that loses that very sentence, or which part of the mail it
  stands in, is not noticed in any text; so there the promise is for damage that loses neither words nor parts.
"""

from collections.abc import Callable, Generator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot import reading
from mailbot.model.decision import RelayAlert
from mailbot.model.limits import Limits
from tests import test_golden as golden

Relayed = frozenset[tuple[str, str, str, str]]
Change = Callable[[bytes], bytes]

ALERTS = tuple(name for name in golden.NAMES if name.startswith("alert/"))
RAW = {name: (golden.MAIL / name).read_bytes() for name in ALERTS}
SENT_ON = tuple(name for name in ALERTS if golden._wanted(name).get("disposition") == "relay")
UNDONE = "alert/script_damaged_high_bits.eml"  # what is wrong with it, clearing the eighth bits mends
NOT_SENT_ON = tuple(name for name in ALERTS if name not in (*SENT_ON, UNDONE))
JUNK = [
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\x1b",
    b"=",
    b" ",
    b"\r",
    b"\n",
    b"\r\n",
    b"\t",
    b"\xc2\xa0",
    b"*",
    b"<",
    b'"',
    b"--",
]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Generator[golden.Stores, None, None]:
    folder = tmp_path_factory.mktemp("damaged")
    both = golden.Stores(
        golden._store(folder / "bare.db", False), golden._store(folder / "registered.db", True)
    )
    yield both
    both.bare.close()
    both.registered.close()


def relayed(name: str, raw: bytes, stores: golden.Stores) -> Relayed:
    """The alerts that would be sent on, and to whom, when this mail came as that golden one does."""
    context = golden._context(raw, golden._wanted(name).get("context", {}), stores)
    effects = reading.explain(raw, golden.RULES, Limits(), context).decision.effects
    return frozenset(
        (each.alert.mpxn, each.alert.device, each.alert.code, each.organisation.name)
        for each in effects
        if isinstance(each, RelayAlert)
    )


@cache
def sent_on(name: str, stores: golden.Stores) -> Relayed:
    """What the undamaged mail relays."""
    return relayed(name, RAW[name], stores)


def invented(found: Relayed, sent: Relayed) -> Relayed:
    """Those of the alerts found that were not sent; one that has lost its meter point or its device is not another."""
    return frozenset(
        (mpxn, device, code, supplier)
        for mpxn, device, code, supplier in found
        if not any(
            mpxn in (one[0], "") and device in (one[1], "") and (code, supplier) == one[2:] for one in sent
        )
    )


@st.composite
def damaged(draw: st.DrawFn, raw: bytes) -> bytes:
    """The mail with one or two pieces of damage."""
    for _ in range(draw(st.integers(1, 2))):
        raw = draw(st.sampled_from(DAMAGES))(draw, raw)
    return raw


def _cut_off(draw: st.DrawFn, raw: bytes) -> bytes:
    return raw[: draw(st.integers(0, len(raw)))]


def _lines_lost(draw: st.DrawFn, raw: bytes) -> bytes:
    lines = raw.split(b"\r\n")
    at = draw(st.integers(0, len(lines)))
    return b"\r\n".join((*lines[:at], *lines[at + draw(st.integers(1, 8)) :]))


def _lines_twice(draw: st.DrawFn, raw: bytes) -> bytes:
    lines = raw.split(b"\r\n")
    at, to = draw(st.integers(0, len(lines))), draw(st.integers(0, len(lines)))
    return b"\r\n".join((*lines[:to], *lines[at : at + draw(st.integers(1, 8))], *lines[to:]))


def _bytes_lost(draw: st.DrawFn, raw: bytes) -> bytes:
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + raw[at + draw(st.integers(1, 600)) :]


def _junk_put_in(draw: st.DrawFn, raw: bytes) -> bytes:
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + b"".join(draw(st.lists(st.sampled_from(JUNK), min_size=1, max_size=4))) + raw[at:]


def _high_bits(draw: st.DrawFn, raw: bytes) -> bytes:
    damaged = bytearray(raw)
    for place in draw(st.lists(st.integers(0, len(raw) - 1), max_size=40)) if raw else ():
        damaged[place] |= 0x80
    return bytes(damaged)


DAMAGES = (_cut_off, _lines_lost, _lines_twice, _bytes_lost, _junk_put_in, _high_bits)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.data())
def test_damage_never_makes_another_alert(stores: golden.Stores, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SENT_ON))
    found = relayed(name, data.draw(damaged(RAW[name])), stores)
    assert invented(found, sent_on(name, stores)) == frozenset()


def _charset(name: bytes) -> Change:
    return lambda raw: raw.replace(b"charset=", b"charset=" + name + b"; was=")


LOSSLESS: dict[str, Change] = {
    "LF": lambda raw: raw.replace(b"\r\n", b"\n"),
    "CR": lambda raw: raw.replace(b"\r\n", b"\r"),
    "CR CR LF": lambda raw: raw.replace(b"\r\n", b"\r\r\n"),
    "mbox, BOM": lambda raw: b"\xef\xbb\xbfFrom alerts@secas.example Tue Nov 24 09:05:33 2026\r\n" + raw,
    "UTF-16": lambda raw: raw.decode("latin-1").encode("utf-16"),
    "NULs at line ends": lambda raw: raw.replace(b"\r\n", b"\x00\r\n"),
    "7 bits": lambda raw: bytes(each & 0x7F for each in raw),
    "doubled empty lines": lambda raw: raw.replace(b"\r\n\r\n", b"\r\n\r\n\r\n"),
    "no encodings": lambda raw: raw.replace(b"Content-Transfer-Encoding:", b"X-Encoding:"),
    "no boundary": lambda raw: raw.replace(b"boundary=", b"bound="),
    "ASCII": _charset(b"us-ascii"),
    "UTF-16 said": _charset(b"utf-16"),
    "Chinese": _charset(b"gb18030"),
    "UTF-7": _charset(b"utf-7"),
    "below itself": lambda raw: raw + b"\r\n" + raw.partition(b"\r\n\r\n")[2],
}


@pytest.mark.parametrize("change", LOSSLESS)
def test_what_loses_nothing_sends_nothing_on_that_was_held(change: str, stores: golden.Stores) -> None:
    for name in (*NOT_SENT_ON, *SENT_ON[::9]):
        found = relayed(name, LOSSLESS[change](RAW[name]), stores)
        assert invented(found, sent_on(name, stores)) == frozenset(), name


def test_there_is_something_to_damage() -> None:
    assert len(SENT_ON) > 40
    assert len(NOT_SENT_ON) > 30
