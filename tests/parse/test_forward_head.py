"""Header blocks below an opening that are none of the usual: what is read, and what is left alone."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.parse import forward
from mailbot.parse.forward_block import Window, read
from mailbot.parse.forward_head import below, below_unknown

LIMITS = Limits()


def values(text: str, *, notes: bool = False) -> tuple[dict[str, str], int]:
    block = below(Window(text.split("\n"), 0), notes=notes)
    return block.values, block.end


@pytest.mark.parametrize(
    ("text", "found", "end"),
    [
        ("From: a@b.example To: c Subject: d", {"from": "a@b.example", "to": "c", "subject": "d"}, 1),
        ("\n\nFrom: a@b.exampleTo: cSent: todaySubject: d: e", {"from": "a@b.example", "to": "c", "date": "today",
         "subject": "d: e"}, 3),
        ("From: a@b.example To: c To: d", {"from": "a@b.example To: c To: d"}, 1),
        ("words From: a@b.example To: c Subject: d", {}, 0),
        ('From "Ann" <a@b.example>\nand To Bo\nTo c\nreply to me', {}, 0),
        ('From "Ann" <a@b.example>\nDate: today\nTo c\nreply to me',
         {"from": '"Ann" <a@b.example>', "date": "today", "to": "c"}, 3),
        ("From here on it is mine, says a@b.example", {}, 0),
        ("Kutoka: a@b.example\nKwa: c@d.example\nNakala: e@f.example, g@h.example\nWakati: 23 Mei 2026 09:14\n"
         "Tena: x@y.example\nMada: d\nTupu:\nPia: f\n\nwords",
         {"from": "a@b.example", "to": "c@d.example", "cc": "e@f.example, g@h.example", "date": "23 Mei 2026 09:14",
          "subject": "d"}, 8),
        ("Kutoka: a@b.example\nKwa: c\nMada: d", {}, 0),
        ("Kutoka: a@b.example\nWakati: 09:14 2026", {}, 0),
        ("Kutoka: nobody\nWakati: 09:14 2026\nMada: a@", {}, 0),
        ("One two three four five: a@b.example\nWakati: 09:14 2026\nMada: d", {}, 0),
        ("No words with an address a@b.example", {}, 0),
        ("", {}, 0),
    ],
)  # fmt: skip
def test_below_an_opening(text: str, found: dict[str, str], end: int) -> None:
    assert values(text) == (found, end)


@pytest.mark.parametrize(
    ("text", "found", "end"),
    [
        ("Ann Lee/LARK\n23/11/2026 09:14\n\nTo: Bo\nSubject: x\n\nwords",
         {"from": "Ann Lee/LARK", "date": "23/11/2026 09:14", "to": "Bo", "subject": "x"}, 5),
        ("Ann\nLee\n<a@b.example>\n23/11/2026\nPlease respond\nTo: Bo",
         {"from": "Ann Lee <a@b.example>", "date": "23/11/2026", "to": "Bo"}, 6),
        ("Ann Lee on 23/11/2026 09:14\n24/11/2026\nTo: Bo",
         {"from": "Ann Lee", "date": "23/11/2026 09:14", "to": "Bo"}, 3),
        ("23/11/2026 09:14\nTo: Bo", {}, 0),
        ("Ann Lee\nTo: Bo", {}, 0),
        ("Ann Lee\n23/11/2026\n\nwords", {}, 0),
        ("\n".join("words" for _ in range(12)), {}, 0),
        ("To: Bo Lee\ncc: Cy\nSubject: x", {"to": "Bo Lee", "cc": "Cy", "subject": "x"}, 3),
    ],
)  # fmt: skip
def test_below_the_opening_of_notes(text: str, found: dict[str, str], end: int) -> None:
    assert values(text, notes=True) == (found, end)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("From: a@b.example\nDate: today\nTo: c", True),
        ("Kutoka: a@b.example\nWakati: 23/11/2026 09:14\nMada: d", True),
        ("From: Ann Lee\nDate: today\nTo: c", False),
        ("From: Ann Lee\nDate: today\nTo: c@d.example", False),
        ("From: a@b.example\nDate: today\nwords", False),
        ("From: a@b.example\nTo: c\nSubject: x", False),
    ],
)
def test_below_an_unknown_opening(text: str, known: bool) -> None:
    assert (below_unknown(Window(text.split("\n"), 0)) is not None) is known


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("From: Ann\nTo: Bo cc: Cy (bcc: Di)\nSubject: x", {"from": "Ann", "to": "Bo", "cc": "Cy", "subject": "x"}),
        ("From: Ann\nCc: Cy\nTo: Bo cc: Di", {"from": "Ann", "cc": "Cy", "to": "Bo cc: Di"}),
        ("From:\nAnn\nTo:\nBo\nSubject:\nx\n\nwords", {"from": "Ann", "to": "Bo", "subject": "x"}),
        ("From: Ann\nTo: Bo\nSubject: Alert for\n meter tamper\n\nwords",
         {"from": "Ann", "to": "Bo", "subject": "Alert for meter tamper"}),
        ("From: Ann\nSubject: Alert\n for\nTo: Bo", {"from": "Ann", "to": "Bo", "subject": "Alert for"}),
        ("From: Ann\nTo: Bo\nSubject: Alert\n MPAN: 1\n\nwords", {"from": "Ann", "to": "Bo", "subject": "Alert"}),
        ("From: Ann\nTo: Bo\nSubject: Alert\n two\nwords", {"from": "Ann", "to": "Bo", "subject": "Alert"}),
        ("Subject:\nx\nFrom: Ann\nTo: Bo", {"subject": "x", "from": "Ann", "to": "Bo"}),
        ("From: Ann\nTo: Bo\nSubject:\n\nwords", {"from": "Ann", "to": "Bo", "subject": ""}),
        ("From: Ann\nTo: Bo\nSubject:\nwords", {"from": "Ann", "to": "Bo", "subject": ""}),
        ("From: Ann\nImportance: high\n of\nTo: Bo", {"from": "Ann", "to": "Bo"}),
        ("From: Ann\n\nDate: today\n\nTo: Bo\n\nCc: Cy\n\nwords: x",
         {"from": "Ann", "date": "today", "to": "Bo", "cc": "Cy"}),
        ("From: Ann\nSubject: x\n\nDate: 24/11/2026", {"from": "Ann", "subject": "x"}),
        ("From: Ann\nSent: today\nTo: Bo\nSubject: x\n\nCc: words", {"from": "Ann", "date": "today", "to": "Bo",
         "subject": "x"}),
        ("From: Ann\nFrom: Bo", {"from": "Ann"}),
        ("From: Ann\n" + "Bcc: x\n" * 20 + "To: Bo", {"from": "Ann"}),
        ("From: Ann\nHaste makes waste: yes\nwords", {"from": "Ann"}),
        ("From: Ann\nfoo:bar\nwords", {"from": "Ann"}),
        ("From: Ann\nHaste makes waste: yes\na\nb\nc", {"from": "Ann"}),
        ("words\nFrom: Ann", {}),
    ],
)  # fmt: skip
def test_header_lines(text: str, found: dict[str, str]) -> None:
    assert read(Window(text.split("\n"), 0)).values == found


def test_a_block_is_read_up_to_a_cap() -> None:
    long = "From: Ann\nTo: " + ",\n".join(f"a{n}@b.example" for n in range(200))
    assert read(Window(long.split("\n"), 0)).end == 60


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("----------  Forwarded Message  ----------\n\nSubject: x\nFrom: a@b.example\n\nwords\n\n----------", "words"),
        ("----------  Forwarded Message  ----------\n\nSubject: x\nFrom: a@b.example\n\nwords\n\n", "words"),
        ("----------  Forwarded Message  ----------\n\nSubject: x\nFrom: a@b.example\n\n", ""),
        ("---- More news ----\nwords\nFrom: a@b.example\nDate: x\nTo: y", ""),
        ("---- More news ----\n---- and more ----\nwords", None),
        ("---- More news ----\nFrom: somebody\nwords", None),
        ("---- More news ----\nFrom: a@b.example\nDate: today\nTo: y\n\nwords", "words"),
        ("---- More: news ---- and words that go on", None),
        ("---- Forwarded message ---- and words that go on", None),
        ("---- Forwarded message ---- From: a@b.example To: x Subject: y\nwords", "words"),
        ("-----Original Message-----\nFrom: a@b.example\nDate: x\n\n________________________________\n"
         "From: c@d.example\nDate: y\nTo: z\n\nwords",
         "________________________________\nFrom: c@d.example\nDate: y\nTo: z\n\nwords"),
        ("Begin forwarded message:", ""),
    ],
)  # fmt: skip
def test_where_a_forward_begins_and_ends(text: str, whole: str | None) -> None:
    several = forward.layers(Mail(plain=text, subject="x"), LIMITS)
    assert (several[1].whole if len(several) > 1 else None) == whole
