"""Labelled facts in running text: every way to label them, and several alerts in one text."""

import pytest

from tests.parse.alert_texts import DEVICE_A, GAS, A, B, C, only, told

AT = "2026-11-24T09:05:00+00:00"


@pytest.mark.parametrize(
    "text",
    [
        f"MPAN: {A}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05\nNew Supplier: Brightwater",
        f"MPAN : {A}\nAlert Code : 0x8F3F\nDate/Time : 24/11/2026 09:05\nNew Supplier : Brightwater",
        f"MPAN= {A}\nAlert Code=8f3f\nTimestamp = 24 Nov 2026 09:05\nGaining Supplier=Brightwater",
        f"MPAN Core\t{A}\nEvent Code\t8F3F\nAlert Time\t24/11/2026 09:05\nNew Supplier\tBrightwater",
        f"MPAN:\t\t{A}\nAlert Code:\t8F3F\nTimestamp:\t24/11/2026 09:05\nNew Supplier:\tBrightwater",
        f"* MPAN - {A}\n* Alert Code - 8F3F\n* Raised - 24/11/2026 09:05\n* New Supplier - Brightwater",
        f"• MPAN – {A}\n• Alert Code – 8F3F\n• Raised – 24/11/2026 09:05\n• Supplier – Brightwater",
        f"- MPAN: {A}\n- Alert Code: 8F3F\n- Raised at: 24/11/2026 09:05\n- Supplier: Brightwater",
        f"1. MPAN: {A}\n2. Alert Code: 8F3F\n3. Raised: 24/11/2026 09:05\n4. Supplier: Brightwater",
        f"a) MPAN: {A}\nb) Alert Code: 8F3F\nc) Raised: 24/11/2026 09:05\nd) Supplier: Brightwater",
        f"**MPAN:** {A}\n**Alert Code:** 8F3F\n**Raised:** 24/11/2026 09:05\n**Supplier:** Brightwater",
        f"*MPAN*: {A}\n*Alert Code*: `8F3F`\n*Raised*: 24/11/2026 09:05\n*Supplier*: *Brightwater*",
        f"> MPAN: {A}\n> Alert Code: 8F3F\n> Raised: 24/11/2026 09:05\n>\n> Supplier: Brightwater",
        f">> MPAN: {A}\n>> Alert Code: 8F3F\n>> Raised: 24/11/2026 09:05\n>> Supplier: Brightwater",
        f"MPAN          : {A}\nAlert Code    : 8F3F\nRaised        : 24/11/2026 09:05\nSupplier      : Brightwater",
        f"MPAN          {A}\nAlert Code    8F3F\nRaised        24/11/2026 09:05\nSupplier      Brightwater",
        f"MPAN {A}\nAlert Code 8F3F\nRaised 24/11/2026 09:05\nSupplier: Brightwater",
        f"MPAN {A}, alert code 8F3F, raised 24/11/2026 09:05, supplier: Brightwater",
        f"MPAN: {A} Alert Code: 8F3F Date/Time: 24/11/2026 09:05 Supplier: Brightwater",
        f"MPAN: {A}, Alert Code: 8F3F, Date/Time: 24/11/2026 09:05, Supplier: Brightwater",
        f"MPAN: {A}; Alert Code: 8F3F; Date/Time: 24/11/2026 09:05; Supplier: Brightwater;",
        f"MPAN: {A} | Alert Code: 8F3F | Date/Time: 24/11/2026 09:05 | Supplier: Brightwater",
        f"Please pass on: MPAN: {A}, Alert Code: 8F3F, Raised: 24/11/2026 09:05, New Supplier: Brightwater",
        f"MPAN:\n{A}\nAlert Code:\n8F3F\nRaised:\n24/11/2026 09:05\nSupplier:\nBrightwater",
        f"MPAN\n\n{A}\n\nAlert Code\n\n8F3F\n\nRaised\n\n24/11/2026 09:05\n\nSupplier\n\nBrightwater",
        f"MPAN: {A}\n\nAlert Code: 8F3F\n\nRaised: 24/11/2026 09:05\n\nSupplier: Brightwater",
        f"New Supplier: Brightwater\n\nMPAN: {A}\nAlert Code: 8F3F\nRaised: 24/11/2026 09:05",
        f"MPAN: {A}\nAlert Code: 8F3F\n\nRaised: 24/11/2026 09:05\n\nNew Supplier: Brightwater",
        f"mpan: {A}\nALERT CODE: 8F3F\ndate / time: 24/11/2026 09:05\nNEW SUPPLIER: Brightwater",
        "Supply Number: 00 801 123 10 1234 5678 903\nAlert Code: 8F3F\nRaised: 24/11/2026 09:05\nSupplier: Brightwater",
        f"MPAN: {A}\nAlert Code: 8F3F\nDate: 24/11/2026\nTime: 09:05\nSupplier: Brightwater",
        f"MPAN: {A}\nAlert Code: 8F3F\nDate Raised: 24/11/2026\nAlert Time: 09:05\nSupplier: Brightwater",
        f"MPAN (core): {A}\nAlert Code (hex): 8F3F\nDate/Time (UTC): 24/11/2026 09:05\nSupplier: Brightwater",
        f"Ticket: 4711 MPAN: {A} Alert Code: 8F3F Raised: 24/11/2026 09:05 Supplier: Brightwater",
        f"Raised: 24/11/2026 09:05\nSupplier: Brightwater\nAlert Code: 8F3F\nMPAN: {A}",
        f"MPAN: {A}\nMPRN: N/A\nDevice ID: unknown\nAlert Code: 8F3F\nRaised: 24/11/2026 09:05\nSupplier: Brightwater",
        f"MPAN: {A}\r\nAlert Code: 8F3F\r\nRaised: 24/11/2026 09:05\r\nSupplier: Brightwater\r\n",
        f"MPAN: {A}<tel:{A}>\nAlert Code: 8F3F\nRaised: 24/11/2026 09:05\n"
        "Supplier: Brightwater<https://brightwater.example/>",
        f"MPAN:\u00a0{A}\nAlert\u00a0Code: 8F3F\nRaised: 24/11/2026\u00a009:05\nSupplier:\u00a0Brightwater",
        f"Customer: J Smith\nMPAN: {A}\nPostcode: LS1 1AA\nAlert Code: 8F3F\nRaised: 24/11/2026 09:05\n"
        "Meter Serial Number: 19P1234567\nSupplier: Brightwater",
    ],
)
def test_one_alert_in_many_shapes(text: str) -> None:
    assert told(text) == [{"mpxn": A, "code": "8F3F", "at": AT, "supplier": "Brightwater"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"MPAN: {A}\nAlert Code: 8F3F - Tamper Detect",
            {"mpxn": A, "code": "8F3F", "name": "Tamper Detect"},
        ),
        (f"MPAN: {A}\nAlert: Tamper Detect (8F3F)", {"mpxn": A, "code": "8F3F", "name": "Tamper Detect"}),
        (
            f"MPAN: {A}\nAlert Code: 8F3F\nAlert Description: Unauthorised Physical Access",
            {"mpxn": A, "code": "8F3F", "name": "Unauthorised Physical Access"},
        ),
        (f"MPRN: {GAS}\nFuel: Gas\nAlert Code: 8F0F", {"mpxn": GAS, "code": "8F0F"}),
        (f"MPAN/MPRN: {GAS}\nAlert Code: 8F0F", {"mpxn": GAS, "code": "8F0F"}),
        (
            f"Device ID: {DEVICE_A}:90-B3-D5-1F-30-00-00-01:1000\nAlert Code: 8F3F",
            {"device": DEVICE_A, "code": "8F3F", "counter": "1000"},
        ),
        (
            "GUID: 001d240201a00b11\nOriginator Counter: 4611686018427387911\nAlert Code: 8F3F",
            {"device": DEVICE_A, "code": "8F3F", "counter": "4611686018427387911"},
        ),
        (
            f"MPAN: {A}\nAlert Code: 8F3F\nSupplier: Brightwater\nMPID: BRWA",
            {"mpxn": A, "code": "8F3F", "supplier": "Brightwater (BRWA)"},
        ),
        (
            f"MPAN: {A}\nAlert Code: 8F3F\nSupplier MPID: brwa",
            {"mpxn": A, "code": "8F3F", "supplier": "BRWA"},
        ),
        (
            f"MPAN: {A}\nAlert Code: 8F3F\nTime (UTC): 01/07/2026 09:05",
            {"mpxn": A, "code": "8F3F", "at": "2026-07-01T09:05:00+00:00"},
        ),
        (f"MPAN: {A}\nAlert Code: 8F3F\nDate: 24/11/2026", {"mpxn": A, "code": "8F3F"}),
        (f"MPAN: {A}\nAlert Code: 8F3F\nSupplier: TBC", {"mpxn": A, "code": "8F3F"}),
        (
            f"MPAN: {A}\nAlert Description: Tamper\nDate/Time: 24/11/2026 09:05",
            {"mpxn": A, "name": "Tamper", "at": AT},
        ),
        ("Alert Code: 8F3F\nNew Supplier: Brightwater", {"code": "8F3F", "supplier": "Brightwater"}),
        (f"MPAN: {A}\nMPRN: {GAS}\nFuel: Gas\nAlert Code: 8F3F", {"mpxn": GAS, "code": "8F3F"}),
    ],
)
def test_what_each_label_gives(text: str, expected: dict[str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "losing",
    [
        "Old Supplier: Cobalt",
        "Previous Supplier: Cobalt",
        "Losing Supplier: Cobalt",
        "Current Supplier (losing): Cobalt",
        "Supplier (old): Cobalt",
        "Outgoing Supplier: Cobalt",
        "Old Supplier MPID: COBA",
        "Supplier (who lost it): Cobalt",
        "The previous energy supplier: Cobalt",
        "Supplier of the year: Cobalt",
    ],
)
def test_the_losing_supplier_is_never_named(losing: str) -> None:
    block = f"MPAN: {A}\nAlert Code: 8F3F\n"
    assert told(f"{block}{losing}") == [{"mpxn": A, "code": "8F3F"}]
    assert told(f"MPAN: {A} Alert Code: 8F3F {losing}")[0].get("supplier") is None
    assert told(f"MPAN: {A}, Alert Code: 8F3F, {losing}")[0].get("supplier") is None
    assert told(f"{block}{losing}\nNew Supplier: Brightwater")[0]["supplier"] == "Brightwater"
    assert told(f"{block}New Supplier: Brightwater\n{losing}")[0]["supplier"] == "Brightwater"


def test_new_supplier_outranks_a_plain_supplier() -> None:
    text = f"MPAN: {A}\nAlert Code: 8F3F\nSupplier: Larkfield Energy\nNew Supplier: Brightwater"
    alert = only(text)
    assert alert.named_supplier == "Brightwater"
    assert alert.problems == ()


ONE, TWO = {"mpxn": A, "code": "8F3F"}, {"mpxn": B, "code": "8F3E"}


@pytest.mark.parametrize(
    "text",
    [
        f"MPAN: {A}\nAlert Code: 8F3F\n\nMPAN: {B}\nAlert Code: 8F3E",
        f"MPAN: {A}\nAlert Code: 8F3F\nMPAN: {B}\nAlert Code: 8F3E",
        f"Alert Code: 8F3F\nMPAN: {A}\n\nAlert Code: 8F3E\nMPAN: {B}",
        f"MPAN: {A}\n\nAlert Code: 8F3F\n\nMPAN: {B}\n\nAlert Code: 8F3E",
        f"MPAN: {A} Alert Code: 8F3F\nMPAN: {B} Alert Code: 8F3E",
        f"MPAN {A}, alert code 8F3F\nMPAN {B}, alert code 8F3E",
        f"Alert 1\nMPAN: {A}\nAlert Code: 8F3F\n\nAlert 2\nMPAN: {B}\nAlert Code: 8F3E",
        f"MPAN: {A}\nAlert Code: 8F3F\n\nMPAN Core: {B}\nEvent Code: 8F3E",
    ],
)
def test_a_label_that_comes_again_opens_the_next_alert(text: str) -> None:
    assert told(text) == [ONE, TWO]


def test_two_alerts_with_the_same_code_are_two() -> None:
    text = f"Code: 8F3F\nMPAN: {A}\n\nCode: 8F3F\nMPAN: {B}"
    assert told(text) == [ONE, {"mpxn": B, "code": "8F3F"}]


NAMED = [{**ONE, "supplier": "Brightwater"}, {**TWO, "supplier": "Brightwater"}]
LIST = f"MPAN: {A}\nAlert Code: 8F3F\n\nMPAN: {B}\nAlert Code: 8F3E"


@pytest.mark.parametrize(
    "text",
    [
        f"New Supplier: Brightwater\n\n{LIST}",
        f"{LIST}\n\nNew Supplier: Brightwater",
        f"Supplier: Brightwater\n\n{LIST}",
    ],
)
def test_a_supplier_named_once_above_or_below_the_list_is_that_of_all(text: str) -> None:
    assert told(text) == NAMED


def test_a_code_above_a_list_is_that_of_all() -> None:
    text = f"Alert Code: 8F3F\nNew Supplier: Brightwater\n\nMPAN: {A}\n\nMPAN: {B}"
    assert told(text) == [
        {**ONE, "supplier": "Brightwater"},
        {"mpxn": B, "code": "8F3F", "supplier": "Brightwater"},
    ]


def test_each_group_has_the_supplier_above_it() -> None:
    text = (
        f"New Supplier: Brightwater\n\nMPAN: {A}\nAlert Code: 8F3F\n\n"
        f"New Supplier: Cobalt\n\nMPAN: {B}\nAlert Code: 8F3E"
    )
    assert [each["supplier"] for each in told(text)] == ["Brightwater", "Cobalt"]


@pytest.mark.parametrize(
    "text",
    [
        f"MPAN: {A}\nAlert Code: 8F3F\nNew Supplier: Brightwater\n\nMPAN: {B}\nAlert Code: 8F3E",
        f"MPAN: {A}\n\nAlert Code: 8F3F\n\nNew Supplier: Brightwater\n\nMPAN: {B}\n\nAlert Code: 8F3E",
        f"MPAN: {A}\nAlert Code: 8F3F\nNew Supplier: Brightwater\nMPAN: {B}\nAlert Code: 8F3E",
    ],
)
def test_the_supplier_of_one_alert_is_not_lent_to_another(text: str) -> None:
    assert told(text) == [{**ONE, "supplier": "Brightwater"}, TWO]


def test_a_left_over_mail_header_gives_no_time() -> None:
    header = "From: a@larkfield.example\nDate: 23/11/2026 10:00\nTo: b@larkfield.example\nSubject: Alert"
    assert told(f"{header}\n\nMPAN: {A}\nAlert Code: 8F3F") == [ONE]


def test_every_fact_says_where_it_stood() -> None:
    text = f"Hello,\n\nMPAN Core: {A}\nAlert Code: 8F3F - Tamper\nSupplier:\nBrightwater"
    assert only("", text).provenance == (
        ("mpxn", "forwarded mail 1, line 3, label 'MPAN Core'"),
        ("code", "forwarded mail 1, line 4, label 'Alert Code'"),
        ("name", "forwarded mail 1, line 4, label 'Alert Code'"),
        ("named_supplier", "forwarded mail 1, line 6, label 'Supplier'"),
    )


def test_three_alerts_in_their_order() -> None:
    text = "\n\n".join(f"MPAN: {each}\nAlert Code: 8F3F" for each in (C, A, B))
    assert [each["mpxn"] for each in told(text)] == [C, A, B]
