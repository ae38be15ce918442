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
    | {
        "helo",
        "helo bawb",
        "bore da",
        "prynhawn da",
        "hallo",
        "hallo zusammen",
        "guten tag",
        "guten morgen",
        "guten abend",
    }
    | {
        "sehr geehrte damen und herren",
        "hallo secas",
        "bonjour",
        "bonjour à tous",
        "madame monsieur",
        "bonsoir",
    }
    | {
        "goedendag",
        "goedemorgen",
        "goedemiddag",
        "geachte heer mevrouw",
        "beste",
        "hola",
        "hola a todos",
        "buenos días",
    }
    | {
        "buenas tardes",
        "buongiorno",
        "buonasera",
        "ciao",
        "gentili signori",
        "dzień dobry",
        "szanowni państwo",
        "witam",
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
    "diolch",
    "vielen dank",
    "danke",
    "merci",
    "bedankt",
    "gracias",
    "grazie",
    "dziękuję",
)
BEHIND: Final = (
    "with many thanks", "with thanks", "many thanks", "thank you very much", "thank you", "thanks very much", "thanks",
    "cheers", "i'm afraid", "i am afraid", "sorry", "kind regards", "best regards", "regards",
    "diolch yn fawr", "diolch", "vielen dank", "danke", "merci", "bedankt", "dank u", "gracias", "grazie", "dziękuję",
)  # fmt: skip
# These count only when nothing else is said: what stands beside them may be news, and nobody would read it.
ALONE: Final = frozenset({Meaning.RECEIVED, Meaning.CONFIRMS})
# An answer with none of these is in another language than English: it counts only when nothing else is said.
ENGLISH: Final = frozenset({"not", "isn't", "don't", "send", "resend"})
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
# A sentence with one of these says of a change that there is none.
DENIALS: Final = frozenset({"not", "never", "hasn't", "haven't", "don't", "isn't"})
# The same in other languages, where a sentence stands behind an answer in English.
FOREIGN_DOUBTS: Final = frozenset(
    {
        "ond",
        "ddim",
        "nid",
        "aber",
        "nicht",
        "kein",
        "keine",
        "doch",
        "jedoch",
        "mais",
        "pas",
        "sauf",
        "maar",
        "niet",
        "geen",
    }
    | {"pero", "salvo", "sino", "però", "tranne", "non", "ale", "nie", "jednak"}
)
