"""Prefixes of a Subject: replies, forwards, tags."""

import pytest

from mailbot.parse import subject


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Re: x", True),
        ("RE: FW: x", True),
        ("re : x", True),
        ("Re[2]: x", True),
        ("Re(3): x", True),
        ("Re^2: x", True),
        ("AW: x", True),
        ("SV: x", True),
        ("VS: x", True),
        ("回复：x", True),
        ("[EXTERNAL] [x] Re: y", True),
        ("FW: Re: x", False),
        ("Fwd: x", False),
        ("WG: x", False),
        ("TR : x", False),
        ("Report: x", False),
        ("re x", False),
        ("[[[[", False),
        ("", False),
    ],
)
def test_replies(text: str, reply: bool) -> None:
    assert subject.is_reply(text) == reply


PREFIXES = """
Fwd FW Fw fwd WG TR RV I ENC Doorst VS VB VL PD İLT Переслать 转发 轉寄 轉發 転送 전달 TRS YML Réexp Inoltra Encaminhado
Továbbítás ПРЕПРАТЕНО ΠΡΘ הועבר
"""
SHAPES = ["{}: Alert 1", "{}：Alert 1", "{} : Alert 1", "{}[2]: Alert 1", "[EXT] {}: Alert 1"]


@pytest.mark.parametrize("prefix", PREFIXES.split())
@pytest.mark.parametrize(
    "shape", ["{}: Alert 1", "{}：Alert 1", "{} : Alert 1", "{}[2]: Alert 1", "[EXT] {}: Alert 1"]
)
def test_forwards_of_every_language(prefix: str, shape: str) -> None:
    text = shape.format(prefix)
    assert subject.is_forward(text)
    assert subject.unforwarded(text) == "Alert 1"
    assert subject.bare(text) == "Alert 1"


@pytest.mark.parametrize(
    ("text", "before", "bare"),
    [
        ("Fwd: Re: x", "Re: x", "x"),
        ("FW: Fwd: x", "Fwd: x", "x"),
        ("[EXT] Fwd: [JIRA-12] x", "[JIRA-12] x", "[JIRA-12] x"),
        ("[Fwd: x]", "x", "x"),
        ("[EXT] [Fwd: x]", "x", "x"),
        ("x (fwd)", "x", "x"),
        ("Fwd:", "", ""),
        ("Re: [EXT] Fwd: x", None, "x"),
        ("Re: x", None, "x"),
        ("x", None, "x"),
        ("[a] " * 9 + "Re: x", None, ("[a] " * 9 + "Re: x")),
        ("[x]", None, "[x]"),
        ("[x] y", None, "[x] y"),
        ("إعادة توجيه: x", "x", "x"),
        ("Forwarding: x", None, "Forwarding: x"),
        ("Alert 8F3F: x", None, "Alert 8F3F: x"),
        ("Fwd " * 100, None, ("Fwd " * 100).strip()),
        ("Fwd: " * 8 + "x", "Fwd: " * 7 + "x", "Fwd: Fwd: x"),
        ("", None, ""),
    ],
)
def test_what_a_subject_was_before(text: str, before: str | None, bare: str) -> None:
    assert subject.unforwarded(text) == before
    assert subject.is_forward(text) is (before is not None)
    assert subject.bare(text) == bare
