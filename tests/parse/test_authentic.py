"""Who sent a mail: the boundary that a forger has to pass."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.sender import Level, Verdict
from mailbot.parse import authentic, message
from tests.parse.verdicts import EXCHANGE, FROM, LIKELY, OURS, PASSED, PROVED, UNPROVED, judged, results

PASS = "dmarc=pass header.from=tamarvalley.example"


@pytest.mark.parametrize(
    ("headers", "level"),
    [
        ((f"mx.secas.example; {PASS}", "mx.secas.example; dmarc=fail"), PROVED),
        (
            ("mx.secas.example; dmarc=fail header.from=tamarvalley.example", f"mx.secas.example; {PASS}"),
            UNPROVED,
        ),
        (("mx.secas.example; none", f"mx.secas.example; {PASS}"), UNPROVED),
        (("mx.secas.example; spf=fail (open", f"mx.secas.example; {PASS}"), UNPROVED),
        (("mx.secas.example 2; none", f"mx.secas.example; {PASS}"), UNPROVED),
        (("mx.other.example; dmarc=fail", f"mx.secas.example; {PASS}"), PROVED),
        ((f"mx.other.example; {PASS}", "mx.secas.example; none"), UNPROVED),
    ],
)
def test_only_the_topmost_header_with_our_id_counts(headers: tuple[str, ...], level: Level) -> None:
    assert judged(*map(results, headers), FROM).level is level


@pytest.mark.parametrize(
    ("sender", "level"),
    [
        ("From: joel.kerr@tamarvalley.example", PROVED),
        ("From: <joel.kerr@tamarvalley.example>", PROVED),
        ('From: "Kerr, Joel" <joel.kerr@TAMARVALLEY.example>', PROVED),
        ("From: joel.kerr@tamarvalley.example.", PROVED),
        ("From: joel.kerr@sub.tamarvalley.example", PROVED),
        ("From: =?utf-8?q?Joel_Kerr?= <joel.kerr@tamarvalley.example>", PROVED),
        ("From: joel.kerr@tamarvalley.example (x@evil.example)", PROVED),
        ('From: "joel.kerr@tamarvalley.example" <x@evil.example>', UNPROVED),
        ("From: joel.kerr@tamarvalley.example <x@evil.example>", UNPROVED),
        ("From: =?utf-8?q?joel=40tamarvalley.example?= <x@evil.example>", UNPROVED),
        ("From: =?utf-8?q?joel=40tamarvalley.example?=", UNPROVED),
        ("From: =?utf-8?q?Joel_=3Cjoel=40tamarvalley.example=3E?=", UNPROVED),
        ("From: x@evil.example, joel.kerr@tamarvalley.example", UNPROVED),
        ("From: joel.kerr@tamarvalley.example, x@evil.example", UNPROVED),
        ("From: joel.kerr@tamarvalley.example; x@evil.example", UNPROVED),
        ("From: <joel.kerr@tamarvalley.example> <x@evil.example>", UNPROVED),
        ("From: <joel.kerr@tamarvalley.example> x@evil.example", UNPROVED),
        ("From: joel.kerr@tamarvalley.example x@evil.example", UNPROVED),
        ("From: x@evil.example@tamarvalley.example", UNPROVED),
        ('From: "x@evil.example"@tamarvalley.example', UNPROVED),
        ("From: @tamarvalley.example", UNPROVED),
        ("From: tamarvalley.example", UNPROVED),
        ("From: joel@[192.0.2.1]", UNPROVED),
        ("From: joel@tamarvalley.example\x00.evil.example", UNPROVED),
        ("From: joel@tamarvalley.example .evil.example", UNPROVED),
        ("From: joel@tamarvalley.example(x).evil.example", UNPROVED),
        ("From: <joel@tamarvalley.example .evil.example>", UNPROVED),
        ("From: <joel@tamarvalley.example(x).evil.example>", UNPROVED),
        ("From: joel@tamarvalley.example\r\n .evil.example", UNPROVED),
        ("From: joel@tamarvalley.example\x0b.evil.example", UNPROVED),
        ("From: Team: joel.kerr@tamarvalley.example, x@evil.example;", UNPROVED),
        ("From:", UNPROVED),
        ("Sender: joel.kerr@tamarvalley.example", UNPROVED),
        ("From: joel.kerr@tamarvalley.example\r\nFrom: joel.kerr@tamarvalley.example", UNPROVED),
        ("From: x@evil.example\r\nFrom: joel.kerr@tamarvalley.example", UNPROVED),
        ("From : joel.kerr@tamarvalley.example\r\nFrom: x@evil.example", UNPROVED),
        ("Subject: x\rFrom: joel.kerr@tamarvalley.example\r\nFrom: x@evil.example", UNPROVED),
        ("From: joel.kerr@tamarvalley.example\r\nFrom:", UNPROVED),
    ],
)
def test_the_from_address_that_was_proved(sender: str, level: Level) -> None:
    assert judged(results(f"mx.secas.example; {PASS}"), sender).level is level


EXCHANGE_PASS = (
    "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=tamarvalley.example; dkim=pass (signature was verified) "
    "header.d=tamarvalley.example;dmarc=pass action=none header.from=tamarvalley.example;compauth=pass reason=100"
)
EXCHANGE_FAIL = (
    "spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=evil.example; dkim=none (message not signed) "
    "header.d=none;dmarc=fail action=oreject header.from=tamarvalley.example;compauth=fail reason=000"
)


@pytest.mark.parametrize(
    ("headers", "level"),
    [
        ((EXCHANGE_PASS,), PROVED),
        ((EXCHANGE_FAIL,), UNPROVED),
        ((EXCHANGE_FAIL, EXCHANGE_PASS), UNPROVED),
        ((EXCHANGE_PASS, EXCHANGE_FAIL), PROVED),
        ((f"mx.secas.example; {PASS}",), UNPROVED),
        ((f"mx.evil.example; {PASS}", EXCHANGE_PASS), PROVED),
        ((f"exchange-online; {PASS}",), UNPROVED),
        (("dmarc=bestguesspass action=none header.from=tamarvalley.example",), LIKELY),
        (
            ("spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=tamarvalley.example; dkim=none; dmarc=none",),
            LIKELY,
        ),
        (("spf=none (open; dmarc=pass header.from=tamarvalley.example", EXCHANGE_PASS), UNPROVED),
    ],
)
def test_exchange_online_writes_no_id(headers: tuple[str, ...], level: Level) -> None:
    assert judged(*map(results, headers), FROM, pinned=EXCHANGE).level is level


def test_a_blank_before_the_colon_makes_no_authentication_results() -> None:
    assert judged(f"Authentication-Results : mx.secas.example; {PASS}", FROM).level is UNPROVED


def test_other_headers_that_look_alike_do_not_count() -> None:
    for name in ("ARC-Authentication-Results", "X-Authentication-Results", "Authentication-Results-Original"):
        assert judged(f"{name}: mx.secas.example; {PASS}", FROM).level is UNPROVED


@pytest.mark.parametrize("pinned", ["", "  "])
def test_without_a_trusted_id_nothing_is_proved(pinned: str) -> None:
    verdict = judged(results(f"mx.secas.example; {PASS}"), FROM, pinned=pinned)
    assert verdict == Verdict(UNPROVED, "no trusted_authserv_id is configured")


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ((FROM,), "The mail has no Authentication-Results header."),
        (
            (FROM, results("mx.other.example; none")),
            "No Authentication-Results header is from our mail host mx.secas.example.",
        ),
        ((results("mx.secas.example; none"),), "The mail has no From address that can be read."),
        ((FROM, FROM), "The mail has several From headers."),
        (("From: a@b.example, c@d.example",), "The From header names several addresses."),
        (
            (FROM, results("mx.secas.example; dkim=none; spf=pass smtp.mailfrom=evil.example")),
            "Our mail host mx.secas.example says dkim=none, spf=pass (evil.example); "
            "nothing there passed for tamarvalley.example.",
        ),
        (
            (FROM, results("mx.secas.example; dmarc=fail header.from=tamarvalley.example")),
            "Our mail host mx.secas.example says that DMARC failed for tamarvalley.example.",
        ),
    ],
)
def test_why_is_a_sentence(headers: tuple[str, ...], why: str) -> None:
    assert judged(*headers).why == why


@pytest.mark.parametrize(
    "lines",
    [
        (b"X-Note: a\rAuthentication-Results: mx.secas.example; dmarc=pass header.from=tamarvalley.example",),
        (b"X-Note: a\0", PASSED),
        (b"X-Note: a\rb", PASSED),
        (b"Authentication-Results: mx.secas.example;\r\n dmarc=pass\r header.from=tamarvalley.example",),
    ],
)
def test_a_bare_carriage_return_or_nul_proves_nothing(lines: tuple[bytes, ...]) -> None:
    raw = b"\r\n".join((*lines, FROM.encode(), b"", b"words"))
    verdict = authentic.verdict(message.read(raw, Limits()), OURS)
    assert verdict.level is UNPROVED
    assert verdict.why == (
        "The headers hold a bare carriage return or a NUL, so that what our mail host mx.secas.example wrote "
        "cannot be told from what the sender wrote."
    )


def test_a_nul_does_not_end_the_name_of_a_host() -> None:
    header = "Authentication-Results: mx.secas.example\0.evil; dmarc=pass header.from=tamarvalley.example"
    assert judged(header, FROM).level is UNPROVED


def test_a_control_character_below_the_results_does_not_matter() -> None:
    raw = b"\r\n".join((PASSED, FROM.encode(), b"X-Note: a\rb\0", b"", b"words\r\0"))
    assert authentic.verdict(message.read(raw, Limits()), OURS).level is PROVED


RECEIVED = "Received: from a.example (b [192.0.2.1]) by {}; Mon, 23 Nov 2026 12:34:27 +0000"


@pytest.mark.parametrize(
    ("above", "level"),
    [
        ((), PROVED),
        (("mail.secas.example with LMTP",), PROVED),
        (("mx.secas.example",) * 8, PROVED),
        (("mx.secas.example",) * 9, UNPROVED),
        (("localhost",), PROVED),
        (("192.0.2.5",), PROVED),
        (("(by evil.example) mail.secas.example",), PROVED),
        (("relay.other.example",), UNPROVED),
        (("mail.secas.example", "relay.other.example", "mx.secas.example"), UNPROVED),
        (("mx.secas.example.evil.example",), UNPROVED),
    ],
)
def test_only_our_own_hosts_stand_above_the_results(above: tuple[str, ...], level: Level) -> None:
    headers = (*(RECEIVED.format(host) for host in above), PASSED.decode(), FROM)
    assert judged(*headers).level is level


def test_below_a_country_names_are_registered_one_label_deeper() -> None:
    for host, level in (("mail.secas.co.uk", PROVED), ("mail.other.co.uk", UNPROVED)):
        header = PASSED.decode().replace("mx.secas.example", "mx.secas.co.uk")
        assert judged(RECEIVED.format(host), header, FROM, pinned="mx.secas.co.uk").level is level


def test_exchange_online_writes_received_headers_of_its_own_above_its_results() -> None:
    above = RECEIVED.format("LO4P265MB4265.GBRP265.PROD.OUTLOOK.COM with Microsoft SMTP Server")
    exchange = results("dmarc=pass action=none header.from=tamarvalley.example;compauth=pass reason=100")
    assert judged(above, exchange, FROM, pinned=EXCHANGE).level is PROVED
    why = judged(*(above,) * 9, exchange, FROM, pinned=EXCHANGE).why
    assert why == "More than 8 Received headers stand above the results of our mail host."


def test_the_host_that_is_not_ours_is_named() -> None:
    why = judged(RECEIVED.format("relay.other.example"), PASSED.decode(), FROM).why
    assert why == (
        "The mail passed through relay.other.example after the results that mx.secas.example is said to have "
        "written, so they may be forged."
    )


def test_an_internationalised_domain_is_compared_as_a_label() -> None:
    header = results("mx.secas.example; dkim=pass header.d=xn--bcher-kva.example")
    assert judged(header, "From: joel@bücher.example").level is PROVED


def test_a_domain_that_no_dns_could_hold_is_aligned_with_nothing() -> None:
    header = results("mx.secas.example; dkim=pass header.d=a.example")
    assert judged(header, f"From: joel@{'ü' * 70}.example").level is UNPROVED


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("a.example", "a.example", True),
        ("mail.a.example", "a.example", True),
        ("a.example", "mail.a.example", True),
        ("ba.example", "a.example", False),
        ("example", "a.example", False),
        ("", "", False),
        ("a..example", "a.example", False),
    ],
)
def test_alignment(one: str, other: str, fits: bool) -> None:
    assert authentic.aligned(one, other) is fits
