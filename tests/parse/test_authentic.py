"""Who sent a mail: the boundary that a forger has to pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.limits import Limits
from mailbot.model.sender import Level, Verdict
from mailbot.parse import authentic, message
from mailbot.parse.authentication_results import read

OURS = "mx.secas.example"
EXCHANGE = "exchange-online"
FROM = "From: Joel Kerr <joel.kerr@tamarvalley.example>"
PROVED, LIKELY, UNPROVED = Level.PROVED, Level.LIKELY, Level.UNPROVED


def judged(*headers: str, pinned: str = OURS) -> Verdict:
    """The verdict on a mail with these header lines."""
    raw = "\r\n".join(headers) + "\r\n\r\nwords\r\n"
    return authentic.verdict(message.read(raw.encode(), Limits()), pinned)


def results(value: str) -> str:
    return f"Authentication-Results: {value}"


ONE_HEADER = [
    # what proves
    ("mx.secas.example; dmarc=pass header.from=tamarvalley.example", PROVED),
    ("mx.secas.example; dmarc=pass (p=reject dis=none) header.from=tamarvalley.example", PROVED),
    ("mx.secas.example; DMARC=PASS header.from=TamarValley.Example", PROVED),
    ("MX.SECAS.EXAMPLE; dmarc=pass header.from=tamarvalley.example", PROVED),
    ("mx.secas.example 1; dmarc=pass header.from=tamarvalley.example", PROVED),
    ("mx.secas.example; dmarc/1=pass header.from=tamarvalley.example", PROVED),
    ("mx.secas.example; dmarc = pass header.from = tamarvalley.example", PROVED),
    ('mx.secas.example; dmarc=pass reason="all; well" header.from="tamarvalley.example"', PROVED),
    ("mx.secas.example;\r\n\tdkim=none;\r\n\tdmarc=pass\r\n header.from=tamarvalley.example", PROVED),
    ("mx.secas.example; dkim=pass header.d=tamarvalley.example", PROVED),
    ("mx.secas.example; dkim=pass (2048-bit key; unprotected) header.d=tamarvalley.example", PROVED),
    ("mx.secas.example; dkim=pass header.i=@tamarvalley.example", PROVED),
    ("mx.secas.example; dkim=pass header.i=joel@mail.tamarvalley.example", PROVED),
    ("mx.secas.example; dkim=pass header.d=mail.tamarvalley.example", PROVED),
    ("mx.secas.example; dkim=fail header.d=x.example; dkim=pass header.d=tamarvalley.example", PROVED),
    ("mx.secas.example; dkim=pass header.d=lists.example; dkim=pass header.d=tamarvalley.example", PROVED),
    (
        "mx.secas.example; dmarc=none header.from=tamarvalley.example; dkim=pass header.d=tamarvalley.example",
        PROVED,
    ),
    # what makes likely
    ("mx.secas.example; spf=pass smtp.mailfrom=joel.kerr@tamarvalley.example", LIKELY),
    ("mx.secas.example; spf=pass smtp.mailfrom=tamarvalley.example", LIKELY),
    ("mx.secas.example; spf=pass smtp.mailfrom=bounces@mail.tamarvalley.example", LIKELY),
    ("mx.secas.example; dmarc=bestguesspass header.from=tamarvalley.example", LIKELY),
    # what does not pass
    ("mx.secas.example; none", UNPROVED),
    ("mx.secas.example", UNPROVED),
    ("mx.secas.example; dmarc=fail header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; dmarc=none header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; dmarc=temperror header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; dmarc=passed header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; dmarc=pass", UNPROVED),
    ("mx.secas.example; dkim=pass", UNPROVED),
    ("mx.secas.example; dkim=fail header.d=tamarvalley.example", UNPROVED),
    ("mx.secas.example; spf=softfail smtp.mailfrom=tamarvalley.example", UNPROVED),
    ("mx.secas.example; spf=pass smtp.helo=tamarvalley.example", UNPROVED),
    ("mx.secas.example; spf=pass smtp.mailfrom=<>", UNPROVED),
    # another domain's pass
    ("mx.secas.example; dmarc=pass header.from=evil.example", UNPROVED),
    ("mx.secas.example; dmarc=pass header.from=tamarvalley.example.evil.example", UNPROVED),
    ("mx.secas.example; dmarc=pass header.from=sub.tamarvalley.example", UNPROVED),
    ("mx.secas.example; dkim=pass header.d=evil.example", UNPROVED),
    ("mx.secas.example; dkim=pass header.d=eviltamarvalley.example", UNPROVED),
    ("mx.secas.example; dkim=pass header.d=example", UNPROVED),
    ("mx.secas.example; dkim=pass header.d=evil.example header.i=@tamarvalley.example", UNPROVED),
    ("mx.secas.example; spf=pass smtp.mailfrom=tamarvalley.example@evil.example", UNPROVED),
    ("mx.secas.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example", UNPROVED),
    # the host contradicts itself, or judged another From than the one we read
    (
        "mx.secas.example; dmarc=fail header.from=tamarvalley.example; dkim=pass header.d=tamarvalley.example",
        UNPROVED,
    ),
    (
        "mx.secas.example; dmarc=pass header.from=evil.example; dkim=pass header.d=tamarvalley.example",
        UNPROVED,
    ),
    ("mx.secas.example; dmarc=fail; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; dmarc=pass header.from=evil.example header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; dkim=pass header.d=evil.example header.d=tamarvalley.example", UNPROVED),
    # results that stand where nothing counts
    ("mx.secas.example; dkim=fail (dkim=pass header.d=tamarvalley.example)", UNPROVED),
    ("mx.secas.example; (dmarc=pass header.from=tamarvalley.example)", UNPROVED),
    ('mx.secas.example; spf=fail reason="; dmarc=pass header.from=tamarvalley.example"', UNPROVED),
    (
        'mx.secas.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=tamarvalley.example"@evil.example',
        UNPROVED,
    ),
    ("mx.secas.example; spf=fail (a (b) ; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; x=y) ; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ('mx.secas.example; spf=fail reason="open; dmarc=pass header.from=tamarvalley.example', UNPROVED),
    ("mx.secas.example; dmarc=(pass) header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example; dmarc/2=pass header.from=tamarvalley.example", UNPROVED),
    (
        "mx.secas.example; spf=pass smtp.mailfrom==?utf-8?q?=3Bdmarc=3Dpass_header.from=3Dtamarvalley.example?=",
        UNPROVED,
    ),
    # an id that only looks like ours
    ("mx.secas.example.evil; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("evil.mx.secas.example; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("secas.example; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example(.evil); dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example (our own); dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("(mx.secas.example) evil.example; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("(x) mx.secas.example; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ('"mx.secas.example"; dmarc=pass header.from=tamarvalley.example', UNPROVED),
    ("mx.secas.example evil; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("mx.secas.example 2; dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("mx.secаs.example; dmarc=pass header.from=tamarvalley.example", UNPROVED),  # a Cyrillic letter
    ("dmarc=pass header.from=tamarvalley.example", UNPROVED),
    ("=?utf-8?q?mx.secas.example?=; dmarc=pass header.from=tamarvalley.example", UNPROVED),
]


@pytest.mark.parametrize(("value", "level"), ONE_HEADER)
def test_one_header(value: str, level: Level) -> None:
    assert judged(results(value), FROM).level is level


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
            "No Authentication-Results header is from mx.secas.example.",
        ),
        ((results("mx.secas.example; none"),), "The mail has no From address that can be read."),
        ((FROM, FROM), "The mail has several From headers."),
        (("From: a@b.example, c@d.example",), "The From header names several addresses."),
        (
            (FROM, results("mx.secas.example; dkim=none; spf=pass smtp.mailfrom=evil.example")),
            "Mx.secas.example says dkim=none, spf=pass (evil.example); nothing there passed for tamarvalley.example.",
        ),
        (
            (FROM, results("mx.secas.example; dmarc=fail header.from=tamarvalley.example")),
            "Mx.secas.example says that DMARC failed for tamarvalley.example.",
        ),
    ],
)
def test_why_is_a_sentence(headers: tuple[str, ...], why: str) -> None:
    assert judged(*headers).why == why


def test_an_internationalised_domain_is_compared_as_a_label() -> None:
    header = results("mx.secas.example; dkim=pass header.d=xn--bcher-kva.example")
    assert judged(header, "From: joel@bücher.example").level is PROVED


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


@given(st.text(alphabet='mx.secas=;()"\\ dkpifr@tho/1', max_size=120))
def test_any_value_is_read_or_refused(value: str) -> None:
    found = read(value)
    assert found is None or all(each.method for each in found.results)
    assert (
        judged(f"Authentication-Results: mx.secas.example; {value}", "From: a@victim.example").level
        is UNPROVED
    )
