"""Whose letter leaves next: alerts before answers, and suppliers in turn.

Kept in memory: after a restart everybody starts afresh. The supplier with the fewest letters in hand comes first,
then the one that has waited longest for a turn; none has all connections to itself while there are several, so a
slow or dead host delays its own letters only.
"""

from collections import Counter

Peer = tuple[int, int | None]  # rank, organisation


class Turns:
    """Chooses among the peers whose letters are due."""

    def __init__(self, connections: int) -> None:
        self._most = max(1, connections - 1)
        self._holds: dict[int, int | None] = {}  # letter in hand -> organisation
        self._last: dict[int | None, int] = {}
        self._turn = 0

    def begin(self) -> None:
        """A new run: nothing is in hand."""
        self._holds.clear()

    def choose(self, waiting: list[Peer]) -> Peer | None:
        """The peer whose turn it is; None when nobody may send now."""
        in_hand = Counter(self._holds.values())
        free = [each for each in waiting if each[1] is None or in_hand[each[1]] < self._most]
        return min(free, key=lambda each: self._order(each, in_hand), default=None)

    def _order(self, peer: Peer, in_hand: "Counter[int | None]") -> tuple[int, int, int]:
        rank, organisation = peer
        return (rank, in_hand[organisation], self._last.get(organisation, 0))

    def took(self, letter_id: int, organisation: int | None) -> None:
        """A letter of this organisation is in hand now."""
        self._turn += 1
        self._holds[letter_id] = organisation
        self._last[organisation] = self._turn

    def answered(self, letter_id: int) -> None:
        """A letter was answered."""
        self._holds.pop(letter_id, None)
