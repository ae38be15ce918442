"""Reply and forward prefixes of a Subject."""

import pytest

from mailbot.parse import subject


@pytest.mark.parametrize(
    ("text", "reply", "forward"),
    [
        ("Re: x", True, False),
        ("RE: FW: x", True, False),
        ("re : x", True, False),
        ("Re[2]: x", True, False),
        ("Re(3): x", True, False),
        ("AW: x", True, False),
        ("回复：x", True, False),
        ("[EXTERNAL] [x] Re: y", True, False),
        ("FW: Re: x", False, True),
        ("Fwd: x", False, True),
        ("WG: x", False, True),
        ("TR : x", False, True),
        ("Report: x", False, False),
        ("re x", False, False),
        ("[[[[", False, False),
        ("", False, False),
    ],
)
def test_prefixes(text: str, reply: bool, forward: bool) -> None:
    assert (subject.is_reply(text), subject.is_forward(text)) == (reply, forward)
