"""Whatever is attached: opening it never raises, and nothing that may hold alerts is lost without a word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail, Part
from mailbot.parse import attachments
from tests.parse import payloads
from tests.parse.attached import CSV, zipped
from tests.parse.outlook_files import attachment, embedded, msg, rich, storage, tnef_mail
from tests.parse.workbooks import HEAD, ROW, ods, ods_row, sheet, xls, xls_rows, xlsx

SAMPLES = {
    "a.csv": CSV,
    "a.zip": zipped({"a.csv": CSV, "b.zip": zipped({"c.csv": CSV})}),
    "a.xlsx": xlsx(lambda book: sheet(book, [HEAD, ROW])),
    "a.xls": xls({"Alerts": xls_rows([HEAD, ROW])}),
    "a.ods": ods(f'<table:table table:name="a">{ods_row(*HEAD)}{ods_row(*ROW)}</table:table>'),
    "a.msg": msg(
        {0x1000: "x", 0x1009: rich(r"{\rtf1 x}")}, [attachment("a.csv", CSV), embedded(storage({}, 24))]
    ),
    "winmail.dat": tnef_mail(
        {0x1009: rich(r"{\rtf1 x}")}, b"x", [("a.csv", CSV)], [tnef_mail({0x0037: "y"})]
    ),
    "a.xml": payloads.duis(payloads.alert(payload=payloads.grouped(payloads.dlms()))).encode(),
    "a.bin": payloads.grouped(payloads.dlms()),
}


def _opened(name: str, content: bytes) -> Mail:
    return attachments.opened(
        Mail(plain="x", parts=(Part("application/octet-stream", name, payload=content),)), Limits()
    )


def _accounted(mail: Mail) -> bool:
    """Whether something was read, or somebody is told that it was not."""
    return bool(mail.tables or mail.enclosed or attachments.unread(mail))


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_told(name: str, data: st.DataObject) -> None:
    content = SAMPLES[name]
    at = data.draw(st.integers(0, len(content) - 1))
    change = data.draw(st.binary(max_size=8))
    length = data.draw(st.integers(0, 40))
    damaged = content[:at] + change + content[at + length :]
    mail = _opened(name, damaged)
    assert attachments.sealed(mail) == ()
    assert (
        _accounted(mail) or name == "winmail.dat"
    )  # of which nothing but a body that says the same may be left


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300), name=st.sampled_from([*SAMPLES, "a.eml", "a.html", "a.pdf", ""]))
def test_any_bytes_under_any_name(content: bytes, name: str) -> None:
    mail = _opened(name, content)
    assert _accounted(mail) or not content.strip()
