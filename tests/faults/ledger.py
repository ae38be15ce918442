"""What must hold of any number of mails once mailbot has come to rest, whatever went wrong in between."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.end_to_end.mails import FORWARDER, Sample
from tests.end_to_end.rig import ALERTS, CONTACTS, Rig
from tests.stores import DATA


def alternatives() -> dict[str, str]:
    """The alternative contact of each main contact, where there is one."""
    rows = [line.split(",") for line in (DATA / "suppliers.csv").read_text().splitlines()[1:]]
    return {row[6]: row[9] for row in rows if row[9]}


class Found:
    """The letters that lie with the contacts and the forwarder, and what the store says of them."""

    def __init__(self, rig: Rig) -> None:
        self.ids: dict[tuple[str, str], set[str]] = defaultdict(set)  # (meter point, address) -> Message-IDs
        self.arrivals: Counter[str] = Counter()  # Message-ID
        for address in CONTACTS:
            for letter in rig.letters(address):
                self.arrivals[letter.message_id] += 1
                for point in letter.meter_points():
                    self.ids[point, address].add(letter.message_id)
        receipts = [letter.message_id for letter in rig.letters(FORWARDER)]
        self.arrivals.update(receipts)
        self.receipts = set(receipts)
        store = rig.store()
        try:
            rows = store.rows(
                "SELECT mpxn FROM alert WHERE state = 'held' AND reasons LIKE '%undeliverable%'"
            )
            self.held = {row["mpxn"] for row in rows}
            letters = store.rows("SELECT message_id, uncertain FROM letter")
            self.uncertain = {row["message_id"]: row["uncertain"] for row in letters}
        finally:
            store.close()

    def too_often(self) -> list[str]:
        """Letters that arrived more often than their attempts of unknown fate explain."""
        return [id_ for id_, times in self.arrivals.items() if times > 1 + self.uncertain[id_]]

    def renamed(self) -> list[tuple[str, str]]:
        """Alerts that one contact got under more than one Message-ID."""
        return [pair for pair, several in self.ids.items() if len(several) > 1]

    def astray(self, mails: Sequence[Sample]) -> set[tuple[str, str]]:
        """Letters that lie with somebody who is no contact of the supplier."""
        second = alternatives()
        allowed = {pair for each in mails for pair in each.expected}
        allowed |= {(point, second[main]) for point, main in allowed if main in second}
        return set(self.ids) - allowed

    def lost(self, mails: Sequence[Sample]) -> set[str]:
        """Alerts that reached no contact and wait for nobody."""
        expected = {point for each in mails for point, _ in each.expected}
        return expected - {point for point, _ in self.ids} - self.held

    def seconds(self, mails: Sequence[Sample]) -> set[tuple[str, str]]:
        """Letters that lie with an alternative contact."""
        return set(self.ids) - {pair for each in mails for pair in each.expected}


def check(
    rig: Rig,
    mails: Sequence[Sample],
    *,
    ends: str = "main",
    again: bool = False,
    loses: bool = False,
    receipts: bool = True,
) -> None:
    """Every alert is where it belongs, nothing is there twice without being counted, the ledgers balance.

    ends: with whom the alerts lie: main, alternative, held. again: mail was received a second time. loses: somebody
    took mail out of Processed. receipts: every mail that may be answered was; else those that ask or wait.
    """
    status, found = rig.status(), Found(rig)
    assert not found.astray(mails)
    assert not found.lost(mails)
    assert not found.renamed()
    assert not found.too_often()
    owed = sum(each.receipt and (receipts or each.disposition == "held") for each in mails)
    assert owed <= len(found.receipts) <= sum(each.receipt for each in mails)
    assert status["faults"] == []
    assert all(status[ledger]["balanced"] for ledger in ("mails", "alerts", "letters"))
    assert status["troubles"] == []
    assert bool(found.seconds(mails)) == (ends == "alternative")
    assert bool(found.held) == (ends == "held")
    folders = rig.dovecot.mailbox_state(ALERTS)
    received = status["mails"]["received"]
    assert received >= len(mails) if again else received == len(mails)
    assert len(folders["INBOX"]) == 0
    assert again or loses or len(folders["Processed"]) == len(mails)
