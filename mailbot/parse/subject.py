"""Reply prefixes of a Subject (RFC 5322, section 3.6.5, and what clients of other languages write).

Takes a Subject; says whether it answers. Never raises.
"""

_REPLY = frozenset({"re", "aw", "sv", "antw", "ré", "odp", "vs", "rif", "res", "atb", "回复", "答复", "ynt"})
_MOST_TAGS = 5


def is_reply(subject: str) -> bool:
    """Whether the outermost prefix is that of a reply ('RE:', 'AW:', 'Re[2]:'), tags such as [EXT] aside."""
    return _prefix(subject) in _REPLY


def _prefix(subject: str) -> str:
    rest = subject[:300].strip()
    for _ in range(_MOST_TAGS):
        if not rest.startswith("["):
            break
        rest = rest.partition("]")[2].strip()
    word, colon, _ = rest.replace("：", ":").partition(":")
    word = word.strip().casefold().partition("[")[0].partition("(")[0].strip()
    return word if colon else ""
