"""A configuration while it is read: the values that could be read, where they stood, and every mistake.

A file with five mistakes gets five sentences at once, so nothing here raises.
"""

from dataclasses import dataclass, field
from typing import Any

from mailbot.model.errors import Mistake
from mailbot.settings_keys import KEYS


@dataclass(slots=True)
class Draft:
    """`values` and `places` by label (mailbox.host); a value that cannot be read has a place only."""

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def get(self, label: str) -> Any:
        """The value given, else the default; None for one that is missing or cannot be read."""
        if label in self.values or label in self.places or label not in KEYS:
            return self.values.get(label)
        return KEYS[label].default

    def readable(self, label: str) -> bool:
        """False when a value was given that cannot be read: its mistake is known already."""
        return label in self.values or label not in self.places

    def wrong(self, label: str, why: str) -> None:
        """Note a mistake in a key, where it was given: in the file, or in an environment variable."""
        file, name = self.places.get(label, (self.file, label))
        self.mistakes.append(Mistake(file, name, why))
