"""Who sent a mail, and how sure we are (RFC 8601)."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How well our own mail host proved the From address."""

    PROVED = "proved"  # DMARC pass, or DKIM pass on the From domain
    LIKELY = "likely"  # aligned SPF, or dmarc=bestguesspass
    UNPROVED = "unproved"

    def suffices(self, needed: "Level") -> bool:
        """True when this level is at least `needed`."""
        order = (Level.UNPROVED, Level.LIKELY, Level.PROVED)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level and, in a sentence, why. Taken once, at pickup: signing keys rotate."""

    level: Level
    why: str
