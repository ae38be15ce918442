"""Mails that Outlook saved as .msg files."""

from datetime import UTC, datetime

import pytest

from mailbot.model.mail import Address
from mailbot.parse import outlook_msg
from tests.parse.attached import CSV, item, opening, why
from tests.parse.outlook_files import attachment, compound, embedded, msg, recipient, rich, storage

HEADERS = (
    "Received: from gw.larkfield.example by mx.larkfield.example;\r\n\tMon, 16 Nov 2026 06:42:00 +0000\r\n"
    "From: =?utf-8?Q?Jos=C3=A9?= <jose@larkfield.example>\r\nTo: Desk <desk@larkfield.example>\r\n"
    "Cc: Lee <lee@larkfield.example>\r\nSubject: As it travelled\r\nDate: Mon, 16 Nov 2026 06:41:58 +0000\r\n"
    "Message-ID: <1@larkfield.example>\r\nContent-Type: multipart/mixed;\r\n\tboundary=b\r\n\r\n"
)
BODY = "MPAN: 1012345678903\r\nAlert Code: 8F3F\r\n"
JO = (Address("jo@larkfield.example", "Jo"),)
SUBJECT, TEXT, PAGE, RICH, SENT = 0x0037, 0x1000, 0x1013, 0x1009, 0x0039


def mail(properties, attachments=(), recipients=(), **limits):
    capped = opening(**limits)
    (found,) = outlook_msg.read(item("a.msg", msg(properties, attachments, recipients)), capped).mails
    assert found.form == "msg"
    return found


def test_what_travelled_is_believed_before_the_properties() -> None:
    found = mail({0x007D: HEADERS, SUBJECT: "As it is shown", TEXT: BODY, 0x0C1A: "Other"})
    assert found.from_ == (Address("jose@larkfield.example", "José"),)
    assert (found.to, found.cc) == (
        (Address("desk@larkfield.example", "Desk"),),
        (Address("lee@larkfield.example", "Lee"),),
    )
    assert (found.subject, found.message_id) == ("As it travelled", "<1@larkfield.example>")
    assert found.header("Date") == "Mon, 16 Nov 2026 06:41:58 +0000"
    assert found.plain == BODY.replace("\r\n", "\n")
    assert (found.defects, found.over, found.content_type) == ((), (), "text/plain")


def test_what_the_headers_lack_is_taken_from_the_properties() -> None:
    properties = {
        0x007D: "Received: by x\r\n",
        SUBJECT: "Shown",
        SENT: datetime(2026, 11, 16, 6, 41, tzinfo=UTC),
    }
    found = mail(properties)
    assert (found.subject, found.header("Received")) == ("Shown", "by x")
    assert found.header("Date") == "Mon, 16 Nov 2026 06:41:00 +0000"


def test_a_mail_that_never_travelled_has_its_properties() -> None:
    properties = {
        SUBJECT: "Draft",
        TEXT: BODY,
        0x0C1A: "Jo Bell",
        0x5D01: "jo@larkfield.example",
        0x0C1F: "/o=EX/cn=jo",
    }
    found = mail(
        {**properties, SENT: datetime(2026, 11, 16, 6, 41, 58, tzinfo=UTC)},
        recipients=[
            recipient("Al", "al@larkfield.example"),
            recipient("Cy", "cy@larkfield.example", 2),
            recipient("", ""),
        ],
    )
    assert found.from_ == (Address("jo@larkfield.example", "Jo Bell"),)
    assert (found.to, found.cc) == (
        (Address("al@larkfield.example", "Al"),),
        (Address("cy@larkfield.example", "Cy"),),
    )
    assert (found.subject, found.header("Subject"), found.header("Date")) == (
        "Draft",
        "Draft",
        "Mon, 16 Nov 2026 06:41:58 +0000",
    )
    assert found.date == datetime(2026, 11, 16, 6, 41, 58, tzinfo=UTC)


@pytest.mark.parametrize(
    ("properties", "author"),
    [
        ({0x0C1A: "Jo", 0x0C1F: "/o=ExchangeLabs/cn=jo"}, (Address("", "Jo"),)),
        (
            {0x0042: "Boss", 0x5D02: "boss@larkfield.example", 0x0C1A: "Jo"},
            (Address("boss@larkfield.example", "Boss"),),
        ),
        (
            {0x0C1A: "'jo@larkfield.example'", 0x0C1F: "jo@larkfield.example"},
            (Address("jo@larkfield.example"),),
        ),
        ({0x0042: "Jo", 0x0065: "/o=EX/cn=jo", 0x0C1A: "Jo", 0x5D01: "jo@larkfield.example"}, JO),
        ({0x0042: "Boss", 0x0C1A: "Jo", 0x5D01: "jo@larkfield.example"}, (Address("", "Boss"),)),
        ({}, ()),
    ],
)
def test_an_address_that_only_exchange_understands_is_none(properties, author) -> None:
    assert mail({TEXT: BODY, **properties}).from_ == author


def test_html_is_read_as_text_in_its_code_page() -> None:
    found = mail({PAGE: "<table><tr><td>MPAN</td><td>Café</td></tr></table>".encode("cp1252"), 0x3FDE: 1252})
    assert (found.plain, found.html_text.strip()) == ("", "MPAN\tCafé")
    assert mail({PAGE: "<p>As text</p>"}).html_text.strip() == "As text"


def test_rich_text_is_read_where_there_is_nothing_else() -> None:
    assert mail({RICH: rich(r"{\rtf1\ansi Hello\par}")}).plain == "Hello\n"
    assert mail({RICH: rich(r"{\rtf1\ansi\fromhtml1 {\*\htmltag <b>}Hello}")}).html_text.strip() == "Hello"
    assert mail({TEXT: BODY, RICH: b"whatever"}).parts == ()
    (part,) = mail({RICH: rich("no rich text")}).parts
    assert (part.filename, part.why) == ("the text of the attached mail", "its rich text is damaged")


def test_what_is_doubtful_in_its_html_is_noted() -> None:
    capped = opening()
    content = msg({PAGE: b"<p>a</p><p style='display:none'>MPAN 1012345678903</p>"})
    outlook_msg.read(item("a.msg", content), capped)
    assert list(capped.defects) == ["doubtful: the HTML hides text"]


def test_files_and_mails_inside_it() -> None:
    logo = storage({0x3701: b"x", 0x370E: "image/png", 0x3712: "logo@1", 0x3714: 4}, header=8)
    photo = storage({0x3701: b"x", 0x3704: "PHOTO.PNG", 0x370E: "image/png"}, header=8)
    by_reference = storage({0x3707: "far.csv"}, header=8)
    inner = storage({SUBJECT: "Inner", TEXT: "Inner text"}, 24, [attachment("deep.csv", CSV)])
    found = mail(
        {TEXT: BODY},
        [attachment("dir\\a.csv", CSV * 60, "text/CSV"), logo, photo, by_reference, embedded(inner)],
    )
    assert [(each.filename, each.content_type, each.inline, each.why) for each in found.parts] == [
        ("a.csv", "text/csv", False, ""),
        ("(no name)", "image/png", True, ""),
        ("PHOTO.PNG", "image/png", False, ""),
        ("far.csv", "application/octet-stream", False, "it is not in the mail"),
    ]
    assert found.parts[0].payload == CSV * 60
    (enclosed,) = found.enclosed
    assert (enclosed.form, enclosed.subject, enclosed.plain, enclosed.parts[0].filename) == (
        "msg",
        "Inner",
        "Inner text",
        "deep.csv",
    )


def test_nesting_and_parts_are_capped() -> None:
    deep = storage({TEXT: "deepest"}, 24)
    for _ in range(3):
        deep = storage({TEXT: "deep"}, 24, [embedded(deep)])
    content = msg({TEXT: "outer"}, [embedded(deep)])
    assert why(outlook_msg.read, content, depth=4) == "it is nested more than 4 deep"
    many = msg({TEXT: "outer"}, [attachment("a", b"1"), attachment("b", b"2")])
    assert why(outlook_msg.read, many, parts=1) == "it has more than 1 parts"


@pytest.mark.parametrize(
    "content",
    [
        b"no OLE file",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        compound({"Other": b"x"}),
        msg({PAGE: b"<p>in a code page that there is not</p>", 0x3FDE: 99999}),
    ],
)
def test_what_is_no_such_file_is_damaged(content: bytes) -> None:
    assert why(outlook_msg.read, content) == "it is damaged"


def test_a_property_that_is_damaged_is_left_out_and_told() -> None:
    tree = storage({SUBJECT: "Kept", TEXT: "Kept too"}, 32, [{"__other": b"x"}])
    del tree["__substg1.0_0037001F"]
    (found,) = outlook_msg.read(item("a.msg", compound(tree)), opening()).mails
    assert (found.subject, found.plain) == ("", "Kept too")
    assert [each.why for each in found.parts] == ["it is not in the mail", "a part of it is damaged"]
