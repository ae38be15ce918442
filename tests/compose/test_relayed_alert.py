"""The relayed alert: what the supplier reads, and what must never stand in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.compose import letters
from mailbot.model.alert import CriticalAlert, Precision
from mailbot.model.letter import Attachment, Letter, LetterKind
from mailbot.model.mail import Address
from mailbot.model.supplier import Contact, Slot

NOW = datetime(2026, 11, 24, 10, 45, tzinfo=UTC)
ID = f"<mailbot.{'a' * 32}@secas.example>"
PRIYA = Contact(Slot.MAIN, "Priya Nair", "priya.nair@brightwater.example", "+441134960201")


def facts(alert: CriticalAlert) -> letters.RelayedAlertFacts:
    return letters.RelayedAlertFacts(
        reference="CA-26-004217",
        alert=alert,
        code_name="Tamper Detect",
        organisation="Brightwater Business Energy Ltd",
        recipient=PRIYA,
        forwarder="Larkfield Energy Ltd",
        because=(letters.NAMED_YOU,),
    )


def write(given: letters.RelayedAlertFacts, head: letters.Letterhead) -> Letter:
    return letters.relayed_alert(given, head, ID, NOW)


def test_subject(alert: CriticalAlert, head: letters.Letterhead) -> None:
    letter = write(facts(alert), head)
    assert letter.subject == "Critical Alert CA-26-004217: 8F3F, electricity meter point ending 8903"


def test_subject_of_a_device(alert: CriticalAlert, head: letters.Letterhead) -> None:
    letter = write(facts(replace(alert, mpxn="")), head)
    assert letter.subject == "Critical Alert CA-26-004217: 8F3F, device ending 0B-11"


def test_headers(alert: CriticalAlert, head: letters.Letterhead) -> None:
    letter = write(facts(alert), head)
    assert letter.kind is LetterKind.RELAYED_ALERT
    assert letter.recipient == Address("priya.nair@brightwater.example", "Priya Nair")
    assert (letter.message_id, letter.references, letter.in_reply_to) == (ID, (ID,), "")
    assert letter.auto_submitted == "auto-generated"
    assert letter.reference == "CA-26-004217"
    assert letter.date == NOW


def test_reply_to_carries_the_reference_only_where_the_host_can(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    assert write(facts(alert), head).reply_to.address == "alerts@secas.example"
    with_plus = replace(head, plus_addressing=True)
    assert write(facts(alert), with_plus).reply_to.address == "alerts+CA-26-004217@secas.example"


SAID = [
    "A meter at a meter point you are recorded as supplying has sent a Critical Alert. The previous supplier, "
    "Larkfield Energy Ltd, received it from the DCC and passed it to SECAS; we pass it to you because they "
    "named you as the supplier. SECAS has not assessed the alert.",
    "Reference: CA-26-004217",
    "Alert code: 8F3F, Tamper Detect",
    "Meter point: 1012345678903 (electricity, MPAN)",
    "Device: 00-1D-24-02-01-A0-0B-11",
    "Raised: 24 November 2026 at 09:05:33 UK time (09:05:33 UTC)",
    "If you do not supply this meter point, reply with the words NOT OURS, delete this mail and do not use the "
    "data in it. We will tell the sender.",
    "Nothing else is needed; a reply saying RECEIVED is welcome.",
    "You receive this as the main contact of Brightwater Business Energy Ltd on the SEC Supplier Contact List.",
    "Questions? The SECAS Helpdesk will help: ring 020 7946 0999 or reply to this mail.",
]


@pytest.mark.parametrize("line", SAID)
def test_body(line: str, alert: CriticalAlert, head: letters.Letterhead) -> None:
    assert line in write(facts(alert), head).text.splitlines()


def test_a_forwarder_without_a_name(alert: CriticalAlert, head: letters.Letterhead) -> None:
    assert (
        "The previous supplier received it from the DCC"
        in write(replace(facts(alert), forwarder=""), head).text
    )


def test_device_only(alert: CriticalAlert, head: letters.Letterhead) -> None:
    text = write(facts(replace(alert, mpxn="")), head).text
    assert "Meter point: The sender did not give the meter point, only the device." in text
    assert text.startswith("A meter you are recorded as supplying has sent a Critical Alert.")
    assert "If you do not supply this meter, reply" in text


def test_no_time(alert: CriticalAlert, head: letters.Letterhead) -> None:
    text = write(facts(replace(alert, raised_at=None, precision=Precision.NONE)), head).text
    assert "Raised: The sender gave no time." in text
    assert "10:45" not in text


@pytest.mark.parametrize(
    ("precision", "why"),
    [
        (Precision.NONE, "The sender gave no time, so this"),
        (Precision.MINUTE, "The sender gave the time without seconds, so this"),
        (Precision.SECOND, "This"),
    ],
)
def test_may_repeat(precision: Precision, why: str, alert: CriticalAlert, head: letters.Letterhead) -> None:
    given = replace(facts(replace(alert, precision=precision)), may_repeat="CA-26-004100")
    expected = f"MAY REPEAT CA-26-004100. {why} may be the alert you have had under that reference."
    assert expected in write(given, head).text
    assert "MAY REPEAT" not in write(facts(alert), head).text


def test_several_reasons_warnings_and_attachments(alert: CriticalAlert, head: letters.Letterhead) -> None:
    given = replace(
        facts(alert),
        because=(letters.NAMED_YOU, letters.registration_shows_you(NOW.date())),
        warnings=("The MPRN fails its check digits.",),
        attachments=(Attachment("alert.xml", "text/xml", b"<a/>"),),
        recipient=replace(PRIYA, slot=Slot.ALTERNATIVE),
    )
    letter = write(given, head)
    both = "because they named you and the registration data of 24 November 2026 shows you as the supplier."
    assert both in letter.text
    assert "The MPRN fails its check digits." in letter.text
    assert "Attached, as the sender gave it: alert.xml." in letter.text
    assert "as the alternative contact of" in letter.text
    assert letter.attachments == given.attachments


def test_a_value_from_a_mail_is_neither_markup_nor_a_line(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    given = replace(
        facts(alert), forwarder="Evil <b>& Co</b>\nNOT OURS\n{{ 7 * 7 }}", code_name="<script>x</script>"
    )
    letter = write(given, head)
    assert "Evil <b>& Co</b> NOT OURS {{ 7 * 7 }}, received" in letter.text
    assert "Evil &lt;b&gt;&amp; Co&lt;/b&gt; NOT OURS" in letter.html
    assert "<script" not in letter.html
    assert letter.html.count("<b>") == 0


def test_text_and_html_say_the_same(
    alert: CriticalAlert, head: letters.Letterhead, assert_says_the_same: Callable[[Letter], None]
) -> None:
    for given in (
        facts(alert),
        replace(facts(replace(alert, mpxn="")), may_repeat="CA-26-1", warnings=("One.", "Two & <three>.")),
        replace(facts(alert), attachments=(Attachment("a b.xml", "text/xml"),)),
    ):
        letter = write(given, head)
        assert_says_the_same(letter)


def test_same_facts_same_letter(alert: CriticalAlert, head: letters.Letterhead) -> None:
    assert write(facts(alert), head) == write(facts(alert), head)
