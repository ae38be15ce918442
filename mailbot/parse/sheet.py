"""What is known of a sheet before its cells are read: its name, how far it reaches, what of it nobody sees.

Takes and gives values; `reaches` raises CannotOpen when the cells lie so far apart that reading them as a rectangle
would take memory out of proportion.
"""

from dataclasses import dataclass, field

from mailbot.parse.attached_table import MOST_COLUMNS
from mailbot.parse.opening import CannotOpen, Opening


@dataclass(slots=True)
class Sheet:
    """One sheet; rows and columns are counted from 0, and listed when nobody sees them. `hidden`: the whole of it."""

    name: str
    hidden: bool = False
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    cells: set[tuple[int, int]] = field(default_factory=set)  # row and column of single ones


def reaches(rows: int, columns: int, opening: Opening) -> None:
    """Looks at how far the cells of a sheet reach before they are read."""
    if rows > opening.limits.rows:
        opening.more_rows(rows)
    if rows * columns > opening.limits.rows * MOST_COLUMNS:
        raise CannotOpen("its cells lie too far apart")
