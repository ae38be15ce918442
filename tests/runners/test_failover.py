"""An alert reaches a contact, or SECAS hears that it reached none."""

from datetime import timedelta

import pytest

from mailbot.adapters.store import held, ledgers, letters
from mailbot.adapters.store.database import moment
from mailbot.model.configuration import OnAway
from tests.coming_back import answer, away, report
from tests.end_to_end.mails import good
from tests.faults.smtp_server import SmtpFaults

MAIN, ALTERNATIVE = "priya.nair@brightwater.example", "tom.ashby@brightwater.example"
ONLY = "grace.obi@elmhurst.example"


def relayed(stage, supplier="Brightwater", number=1):
    """One alert, decided; its letter still due."""
    stage.own(good(number, supplier).raw)
    stage.dispose.tick()


def hear(stage, *raws):
    stage.own(*raws)
    stage.dispose.tick()


def passed_on(stage):
    """The letters that carry alerts: (recipient, state), oldest first."""
    rows = stage.store.rows("SELECT recipient, state FROM letter WHERE kind LIKE 'relayed%' ORDER BY id")
    return [(row["recipient"], row["state"]) for row in rows]


def text_to(stage, recipient):
    row = stage.store.row(
        "SELECT content FROM letter WHERE recipient = ? AND kind LIKE 'relayed%' ORDER BY id DESC",
        (recipient,),
    )
    return letters.unpack(row["content"]).text


def message_id(stage, recipient=MAIN):
    return stage.store.one("SELECT message_id FROM letter WHERE recipient = ? ORDER BY id DESC", (recipient,))


def alert(stage):
    return stage.store.rows("SELECT * FROM alert ORDER BY id")[0]


def suspects(stage):
    rows = stage.store.rows(
        "SELECT email, suspect_how FROM contact WHERE suspect_since IS NOT NULL ORDER BY id"
    )
    return [(row["email"], row["suspect_how"]) for row in rows]


def balanced(stage):
    return all(each(stage.store).balanced for each in (ledgers.mails, ledgers.alerts, ledgers.letters))


def refuse(server, *recipients, answer="550 5.1.1 no such user here"):
    server.faults = SmtpFaults(refused={each: answer for each in recipients})


def test_a_refused_main_contact_sends_the_alert_to_the_alternative_at_once(stage, server):
    refuse(server, MAIN)
    relayed(stage)
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "failed"), (ALTERNATIVE, "sent")]
    assert "because mail to Priya Nair was refused" in text_to(stage, ALTERNATIVE)
    assert (alert(stage)["state"], held.listed(stage.store)) == ("relayed", [])
    assert suspects(stage) == [(MAIN, "dialogue")]
    assert balanced(stage)


def test_both_refused_leaves_it_with_secas(stage, server):
    refuse(server, MAIN, ALTERNATIVE)
    relayed(stage)
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "failed"), (ALTERNATIVE, "failed")]
    (item,) = held.listed(stage.store)
    assert "undeliverable" in item["reasons"]
    assert (alert(stage)["state"], suspects(stage)) == (
        "held",
        [(MAIN, "dialogue"), (ALTERNATIVE, "dialogue")],
    )
    assert stage.store.one("SELECT disposition FROM message") == "held"
    assert balanced(stage)


def test_a_supplier_with_one_contact_has_no_alternative(stage, server):
    refuse(server, ONLY)
    relayed(stage, "Elmhurst")
    stage.deliver.tick()
    assert passed_on(stage) == [(ONLY, "failed")]
    assert "the only contact was refused" in held.listed(stage.store)[0]["reasons"]


def test_a_bounce_that_comes_later_fails_over_too(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), MAIN))
    assert passed_on(stage) == [(MAIN, "failed"), (ALTERNATIVE, "due")]
    stage.deliver.tick()
    assert passed_on(stage)[1] == (ALTERNATIVE, "sent")
    assert suspects(stage) == [(MAIN, "report")]
    hear(stage, report(message_id(stage, ALTERNATIVE), ALTERNATIVE, number=2))
    assert alert(stage)["state"] == "held"
    assert [row["disposition"] for row in stage.store.rows("SELECT disposition FROM message")] == [
        "held",
        "recorded",
        "recorded",
    ]
    assert balanced(stage)


def test_the_same_bounce_twice_is_one_bounce(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), MAIN), report(message_id(stage), MAIN, number=2))
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "failed"), (ALTERNATIVE, "sent")]


@pytest.mark.parametrize(
    "forged",
    [
        report("", MAIN),
        report("<mailbot.0123456789abcdef0123456789abcdef@secas.example>", MAIN),
        report("", MAIN, subject="Undeliverable: Critical Alert CA-26-000001"),
        report("<somebody.else@secas.example>", "stranger@elsewhere.example"),
    ],
)
def test_a_forged_bounce_fails_nothing(stage, forged):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, forged)
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "sent")]
    assert (alert(stage)["state"], suspects(stage)) == ("relayed", [])


def test_a_bounce_without_our_message_id_is_for_a_person_when_it_may_be_ours(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, report("", MAIN), report("", "stranger@elsewhere.example", number=2))
    fates = [row["disposition"] for row in stage.store.rows("SELECT disposition FROM message ORDER BY id")]
    assert fates == ["relayed", "held", "recorded"]
    assert "report-untraced" in held.listed(stage.store)[0]["reasons"]


def test_a_4xx_starts_a_timer_and_then_the_alternative_gets_it_too(stage, server):
    refuse(server, MAIN, answer="451 4.7.1 try later")
    relayed(stage)
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "deferred")]
    assert stage.deliver.next_work() <= stage.clock.now() + timedelta(hours=1)
    stage.later(minutes=59)
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "deferred")]
    stage.later(minutes=2)
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "deferred"), (ALTERNATIVE, "sent")]
    assert "could not be delivered in time" in text_to(stage, ALTERNATIVE)
    assert (suspects(stage), held.listed(stage.store)) == ([], [])


def test_a_delay_notice_starts_the_timer_and_a_receipt_of_it_stops_it(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), MAIN, action="delayed", status="4.4.1"))
    stage.later(minutes=61)
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "sent"), (ALTERNATIVE, "sent")]

    relayed(stage, number=2)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), MAIN, action="delayed", status="4.4.1", number=3))
    hear(stage, report(message_id(stage), MAIN, action="delivered", status="2.0.0", number=4))
    stage.later(hours=3)
    stage.deliver.tick()
    assert len(passed_on(stage)) == 3


def test_a_later_success_ends_the_case_of_an_alert_that_had_reached_nobody(stage, server):
    server.faults = SmtpFaults(
        refused={MAIN: "451 4.7.1 try later", ALTERNATIVE: "550 5.1.1 no such user here"}
    )
    relayed(stage)
    stage.deliver.tick()
    stage.later(minutes=61)
    stage.deliver.tick()
    assert (passed_on(stage), alert(stage)["state"]) == (
        [(MAIN, "deferred"), (ALTERNATIVE, "failed")],
        "held",
    )
    server.faults.refused.clear()
    stage.clock.time = moment(stage.store.one("SELECT due_at FROM letter WHERE recipient = ?", (MAIN,)))
    stage.deliver.tick()
    assert (passed_on(stage)[0], alert(stage)["state"]) == ((MAIN, "sent"), "relayed")
    assert held.listed(stage.store) == []
    assert held.listed(stage.store, closed=True)[0]["outcome"] == "settled"
    assert balanced(stage)


def test_an_out_of_office_message_sends_it_to_the_alternative_too_and_suspects_nobody(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, away(message_id(stage), MAIN))
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "sent"), (ALTERNATIVE, "sent")]
    assert "was answered by an out-of-office message" in text_to(stage, ALTERNATIVE)
    assert (suspects(stage), held.listed(stage.store)) == ([], [])
    hear(stage, away(message_id(stage, ALTERNATIVE), ALTERNATIVE, number=2))
    assert alert(stage)["state"] == "held", "nobody is there to read it"


@pytest.mark.parametrize("stage", [{"on_away": OnAway.WAIT}], indirect=True)
def test_where_absence_is_waited_for_nothing_more_is_sent(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, away(message_id(stage), MAIN))
    stage.deliver.tick()
    assert passed_on(stage) == [(MAIN, "sent")]


def test_somebody_elses_absence_is_none_of_the_receivers(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, away(message_id(stage), "someone@elsewhere.example"))
    hear(stage, away("", "someone@elsewhere.example", subject="Automatic reply: CA-26-000001", number=2))
    assert passed_on(stage) == [(MAIN, "sent")]


def test_trouble_of_our_own_account_fails_nobody_over(stage, server):
    server.faults = SmtpFaults(answers={"MAIL": "550 5.7.60 not allowed to send as this sender"})
    relayed(stage)
    stage.deliver.tick()
    assert (passed_on(stage), suspects(stage)) == ([(MAIN, "due")], [])


def test_a_released_alert_that_had_reached_nobody_goes_again(stage, server):
    refuse(server, MAIN, ALTERNATIVE)
    relayed(stage)
    stage.deliver.tick()
    server.faults.refused.clear()
    stage.desk.release(1, "their server is back")
    stage.deliver.tick()
    assert (passed_on(stage)[0], alert(stage)["state"]) == ((MAIN, "sent"), "relayed")
    assert suspects(stage) == [(ALTERNATIVE, "dialogue")], "a success clears what a refusal said"
    assert balanced(stage)


def test_an_answer_of_the_contact_clears_what_a_bounce_said(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), MAIN))
    relayed(stage, number=2)
    stage.deliver.tick()
    assert suspects(stage) == [(MAIN, "report")], (
        "that our host took a letter proves nothing against a bounce"
    )
    hear(stage, answer(message_id(stage), MAIN, "Received, thanks.", number=5))
    assert suspects(stage) == []


def test_a_suspicion_is_outlived_by_a_letter_that_did_not_come_back(stage):
    relayed(stage)
    stage.deliver.tick()
    hear(stage, report(message_id(stage), MAIN))
    stage.later(minutes=1)
    relayed(stage, number=2)
    stage.deliver.tick()
    stage.later(hours=23)
    stage.deliver.tick()
    assert suspects(stage) == [(MAIN, "report")]
    stage.later(hours=2)
    stage.deliver.tick()
    assert suspects(stage) == []
