"""winmail.dat: body, attachments, embedded mails."""

import struct

import pytest

from mailbot.model.mail import Address
from mailbot.parse import tnef
from tests.parse.attached import CSV, item, opening, why
from tests.parse.outlook_files import rich, tnef_mail, tnef_properties, tnef_recipients
from tests.parse.outlook_files import tnef as wrapped


def read(content: bytes, **limits):
    return tnef.read(item("winmail.dat", content), opening(**limits))


def test_body_and_files() -> None:
    found = read(
        tnef_mail({0x0037: "Alert", 0x1000: "MPAN: 1\r\n"}, b"", [("a.csv", CSV), ("empty.csv", b"")])
    )
    assert [(each.where, each.part.payload, each.part.why) for each in found.attached] == [
        ("a.csv", CSV, ""),
        ("empty.csv", b"", "it is not in the mail"),
    ]
    assert found.body is not None
    assert (found.body.form, found.body.subject, found.body.plain) == ("tnef", "Alert", "MPAN: 1\n")
    assert (found.mails, found.rich, found.body.parts) == ((), b"", ())


def test_who_wrote_it() -> None:
    found = read(tnef_mail({0x0C1A: "Jo Bell", 0x5D01: "jo@larkfield.example", 0x0037: "\ufeffAlert"}))
    assert found.body is not None
    assert found.body.from_ == (Address("jo@larkfield.example", "Jo Bell"),)


@pytest.mark.parametrize(
    "body", [b"Caf\xe9", "Café".encode(), b"\xef\xbb\xbf" + "Café".encode(), "Café".encode("utf-16")]
)
def test_a_plain_body_in_any_charset(body: bytes) -> None:
    found = read(tnef_mail(body=body))
    assert found.body is not None
    assert found.body.plain == "Café"


def test_a_plain_body_in_the_code_page_of_the_file() -> None:
    found = read(wrapped([(1, 0x0002800C, "Сигнал".encode("cp1251"))], codepage=1251))
    assert found.body is not None
    assert found.body.plain == "Сигнал"


def test_html_and_rich_text() -> None:
    found = read(tnef_mail({0x1013: b"<p>Hello</p>", 0x1009: rich(r"{\rtf1 Hello}")}))
    assert found.body is not None
    assert (found.body.html_text.strip(), found.rich) == ("Hello", rich(r"{\rtf1 Hello}").rstrip(b"\0"))


def test_to_whom_it_went() -> None:
    table = tnef_recipients(
        {0x3001: "Al", 0x39FE: "al@larkfield.example", 0x0C15: 1},
        {0x3001: "Cy", 0x3003: "cy@larkfield.example", 0x0C15: 2},
        {0x3001: "Boss", 0x3003: "/o=EX/cn=boss", 0x0C15: 1},
        {0x3001: "", 0x0C15: 1},
        {0x3001: "Hidden", 0x0C15: 3},
    )
    body = read(wrapped([table])).body
    assert body is not None
    assert body.to == (Address("al@larkfield.example", "Al"), Address("", "Boss"))
    assert body.cc == (Address("cy@larkfield.example", "Cy"),)


def test_an_old_subject_attribute() -> None:
    found = read(wrapped([(1, 0x00018004, b"Old style\0")]))
    assert found.body is not None
    assert found.body.subject == "Old style"


def test_mails_embedded_at_every_depth() -> None:
    inner = tnef_mail(
        {0x0037: "Inner", 0x1009: rich(r"{\rtf1 Deep}")},
        b"",
        [("b.csv", CSV)],
        [tnef_mail({0x0037: "Innermost"})],
    )
    found = read(tnef_mail({0x0037: "Outer"}, b"", [], [inner]))
    (mail,) = found.mails
    assert (mail.subject, mail.form, mail.plain, mail.parts[0].filename) == ("Inner", "tnef", "Deep", "b.csv")
    assert [each.subject for each in mail.enclosed] == ["Innermost"]
    assert why(tnef.read, tnef_mail({}, b"", [], [inner]), depth=1) == "it is nested more than 1 deep"


def test_the_type_that_is_given() -> None:
    renders = (2, 0x00069002, bytes(14))
    data = [
        renders,
        (2, 0x0006800F, CSV),
        (2, 0x00069005, tnef_properties({0x3707: "a", 0x370E: "text/CSV"})),
    ]
    (found,) = read(wrapped(data)).attached
    assert (found.part.content_type, found.part.filename) == ("text/csv", "a")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (tnef.SIGNATURE, "it is cut off"),
        (b"something else entirely", "it is damaged"),
        (wrapped([(1, 0x00018004, b"x")] * 1001), "it is damaged"),
        (wrapped([(1, 0x00069003, struct.pack("<I", 2**31) + bytes(20))]), "it is damaged"),
        (wrapped([(2, 0x0006800F, b"an attachment that never began")]), "it is damaged"),
        (tnef_mail(body=b"x", files=[("a.csv", CSV)])[:-40], "it is cut off"),
        (wrapped([(1, 0x00018004, b"x" * 5_000)] * 900), "it has too many pieces"),
    ],
)
def test_what_is_no_such_file_says_why(content: bytes, told: str) -> None:
    assert why(tnef.read, content) == told


def test_attachments_are_counted() -> None:
    assert why(tnef.read, tnef_mail(files=[("a", b"1"), ("b", b"2")]), parts=1) == "it has more than 1 parts"
