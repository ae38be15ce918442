"""Signs that a text shows a person something else than it says, in the words of a defect.

Each sentence begins with PREFIX: whoever decides what becomes of a mail holds its alerts when it sees one. Takes
text; gives a sentence or nothing. Unicode Standard Annex 9 names the marks that change the order of characters.
Never raises; one pass.
"""

import re
from typing import Final

PREFIX: Final = "doubtful: "
STRUCK: Final = f"{PREFIX}the HTML strikes out text"
HIDDEN: Final = f"{PREFIX}the HTML hides text"
REORDERED: Final = f"{PREFIX}the text has marks that change the order in which it is shown"
PARTS_IN_TEXT: Final = (
    f"{PREFIX}the parts of the mail stand in its text: the headers that told of them are lost"
)
CODED: Final = f"{PREFIX}a text is in base64 and does not say so"
DAMAGED: Final = f"{PREFIX}the HTML of this mail is damaged; its tags were cut away"

# Embeddings, overrides and isolates. The lone marks U+200E and U+200F stand in ordinary mail and move no digits.
_REORDERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORDS: Final = re.compile(r"supplier|\bmpan|\bmprn|alert", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[0-9](?:\s{0,20}[0-9]){5}")


def reordering(text: str) -> str:
    """The defect when the text holds direction marks, else an empty string."""
    return REORDERED if not text.isascii() and _REORDERING.search(text) else ""


def states_facts(text: str) -> bool:
    """Whether hidden text is more than the preview line or spacer that ordinary mail hides."""
    return bool(_WORDS.search(text) or _DIGITS.search(text))
