"""What the reader gives for mail that comes back: traces, absences, completions. The decisions are in test_golden."""

from pathlib import Path

import pytest

from mailbot import reading, rulebook
from mailbot.model.alert import Fault
from mailbot.model.classified import (
    AlertMail,
    AnswerMail,
    AutomaticMail,
    Facts,
    OwnMail,
    ReportMail,
    UnknownMail,
)
from mailbot.model.limits import Limits
from mailbot.model.report import Meaning

MAIL = Path(__file__).parent / "mail"
RULES = rulebook.load_default()
ID = "<mailbot.3f9c1e77a0b24d58c6e1f0927b5a4d13@secas.example>"
REFERENCE = "CA-26-000017"


def facts(raw: bytes) -> Facts:
    return reading.read(raw, RULES, Limits()).facts


def sample(name: str) -> Facts:
    return facts((MAIL / f"{name}.eml").read_bytes())


@pytest.mark.parametrize(
    ("name", "message_ids", "plus", "references"),
    [
        ("answer/outlook_resend", (ID,), (), (REFERENCE,)),
        ("answer/outlook_plus_address", (), (REFERENCE,), ()),
        ("answer/outlook_subject_reference_only", (), (), (REFERENCE,)),
        ("answer/outlook_two_references", (ID,), (), ("CA-26-000019", "CA-26-000020")),
        ("bounce/exchange_text_only", (ID,), (), (REFERENCE,)),
        ("bounce/sendmail_base64_letter", (ID,), (), (REFERENCE,)),
        ("bounce/postfix_headers_only", (ID,), (), (REFERENCE,)),
        ("bounce/postfix_dsn", (ID,), (), (REFERENCE,)),
        ("bounce/exim_reference_only", (), (), (REFERENCE,)),
        ("bounce/gateway_plus_address", (), (REFERENCE,), ()),
        ("delay/exim_text_only", (), (), (REFERENCE,)),
        ("automatic/gmail_vacation_plus_address", (), (REFERENCE,), ()),
        ("automatic/outlook_subject_reference_only", (), (), (REFERENCE,)),
        ("automatic/desk_generated_ticket", (ID,), (), (REFERENCE,)),
    ],
)
def test_traces(
    name: str, message_ids: tuple[str, ...], plus: tuple[str, ...], references: tuple[str, ...]
) -> None:
    found = sample(name)
    assert isinstance(found, AnswerMail | ReportMail | AutomaticMail)
    traces = found.traces
    assert (traces.message_ids, traces.plus, traces.references) == (message_ids, plus, references)


def test_references_in_what_a_person_quotes_are_no_trace() -> None:
    raw = (MAIL / "answer/gmail_bottom_posted_not_ours.eml").read_bytes()
    found = facts(raw.replace(b"> Reference: CA-26-000017", b"> Reference: CA-26-000099"))
    assert isinstance(found, AnswerMail)
    assert found.traces.references == (REFERENCE,)  # of the subject


@pytest.mark.parametrize(
    ("name", "away"),
    [
        ("outlook_automatic_reply", True),
        ("gmail_out_of_office", True),
        ("notes_out_of_office", True),
        ("notes_no_longer_works", True),
        ("exchange_has_left", True),
        ("sieve_holiday", True),
        ("outlook_colleague_away", True),
        ("desk_ticket_received", False),
        ("desk_generated_ticket", False),
        ("outlook_acknowledgement", False),
        ("mailman_newsletter", False),
        ("system_job_report", False),
        ("provider_feedback_id", False),
    ],
)
def test_away(name: str, away: bool) -> None:
    found = sample(f"automatic/{name}")
    assert isinstance(found, AutomaticMail)
    assert found.away is away


def test_words_that_an_acknowledgement_quotes_are_no_absence() -> None:
    raw = (MAIL / "automatic/desk_generated_ticket.eml").read_bytes()
    found = facts(raw + b"> You receive this because Priya Nair is out of the office.\r\n")
    assert isinstance(found, AutomaticMail)
    assert not found.away


def test_completions_of_two_alerts() -> None:
    found = sample("answer/outlook_two_references")
    assert isinstance(found, AnswerMail)
    assert found.reply.meaning is Meaning.ANSWERS
    told = [(each.reference, each.facts.named_supplier) for each in found.completions]
    assert told == [("CA-26-000019", "Brightwater"), ("CA-26-000020", "COBA")]


@pytest.mark.parametrize(
    ("name", "field", "fault"),
    [
        ("outlook_wrong_check_digit", "mpxn", Fault.MPAN_CHECK_DIGIT),
        ("outlook_two_suppliers_named", "named_supplier", Fault.TWO_VALUES),
    ],
)
def test_a_completion_says_what_is_wrong_with_it(name: str, field: str, fault: Fault) -> None:
    found = sample(f"answer/{name}")
    assert isinstance(found, AnswerMail)
    (only,) = found.completions
    assert [(each.field, each.fault) for each in only.facts.problems] == [(field, fault)]


@pytest.mark.parametrize("name", ["apple_bare_name", "outlook_supplier_unknown", "outlook_supplier_and_more"])
def test_nothing_is_completed_by_a_guess(name: str) -> None:
    found = sample(f"answer/{name}")
    assert isinstance(found, AnswerMail)
    assert found.completions == ()
    assert found.reply.meaning is Meaning.UNCLEAR


def test_text_and_html_must_give_the_same() -> None:
    raw = (
        b"From: Owen Price <owen.price@larkfield.example>\nTo: alerts@secas.example\nSubject: Re: x\n"
        b"In-Reply-To: " + ID.encode() + b"\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nSupplier: Brightwater\n"
        b"--b\nContent-Type: text/html\n\n<p>Supplier: Brightwater</p>\n--b--\n"
    )
    same = facts(raw)
    other = facts(raw.replace(b"<p>Supplier: Brightwater", b"<p>Supplier: Cobalt"))
    assert isinstance(same, AnswerMail)
    assert isinstance(other, AnswerMail)
    assert len(same.completions) == 1
    assert other.completions == ()


def test_an_answer_with_a_whole_alert_stays_an_answer() -> None:
    raw = (MAIL / "alert/outlook_address_book.eml").read_bytes()
    found = facts(raw.replace(b"Subject: Critical alert", b"Subject: RE: Critical alert"))
    assert isinstance(found, AnswerMail)
    assert found.alerts == 1
    assert isinstance(facts(raw), AlertMail)


def test_what_a_mail_daemon_says_of_our_letter_and_nobody_understands_is_for_a_person() -> None:
    raw = (
        b"Return-Path: <>\nFrom: MAILER-DAEMON@mx.brightwater.example\nTo: alerts@secas.example\n"
        b"Subject: Something happened\nAuto-Submitted: auto-replied\n\nWe are not sure.\n\n"
    )
    found = facts(raw + b"Message-ID: " + ID.encode() + b"\n")
    assert isinstance(found, AnswerMail)
    assert found.traces.message_ids == (ID,)
    assert isinstance(facts(raw), AutomaticMail)


def test_a_programs_attachment_that_is_not_read_is_for_a_person() -> None:
    raw = (
        b"From: no-reply@larkfield.example\nTo: alerts@secas.example\nSubject: Today's alerts\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nPlease see the attachment.\n"
        b"--b\nContent-Type: application/pdf; name=alerts.pdf\n"
        b"Content-Disposition: attachment; filename=alerts.pdf\n\n%PDF-1.7\n--b--\n"
    )
    found = facts(raw)
    assert isinstance(found, UnknownMail)
    assert found.unread == ("alerts.pdf (a PDF: please send the alert as text or as a table)",)


def test_our_letter_under_another_message_id_is_ours() -> None:
    assert sample("automatic/secas_redirected_letter") == OwnMail("<0102018f3f@submission.provider.example>")


@pytest.mark.parametrize(
    ("below", "meaning"),
    [
        ("", Meaning.RECEIVED),
        ("\r\n-- \r\nPriya Nair\r\nBrightwater", Meaning.RECEIVED),
        ("\r\n-- \r\nPriya Nair\r\nThis meter is not ours.", Meaning.UNCLEAR),
        ("\r\nSent from my iPhone. The meter is not ours though", Meaning.UNCLEAR),
        ("\r\nSent from my phone, it belongs to Cobalt now", Meaning.UNCLEAR),
    ],
)
def test_what_is_cut_off_below_an_answer_may_take_it_back(below: str, meaning: Meaning) -> None:
    found = facts(
        f"From: a@b.example\r\nIn-Reply-To: {ID}\r\nSubject: RE: Alert\r\n\r\nReceived\r\n{below}".encode()
    )
    assert isinstance(found, AnswerMail)
    assert found.reply.meaning is meaning


@pytest.mark.parametrize(
    ("author", "words", "meaning"),
    [
        ("Tom Ashby <tom@b.example>", "This is not our customer, please tell SECAS.", Meaning.UNCLEAR),
        ("Tom Ashby <tom@b.example>", "", Meaning.RECEIVED),
        ("SECAS <alerts@secas.example>", "A Critical Alert was raised.", Meaning.RECEIVED),
        ("SECAS", "A Critical Alert was raised.", Meaning.RECEIVED),
    ],
)
def test_received_above_what_a_colleague_wrote_is_read_by_a_person(
    author: str, words: str, meaning: Meaning
) -> None:
    raw = (
        f"From: a@b.example\r\nIn-Reply-To: {ID}\r\nSubject: RE: Alert\r\n\r\nReceived\r\n\r\nFrom: {author}\r\n"
        f"Sent: 23 November 2026 10:00\r\nTo: A <a@b.example>\r\nSubject: RE: Alert\r\n\r\n{words}\r\n"
    )
    found = facts(raw.encode())
    assert isinstance(found, AnswerMail)
    assert found.reply.meaning is meaning


def test_what_a_person_writes_as_the_postmaster_is_for_a_person() -> None:
    raw = b"From: Postmaster <postmaster@b.example>\r\nSubject: Maintenance\r\n\r\nWe reject your mails from Friday."
    assert isinstance(facts(raw), UnknownMail)
    assert isinstance(facts(b"Auto-Submitted: auto-generated\r\n" + raw), AutomaticMail)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/csv; name=a.csv", "MPAN,Note\r\n1012345678903,NOT OURS"),
        ("message/rfc822", "Subject: x\r\n\r\nNot ours"),
    ],
)
def test_received_with_something_attached_is_read_by_a_person(content_type: str, content: str) -> None:
    raw = (
        f"From: a@b.example\r\nIn-Reply-To: {ID}\r\nSubject: RE: Alert\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nReceived\r\n--b\r\n"
        f"Content-Type: {content_type}\r\n\r\n{content}\r\n--b--\r\n"
    )
    found = reading.read(raw.encode(), RULES, Limits(), opening=True).facts
    assert isinstance(found, AnswerMail)
    assert found.reply.meaning is Meaning.UNCLEAR
