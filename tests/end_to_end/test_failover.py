"""Failover on real servers: refusals, real bounces of Postfix, absences, both contacts lost."""

import signal
import time
from datetime import UTC, datetime

import pytest

from mailbot.adapters.store import suppliers
from mailbot.model.supplier import Contact, Slot
from tests.coming_back import answer, away
from tests.end_to_end.mails import FORWARDER, SUPPLIERS, good, mpan
from tests.end_to_end.rig import ALERTS, Rig

MAIN, ALTERNATIVE = SUPPLIERS["Brightwater"], "tom.ashby@brightwater.example"
DUTY = "duty@secas.example"
BRIGHTWATER = 3


@pytest.fixture
def rig(tmp_path, dovecot, postfix):
    made = Rig(tmp_path, dovecot, postfix)
    postfix.accounts({DUTY})
    made.more = {"MAILBOT_PEOPLE__URGENT_TO": DUTY}
    return made


def contacts(rig, main=MAIN, alternative=ALTERNATIVE):
    store = rig.writable()
    with store.transaction("test"):
        for slot, email in ((Slot.MAIN, main), (Slot.ALTERNATIVE, alternative)):
            suppliers.set_contact(
                store, BRIGHTWATER, Contact(slot, "A Person", email), datetime.now(UTC), "test"
            )
    store.close()


def until(condition, rig, seconds=40.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{rig.status()}\n{rig.tail()}"
        assert rig.daemon.poll() is None, rig.tail()
        time.sleep(0.2)


def stop(rig):
    rig.daemon.send_signal(signal.SIGTERM)
    assert rig.daemon.wait(30) == 0, rig.tail()
    status = rig.status()
    assert all(status[name]["balanced"] for name in ("mails", "alerts", "letters")), status["faults"]


def has(rig, address, number):
    return any(mpan(number) in letter.meter_points() for letter in rig.letters(address))


@pytest.mark.parametrize("refused", ["refused@brightwater.example", "nobody@brightwater.example"])
def test_a_refused_main_contact_hands_over_to_the_alternative(rig, refused):
    contacts(rig, main=refused)
    rig.dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    rig.start()
    until(lambda: has(rig, ALTERNATIVE, 1), rig)
    stop(rig)
    assert "was refused" in rig.letters(ALTERNATIVE)[0].text
    assert rig.status()["alerts"]["held"] == 0


def test_a_bounce_of_a_real_mail_server_hands_over_too(rig):
    unknown = "has.left@brightwater.example"
    rig.postfix.accept_and_bounce(unknown)
    contacts(rig, main=unknown)
    rig.dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    rig.start()
    until(lambda: has(rig, ALTERNATIVE, 1), rig)
    stop(rig)
    status = rig.status()
    assert (status["letters"]["failed"], status["mails"]["recorded"]) == (1, 1)


def test_when_both_bounce_the_person_on_duty_is_told_at_once(rig):
    gone = ("has.left@brightwater.example", "never.was@brightwater.example")
    for address in gone:
        rig.postfix.accept_and_bounce(address)
    contacts(rig, *gone)
    rig.dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    rig.start()
    until(lambda: len(rig.letters(DUTY)) == 1, rig)
    stop(rig)
    assert rig.status()["alerts"]["held"] == 1
    (letter,) = rig.letters(DUTY)
    assert "CA-26-000001" in letter.text
    assert mpan(1) not in letter.text + letter.subject


def test_an_absence_and_an_answer_find_their_letter(rig):
    rig.dovecot.deliver(good(1, "Brightwater").raw, ALERTS, FORWARDER)
    rig.start()
    until(lambda: has(rig, MAIN, 1), rig)
    (letter,) = rig.letters(MAIN)
    rig.dovecot.deliver(away(letter.message_id, MAIN), ALERTS, "")
    until(lambda: has(rig, ALTERNATIVE, 1), rig)
    (second,) = rig.letters(ALTERNATIVE)
    rig.dovecot.deliver(answer(second.message_id, ALTERNATIVE, "NOT OURS"), ALERTS, ALTERNATIVE)
    until(lambda: rig.status()["alerts"]["disputed"] == 1, rig)
    rig.dovecot.deliver(good(1, "Brightwater").raw.replace(b"<1.", b"<1b."), ALERTS, FORWARDER)
    until(lambda: rig.status()["alerts"]["repeated"] == 1, rig)
    until(lambda: len(rig.letters(DUTY)) == 1, rig)
    stop(rig)
    assert len(rig.letters(MAIN)) == len(rig.letters(ALTERNATIVE)) == 1
