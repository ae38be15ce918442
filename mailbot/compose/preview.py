"""Each letter as it would look, with invented facts: for `mailbot letters preview NAME`.

Takes a name, gives a Letter about companies that do not exist. Reads nothing of the store or configuration.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from mailbot.compose import letters, preview_alarm, preview_house
from mailbot.model.alert import CriticalAlert, Fuel, Precision
from mailbot.model.configuration import Helpdesk
from mailbot.model.errors import CallError
from mailbot.model.letter import Letter
from mailbot.model.mail import Address
from mailbot.model.supplier import Contact, Slot

_WRITTEN = datetime(2026, 11, 24, 10, 45, tzinfo=UTC)
_RAISED = datetime(2026, 11, 24, 9, 5, 33, tzinfo=UTC)
_ID = f"<mailbot.{'0' * 32}@secas.example>"
_THEIR_ID = "<5f21.tamper@larkfield.example>"
_ALERTS = Address("alerts@secas.example", "SECAS Critical Alerts")
_ANALYST = Address("hannah.reid@larkfield.example", "Hannah Reid")
_CONTACT = Contact(Slot.MAIN, "Priya Nair", "priya.nair@brightwater.example")
_HEAD = letters.Letterhead(
    _ALERTS, _ALERTS, True, Helpdesk(helpdesk_phone="020 7946 0999", helpdesk_email="helpdesk@secas.example")
)
_METER_POINT = CriticalAlert(
    mpxn="1012345678903",
    fuel=Fuel.ELECTRICITY,
    device="00-1D-24-02-01-A0-0B-11",
    code="8F3F",
    raised_at=_RAISED,
    precision=Precision.SECOND,
)
_DEVICE = CriticalAlert(device="00-1D-24-02-01-A0-0B-12", code="8F3F")
_GAS = CriticalAlert(
    mpxn="3938424403", fuel=Fuel.GAS, code="8F77", raised_at=_RAISED, precision=Precision.MINUTE
)
_WRONG = CriticalAlert(mpxn="1012345678904", fuel=Fuel.ELECTRICITY, code="8F3F", raised_at=_RAISED)
_OPERATOR = CriticalAlert(mpxn="1500123456780", fuel=Fuel.ELECTRICITY, code="8F35", raised_at=_RAISED)


def names() -> tuple[str, ...]:
    """The names `sample` knows, in alphabetical order."""
    return tuple(sorted(_SAMPLES))


def sample(name: str) -> Letter:
    """The letter of that name. An unknown name is a CallError that lists the known ones."""
    if name not in _SAMPLES:
        raise CallError(f"There is no letter called '{name}'. The letters are: {', '.join(names())}.")
    return _SAMPLES[name]()


def _relayed_alert() -> Letter:
    because = (letters.NAMED_YOU, letters.registration_shows_you(date(2026, 11, 24)))
    facts = letters.RelayedAlertFacts(
        reference="CA-26-004217",
        alert=_METER_POINT,
        code_name="Unauthorised Physical Access - Tamper Detect",
        organisation="Brightwater Business Energy Ltd",
        recipient=_CONTACT,
        forwarder="Larkfield Energy Ltd",
        because=because,
    )
    return letters.relayed_alert(facts, _HEAD, _ID, _WRITTEN)


def _relayed_alert_device_only() -> Letter:
    facts = letters.RelayedAlertFacts(
        reference="CA-26-004218",
        alert=_DEVICE,
        code_name="Unauthorised Physical Access - Tamper Detect",
        organisation="Brightwater Business Energy Ltd",
        recipient=_CONTACT,
        forwarder="Larkfield Energy Ltd",
        because=(letters.NAMED_YOU,),
        may_repeat="CA-26-004102",
    )
    return letters.relayed_alert(facts, _HEAD, _ID, _WRITTEN)


def _relayed_alerts() -> Letter:
    several = tuple(
        letters.RelayedAlertFacts(
            reference=f"CA-26-00{4300 + number}",
            alert=replace(_METER_POINT, code=code),
            code_name="Unauthorised Physical Access - Tamper Detect" if code == "8F3F" else "",
            organisation="Brightwater Business Energy Ltd",
            recipient=_CONTACT,
            forwarder="Larkfield Energy Ltd",
            because=(letters.NAMED_YOU,),
        )
        for number, code in enumerate(("8F3F", "8F3F", "81A0"))
    )
    facts = letters.RelayedAlertsFacts("Brightwater Business Energy Ltd", _CONTACT, several)
    return letters.relayed_alerts(facts, _HEAD, _ID, _WRITTEN)


def _recall() -> Letter:
    subject = "Critical Alert CA-26-004217: 8F3F, electricity meter point ending 8903"
    facts = letters.RecallFacts(_CONTACT.address, "CA-26-004217", subject, _WRITTEN)
    return letters.recall(facts, _HEAD, _ID, _WRITTEN)


def _receipt() -> Letter:
    wrong = "The MPAN ending 8904 fails its check: the last digit would have to be 3."
    unknown = "We do not know the alert code 8F77 well enough to pass it on by ourselves."
    operator = "Alerts with the code 8F35 are for the network operator only."
    facts = letters.ReceiptFacts(
        recipient=_ANALYST,
        forwarder="Larkfield Energy Ltd",
        subject="FW: Critical alerts this morning",
        received_at=datetime(2026, 11, 24, 10, 40, tzinfo=UTC),
        please_act=(
            letters.PleaseAct(
                "CA-26-004219", _WRONG, (wrong,), "Please send the alert again with the right MPAN."
            ),
        ),
        waiting=(letters.Waiting("CA-26-004220", _GAS, (unknown,)),),
        not_for_passing_on=(letters.NotForPassingOn("CA-26-004221", _OPERATOR, (operator,)),),
        passed_on=(
            letters.PassedOn("CA-26-004217", _METER_POINT, "Brightwater Business Energy Ltd", _WRITTEN),
            letters.PassedOn("CA-26-004218", _DEVICE, "Cobalt Commercial Power Ltd"),
        ),
        already=(
            letters.AlreadyPassedOn(
                "CA-26-004222", _METER_POINT, "CA-26-004102", datetime(2026, 11, 23, 15, 2, tzinfo=UTC)
            ),
        ),
    )
    return letters.receipt(facts, _HEAD, _ID, _WRITTEN, _THEIR_ID, ())


def _receipt_update() -> Letter:
    refused = "The mail server of the supplier did not take it; a person at SECAS acts."
    facts = letters.ReceiptFacts(
        recipient=_ANALYST,
        forwarder="Larkfield Energy Ltd",
        subject="FW: Critical alerts this morning",
        received_at=datetime(2026, 11, 24, 10, 40, tzinfo=UTC),
        waiting=(letters.Waiting("CA-26-004217", _METER_POINT, (refused,)),),
        passed_on=(letters.PassedOn("CA-26-004220", _GAS, "Brightwater Business Energy Ltd", _WRITTEN),),
    )
    return letters.receipt_update(facts, _HEAD, _ID, _WRITTEN, _THEIR_ID, ())


def _statement() -> Letter:
    facts = letters.StatementFacts(
        recipient=_ANALYST,
        forwarder="Larkfield Energy Ltd",
        today=date(2026, 11, 24),
        since=datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
        until=datetime(2026, 11, 24, 17, 0, tzinfo=UTC),
        told=(
            letters.PassedOn("CA-26-004217", _METER_POINT, "Brightwater Business Energy Ltd", _WRITTEN),
            letters.Waiting(
                "CA-26-004220",
                _GAS,
                ("Whether an alert with this code is passed on is decided by a person.",),
            ),
            letters.AlreadyPassedOn(
                "CA-26-004222", _METER_POINT, "CA-26-004217", _WRITTEN, "Brightwater Business Energy Ltd"
            ),
        ),
    )
    return letters.statement(facts, _HEAD, _ID, _WRITTEN)


def _receipts_held_back() -> Letter:
    facts = letters.HeldBackFacts(_ANALYST, "Larkfield Energy Ltd", 50, date(2026, 11, 24))
    return letters.receipts_held_back(facts, _HEAD, _ID, _WRITTEN, _THEIR_ID, ())


def _test() -> Letter:
    return letters.test_letter(Address("helpdesk@secas.example"), _HEAD, _ID, _WRITTEN)


_SAMPLES: dict[str, Callable[[], Letter]] = {
    "relayed_alert": _relayed_alert,
    "relayed_alert_device_only": _relayed_alert_device_only,
    "relayed_alerts": _relayed_alerts,
    "recall": _recall,
    "receipt": _receipt,
    "receipt_update": _receipt_update,
    "statement": _statement,
    "receipts_held_back": _receipts_held_back,
    "test": _test,
    **preview_house.samples(_HEAD),
    **preview_alarm.samples(_HEAD),
}
