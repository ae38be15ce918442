"""What can happen to a mail after it was decided, told on a stage: each story leaves a store to be replayed."""

from mailbot.adapters.store import mails
from mailbot.model.spool import MailKey
from mailbot.reading import verdict
from tests.coming_back import answer, away, report
from tests.end_to_end.mails import (
    FORWARDER,
    block,
    good,
    mail,
    mpan,
    nobody_named,
    raised,
    spam,
    unknown_code,
)
from tests.faults.smtp_server import SmtpFaults

MAIN, ALTERNATIVE = "priya.nair@brightwater.example", "tom.ashby@brightwater.example"


def hear(stage, *raws):
    stage.later(minutes=5)
    stage.own(*raws)
    stage.dispose.tick()
    stage.deliver.tick()


def message_id(stage, kind="relayed_alert"):
    return stage.store.one("SELECT message_id FROM letter WHERE kind = ? ORDER BY id DESC", (kind,))


def released(stage):
    hear(stage, unknown_code(1, "Brightwater").raw)
    stage.desk.release(1)
    hear(stage, unknown_code(1, "Brightwater").raw.replace(b"<1.", b"<2."))


def routed_with_another_meter_point(stage):
    hear(stage, mail(1, block(mpan(1)[:12] + str((int(mpan(1)[12]) + 1) % 10), "Brightwater", raised(1))))
    stage.desk.route(1, "Cobalt", "rang them", mpxn=mpan(1))
    hear(stage, mail(2, block(mpan(1), "Brightwater", raised(1))))


def discarded(stage):
    hear(stage, unknown_code(1, "Brightwater").raw, spam(2, "").raw)
    stage.desk.discard(1, "a test")
    stage.desk.discard(2, "spam")


def settled_by_a_second_mail(stage):
    hear(stage, mail(1, block(mpan(1), "", raised(1))))
    hear(stage, mail(2, block(mpan(1), "Brightwater", raised(1))))
    hear(stage, mail(3, block(mpan(1), "Brightwater", raised(1))))


def completed_by_an_answer(stage):
    hear(stage, nobody_named(1, "").raw)
    receipt = message_id(stage, "receipt")
    hear(stage, answer(receipt, FORWARDER, "Supplier: Brightwater"))
    hear(stage, answer(receipt, FORWARDER, "Supplier: Cobalt", number=2))


def disputed_then_routed(stage):
    hear(stage, good(1, "Brightwater").raw)
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS"))
    hear(stage, mail(2, block(mpan(1), "Brightwater", raised(2), "8F3E"), subject="FW: another"))
    stage.desk.route(1, "Cobalt", "rang both")
    hear(stage, mail(3, block(mpan(1), "Brightwater", raised(3), "8F3E"), subject="FW: a third"))


def repeated_then_disputed_and_routed(stage):
    hear(stage, good(1, "Brightwater").raw)
    hear(stage, good(1, "Brightwater").raw.replace(b"<1.", b"<2."))
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS"))
    stage.desk.route(1, "Cobalt", "rang both")


def completed_then_disputed(stage):
    hear(stage, nobody_named(1, "").raw)
    hear(stage, answer(message_id(stage, "receipt"), FORWARDER, "Supplier: Brightwater"))
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS", number=2))


def an_answer_that_does_not_suffice(stage):
    hear(stage, nobody_named(1, "").raw)
    receipt = message_id(stage, "receipt")
    hear(stage, mail(2, block(mpan(1), "Brightwater", raised(2), "8F3E")))
    hear(stage, answer(message_id(stage), MAIN, "NOT OURS"))
    hear(stage, answer(receipt, FORWARDER, "Supplier: Brightwater", number=2))


def failed_over_then_held(stage):
    stage.server.faults = SmtpFaults(refused={ALTERNATIVE: "550 5.1.1 no such user here"})
    hear(stage, good(1, "Brightwater").raw)
    before = message_id(stage)
    hear(stage, report(before, MAIN))
    hear(stage, report(before, MAIN, number=2), report("", MAIN, number=3), away(before, MAIN))


def asked_for_again(stage):
    hear(stage, good(1, "Brightwater").raw)
    hear(stage, answer(message_id(stage), MAIN, "Please resend"), answer(message_id(stage), MAIN, "RECEIVED"))
    hear(stage, good(1, "Brightwater").raw.replace(b"<1.", b"<2."))


def the_same_bytes_again(stage):
    raw = good(1, "Brightwater").raw
    hear(stage, raw)
    hear(stage, raw)


def the_reader_broke_and_a_person_released_it(stage):
    stage.own(good(1, "Brightwater").raw)
    stage.store.run("UPDATE message SET attempts = 3, failures = 2, last_error = 'a fault since mended'")
    stage.dispose.tick()
    stage.desk.release(1)


def a_device_that_proved_mail_placed(stage):
    device = "Device ID: 00-1D-24-02-01-A0-0B-11\n"
    hear(stage, mail(1, f"{device}{block(mpan(1), 'Brightwater', raised(1))}"))
    hear(stage, mail(2, f"{device}Alert Code: 8F3E\nDate/Time: {raised(2):%d/%m/%Y %H:%M:%S} UTC\n"))


def a_device_that_proved_mail_placed_later(stage):
    device = "Device ID: 00-1D-24-02-01-A0-0B-11\n"
    hear(stage, mail(1, f"{device}Alert Code: 8F3E\nDate/Time: {raised(2):%d/%m/%Y %H:%M:%S} UTC\n"))
    hear(stage, mail(2, f"{device}{block(mpan(1), 'Brightwater', raised(1))}"))


def the_hour_that_is_repeated_in_october(stage):
    text = f"MPAN: {mpan(1)}\nAlert Code: 8F3F\nNew Supplier: Brightwater\nDate/Time: 25/10/2026 01:30:15\n"
    hear(stage, mail(1, text))


def shown_in_shadow(stage):
    hear(stage, mail(1, block(mpan(1), "", raised(1))))
    stage.own(mail(2, block(mpan(1), "Brightwater", raised(1))), shadow=True)
    stage.own(mail(3, block(mpan(2), "Brightwater", raised(2))), shadow=True)
    stage.dispose.tick()
    hear(stage, mail(4, block(mpan(2), "Brightwater", raised(2))))


def too_large(stage):
    raw = good(1, "Brightwater").raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    key = MailKey("alerts@localhost", "INBOX", 1, 1, stage.clock.now(), 99_000_000)
    with stage.store.transaction("own"):
        believed = verdict(raw, "mx.secas.example", stage.judgement.limits)
        mails.own(stage.store, key, raw, believed, stage.clock.now(), whole=False, shadow=False)
    stage.dispose.tick()


STORIES = (
    released,
    routed_with_another_meter_point,
    discarded,
    settled_by_a_second_mail,
    completed_by_an_answer,
    disputed_then_routed,
    repeated_then_disputed_and_routed,
    completed_then_disputed,
    an_answer_that_does_not_suffice,
    failed_over_then_held,
    asked_for_again,
    the_same_bytes_again,
    the_reader_broke_and_a_person_released_it,
    a_device_that_proved_mail_placed,
    a_device_that_proved_mail_placed_later,
    the_hour_that_is_repeated_in_october,
    shown_in_shadow,
    too_large,
)
