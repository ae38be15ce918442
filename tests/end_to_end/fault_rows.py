"""The faults that mailbot must survive while mail flows, and the page about them.

`python -m tests.end_to_end.fault_rows > docs/faults.md` writes the page; test_faults.py makes each row happen and looks
for what it says. A row is made of what stands in its own fields alone.
"""

import sys

from tests.faults.row import Row
from tests.faults.rows_here import CLOCK, STORE
from tests.faults.rows_imap import IMAP
from tests.faults.rows_smtp import SMTP

ROWS: tuple[Row, ...] = (*IMAP, *SMTP, *STORE, *CLOCK)

_PARTS = {
    "The mailbox (IMAP)": IMAP,
    "The submission host (SMTP)": SMTP,
    "The store": STORE,
    "The clock": CLOCK,
}
_HEAD = """\
# What goes wrong, and what mailbot does

Each fault is made to happen while 200 mails of every kind flow through mailbot, real Dovecot and real Postfix; then it
is healed. Afterwards every alert lies with a current contact of its supplier or is held for a person, nothing went
twice save letters counted as uncertain (same Message-ID), the three ledgers balance, `status` tells of no trouble, and
mailbot is the same process, except where it was killed. Where there is nothing to do but to wait, it uses less than a
tenth of a processor. Times in this table are those of a running mailbot; the tests shorten them.

The page is written from the rows of the tests (`python -m tests.end_to_end.fault_rows > docs/faults.md`), and a test
compares it with them. The test of a row is `tests/end_to_end/test_faults.py::test_nothing_is_lost[ID]`.
"""


def page() -> str:
    """docs/faults.md."""
    return "\n".join((_HEAD, *(_table(title, rows) for title, rows in _PARTS.items())))


def _table(title: str, rows: tuple[Row, ...]) -> str:
    head = "| fault | how it is made | what the operator reads | what mailbot does | ID |\n|---|---|---|---|---|\n"
    return f"## {title}\n\n{head}" + "".join(map(_line, rows))


def _line(row: Row) -> str:
    reads = f'"{row.sees}"' if row.sees else "nothing"
    return f"| {row.fault} | {row.made} | {reads} | {row.does} | `{row.id}` |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
