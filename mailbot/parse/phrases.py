"""Tables of phrases, and text in the form in which they are looked for.

Takes a table written as phrases with semicolons between them, or a text; gives the phrases, or the text in lower case
with its blanks made one and its apostrophes and hyphens made plain. Never raises; one pass.
"""

_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})


def phrases(table: str) -> tuple[str, ...]:
    """The phrases of a table, in lower case, each with single blanks."""
    return tuple(words for each in table.split(";") if (words := plain(each)))


def plain(text: str) -> str:
    """The text as it is compared with phrases."""
    return " ".join(text.translate(_PLAIN).casefold().split())


def says(words: str, several: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in a text that was made plain."""
    return any(each in words for each in several)
