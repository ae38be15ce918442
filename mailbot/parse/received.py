"""The Received headers that stand above what our mail host found (RFC 5321, section 4.4; RFC 8601, section 5).

Takes the values of those headers and the authserv-id; gives in words why they cannot all be of our own hosts, or
an empty string. A host of our own shares the organisational domain of the authserv-id; where the authserv-id is
no domain name (Exchange Online's, or a bare word) only their number counts. Never raises; linear.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

MOST: Final = 8

_BY: Final = re.compile(r"(?:^|[\s\x00])by[\s\x00]{1,20}([a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,20})")
_ADDRESS: Final = re.compile(r"[0-9.]+")
_DOMAIN: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,20}")
# Second labels under which a country registers names: 'co.uk' is nobody's own domain.
_SHARED: Final = frozenset({"ac", "co", "com", "edu", "gov", "ltd", "me", "net", "nhs", "org", "plc", "sch"})


def foreign(above: Sequence[str], authserv_id: str) -> str:
    """Why the headers above our mail host's results are not all of our own hosts; empty when they may be."""
    if len(above) > MOST:
        return f"more than {MOST} Received headers stand above the results of our mail host"
    if not _DOMAIN.fullmatch(authserv_id):
        return ""
    ours = _organisation(authserv_id)
    strange = next((by for each in above for by in _hosts(each) if _organisation(by) != ours), "")
    if not strange:
        return ""
    return (
        f"the mail passed through {strange[:100]} after the results that {authserv_id} is said to have written, "
        "so they may be forged"
    )


def _hosts(value: str) -> Iterator[str]:
    """Every host that the header names behind `by`, outside its comments; an IP address is none."""
    bare = _without_comments(value.casefold())
    return (host for host in _BY.findall(bare) if not _ADDRESS.fullmatch(host))


def _organisation(host: str) -> str:
    """The organisational domain, near enough: two labels, three below a country's shared second label."""
    labels = host.rstrip(".").split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3 if shared else -2 :])


def _without_comments(value: str) -> str:
    kept: list[str] = []
    depth = 0
    for here in value:
        depth += here == "("
        kept.append(" " if depth else here)
        depth = max(0, depth - (here == ")"))
    return "".join(kept)
