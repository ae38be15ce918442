"""One Authentication-Results header: what is read in it, and what it proves (RFC 8601)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.sender import Level
from mailbot.parse.authentication_results import read
from tests.parse.verdicts import FROM, LIKELY, PROVED, UNPROVED, judged, results

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


def test_a_value_without_a_name_is_passed_over() -> None:
    found = read("mx.secas.example; dkim=pass =x header.d=a.example")
    assert found is not None
    assert found.results[0].properties == (("header.d", "a.example"),)


@given(st.text(alphabet='mx.secas=;()"\\ dkpifr@tho/1', max_size=120))
def test_any_value_is_read_or_refused(value: str) -> None:
    found = read(value)
    assert found is None or all(each.method for each in found.results)
    assert (
        judged(f"Authentication-Results: mx.secas.example; {value}", "From: a@victim.example").level
        is UNPROVED
    )
