"""The main job on real Dovecot and Postfix: 300 mails of every kind arrive while the daemon runs."""

import signal
import threading
from collections import Counter

import pytest

from tests.end_to_end.mails import FORWARDER, SUPPLIERS, samples
from tests.end_to_end.rig import ALERTS, CONTACTS, Rig

COUNT = 300


@pytest.fixture(scope="module")
def mails():
    return list(samples(COUNT))


def test_every_letter_lies_with_the_right_supplier_and_the_ledgers_balance(tmp_path, dovecot, postfix, mails):
    rig = Rig(tmp_path, dovecot, postfix)
    daemon = rig.start()
    try:
        arriving = threading.Thread(
            target=lambda: [dovecot.deliver(each.raw, ALERTS, FORWARDER) for each in mails], name="arriving"
        )
        arriving.start()
        arriving.join()
        rig.wait_settled(COUNT)
        status = rig.status()
    finally:
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(20) == 0, rig.tail()
    expected = Counter((point, address) for each in mails for point, address in each.expected)
    found = Counter()
    for address in CONTACTS:
        letters = rig.letters(address)
        found.update((point, address) for letter in letters for point in letter.meter_points())
        assert all(len(letter.meter_points()) == 1 for letter in letters)
        assert len({letter.message_id for letter in letters}) == len(letters)
    assert found == expected
    assert set(address for _, address in found) == set(SUPPLIERS.values())
    receipts = rig.letters(FORWARDER)
    assert len(receipts) == sum(each.receipt for each in mails)
    fates = Counter(each.disposition for each in mails)
    ledger = status["mails"]
    assert {name: ledger[name] for name in fates} == dict(fates)
    assert (ledger["received"], ledger["waiting"]) == (COUNT, 0)
    assert all(status[ledger]["balanced"] for ledger in ("mails", "alerts", "letters"))
    assert status["alerts"]["relayed"] == sum(expected.values())
    assert status["alerts"]["read"] == sum(each.alerts for each in mails)
    assert status["letters"]["sent"] == sum(expected.values()) + len(receipts)
    folders = dovecot.mailbox_state(ALERTS)
    assert (len(folders["INBOX"]), len(folders["Processed"])) == (0, COUNT)
    assert not any(b"\\Seen" in mail.flags for mail in folders["Processed"])
