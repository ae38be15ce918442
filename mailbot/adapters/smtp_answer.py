"""An SMTP answer, or its absence, as a DeliveryStatus.

Takes reply code and text (RFC 5321, section 4.2; enhanced status codes RFC 2034 and RFC 3463) or what broke.
Gives a DeliveryStatus whose diagnostic is one printable line of at most 500 characters. A code that is none
becomes 0, an enhanced status that contradicts the code is no status. It never decides what an answer means.
"""

import re

from mailbot.model.delivery import DeliveryStatus, Stage

DIAGNOSTIC_LIMIT = 500
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?: |$)")
_ACTIONS = {2: "relayed", 4: "delayed", 5: "failed"}  # RFC 3464, section 2.3.3


def answered(stage: Stage, code: int, text: str, remote: str, secret: str = "") -> DeliveryStatus:
    """The status for a reply of `remote`; `secret` is cut out of its text wherever the host echoes it."""
    if not 200 <= code <= 599:
        return lost(stage, f"An answer that is not SMTP: {text}", remote, secret)
    status, diagnostic = _enhanced(code, text)
    return DeliveryStatus(stage, code, status, _action(stage, code), _clean(diagnostic, secret), remote)


def lost(stage: Stage, why: str, remote: str, secret: str = "") -> DeliveryStatus:
    """The status for a dialogue that ended without an answer; `why` is a sentence."""
    return DeliveryStatus(stage, diagnostic=_clean(why, secret), remote=remote)


def _enhanced(code: int, text: str) -> tuple[str, str]:
    """The enhanced status of the first line, and the text without it; each line may repeat it (RFC 2034)."""
    lines = [line.strip() for line in text.splitlines()] or [""]
    match = _ENHANCED.match(lines[0])
    if match is None or match[1][0] != str(code)[0]:
        return "", " ".join(lines)
    return match[1], " ".join(line.removeprefix(match[1]).strip() for line in lines)


def _action(stage: Stage, code: int) -> str:
    """The RFC 3464 word; a 2xx before the final dot delivers nothing yet."""
    early = code < 300 and stage is not Stage.DOT
    return "" if early else _ACTIONS.get(code // 100, "")


def _clean(text: str, secret: str) -> str:
    if secret:
        text = text.replace(secret, "(secret)")
    printable = "".join(char if char.isprintable() else " " for char in text[: 8 * DIAGNOSTIC_LIMIT])
    return " ".join(printable.split())[:DIAGNOSTIC_LIMIT]
