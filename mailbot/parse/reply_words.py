"""The words by which a reply is judged: greetings, courtesies, and what takes back or adds to what was said.

Data only, in lower case and without punctuation, as `reply` compares them.
"""

from typing import Final

from mailbot.model.report import Meaning

TELLING: Final = frozenset({"received", "noted", "confirmed", "ours", "not", "resend"})
LONGEST_GREETING: Final = 5
# Words that make a statement of what begins like a greeting: 'Hi Cobalt has this one'.
STATING: Final = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "to", "for", "from"}
    | {"by", "with", "at", "supply", "supplies", "supplied", "lost", "left", "gone", "moved", "please"}
)
POLITE: Final = frozenset(
    {
        "thanks",
        "thank you",
        "many thanks",
        "thanks very much",
        "thank you very much",
        "thanks for this",
        "thank you for this",
        "thanks for letting us know",
        "thank you for letting us know",
        "thanks all",
        "cheers",
        "sorry",
        "sorry about that",
        "apologies",
        "apologies for the delay",
        "apologies for that",
        "as requested",
        "please see below",
        "see below",
        "details below",
        "please find details below",
        "here are the details",
        "here are the missing details",
        "hope you are well",
        "i hope you are well",
        "hope this finds you well",
    }
)
# Courtesies at the ends of a sentence, longest first: 'Sorry, this is not ours, thanks'.
BEFORE: Final = (
    "just to confirm",
    "just confirming",
    "please note",
    "many thanks",
    "thank you",
    "thanks",
    "apologies",
    "sorry",
)
BEHIND: Final = (
    "with many thanks", "with thanks", "many thanks", "thank you very much", "thank you", "thanks very much", "thanks",
    "cheers", "i'm afraid", "i am afraid", "sorry", "kind regards", "best regards", "regards",
)  # fmt: skip
# These count only when nothing else is said: what stands beside them may be news, and nobody would read it.
ALONE: Final = frozenset({Meaning.RECEIVED, Meaning.CONFIRMS})
# Words that take back, narrow or add to what was said before them.
DOUBTS: Final = frozenset(
    {
        "but",
        "not",
        "no",
        "never",
        "nor",
        "however",
        "except",
        "although",
        "though",
        "unless",
        "until",
        "instead",
        "cc",
        "copy",
        "colleague",
        "yet",
        "only",
        "apart",
        "besides",
        "unfortunately",
        "cannot",
        "can't",
        "couldn't",
        "didn't",
        "doesn't",
        "don't",
        "hasn't",
        "haven't",
        "isn't",
        "wasn't",
        "aren't",
        "won't",
        "wouldn't",
        "wrong",
        "incorrect",
        "change",
        "changed",
        "changes",
        "update",
        "updated",
        "replace",
        "amend",
        "correction",
        "why",
        "who",
        "whom",
        "what",
        "when",
        "where",
        "which",
        "how",
        "unsure",
        "unclear",
        "maybe",
        "perhaps",
    }
)
