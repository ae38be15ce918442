"""DUIS messages, attached and pasted."""

import pytest

from mailbot.parse import duis
from mailbot.parse.opening import CannotOpen
from tests.parse import payloads
from tests.parse.attached import item, opening, why
from tests.parse.payloads import DEVICE, OTHER, REMOTE, alert, dlms, gbz, grouped

PAYLOAD = grouped(dlms())
FACTS = f"Device ID: {DEVICE}\nAlert Code: 8F3F\nOriginator Counter: 4711"
RESPONSE_TIME = "Response Date/Time: 2026-11-13T07:41:00.123Z"
DCC = "<sr:DCCAlertMessage><sr:DCCAlertCode>N24</sr:DCCAlertCode></sr:DCCAlertMessage>"


def told(document: str | bytes, **limits) -> str:
    """What is read of a file."""
    octets = document if isinstance(document, bytes) else document.encode()
    (layer,) = duis.read(item("a.xml", octets), opening(**limits)).tables
    assert (layer.where, layer.depth) == ("a.xml", 1)
    return layer.text


@pytest.mark.parametrize("prefix", ["sr:", ""])
def test_the_time_is_that_of_the_payload(prefix: str) -> None:
    document = payloads.duis(alert(payload=PAYLOAD, prefix=prefix), prefix=prefix)
    assert told(document) == f"{FACTS}\nDate/Time: 2026-11-13T07:40:31Z"


@pytest.mark.parametrize("payload", [b"", b"none", grouped(b"\x0e another form")])
def test_without_one_it_is_that_of_the_response(payload: bytes) -> None:
    assert told(payloads.duis(alert(payload=payload))) == f"{FACTS}\n{RESPONSE_TIME}"


def test_without_any_time_none_is_told() -> None:
    assert told(payloads.duis(alert(), time="")) == FACTS


def test_an_alert_after_a_future_dated_command_is_of_the_originator_of_the_response() -> None:
    request = f"<sr:RequestID>{REMOTE}:{DEVICE}:1002</sr:RequestID>"
    inner = alert("8F66", grouped(gbz("8F66")), "FutureDatedDeviceAlertMessage")
    body = f"<sr:ResponseMessage>{inner}</sr:ResponseMessage>"
    assert told(payloads.duis(body, head=request)).split("\n") == [
        f"Device ID: {DEVICE}", "Alert Code: 8F66", "Originator Counter: 4711", "Date/Time: 2026-11-13T07:40:31Z",
    ]  # fmt: skip


def test_an_alert_of_the_dcc_is_of_no_device() -> None:
    assert told(payloads.duis(DCC)).split("\n") == [
        "Device ID: none, it is an alert of the DCC and not of a device",
        "Alert Code: N24",
        RESPONSE_TIME,
    ]
    assert "Alert Code: of the DCC itself" in told(payloads.duis("<sr:DCCAlertMessage/>"))


def test_several_messages_each_have_a_block() -> None:
    one, two = payloads.duis(alert()), payloads.duis(alert("8F74"), identifier=f"{OTHER}:{REMOTE}:0")
    wrapped = told(f"<all>{one}{two}</all>")
    assert wrapped.split("\n\n") == [
        f"{FACTS}\n{RESPONSE_TIME}", f"Device ID: {OTHER}\nAlert Code: 8F74\nOriginator Counter: 0\n{RESPONSE_TIME}",
    ]  # fmt: skip
    declared = '<?xml version="1.0"?>'
    assert told(f"{declared}{one}\n{declared}{two}") == wrapped


def test_utf_16_is_read() -> None:
    document = '<?xml version="1.0" encoding="UTF-16"?>' + payloads.duis(alert())
    assert told(document.encode("utf-16")) == f"{FACTS}\n{RESPONSE_TIME}"


@pytest.mark.parametrize(
    ("payload", "line"),
    [
        (grouped(dlms(), device=OTHER), f"Originator ID: {OTHER}"),
        (grouped(dlms("8F74")), "GBCS Alert Code: 8F74"),
    ],
)
def test_what_the_payload_contradicts_is_told_twice(payload: bytes, line: str) -> None:
    assert told(payloads.duis(alert(payload=payload))).split("\n")[-1] == line


def test_every_code_of_a_message_is_told() -> None:
    second = "<sr:AlertCode> 8F74</sr:AlertCode>"
    document = payloads.duis(alert(payload=PAYLOAD)).replace("<sr:GBCS", f"{second}<sr:AlertCode/><sr:GBCS")
    assert "Alert Code: 8F3F\nAlert Code: 8F74\n" in told(document)
    assert told(document.replace(second, "<sr:AlertCode>0x8f3f</sr:AlertCode>")).count("Code") == 1


@pytest.mark.parametrize("code", ["8f3f", "0x8F3F"])
def test_a_code_in_another_spelling_contradicts_nothing(code: str) -> None:
    assert "GBCS" not in told(payloads.duis(alert(code, PAYLOAD)))


def test_a_bare_message_has_the_facts_of_its_payload() -> None:
    bare = alert("", PAYLOAD, prefix="")
    assert told(bare) == f"{FACTS}\nDate/Time: 2026-11-13T07:40:31Z"
    assert told(alert(prefix="")) == "Alert Code: 8F3F"
    assert why(duis.read, alert("", prefix="").encode()) == "it is XML without an alert of a device in it"


def test_an_identifier_in_another_form_is_told_as_it_is() -> None:
    assert told(payloads.duis(alert(), identifier="DEVICE 7")).startswith(
        "Device ID: DEVICE 7\nAlert Code: 8F3F\n"
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (payloads.duis("<sr:ResponseMessage/>"), "it is XML without an alert of a device in it"),
        (
            f"<all>{payloads.duis(alert())}{payloads.duis()}</all>",
            "it is XML without an alert of a device in it",
        ),
        (payloads.duis(alert())[:-8], "its XML is cut off"),
        ("<a>", "its XML is damaged"),
        ("\x00\x01", "its XML is damaged"),
        (f"{payloads.duis(alert())} junk", "its XML is damaged"),
        (
            "<!DOCTYPE a>" + payloads.duis(alert()),
            "its XML has a document type or entities, which are not read",
        ),
    ],
)
def test_what_cannot_be_read_says_why(document: str, reason: str) -> None:
    assert why(duis.read, document.encode()) == reason


def test_a_file_may_be_as_long_as_a_text() -> None:
    assert why(duis.read, b"<a/>", text_characters=3) == "it is longer than 3 bytes"


def test_rows_are_counted() -> None:
    assert why(duis.read, payloads.duis(alert(), alert()).encode(), rows=1) == "it has more than 1 rows"


@pytest.mark.parametrize("marks", ["", "> ", ">> "])
def test_xml_in_a_text(marks: str) -> None:
    document = payloads.duis(alert(payload=PAYLOAD)).replace("><", ">\n<")
    text = "Hello,\n\n" + "\n".join(f"{marks}{line}" for line in document.split("\n")) + "\n\nRegards"
    assert duis.may_hold(text)
    layer = duis.pasted(text, opening())
    assert (layer.where, layer.text) == (duis.PASTED, f"{FACTS}\nDate/Time: 2026-11-13T07:40:31Z")


@pytest.mark.parametrize(
    "text", ["", "a DeviceAlertMessage <see below>", "<sr:Response>", "ServiceUserGateway"]
)
def test_a_text_without_xml(text: str) -> None:
    assert not duis.may_hold(text)


def test_xml_in_a_text_may_be_cut_off() -> None:
    with pytest.raises(CannotOpen, match="its XML is cut off"):
        duis.pasted(f"{payloads.duis(alert())}\n{payloads.duis(alert())[:-20]}", opening())
