"""What a forwarder hears, for the tests of receipts, second words and statements."""

import csv
import io

from mailbot.adapters.store import journal, ledgers, letters, suppliers
from tests.coming_back import answer, report

MAIN, ALTERNATIVE = "priya.nair@brightwater.example", "tom.ashby@brightwater.example"
COBALT = "alan.whitby@cobalt.example"
LARKFIELD = 1
REFUSED = "550 5.1.1 no such user here"
DEVICE = "00-1D-24-02-01-A0-0B-11"


def take(stage, *raws, shadow=False):
    """Mails come in, are decided, and everything due leaves."""
    stage.own(*raws, shadow=shadow)
    stage.dispose.tick()
    stage.deliver.tick()


def wants(stage, choice):
    with stage.store.transaction("desk"):
        assert suppliers.set_receipts(stage.store, LARKFIELD, choice, "A Person", stage.clock.now())


def to_forwarder(stage, kind=None):
    """The letters to the forwarder, oldest first, unpacked."""
    rows = stage.store.rows(
        "SELECT content FROM letter WHERE kind IN ('receipt', 'receipt_update', 'statement', 'receipts_held_back') "
        "AND (? IS NULL OR kind = ?) ORDER BY id",
        (kind, kind),
    )
    return [letters.unpack(row["content"]) for row in rows]


def kinds(stage):
    return [letter.kind.value for letter in to_forwarder(stage)]


def told(stage):
    return [row["told"] for row in stage.store.rows("SELECT told FROM alert ORDER BY id")]


def owed(stage):
    """How many words are owed."""
    return stage.store.one("SELECT count(*) FROM alert WHERE tell_at IS NOT NULL")


def mails(stage):
    return [row["receipt"] for row in stage.store.rows("SELECT receipt FROM message ORDER BY id")]


def journalled(stage, what):
    rows = stage.store.rows("SELECT ref FROM journal WHERE what = ? ORDER BY id", (what,))
    return [row["ref"] for row in rows]


def bounce(stage, *recipients):
    """Letters to these come back."""
    for recipient in recipients:
        id_ = stage.store.one(
            "SELECT message_id FROM letter WHERE recipient = ? ORDER BY id DESC", (recipient,)
        )
        take(stage, report(id_, recipient, number=stage.uid + 1))


def sound(stage):
    assert journal.first_broken(stage.store) is None
    for each in (ledgers.mails, ledgers.alerts, ledgers.letters):
        assert each(stage.store).faults == ()


def hear(stage, text):
    id_ = stage.store.one("SELECT message_id FROM letter WHERE kind = 'relayed_alert' ORDER BY id DESC")
    take(stage, answer(id_, MAIN, text, number=stage.uid + 1))


def csv_of(letter):
    (attachment,) = letter.attachments
    assert attachment.content_type == "text/csv"
    return list(csv.DictReader(io.StringIO(attachment.payload.decode("utf-8-sig"))))


def letter_id(stage, kind):
    return stage.store.one("SELECT id FROM letter WHERE kind = ?", (kind,))
