"""Storms and loops on real servers: nothing is lost, nobody is flooded, nobody waits behind another."""

import csv
import io
import signal
import time

from tests.end_to_end.mails import SUPPLIERS, block, good, mail, mpan, raised
from tests.end_to_end.rig import ALERTS, FORWARDERS, Rig

STORM, OTHERS = "Brightwater", ("COBA", "Dunmore Gas & Power Ltd", "Elmhurst")
ALTERNATIVE = "tom.ashby@brightwater.example"
EACH = 50  # alerts in one mail of the storm


def storm_mail(number):
    points = (number * EACH + place for place in range(EACH))
    return mail(number, "\n\n".join(block(mpan(point), STORM, raised(point)) for point in points))


def stop(rig):
    rig.daemon.send_signal(signal.SIGTERM)
    assert rig.daemon.wait(60) == 0, rig.tail()


def points_of(letter):
    """The meter points a letter passes on: in its text, or in its .csv; both the same where it has one."""
    attached = [part for part in letter.message.iter_attachments() if part.get_content_type() == "text/csv"]
    if not attached:
        return sorted(letter.meter_points())
    content = attached[0].get_content()
    rows = csv.DictReader(io.StringIO(content.lstrip("\ufeff")))
    points = sorted(row["meter_point"] for row in rows)
    assert set(points) == letter.meter_points()
    return points


def test_five_thousand_alerts_for_one_supplier_delay_nobody_else_and_none_is_lost(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    for number in range(100):
        dovecot.deliver(storm_mail(number), ALERTS, FORWARDERS[0])
    others = [good(5000 + number, OTHERS[number % 3]) for number in range(50)]
    for sample in others:
        dovecot.deliver(sample.raw, ALERTS, FORWARDERS[0])
    rig.start({"MAILBOT_DELIVERY__STORM_THRESHOLD": "20", "MAILBOT_DELIVERY__STORM_WINDOW": "1m"})
    rig.wait_settled(150, 240)
    stop(rig)
    status = rig.status()
    assert all(status[name]["balanced"] for name in ("mails", "alerts", "letters")), status["faults"]
    assert status["alerts"]["relayed"] == 5050
    letters = rig.letters(SUPPLIERS[STORM])
    points = [point for letter in letters for point in points_of(letter)]
    assert sorted(points) == sorted(mpan(number) for number in range(5000))
    assert len(letters) < 20 + 40
    assert rig.letters(ALTERNATIVE) == []
    for sample in others:
        ((point, contact),) = sample.expected
        assert [point] in [points_of(letter) for letter in rig.letters(contact)]
    store = rig.store()
    last_of_others = store.one(
        "SELECT max(sent_at) FROM letter WHERE kind = 'relayed_alert' AND recipient <> ?", (SUPPLIERS[STORM],)
    )
    storm_ends = store.one("SELECT max(sent_at) FROM letter WHERE kind = 'relayed_alerts'")
    store.close()
    assert last_of_others < storm_ends


def test_a_peer_that_answers_every_letter_from_a_new_address_stops_at_the_cap_across_a_restart(
    tmp_path, dovecot, postfix
):
    rig = Rig(tmp_path, dovecot, postfix)
    peers = [f"robot{number}@larkfield.example" for number in range(40)]
    postfix.accounts(set(peers))
    capped = {"MAILBOT_DELIVERY__PER_PEER_PER_DAY": "5"}
    rig.start(capped)
    sent = answered = 0

    def send():
        nonlocal sent
        text = f"Thank you for your mail.\n\n{block(mpan(sent), STORM, raised(sent))}"
        dovecot.deliver(mail(sent, text, sender=peers[sent]), ALERTS, peers[sent])
        sent += 1

    def came():
        return sum(len(rig.letters(peer)) for peer in peers[:sent])

    def answers():
        """Answer every letter, each from an address that was not used before, until none is to come."""
        nonlocal answered
        until = time.monotonic() + 120
        while sent < len(peers):
            assert time.monotonic() < until, rig.tail()
            at_rest = rig.settled(sent)
            postfix.settle()
            new = came() - answered
            for _ in range(new):
                send()
            answered += new
            if at_rest and not new:
                return
            time.sleep(0.2)

    send()
    answers()
    stopped_at = sent
    stop(rig)
    rig.start(capped)
    rig.wait_running(2)
    send()
    answers()
    stop(rig)
    assert (answered, stopped_at, sent) == (6, 7, 8), "five receipts and one summary, for the whole domain"
    assert rig.status()["alerts"]["relayed"] == 8, "alerts are always passed on"


def test_five_hundred_alerts_for_one_supplier_on_one_day_all_leave(tmp_path, dovecot, postfix):
    rig = Rig(tmp_path, dovecot, postfix)
    for number in range(10):
        dovecot.deliver(storm_mail(number), ALERTS, FORWARDERS[0])
    rig.start({"MAILBOT_DELIVERY__PER_PEER_PER_DAY": "1"})
    rig.wait_settled(10)
    stop(rig)
    points = [point for letter in rig.letters(SUPPLIERS[STORM]) for point in points_of(letter)]
    assert sorted(points) == sorted(mpan(number) for number in range(500))
