"""What each answer of our mail host means for the letter."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.delivery import DeliveryStatus, Meaning, Stage
from mailbot.policy.delivery import back_off, explain, judge, ours_back_off

CONNECT, TLS, SIGN_IN, MAIL = Stage.CONNECT, Stage.TLS, Stage.SIGN_IN, Stage.MAIL
RCPT, DATA, DOT = Stage.RCPT, Stage.DATA, Stage.DOT
SENT, FAILED, LATER = Meaning.SENT, Meaning.FAILED, Meaning.TRY_LATER
OURS, UNCERTAIN = Meaning.OURS, Meaning.UNCERTAIN


@pytest.mark.parametrize(
    ("stage", "code", "status", "diagnostic", "meaning"),
    [
        # taken
        (DOT, 250, "2.0.0", "Ok: queued as 4C1D", SENT),
        (DOT, 250, "", "OK", SENT),
        (DOT, 250, "2.6.0", "Queued mail for delivery", SENT),
        # no answer at all
        (CONNECT, 0, "", "connection refused", OURS),
        (TLS, 0, "", "certificate verify failed", OURS),
        (SIGN_IN, 0, "", "timed out", OURS),
        (MAIL, 0, "", "connection lost", OURS),
        (RCPT, 0, "", "connection lost", OURS),
        (DATA, 0, "", "timed out", OURS),
        (DOT, 0, "", "timed out", UNCERTAIN),
        (DOT, 0, "", "quota exceeded", UNCERTAIN),
        # before there is a letter
        (CONNECT, 554, "5.7.1", "Service unavailable; client host blocked", OURS),
        (CONNECT, 550, "", "go away", OURS),
        (CONNECT, 220, "", "not an EHLO answer", OURS),
        (TLS, 454, "4.7.0", "TLS not available", OURS),
        (TLS, 502, "5.5.1", "not implemented", OURS),
        (SIGN_IN, 535, "5.7.8", "Authentication credentials invalid", OURS),
        (SIGN_IN, 535, "5.7.139", "Authentication unsuccessful, basic authentication is disabled", OURS),
        (SIGN_IN, 454, "4.7.0", "Temporary authentication failure", OURS),
        (MAIL, 550, "5.7.1", "Sender not allowed", OURS),
        (MAIL, 452, "4.3.1", "Insufficient system storage", OURS),
        (MAIL, 550, "5.1.8", "Access denied, bad outbound sender", OURS),
        (MAIL, 552, "", "quota", OURS),
        # a letter too large says so at MAIL, and would stop every letter behind it
        (MAIL, 552, "5.3.4", "Message size exceeds fixed limit", FAILED),
        (MAIL, 552, "", "Message size exceeds maximum", FAILED),
        (MAIL, 452, "4.3.4", "message too large at present", OURS),
        # the connection is closing
        (CONNECT, 421, "4.3.2", "too many connections", OURS),
        (RCPT, 421, "4.7.0", "closing connection", OURS),
        (DATA, 421, "", "shutting down", OURS),
        (DOT, 421, "4.4.2", "timeout exceeded", OURS),
        # not signed in, late
        (RCPT, 530, "5.7.57", "Client not authenticated to send mail", OURS),
        (RCPT, 530, "5.7.0", "Authentication required", OURS),
        (DOT, 535, "5.7.3", "Authentication unsuccessful", OURS),
        (RCPT, 554, "5.7.1", "<a@b.example>: Relay access denied", OURS),
        (RCPT, 550, "5.7.64", "TenantAttribution; Relay Access Denied", OURS),
        (RCPT, 550, "5.7.1", "Unable to relay", OURS),
        # not our address
        (DOT, 554, "5.2.252", "SendAsDenied; alerts@secas.example not allowed to send as x", OURS),
        (DOT, 550, "5.7.60", "Client does not have permissions to send as this sender", OURS),
        (DOT, 550, "5.2.0", "STOREDRV.Submission.Exception:SendAsDeniedException", OURS),
        (RCPT, 553, "5.7.1", "<alerts@secas.example>: Sender address rejected: not owned by user", OURS),
        (
            DOT,
            550,
            "5.7.750",
            "Service unavailable. Client blocked from sending from unregistered domains",
            OURS,
        ),
        # blocked
        (DOT, 550, "5.7.501", "Access denied, spam abuse detected", OURS),
        (DOT, 550, "5.7.502", "Access denied, banned sender", OURS),
        (DOT, 550, "5.7.503", "Access denied, banned sender", OURS),
        (DOT, 550, "5.7.504", "Recipient address rejected: access denied", FAILED),
        (DOT, 550, "5.7.606", "Access denied, banned sending IP", OURS),
        (DOT, 550, "5.7.708", "Access denied, traffic not accepted from this IP", OURS),
        (DOT, 550, "5.7.705", "Access denied, tenant has exceeded threshold", OURS),
        (DOT, 451, "4.7.500", "Server busy. Please try again later", OURS),
        # limits of our account
        (RCPT, 452, "4.5.3", "Too many recipients", OURS),
        (RCPT, 550, "5.5.3", "Too many recipients", OURS),
        (DOT, 550, "5.1.90", "You have reached your daily limit for message recipients", OURS),
        (DOT, 554, "5.2.0", "recipient limit exceeded", OURS),
        (DOT, 550, "5.2.2", "STOREDRV; Submission Quota Exceeded", OURS),
        (DOT, 432, "4.3.2", "STOREDRV.ClientSubmit; sender thread limit exceeded", OURS),
        (DOT, 432, "4.3.2", "Concurrent connections limit exceeded", OURS),
        (DOT, 451, "4.7.0", "Throttled: try again later", OURS),
        (RCPT, 450, "4.7.1", "Error: too much mail, message rate exceeded", OURS),
        # limits of the recipient's mailbox
        (DOT, 432, "4.3.2", "STOREDRV.Deliver; recipient thread limit exceeded", LATER),
        (
            DOT,
            550,
            "5.2.121",
            "Recipient's per hour message receive limit from specific sender exceeded",
            LATER,
        ),
        (DOT, 550, "5.2.122", "Recipient's per hour message receive limit exceeded", LATER),
        # the dialogue
        (RCPT, 503, "5.5.1", "Bad sequence of commands", OURS),
        (DATA, 503, "5.5.1", "need RCPT", OURS),
        (RCPT, 500, "5.5.2", "unrecognised command", OURS),
        (DATA, 504, "5.5.4", "parameter not implemented", OURS),
        (RCPT, 501, "5.1.3", "Bad recipient address syntax", FAILED),
        # the recipient
        (RCPT, 550, "5.1.1", "User unknown", FAILED),
        (RCPT, 550, "", "no such user", FAILED),
        (RCPT, 551, "5.1.6", "User not local", FAILED),
        (RCPT, 553, "5.6.7", "SMTPUTF8 is needed", FAILED),
        (RCPT, 550, "5.7.1", "Refused by policy", FAILED),
        (RCPT, 556, "5.1.10", "Recipient's domain takes no mail", FAILED),
        (RCPT, 550, "5.7.133", "Sender not authenticated for group", FAILED),
        (RCPT, 552, "5.2.2", "Mailbox full", FAILED),
        (RCPT, 552, "", "Requested mail action aborted: quota exceeded", FAILED),
        (RCPT, 452, "4.2.2", "Mailbox over quota", LATER),
        (RCPT, 450, "4.2.0", "Greylisted", LATER),
        (RCPT, 451, "4.7.1", "Greylisting in action", LATER),
        (RCPT, 451, "4.7.0", "Temporary server error. Please try again later", LATER),
        (RCPT, 451, "4.3.0", "lookup failed", LATER),
        # the letter
        (DATA, 451, "4.3.0", "try again later", LATER),
        (DATA, 550, "5.7.1", "Refused by policy", FAILED),
        (DATA, 554, "5.5.1", "no valid recipients", FAILED),
        (DOT, 452, "4.3.1", "Insufficient storage", LATER),
        (DOT, 451, "4.7.1", "Content check unavailable", LATER),
        (DOT, 550, "5.7.1", "Message rejected as spam", FAILED),
        (DOT, 554, "5.6.0", "Message content rejected", FAILED),
        (DOT, 552, "5.3.4", "Message too big for system", FAILED),
        (DOT, 552, "5.2.3", "Message too large for this recipient", FAILED),
        # no answer that belongs there
        (DOT, 354, "", "go on", UNCERTAIN),
        (DOT, 999, "", "", UNCERTAIN),
        (RCPT, 250, "", "ok", OURS),
        (DATA, 354, "", "go on", OURS),
        (RCPT, 550, "not.a.status", "", FAILED),
        (RCPT, 550, "5.7", "", FAILED),
        (RCPT, 550, "5.7.²", "", FAILED),
    ],
)
def test_judge(stage: Stage, code: int, status: str, diagnostic: str, meaning: Meaning) -> None:
    assert judge(DeliveryStatus(stage, code, status, diagnostic=diagnostic)) is meaning


STATUSES = st.builds(
    DeliveryStatus,
    stage=st.sampled_from(Stage),
    code=st.integers(0, 999),
    status=st.one_of(st.text(max_size=12), st.from_regex(r"[245]\.[0-9]{1,3}\.[0-9]{1,4}", fullmatch=True)),
    diagnostic=st.text(max_size=60),
)


@given(STATUSES)
def test_every_status_has_a_meaning(status: DeliveryStatus) -> None:
    meaning = judge(status)
    assert (meaning is SENT) is status.accepted
    assert explain(status).strip()


@given(STATUSES)
def test_only_the_final_dot_can_be_uncertain_and_only_a_refusal_can_fail(status: DeliveryStatus) -> None:
    meaning = judge(status)
    assert meaning is not UNCERTAIN or status.stage is DOT
    assert meaning is not FAILED or 500 <= status.code <= 599
    assert meaning is not LATER or 400 <= status.code <= 599


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (
            DeliveryStatus(RCPT, 550, "5.1.1", diagnostic="User unknown.", remote="mail.secas.example"),
            "The recipient is refused for good. mail.secas.example answered: 550 5.1.1 User unknown. It is not "
            "tried again at this address: a person must look.",
        ),
        (
            DeliveryStatus(SIGN_IN, 535, "5.7.8", diagnostic="Bad credentials"),
            "Our mail host does not accept our sign-in. The mail host answered: 535 5.7.8 Bad credentials. That is "
            "trouble on our side: the letter stays due and is sent when it is over.",
        ),
        (
            DeliveryStatus(DOT),
            "The connection was lost after the whole letter was sent, so our mail host may have taken it. It is "
            "sent again with the same Message-ID, so the recipient may get it twice.",
        ),
        (
            DeliveryStatus(DOT, 250, "2.0.0"),
            "Our mail host took the letter. The mail host answered: 250 2.0.0.",
        ),
    ],
)
def test_explain(status: DeliveryStatus, sentence: str) -> None:
    assert explain(status) == sentence


def test_back_off_doubles_from_a_minute_to_an_hour() -> None:
    minutes = [back_off(attempts, 0.0) / timedelta(minutes=1) for attempts in range(1, 10)]
    assert minutes == [1, 2, 4, 8, 16, 32, 48, 48, 48]
    assert back_off(99, 1.0) == timedelta(hours=1)
    assert back_off(1, 1.0) == timedelta(seconds=75)


def test_our_own_trouble_is_looked_at_sooner() -> None:
    seconds = [ours_back_off(attempts, 0.0) / timedelta(seconds=1) for attempts in range(1, 8)]
    assert seconds == [30, 60, 120, 240, 480, 720, 720]
    assert ours_back_off(10**9, 1.0) == timedelta(minutes=15)


@given(st.integers(-5, 10**6), st.floats(-1, 2, allow_nan=False))
def test_every_wait_is_within_its_bounds(attempts: int, jitter: float) -> None:
    assert timedelta(minutes=1) <= back_off(attempts, jitter) <= timedelta(hours=1)
    assert timedelta(seconds=30) <= ours_back_off(attempts, jitter) <= timedelta(minutes=15)
