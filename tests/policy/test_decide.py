"""What is done with a whole mail."""

from dataclasses import replace

import pytest

from mailbot.model.alert import Fault, Problem
from mailbot.model.classified import (
    AlertMail,
    AnswerMail,
    AutomaticMail,
    Classified,
    DispositionNotificationMail,
    OwnMail,
    ReportMail,
    UnknownMail,
)
from mailbot.model.configuration import RoutingPolicy, Unknown
from mailbot.model.decision import (
    DeclineAlert,
    Disposition,
    HoldAlert,
    HoldMail,
    OweReceipt,
    Reason,
    RelayAlert,
)
from mailbot.model.mail import Address
from mailbot.model.report import Meaning, Reply, ReportedRecipient
from mailbot.model.rulebook import AlertCode, Handling, Kind, Rulebook
from mailbot.model.sender import Level, Verdict
from mailbot.policy.decide import Context, decide
from mailbot.runners.records import NoRecords
from tests.people import BRIGHTWATER, COBALT, LIST, NOW, alert

CODES = {
    "8F3F": AlertCode("8F3F", "Tamper", "ESME", Handling.RELAY, "critical."),
    "8F35": AlertCode(
        "8F35", "Restored", "ESME", Handling.DO_NOT_RELAY, "goes to the network operator only."
    ),
    "8F32": AlertCode("8F32", "Armed", "ESME", Handling.HOLD, "not verified."),
}
PROVED = Verdict(Level.PROVED, "DMARC passed for larkfield.example.")
CONTEXT = Context(
    PROVED, LIST, NoRecords(), Rulebook(CODES), RoutingPolicy(), Level.LIKELY, Unknown.HOLD, NOW
)
ANALYST = Address("analyst@larkfield.example", "An Analyst")


def mail(facts, kind=Kind.ALERT, sender=ANALYST, **more):
    return Classified(kind, facts, sender, "Subject", "<1@larkfield.example>", answer_to=sender, **more)


def alerts(*several, unread=()):
    return mail(AlertMail(several, unread))


def reasons(decision):
    return {each.reason for each in decision.because}


def test_an_alert_of_a_proved_dcc_user_is_relayed_to_the_main_contact():
    decision = decide(alerts(alert()), CONTEXT)
    relay, receipt = decision.effects
    assert decision.disposition is Disposition.RELAY
    assert isinstance(relay, RelayAlert)
    assert (relay.organisation, relay.recipient) == (BRIGHTWATER, BRIGHTWATER.main)
    assert receipt == OweReceipt(ANALYST)


@pytest.mark.parametrize(
    ("context", "sender", "reason"),
    [
        ({"verdict": Verdict(Level.UNPROVED, "No DMARC.")}, ANALYST, Reason.SENDER_UNPROVED),
        (
            {"verdict": Verdict(Level.LIKELY, "SPF."), "sender_check": Level.PROVED},
            ANALYST,
            Reason.SENDER_UNPROVED,
        ),
        ({}, Address("a@stranger.example"), Reason.SENDER_UNKNOWN),
        ({}, Address("a@cobalt.example"), Reason.SENDER_NOT_DCC_USER),
    ],
)
def test_an_alert_of_anybody_else_is_held_and_not_answered(context, sender, reason):
    given = mail(AlertMail((alert(), alert(code="8F35"))), sender=sender)
    decision = decide(given, replace(CONTEXT, **context))
    assert decision.disposition is Disposition.HOLD
    assert reason in reasons(decision)
    assert [type(each) for each in decision.effects] == [HoldAlert, HoldAlert]


def test_a_person_who_vouches_stands_in_for_the_proof_and_not_for_the_list():
    unproved = replace(CONTEXT, verdict=Verdict(Level.UNPROVED, "No DMARC."), vouched=True)
    assert decide(alerts(alert()), unproved).disposition is Disposition.RELAY
    stranger = mail(AlertMail((alert(),)), sender=Address("a@stranger.example"))
    assert decide(stranger, unproved).disposition is Disposition.HOLD


@pytest.mark.parametrize(
    ("facts", "effect", "reason"),
    [
        ({"code": "8F35"}, DeclineAlert, Reason.CODE_NOT_RELAYED),
        ({"code": "8F32"}, HoldAlert, Reason.CODE_UNKNOWN),
        ({"code": "8FEE"}, HoldAlert, Reason.CODE_UNKNOWN),
        ({"code": ""}, HoldAlert, Reason.CODE_MISSING),
        ({"mpxn": "", "device": ""}, HoldAlert, Reason.NO_SUBJECT),
        ({"raised_at": NOW.replace(year=2027)}, HoldAlert, Reason.TIME_IN_FUTURE),
        (
            {"problems": (Problem(Fault.MPAN_CHECK_DIGIT, "mpxn", "4, not 3."),)},
            HoldAlert,
            Reason.FACT_UNREADABLE,
        ),
        (
            {"problems": (Problem(Fault.TWO_VALUES, "code", "8F3F and 8F3E."),)},
            HoldAlert,
            Reason.FACT_UNREADABLE,
        ),
        (
            {"problems": (Problem(Fault.MPRN_WARNING, "mpxn", "looks odd."),)},
            RelayAlert,
            Reason.FACT_DOUBTFUL,
        ),
        ({"mpxn": ""}, RelayAlert, Reason.NO_METER_POINT),
        ({"named_supplier": ""}, HoldAlert, Reason.NO_EVIDENCE),
    ],
)
def test_each_alert_by_its_own_facts(facts, effect, reason):
    decision = decide(alerts(alert(**facts)), CONTEXT)
    assert isinstance(decision.effects[0], effect)
    assert reason in reasons(decision)


def test_a_held_alert_knows_where_it_would_have_gone():
    held = decide(alerts(alert(code="8FEE")), CONTEXT).effects[0]
    assert held.candidate == BRIGHTWATER


def test_a_mixed_mail_takes_its_gravest_fate():
    fates = [alert(), alert(code="8F35", mpxn="1500123456780"), alert(code="8FEE", mpxn="2000987654323")]
    assert decide(alerts(*fates), CONTEXT).disposition is Disposition.HOLD
    assert decide(alerts(*fates[:2]), CONTEXT).disposition is Disposition.RELAY
    assert decide(alerts(fates[1]), CONTEXT).disposition is Disposition.RECORD


def test_one_alert_named_for_two_suppliers_in_one_mail_goes_to_neither():
    decision = decide(alerts(alert(), alert(named_supplier="Cobalt")), CONTEXT)
    assert [type(each) for each in decision.effects[:2]] == [HoldAlert, HoldAlert]
    assert Reason.OTHER_SUPPLIER_BEFORE in reasons(decision)


def test_two_alerts_of_one_mail_go_to_two_suppliers():
    decision = decide(
        alerts(alert(), alert(named_supplier="Cobalt", mpxn="1212345678902", device="")), CONTEXT
    )
    assert [each.organisation for each in decision.effects[:2]] == [BRIGHTWATER, COBALT]


def test_an_attachment_that_cannot_be_read_holds_the_mail_beside_its_alerts():
    decision = decide(alerts(alert(), unread=("alerts.csv",)), CONTEXT)
    assert decision.disposition is Disposition.HOLD
    assert [type(each) for each in decision.effects] == [RelayAlert, HoldMail, OweReceipt]
    assert "alerts.csv" in decision.effects[1].because[0].text


def test_a_mail_over_a_cap_is_held_whole():
    decision = decide(replace(alerts(alert()), over=("more than 300 parts",)), CONTEXT)
    assert (decision.disposition, reasons(decision)) == (Disposition.HOLD, {Reason.OVER_LIMIT})


def test_a_machine_is_never_answered():
    decision = decide(replace(alerts(alert()), answer_to=None), CONTEXT)
    assert [type(each) for each in decision.effects] == [RelayAlert]


OURS = "<mailbot.0123456789abcdef0123456789abcdef@secas.example>"
REFUSED = (ReportedRecipient("priya.nair@brightwater.example", "failed", "5.1.1", "no such user"),)


@pytest.mark.parametrize(
    ("facts", "disposition", "reason"),
    [
        (AnswerMail(Reply("RECEIVED", Meaning.RECEIVED), OURS), Disposition.RECORD, Reason.ANSWER_RECEIVED),
        (AnswerMail(Reply("NOT OURS", Meaning.NOT_OURS), OURS), Disposition.HOLD, Reason.NOT_OURS),
        (AnswerMail(Reply("What?", Meaning.UNCLEAR), OURS), Disposition.HOLD, Reason.ANSWER),
        (ReportMail(False, REFUSED, OURS), Disposition.RECORD, Reason.REPORT_OF_NOTHING),
        (ReportMail(True, REFUSED, OURS), Disposition.RECORD, Reason.REPORT_OF_NOTHING),
        (AutomaticMail(OURS, 0), Disposition.RECORD, Reason.MACHINE_MAIL),
        (AutomaticMail(OURS, 1), Disposition.HOLD, Reason.MACHINE_WITH_ALERTS),
        (ReportMail(True, REFUSED, OURS, 1), Disposition.HOLD, Reason.MACHINE_WITH_ALERTS),
        (DispositionNotificationMail(OURS, 1), Disposition.HOLD, Reason.MACHINE_WITH_ALERTS),
        (AnswerMail(Reply("RECEIVED", Meaning.RECEIVED), OURS, 1), Disposition.HOLD, Reason.ANSWER),
        (AutomaticMail("", 0), Disposition.RECORD, Reason.MACHINE_MAIL),
        (AutomaticMail("", 2), Disposition.HOLD, Reason.MACHINE_WITH_ALERTS),
        (DispositionNotificationMail(OURS), Disposition.RECORD, Reason.DISPOSITION_NOTIFICATION),
        (OwnMail(OURS), Disposition.RECORD, Reason.OWN_LETTER),
        (UnknownMail(), Disposition.HOLD, Reason.UNKNOWN_MAIL),
        (UnknownMail(("alerts.xlsx",)), Disposition.HOLD, Reason.UNREAD_ATTACHMENT),
    ],
)
def test_what_is_no_alert_is_never_relayed_nor_answered(facts, disposition, reason):
    decision = decide(mail(facts, Kind.UNKNOWN), CONTEXT)
    assert (decision.disposition, reasons(decision)) == (disposition, {reason})
    assert all(isinstance(each, HoldMail) for each in decision.effects)


def test_where_unknown_mail_is_left_it_is_ignored_unless_an_attachment_may_hold_an_alert():
    leave = replace(CONTEXT, unknown=Unknown.LEAVE)
    assert decide(mail(UnknownMail(), Kind.UNKNOWN), leave).disposition is Disposition.IGNORE
    assert decide(mail(UnknownMail(("a.csv",)), Kind.UNKNOWN), leave).disposition is Disposition.HOLD
    hidden = mail(UnknownMail(), Kind.UNKNOWN, defects=("doubtful: the HTML hides text",))
    assert decide(hidden, leave).disposition is Disposition.HOLD


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"strays": ("The mail also has the meter point ending 6780.",)}, Reason.NOT_ALL_READ),
        ({"words": "Not Brightwater: it is COBALT Commercial Power Ltd."}, Reason.OTHER_SUPPLIER_MENTIONED),
        ({"words": "MPID was COBA"}, Reason.OTHER_SUPPLIER_MENTIONED),
    ],
)
def test_a_mail_that_says_more_than_was_read_is_not_passed_on_by_itself(more, reason):
    decision = decide(
        mail(replace(AlertMail((alert(), alert(code="8F35", device="", mpxn=""))), **more)), CONTEXT
    )
    assert decision.disposition is Disposition.HOLD
    assert reason in reasons(decision)
    assert not any(isinstance(each, RelayAlert | DeclineAlert) for each in decision.effects)


def test_a_doubtful_defect_holds_and_an_ordinary_one_does_not():
    ordinary = replace(alerts(alert()), defects=("an unknown charset",))
    doubtful = replace(alerts(alert()), defects=("doubtful: the HTML strikes out text",))
    assert decide(ordinary, CONTEXT).disposition is Disposition.RELAY
    assert reasons(decide(doubtful, CONTEXT)) >= {Reason.MAIL_DOUBTFUL}
    assert decide(doubtful, CONTEXT).disposition is Disposition.HOLD


def test_the_supplier_itself_and_dcc_users_may_be_mentioned():
    words = "Dear Brightwater (BRWA), we are Larkfield; before us it was Tamar Valley Power plc, TAMR. Cobaltic acid."
    assert decide(mail(AlertMail((alert(),), words=words)), CONTEXT).disposition is Disposition.RELAY


def test_a_code_that_is_not_relayed_does_not_win_over_a_contradiction():
    doubted = alert(code="8F35", problems=(Problem(Fault.TWO_VALUES, "code", "8F35 and 8F3F."),))
    assert isinstance(decide(alerts(doubted), CONTEXT).effects[0], HoldAlert)
    wrong_digit = alert(code="8F35", problems=(Problem(Fault.MPAN_CHECK_DIGIT, "mpxn", "4, not 3."),))
    assert isinstance(decide(alerts(wrong_digit), CONTEXT).effects[0], DeclineAlert)


def test_a_received_counts_from_a_believed_receiver_alone():
    answer = mail(AnswerMail(Reply("RECEIVED", Meaning.RECEIVED), OURS), Kind.ANSWER)
    assert (
        decide(answer, replace(CONTEXT, verdict=Verdict(Level.UNPROVED, "No."))).disposition
        is Disposition.HOLD
    )
    stranger = replace(answer, from_=Address("a@stranger.example"))
    assert decide(stranger, CONTEXT).disposition is Disposition.HOLD
