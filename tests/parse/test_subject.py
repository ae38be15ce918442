"""Reply prefixes of a Subject."""

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
        ("AW: x", True),
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
def test_prefixes(text: str, reply: bool) -> None:
    assert subject.is_reply(text) == reply
