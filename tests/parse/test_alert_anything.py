"""The alert reader takes any text: it never raises, never takes long, and says where it stopped."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model.limits import Limits
from tests.parse.alert_texts import DEVICE_A, A, B, reading

PIECES = (
    "MPAN", "MPAN:", "MPAN Core", "MPRN", "Alert Code", "Alert Code:", "Code", "Supplier:", "New Supplier:",
    "Old Supplier:", "Date", "Time", "Date/Time:", "Device ID", "Fuel", "Alert", "From:", "To:", "Subject:",
    A, B, "1012345678904", "3938424403", DEVICE_A, "8F3F", "0x8F3F", "24/11/2026 09:05", "24/11/2026", "09:05",
    "Brightwater", "n/a", "\t", "\n", "\n\n", "  ", " - ", ",", ";", "|", ":", ">", "*", "(", ")", " ", "x",
)  # fmt: skip
HUGE = 1_000_000


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES)).map("".join),
)
def test_no_mixture_of_labels_and_values_breaks_the_reader(outer: str, inner: str) -> None:
    found = reading(outer, inner)
    for alert in found.alerts:
        assert alert.code == "" or re.fullmatch("[0-9A-F]{4}", alert.code)
        assert alert.mpxn == "" or (alert.mpxn.isdigit() and alert.mpxn.isascii())
        assert alert.device == "" or re.fullmatch("([0-9A-F]{2}-){7}[0-9A-F]{2}", alert.device)
        assert alert.raised_at is None or alert.raised_at.tzinfo is not None
        assert not any(re.search(r"\d{13}", problem.text) for problem in alert.problems)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=2_000))
def test_no_text_breaks_the_reader(text: str) -> None:
    reading(text, f"MPAN: {text}\nAlert Code: {text}\nDate/Time: {text}\nSupplier: {text}")


IN_A_LINE = (
    "1",
    "\t",
    ":",
    "a:",
    "(",
    ">",
    "  ",
    " - ",
    "MPAN: ",
    f"8F3F {A} ",
    "24/11/2026 09:05 ",
    "mpan mpan mpan: ",
)
IN_LINES = (
    "\n", "MPAN\n", "MPAN\nfoo\n", "MPAN\tfoo\n", "MPAN\tCode\n", f"MPAN: {A}\n", f"MPAN: {A}\n\n",
    f"MPAN\n{A}\nfoo\n", f"MPAN: {A}\nCode: 8F3F\n", f"{DEVICE_A}\n", "MPAN\nfoo\n\nCode\nbar\n",
    "New Supplier: x\n\nMPAN\n", f"{A}\n8F3F\n\n", "Ref: 1\n", "From: x\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", IN_A_LINE + IN_LINES)
def test_work_grows_with_the_text_alone(piece: str) -> None:
    """Eight times the text is about eight times the calls; the caps cut neither."""
    small, large = (calls(piece * (size // len(piece))) for size in (HUGE // 256, HUGE // 32))
    assert large < 12 * small + 1_000


@pytest.mark.parametrize("pieces", [(piece,) for piece in IN_A_LINE] + [IN_LINES])
@pytest.mark.timeout(120)
def test_a_megabyte_comes_to_an_end(pieces: tuple[str, ...]) -> None:
    """One line of it, which is work that no call shows; and as many lines as are read."""
    share = HUGE // len(pieces)
    reading("".join(piece * (share // len(piece)) for piece in pieces))


def calls(text: str) -> int:
    """How many calls reading a text takes: a measure of work that no busy machine changes."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        reading(text)
    finally:
        sys.setprofile(None)
    return count


def test_caps_are_named() -> None:
    limits = Limits(lines=10, alerts=3, text_characters=5_000)
    block = f"MPAN: {A}\nAlert Code: 8F3F\n\n"
    assert reading(block * 3, limits=limits).over == ()
    assert reading(block * 4, limits=limits).over == ("more than 10 lines in the body",)
    table = "MPAN\tAlert Code\n" + f"{A}\t8F3F\n" * 5
    cut = reading(table, limits=limits)
    assert cut.over == ("more than 3 alerts",)
    assert len(cut.alerts) == 3
    assert reading("x" * 5_001, limits=limits).over == ("more than 5000 characters in the body",)
    assert reading("x" * 20_001).over == ("a line of more than 20000 characters in the body",)
